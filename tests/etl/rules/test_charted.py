"""What a chart can't draw of any region, at latest or in a year, is a fault of the figure that forbids it."""

from __future__ import annotations

import pytest

from data.errors import Fault
from data.statements.chart_kinds import CHART_KINDS
from etl.rules.checking import check
from tests.etl.second_document import add_yearbook
from tests.etl.small_curated import SmallCurated

THEME, CSV, BREAKDOWNS = "curated/themes/water.toml", "curated/documents/report.csv", "curated/breakdowns.csv"
SUPPLY = "supply,110101,2022,,约1234.5万立方米,,第1段,"
COST = "plant_cost,110101,2022,north_plant,1.2亿元,plan,第2段,"
PLANTS = ("north_plant", "south_plant", "waterworks")
CHART = '\n[[chart]]\nid = "{kind}"\nkind = "{kind}"\nname = "图"\nindicators = ["{id}"]\n'
PARTS = [f"supply,110101,2022,{part},5万立方米,,第1段," for part in PLANTS]
YEARS = [
    f"supply,110101,{year},{part},5万立方米,,第1段,"
    for year in (2021, 2022)
    for part in (*PLANTS, "east", "west")
]
FUTURE = [f"supply,110101,2023,,5万立方米,{status},第1段," for status in ("plan", "goal")]

# kind, its indicator, the rows added, which of them is told of, why
REFUSED: list[tuple[str, str, list[str], int, str]] = [
    ("ranked_bars", "supply", ["supply,110101,2022,north_plant,-5万立方米,,第1段,"], 0, "below zero"),
    ("unit_grid", "coverage", ["coverage,110101,2022,north_plant,90%,,第1段,"], 0, "it takes one figure"),
    ("unit_grid", "coverage", ["coverage,110000,2022,,100.5%,,第1段,"], 0, "over 100"),
    ("statement", "supply", [*PARTS, "supply,110101,2022,east,5万立方米,,第1段,"], 3, "one to four figures"),
    ("line", "supply", YEARS, 4, "too many lines"),
    ("line", "supply", ["supply,110101,2021,,5万立方米,,第1段,", *FUTURE], 2, "two figures at one time"),
    ("dots", "supply", ["supply,110101,2021,,5万立方米,,第1段,", *FUTURE], 2, "two figures at one time"),
    (
        "small_multiples",
        "supply",
        ["supply,110101,2021,,5万立方米,,第1段,", *FUTURE],
        2,
        "two figures at one time",
    ),
    ("status_grid", "plant_stage", [], 0, "1 to 500 projects"),
    ("plan_outcome", "plant_cost", ["plant_cost,110101,2023,north_plant,1亿元,plan,第2段,"], 0, "two plans"),
    ("share_bar", "coverage", [], 0, "don't add to 100"),
]


def prepare(curated: SmallCurated, kind: str, id: str, rows: list[str]) -> None:
    """Add rows, more places and statuses for them to speak of, and a chart where the folder has none."""
    curated.edit(BREAKDOWNS, "", "east,东厂,project,\nwest,西厂,project,\n")
    curated.edit("curated/statuses.csv", "", "goal,目标\n")
    curated.edit(CSV, "", "".join(f"{row}\n" for row in rows))
    if kind in ("ranked_bars", "unit_grid", "line", "dots", "small_multiples"):
        curated.edit(THEME, "", CHART.format(kind=kind, id=id))
    if kind == "status_grid":
        curated.edit(CSV, "3座", "499座")
    if kind == "share_bar":
        curated.edit(THEME, '"100% - coverage"', '"90% - coverage"')
        curated.edit(CSV, "95.5%", "15.5%")


def refused(curated: SmallCurated) -> list[Fault]:
    return [fault for fault in check(curated.read()) if fault.code == "chart_refused"]


@pytest.mark.parametrize(
    ("kind", "id", "rows", "which", "why"), REFUSED, ids=[f"{one[0]}-{n}" for n, one in enumerate(REFUSED)]
)
def test_what_a_kind_cant_draw_is_told_of_the_figure_that_stands_in_the_way(
    curated: SmallCurated, kind: str, id: str, rows: list[str], which: int, why: str
) -> None:
    prepare(curated, kind, id, rows)
    told = [fault for fault in refused(curated) if f"({kind})" in fault.say("en")]
    assert told and all(why in fault.say("en") for fault in told)
    lines = curated.text(CSV).splitlines()
    where = rows[which] if rows else {"status_grid": "plants_started", "share_bar": "coverage"}[kind]
    places = [(fault.file, lines[(fault.line or 0) - 1], fault.column) for fault in told]
    assert any(line.startswith(where) for _, line, _ in places), places
    assert {(file, column) for file, _, column in places} == {("documents/report.csv", "printed")}


def test_every_kind_is_shown_refusing() -> None:
    assert {kind for kind, *_ in REFUSED} == set(CHART_KINDS)


def test_a_fault_says_which_chart_region_and_year_and_why_in_either_language(curated: SmallCurated) -> None:
    earlier = [f"coverage,110101,2021,{part},{share}%,,第1段," for part, share in (("", 90), ("east", 80))]
    prepare(curated, "unit_grid", "coverage", earlier)
    [fault] = [fault for fault in refused(curated) if "(unit_grid)" in fault.say("en")]
    assert fault.say("zh").startswith(
        "错误 [chart_refused] documents/report.csv › 第10行 › printed：“80%”；"
        "图表 图 [unit_grid]（unit_grid）画不出地区 甲区 [110101] 2021年的数字：只能画一个数字；"
    )
    assert "can't draw the 2021 figures of 甲区 [110101]: it takes one figure" in fault.say("en")


@pytest.mark.parametrize(
    "rows",
    [
        ["supply,110101,2021,,5万立方米,,第1段,", "supply,110101,2022,,5万立方米,plan,第1段,"],
        ["supply,110101,2023,,5万立方米,plan,第1段,"],
        ["supply,110101,2021-Q1,,5万立方米,,第1段,"],
        ["supply,110101,2021,,5万立方米,,第1段,", "supply,110101,2022,east,5万立方米,,第1段,"],
    ],
    ids=["a plan beside its result", "a plan only", "nothing comparable", "a second line of one point"],
)
def test_what_makes_no_line_is_no_chart_and_no_fault(curated: SmallCurated, rows: list[str]) -> None:
    prepare(curated, "line", "supply", rows)
    assert refused(curated) == []


def test_a_figure_that_another_document_supersedes_stands_in_no_charts_way(curated: SmallCurated) -> None:
    curated.edit(CSV, COST, COST.replace("1.2亿元", "-1.2亿元"))
    assert refused(curated)
    add_yearbook(curated, COST, more='supersedes = ["report"]\n')
    assert refused(curated) == []


def test_a_chart_without_figures_is_no_fault(curated: SmallCurated) -> None:
    curated.edit(CSV, SUPPLY + "\n", "")
    assert refused(curated) == []
