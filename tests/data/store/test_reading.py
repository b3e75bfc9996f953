"""Reading a store whose connections break, or whose copies lag behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from data.errors import StoreBehind, StoreUnusable
from data.store.access import read
from data.store.queries import open_release, read_release
from data.store.tables import open_store
from tests.etl.small_curated import write_small_curated
from tests.setup.postgres import Cluster
from tests.setup.publishing import refresh

END_OURSELVES = "SELECT pg_terminate_backend(pg_backend_pid())"
IN_PASSING = "DO $$ BEGIN RAISE SQLSTATE '40001' USING MESSAGE = 'conflict with recovery'; END $$"


@pytest.fixture
def engine(postgres: Cluster, tmp_path: Path) -> Iterator[Engine]:
    """A store of one release on PostgreSQL."""
    with postgres.database() as url:
        refresh(write_small_curated(tmp_path).folder, url)
        engine = open_store(url, read_only=True)
        yield engine
        engine.dispose()


def reading_with(engine: Engine, statement: str, times: int) -> int:
    """Read the newest release by work that runs a statement first, the first so many times."""
    left = iter(range(times))

    def work(connection: sa.Connection) -> int:
        if next(left, None) is not None:
            connection.exec_driver_sql(statement)
        return int(connection.scalar(sa.text("SELECT max(id) FROM release")) or 0)

    return read(engine, work)


@pytest.mark.parametrize("trouble", [END_OURSELVES, IN_PASSING])
def test_what_broke_on_the_way_is_read_again(engine: Engine, trouble: str) -> None:
    assert reading_with(engine, trouble, times=2) == 1


@pytest.mark.parametrize("trouble", [END_OURSELVES, IN_PASSING])
def test_what_breaks_every_time_is_told(engine: Engine, trouble: str) -> None:
    with pytest.raises(StoreUnusable):
        reading_with(engine, trouble, times=9)
    assert read_release(engine).id == 1


def test_what_is_wrong_is_not_asked_again(engine: Engine) -> None:
    with pytest.raises(StoreUnusable, match="no_such_thing"):
        reading_with(engine, "SELECT no_such_thing", times=1)


def test_a_query_that_takes_too_long_is_ended(engine: Engine) -> None:
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SHOW statement_timeout")) == "15s"
    with pytest.raises(StoreUnusable, match="statement timeout"):
        reading_with(engine, "SET statement_timeout = 50; SELECT pg_sleep(5)", times=9)


def test_who_gets_no_connection_in_time_is_told_so(store_url: str) -> None:
    one = {"pool_size": 1, "max_overflow": 0, "pool_timeout": 0.1}
    engine = sa.create_engine(store_url, poolclass=sa.QueuePool, **one)
    with (
        engine.connect(),
        pytest.raises(StoreUnusable, match=r"connection timed out, timeout 0\.10\); try again later"),
    ):
        read(engine, lambda connection: None)
    assert read_release(engine).id == 1
    engine.dispose()


def test_a_copy_is_not_asked_for_figures_of_a_release_that_it_hasnt_received(engine: Engine) -> None:
    reader = open_release(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("SET TRANSACTION READ WRITE")
        connection.exec_driver_sql("DELETE FROM seal; DELETE FROM release")
        connection.commit()
    with pytest.raises(StoreBehind, match="release 1"):
        reader.observations()
