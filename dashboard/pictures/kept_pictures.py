"""KeptPictures: pictures on disk, by what they were made of, the least lately used going first."""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from dashboard.serving.scripts import ROOT

FOLDER = ROOT / "instance" / "pictures"
MOST = 256_000_000  # bytes
SWEEP = 32  # pictures, after which a process looks how much there is
DIGEST = 32  # bytes before a picture: its SHA-256, as a file may be cut short

log = logging.getLogger(__name__)


class KeptPictures:
    """A folder of pictures that all processes share; where it can't be written, each process has its own."""

    def __init__(self, folder: Path = FOLDER, most: int = MOST) -> None:
        self.folder = folder
        self.most = most
        self._written = 0
        self._moved = False  # to where they can be kept

    def get(self, key: str, make: Callable[[], bytes]) -> bytes:
        """Return the picture that was kept under a key, made first where there is none."""
        path = self.folder / hashlib.sha256(key.encode()).hexdigest()
        with suppress(OSError):
            content = path.read_bytes()
            if hashlib.sha256(content[DIGEST:]).digest() == content[:DIGEST]:
                os.utime(path)
                return content[DIGEST:]
        made = make()
        try:
            self._keep(path, hashlib.sha256(made).digest() + made)
        except OSError as error:
            if not self._moved:
                self._moved = True
                elsewhere = Path(tempfile.mkdtemp(prefix="livelihood-pictures-"))
                log.warning(
                    "pictures are kept in %s, as %s can't be written: %s", elsewhere, self.folder, error
                )
                self.folder = elsewhere
        return made

    def _keep(self, path: Path, content: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self.folder, delete=False) as file:
            file.write(content)
        Path(file.name).replace(path)
        if self._written % SWEEP == 0:
            self._sweep()
        self._written += 1

    def _sweep(self) -> None:
        """Remove those not asked for the longest until the rest are within the bound."""
        files: list[tuple[float, int, str]] = []
        for entry in os.scandir(self.folder):
            with suppress(FileNotFoundError):  # another process sweeps too
                files.append((entry.stat().st_mtime, entry.stat().st_size, entry.path))
        size = sum(length for _, length, _ in files)
        for _, length, path in sorted(files):
            if size <= self.most:
                break
            with suppress(FileNotFoundError):
                os.unlink(path)
            size -= length
