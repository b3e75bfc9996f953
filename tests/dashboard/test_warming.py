"""The pages that readers open first are made before anybody asks for them."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from dashboard.application import create_app
from dashboard.warming import warm
from data.store import open_store


@pytest.fixture
def warmed(store_url: str) -> Iterator[tuple[int, str]]:
    """How many answers a server keeps once it has warmed, and the overview that it gives."""
    engine = open_store(store_url, read_only=True)
    server = create_app(engine).server
    warm(server)
    for thread in [one for one in threading.enumerate() if one.name == "warming"]:
        thread.join()
    kept = len(server.extensions["kept"])
    yield kept, server.test_client().get("/").text
    engine.dispose()


def test_the_first_pages_of_every_language_region_and_year_are_kept(warmed: tuple[int, str]) -> None:
    kept, overview = warmed
    languages, themes = 2, overview.count('href="/themes/')
    assert kept > languages * 8
    assert themes > 8 and "26.68" in overview


def test_a_server_without_a_release_has_nothing_to_warm(tmp_path_factory: pytest.TempPathFactory) -> None:
    engine = open_store(f"sqlite:///{tmp_path_factory.mktemp('none') / 'none.db'}", read_only=True)
    server = create_app(engine).server
    warm(server)
    for thread in [one for one in threading.enumerate() if one.name == "warming"]:
        thread.join()
    assert (len(server.extensions["kept"]), server.test_client().get("/").status_code) == (0, 503)
    engine.dispose()
