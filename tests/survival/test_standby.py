"""Websites that read from PostgreSQL standbys: a late one shows an older release, for a lost one another."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
import sqlalchemy as sa

from data.store.queries import read_release
from data.store.tables import observation_table, open_store
from tests.etl.small_curated import SmallCurated, write_small_curated
from tests.setup.postgres import Cluster, standby
from tests.setup.serving import serving
from tests.survival.readers import PATIENCE, publish, reading, soon
from tests.survival.scene import shortened

PREFERRED = "target_session_attrs=prefer-standby&load_balance_hosts=random"
GRANTS = (
    "CREATE ROLE reader LOGIN",
    "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO reader",
)
OURS = "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'livelihood on %'"


@pytest.fixture
def curated(tmp_path: Path) -> SmallCurated:
    """Files whose figures say of which release they are."""
    return write_small_curated(tmp_path)


@pytest.fixture
def primary(postgres: Cluster, curated: SmallCurated) -> Iterator[str]:
    """The address of a store of one release, on the server that is written to."""
    with postgres.database() as url:
        publish(curated, url, 1)
        yield url


def on(server: Cluster, url: str) -> str:
    """The address of the same database on another server."""
    return server.url(url.rpartition("/")[2])


def either(url: str, *servers: Cluster) -> str:
    """The address of a database on whichever of several servers answers, a standby first."""
    hosts = ",".join(f"127.0.0.1:{server.port}" for server in servers)
    return f"postgresql://postgres@{hosts}/{url.rpartition('/')[2]}?{PREFERRED}"


def health(address: str) -> int:
    """The release that a website serves, its rows checked against its digest."""
    with urlopen(f"{address}/healthz", timeout=PATIENCE) as answer:
        return int(json.load(answer)["release"])


def test_a_refresh_of_the_primary_appears_on_the_website_of_a_standby(
    postgres: Cluster, primary: str, curated: SmallCurated, tmp_path: Path
) -> None:
    with standby(postgres) as copy, serving(primary, tmp_path, on(copy, primary)) as address:
        assert health(address) == 1
        publish(curated, primary, 2)
        assert soon(lambda: health(address) == 2)
        assert copy.ask(OURS) != [(0,)]
        assert postgres.ask(OURS) == [(0,)], "the website asks the standby only"


@pytest.mark.soak
def test_a_standby_that_lags_behind_shows_the_older_release_whole(
    postgres: Cluster, primary: str, curated: SmallCurated, tmp_path: Path
) -> None:
    with standby(postgres, recovery_min_apply_delay="1h") as copy:
        assert soon(lambda: postgres.ask("SELECT count(*) FROM pg_stat_replication") == [(1,)])
        publish(curated, primary, 2)
        with serving(primary, tmp_path, on(copy, primary)) as address, reading(address) as readers:
            assert readers.see(1)
            assert health(address) == 1
            with pytest.raises(HTTPError, match="404"):
                urlopen(f"{address}/?release=2", timeout=PATIENCE)
        assert not readers.complaints, shortened(readers.complaints)
        assert readers.releases == {1}
        copy.stop()
        copy.start()
        with serving(primary, tmp_path, on(copy, primary)) as address:
            assert soon(lambda: health(address) == 2)


@pytest.mark.parametrize("losses", [1, pytest.param(5, marks=pytest.mark.soak)])
def test_a_standby_lost_under_load_costs_no_answer(
    postgres: Cluster, primary: str, curated: SmallCurated, tmp_path: Path, losses: int
) -> None:
    with standby(postgres) as copy:
        read_url = either(primary, postgres, copy)
        with serving(primary, tmp_path, read_url) as address, reading(address) as readers:
            for release in range(2, 2 + 2 * losses, 2):
                assert soon(lambda: copy.ask(OURS) != [(0,)]), "a standby is preferred to the primary"
                copy.stop(signal.SIGQUIT)
                publish(curated, primary, release)
                assert readers.see(release)
                assert postgres.ask(OURS) != [(0,)]
                copy.start()
                publish(curated, primary, release + 1)
                assert readers.see(release + 1)
                postgres.ask(
                    f"SELECT pg_terminate_backend(pid) FROM ({OURS.replace('count(*)', 'pid')}) AS ours"
                )
        assert not readers.complaints, shortened(readers.complaints)
        print(f"\n{losses} standbys lost under load: {len(readers.seconds)} answers, none of them an error")


def test_whoever_reads_cannot_write_even_if_he_asks_to(postgres: Cluster, primary: str) -> None:
    """The grants are those that the administrator's guide gives."""
    name = primary.rpartition("/")[2]
    postgres.ask("DROP ROLE IF EXISTS reader")
    for statement in GRANTS:
        postgres.ask(statement, name)
    delete = observation_table.delete()
    engine = open_store(postgres.url(name, user="reader"), read_only=True)
    assert read_release(engine).id == 1
    postgres.ask("CREATE TABLE later (id integer)", name)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT * FROM later").all() == [], "tables of later versions too"
    with pytest.raises(sa.exc.DBAPIError, match="read-only transaction"), engine.begin() as connection:
        connection.execute(delete)
    with pytest.raises(sa.exc.DBAPIError, match="permission denied"), engine.begin() as connection:
        connection.exec_driver_sql("SET TRANSACTION READ WRITE")
        connection.execute(delete)
    engine.dispose()
    postgres.ask("DROP OWNED BY reader", name)


def test_nobody_can_write_to_a_standby(postgres: Cluster, primary: str) -> None:
    with standby(postgres) as copy:
        engine = open_store(on(copy, primary))
        with pytest.raises(sa.exc.DBAPIError, match="read-only transaction"), engine.begin() as connection:
            connection.execute(observation_table.delete())
        engine.dispose()
