"""Fills a store with five million figures, and then with the revisions of 49 further releases."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from data.store.digest import digest_content, digest_record, digest_release, line_of, select_release
from data.store.migrations import upgrade
from data.store.tables import (
    catalog_table,
    document_table,
    observation_table,
    open_store,
    release_table,
    seal_table,
)
from tests.benchmarks.scale.content import YEARS, content, groups, indicators, regions

RELEASES = 50
REVISED = 500  # one figure in so many reads differently in each later release

# The database makes the rows itself, in the order of the key; each value follows from where it stands.
ROWS = """
INSERT INTO observation (region, indicator, period, breakdown, status, document, first_release, last_release,
                         printed, value, locator, note, position)
SELECT region, indicator, period, breakdown, 'actual', 'yearbook-' || region, 1, NULL,
       {printed}, value, '第' || place || '表', '', place
FROM (SELECT r.id AS region, i.id AS indicator, p.id AS period, g.id AS breakdown,
             g.n * 1800 + i.n * 30 + p.n AS place,
             (((r.n + g.n) * 7919 + i.n * 104729 + p.n * 1299709) % 9973 + 1) / 100.0 AS value
      FROM listed_region AS r CROSS JOIN listed_indicator AS i CROSS JOIN listed_period AS p
           CROSS JOIN listed_group AS g
      WHERE r.n BETWEEN :first AND :last AND (g.n = 0 OR r.n = 1) ORDER BY r.n, i.n, p.n, g.n) AS made
"""
PRINTED = {
    "sqlite": "printf('%.2f万人', {value})",
    "postgresql": "to_char(CAST({value} AS numeric), 'FM999990.00') || '万人'",
}
AT_ONCE = 100  # regions
# Lots are drawn by where a figure stands: each later release revises others.
LOT = f"(CAST(substr(region, 2) AS INTEGER) * 7919 + position * 104729) % {REVISED}"
ENDED = f"UPDATE observation SET last_release = {LOT} WHERE {LOT} BETWEEN 1 AND {RELEASES - 1}"
REVISIONS = """
INSERT INTO observation (region, indicator, period, breakdown, status, document, first_release, last_release,
                         printed, value, locator, note, position)
SELECT region, indicator, period, breakdown, status, document, last_release + 1, NULL,
       {printed}, value + 1, locator, note, position
FROM observation WHERE last_release IS NOT NULL
"""
# As a refresh counts them: by this the page of corrections knows how many there are.
COUNTED = (
    "UPDATE release SET changed = (SELECT count(*) FROM observation WHERE last_release = release.id - 1)"
)
# Nothing here has to outlive the machine.
IN_HASTE = {
    "sqlite": (
        *("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF"),
        *("PRAGMA cache_size = -400000", "PRAGMA temp_store = MEMORY"),
    ),
    "postgresql": ("SET maintenance_work_mem = '512MB'", "SET synchronous_commit = off"),
}


def fill(url: str) -> int:
    """Make a store of one release at an address and return how many figures it holds."""
    catalog, digest = digest_content(content())
    with _writing(url) as connection:
        upgrade(connection)
        connection.execute(catalog_table.insert(), {"digest": digest, "content": catalog})
        _release(connection, 1, digest)
        districts = [region["id"] for region in regions() if region["level"] == "district"]
        years = [str(year) for year in YEARS]
        lists = {"region": districts, "indicator": indicators(), "period": years, "group": groups()}
        for name, ids in lists.items():
            connection.exec_driver_sql(f"CREATE TEMP TABLE listed_{name} (n INTEGER PRIMARY KEY, id TEXT)")
            rows = [{"n": n, "id": id} for n, id in enumerate(ids)]
            connection.execute(sa.text(f"INSERT INTO listed_{name} VALUES (:n, :id)"), rows)
        insert = sa.text(ROWS.format(printed=PRINTED[connection.dialect.name].format(value="value")))
        with _without_indexes(connection):
            filled = sum(
                connection.execute(insert, {"first": first, "last": first + AT_ONCE - 1}).rowcount
                for first in range(0, len(districts), AT_ONCE)
            )
        _prove(connection, 1)
        return filled


def revise(url: str) -> int:
    """Add the later releases and return how many figures they revise."""
    with _writing(url) as connection:
        catalog = connection.scalar(sa.select(release_table.c.catalog))
        for number in range(2, RELEASES + 1):
            _release(connection, number, str(catalog))
        printed = PRINTED[connection.dialect.name].format(value="(value + 1)")
        with _without_indexes(connection):
            connection.execute(sa.text(ENDED))
            revised = connection.execute(sa.text(REVISIONS.format(printed=printed))).rowcount
        connection.execute(sa.text(COUNTED))
        _prove(connection, RELEASES)
        return revised


def _release(connection: sa.Connection, number: int, catalog: str) -> None:
    facts = {
        "created_at": f"2025-01-01T00:00:{number:02}+00:00",
        "digest": f"{number:064}",
        "catalog": catalog,
    }
    counts = {"added": 0, "changed": 0, "withdrawn": 0, "reworded": 0, "reason": "修订"}
    connection.execute(release_table.insert(), {"id": number, **facts, **counts})


def _prove(connection: sa.Connection, release: int) -> None:
    """Give a release the digests of what it holds, as a refresh does: a server shows what it can verify."""
    digests: dict[str, Any] = defaultdict(hashlib.sha256)
    figures: Counter[str] = Counter()
    for row in connection.execute(select_release(release).execution_options(yield_per=10_000)):
        digests[row.document].update(line_of(row).encode())
        figures[row.document] += 1
    documents = {id: digest.hexdigest() for id, digest in digests.items()}
    facts = ({"document": id, "digest": digest, "figures": figures[id]} for id, digest in documents.items())
    connection.execute(document_table.delete())
    connection.execute(document_table.insert(), [fact | {"first_release": release} for fact in facts])
    this = release_table.c.id == release
    catalog = connection.scalar(sa.select(release_table.c.catalog).where(this))
    connection.execute(
        release_table.update().where(this), {"digest": digest_release(str(catalog), documents)}
    )
    record = connection.execute(sa.select(release_table).where(this)).one()
    connection.execute(seal_table.delete())
    connection.execute(seal_table.insert(), {"release": release, "digest": digest_record("", record)})


@contextmanager
def _writing(url: str) -> Iterator[sa.Connection]:
    """A transaction in haste, after which the database counts its rows: by itself, or at each refresh."""
    engine = open_store(url)
    with engine.connect() as connection:
        for setting in IN_HASTE[connection.dialect.name]:
            connection.exec_driver_sql(setting)
        connection.commit()
        yield connection
        connection.commit()
        vacuum = "VACUUM ANALYZE" if connection.dialect.name == "postgresql" else "ANALYZE"
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql(vacuum)
    engine.dispose()


@contextmanager
def _without_indexes(connection: sa.Connection) -> Iterator[None]:
    """Take the indexes away, and build them again at the end; the key stays, in whose order rows come."""
    for index in observation_table.indexes:
        index.drop(connection)
    yield
    for index in observation_table.indexes:
        index.create(connection)
