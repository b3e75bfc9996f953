"""What was altered behind our back is found while it is served, and not shown until it is sound again."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from dashboard.web.verification import keep_verified
from data.store.tables import open_store
from data.store.verification import Damage, verify
from tests.setup.postgres import Cluster
from tests.setup.publishing import client_of, copy_curated, refresh, replace_text

PATIENCE = 60.0  # s
ARTICLE = "anci-livelihood-2023-02-01"
ALTERED = (
    "UPDATE observation SET printed = '26.69亿元' WHERE printed = '26.68亿元'",
    "UPDATE observation SET value = value * 1.01 WHERE printed = '81.94%'",
    "UPDATE observation SET locator = '第3段' WHERE printed = '40户'",
    "DELETE FROM observation WHERE printed = '17场'",
    "UPDATE observation SET last_release = 1 WHERE printed = '60场' AND last_release IS NULL",
    "UPDATE document SET digest = 'x' WHERE document = 'anci-livelihood-2023-02-01' AND last_release IS NULL",
    "UPDATE catalog SET content = replace(content, '民生支出', '民生收入')",
    "UPDATE release SET reason = '另一个原因' WHERE id = 2",
)


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of two releases: the second corrects a figure."""
    folder = tmp_path_factory.mktemp("twice")
    curated, file = copy_curated(folder), folder / "livelihood.db"
    for old, new in (("26.68亿元", "26.67亿元"), ("26.67亿元", "26.68亿元")):
        replace_text(curated / "documents" / f"{ARTICLE}.csv", old, new)
        refresh(curated, f"sqlite:///{file}", "更正")
    return file


@contextmanager
def served(url: str) -> Iterator[FlaskClient]:
    """A website that verifies in haste."""
    with client_of(url) as client:
        end = keep_verified(client.application, pause=0.02, rest=0.05, share=1)
        try:
            yield client
        finally:
            end()


def alter(url: str, *statements: str) -> None:
    """Do to a database what the ETL never does."""
    engine = open_store(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))
    engine.dispose()


def wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)


def statuses(client: FlaskClient, *paths: str) -> list[int]:
    return [client.get(path).status_code for path in paths]


@pytest.mark.parametrize("statement", ALTERED)
def test_what_was_altered_is_found_whatever_it_is(twice: Path, tmp_path: Path, statement: str) -> None:
    url = f"sqlite:///{shutil.copy(twice, tmp_path)}"
    engine = open_store(url, read_only=True)
    assert not any(verify(engine))
    alter(url, statement)
    assert any(verify(engine))
    engine.dispose()


def test_a_figure_that_was_altered_is_soon_shown_nowhere_and_all_is_shown_again_once_it_is_sound(
    twice: Path, tmp_path: Path
) -> None:
    url = f"sqlite:///{shutil.copy(twice, tmp_path)}"
    paths = ("/", "/themes/spending", f"/documents/{ARTICLE}", "/api/v1/observations", "/healthz")
    with served(url) as client:
        assert statuses(client, *paths) == [200] * 5
        before = client.get("/themes/spending").data
        alter(url, ALTERED[0])
        wait_until(lambda: statuses(client, *paths) == [503] * 5)
        told = client.get("/").text
        assert "与发布时不符" in told and "26.6" not in told
        assert client.get("/api/v1/observations").headers["Retry-After"]
        alter(url, "UPDATE observation SET printed = '26.68亿元' WHERE printed = '26.69亿元'")
        wait_until(lambda: statuses(client, *paths) == [200] * 5)
        assert client.get("/themes/spending").data == before


def test_bytes_that_were_lost_are_found_though_no_page_has_met_them(twice: Path, tmp_path: Path) -> None:
    file = Path(shutil.copy(twice, tmp_path))
    whole = file.read_bytes()
    with served(f"sqlite:///{file}") as client:
        assert statuses(client, "/", "/healthz") == [200, 200]
        file.write_bytes(whole[:8192] + bytes(20_000) + whole[28_192:])
        wait_until(lambda: statuses(client, "/", "/healthz") == [503, 503])
        file.write_bytes(whole)
        wait_until(lambda: statuses(client, "/", "/healthz") == [200, 200])


def test_an_earlier_release_that_was_altered_is_not_shown_nor_its_history(
    twice: Path, tmp_path: Path
) -> None:
    url = f"sqlite:///{shutil.copy(twice, tmp_path)}"
    gone = ("/?release=1", "/api/v1/observations?release=1", "/corrections", "/corrections?lang=en")
    with served(url) as client:
        assert statuses(client, *gone, "/", "/healthz") == [200] * 6
        alter(url, "UPDATE observation SET printed = '1亿元' WHERE printed = '26.67亿元'")
        wait_until(lambda: statuses(client, *gone) == [503] * 4)
        assert statuses(client, "/", "/themes/spending", "/api/v1/observations", "/healthz") == [200] * 4


def test_a_refresh_is_no_alteration(tmp_path: Path) -> None:
    curated, url = copy_curated(tmp_path), f"sqlite:///{tmp_path / 'livelihood.db'}"
    refresh(curated, url)
    with served(url) as client:
        for number, (old, new) in enumerate((("26.68亿元", "26.67亿元"), ("26.67亿元", "26.66亿元")), 2):
            replace_text(curated / "documents" / f"{ARTICLE}.csv", old, new)
            refresh(curated, url, "更正")
            until = time.monotonic() + 0.5
            while time.monotonic() < until:
                answer = client.get("/api/v1/releases")
                assert (answer.status_code, answer.get_json()["release"]) == (200, number)


def test_under_postgresql_an_altered_figure_is_found_too(postgres: Cluster, tmp_path: Path) -> None:
    with postgres.database() as url:
        refresh(copy_curated(tmp_path), url)
        with served(url) as client:
            assert statuses(client, "/", "/healthz") == [200, 200]
            alter(url, ALTERED[0])
            wait_until(lambda: statuses(client, "/", "/healthz") == [503, 503])
            alter(url, "UPDATE observation SET printed = '26.68亿元' WHERE printed = '26.69亿元'")
            wait_until(lambda: statuses(client, "/", "/healthz") == [200, 200])


def test_a_piece_is_no_larger_than_a_document(twice: Path) -> None:
    engine = open_store(f"sqlite:///{twice}", read_only=True)
    with engine.connect() as connection:
        documents = connection.scalar(sa.text("SELECT count(*) FROM document"))
    assert [*verify(engine)] == [None] * (documents + 2)  # and the record of each release
    engine.dispose()


def test_what_concerns_one_release_concerns_no_other() -> None:
    assert [Damage("x", 2, 3).concerns(release) for release in (1, 2, 3, 4)] == [False, True, True, False]
    assert [Damage("x", 2, None).concerns(release) for release in (1, 2, 9)] == [False, True, True]
