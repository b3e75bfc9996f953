"""Every question is answered as of one release, whatever was published since."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from sqlalchemy.engine import Engine

from data.errors import NotFound
from data.model.observation import Observation
from data.store.changes import read_corrections
from data.store.digest import verify_release
from data.store.queries import (
    Filters,
    Place,
    ReleaseReader,
    open_release,
    read_release,
    read_releases,
)
from data.store.tables import open_store
from tests.setup.publishing import append, copy_curated, refresh, replace_text

ARTICLE = "anci-livelihood-2023-02-01"
JOBS, FAIRS, HOMES = "new_urban_jobs", "job_fairs", "elderly_home_adaptations"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Four releases: as curated; a correction; a withdrawal and an addition; and a new catalogue."""
    folder = tmp_path_factory.mktemp("releases")
    curated, url = copy_curated(folder), f"sqlite:///{folder / 'livelihood.db'}"
    article = curated / "documents" / f"{ARTICLE}.csv"
    refresh(curated, url)
    replace_text(article, "5830个", "5831个")
    refresh(curated, url, "更正：原文勘误")
    replace_text(article, f"{FAIRS},131002,2022,,17场,,第2段,\n", "")
    append(article, f"{HOMES},131002,2021,,38户,,第2段,")
    refresh(curated, url, "撤回一项", withdraw=f"{ARTICLE}=1")
    replace_text(curated / "themes" / "jobs.toml", 'name = "就业"', 'name = "就业与创业"')
    refresh(curated, url, "改名")
    engine = open_store(url, read_only=True)
    yield engine
    engine.dispose()


def printed(reader: ReleaseReader, indicator: str) -> list[str]:
    return [o.printed for o in reader.observations(indicators=[indicator], regions=["131002"])]


@pytest.mark.parametrize(
    ("release", "jobs", "fairs", "homes"),
    [
        (1, ["5830个"], ["17场"], ["40户"]),
        (2, ["5831个"], ["17场"], ["40户"]),
        (3, ["5831个"], [], ["38户", "40户"]),
        (4, ["5831个"], [], ["38户", "40户"]),
    ],
)
def test_a_release_holds_what_was_published_then(
    engine: Engine, release: int, jobs: list[str], fairs: list[str], homes: list[str]
) -> None:
    reader = open_release(engine, release)
    assert (printed(reader, JOBS), printed(reader, FAIRS), printed(reader, HOMES)) == (jobs, fairs, homes)


def test_a_release_keeps_the_names_it_was_published_with(engine: Engine) -> None:
    names = [open_release(engine, release).catalog.themes["jobs"].name for release in (1, 3, 4)]
    assert names == ["就业", "就业", "就业与创业"]


def test_a_region_has_the_years_of_which_it_has_figures(engine: Engine) -> None:
    for release, latest in ((1, False), (4, True)):
        reader = open_release(engine, release)
        for region in reader.catalog.regions:
            found = reader.observations(regions=[region], derived=False)
            published = {id: document.published for id, document in reader.catalog.documents.items()}
            known = {o.when.year for o in found if not o.when.looks_back(published[o.document])}
            assert reader.years(region) == sorted(known, reverse=True)
        assert (2021 in {o.when.year for o in reader.observations(indicators=[HOMES])}) == latest


def test_the_newest_release_is_read_unless_another_is_named(engine: Engine) -> None:
    assert read_release(engine).id == open_release(engine).release.id == 4


@pytest.mark.parametrize("release", [0, 5, 999_999_999])
def test_a_release_that_never_was_is_not_found(engine: Engine, release: int) -> None:
    with pytest.raises(NotFound):
        open_release(engine, release)


def test_releases_are_listed_newest_first_with_what_they_changed(engine: Engine) -> None:
    told = [(r.id, r.changed, r.withdrawn, r.reason) for r in read_releases(engine)]
    assert told[:3] == [(4, 0, 0, "改名"), (3, 0, 1, "撤回一项"), (2, 1, 0, "更正：原文勘误")]
    assert [r.id for r in read_releases(engine, until=2)] == [2, 1]


def test_a_correction_tells_what_was_and_what_is_and_why(engine: Engine) -> None:
    told = [
        (c.release.id, c.before.printed, c.after and c.after.printed, c.release.reason)
        for c in read_corrections(open_release(engine), 0, 100)
    ]
    assert told == [(3, "17场", None, "撤回一项"), (2, "5830个", "5831个", "更正：原文勘误")]
    assert read_corrections(open_release(engine, 1), 0, 100) == []


def test_a_refresh_counts_what_it_writes_so_that_questions_of_a_large_store_are_planned(
    engine: Engine,
) -> None:
    with engine.connect() as connection:
        counted = connection.exec_driver_sql("SELECT idx FROM sqlite_stat1 WHERE tbl = 'observation'")
        assert "observation_by_indicator" in {index for (index,) in counted}


def test_every_release_still_has_its_digest(engine: Engine) -> None:
    assert all(verify_release(engine, release.id) for release in read_releases(engine))


def test_a_question_is_answered_alike_in_parts_and_whole(engine: Engine) -> None:
    reader = open_release(engine)
    whole = reader.observations()
    assert whole == reader.observations()  # the order is part of the answer

    def same(part: list[Observation], chosen: Iterator[Observation]) -> bool:
        return sorted(part, key=repr) == sorted(chosen, key=repr)

    for region in reader.catalog.regions:
        assert same(reader.observations(regions=[region]), (o for o in whole if o.region == region))
    for indicator in reader.catalog.indicators:
        chosen = (o for o in whole if o.indicator == indicator)
        assert same(reader.observations(indicators=[indicator]), chosen)
    for document in reader.catalog.documents:
        chosen = (o for o in whole if o.document == document)
        assert same(reader.observations(document=document), chosen)
    for period in {o.period for o in whole}:
        assert same(reader.observations(period=period), (o for o in whole if o.period == period))


@pytest.mark.parametrize("most", [1, 4, 15, 60])
@pytest.mark.parametrize("filters", [{}, {"indicators": ["other_share_of_budget"]}, {"year": 2022}])
def test_however_a_list_is_divided_its_parts_are_the_whole_with_all_that_is_derived(
    engine: Engine, most: int, filters: Filters
) -> None:
    reader = open_release(engine)
    whole = reader.observations(**filters)
    together: list[Observation] = []
    after: Place = ()
    while True:
        until = reader.end_of_part(most, **filters, after=after)
        together += reader.observations(**filters, after=after, until=until)
        if not until:
            break
        assert until != after
        after = until
    assert sorted(together, key=repr) == sorted(whole, key=repr)
    assert any(row.derived for row in whole)


def test_no_document_prints_a_derived_figure(engine: Engine) -> None:
    reader = open_release(engine)
    assert any(o.derived for o in reader.observations())
    assert not any(o.derived for d in reader.catalog.documents for o in reader.observations(document=d))
    assert not any(o.derived for o in reader.observations(derived=False))


def test_every_figure_is_in_its_documents_printed_order(engine: Engine) -> None:
    for document in (reader := open_release(engine)).catalog.documents:
        places = [o.position for o in reader.observations(document=document)]
        assert len(set(places)) == len(places), document


def test_the_value_is_the_printed_number_in_the_indicators_unit(engine: Engine) -> None:
    reader = open_release(engine)
    for o in reader.observations(derived=False):
        if o.value is not None:
            indicator = reader.catalog.indicators[o.indicator]
            unit = indicator.printed_as or indicator.unit
            assert abs(o.quantity.in_unit(unit) - Decimal(o.value)) <= Decimal("1e-9") * abs(
                Decimal(o.value)
            ), o
