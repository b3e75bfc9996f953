"""What a database server is spared: connections that many threads share, and queries that take too long."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from data.errors import StoreUnusable
from data.store.access import read
from data.store.queries import read_release
from data.store.tables import open_store

THREADS = (4, 16, 64)
# How many connections this program has open, whatever process of it.
OPEN = """SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND application_name LIKE 'livelihood%%' AND pid <> pg_backend_pid()"""


class Shared(NamedTuple):
    """How threads shared connections: answers in all, the slowest in ms, refusals, connections at most."""

    threads: int
    answers: int
    slowest: float
    refused: int
    connections: int


class Refused(NamedTuple):
    """A question that couldn't be answered: after how many seconds that was said, and in which sentence."""

    seconds: float
    sentence: str


def share(url: str, threads: int, seconds: float) -> Shared:
    """Read in so many threads over one engine, as a web server's process does, and watch its connections."""
    engine, watcher = open_store(url, read_only=True), open_store(url)
    until = time.monotonic() + seconds
    took: list[float] = []
    refused: list[StoreUnusable] = []

    def reader() -> None:
        while (began := time.monotonic()) < until:
            try:
                read_release(engine)
            except StoreUnusable as error:
                refused.append(error)
            took.append(time.monotonic() - began)

    most = 0
    with watcher.connect() as watching, ThreadPoolExecutor(threads) as pool:
        watching = watching.execution_options(isolation_level="AUTOCOMMIT")
        for _ in range(threads):
            pool.submit(reader)
        while time.monotonic() < until:
            most = max(most, int(watching.exec_driver_sql(OPEN).scalar_one()))
            time.sleep(0.02)
    engine.dispose()
    watcher.dispose()
    return Shared(threads, len(took), max(took) * 1000, len(refused), most)


def exhaust(url: str) -> Refused:
    """Take every connection that a process may have, then read."""
    engine = open_store(url, read_only=True)
    with ExitStack() as taken:
        for _ in range(connections_of(engine)):
            taken.enter_context(engine.connect())
        return refusal(lambda: read_release(engine))


def connections_of(engine: Engine) -> int:
    """Return how many connections an engine opens at most."""
    pool = engine.pool
    assert isinstance(pool, sa.QueuePool)
    return pool.size() + pool._max_overflow


def dawdle(url: str) -> Refused:
    """Ask what takes a minute."""
    engine = open_store(url, read_only=True)
    try:
        return refusal(lambda: read(engine, lambda store: store.execute(sa.text("SELECT pg_sleep(60)"))))
    finally:
        engine.dispose()


def refusal(question: Callable[[], object]) -> Refused:
    """Return how a question was refused; the sentence is empty where it was answered."""
    began = time.monotonic()
    try:
        question()
    except StoreUnusable as error:
        return Refused(time.monotonic() - began, error.say("en"))
    return Refused(time.monotonic() - began, "")
