"""Tables as offices fill them in: words beside names and figures, several in a cell, what was copied."""

from __future__ import annotations

from tests.etl.corpus.case import Case, reads, refuses
from tests.etl.corpus.cases_of_tables import merged
from tests.etl.corpus.cases_of_units import BARE, COST, COSTS, IN_UNIT
from tests.etl.corpus.making import (
    HEAD,
    READ,
    SHEET,
    SOUND,
    Make,
    book,
    csv,
    lines,
    named,
    patched,
    read,
    row,
)

UNITS = (*HEAD, "单位")


def supply(printed: str) -> Make:
    """A figure of an indicator in 万立方米."""
    return book(row(indicator="供水量", printed=printed))


def beside(printed: object, unit: str) -> Make:
    """A figure with its unit in a column of its own."""
    return book((*row(indicator="供水量", printed=printed), unit), head=UNITS)


BESIDE: list[Case] = [
    *(
        refuses(f"the indicator {name}", book(row(indicator=name)), "words_in_brackets A2")
        for name in (
            "自来水覆盖率（不含农村）",
            "自来水覆盖率(计划)",
            "自来水覆盖率[计划]",
            "自来水覆盖率（%）",
        )
    ),
    reads("an indicator with its id", book(row(indicator="自来水覆盖率 [coverage]")), READ),
    refuses(
        "an indicator with another's id", book(row(indicator="自来水覆盖率 [supply]")), "name_unlike_id A2"
    ),
    refuses(
        "the indicator 水（万元）, of which nothing is known",
        book(row(indicator="水（万元）")),
        "unknown_indicator A2",
    ),
    *(
        refuses(f"the region {name}", book(row(region=name)), "words_in_brackets B2")
        for name in ("乙市（不含开发区）", "乙市[全市]", "乙市【市本级】")
    ),
    reads("a region with its code", book(row(region="乙市 [110000]")), READ),
    *(
        refuses(f"the period {text}", book(row(period=text)), "words_in_brackets C2")
        for text in ("2021（预计）", "2021年（计划）", "2021年（快报）", "2021（时点）")
    ),
    *(
        refuses(f"the status {text}", book(row(status=text)), "words_in_brackets F2")
        for text in ("实绩（快报数）", "计划（草案）")
    ),
    refuses("the status 计划数", book(row(status="计划数")), "unknown_status F2"),
    refuses("the status 初步核算", book(row(status="初步核算")), "unknown_status F2"),
    refuses("the figure 95.5%（预计）", book(row(printed="95.5%（预计）")), "words_in_brackets E2"),
    refuses("the figure 95.5（万元）%", book(row(printed="95.5（万元）%")), "unreadable_figure E2"),
    reads("a note with brackets", book(row(note="含农村（不含林场）")), read(note="含农村（不含林场）")),
    reads("a place with brackets", book(row(locator="第2段（下）")), read(locator="第2段（下）")),
]

REGIONS: list[Case] = [
    *(
        refuses(f"the region {name}", book(row(region=name)), "unknown_region B2")
        for name in ("110000000000", "乙", "全市", "本市", "合计", "丙区")
    ),
    reads("a code as a number", book(row(region=110000)), READ),
    refuses("合计 of an indicator", book(row(indicator="覆盖率合计")), "unknown_indicator A2"),
    reads("合计 for an indicator", book(row(indicator="合计"), SOUND), READ, notes="totals_row A2"),
]

SEVERAL: list[Case] = [
    refuses(
        "two years and two figures",
        beside("48.3、48.5", "万立方米"),
        "two_figures E2",
    ),
    *(
        refuses(f"the figure {text}", supply(text), "two_figures E2")
        for text in ("48.5万立方米（上年48.3）", "48.3；48.5万立方米")
    ),
    refuses("a slash between two", supply("48.3 / 24.1"), "cleaned_text E2", "two_figures E2"),
    refuses("a line feed between two", supply("48.3\n48.5"), "cleaned_text E2", "two_figures E2"),
    refuses("a word before it", supply("北区24.1万立方米"), "unreadable_figure E2"),
    refuses("two years in a cell", book(row(period="2020、2021")), "unreadable_period C2"),
]

COPIED: list[Case] = [
    reads(
        "the figure 48.5萬立方米",
        supply("48.5萬立方米"),
        read(indicator="supply", printed="48.5萬立方米"),
        notes="undrawable_character E2",
    ),
    reads(
        "the figure 四十八万立方米",
        supply("四十八万立方米"),
        read(indicator="supply", printed="四十八万立方米"),
    ),
    *(
        refuses(f"the figure {text}", supply(text), f"{code} E2")
        for text, code in (
            ("485 000立方米", "unreadable_figure"),
            ("48.5（万立方米）", "unreadable_figure"),
            ("48.5w立方米", "unreadable_figure"),
            ("48.5万", "wrong_unit"),
            ("'48.5万立方米", "unreadable_figure"),
            ("48,5000立方米", "unreadable_figure"),
            ("4.85E5立方米", "unreadable_figure"),
            ("48.5万平方米", "wrong_unit"),
            ("增长5.6%", "change_for_figure"),
            ("(25.2)万立方米", "sign_in_words"),
            ("–25.2万立方米", "sign_in_words"),
            ("…", "no_figure"),
            ("持平", "no_figure"),
            ("—", "no_figure"),
            ("x", "no_figure"),
            ("48.3①万立方米", "note_mark"),
            ("48.1万立方米*", "note_mark"),
        )
    ),
    *(
        refuses(
            f"the figure {text}",
            book(row(indicator="水厂计划投资", printed=text, status="计划")),
            f"{code} E2",
        )
        for text, code in (
            ("¥1,020.00", "unreadable_figure"),
            ("￥25.2亿元", "unreadable_figure"),
            ("人民币25.2亿元", "unreadable_figure"),
            ("25.2亿元人民币", "wrong_unit"),
            ("25.2亿", "wrong_unit"),
            ("25.2亿美元", "wrong_unit"),
            ("25.2亿圆", "wrong_unit"),
        )
    ),
    *(
        refuses(f"{text} of a percentage", book(row(printed=text)), "sign_in_words E2")
        for text in ("增长5.6%", "下降1.2%", "同比下降1.2%", "↓1.2%", "–1.2%", "▲1.2%", "负1.2%")
    ),
    reads(
        "千 in the name of the column",
        book(BARE, head=named(printed="原文数字（千立方米）")),
        read(indicator="supply", printed="1234.5千立方米"),
        notes="unit_from_header E2",
    ),
    refuses(
        "two units in the corner",
        book(BARE, above=[("表1", "", "", "", "", "", "", "单位:万立方米,人")]),
        *("missing_unit E3", "rows_above_header A1"),
    ),
    refuses(
        "a unit after a comma in the title",
        book((*COST[:4], "252000", *COST[5:]), above=[("投资（按当年价格计算，万元）",)]),
        *("missing_unit E3", "rows_above_header A1"),
    ),
    reads(
        "a figure of 17 digits that Excel says is 23.6",
        patched(
            book(row(indicator="供水量", printed=23.5), head=IN_UNIT), (SHEET, "23.5", "23.599999999999998")
        ),
        read(indicator="supply", printed="23.6万立方米"),
        notes="unit_from_header E2",
    ),
    refuses(
        "a date of the strict format without a number format",
        patched(
            book(row(period=2021)),
            (SHEET, '<c r="C2" t="n"><v>2021</v></c>', '<c r="C2" t="d"><v>2023-06-30</v></c>'),
        ),
        "date_serial C2",
    ),
    *(
        reads(f"the figure {text}", supply(text), read(indicator="supply", printed=text))
        for text in ("≥48.5万立方米", "＞5万立方米", "≤48.5万立方米", "<5万立方米")
    ),
    refuses("a decimal comma", csv(lines(row(printed='"95,5%"'))), "unreadable_figure 2:原文数字"),
    reads(
        "a sheet as Numbers calls it",
        book(sheet="工作表 1 - 数字"),
        READ,
        notes="other_sheet_name 工作表 1 - 数字!",
    ),
    reads(
        "a region, a place and a unit for three rows",
        book(
            ("供水量", "乙市", "2021", "", "1", "", "表1", "", "万立方米"),
            *(("", "", year, "", "1", "", "", "", "") for year in ("2020", "2019")),
            head=UNITS,
            edit=merged("A2:A4", "B2:B4", "G2:G4", "I2:I4"),
        ),
        *(
            read(indicator="supply", period=year, printed="1万立方米", locator="表1")
            for year in ("2021", "2020", "2019")
        ),
        notes="merged_cells A2, merged_cells B2, merged_cells G2, merged_cells I2, unit_from_header E2",
    ),
    reads("a status with its own unit", book(COST), COSTS),
]

CASES = [*BESIDE, *REGIONS, *SEVERAL, *COPIED]
