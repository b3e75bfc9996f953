"""The benchmark at scale asks what it says, and is answered; how long that takes is no test's business."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from math import inf
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from data.store.changes import ChangeCounts, count_changes, read_added, read_corrections
from data.store.queries import open_release, read_releases
from data.store.ranking import ranking
from data.store.tables import open_store
from tests.benchmarks.load import Load
from tests.benchmarks.scale import limits
from tests.benchmarks.scale.bench import served_table, table
from tests.benchmarks.scale.content import COUNTRY, DISTRICTS, INDICATORS, YEARS, content, indicators
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
    made_up = [indicator for theme in made["themes"] for indicator in theme["indicator"]]
    assert (len(districts), len(made_up)) == (DISTRICTS, INDICATORS)
    assert COUNTRY * INDICATORS * len(YEARS) > 5_000_000


def test_every_release_has_every_figure_and_revises_some(engine: Engine) -> None:
    assert [r.id for r in read_releases(engine)] == [*range(RELEASES, 0, -1)]
    states = [open_release(engine, release).observations(indicators=["i07"]) for release in (1, 25, RELEASES)]
    assert [len(state) for state in states] == [DISTRICTS * len(YEARS)] * 3
    revised = [sum(a.value != b.value for a, b in zip(states[0], state, strict=True)) for state in states]
    assert 0 == revised[0] < revised[1] < revised[2]
    corrected = [c for c in read_corrections(open_release(engine), 0, 10**6) if c.before.indicator == "i07"]
    assert len(corrected) == revised[2]


def test_a_figure_is_printed_as_its_value(engine: Engine) -> None:
    for o in open_release(engine).observations(indicators=["i03"], regions=["d0007"]):
        assert o.printed == f"{o.value:.2f}万人"


@pytest.mark.parametrize("start", [0, 1, 99, 2_000, 10**6])
def test_a_part_of_the_corrections_is_the_same_as_of_all_of_them(engine: Engine, start: int) -> None:
    for release in (RELEASES, 20):
        reader = open_release(engine, release)
        assert read_corrections(reader, start, 120) == read_corrections(reader, 0, 10**6)[start:][:120]


def test_what_a_release_added_is_listed_in_parts_that_are_the_whole(engine: Engine) -> None:
    reader = open_release(engine)
    first = open_release(engine, 1).observations(regions=["d0000", "d0001"])
    assert read_added(reader, 1, 0, len(first)) == first
    assert read_added(reader, 1, 1_790, 50) == first[1_790:1_840]
    assert read_added(reader, 2, 0, 10) == []  # what it brought was there before, and is a correction


@pytest.mark.parametrize("most", [1, RELEASES - 1, RELEASES + 1])
def test_the_newest_changes_of_a_theme_are_counted_whole(engine: Engine, most: int) -> None:
    theme = indicators()[:10]
    told = count_changes(open_release(engine), theme, most)
    assert [one.release for one in told] == [*range(RELEASES, 0, -1)][:most]
    corrected = Counter(
        c.release.id
        for c in read_corrections(open_release(engine), 0, 10**6)
        if c.before.indicator in theme and c.after
    )
    first = len(open_release(engine, 1).observations(indicators=theme))
    assert told == [
        ChangeCounts(one.release, *((0, corrected[one.release], 0) if one.release > 1 else (first, 0, 0)))
        for one in told
    ]


def test_no_question_looks_through_all_figures_and_counts_look_at_an_index_alone(engine: Engine) -> None:
    """With few figures PostgreSQL would look through all, so it is told not to."""
    everything, index_alone = r"SCAN observation\b|Seq Scan on observation\b", r"COVERING INDEX|Index Only"
    asked: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        if "FROM observation" in statement:
            asked.append((statement, parameters))

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        plans = {}
        for name, question in queries(engine).items():
            asked.clear()
            question(random.Random(1))
            plans[name] = "\n".join(_plan(engine, *one) for one in [*asked])
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    assert [name for name, plan in plans.items() if re.search(everything, plan)] == []
    for name in ("how many regions rank", "whether an indicator is long"):
        assert re.search(index_alone, plans[name]), name


def _plan(engine: Engine, statement: str, parameters: Any) -> str:
    """How the database would answer."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET enable_seqscan = off")
            lines = [str(line) for (line,) in connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)]
            connection.rollback()
            return "\n".join(lines)
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return "\n".join(line for *_, line in plan)


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
