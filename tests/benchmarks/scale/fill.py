"""Fills a store with five million figures, and then with the revisions of 49 further releases."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from data.digest import digest_content
from data.migrations import upgrade
from data.store import catalog_table, open_store, release_table
from tests.benchmarks.scale.content import YEARS, content, indicators, regions

RELEASES = 50
REVISED = 500  # one figure in so many reads differently in each later release

# SQLite makes the rows itself, in the order of the key; each value follows from where it stands.
ROWS = """
INSERT INTO observation (region, indicator, period, breakdown, status, document, first_release, last_release,
                         printed, value, locator, note, position)
SELECT region, indicator, period, '', 'actual', 'yearbook-' || region, 1, NULL,
       printf('%.2f万人', value), value, '第' || place || '表', '', place
FROM (SELECT r.id AS region, i.id AS indicator, p.id AS period, i.n * 30 + p.n AS place,
             ((r.n * 7919 + i.n * 104729 + p.n * 1299709) % 9973 + 1) / 100.0 AS value
      FROM temp.region AS r CROSS JOIN temp.indicator AS i CROSS JOIN temp.period AS p)
"""
ENDED = f"UPDATE observation SET last_release = rowid % {REVISED} WHERE rowid % {REVISED} BETWEEN 1 AND ?"
REVISIONS = """
INSERT INTO observation (region, indicator, period, breakdown, status, document, first_release, last_release,
                         printed, value, locator, note, position)
SELECT region, indicator, period, breakdown, status, document, last_release + 1, NULL,
       printf('%.2f万人', value + 1), value + 1, locator, note, position
FROM observation WHERE last_release IS NOT NULL
"""


def fill(file: Path) -> int:
    """Make a store of one release in `file` and return how many figures it holds."""
    engine = open_store(f"sqlite:///{file}")
    catalog, digest = digest_content(content())
    with engine.begin() as connection:
        upgrade(connection)
        connection.execute(catalog_table.insert(), {"digest": digest, "content": catalog})
        _release(connection, 1, digest)
    engine.dispose()
    lists = {"region": _districts(), "indicator": indicators(), "period": [str(year) for year in YEARS]}
    with closing(_writer(file)) as store:
        for name, ids in lists.items():
            store.execute(f"CREATE TEMP TABLE {name} (n INTEGER PRIMARY KEY, id TEXT)")
            store.executemany(f"INSERT INTO temp.{name} VALUES (?, ?)", enumerate(ids))
        rows = _rebuilding(store, ROWS)
    return rows


def revise(file: Path) -> int:
    """Add the later releases and return how many figures they revise."""
    engine = open_store(f"sqlite:///{file}")
    with engine.begin() as connection:
        catalog = connection.scalar(sa.select(release_table.c.catalog))
        for number in range(2, RELEASES + 1):
            _release(connection, number, str(catalog))
    engine.dispose()
    with closing(_writer(file)) as store:
        store.execute(ENDED, (RELEASES - 1,))
        return _rebuilding(store, REVISIONS)


def _districts() -> list[str]:
    return [region["id"] for region in regions() if region["level"] == "district"]


def _release(connection: sa.Connection, number: int, catalog: str) -> None:
    facts = {
        "created_at": f"2025-01-01T00:00:{number:02}+00:00",
        "digest": f"{number:064}",
        "catalog": catalog,
    }
    counts = {"added": 0, "changed": 0, "withdrawn": 0, "reason": "修订"}
    connection.execute(release_table.insert(), {"id": number, **facts, **counts})


def _writer(file: Path) -> sqlite3.Connection:
    store = sqlite3.connect(file)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -400000", "temp_store = MEMORY"):
        store.execute(f"PRAGMA {pragma}")
    return store


def _rebuilding(store: sqlite3.Connection, insert: str) -> int:
    """Insert with the indexes taken away, put them back, and let SQLite count what they hold."""
    query = (
        "SELECT name, sql FROM sqlite_master WHERE tbl_name = 'observation' AND type = 'index' AND sql > ''"
    )
    indexes = store.execute(query).fetchall()
    for name, _ in indexes:
        store.execute(f"DROP INDEX {name}")
    rows = store.execute(insert).rowcount
    for _, sql in indexes:
        store.execute(sql)
    store.execute("ANALYZE")
    store.commit()
    return rows
