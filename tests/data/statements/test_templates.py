"""A line is said where its conditions are met, and the largest is one only by the digits printed."""

from __future__ import annotations

import pytest

from data.model.catalog import Catalog, build_catalog
from data.model.observation import Observation
from data.statements.templates import figure_of, groups_of, lines_to_say, names_in
from tests.setup.content import read_content


def figure(printed: str, breakdown: str = "", *, status: str = "actual", period: str = "2022") -> Observation:
    value = float("".join(c for c in printed if c.isdecimal() or c == ".") or 0)
    return Observation("131002", "jobs", period, breakdown, status, "report", printed, value, "", "")


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return build_catalog(read_content())


@pytest.mark.parametrize(
    ("printed", "top"),
    [
        (["52.85公里", "12.65公里"], "0"),
        (["约50公里", "约52.85公里"], None),  # 约50: 45 to 55
        (["约50公里", "约56公里"], "1"),
        (["8000余个", "8999个"], None),
        (["8000余个", "9001个"], "1"),
        (["2人", "1人"], "0"),
        (["1.8万平方米", "1.4万平方米", "1.4万平方米"], "0"),
        (["1.4万平方米", "1.4万平方米", "1.2万平方米"], None),
        (["超过60个", "50个"], "0"),
        (["超过60个", "100个"], None),  # there is no upper end
        (["不足60个", "50个"], None),
        (["10—20个", "15个"], None),
        (["10—20个", "21个"], "1"),
        (["5个"], None),
    ],
)
def test_the_largest_is_one_only_where_all_of_it_lies_above_every_other(
    printed: list[str], top: str | None
) -> None:
    for order in (1, -1):
        rows = [figure(text, str(n)) for n, text in enumerate(printed)][::order]
        found = figure_of(rows, "jobs", "top")
        assert (found and found.breakdown) == top


def test_of_each_group_the_newest_counts() -> None:
    rows = [figure("3个", "a", period="2022"), figure("9个", "a", period="2021"), figure("5个", "b")]
    assert [o.printed for o in groups_of(rows)] == ["3个", "5个"]
    assert (found := figure_of(rows, "jobs", "top")) and found.breakdown == "b"


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("目标数。", ["目标数。"]),
        ("{jobs?}岗位。", ["岗位。"]),
        ("{people?}人。", []),
        ("{jobs@target?}目标数。", []),
        ("{jobs@actual?}完成数。", ["完成数。"]),
        ("{jobs@131002@2022?}本区。", ["本区。"]),
        ("{jobs@131002@2021?}本区。", []),
        ("{jobs@male?}男。", ["男。"]),
        ("{jobs@report?}报告。\n{jobs@gazette?}公报。\n共{jobs}。", ["报告。", "共{jobs}。"]),
        ("{jobs?}{people?}两样都有。", []),
        ("\n{jobs?}一。\n{jobs?}二。\n", ["一。", "二。"]),
        ("", []),
    ],
)
def test_a_line_is_said_only_where_a_figure_drawn_meets_its_condition(
    catalog: Catalog, template: str, said: list[str]
) -> None:
    drawn = [figure("5个"), figure("2个", "male")]
    assert lines_to_say(catalog, template, drawn) == said


def test_one_figure_has_to_meet_all_of_a_condition(catalog: Catalog) -> None:
    drawn = [figure("5个", period="2021"), figure("6个", status="target")]
    assert lines_to_say(catalog, "{jobs@2021@target?}去年的目标。", drawn) == []


def test_a_condition_can_ask_for_a_stage(catalog: Catalog) -> None:
    started = Observation("131002", "school", "2022", "a", "actual", "report", "开工", None, "", "")
    assert lines_to_say(catalog, "{school@started?}开工了。\n{school@completed?}竣工了。", [started]) == [
        "开工了。"
    ]


def test_a_condition_gives_no_figure() -> None:
    assert names_in("{jobs?}{people@male?}共{women@top}") == {"women"}
