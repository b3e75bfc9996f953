"""A store of any earlier schema comes to today's, and back, without losing a figure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Engine

from data.errors import StoreDamaged, StoreTooNew, StoreUnusable
from data.store.digest import verify_release
from data.store.migrations import FOLDER, downgrade, upgrade
from data.store.queries import open_release, read_releases
from data.store.tables import SCHEMA, SCHEMA_TABLE, holding_table, metadata, open_store, schema_of
from etl.releases.transactions import opened, writing
from etl.releases.verification import audit
from tests.setup.publishing import copy_curated, refresh, replace_text

STEPS = [script.revision for script in ScriptDirectory(str(FOLDER)).walk_revisions()][::-1]
TABLES = ("catalog", "release", "observation")
ARTICLE = "documents/anci-livelihood-2023-02-01.csv"


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    """A database with nothing in it."""
    engine = open_store(database)
    yield engine
    engine.dispose()


@pytest.fixture
def published(engine: Engine, database: str, tmp_path: Path) -> Engine:
    """A store of two releases, of which the second changed a figure."""
    curated = copy_curated(tmp_path)
    refresh(curated, database)
    replace_text(curated / ARTICLE, ",17场,", ",18场,")
    refresh(curated, database)
    return engine


def content(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that all schemas have, but for the digests, which a step may make anew."""
    with engine.connect() as connection:
        return {name: sorted(map(tuple, connection.execute(_all_of(name))), key=repr) for name in TABLES}


def _all_of(name: str) -> sa.Select[Any]:
    columns = metadata.tables[name].columns
    return sa.select(*(column for column in columns if (name, column.name) != ("release", "digest")))


def migrate(engine: Engine, to: str) -> None:
    """Bring a store up or down to a schema."""
    with engine.begin() as connection:
        (downgrade if schema_of(connection) > to else upgrade)(connection, to)


def forget(engine: Engine) -> None:
    """Make a store of the first schema what it was before steps were recorded."""
    with engine.begin() as connection:
        connection.execute(sa.text(f"DROP TABLE {SCHEMA_TABLE}"))


def test_the_last_step_is_the_schema_that_the_program_speaks() -> None:
    assert [f"{n + 1:04}" for n in range(len(STEPS))] == STEPS
    assert STEPS[-1] == SCHEMA


def test_the_steps_lead_to_the_tables_that_the_program_declares(engine: Engine) -> None:
    migrate(engine, SCHEMA)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": SCHEMA_TABLE})
        assert compare_metadata(context, metadata) == []


def test_a_store_goes_back_step_by_step_and_comes_again_with_every_figure(published: Engine) -> None:
    before = content(published)
    for step in [*STEPS[::-1], *STEPS]:
        migrate(published, step)
        assert content(published) == before
    assert audit(published).sound


def test_a_step_finds_what_each_document_holds_and_since_when(published: Engine) -> None:
    digests = [release.digest for release in read_releases(published)]
    with published.connect() as connection:
        held = {tuple(row[:5]) for row in connection.execute(sa.select(holding_table))}
    migrate(published, STEPS[2])
    migrate(published, SCHEMA)
    with published.connect() as connection:
        assert {tuple(row[:5]) for row in connection.execute(sa.select(holding_table))} == held
    assert [release.digest for release in read_releases(published)] == digests


@pytest.mark.parametrize(("step", "to"), [(a, b) for n in (2, 3) for a, b in permutations(STEPS[n : n + 2])])
def test_a_step_never_makes_what_was_altered_look_sound(published: Engine, step: str, to: str) -> None:
    migrate(published, step)
    with published.begin() as connection:
        connection.execute(sa.text("UPDATE observation SET printed = '19场' WHERE printed = '18场'"))
    with pytest.raises(StoreDamaged, match="release=2"):
        migrate(published, to)


def test_the_first_step_back_leaves_nothing_behind(engine: Engine) -> None:
    migrate(engine, SCHEMA)
    with engine.begin() as connection:
        downgrade(connection, "base")
    assert sa.inspect(engine).get_table_names() == [SCHEMA_TABLE]


@pytest.mark.parametrize("step", STEPS[:-1])
def test_a_refresh_brings_an_older_store_to_todays_schema_first(published: Engine, step: str) -> None:
    before, address = content(published), published_address(published)
    migrate(published, step)
    with pytest.raises(StoreUnusable, match=f"{step} < {SCHEMA}"):
        open_release(published)
    with opened(address) as store:
        assert [release.id for release in read_releases(store)] == [2, 1]
    assert content(published) == before


def test_a_store_from_before_steps_were_recorded_is_taken_over(published: Engine) -> None:
    before = content(published)
    migrate(published, STEPS[0])
    forget(published)
    with published.connect() as connection:
        assert schema_of(connection) == STEPS[0]
    with opened(published_address(published)):
        assert content(published) == before
    assert verify_release(published, 2)


def test_a_step_that_fails_leaves_the_store_as_it_was(published: Engine) -> None:
    migrate(published, STEPS[0])
    before = content(published)
    with pytest.raises(RuntimeError), writing(published) as connection:
        assert schema_of(connection) == SCHEMA
        raise RuntimeError("the machine stopped here")
    with published.connect() as connection:
        assert schema_of(connection) == STEPS[0]
        assert "store" in sa.inspect(connection).get_table_names()
    assert content(published) == before


@pytest.mark.parametrize("recorded", [True, False])
def test_a_store_of_a_newer_program_is_neither_read_nor_written(published: Engine, recorded: bool) -> None:
    with published.begin() as connection:
        if recorded:
            connection.execute(sa.text(f"UPDATE {SCHEMA_TABLE} SET version_num = '9999'"))
        else:
            downgrade(connection, STEPS[0])
            connection.execute(sa.text("UPDATE store SET schema_version = 9999"))
            connection.execute(sa.text(f"DROP TABLE {SCHEMA_TABLE}"))
    before = content(published)
    with pytest.raises(StoreTooNew, match="9999"):
        open_release(published)
    with pytest.raises(StoreTooNew, match="9999"), published.begin() as connection:
        upgrade(connection)
    assert content(published) == before


def published_address(engine: Engine) -> str:
    """The address that an engine was opened with."""
    if engine.dialect.name == "sqlite":
        return engine.url.render_as_string()
    with engine.connect() as connection:
        info = connection.connection.dbapi_connection.info  # type: ignore[union-attr]
        return f"postgresql://{info.user}@{info.host}:{info.port}/{info.dbname}"
