"""A byte of the database that was flipped is found by `verify`, wherever it says anything to anybody."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter, defaultdict
from contextlib import closing
from pathlib import Path

import pytest

from data.errors import LivelihoodError
from etl.__main__ import main
from etl.releases.transactions import opened
from etl.releases.verification import audit
from tests.setup.postgres import Cluster, cluster
from tests.survival.scene import Scene, write_history

PAGE = 4096
DONE, UNUSABLE = 0, 3
LEAF = (10, 13)
BRANCH = (2, 5)
# Of the file's header what doesn't say how the file is to be read: who wrote it, and how often.
ABOUT = {18, *range(24, 28), *range(40, 44), *range(44, 47), *range(48, 52), *range(56, 64), *range(68, 100)}
# Where a flipped byte may go unfound, since nobody reads it; a declaration may be spelled in many ways.
UNREAD = {"gap", "about", "declarations"}
# Where a figure stood among those of its document, in releases that still had it: that is no part of what a
# release says, and no digest is made of it, as figures may change places without being published anew.
PLACES = "SELECT position FROM observation WHERE last_release IS NOT NULL"
READ = {"header", "page header", "pointers", "rows", "overflow"}


def kind_of(whole: bytes, place: int) -> str:
    """What a byte of a compact SQLite file is part of."""
    if place < 100:
        return "about" if place in ABOUT else "header"
    number, at = divmod(place, PAGE)
    page, start = whole[number * PAGE : (number + 1) * PAGE], 0 if number else 100
    if page[start] not in LEAF + BRANCH:
        return "overflow" if page[at:].strip(b"\0") else "gap"
    pointers = start + (8 if page[start] in LEAF else 12)
    cells, content = (int.from_bytes(page[start + n : start + n + 2], "big") for n in (3, 5))
    if at < pointers + 2 * cells:
        return "page header" if at < pointers else "pointers"
    return "gap" if at < content else "rows" if number else "declarations"


def everything(file: Path) -> object:
    """All that can be read from a database file, but PLACES; its error where it can't be. 3 is 3.0."""
    tables = "SELECT name FROM sqlite_master WHERE lower(type) = 'table'"
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as store:
            names = sorted(name for (name,) in store.execute(tables))
            found = {name: sorted(map(_said, store.execute(f"SELECT * FROM {name}"))) for name in names}
            found["observation"] = sorted(map(_said, store.execute(_but_places(store))))
            return found
    except (sqlite3.Error, UnicodeDecodeError) as error:
        return str(error)


def _but_places(store: sqlite3.Connection) -> str:
    columns = [column for column, *_ in store.execute("SELECT * FROM observation LIMIT 0").description]
    known = "CASE WHEN last_release IS NULL THEN position END"
    return f"SELECT {', '.join(known if c == 'position' else c for c in columns)} FROM observation"


def places_of(file: Path) -> object:
    """PLACES, as they are in a file."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as store:
        return store.execute(f"{PLACES} ORDER BY rowid").fetchall()


def _said(row: tuple[object, ...]) -> str:
    return repr([float(cell) if isinstance(cell, int) else cell for cell in row])


def is_sound(file: Path) -> bool:
    """Whether verifying finds nothing."""
    try:
        with opened(f"sqlite:///{file}", read_only=True) as engine:
            return audit(engine).sound
    except LivelihoodError:
        return False


def flipped(whole: bytes, place: int, mask: int) -> bytes:
    """A file with some bits of one byte the other way round."""
    return whole[:place] + bytes([whole[place] ^ mask]) + whole[place + 1 :]


@pytest.mark.parametrize("flips", [20, pytest.param(1500, marks=pytest.mark.soak)])
def test_a_flipped_byte_of_a_file_is_found_wherever_anybody_reads_it(
    on_sqlite: Scene, tmp_path: Path, flips: int
) -> None:
    file, chance = tmp_path / "flipped.db", random.Random(flips)
    on_sqlite.curated.edit("curated/themes/water.toml", "全年供水总量。", "全年供水总量。" * 600)
    with on_sqlite.copy() as url:
        assert on_sqlite.run("refresh", url) == DONE, "a catalogue that is longer than a page"
        whole = Path(url.removeprefix("sqlite:///")).read_bytes()
    file.write_bytes(whole)
    with closing(sqlite3.connect(file)) as store:
        store.execute(
            "DROP TABLE sqlite_stat1"
        )  # by which SQLite plans: no answer depends on what it counted
        store.execute("VACUUM")  # which leaves no holes among the rows
    whole, before, stood = file.read_bytes(), everything(file), places_of(file)
    assert is_sound(file)
    kinds = defaultdict[str, list[int]](list)
    for place in range(len(whole)):
        kinds[kind_of(whole, place)].append(place)
    assert {*kinds} == READ | UNREAD
    unfound = Counter[str]()
    for kind, places in kinds.items():
        for place in chance.sample(places, min(flips, len(places))):
            file.write_bytes(flipped(whole, place, chance.randrange(1, 256)))
            if is_sound(file):
                unfound[kind] += 1
                assert kind in UNREAD or places_of(file) != stood, f"{kind}: byte {place}"
                assert everything(file) == before, f"{kind}: byte {place}"
    print(f"\nunfound, and read by nobody: {unfound}")


DECLARED_OTHERWISE = (
    "UPDATE sqlite_master SET sql = replace(sql, 'value FLOAT', 'value BLOB')",
    "UPDATE sqlite_master SET sql = replace(sql, 'reason TEXT NOT NULL', 'reason TEXT NULL')",
    "UPDATE sqlite_master SET sql = replace(sql, '(document)', '(locator)')",
    "DROP INDEX observation_by_document",
)


@pytest.mark.parametrize("statement", DECLARED_OTHERWISE)
def test_a_table_that_is_declared_otherwise_is_found(on_sqlite: Scene, statement: str) -> None:
    with on_sqlite.copy() as url:
        file = Path(url.removeprefix("sqlite:///"))
        assert is_sound(file)
        with closing(sqlite3.connect(file)) as store:
            store.execute("PRAGMA writable_schema = ON")
            store.execute(statement)
            store.commit()
        assert not is_sound(file)


TABLES = ("release", "seal", "catalog", "document", "observation")


@pytest.mark.parametrize("flips", [1, pytest.param(20, marks=pytest.mark.soak)])
def test_a_flipped_byte_of_any_table_under_postgresql_is_found(tmp_path: Path, flips: int) -> None:
    """PostgreSQL's own checksums see to it, which a cluster has unless it was made without."""
    with cluster() as server, server.database() as url:
        write_history(tmp_path, url)
        files, chance = files_of(server, url), random.Random(flips)
        assert server.ask("SHOW data_checksums") == [("on",)]
        server.stop()
        for file in files * flips:
            whole = file.read_bytes()
            file.write_bytes(flipped(whole, chance.randrange(len(whole)), chance.randrange(1, 256)))
            server.start()
            assert main(["verify", "--database", url]) == UNUSABLE, file
            server.stop()
            file.write_bytes(whole)
        server.start()
        assert main(["verify", "--database", url]) == DONE


def files_of(server: Cluster, url: str) -> list[Path]:
    """The files that hold the rows of each table, and the long texts beside them."""
    relations = f"""
        SELECT pg_relation_filepath(c.oid) FROM pg_class AS c
        WHERE pg_relation_size(c.oid) > 0 AND (c.relname IN {TABLES} OR c.oid IN (
            SELECT reltoastrelid FROM pg_class WHERE relname IN {TABLES}))
    """
    return [server.folder / "data" / path for (path,) in server.ask(relations, url.rpartition("/")[2])]
