"""Over a database that can't be served the website says why, in a sentence, and comes back by itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from data.store.tables import SCHEMA_TABLE, open_store
from tests.setup.postgres import Cluster
from tests.setup.publishing import client_of
from tests.setup.serving import free_port
from tests.survival.scene import Scene, as_nobody, state_of

PAGES = ("/", "/releases", "/api/v1/observations", "/releases.atom", "/themes/water?lang=en")
PAGE = 4096  # bytes of SQLite


def sentences(url: str) -> set[str]:
    """Return what health and the overview say, having checked that every sort of page is refused."""
    with client_of(url) as client:
        for path in PAGES:
            answer = client.get(path)
            assert answer.status_code == 503, path
            assert "Traceback" not in answer.text and "sqlalche.me" not in answer.text
        health = client.get("/healthz?lang=en")
        assert health.status_code == 503
        return {health.get_json()["error"], client.get("/?lang=en").text}


def said(url: str, what: str) -> bool:
    """Whether health and the page both say something."""
    return all(what.casefold() in sentence.casefold() for sentence in sentences(url))


@pytest.fixture
def store(on_sqlite: Scene) -> Iterator[Path]:
    """A sound SQLite store, to be damaged."""
    with on_sqlite.copy() as url:
        yield Path(url.removeprefix("sqlite:///"))


def test_a_database_that_isnt_there_or_is_empty_holds_nothing_yet(database: str, tmp_path: Path) -> None:
    assert said(database, "nothing has been published yet")
    (tmp_path / "empty.db").touch()
    assert said(f"sqlite:///{tmp_path / 'empty.db'}", "nothing has been published yet")


def test_a_database_of_a_newer_program_asks_for_the_newer_program(scene: Scene) -> None:
    with scene.copy() as url:
        change(url, f"UPDATE {SCHEMA_TABLE} SET version_num = '9999'")
        assert said(url, "newer version of this software (schema 9999)")


def test_a_database_of_before_the_first_version_is_to_be_made_anew(scene: Scene) -> None:
    with scene.copy() as url:
        change(url, f"UPDATE {SCHEMA_TABLE} SET version_num = '0001'")
        assert said(url, "before the first version of this software (schema 0001)")


def test_somebody_elses_database_is_named_by_its_tables(database: str) -> None:
    change(database, "CREATE TABLE accounts (id INTEGER)")
    assert said(database, "tables accounts")


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_bytes(b"these are notes, and no database " * 400)
    assert said(f"sqlite:///{tmp_path / 'notes.db'}", "no database file")


def test_a_server_that_doesnt_answer_is_told() -> None:
    port = free_port()
    address = f"postgresql://postgres@127.0.0.1:{port}/nothing"
    assert said(address, "Connection refused")
    assert not any(str(port) in sentence for sentence in sentences(address)), "readers needn't know where"


def test_a_database_or_a_role_that_isnt_there_is_told(postgres: Cluster) -> None:
    assert said(postgres.url("nothing"), "does not exist")
    assert said(postgres.url(user="nobody_here"), "does not exist")


def test_wherever_a_file_was_cut_off_no_page_breaks_and_health_is_bad(store: Path) -> None:
    whole = store.read_bytes()
    for size in (*range(0, len(whole), PAGE), 50, 1000):
        store.write_bytes(whole[:size])
        with client_of(f"sqlite:///{store}") as client:
            assert {client.get(path).status_code for path in PAGES} <= {200, 503}, size
            assert client.get("/healthz").status_code == 503, size


@pytest.mark.parametrize("spoil", [Path.unlink, lambda file: file.write_bytes(b"x" * PAGE)])
def test_a_running_website_comes_back_when_the_store_does(store: Path, spoil: Callable[[Path], None]) -> None:
    whole = store.read_bytes()
    with client_of(f"sqlite:///{store}") as client:
        assert client.get("/healthz").status_code == 200
        spoil(store)
        assert client.get("/healthz").status_code == 503
        store.unlink(missing_ok=True)
        store.write_bytes(whole)
        assert client.get("/healthz").status_code == 200


def test_a_refresh_killed_while_it_wrote_is_undone_by_whoever_reads_next(store: Path) -> None:
    url = f"sqlite:///{store}"
    before = state_of(url)
    journal = Path(f"{store}-journal")
    with sqlite3.connect(store, isolation_level=None) as writer:
        writer.execute("PRAGMA cache_size = 1")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE observation SET printed = printed || '0'")
        writer.execute("UPDATE catalog SET content = content || content")
        half_written, left = store.read_bytes(), journal.read_bytes()
    writer.close()
    store.write_bytes(half_written)
    journal.write_bytes(left)
    assert state_of(url) == before
    assert not journal.exists()


def change(url: str, statement: str) -> None:
    """Do something to a database that the ETL never does."""
    engine = open_store(url)
    with engine.begin() as connection:
        connection.execute(sa.text(statement))
    engine.dispose()


def test_a_file_that_was_emptied_and_put_back_in_its_place_is_read_again(store: Path) -> None:
    whole = store.read_bytes()
    with client_of(f"sqlite:///{store}") as client:
        assert client.get("/healthz").status_code == 200
        store.write_bytes(b"")
        assert client.get("/").status_code == 503
        store.write_bytes(whole)  # the same file, as `cp` writes it
        assert [client.get(path).status_code for path in PAGES] == [200] * len(PAGES)


def test_a_folder_that_may_not_be_entered_is_told_and_not_taken_for_an_empty_store(store: Path) -> None:
    paths = ("/", "/themes/water", "/api/v1/themes", "/healthz")
    with client_of(f"sqlite:///{store}") as client:
        assert [client.get(path).status_code for path in paths] == [200] * 4
        store.parent.chmod(0)
        try:
            with as_nobody():
                answers = [client.get(path) for path in paths]
        finally:
            store.parent.chmod(0o700)
        told = [
            answer.text if answer.mimetype == "text/html" else str(answer.get_json()) for answer in answers
        ]
        assert [answer.status_code for answer in answers] == [503] * 4
        assert all("没有权限" in text for text in told)
        assert [client.get(path).status_code for path in paths] == [200] * 4
