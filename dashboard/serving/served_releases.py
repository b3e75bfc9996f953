"""The releases being served: the newest is looked up at every request, each is read once."""

from __future__ import annotations

import os
import time
from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock, Thread

from sqlalchemy.engine import Engine

from data.errors import LivelihoodError, StoreDamaged
from data.store.digest import verify_release
from data.store.queries import Release, ReleaseReader, open_release, read_release
from data.store.tables import store_file

MOST = 8  # releases whose catalogues stay read
SETTLING = 100_000_000  # ns since its last change after which a file's time tells two changes apart
PULSE = 0.5  # s for which a database server's newest release is taken to be still the newest


class ServedReleases:
    """The releases of a store, each read once; keeps the last few that were asked for."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._file = store_file(engine)
        self._readers: OrderedDict[int, ReleaseReader] = OrderedDict()
        self._verified: Release | None = None
        self._newest: Release | None = None
        self._told = -2 * PULSE  # when that was
        self._asking = Lock()
        self._lock = Lock()

    def get(self, release: str = "") -> ReleaseReader:
        """Return a release by its number, the newest for "". Raises NoRelease, NotFound, StoreUnusable."""
        record = read_release(self.engine, int(release) if release else None)
        with self._lock:
            reader = self._readers.get(record.id)
            if reader and reader.release == record:
                self._readers.move_to_end(record.id)
                return reader
        reader = open_release(self.engine, record.id)
        with self._lock:
            self._readers[record.id] = reader
            while len(self._readers) > MOST:
                self._readers.popitem(last=False)
        return reader

    def stamp(self) -> Hashable | None:
        """Return what changes whenever the store may have; None where that can't be told.

        A SQLite file changes with every refresh; one that has just changed may be about to again. A server is
        asked for its newest release, but not at every request.
        """
        if self._file is None:
            return self._pulse()
        try:
            status = os.stat(self._file)
        except OSError:
            return None
        settled = time.time_ns() - status.st_mtime_ns > SETTLING
        return (status.st_mtime_ns, status.st_size, status.st_ino) if settled else None

    def _pulse(self) -> Hashable | None:
        """Return the newest release as it was told a moment ago, and have it asked for anew; nobody waits."""
        told, now = self._told, time.monotonic()
        if now - told > PULSE and self._asking.acquire(blocking=False):
            Thread(target=self._ask_newest, name="asking", daemon=True).start()
        return self._newest if now - told < 2 * PULSE else None

    def _ask_newest(self) -> None:
        try:
            self._newest = self.get().release
        except LivelihoodError:
            self._newest = None
        finally:
            self._told = time.monotonic()
            self._asking.release()

    def verify(self) -> ReleaseReader:
        """Return the newest release if its rows still have its digest. Raises StoreUnusable if not."""
        reader = self.get()
        if reader.release != self._verified:
            if not verify_release(self.engine, reader.release.id):
                raise StoreDamaged(f"release={reader.release.id}")
            self._verified = reader.release
        return reader
