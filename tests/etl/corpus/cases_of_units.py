"""The unit of figures: over the table, beside the name, in a column, in a line within, and never two."""

from __future__ import annotations

from tests.etl.corpus.case import Case, reads, refuses
from tests.etl.corpus.cases_of_tables import LATER, SUPPLIED, SUPPLY, merged
from tests.etl.corpus.making import HEAD, READ, SOUND, Make, book, named, read, row

BARE = row(indicator="供水量", printed="1234.5")
COST = row(indicator="水厂计划投资", breakdown="北厂", printed="1.2亿元", status="计划")
COSTS = read(indicator="plant_cost", breakdown="north_plant", printed="1.2亿元", status="plan")
UNIT_LINE = ("", "", "", "", "", "", "", "单位：万立方米")
IN_UNIT, IN_PERCENT = named(printed="原文数字（万立方米）"), named(printed="原文数字（%）")


def two_units_above(line: str) -> tuple[Make, *tuple[str, ...]]:
    """A line over a table that has its unit in a column's name, and what is said of it."""
    return (
        book(BARE, above=[(line,)], head=IN_UNIT),
        *("rows_above_header A1", "two_units E2", "unit_from_header E3"),
    )


def unit_beside(unit: str, figure: tuple[object, ...], **names: str) -> Make:
    """A figure with a unit in a column of its own."""
    return book((*figure, unit), head=(*named(**names), "单位"))


CASES: list[Case] = [
    reads("the unit beside the name", book(BARE, head=IN_UNIT), SUPPLIED, notes="unit_from_header E2"),
    reads(
        "the unit in a line above",
        book(BARE, above=[UNIT_LINE]),
        SUPPLIED,
        notes="rows_above_header H1, unit_from_header E3",
    ),
    reads(
        "the unit in a column",
        book((*BARE, "万立方米"), head=(*HEAD, "单位")),
        SUPPLIED,
        notes="unit_from_header E2",
    ),
    reads(
        "one unit, of the figure and of its column", book(COST, head=named(printed="原文数字(亿元)")), COSTS
    ),
    *(
        refuses(
            f"1.2亿元 under （{unit}）", book(COST, head=named(printed=f"原文数字（{unit}）")), "two_units E2"
        )
        for unit in ("万元", "元", "万立方米", "吨")
    ),
    refuses(
        "1.2亿元 under 单位：万元",
        book(COST, above=[("单位：万元",)]),
        "rows_above_header A1",
        "two_units E3",
    ),
    refuses(
        "a figure's unit and that of the column beside it, not that of the table",
        book((*COST, "亿元"), head=(*named(printed="原文数字（万元）"), "单位")),
        "two_units I2",
    ),
    refuses(
        "the unit of a column of units, another with the figure", unit_beside("万元", COST), "two_units I2"
    ),
    refuses(
        "a unit beside the name of the column of units, another with the figure",
        book((*COST, ""), head=(*HEAD, "单位（万元）")),
        "two_units E2",
    ),
    refuses(
        "a unit beside the indicators' name, another with the figure",
        book(COST, head=named(indicator="指标（单位：万元）")),
        "two_units E2",
    ),
    reads(
        "a unit goes before 以上",
        book(row(indicator="供水量", printed="1234以上"), head=IN_UNIT),
        read(indicator="supply", printed="1234万立方米以上"),
        notes="unit_from_header E2",
    ),
    reads("a remark in brackets is no unit", book(head=named(printed="原文数字（照抄）")), READ),
    refuses(
        "two units",
        book(BARE, head=IN_UNIT, above=[("单位：立方米",)]),
        "rows_above_header A1",
        "two_units E2",
        "unit_from_header E3",
    ),
    *(
        refuses(f"{line}, and another beside the name", *two_units_above(line))
        for line in (
            "供水情况（单位：立方米）",
            "供水情况（立方米）",
            "供水情况表   单 位：立方米",
            "计量单位：立方米  2021年",
        )
    ),
    *(
        refuses(
            f"{line}, which nobody knows, over another beside the name",
            book(BARE, above=[("供水情况", line)], head=IN_UNIT),
            *("rows_above_header A1", "two_units B1", "unit_from_header E3"),
        )
        for line in (
            "单位：吨",
            "单位：万吨",
            "单位：亿m³",
            "单位：亿立方",
            "（单位：吨）",
            "供水情况（万吨）",
        )
    ),
    refuses(
        "a unit that nobody knows beside the name, another above",
        book(BARE, above=[("单位：万立方米",)], head=named(printed="原文数字（吨）")),
        *("rows_above_header A1", "two_units E2", "unit_from_header E3"),
    ),
    refuses(
        "a unit that nobody knows above, another in the column",
        book((*BARE, "万立方米"), above=[("单位：吨",)], head=(*HEAD, "单位")),
        *("rows_above_header A1", "two_units I3", "unit_from_header E3"),
    ),
    refuses(
        "a unit that nobody knows above, and no other",
        book(BARE, above=[("单位：吨",)]),
        *("rows_above_header A1", "missing_unit E3"),
    ),
    refuses(
        "a unit that nobody knows above, beside one that is known",
        book(BARE, above=[("单位：万立方米、吨",)]),
        *("rows_above_header A1", "missing_unit E3"),
    ),
    reads(
        "the unit above, without a colon",
        book(BARE, above=[("单位 万立方米",)]),
        SUPPLIED,
        notes="rows_above_header A1, unit_from_header E3",
    ),
    *(
        reads(
            f"{line}, which speaks of no unit, above",
            book(BARE, above=[(line,)], head=IN_UNIT),
            SUPPLIED,
            notes="rows_above_header A1, unit_from_header E3",
        )
        for line in (
            "单位：水务局",
            "编制单位：水务局",
            "单位：—",
            "单位：　　时间：2021年",
            "供水情况（千山区）",
        )
    ),
    reads(
        "the unit in the title",
        book(BARE, above=[("供水情况（单位：万立方米）",)]),
        SUPPLIED,
        notes="rows_above_header A1, unit_from_header E3",
    ),
    reads(
        "who reports, and in no unit",
        book(SUPPLY, above=[("填报单位：水务局",)]),
        SUPPLIED,
        notes="rows_above_header A1",
    ),
    refuses(
        "another unit above, in a cell beside its name",
        book(BARE, above=[("供水", "单位：", "立方米")], head=IN_UNIT),
        *("rows_above_header A1", "two_units E2", "unit_from_header E3"),
    ),
    refuses(
        "another unit in a note",
        book(row(indicator="供水量", printed="5", note="单位：立方米"), head=IN_UNIT),
        *("two_units H2", "unit_from_header E2"),
    ),
    reads(
        "one unit spelt in two ways",
        book(row(printed="6.5"), head=named(printed="原文数字（％）"), above=[("单位：%",)]),
        read(printed="6.5%"),
        notes="rows_above_header A1, unit_from_header E3",
    ),
    refuses(
        "several units above",
        book(BARE, above=[("单位：立方米、%",)]),
        *("rows_above_header A1", "missing_unit E3"),
    ),
    refuses(
        "several units above, and yet another beside the name",
        book(BARE, above=[("单位：立方米、%",)], head=IN_UNIT),
        *("rows_above_header A1", "two_units A1", "unit_from_header E3"),
    ),
    refuses(
        "another unit from a line on",
        book(BARE, ("单位：立方米",), LATER, head=IN_UNIT, edit=merged("A3:H3")),
        *("footnote_row A3", "two_units A3", "unit_from_header E2"),
    ),
    refuses(
        "another unit from a heading on",
        book(BARE, ("二、立方米（立方米）",), LATER, head=IN_UNIT, edit=merged("A3:H3")),
        *("footnote_row A3", "two_units A3", "unit_from_header E2"),
    ),
    refuses(
        "another unit in a footnote",
        book(BARE, ("注：以上单位为立方米。",), head=IN_UNIT),
        *("footnote_row A3", "two_units A3", "unit_from_header E2"),
    ),
    *(
        refuses(
            f"another unit in the footnote {footnote}",
            book(BARE, (footnote,), head=IN_UNIT),
            *("footnote_row A3", "two_units A3", "unit_from_header E2"),
        )
        for footnote in (
            "注：表中数据单位均为立方米",
            "注：上表单位均为立方米",
            "注：本表以立方米为单位",
            "注：以“立方米”为计量单位。",
            "注：计量单位立方米",
            "注：表中数据均为立方米",
            "注：单位均以立方米计。",
            "注：表中数据单位均为吨",
            "注：本表以吨为单位",
        )
    ),
    *(
        reads(
            f"no other unit in the footnote {footnote}",
            book(BARE, (footnote,), head=IN_UNIT),
            SUPPLIED,
            notes="footnote_row A3, unit_from_header E2",
        )
        for footnote in (
            "注：表中数据单位均为万立方米",
            "注：本表以万立方米为单位。",
            "注：由用水单位上报，单位面积用水量另计。",
            "注：以上单位均为规模以上企业。",
            "注：以村为单位统计。",
        )
    ),
    refuses(
        "a unit that nobody knows in a note",
        book(row(indicator="供水量", printed="5", note="单位：吨"), head=IN_UNIT),
        *("two_units H2", "unit_from_header E2"),
    ),
    refuses(
        "a unit that nobody knows from a line on",
        book(BARE, ("单位：吨",), LATER, head=IN_UNIT),
        *("footnote_row A3", "two_units A3", "unit_from_header E2"),
    ),
    refuses(
        "a unit only from a line on",
        book(SUPPLY, ("单位：立方米",), SOUND),
        *("footnote_row A3", "late_unit A3"),
    ),
    reads(
        "the same unit once more",
        book(BARE, ("单位：万立方米",), head=IN_UNIT),
        SUPPLIED,
        notes="footnote_row A3, unit_from_header E2",
    ),
    reads("who reported, below", book(SUPPLY, ("填报单位：水务局",)), SUPPLIED, notes="footnote_row A3"),
    reads(
        "who filled it in, below",
        book(SUPPLY, ("填表人：某", "", "", "审核（签字）：", "", "填报日期：2022-01-05")),
        SUPPLIED,
        notes="footnote_row A3",
    ),
    refuses("a figure in another unit than its column says", unit_beside("立方米", SUPPLY), "two_units I2"),
    reads("a figure in the unit that its column says", unit_beside("万立方米", SUPPLY), SUPPLIED),
    reads("no unit in the column, one with the figure", unit_beside("—", SUPPLY), SUPPLIED),
    refuses("a unit in the column that nobody knows", unit_beside("吨", SUPPLY), "unknown_unit I2"),
    refuses(
        "another unit in the column than over the table",
        unit_beside("立方米", BARE, printed="原文数字（万立方米）"),
        *("two_units I2", "unit_from_header E2"),
    ),
    refuses("no unit anywhere", book(BARE), "missing_unit E2"),
    refuses(
        "the unit of something else",
        book(BARE, head=named(printed="原文数字（万元）")),
        "wrong_unit E2",
        "unit_from_header E2",
    ),
    reads(
        "6.5 under （%）",
        book(row(printed="6.5"), head=IN_PERCENT),
        read(printed="6.5%"),
        notes="unit_from_header E2",
    ),
    refuses("0.065 under （%）", book(row(printed="0.065"), head=IN_PERCENT), "percent_or_share E2"),
    refuses("1 under （%）", book(row(printed="1"), head=IN_PERCENT), "percent_or_share E2"),
]
