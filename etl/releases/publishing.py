"""Publishing a difference whole: one transaction, one new release, sealed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from data.errors import StoreBusy
from data.model.observation import KEY, Observation
from data.store.digest import digest_record
from data.store.tables import catalog_table, document_table, observation_table, release_table, seal_table
from etl.releases.difference import Difference
from etl.releases.transactions import writing

BATCH = 10_000
STORED = Observation._fields[:-1]  # and the first release, which is the same for all
T = TypeVar("T")


def apply(
    engine: Engine, diff: Difference, reason: str = "", on_rows: Callable[[int], None] = lambda n: None
) -> int:
    """Publish a diff in one transaction and return the number of the release; nothing changed, no release.

    `on_rows` is told how many rows were written. Raises StoreBusy where another refresh is at work or was
    quicker since the comparison, StoreUnusable; then nothing was written.
    """
    if diff.empty:
        return diff.base
    release, _ = diff.base + 1, diff.digest  # worked out before anybody has to wait for it
    with writing(engine) as connection:
        if (connection.scalar(sa.select(sa.func.max(release_table.c.id))) or 0) != diff.base:
            raise StoreBusy
        _record(connection, diff, release, reason)
        _record_documents(connection, diff, release)
        _set(connection, "last_release", ((row, diff.base) for row in diff.ending), on_rows)
        _set(connection, "position", ((row, row.position) for row in diff.moved), on_rows)
        with _indexed_after(connection) if diff.base == 0 else nullcontext():
            _insert(connection, release, diff.beginning, on_rows)
    return release


def _record(connection: sa.Connection, diff: Difference, release: int, reason: str) -> None:
    digest = diff.catalog_digest
    known = sa.select(catalog_table.c.digest).where(catalog_table.c.digest == digest)
    if connection.scalar(known) is None:
        connection.execute(catalog_table.insert(), {"digest": digest, "content": diff.catalog})
    record = {
        "id": release,
        "created_at": _now(connection),
        "digest": diff.digest,
        "catalog": digest,
        "reason": reason,
        "added": len(diff.added),
        "changed": len(diff.changed),
        "withdrawn": len(diff.withdrawn),
        "reworded": diff.reworded.figures,
    }
    connection.execute(release_table.insert(), record)
    before = connection.scalar(sa.select(seal_table.c.digest).where(seal_table.c.release == diff.base)) or ""
    seal = digest_record(before, list(record.values()))
    connection.execute(seal_table.insert(), {"release": release, "digest": seal})


def _now(connection: sa.Connection) -> str:
    """The time in UTC; that of the release before where a clock that was set back says it is earlier."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return max(now, connection.scalar(sa.select(sa.func.max(release_table.c.created_at))) or "")


def _set(
    connection: sa.Connection,
    column: str,
    values: Iterable[tuple[Observation, int]],
    on_rows: Callable[[int], None],
) -> None:
    """Set a column of current rows: the last release of those that end, the place of those that moved."""
    t = observation_table
    keys = [t.c[name] == sa.bindparam(f"key_{name}") for name in KEY]
    change = t.update().where(*keys, t.c.last_release.is_(None)).values({column: sa.bindparam("new")})
    for batch in _batches(values):
        facts = [{f"key_{name}": part for name, part in zip(KEY, row.key, strict=True)} for row, _ in batch]
        connection.execute(change, [fact | {"new": new} for fact, (_, new) in zip(facts, batch, strict=True)])
        on_rows(len(batch))


def _insert(
    connection: sa.Connection, release: int, rows: Iterable[Observation], on_rows: Callable[[int], None]
) -> None:
    """Insert figures that stand from a release on, in the driver's quickest way."""
    columns = ", ".join((*STORED, "first_release"))
    marks = ", ".join("?" * len(STORED))
    for batch in _batches(rows):
        if connection.dialect.name == "sqlite":
            insert = f"INSERT INTO observation ({columns}) VALUES ({marks}, {release})"
            connection.exec_driver_sql(insert, [row[: len(STORED)] for row in batch])
        else:
            copied = ((*row[: len(STORED)], release) for row in batch)
            _copy(connection, f"COPY observation ({columns}) FROM STDIN", copied)
        on_rows(len(batch))


def _copy(connection: sa.Connection, statement: str, rows: Iterable[Sequence[object]]) -> None:
    """PostgreSQL's COPY: several times the rate of inserts. Raises DBAPIError, as any statement does."""
    connection.exec_driver_sql("SELECT 1")  # an interrupt is obeyed between two statements
    driver: Any = connection.connection.driver_connection
    base = connection.dialect.loaded_dbapi.Error
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as stream:
            for row in rows:
                stream.write_row(row)
    except base as error:
        raise sa.exc.DBAPIError.instance(statement, (), error, base, dialect=connection.dialect) from error


@contextmanager
def _indexed_after(connection: sa.Connection) -> Iterator[None]:
    """Make the indexes of a table with nothing in it yet once it is full: in half the time."""
    indexes = sorted(observation_table.indexes, key=lambda index: str(index.name))
    for index in indexes:
        index.drop(connection)
    yield
    for index in indexes:
        index.create(connection)


def _record_documents(connection: sa.Connection, diff: Difference, release: int) -> None:
    """Record what each document holds from now on."""
    t = document_table
    now = diff.digests
    ended = [id for id, digest in diff.published.items() if now.get(id) != digest]
    begun = [id for id, digest in now.items() if diff.published.get(id) != digest]
    if ended:
        current = sa.and_(t.c.document == sa.bindparam("id"), t.c.last_release.is_(None))
        connection.execute(
            t.update().where(current).values(last_release=diff.base), [{"id": id} for id in ended]
        )
    if begun:
        facts = {id: {"figures": len(diff.contents[id]), "digest": now[id]} for id in begun}
        connection.execute(
            t.insert(), [{"document": id, "first_release": release, **facts[id]} for id in begun]
        )


def _batches(values: Iterable[T]) -> Iterator[list[T]]:
    waiting = iter(values)
    while batch := list(islice(waiting, BATCH)):
        yield batch
