"""A store gets today's tables; one made before anybody could install this is told how it is made anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Engine

from data.errors import StoreOutdated, StoreTooNew, StoreTooOld, StoreUnusable
from data.store.migrations import FOLDER, upgrade
from data.store.queries import open_release
from data.store.tables import FIRST_SCHEMA, SCHEMA, SCHEMA_TABLE, metadata, open_store, schema_of
from etl.releases.transactions import opened, writing
from tests.setup.publishing import append, copy_curated, refresh

STEPS = [script.revision for script in ScriptDirectory(str(FOLDER)).walk_revisions()][::-1]
OLD = ("0001", "0005")
NEW_FIGURE = "job_fairs,131002,2021,,16场,,第2段,"


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    """A database with nothing in it."""
    engine = open_store(database)
    yield engine
    engine.dispose()


@pytest.fixture
def published(engine: Engine, database: str, tmp_path: Path) -> Engine:
    """A store of one release."""
    refresh(copy_curated(tmp_path), database)
    return engine


def content(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with engine.connect() as connection:
        return {
            name: sorted(map(tuple, connection.execute(sa.select(table))), key=repr)
            for name, table in metadata.tables.items()
        }


def pretend(engine: Engine, schema: str) -> None:
    """Let a store say that it is of another schema."""
    with engine.begin() as connection:
        connection.execute(sa.text(f"UPDATE {SCHEMA_TABLE} SET version_num = '{schema}'"))


def test_the_steps_lead_from_the_first_schema_to_the_one_that_the_program_speaks() -> None:
    assert (STEPS[0], STEPS[-1], sorted(STEPS)) == (FIRST_SCHEMA, SCHEMA, STEPS)


def test_the_steps_lead_to_the_tables_that_the_program_declares(engine: Engine) -> None:
    with engine.begin() as connection:
        upgrade(connection)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": SCHEMA_TABLE})
        assert compare_metadata(context, metadata) == []


def test_a_store_of_the_first_schema_is_brought_on_by_the_next_refresh_with_all_it_holds(
    published: Engine, database: str, tmp_path: Path
) -> None:
    before = content(published)
    with published.begin() as connection:
        for index in ("observation_ended_of_region", "observation_added", "observation_by_indicator"):
            connection.execute(sa.text(f"DROP INDEX {index}"))
        narrow = "observation (indicator, period, value, region)"
        connection.execute(sa.text(f"CREATE INDEX observation_by_indicator ON {narrow}"))
    pretend(published, FIRST_SCHEMA)
    with pytest.raises(StoreOutdated):
        open_release(published)
    append(tmp_path / "curated" / "documents" / "anci-livelihood-2023-02-01.csv", NEW_FIGURE)
    refresh(tmp_path / "curated", database)
    with published.connect() as connection:
        assert schema_of(connection) == SCHEMA
        context = MigrationContext.configure(connection, opts={"version_table": SCHEMA_TABLE})
        assert compare_metadata(context, metadata) == []
    after = content(published)
    assert {*before["observation"]} < {*after["observation"]} and open_release(published).release.id == 2


def test_a_step_that_fails_leaves_the_database_empty(engine: Engine) -> None:
    with pytest.raises(RuntimeError), writing(engine) as connection:
        assert schema_of(connection) == SCHEMA
        raise RuntimeError("the machine stopped here")
    assert sa.inspect(engine).get_table_names() == []


@pytest.mark.parametrize("schema", OLD)
def test_a_store_from_before_the_first_version_is_left_alone_and_told_how_to_be_made_anew(
    published: Engine, schema: str
) -> None:
    pretend(published, schema)
    before = content(published)
    with pytest.raises(StoreTooOld, match=f"schema {schema}.*etl refresh"):
        open_release(published)
    with pytest.raises(StoreTooOld, match="Move it elsewhere"), opened(published_address(published)):
        """It isn't opened to be written to either."""
    assert content(published) == before


def test_a_store_from_before_steps_were_recorded_is_told_the_same(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE store (schema_version INTEGER)"))
        connection.execute(sa.text("INSERT INTO store VALUES (1)"))
    with pytest.raises(StoreTooOld, match="schema 0001"):
        open_release(engine)


def test_a_store_of_a_newer_program_is_neither_read_nor_written(published: Engine) -> None:
    pretend(published, "9999")
    before = content(published)
    with pytest.raises(StoreTooNew, match="9999"):
        open_release(published)
    with pytest.raises(StoreUnusable, match="9999"), published.begin() as connection:
        upgrade(connection)
    assert content(published) == before


def published_address(engine: Engine) -> str:
    """The address that an engine was opened with."""
    if engine.dialect.name == "sqlite":
        return engine.url.render_as_string()
    with engine.connect() as connection:
        info = connection.connection.dbapi_connection.info  # type: ignore[union-attr]
        return f"postgresql://{info.user}@{info.host}:{info.port}/{info.dbname}"
