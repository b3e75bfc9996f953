"""Stores that are about to be written to, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.setup.postgres import Cluster
from tests.survival.scene import Scene, copy_file, write_history


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Scene:
    """A scene on SQLite; its copies are one file, so that strace may be told to watch it."""
    store, copy = tmp_path / "store.db", tmp_path / "livelihood.db"
    curated = write_history(tmp_path, f"sqlite:///{store}")

    @contextmanager
    def copied() -> Iterator[str]:
        yield copy_file(store, copy)

    return Scene(tmp_path, curated, copied)


@pytest.fixture
def on_postgresql(tmp_path: Path, postgres: Cluster) -> Iterator[Scene]:
    """The same on PostgreSQL."""
    with postgres.database() as store:
        curated = write_history(tmp_path, store)
        yield Scene(tmp_path, curated, lambda: postgres.database(template=store.rpartition("/")[2]))


@pytest.fixture(params=["sqlite", "postgresql"])
def scene(request: pytest.FixtureRequest) -> Scene:
    """Each of the two."""
    found: Scene = request.getfixturevalue(f"on_{request.param}")
    return found
