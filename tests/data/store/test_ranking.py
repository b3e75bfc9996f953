"""A ranking tells which regions have the most of something, as of a release, whatever was published since."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from data.store.frame import frame_of
from data.store.queries import ReleaseReader, open_release
from data.store.ranking import count_ranked, has_more, periods, ranking
from data.store.tables import open_store
from tests.setup.districts import DISTRICTS, add_document, copy_with_districts
from tests.setup.postgres import Cluster
from tests.setup.publishing import refresh, replace_text

LAST, BEFORE, THIRD = DISTRICTS[-1], DISTRICTS[-2], DISTRICTS[-3]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Three releases: as counted; a correction; and a new count, which supersedes three figures."""
    folder = tmp_path_factory.mktemp("districts")
    curated = copy_with_districts(folder)
    server: Cluster | None = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    url = f"sqlite:///{folder / 'livelihood.db'}"
    if server is None:
        yield from published(curated, url)
    else:
        with server.database() as url:
            yield from published(curated, url)


def published(curated: Path, url: str) -> Iterator[Engine]:
    refresh(curated, url)
    replace_text(
        curated / "documents" / "wells-2023.csv",
        f"{DISTRICTS[0]},2023,,1000个",
        f"{DISTRICTS[0]},2023,,5000个",
    )
    refresh(curated, url, "更正")
    anew = [
        f"wells,{id},{period},,{wells}个,,表1,"
        for id, period, wells in ((LAST, 2023, 7), (BEFORE, 2023, 1147), (THIRD, 2023, 6000), (LAST, 2024, 8))
    ]
    add_document(curated, "wells-2024", "2025-01-01", *anew, more='supersedes = ["wells-2023"]\n')
    refresh(curated, url, "新的普查")
    engine = open_store(url, read_only=True)
    yield engine
    engine.dispose()


def ranked(reader: ReleaseReader, limit: int = 3, indicator: str = "wells") -> list[tuple[str, str]]:
    return [(o.region, o.printed) for o in ranking(reader, indicator, "2023", limit)]


def test_the_largest_come_first_as_of_each_release(engine: Engine) -> None:
    first, second, third = (open_release(engine, release) for release in (1, 2, 3))
    assert ranked(first) == [(LAST, "1149个"), (BEFORE, "1148个"), (THIRD, "1147个")]
    assert ranked(second) == [(DISTRICTS[0], "5000个"), (LAST, "1149个"), (BEFORE, "1148个")]
    assert ranked(third, 4) == [
        *((THIRD, "6000个"), (DISTRICTS[0], "5000个"), (BEFORE, "1147个"), (DISTRICTS[-4], "1146个")),
    ]


def test_a_figure_that_another_document_gives_anew_is_counted_once(engine: Engine) -> None:
    for release in (1, 2, 3):
        reader = open_release(engine, release)
        assert reader.count() == len(reader.observations(derived=False))


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 149, 150, 500])
def test_a_ranking_is_the_beginning_of_all_figures_sorted(engine: Engine, limit: int) -> None:
    """Plans, parts and what is superseded are left out, however large they are."""
    for release in (1, 2, 3):
        reader = open_release(engine, release)
        whole = [
            o
            for o in reader.observations(indicators=["wells"], period="2023")
            if o.status == "actual" and not o.breakdown
        ]
        whole.sort(key=lambda o: (o.value, o.region), reverse=True)
        assert ranking(reader, "wells", "2023", limit) == whole[:limit]
        assert count_ranked(reader, "wells", "2023") == len({o.region for o in whole}) == 150


@pytest.mark.parametrize("indicator", ["wells", "rigs", "wells_per_rig", "wells_state"])
def test_a_sorted_frame_ranks_regions_as_a_page_does(engine: Engine, indicator: str) -> None:
    for release in (1, 2, 3):
        reader = open_release(engine, release)
        figures = frame_of(reader, indicators=[indicator], period="2023")
        results = figures.query("status in ('actual', 'derived') and breakdown == '' and value.notna()")
        ordered = results.sort_values(["indicator_value", "region"], ascending=False)
        assert [*zip(ordered["region"], ordered["printed"], strict=True)] == ranked(reader, 200, indicator)


def test_of_equal_figures_that_of_the_later_code_comes_first(engine: Engine) -> None:
    assert ranked(open_release(engine), 2, "rigs") == [(LAST, "10座"), (BEFORE, "10座")]


def test_what_is_derived_ranks_by_what_it_is_derived_to(engine: Engine) -> None:
    reader = open_release(engine, 2)
    everything = reader.observations(indicators=["wells_per_rig"])
    assert {o.status for o in everything} == {"derived"}
    everything.sort(key=lambda o: (o.value, o.region), reverse=True)
    assert ranking(reader, "wells_per_rig", "2023", 3) == everything[:3]
    assert everything[0].region == DISTRICTS[0]
    assert count_ranked(reader, "wells_per_rig", "2023") == 150


def test_what_is_no_number_does_not_rank(engine: Engine) -> None:
    reader = open_release(engine)
    assert (ranking(reader, "wells_state", "2023", 5), count_ranked(reader, "wells_state", "2023")) == (
        [],
        0,
    )
    assert ranking(reader, "wells", "1999", 5) == []


def test_periods_are_listed_newest_first_where_a_release_has_figures(engine: Engine) -> None:
    told = [periods(open_release(engine, release), "wells") for release in (1, 3)]
    assert told == [["2023", "2021"], ["2024", "2023", "2021"]]
    reader = open_release(engine)
    assert periods(reader, "wells_per_rig") == told[1]
    for indicator in reader.catalog.indicators:
        found = {o.period for o in reader.observations(indicators=[indicator], derived=False)}
        assert found <= set(periods(reader, indicator))


def test_whether_there_are_more_figures_is_told_exactly(engine: Engine) -> None:
    reader = open_release(engine, 1)
    figures = len(reader.observations(indicators=["rigs"]))
    assert [has_more(reader, "rigs", figures + by) for by in (-1, 0, 1)] == [True, False, False]


def test_a_region_is_covered_where_a_release_has_figures_of_it(engine: Engine) -> None:
    reader = open_release(engine)
    known = {o.region for o in reader.observations(derived=False)}
    assert reader.covered([*reader.catalog.regions, "nowhere"]) == known
    assert reader.covered([]) == set()
