"""The page that readers open first is made before anybody asks for it."""

from __future__ import annotations

import time
from collections.abc import Sized
from pathlib import Path

import flask
from sqlalchemy.engine import Engine

from dashboard.application import create_app
from dashboard.serving.served_releases import SETTLING
from dashboard.web.warming import keep_warm
from data.store.queries import open_release
from data.store.tables import open_store
from tests.setup.publishing import append, copy_curated, refresh

PATIENCE = 30.0  # s for a page in each language


def kept_by(engine: Engine) -> int:
    """How many answers a server of a store keeps once it says that it is warm."""
    server = create_app(engine).server
    time.sleep(SETTLING / 1e9)  # nothing is kept of a store that may be being written
    assert keep_warm(server).wait(PATIENCE)
    return len(server.extensions["page_cache"])


def test_the_overview_is_kept_in_every_language(store_url: str) -> None:
    engine = open_store(store_url, read_only=True)
    assert kept_by(engine) == len(open_release(engine).catalog.languages) == 2
    engine.dispose()


def test_a_server_without_a_release_has_nothing_to_warm_and_keeps_nobody_waiting(tmp_path: Path) -> None:
    engine = open_store(f"sqlite:///{tmp_path / 'none.db'}", read_only=True)
    assert kept_by(engine) == 0
    engine.dispose()


def test_a_new_release_is_warmed_without_anybody_asking(tmp_path: Path) -> None:
    curated, url = copy_curated(tmp_path), f"sqlite:///{tmp_path / 'livelihood.db'}"
    refresh(curated, url)
    engine = open_store(url, read_only=True)
    server = create_app(engine).server
    asked: list[str] = []
    with flask.request_started.connected_to(lambda _: asked.append(flask.request.full_path), server):
        keep_warm(server, pause=0.05)
        wait_for(asked, 2)
        append(
            curated / "documents" / "anci-livelihood-2023-02-01.csv", "job_fairs,131002,2021,,16场,,第2段,"
        )
        refresh(curated, url)
        wait_for(asked, 4)
    assert set(asked) == {"/?", "/?lang=en"}
    engine.dispose()


def wait_for(asked: Sized, pages: int) -> None:
    """Return once so many pages were asked for; fail where they never are."""
    deadline = time.monotonic() + PATIENCE
    while len(asked) < pages:
        assert time.monotonic() < deadline, asked
        time.sleep(0.05)
