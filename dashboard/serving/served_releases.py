"""The releases being served: the newest is looked up at every request, each is read once."""

from __future__ import annotations

import os
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from datetime import date
from threading import Lock, Thread

from sqlalchemy.engine import Engine

from dashboard.serving.fingerprint import identity
from data.errors import LivelihoodError, ReleaseAltered, ReleaseUnverified
from data.model.words import today
from data.store.digest import verify_release
from data.store.queries import Release, ReleaseReader, open_release, read_release
from data.store.tables import store_file
from data.store.texts import texts_folder
from data.store.verification import Damage

MOST = 8  # releases whose catalogues stay read
SETTLING = 100_000_000  # ns since its last change after which a file's time tells two changes apart
PULSE = 0.5  # s for which a database server's newest release is taken to be still the newest


class ServedReleases:
    """The releases of a store, each read once; keeps the last few that were asked for."""

    def __init__(self, engine: Engine, today: Callable[[], date] = today) -> None:
        self.engine = engine
        self.today = today
        file = store_file(engine)
        self._file = str(file) if file else ""  # a Path is slower, and every request asks
        self._texts = str(texts_folder())
        self._readers: OrderedDict[int, ReleaseReader] = OrderedDict()
        self.damages: frozenset[Damage] = frozenset()  # as far as is known
        self._rounds = 0  # how often that has become another
        self._verdict: tuple[Hashable, bool] = (None, False)
        self._verifying = Lock()
        self._newest: Release | None = None
        self._told = -2 * PULSE  # when that was
        self._asking = Lock()
        self._lock = Lock()

    def get(self, release: str = "", *, history: bool = False) -> ReleaseReader:
        """Return a release by its number, the newest for ""; with those before it, for their `history`.

        Raises NoRelease, NotFound, StoreUnusable, ReleaseAltered for what isn't as it was published.
        """
        record = read_release(self.engine, int(release) if release else None)
        if any(d.concerns(record.id) or (history and d.first <= record.id) for d in self.damages):
            raise ReleaseAltered(str(record.id))
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
        """Return what changes with the day, the store and the texts kept; None where that can't be told.

        A SQLite file changes with every refresh; one that has just changed may be about to again. A server is
        asked for its newest release, but not at every request. A folder changes when a text comes or goes.
        """
        texts = self._version_of_texts()
        newest = self._settled(texts) if self._file else self._pulse()
        return None if newest is None else (newest, texts, self.today())

    def _settled(self, texts: int) -> Hashable | None:
        try:
            status = os.stat(self._file)
        except OSError:
            return None
        settled = time.time_ns() - max(status.st_mtime_ns, texts) > SETTLING
        return (_version(status), self._rounds) if settled else None

    def version(self) -> Hashable | None:
        """Return what is another after a refresh, and None where there is no store to read."""
        try:
            return _version(os.stat(self._file)) if self._file else read_release(self.engine)
        except (OSError, LivelihoodError):
            return None

    def know(self, damages: Collection[Damage]) -> None:
        """Take note of all that isn't as it was published; what was made of it, or before, is made anew."""
        if self.damages != frozenset(damages):
            with self._lock:
                self._readers.clear()
                self.damages, self._rounds = frozenset(damages), self._rounds + 1

    def key(self, record: Release, address: object) -> str:
        """Return what a page is kept under: another once the file, what is known of it or the day is."""
        file = self.version() if self._file else ""
        return f"{identity(record)} {file} {self._version_of_texts()} {self._rounds} {self.today()} {address}"

    def _version_of_texts(self) -> int:
        """When a text was last kept or taken away, in ns; 0 where there is no folder of them."""
        try:
            return os.stat(self._texts).st_mtime_ns
        except OSError:
            return 0

    def _pulse(self) -> Hashable | None:
        """Return the newest release as it was told a moment ago, and have it asked for anew; nobody waits."""
        age = time.monotonic() - self._told
        if age > PULSE and self._asking.acquire(blocking=False):
            Thread(target=self._ask_newest, name="asking", daemon=True).start()
        return self._newest if age < 2 * PULSE else None

    def _ask_newest(self) -> None:
        try:
            self._newest = self.get().release
        except LivelihoodError:
            self._newest = None
        finally:
            self._told = time.monotonic()
            self._asking.release()

    def verify(self) -> ReleaseReader:
        """Return the newest release once it is known to be as it was published; it is read for that once.

        Raises ReleaseAltered where it isn't, ReleaseUnverified while somebody else is about it.
        """
        reader = self.get()
        state = (self.version(), reader.release)
        if self._verdict[0] != state:
            if not self._verifying.acquire(blocking=False):
                raise ReleaseUnverified(str(reader.release.id))
            try:
                self._verdict = state, verify_release(self.engine, reader.release.id)
            finally:
                self._verifying.release()
        if self._verdict != (state, True):
            raise ReleaseAltered(str(reader.release.id))
        return reader


def _version(status: os.stat_result) -> Hashable:
    return status.st_mtime_ns, status.st_size, status.st_ino
