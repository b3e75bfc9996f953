"""The store: what opens it, what refuses to, and that readers can't write."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from data.errors import NoRelease, StoreUnusable
from data.store.queries import read_release
from data.store.tables import DEFAULT_FILE, observation_table, open_store, release_table, store_url
from tests.setup.publishing import copy_curated, refresh

Open = Callable[..., Engine]


@pytest.fixture
def opened() -> Iterator[Open]:
    engines: list[Engine] = []

    def open_(url: str, *, read_only: bool = False) -> Engine:
        engines.append(open_store(url, read_only=read_only))
        return engines[-1]

    yield open_
    for engine in engines:
        engine.dispose()


def test_the_store_is_a_file_of_the_project_unless_the_environment_names_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert store_url() == f"sqlite:///{DEFAULT_FILE}"
    monkeypatch.setenv("DATABASE_URL", "postgresql://host/name")
    assert store_url() == "postgresql://host/name"


def test_whoever_only_reads_is_sent_to_the_copies_where_there_are_any(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://primary/name")
    monkeypatch.setenv("READ_DATABASE_URL", "postgresql://standby,primary/name")
    assert store_url() == "postgresql://primary/name"
    assert store_url(read_only=True) == "postgresql://standby,primary/name"
    monkeypatch.delenv("READ_DATABASE_URL")
    assert store_url(read_only=True) == "postgresql://primary/name"


@pytest.mark.parametrize("table", [observation_table, release_table])
def test_whoever_only_reads_cannot_write(store_url: str, opened: Open, table: sa.Table) -> None:
    engine = opened(store_url, read_only=True)
    with pytest.raises(sa.exc.OperationalError, match="readonly"), engine.begin() as connection:
        connection.execute(table.delete())
    assert read_release(engine).id == 1


def test_reading_where_there_is_no_store_makes_none(tmp_path: Path, opened: Open) -> None:
    with pytest.raises(NoRelease):
        read_release(opened(f"sqlite:///{tmp_path / 'none.db'}", read_only=True))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("folder", ["with space", "安次 区", "a%20b", "a?b", "a#b"])
def test_a_store_may_lie_in_a_folder_of_any_name(tmp_path: Path, opened: Open, folder: str) -> None:
    url = sa.URL.create("sqlite", database=str(tmp_path / folder / "livelihood.db"))
    refresh(copy_curated(tmp_path / "files"), url.render_as_string())
    assert read_release(opened(url.render_as_string(), read_only=True)).id == 1
    assert [file.name for file in (tmp_path / folder).iterdir()] == ["livelihood.db"]


def test_a_file_that_is_no_database_is_unusable_and_stays_as_it_is(tmp_path: Path, opened: Open) -> None:
    file = tmp_path / "notes.db"
    file.write_text("these are notes, no database, and long enough to have been one" * 40)
    before = file.read_bytes()
    with pytest.raises(StoreUnusable, match="no database file"):
        read_release(opened(f"sqlite:///{file}", read_only=True))
    assert file.read_bytes() == before


@pytest.mark.parametrize("table", ["accounts", "store"])
def test_somebody_elses_database_is_unusable(tmp_path: Path, opened: Open, table: str) -> None:
    file = tmp_path / "other.db"
    with sqlite3.connect(file) as other:
        other.execute(f"CREATE TABLE {table} (id INTEGER)")
    other.close()
    with pytest.raises(StoreUnusable):
        read_release(opened(f"sqlite:///{file}", read_only=True))


@pytest.mark.parametrize(
    "url", ["nonsense", "sqlite", "://", "nosuch://host/name", "postgresql://host:port/name?color=red"]
)
def test_an_address_that_cannot_be_understood_is_unusable(url: str) -> None:
    with pytest.raises(StoreUnusable):
        open_store(url)
