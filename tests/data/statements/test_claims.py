"""A title may claim only what the digits printed bear out, over all figures that are drawn."""

from __future__ import annotations

import pytest

from data.model.catalog import build_catalog
from data.model.observation import Observation
from data.statements.claims import Words, claims_in, is_borne_out, words_in
from data.statements.templates import figures_in
from tests.setup.content import read_content

WORDS: Words = {
    "most": ["最多", "最长", "largest", "most"],
    "least": ["最少", "fewest"],
    "more": ["多于", "较多", "超过", "more than"],
    "less": ["少于", "less than"],
    "rise": ["增长", "增加", "rose", "up"],
    "fall": ["下降", "fell"],
    "first": ["首次", "历史最多", "record"],
    "unlike": ["不可比"],
}
CATALOG = build_catalog(
    read_content()
    | {
        "regions": [{"id": "young", "name": "新区", "parent": "", "level": "district", "since": "2021-06"}],
        "themes": [
            {
                **{"id": "t", "name": "t", "order": 1, "color": "#000000"},
                "indicator": [
                    {"id": id, "name": id, "unit": unit, "change": id == "growth"}
                    for id, unit in (
                        *(("wells", "个"), ("rigs", "个"), ("cost", "元"), ("revenue", "亿元")),
                        *(("spending", "亿元"), ("growth", "%")),
                    )
                ],
            }
        ],
    }
)


def figure(
    indicator: str,
    printed: str,
    breakdown: str = "",
    period: str = "2022",
    status: str = "actual",
    note: str = "",
) -> Observation:
    value = float("".join(c for c in printed if c.isdecimal() or c in ".-") or 0)
    return Observation("r", indicator, period, breakdown, status, "d", printed, value, "", note)


def borne_out(line: str, *rows: Observation, compares: bool = True) -> bool:
    """Whether every claim of a line is, of figures of which the newest come first."""
    figures = figures_in(line, rows)
    assert figures is not None
    claims = claims_in(line, WORDS)
    assert claims
    return all(is_borne_out(CATALOG, c, line, figures, rows, compares=compares) for c in claims)


# ---- the words --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("打井{a}个，北井最多", ["最多"]),
        ("{largest}井", []),  # a placeholder's own name claims nothing
        ("历史最多", ["历史最多"]),  # and not 最多 within it
        ("The Largest site; almost all", ["Largest"]),
        ("uproar, an upper bound", []),
        ("Up 3%", ["Up"]),
        ("各项不可比", ["不可比"]),
        ("打井{a}个", []),
    ],
)
def test_a_claim_is_told_by_its_words_the_longest_of_those_within_each_other(
    text: str, found: list[str]
) -> None:
    assert [claim.word for claim in words_in(text, WORDS)] == found


def test_that_things_do_not_compare_is_no_claim_of_figures() -> None:
    assert claims_in("各项不可比", WORDS) == []
    assert claims_in("各项最多", {}) == []


# ---- of all -----------------------------------------------------------------------------------

NORTH, SOUTH, EAST = (
    figure("wells", "40余个", "north"),
    figure("wells", "12个", "south"),
    figure("wells", "45个", "east"),
)


@pytest.mark.parametrize(
    ("line", "rows", "holds"),
    [
        ("{wells@north}，北井最多", [NORTH, SOUTH], True),
        ("{wells@north}，北井最多", [NORTH, SOUTH, EAST], False),  # 40余: 40 to 50
        ("{wells@south}，南井最多", [NORTH, SOUTH], False),
        ("{wells@south}，南井最少", [NORTH, SOUTH, EAST], True),
        ("{wells@east}，东井最少", [NORTH, EAST], False),
        ("Largest: {wells@north}", [NORTH, SOUTH], True),
        ("Largest: {wells@south}; {wells@north} in the north", [NORTH, SOUTH], False),  # the nearest is meant
        ("{wells@count}处中{wells@north}最多", [NORTH, SOUTH], True),
        ("北井最多，{wells@count}处", [NORTH, SOUTH], False),  # no figure is named
        ("{wells@north}最多", [NORTH], False),  # there is nothing that it is more than
        ("{wells@north}，北井较多", [NORTH, SOUTH], True),
        ("{wells@north}，北井较多", [NORTH, EAST], False),
    ],
)
def test_the_most_lies_above_every_other_figure_drawn(
    line: str, rows: list[Observation], holds: bool
) -> None:
    assert borne_out(line, *rows) is holds
    assert borne_out(line, *rows[::-1]) is holds


@pytest.mark.parametrize("facts", [{"note": "口径：含废井"}, {"note": "含废井"}, {"status": "plan"}])
def test_nothing_is_the_most_beside_what_counts_otherwise(facts: dict[str, str]) -> None:
    line, south = "{wells@north}，北井最多", figure("wells", "12个", "south", **facts)
    assert not borne_out(line, NORTH, south)


def test_another_indicator_of_the_same_unit_counts_and_one_of_another_unit_does_not() -> None:
    line = "{wells@north}，北井最多"
    assert not borne_out(line, NORTH, SOUTH, figure("rigs", "60个"))
    assert borne_out(line, NORTH, SOUTH, figure("cost", "60元"))


@pytest.mark.parametrize(
    ("line", "holds"),
    [
        ("北井{wells@north}，多于南井{wells@south}", True),
        ("南井{wells@south}，多于北井{wells@north}", False),
        ("南井{wells@south}，少于北井{wells@north}", True),
        ("北井{wells@north}少于东井{wells@east}", False),
        ("{wells@north} in the north, more than {wells@south}", True),
    ],
)
def test_of_two_that_are_compared_one_lies_above_the_other(line: str, holds: bool) -> None:
    assert borne_out(line, NORTH, SOUTH, EAST) is holds


# ---- over time --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("newer", "older", "rose", "fell"),
    [
        ("320.2亿元", "341.5亿元", False, True),
        ("341.5亿元", "320.2亿元", True, False),
        ("约50亿元", "48亿元", False, False),
        ("5万元", "5万元", False, False),
        ("3.3亿元", "3.25亿元", False, False),
    ],
)
def test_a_rise_is_one_by_the_digits_of_two_times_that_compare(
    newer: str, older: str, rose: bool, fell: bool
) -> None:
    rows = figure("revenue", newer, period="2023"), figure("revenue", older, period="2022")
    assert borne_out("收入增长，达{revenue}", *rows) is rose
    assert borne_out("收入下降，为{revenue}", *rows) is fell
    assert not borne_out("收入增长，达{revenue}", *rows, compares=False)


def test_the_time_before_is_what_counts_and_not_the_first() -> None:
    rows = [figure("revenue", f"{n}亿元", period=str(year)) for n, year in ((4, 2023), (5, 2022), (1, 2021))]
    assert not borne_out("收入增长，达{revenue}", *rows)


@pytest.mark.parametrize(
    "older",
    [
        figure("revenue", "3亿元", period="2021-H1"),
        figure("revenue", "3亿元", period="2021", status="target"),
        figure("revenue", "3亿元", period="2021", breakdown="tax"),
        figure("revenue", "3亿元", period="2021", note="口径：含基金"),
        figure("spending", "3亿元", period="2021"),
    ],
)
def test_what_does_not_compare_shows_no_rise(older: Observation) -> None:
    assert not borne_out("收入增长，达{revenue}", figure("revenue", "5亿元"), older)


def test_an_estimate_shows_no_rise_nor_does_a_territory_that_changed() -> None:
    older = figure("revenue", "3亿元", period="2021")
    line = "收入增长，达{revenue}"
    assert borne_out(line, figure("revenue", "5亿元"), older)
    assert not borne_out(line, figure("revenue", "5亿元", status="estimate"), older)
    young = [row._replace(region="young") for row in (figure("revenue", "5亿元"), older)]
    assert not borne_out(line, *young)


@pytest.mark.parametrize(
    ("line", "printed", "holds"),
    [
        ("收入增长{growth}", "8.8%", True),
        ("收入增长{growth}", "0%", False),
        ("收入增长{growth}", "-3.2%", False),
        ("收入下降{growth}", "-3.2%", True),
        ("收入下降{growth}", "3.2%", False),
        ("{growth} more than a year before", "110.52万人", True),
        ("{growth} more than a year before", "约0.4万人", True),
    ],
)
def test_a_change_is_a_rise_where_it_lies_above_nothing(line: str, printed: str, holds: bool) -> None:
    assert borne_out(line, figure("growth", printed)) is holds


def test_growth_may_be_less_than_other_growth() -> None:
    rows = figure("growth", "8.8%", "urban"), figure("growth", "9.0%", "rural")
    assert borne_out("城镇{growth@urban}，少于农村{growth@rural}", *rows)


def test_no_digits_show_that_something_is_the_first() -> None:
    assert not borne_out("首次打井{wells@north}", NORTH)
