"""What tests of the ETL share: a small curated folder and a store of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from data.store.tables import open_store
from tests.etl.admin import Admin
from tests.etl.small_curated import SmallCurated, write_small_curated


@pytest.fixture
def curated(tmp_path: Path) -> SmallCurated:
    """A small curated folder without a fault."""
    return write_small_curated(tmp_path)


@pytest.fixture
def store(database: str) -> Iterator[Engine]:
    """A store of the test's own with nothing in it yet, on SQLite and on PostgreSQL."""
    engine = open_store(database)
    yield engine
    engine.dispose()


@pytest.fixture
def admin(curated: SmallCurated) -> Admin:
    """An admin who has set nothing, with a database of files."""
    return Admin(curated)


@pytest.fixture
def keeper(curated: SmallCurated, database: str) -> Admin:
    """An admin with a database of either kind."""
    return Admin(curated, url=database)
