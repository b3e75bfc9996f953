"""A title states a finding only where every figure of it is published."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dashboard.charts.titles import fill
from dashboard.request.address import Address
from dashboard.request.context import Context, make_context
from data.model.observation import Observation
from data.statements.templates import names_in
from data.store.queries import open_release
from data.store.tables import open_store


@pytest.fixture(scope="module")
def context(store_url: str) -> Iterator[Context]:
    engine = open_store(store_url, read_only=True)
    yield make_context(open_release(engine), Address("overview"))
    engine.dispose()


@pytest.fixture(scope="module")
def rows(context: Context) -> list[Observation]:
    return context.rows(context.reader.catalog.indicators)


def test_a_figure_stands_in_the_title_as_published(context: Context, rows: list[Observation]) -> None:
    assert fill("提供岗位{job_fair_vacancies}。", rows, context) == "提供岗位8000余个。"


def test_a_figure_of_one_project_is_named_by_it(context: Context, rows: list[Observation]) -> None:
    assert fill("{road_works_length@lighting_works}", rows, context) == "约50公里"
    assert fill("{road_works_length@county_roads}", rows, context) == "12.65公里"


def test_one_project_does_not_stand_for_all(context: Context, rows: list[Observation]) -> None:
    assert fill("{road_works_length}", rows, context) == ""


def test_the_top_is_the_name_of_the_largest_as_its_source_gives_it(
    context: Context, rows: list[Observation]
) -> None:
    assert fill("{school_planned_land@top}最多", rows, context) == "廊坊市第二十中学（计划）最多"
    english = make_context(context.reader, Address("overview", lang="en"))
    assert fill("Largest: {school_planned_land@top}", rows, english) == "Largest: No. 20 Middle School (Plan)"


def test_the_top_is_none_where_the_digits_printed_do_not_order(
    context: Context, rows: list[Observation]
) -> None:
    roads = [o for o in rows if o.indicator == "road_works_length"]
    assert {"约50公里", "约52.85公里"} < {o.printed for o in roads}
    assert fill("{road_works_length@top}最长", roads, context) == ""
    assert fill("{road_works_length@top}", roads[:1], context) == ""


def test_a_title_says_how_many_things_are_drawn(context: Context, rows: list[Observation]) -> None:
    assert fill("{road_works_length@count}项工程", rows, context) == "4项工程"


def test_a_title_with_a_figure_that_is_not_published_is_none(
    context: Context, rows: list[Observation]
) -> None:
    others = [o for o in rows if o.indicator != "job_fairs"]
    assert fill("{new_urban_jobs}与{job_fairs}", others, context) == ""


def test_a_derived_figure_is_called_derived(context: Context, rows: list[Observation]) -> None:
    assert fill("{other_share_of_budget}", rows, context) == "18.06%（推算）"


def test_a_title_says_of_which_time_a_figure_is(context: Context, rows: list[Observation]) -> None:
    assert (
        fill("{urban_resident_income@period}：{urban_resident_income}", rows, context)
        == "2019年前三季度：32204元"
    )
    english = make_context(context.reader, Address("overview", lang="en"))
    assert fill("{urban_resident_income@period}", rows, english) == "first three quarters of 2019"


def test_a_title_says_whether_a_figure_is_a_target_or_a_result(context: Context) -> None:
    for period, said in (("2015", "2015年目标70万人"), ("2013", "2013年实际71万人")):
        shown = make_context(context.reader, Address("overview", region="130000", period=period))
        template = "{urban_new_employment@period}{urban_new_employment@status}{urban_new_employment}"
        assert fill(template, shown.rows(["urban_new_employment"]), shown) == said


def test_the_time_in_a_title_is_that_of_the_figure_in_it(context: Context, rows: list[Observation]) -> None:
    template = "{resident_population@period}：{resident_population}"
    assert fill(template, rows, context) == "2020年11月1日：47.98万人"
    (newest, *_) = [o for o in rows if o.indicator == "resident_population"]
    group = newest._replace(breakdown="male", period="2021-11-01")
    assert fill(template, [group, newest], context) == "2020年11月1日：47.98万人"


def test_figures_of_groups_alone_say_their_time_too(context: Context, rows: list[Observation]) -> None:
    assert fill("{resident_population_by_sex@period}", rows, context) == "2010年11月1日"
    assert fill("{resident_population_by_sex@period}", [], context) == ""


@pytest.mark.parametrize(
    ("status", "template", "said"),
    [
        ("target", "参保率达到{basic_insurance_coverage}", "参保率达到95.88%（目标）"),
        ("plan", "参保率达到{basic_insurance_coverage}", "参保率达到95.88%（计划）"),
        ("estimate", "参保率达到{basic_insurance_coverage}", "参保率达到95.88%（预计）"),
        ("target", "参保率的目标是{basic_insurance_coverage}", "参保率的目标是95.88%"),
        ("actual", "参保率达到{basic_insurance_coverage}", "参保率达到95.88%"),
    ],
)
def test_what_has_not_happened_is_called_a_plan_or_target_wherever_the_title_does_not(
    context: Context, rows: list[Observation], status: str, template: str, said: str
) -> None:
    planned = [o._replace(status=status) for o in rows]
    assert fill(template, planned, context) == said


def test_a_target_is_never_said_where_there_is_a_result(context: Context, rows: list[Observation]) -> None:
    covered = next(o for o in rows if o.indicator == "basic_insurance_coverage")
    target = covered._replace(period="2023", status="target", printed="96%", value=96.0)
    assert fill("{basic_insurance_coverage}", [target, covered], context) == "95.88%"


def test_the_largest_of_plans_is_called_a_plan_once(context: Context, rows: list[Observation]) -> None:
    said = fill("计划占地最多的是{school_planned_land@top}", rows, context)
    assert said == "计划占地最多的是廊坊市第二十中学"


def test_the_largest_is_sought_among_the_newest_figure_of_each(
    context: Context, rows: list[Observation]
) -> None:
    sites = [o for o in rows if o.indicator == "school_planned_land"]
    smaller = [
        o._replace(value=5.9, printed="5.9亩") if o.breakdown == "middle_school_20" else o for o in sites
    ]
    assert fill("{school_planned_land@top}", [*smaller, *sites], context) == "廊坊市第三十小学（计划）"


def test_a_title_in_english_says_the_figure_in_english(context: Context, rows: list[Observation]) -> None:
    english = make_context(context.reader, Address("overview", lang="en"))
    assert fill("{job_fair_vacancies}", rows, english) == "more than 8,000 vacancies"


def test_the_indicators_of_a_template_are_those_it_names() -> None:
    assert names_in("{one}与{two@part}、{three@top}，{one}") == {"one", "two", "three"}
