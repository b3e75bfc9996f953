"""A chart draws results before plans, and nothing beside what it can't be compared with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.model.catalog import Catalog, Chart, Document, Term, build_catalog
from data.model.observation import Observation
from data.statements.chart_kinds import copies_of, select
from data.statements.derived_values import derive, names_in
from data.statements.selection import in_order
from data.statements.series import gaps
from tests.setup.content import read_content

DERIVED = "other_share_of_budget"
CATALOG = build_catalog(read_content())
SHARE = Chart("share", "t", "unit_grid", "", ("share",))
LINE = Chart("line", "t", "line", "", ("jobs", "people"))
STAGES = Chart("stages", "t", "status_grid", "", ("stage",), count="done=finished")
PLANS = Chart("plans", "t", "plan_outcome", "", ("cost", "stage"))


def figure(
    indicator: str, period: str, printed: str, status: str = "actual", breakdown: str = ""
) -> Observation:
    value = None if indicator == "stage" else float(printed)
    return Observation("r", indicator, period, breakdown, status, "d", printed, value, "", "")


def drawn(chart: Chart, *figures: Observation) -> list[tuple[str, str, str]]:
    """What a chart draws of figures, newest first, by period, status and figure."""
    newest_first = sorted(figures, key=lambda o: o.order, reverse=True)
    return [(o.period, o.status, o.printed) for o in select(CATALOG, chart, newest_first)]


# ---- results before plans ---------------------------------------------------------------------


def test_the_newest_result_is_drawn_however_new_a_target_is() -> None:
    result, target = figure("share", "2022", "95.88"), figure("share", "2023", "96", "target")
    assert drawn(SHARE, result, target) == [("2022", "actual", "95.88")]


def test_an_estimate_and_what_is_derived_are_results_too() -> None:
    for status in ("estimate", "derived"):
        found = drawn(SHARE, figure("share", "2022", "66.8", status), figure("share", "2025", "70", "plan"))
        assert found == [("2022", status, "66.8")]


def test_where_there_are_no_results_at_all_the_newest_plan_is_drawn() -> None:
    found = drawn(SHARE, figure("share", "2021", "90", "plan"), figure("share", "2023", "96", "target"))
    assert found == [("2023", "target", "96")]


def test_an_estimate_makes_way_for_the_result_of_the_same_time() -> None:
    estimate, result = figure("share", "2022", "66.8", "estimate"), figure("share", "2022", "67.1")
    assert drawn(SHARE, estimate, result) == drawn(SHARE, result, estimate) == [("2022", "actual", "67.1")]


# ---- lines ------------------------------------------------------------------------------------


def test_a_line_joins_only_periods_that_compare() -> None:
    years = [figure("jobs", year, "5") for year in ("2020", "2021", "2022")]
    others = [figure("jobs", period, "5") for period in ("2021-Q1/2021-Q3", "2019-11-01", "2020-H1")]
    assert [period for period, _, _ in drawn(LINE, *years, *others)] == ["2022", "2021", "2020"]


def test_where_the_newest_result_compares_with_none_the_newest_that_compare_are_joined() -> None:
    years = [figure("jobs", year, "5") for year in ("2020", "2021")]
    assert [p for p, _, _ in drawn(LINE, *years, figure("jobs", "2022-Q1", "2"))] == ["2021", "2020"]


def test_nothing_that_compares_is_no_line() -> None:
    assert drawn(LINE, figure("jobs", "2021", "5"), figure("jobs", "2022-Q1", "2")) == []
    assert drawn(LINE, figure("jobs", "2021", "5"), figure("people", "2022", "2")) == []


def test_a_result_and_a_target_are_no_trend() -> None:
    assert drawn(LINE, figure("jobs", "2022", "5"), figure("jobs", "2023", "6", "target")) == []


def test_a_target_goes_on_from_two_results_but_never_stands_in_the_place_of_one() -> None:
    results = [figure("jobs", year, "5") for year in ("2020", "2022")]
    targets = [figure("jobs", year, "6", "target") for year in ("2021", "2022", "2023")]
    assert drawn(LINE, *results, *targets) == [
        ("2023", "target", "6"),
        ("2022", "actual", "5"),
        ("2020", "actual", "5"),
    ]


def test_a_series_of_one_result_is_left_out_of_the_lines_of_others() -> None:
    years = [figure("jobs", year, "5") for year in ("2021", "2022")]
    assert len(drawn(LINE, *years, figure("people", "2022", "7"))) == 2


def counted(period: str, note: str, breakdown: str = "") -> Observation:
    return figure("jobs", period, "5", breakdown=breakdown)._replace(note=note)


def test_a_line_breaks_between_figures_that_count_otherwise() -> None:
    older = counted("2010-11-01", "口径：按2010年区划")
    assert drawn(LINE, older, counted("2020-11-01", "")) == []
    years = [
        counted("2020", "口径：旧行政区划"),
        counted("2021", "口径：旧行政区划"),
        counted("2022", ""),
        counted("2023", ""),
    ]
    assert [period for period, _, _ in drawn(LINE, *years)] == ["2023", "2022", "2021", "2020"]
    assert [(gap.before.period, gap.why) for gap in gaps(CATALOG, years)] == [("2021", "definition")]
    assert [period for period, _, _ in drawn(LINE, *years[:3])] == ["2022", "2021", "2020"]


def test_a_line_breaks_where_the_territory_was_another() -> None:
    years = [figure("jobs", year, "5") for year in ("2021", "2022", "2023")]
    regions = {"r": Term("r", "新区", {"since": "2021-07"})}
    moved = [(gap.before.period, gap.why) for gap in gaps(replace(CATALOG, regions=regions), years)]
    assert moved == [("2021", "territory")]
    assert not [*gaps(CATALOG, years)]


@pytest.mark.parametrize(
    ("periods", "missing"),
    [
        (("2019", "2020", "2021"), []),
        (("2019", "2020", "2022"), ["2020"]),
        (("2019-03", "2019-04", "2019-06"), ["2019-04"]),
        (("2019-H1", "2020-H1", "2022-H1"), ["2020-H1"]),  # the same part of each year
        (("2010-11-01", "2020-11-01"), []),  # days, as of censuses
    ],
)
def test_a_line_stops_where_a_period_of_its_kind_is_missing(
    periods: tuple[str, ...], missing: list[str]
) -> None:
    rows = [figure("jobs", period, "5") for period in periods]
    assert [(gap.before.period, gap.why) for gap in gaps(CATALOG, rows)] == [
        (period, "missing") for period in missing
    ]


def test_an_indicator_that_took_anothers_place_goes_on_with_its_series_behind_a_break() -> None:
    net, disposable = "rural_net_income", "rural_resident_income"
    rows = [figure(net, year, "5") for year in ("2012", "2014")]
    rows += [figure(disposable, year, "6") for year in ("2015", "2016")]
    assert [(gap.before.period, gap.why) for gap in gaps(CATALOG, rows)] == [
        ("2012", "missing"),
        ("2014", "replaced"),
    ]


def test_a_note_that_defines_nothing_breaks_no_line() -> None:
    assert len(drawn(LINE, counted("2020", "见附表"), counted("2021", ""))) == 2


def test_dots_stand_beside_each_other_however_they_count() -> None:
    dots = Chart("dots", "t", "dots", "", ("jobs",))
    assert len(drawn(dots, counted("2020", "口径：旧行政区划"), counted("2021", ""))) == 2
    assert drawn(dots, counted("2020", "")) == []


# ---- projects ---------------------------------------------------------------------------------


def test_a_project_is_drawn_at_its_latest_stage_though_others_have_a_newer_one() -> None:
    found = drawn(
        STAGES,
        figure("stage", "2021", "开工", breakdown="a"),
        figure("stage", "2022", "竣工", breakdown="a"),
        figure("stage", "2021", "在建", breakdown="b"),
        figure("finished", "2020", "20"),
        figure("finished", "2021", "25"),
    )
    assert found == [("2022", "actual", "竣工"), ("2021", "actual", "在建"), ("2021", "actual", "25")]


def test_a_stage_that_is_only_planned_is_not_drawn_beside_one_that_was_reached() -> None:
    reached = figure("stage", "2022", "开工", breakdown="a")
    planned = [figure("stage", "2023", "竣工", "plan", part) for part in ("a", "b")]
    assert drawn(STAGES, reached, *planned) == [("2022", "actual", "开工")]
    assert len(drawn(STAGES, *planned)) == 2


def test_a_plan_stands_beside_each_stage_that_was_meant_or_reached() -> None:
    found = drawn(
        PLANS,
        figure("cost", "2021", "100", "plan", "a"),
        figure("stage", "2021", "开工", breakdown="a"),
        figure("stage", "2022", "在建", breakdown="a"),
        figure("stage", "2023", "竣工", "target", "a"),
        figure("stage", "2022", "竣工", breakdown="b"),  # nothing was planned of it
    )
    reached = [("2022", "actual", "在建"), ("2021", "actual", "开工")]
    assert found == [("2021", "plan", "100"), ("2023", "target", "竣工"), *reached]


@pytest.fixture
def copies() -> tuple[Catalog, list[Observation]]:
    """A share as two sources print it, the one nearest the issuing body between copies far from it."""
    catalog = build_catalog(read_content())
    [share] = names_in(catalog.indicators[DERIVED].formula)
    near, *_, far = sorted(catalog.source_kinds.values(), key=lambda kind: int(kind["tier"]))
    kinds = {"a": far, "b": near, "c": far}
    catalog.documents.update({id: Document(id, "", "", kind.id, "", "r") for id, kind in kinds.items()})
    return catalog, [
        Observation("r", share, "2022", "", "actual", id, f"8{n}.5%", 80.5 + n, "", "")
        for n, id in enumerate(kinds)
    ]


def test_of_several_copies_the_one_nearest_the_issuing_body_is_drawn(
    copies: tuple[Catalog, list[Observation]],
) -> None:
    catalog, rows = copies
    [one] = select(catalog, _grid_of(rows), in_order(catalog, rows))
    assert one.document == "b"


def _grid_of(rows: list[Observation]) -> Chart:
    return Chart("c", "t", "unit_grid", "", (rows[0].indicator,))


def test_what_is_known_from_an_anonymous_copy_alone_is_neither_drawn_nor_worked_with(
    copies: tuple[Catalog, list[Observation]],
) -> None:
    catalog, rows = copies
    far = [row for row in rows if row.document != "b"]
    assert select(catalog, _grid_of(far), far) == []
    assert [row.document for row in copies_of(catalog, _grid_of(far), far)] == ["a"]
    assert derive(catalog, far) == []


def test_a_newer_copy_leaves_the_older_figure_drawn_and_is_told_of(
    copies: tuple[Catalog, list[Observation]],
) -> None:
    catalog, (far, near, _) = copies
    newer = far._replace(period="2023")
    chart, rows = _grid_of([near]), in_order(catalog, [near, newer])
    assert select(catalog, chart, rows) == [near]
    assert copies_of(catalog, chart, rows) == [newer]
    assert copies_of(catalog, chart, [near]) == []


def test_what_is_derived_is_worked_out_from_the_copy_that_is_drawn(
    copies: tuple[Catalog, list[Observation]],
) -> None:
    found = {o.indicator: o.value for o in derive(*copies)}
    assert found[DERIVED] == pytest.approx(100 - 81.5)
