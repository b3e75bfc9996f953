"""The benchmark at scale asks what it says, and is answered; how long that takes is no test's business."""

from __future__ import annotations

import random
from collections.abc import Iterator
from math import inf

import pytest
from sqlalchemy.engine import Engine

from data.store.changes import read_corrections
from data.store.queries import open_release, read_releases
from data.store.ranking import ranking
from data.store.tables import open_store
from tests.benchmarks.load import Load
from tests.benchmarks.scale import limits
from tests.benchmarks.scale.bench import served_table, table
from tests.benchmarks.scale.content import COUNTRY, DISTRICTS, INDICATORS, YEARS, content
from tests.benchmarks.scale.fill import RELEASES, fill, revise
from tests.benchmarks.scale.pages import loads, pages
from tests.benchmarks.scale.questions import POINT, TOP, queries, top_of
from tests.setup.postgres import Cluster

EARLIER = (20, 35, 49)


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A small store, filled and revised."""
    address = f"sqlite:///{tmp_path_factory.mktemp('scale') / 'scale.db'}"
    filled(address)
    return address


@pytest.fixture(scope="module")
def on_postgresql(postgres: Cluster) -> Iterator[str]:
    """The same on PostgreSQL."""
    with postgres.database() as address:
        filled(address)
        yield address


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """Each of the two."""
    address: str = request.getfixturevalue(f"on_{request.param}")
    return address


@pytest.fixture(scope="module")
def engine(url: str) -> Iterator[Engine]:
    engine = open_store(url, read_only=True)
    yield engine
    engine.dispose()


def filled(url: str) -> None:
    figures = DISTRICTS * INDICATORS * len(YEARS)
    assert fill(url) == figures
    assert 0.05 < revise(url) / figures < 0.15


def test_a_whole_country_is_five_million_figures() -> None:
    made = content()
    districts = [region for region in made["regions"] if region["level"] == "district"]
    indicators = [indicator for theme in made["themes"] for indicator in theme["indicator"]]
    assert (len(districts), len(indicators)) == (DISTRICTS, INDICATORS)
    assert COUNTRY * INDICATORS * len(YEARS) > 5_000_000


def test_every_release_has_every_figure_and_revises_some(engine: Engine) -> None:
    assert [r.id for r in read_releases(engine)] == [*range(RELEASES, 0, -1)]
    states = [open_release(engine, release).observations(indicators=["i07"]) for release in (1, 25, RELEASES)]
    assert [len(state) for state in states] == [DISTRICTS * len(YEARS)] * 3
    revised = [sum(a.value != b.value for a, b in zip(states[0], state, strict=True)) for state in states]
    assert 0 == revised[0] < revised[1] < revised[2]
    corrected = [c for c in read_corrections(open_release(engine)) if c.before.indicator == "i07"]
    assert len(corrected) == revised[2]


def test_a_figure_is_printed_as_its_value(engine: Engine) -> None:
    for o in open_release(engine).observations(indicators=["i03"], regions=["d0007"]):
        assert o.printed == f"{o.value:.2f}万人"


@pytest.mark.parametrize("releases", [(), EARLIER], ids=["newest", "earlier"])
def test_every_question_is_answered_of_the_release_asked_for(
    engine: Engine, releases: tuple[int, ...]
) -> None:
    for question in queries(engine, releases).values():
        assert question(random.Random(1)) not in (None, [])
    newest = open_release(engine)
    ask = queries(engine, releases)[POINT]
    outdated = 0
    for n in range(200):
        o = ask(random.Random(n))
        today = newest.observations(indicators=[o.indicator], regions=[o.region], period=o.period)
        outdated += today != [o]
    assert (outdated > 0) == bool(releases)


def test_the_top_regions_are_those_with_the_largest_figures(engine: Engine) -> None:
    reader, indicator, regions = top_of([open_release(engine, 20)], random.Random(1))
    years = {o.period for o in reader.observations(indicators=[indicator])}
    tops = [[o.region for o in ranking(reader, indicator, year, TOP)] for year in years]
    assert len(regions) == TOP and regions in tops


@pytest.mark.parametrize(
    "releases", [pytest.param((), marks=pytest.mark.soak), EARLIER], ids=["newest", "earlier"]
)
def test_every_page_chart_list_and_callback_is_answered(engine: Engine, releases: tuple[int, ...]) -> None:
    for question in pages(engine, releases).values():
        question(random.Random(1))


@pytest.mark.soak
def test_a_real_server_answers_every_page_asked_for_by_lot(on_sqlite: str) -> None:
    found = loads(on_sqlite, connections=(2,), seconds=0.2)
    assert {name: load.failed for name, load in found.items() if load.failed} == {}
    assert any(load.rate > 0 for load in found.values())


def test_threads_share_no_more_connections_than_a_process_may_have(postgres: Cluster) -> None:
    with postgres.database() as address:
        fill(address)
        engine = open_store(address, read_only=True)
        most = limits.connections_of(engine)
        shared = limits.share(address, threads=24, seconds=0.3)
        assert 1 < shared.connections <= most < 24
        assert (shared.refused, shared.answers > 0) == (0, True)


def test_a_query_that_takes_too_long_is_ended_with_a_sentence(on_postgresql: str) -> None:
    refused = limits.dawdle(f"{on_postgresql}?options=-c%20statement_timeout%3D200")
    assert "statement timeout" in refused.sentence and refused.seconds < 30


def test_what_was_not_refused_has_no_sentence() -> None:
    assert limits.refusal(lambda: None).sentence == ""


def test_a_row_is_met_only_where_every_column_is_within_reach() -> None:
    def row(*times: float) -> str:
        return table({f"column {n}": {POINT: [time]} for n, time in enumerate(times)}).splitlines()[-1]

    assert row(1.0, 2.9).endswith("yes |")
    assert row(1.0, 3.1).endswith("NO |")
    assert row(1.0, inf).endswith("NO |") and "> 20 s" in row(1.0, inf)


def test_a_load_tells_how_many_answers_failed() -> None:
    told = served_table({"overview": Load(rate=12.4, p50=1.0, p95=2.0, p99=3.0, failed=4)})
    cells = [cell.strip() for cell in told.splitlines()[-1].split("|")]
    assert cells[1:-1] == ["overview", "12", "1.00", "2.00", "3.00", "4"]
