"""The archives of the releases asked for last, made once each, in the background, and kept on disk."""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from threading import Lock

from dashboard.serving.fingerprint import fingerprint
from dashboard.serving.scripts import ROOT
from data.errors import ServerBusy
from data.store.queries import ReleaseReader

FOLDER = ROOT / "instance" / "downloads"
MOST = 4  # that are kept
DAY = 86_400  # s
PATIENCE = 8.0  # s that a request waits for one; a release of a million figures takes longer

log = logging.getLogger(__name__)


class KeptArchives:
    """A folder of archives that all processes share; where it can't be written, each process has its own."""

    def __init__(self, folder_of: Callable[[], Path]) -> None:
        self._folder_of = folder_of
        self._maker = ThreadPoolExecutor(1, thread_name_prefix="archive")
        self._made: dict[Path, Future[None]] = {}
        self._lock = Lock()

    @cached_property
    def folder(self) -> Path:
        """Where they are."""
        return self._folder_of()

    def get(self, reader: ReleaseReader, site: str) -> Path:
        """Return the file of a release's archive. Raises ServerBusy while it is being made."""
        key = f"{fingerprint(reader.release)} {site}"
        path = self.folder / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.zip"
        with suppress(OSError):
            os.utime(path)
            return path
        with self._lock:
            making = self._made.get(path) or self._maker.submit(self._make, path, reader, site)
            self._made[path] = making
        try:
            making.result(PATIENCE)
        except TimeoutError:
            raise ServerBusy from None
        finally:
            if making.done():
                self._made.pop(path, None)
        return path

    def _make(self, path: Path, reader: ReleaseReader, site: str) -> None:
        from dashboard.downloads.archive import write_archive  # loads pandas, which pages do without

        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            try:
                write_archive(reader, site, file)
            except BaseException:
                Path(file.name).unlink()
                raise
        Path(file.name).replace(path)
        complete = sorted(path.parent.glob("*.zip"), key=lambda one: one.stat().st_mtime)
        begun = (part for part in path.parent.glob("*.part") if part.stat().st_mtime < time.time() - DAY)
        for old in (*complete[:-MOST], *begun):  # of a process that was ended, an archive stays half made
            old.unlink(missing_ok=True)


def writable_folder() -> Path:
    """Return where they are kept: a folder of this process's own where theirs can't be written."""
    try:
        FOLDER.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=FOLDER):
            return FOLDER
    except OSError as error:
        elsewhere = Path(tempfile.mkdtemp(prefix="livelihood-downloads-"))
        log.warning("whole releases are kept in %s, as %s can't be written: %s", elsewhere, FOLDER, error)
        return elsewhere
