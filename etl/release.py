"""Publishing a difference whole: one transaction, one new release, sealed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from data.digest import KEY, digest_record
from data.errors import StoreBusy
from data.store import catalog_table, observation_table, release_table, seal_table
from etl.diff import Diff
from etl.figures import Row
from etl.writing import writing

BATCH = 10_000


def apply(
    engine: Engine, diff: Diff, reason: str = "", on_rows: Callable[[int], None] = lambda n: None
) -> int:
    """Publish a diff in one transaction and return the number of the release; nothing changed, no release.

    `on_rows` is told how many rows were written. Raises StoreBusy where another refresh is at work or was
    quicker since the comparison, StoreUnusable; then nothing was written.
    """
    if diff.empty:
        return diff.base
    release, _ = diff.base + 1, diff.state.digest  # worked out before anybody has to wait for it
    with writing(engine) as connection:
        if (connection.scalar(sa.select(sa.func.max(release_table.c.id))) or 0) != diff.base:
            raise StoreBusy
        _record(connection, diff, release, reason)
        _set(connection, "last_release", ((row, diff.base) for row in diff.ending), on_rows)
        _set(connection, "position", ((row, diff.state.figures[row]) for row in diff.moved), on_rows)
        _insert(connection, ((row, diff.state.figures[row]) for row in diff.beginning), release, on_rows)
    return release


def _record(connection: sa.Connection, diff: Diff, release: int, reason: str) -> None:
    digest = diff.state.catalog_digest
    known = sa.select(catalog_table.c.digest).where(catalog_table.c.digest == digest)
    if connection.scalar(known) is None:
        connection.execute(catalog_table.insert(), {"digest": digest, "content": diff.state.catalog})
    record = {
        "id": release,
        "created_at": _now(connection),
        "digest": diff.state.digest,
        "catalog": digest,
        "reason": reason,
        "added": len(diff.added),
        "changed": len(diff.changed),
        "withdrawn": len(diff.withdrawn),
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
    connection: sa.Connection, column: str, values: Iterable[tuple[Row, int]], on_rows: Callable[[int], None]
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
    connection: sa.Connection, values: Iterable[tuple[Row, int]], first: int, on_rows: Callable[[int], None]
) -> None:
    """Insert rows by the driver itself, which takes tuples as they are: four times the rate of mappings."""
    columns = (*Row._fields, "first_release", "position")
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    insert = f"INSERT INTO observation ({', '.join(columns)}) VALUES ({', '.join([mark] * len(columns))})"
    for batch in _batches(values):
        connection.exec_driver_sql(insert, [(*row, first, position) for row, position in batch])
        on_rows(len(batch))


def _batches(values: Iterable[tuple[Row, int]]) -> Iterator[list[tuple[Row, int]]]:
    waiting = iter(values)
    while batch := list(islice(waiting, BATCH)):
        yield batch
