"""The page that readers open first is made before anybody asks for it."""

from __future__ import annotations

import threading
from pathlib import Path

from sqlalchemy.engine import Engine

from dashboard.application import create_app
from dashboard.warming import warm
from data.queries import read_edition
from data.store import open_store


def kept_by(engine: Engine) -> int:
    """How many answers a server of a store keeps once it has warmed."""
    server = create_app(engine).server
    warm(server)
    for thread in [one for one in threading.enumerate() if one.name == "warming"]:
        thread.join()
    return len(server.extensions["kept"])


def test_the_overview_is_kept_in_every_language(store_url: str) -> None:
    engine = open_store(store_url, read_only=True)
    assert kept_by(engine) == len(read_edition(engine).catalog.languages) == 2
    engine.dispose()


def test_a_server_without_a_release_has_nothing_to_warm(tmp_path: Path) -> None:
    engine = open_store(f"sqlite:///{tmp_path / 'none.db'}", read_only=True)
    assert kept_by(engine) == 0
    engine.dispose()
