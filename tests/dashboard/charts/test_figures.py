"""Every kind of chart: what it draws, and that nothing is clipped at any width."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from importlib import import_module
from itertools import pairwise
from pkgutil import iter_modules

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from plotly import graph_objects as go

from dashboard.charts import figures
from dashboard.charts.figures.drawing import DRAWINGS, draw_figure
from dashboard.charts.figures.ranked_bars import CLOSE
from dashboard.charts.figures.spec import ChartSpec, Mark
from dashboard.charts.figures.theme import CLEAR, TINT
from data.statements.chart_kinds import CHART_KINDS
from tests.dashboard.sample_specs import (
    CENTRE,
    COUNTIES,
    INSURANCE,
    LAND,
    PLANS,
    POPULATION,
    RELIEF,
    REVENUE,
    ROADS,
    SAMPLES,
    SCHOOLS,
    SPENDING,
    WIDTHS,
    at,
    planned,
    quantity,
    staged,
)
from tests.dashboard.text_boxes import faults, text_boxes

LONG = "安次区农村公路提标改造工程及附属桥涵、排水、照明与绿化配套设施（2022年第一批）" * 5
WORDY = "Reconstruction of the district's rural roads, bridges, drains and lighting " * 3

SAMPLE = 10  # px, how high a sample of a legend is
EDGE = 0.1  # of a square, by which an outline's inset may change its part


def texts(figure: go.Figure) -> list[str]:
    return [box.text for box in text_boxes(figure)]


def bars(figure: go.Figure) -> Iterator[tuple[go.Bar, float]]:
    """Each bar that is seen, with its length; no sample of the legend."""
    for trace in figure.data:
        if trace.type == "bar" and trace.hoverinfo == "skip":
            sized = zip(trace.x, trace.width, strict=True)
            yield from ((trace, length) for length, thick in sized if thick > SAMPLE)


def scatters(figure: go.Figure, mode: str) -> list[go.Scatter]:
    """The traces of a mode: text, lines or markers."""
    return [trace for trace in figure.data if trace.type == "scatter" and trace.mode == mode]


def test_each_kind_has_one_module_that_draws_it_and_no_module_draws_what_is_no_kind() -> None:
    modules = [import_module(f"{figures.__name__}.{found.name}") for found in iter_modules(figures.__path__)]
    drawing = {module.__name__.rpartition(".")[2] for module in modules if hasattr(module, "draw")}
    assert drawing == set(DRAWINGS) == set(CHART_KINDS)
    assert {sample.kind for sample in SAMPLES} == set(CHART_KINDS)


@pytest.mark.parametrize("width", [260, 296, 343, 479, 480, 566, 760, 900, 1176, 1600])
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.chart)
def test_no_label_is_clipped_or_lies_upon_another(sample: ChartSpec, width: int) -> None:
    figure = draw_figure(at(sample, width))
    assert figure.layout.width == width
    assert faults(figure) == []


@pytest.mark.parametrize(
    "label", [LONG[:200], WORDY[:200], "W" * 200], ids=["chinese", "english", "unbroken"]
)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.chart)
def test_a_label_of_200_characters_is_written_whole(sample: ChartSpec, width: int, label: str) -> None:
    marks = [replace(mark, label=label if i == 0 else mark.label) for i, mark in enumerate(sample.marks)]
    if sample.kind in ("line", "dots", "small_multiples"):
        marks = [replace(mark, series=label) for mark in sample.marks[:5]] + [*sample.marks[5:]]
    if sample.kind == "plan_outcome":
        marks[4] = replace(marks[4], stage_name=label)
    figure = draw_figure(replace(sample, marks=tuple(marks), width=width))
    assert faults(figure) == []
    if sample is not POPULATION:  # of one line the name is the chart's own
        assert label.replace(" ", "") in "".join(texts(figure)).replace(" ", "")


def order_of(*figures: tuple[str, float, float, float]) -> list[str]:
    """What ranked bars say of figures with their bounds, from top to bottom, without subtitle and source."""
    marks = tuple(
        quantity(name, value, f"{value}个", bounds=(low, high)) for name, value, low, high in figures
    )
    chart = ChartSpec(
        "ties", "ranked_bars", 1176, "#123456", "", "", marks, {"tied": " tied", "some_tied": "some"}
    )
    names = {figure[0] for figure in figures}
    return [text for text in texts(draw_figure(chart)) if text in names or "tied" in text or text == "some"]


def test_what_digits_do_not_order_keeps_its_order_and_is_named() -> None:
    loose, exact, low = ("a", 50.0, 45.0, 55.0), ("b", 52.85, 52.845, 52.855), ("c", 12.65, 12.645, 12.655)
    assert order_of(loose, exact, low) == ["a", "b", "c", "a、b tied"]
    assert order_of(exact, loose, low) == ["b", "a", "c", "b、a tied"]
    assert order_of(low, exact) == ["b", "c"]


def test_neighbouring_counts_are_in_order_and_equal_ones_are_not() -> None:
    assert order_of(("a", 1, 0.5, 1.5), ("b", 2, 1.5, 2.5)) == ["b", "a"]
    assert order_of(("a", 1, 0.5, 1.5), ("b", 1, 0.5, 1.5)) == ["a", "b", "a、b tied"]


def test_of_many_that_are_tied_it_is_said_once() -> None:
    assert order_of(*((f"n{n}", 1.0, 0.5, 1.5) for n in range(9)))[-1] == "some"


@pytest.mark.parametrize("width", [WIDTHS[0], WIDTHS[-1]])
def test_300_rows_keep_their_labels(width: int) -> None:
    marks = tuple(
        quantity(f"第{i}号村道", i * 3.7, f"约{i * 3.7:,.1f}公里", qualifier="about") for i in range(300)
    )
    figure = draw_figure(replace(ROADS, marks=marks, width=width))
    assert faults(figure) == []
    assert {mark.label for mark in marks} <= set(texts(figure))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.chart)
def test_a_cropped_picture_still_says_what_where_when_and_who(sample: ChartSpec) -> None:
    for width in WIDTHS:
        written = texts(draw_figure(at(sample, width)))
        kept = "".join(written).replace(" ", "")
        for part in (*sample.subtitle.split(" · "), *sample.source.split(" · ")):
            assert part.replace(" ", "") in kept


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.chart)
def test_no_text_is_smaller_than_twelve_pixels(sample: ChartSpec) -> None:
    sizes = [trace.textfont.size for trace in scatters(draw_figure(sample), "text")]
    assert min(sizes) >= 12


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.chart)
def test_a_figure_is_small_and_the_same_each_time(sample: ChartSpec) -> None:
    one, other = draw_figure(sample).to_json(), draw_figure(sample).to_json()
    assert one == other
    assert len(one) < (9000 if sample.kind == "status_grid" else 7000)
    assert "template" not in json.loads(one)["layout"]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.chart)
def test_every_figure_drawn_says_where_it_comes_from_under_the_pointer(sample: ChartSpec) -> None:
    told = [text for trace in draw_figure(sample).data for text in trace.customdata or ()]
    joined = "".join(told).replace("<br>", "")
    assert all("".join(mark.hover).replace(" ", "") in joined.replace(" ", "") for mark in sample.marks)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.chart)
def test_markup_in_a_label_stays_text(sample: ChartSpec) -> None:
    evil = '<a href="https://example.org">甲&乙</a>'
    marks = (
        replace(sample.marks[0], label=evil, series=sample.marks[0].series, hover=(evil,)),
        *sample.marks[1:],
    )
    figure = draw_figure(replace(sample, marks=marks, subtitle=evil))
    written = [text for trace in scatters(figure, "text") for text in trace.text]
    said = [text for trace in figure.data for text in trace.customdata or ()]
    assert "&lt;a href" in "".join(written) and "&lt;a href" in "".join(said)
    assert all("<" not in text.replace("<br>", "") and "&乙" not in text for text in (*written, *said))


def test_bars_start_at_zero_and_are_as_long_as_their_figures() -> None:
    lengths = [length for _, length in bars(draw_figure(ROADS))]
    drawn = [trace for trace in draw_figure(ROADS).data if trace.type == "bar" and trace.hoverinfo == "skip"]
    boxes = [box for trace in drawn for box in zip(trace.base, trace.width, strict=True)]
    starts = [start for start, thick in boxes if thick > SAMPLE]
    assert max(starts) - min(starts) < 1  # what an outline lies inside by
    shares = sorted(length / max(lengths) for length in lengths)
    assert shares == pytest.approx(
        sorted(mark.value / 52.85 for mark in ROADS.marks if mark.value), abs=0.002
    )


def test_a_line_is_ruled_off_for_what_changed() -> None:
    *rest, last = sorted((mark for mark in REVENUE.marks), key=lambda mark: mark.order)
    for word in ("broken", "moved"):
        ruled = draw_figure(replace(REVENUE, marks=(*rest, replace(last, gaps=(word,)))))
        assert word in texts(ruled)
    assert not {"broken", "moved"} & {*texts(draw_figure(REVENUE))}


def test_the_largest_figure_stands_on_top() -> None:
    written = texts(draw_figure(ROADS))
    assert [text for text in written if text.endswith("公里") and text[:1] in "约1"] == [
        "约52.85公里",
        "约50公里",
        "12.65公里",
        "约0.8公里",
    ]


def test_figures_that_are_not_exact_are_hatched_and_exact_ones_are_not() -> None:
    hatched = [bool(trace.marker.pattern.shape) for trace, _ in bars(draw_figure(ROADS))]
    assert sorted(hatched) == [False, True, True, True]


def test_a_plan_is_hollow_and_called_a_plan() -> None:
    figure = draw_figure(LAND)
    assert {trace.marker.color for trace, _ in bars(figure)} == {CLEAR}
    assert sum("（计划）" in text for text in texts(figure)) == len(LAND.marks)


def test_a_plan_is_called_so_once_in_either_language() -> None:
    plan = quantity("计划投资", 3, "3万元", status="plan")
    plant = quantity("Power plant", 3, "3", status="plan")
    assert LAND.label(plan) == "计划投资"
    assert replace(LAND, words={"plan": "plan"}).label(plant) == "Power plant (plan)"


def test_a_derived_rest_is_grey_and_called_derived() -> None:
    figure = draw_figure(SPENDING)
    assert TINT in {trace.marker.color for trace, _ in bars(figure)}
    assert "其他支出（推算）" in texts(figure)


def test_a_zero_has_no_bar_but_its_figure_is_written() -> None:
    figure = draw_figure(replace(ROADS, marks=(quantity("新建", 0, "0公里"), *ROADS.marks)))
    assert min(length for _, length in bars(figure)) == 0
    assert "0公里" in texts(figure)
    assert "0公里" in texts(draw_figure(replace(ROADS, marks=(quantity("新建", 0, "0公里"),))))


@pytest.mark.parametrize(
    ("value", "full", "part"), [(95.88, 95, 0.88), (100, 100, 0), (0.4, 0, 0.4), (0, 0, 0)]
)
def test_the_grid_fills_as_many_squares_as_the_figure_says(value: float, full: int, part: float) -> None:
    figure = draw_figure(replace(INSURANCE, marks=(quantity("参保率", value, f"{value}%"),)))
    filled = [length for trace, length in bars(figure) if trace.marker.color == INSURANCE.color]
    side = max(length for _, length in bars(figure))
    assert filled.count(side) == full
    assert sum(filled) / side == pytest.approx(full + part, abs=0.01 + EDGE * part)
    assert sum(1 for _ in bars(figure)) == 100 + (part > 0)
    if 0 < value < 100:
        assert next(bars(figure))[0].marker.color == TINT  # what is filled lies on what is empty


def test_projects_stand_from_finished_to_unfinished_one_square_each() -> None:
    figure = draw_figure(SCHOOLS)
    written = [text for text in texts(figure) if text in ("竣工 2", "基本完工 25个", "在建 3")]
    assert written == ["竣工 2", "基本完工 25个", "在建 3"]
    discs = {len(trace.x): trace.marker.color for trace in scatters(figure, "markers")}
    assert discs == {2: SCHOOLS.color, 25: "#ffffff", 3: "#ffffff"}
    parts = [trace for trace in scatters(figure, "lines") if trace.fill == "toself"]
    assert len({len(trace.x) for trace in parts}) == len(parts) == 2


def test_where_projects_are_of_several_periods_each_says_its_own() -> None:
    dated = [replace(mark, period="2022年") for mark in SCHOOLS.marks]
    assert not any("（2022年）" in text for text in texts(draw_figure(replace(SCHOOLS, marks=tuple(dated)))))
    marks = (replace(dated[0], period="2023年"), *dated[1:])
    for width in WIDTHS:
        figure = draw_figure(replace(at(SCHOOLS, width), marks=marks))
        written = "".join(texts(figure))
        assert faults(figure) == []
        assert all(
            text in written for text in ("二十中（2023年）", "三十小（2022年）", "基本完工 25个（2022年）")
        )


def test_a_planned_stage_stands_apart_from_the_same_stage_reached() -> None:
    planned = replace(SCHOOLS.marks[0], label="六幼", breakdown="六幼", status="plan")
    written = texts(draw_figure(replace(SCHOOLS, marks=(*SCHOOLS.marks, planned))))
    assert "竣工 2" in written and "竣工（计划） 1" in written


def test_a_stage_that_does_not_say_finished_is_never_drawn_solid() -> None:
    unknown = replace(CENTRE, marks=(staged("甲", "not_yet_known", "某阶段", 4),))
    for sample in (CENTRE, unknown):
        rings = scatters(draw_figure(sample), "lines")
        assert {(trace.line.dash, trace.fill) for trace in rings} == {("dot", None)}
        assert not scatters(draw_figure(sample), "markers")


def test_an_inexact_count_of_projects_is_written_as_printed() -> None:
    counted = staged(
        "其他", "completed", "竣工", 7, named=False, value=20.0, text="20余个", qualifier="more_than"
    )
    assert "竣工 20余个" in texts(draw_figure(replace(SCHOOLS, marks=(counted,))))


def test_large_numerals_keep_qualifier_and_unit() -> None:
    figure = draw_figure(replace(RELIEF, marks=(quantity("救助", 50, "约50万元", qualifier="about"),)))
    assert {"约", "50", "万元"} <= set(texts(figure))
    assert max(trace.textfont.size for trace in scatters(figure, "text")) >= 40


def test_figures_beside_each_other_have_their_digits_in_one_column() -> None:
    figure = draw_figure(RELIEF)
    digits = [trace for trace in scatters(figure, "text") if trace.textposition == "middle left"]
    assert [tuple(trace.text) for trace in digits] == [("3,307.18", "40")]
    assert len({x for trace in digits for x in trace.x}) == 1
    assert {"万元", "户"} <= set(texts(figure))


@pytest.mark.parametrize("width", WIDTHS)
def test_a_legend_says_what_is_hatched_where_both_kinds_of_figures_meet(width: int) -> None:
    meeting = texts(draw_figure(at(ROADS, width)))
    assert {"原文为确数", "原文为约数"} <= set(meeting)
    alike = replace(ROADS, marks=tuple(mark for mark in ROADS.marks if mark.qualifier == "about"))
    assert not {"原文为确数", "原文为约数"} & set(texts(draw_figure(at(alike, width))))


def test_points_of_a_line_stand_at_their_true_dates() -> None:
    figure = draw_figure(REVENUE)
    first = scatters(figure, "markers")[0]
    gaps = [b - a for a, b in zip(first.x, first.x[1:], strict=False)]
    assert gaps[0] / gaps[1] == pytest.approx(731 / 365, rel=0.02)


@pytest.mark.parametrize(
    ("years", "joined"), [((2019, 2020, 2021), [3]), ((2019, 2020, 2022), [2]), ((2019, 2021), [])]
)
def test_a_line_stops_where_a_year_is_missing(years: tuple[int, ...], joined: list[int]) -> None:
    marks = tuple(
        replace(
            POPULATION.marks[0],
            period=f"{year}年",
            order=(date(year, 12, 31), date(year, 1, 1)),
            gaps=("missing",) if year - before > 1 else (),
        )
        for before, year in pairwise((2018, *years))
    )
    lines = scatters(draw_figure(replace(POPULATION, marks=marks)), "lines")
    assert [len(trace.x) for trace in lines if trace.line.width == 2] == joined


def test_where_dots_would_run_together_a_panel_marks_ends_and_plans() -> None:
    years = [year for year in range(1990, 2024) if year != 2001]
    marks = tuple(
        replace(
            COUNTIES.marks[0],
            value=1.0 + year % 7,
            period=f"{year}年",
            order=(date(year, 12, 31), date(year, 1, 1)),
            status="target" if year == 2023 else "actual",
            gaps=("missing",) if year == 2002 else (),
        )
        for year in years
    )
    dots = scatters(draw_figure(replace(COUNTIES, marks=marks, width=WIDTHS[0])), "markers")
    assert sorted(len(trace.x) for trace in dots) == [1, 4]  # 1990, 2000, 2002 and 2022; the target


@pytest.mark.parametrize("width", WIDTHS)
def test_bars_stand_no_closer_than_pictures_are_told(width: int) -> None:
    assert draw_figure(at(ROADS, width)).layout.height >= CLOSE * len(ROADS.marks)


def test_a_line_to_a_target_is_dotted_and_its_point_hollow() -> None:
    lines = scatters(draw_figure(REVENUE), "lines")
    dots = scatters(draw_figure(REVENUE), "markers")
    assert [trace.line.dash for trace in lines].count("dot") == 1
    assert [len(trace.x) for trace in dots if trace.marker.color == "#ffffff"] == [1]
    assert any("目标" in text for text in texts(draw_figure(at(REVENUE, 1176))))


@pytest.mark.parametrize("width", WIDTHS)
def test_a_plan_stands_beside_what_became_of_it(width: int) -> None:
    figure = draw_figure(at(PLANS, width))
    written = "\n".join(texts(figure))
    assert all(text in written for text in ("竣工", "在建", "10,885 万元", "收录文件中没有", "计划"))
    assert faults(figure) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_only_what_is_told_to_be_unfinished_after_its_time_is_late(width: int) -> None:
    aim = {"status": "plan", "period": "2022年10月", "order": (date(2022, 10, 31),)}
    told = {"period": "2022年", "order": (date(2022, 12, 31),)}
    early = {"period": "2021年", "order": (date(2021, 12, 31),)}
    marks = (
        *(planned(name, 100) for name in ("甲", "乙", "丙")),
        *(staged(name, "in_use", "投用", 8, **aim) for name in ("甲", "乙", "丙")),
        staged("甲", "under_construction", "加快建设", 5, **told),
        staged("乙", "completed", "竣工", 7, **told),
        staged("丙", "under_construction", "加快建设", 5, **early),
    )
    figure = draw_figure(replace(at(PLANS, width), marks=marks))
    assert sum(text.count("晚于计划") for text in texts(figure)) == 1
    assert faults(figure) == []
    names = [text for text in texts(figure) if text in ("甲", "乙", "丙")]
    assert names[0] == "甲"


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.text(min_size=1, max_size=60), st.floats(0, 1e9)), min_size=1, max_size=12),
    st.integers(260, 1300),
)
@example([("）" * 30, 1.0), ("1" * 60, 2.0)], 260)
def test_any_labels_and_lengths_fit_any_width(rows: list[tuple[str, float]], width: int) -> None:
    marks = tuple(Mark(label, value, f"{value:,.2f}万元") for label, value in rows)
    assert faults(draw_figure(replace(ROADS, marks=marks, width=width))) == []


@settings(max_examples=40)
@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30), st.integers(260, 1300))
def test_labels_of_any_line_find_room_or_stay_away(values: list[float], width: int) -> None:
    marks = tuple(
        quantity("速", value, f"{value:,.1f}%", period=f"{1990 + i}年", order=(date(1990 + i, 12, 31),))
        for i, value in enumerate(values)
    )
    assert faults(draw_figure(replace(POPULATION, marks=marks, width=width))) == []
