"""What each kind of chart refuses to draw."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.charts.figures.drawing import draw_figure
from dashboard.charts.figures.spec import ChartSpec
from data.errors import ChartRefused
from data.statements.chart_kinds import CHART_KINDS
from tests.dashboard.sample_specs import INSURANCE, PLANS, POPULATION, ROADS, SCHOOLS, SPENDING, quantity


def refusal(spec: ChartSpec) -> str:
    with pytest.raises(ChartRefused) as refused:
        draw_figure(spec)
    return refused.value.say("en")


@pytest.mark.parametrize("kind", CHART_KINDS)
def test_a_chart_without_figures_is_refused(kind: str) -> None:
    assert "can't be drawn" in refusal(replace(ROADS, kind=kind, marks=()))


@pytest.mark.parametrize("sample", [ROADS, SPENDING, INSURANCE, PLANS], ids=lambda sample: sample.kind)
@pytest.mark.parametrize("value", [-3.2, float("nan"), float("inf")])
def test_what_cannot_be_a_length_is_refused(sample: ChartSpec, value: float) -> None:
    first = replace(sample.marks[0], value=value)
    refusal(replace(sample, marks=(first, *sample.marks[1:])))


@pytest.mark.parametrize("sample", [ROADS, SPENDING, INSURANCE, POPULATION], ids=lambda sample: sample.kind)
def test_a_mark_without_a_value_is_refused_where_lengths_count(sample: ChartSpec) -> None:
    refusal(replace(sample, marks=(replace(sample.marks[0], value=None), *sample.marks[1:])))


def test_parts_must_add_to_a_hundred() -> None:
    refusal(replace(SPENDING, marks=SPENDING.marks[:1]))
    close = (quantity("甲", 33.3, "33.3%"), quantity("乙", 33.3, "33.3%"), quantity("丙", 33.3, "33.3%"))
    draw_figure(replace(SPENDING, marks=close))
    refusal(replace(SPENDING, marks=(*close[:2], quantity("丙", 33.2, "33.2%"))))


def test_a_line_needs_two_points_and_one_figure_at_a_time() -> None:
    assert "two points" in refusal(replace(POPULATION, marks=POPULATION.marks[:1]))
    twice = (*POPULATION.marks, replace(POPULATION.marks[0], value=36.8))
    assert "two figures at one time" in refusal(replace(POPULATION, marks=twice))


def test_a_percentage_over_a_hundred_has_no_grid() -> None:
    refusal(replace(INSURANCE, marks=(quantity("支出进度", 100.4, "100.4%"),)))
    refusal(replace(INSURANCE, marks=INSURANCE.marks * 2))


def test_a_result_is_not_drawn_as_a_plan() -> None:
    refusal(replace(PLANS, marks=(replace(PLANS.marks[0], status="actual"), *PLANS.marks[1:])))
    refusal(replace(PLANS, marks=(PLANS.marks[0], *PLANS.marks)))


def test_more_projects_than_can_be_told_apart_are_refused() -> None:
    crowd = replace(SCHOOLS.marks[-1], value=501.0)
    refusal(replace(SCHOOLS, marks=(crowd,)))
