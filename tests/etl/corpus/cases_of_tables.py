"""The tables on sheets: column names, rows that hold none, merged and hidden cells."""

from __future__ import annotations

from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.etl.corpus.case import Case, reads, refuses
from tests.etl.corpus.making import (
    COLUMNS,
    HEAD,
    READ,
    SHEET,
    SOUND,
    Edit,
    Make,
    book,
    named,
    patched,
    read,
    row,
)

SUPPLY = row(indicator="供水量", printed="1234.5万立方米")
SUPPLIED = read(indicator="supply", printed="1234.5万立方米")
TITLE = ("乙市供水情况表",)
TIDY_NAMES = ("指\n标", " 地 区", "时期*", "分项（可空）", "原文数字：", "性质", "位置【必填】", "备注")
FLAT_ROW = (SHEET, '<row r="3"', '<row r="3" ht="0" customHeight="1"')
FLAT_COLUMN = (SHEET, "<sheetData>", '<cols><col min="5" max="5" width="0"/></cols><sheetData>')
SECOND = row(indicator="", region="甲区")
LATER = row(indicator="供水量", period="2020", printed="2")


def merged(*ranges: str) -> Edit:
    """Merge ranges, of which only the first cell keeps its content."""

    def merge(_: openpyxl.Workbook, sheet: Worksheet) -> None:
        for each in ranges:
            sheet.merge_cells(each)

    return merge


def hidden(row: int = 0, column: str = "") -> Edit:
    """Hide a row or a column."""

    def hide(_: openpyxl.Workbook, sheet: Worksheet) -> None:
        dimension: Any = sheet.row_dimensions[row] if row else sheet.column_dimensions[column]
        dimension.hidden = True

    return hide


def numbered(*rows: tuple[object, ...]) -> Make:
    """A table whose first column numbers the rows."""
    return book(*rows, head=("序号", *HEAD))


def filtered(_: openpyxl.Workbook, sheet: Worksheet) -> None:
    """Set a filter that lets every row through."""
    sheet.auto_filter.ref = "A1:H2"


def filtered_out(book: openpyxl.Workbook, sheet: Worksheet) -> None:
    """Set a filter that hides row 3."""
    sheet.auto_filter.ref = "A1:H3"
    sheet.auto_filter.add_filter_column(0, ["自来水覆盖率"])
    hidden(3)(book, sheet)


NAMES: list[Case] = [
    reads("columns in another order", book(SOUND[::-1], head=HEAD[::-1]), READ),
    reads("English names of columns", book(head=COLUMNS), READ),
    reads("names with line feeds, spaces, stars, remarks", book(head=TIDY_NAMES), READ),
    reads("a title above", book(above=[TITLE, ()]), READ, notes="rows_above_header A1"),
    reads("names in row 30", book(above=[()] * 28 + [TITLE]), READ, notes="rows_above_header A29"),
    reads("no column of remarks", book(SOUND[:7], head=HEAD[:7]), READ, notes="column_left_out 1"),
    reads("running numbers", book((1, *SOUND), head=("序号", *HEAD)), READ, notes="ignored_column A1"),
    *(
        reads(f"{number} for a running number", numbered((number, *SOUND)), READ, notes="ignored_column A1")
        for number in ("1", "1.2", "一、", "（三）", "③", "A-03", "IV", "第2", "—", "")
    ),
    reads("a running number and no more", numbered((1, *SOUND), (2,)), READ, notes="ignored_column A1"),
    reads(
        "a footnote where running numbers are",
        numbered((1, *SOUND), ("注：含农村。",)),
        READ,
        notes="footnote_row A3, ignored_column A1",
    ),
    reads(
        "a row of totals, which says so where running numbers are",
        numbered((1, *SOUND), ("合计", "", "", "", "", "95.5%")),
        READ,
        notes="ignored_column A1, totals_row A3",
    ),
    refuses(
        "a lone text where running numbers are",
        numbered((1, *SOUND), ("此表作废",)),
        *("ignored_column A1", "stray_row A3"),
    ),
    *(
        refuses(
            f"a figure with {text} for a running number",
            numbered((1, *SOUND), (text, *SUPPLY)),
            *("ignored_column A1", "text_for_number A3"),
        )
        for text in ("合计", "备注：作废", "作废")
    ),
    refuses("no periods", book(SOUND[:2] + SOUND[3:], head=HEAD[:2] + HEAD[3:]), "missing_column 1"),
    refuses(
        "a column that nobody knows", book((*SOUND, "王五"), head=(*HEAD, "填报人")), "unknown_column I1"
    ),
    refuses(
        "a misspelt column", book(head=named(breakdown="分顶")), "unknown_column D1", "column_left_out 1"
    ),
    refuses("a column twice", book((*SOUND, "乙市"), head=(*HEAD, "地区")), "duplicate_column I1"),
    refuses("content in a column without a name", book((*SOUND, "？")), "unnamed_column I2"),
]


HIDDEN: list[Case] = [
    refuses("a hidden row", book(SOUND, SUPPLY, edit=hidden(3)), "hidden_row 3"),
    refuses("a row without height", patched(book(SOUND, SUPPLY), FLAT_ROW), "hidden_row 3"),
    refuses("a row that a filter hides", book(SOUND, SUPPLY, edit=filtered_out), "hidden_row 3"),
    reads("a filter that hides nothing", book(edit=filtered), READ),
    reads("a hidden row without content", book(edit=hidden(9)), READ),
    refuses("a hidden column", book(edit=hidden(column="C")), "hidden_column C1"),
    refuses("a column without width", patched(book(), FLAT_COLUMN), "hidden_column E1"),
    reads("a hidden column without content", book(edit=hidden(column="L")), READ),
]

MERGED: list[Case] = [
    reads(
        "an indicator for two rows",
        book(SOUND, SECOND, edit=merged("A2:A3")),
        *(READ, read(region="110101")),
        notes="merged_cells A2",
    ),
    reads(
        "a region and a period for two rows",
        book(SOUND, ("供水量", "", "", "", "1234.5万立方米", "", "第1段"), edit=merged("B2:B3", "C2:C3")),
        *(READ, SUPPLIED),
        notes="merged_cells B2, merged_cells C2",
    ),
    refuses(
        "a figure for two rows",
        book(SOUND, row(region="甲区", printed=""), edit=merged("E2:E3")),
        *("merged_figure E2", "missing_field E3"),
    ),
    refuses(
        "a cell across two columns",
        book(row(period=""), edit=merged("B2:C2")),
        *("merged_figure B2", "missing_field C2"),
    ),
    refuses("rows that were merged once", book(SOUND, SECOND), "missing_field A3"),
]

ROWS: list[Case] = [
    reads("blank rows between", book(SOUND, (), (), SUPPLY), READ, SUPPLIED),
    reads("a row of totals", book(SOUND, ("合计", "", "", "", "95.5%")), READ, notes="totals_row A3"),
    reads("totals of a table", book(SOUND, ("汇总", "", "", "", 0.955)), READ, notes="totals_row A3"),
    reads("totals elsewhere", book(SOUND, ("", "小 计：", "", "", "95.5%")), READ, notes="totals_row B3"),
    refuses("totals of an indicator", book(row(breakdown="合计")), "unknown_breakdown D2"),
    reads("a footnote", book(SOUND, ("注：含农村。",)), READ, notes="footnote_row A3"),
    reads("a source below", book(SOUND, (), ("资料来源：水务局",)), READ, notes="footnote_row A4"),
    reads(
        "a heading across", book(("一、供水",), SOUND, edit=merged("A2:H2")), READ, notes="footnote_row A2"
    ),
    reads("names once more", book(SOUND, HEAD, SUPPLY), READ, SUPPLIED, notes="footnote_row A3"),
    refuses(
        "names once more, the unit another",
        book(SUPPLY, named(printed="原文数字（立方米）"), LATER),
        *("other_header A3", "missing_unit E4"),
    ),
    refuses(
        "names once more, two of them swapped",
        book(SOUND, named(period="原文数字", printed="时期"), row(period="95.5%", printed="2020")),
        *("other_header A3", "unreadable_period C4", "percent_or_share E4"),
    ),
    refuses("names once more, fewer of them", book(SOUND, HEAD[:7], SUPPLY), "other_header A3"),
    refuses("a lone cell", book(SOUND, ("供水量",)), "stray_row A3"),
    refuses("a lone figure", book(SOUND, ("", "", "", "", "95.5%")), "stray_row E3"),
    refuses(
        "a row half filled",
        book(SOUND, ("供水量", "乙市")),
        *("missing_field C3", "missing_field E3", "missing_locator G3"),
    ),
    refuses("a figure twice", book(SOUND, row(printed="95.6%")), "duplicate_series A3"),
    refuses(
        "everything at once",
        book(row(indicator="水", region="丙", period="20222", printed="很多", locator="")),
        *("missing_locator G2", "unknown_indicator A2", "unknown_region B2", "unreadable_period C2"),
    ),
]

CASES = [*NAMES, *HIDDEN, *MERGED, *ROWS]
