"""The rows of a table below its column names: which hold figures, and which only speak about them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping

from data.errors import ContentError
from etl.faults.catalogue import fault
from etl.office_files.columns import SPACE, Header, above, is_header, repeats
from etl.office_files.findings import Findings
from etl.office_files.grid import Cell, Grid, Kind, Range, Row, filled
from etl.office_files.void import is_void
from etl.office_files.xlsx.worksheet import MOST_CELLS

TOTALS = ("合计", "总计", "小计", "共计", "总和", "汇总", "total")
FOOTNOTE = re.compile(
    r"(?:附?注|备注|说明|数据来源|资料来源|来源|填报?[表人]|制表|审核|(?:计量|金额|货币|数量|填报)?单位|单位负责人)"
    r"\d*[：:．.、]|[*※①②③④⑤]"
    # who filled it in, and when: 填表人：, 审核（签字）：, 统计负责人：, 填报日期：
    r"|.{0,8}?(?:填[表报]|制表|审[核批]|复核|经办|人员?|领导|电话|签[字名章]|盖章|[填制报审印].{0,3}(?:日期|时间))"
    r"(?:[（(].{0,6}[）)])?[：:]"
)
# 续表1, 续表一, （续）, 6-1 主要指标（续表）: the table goes on, on another page of the printed book.
CONTINUED = re.compile(
    r"[（(]?续\s*表?\s*(?:[一二三四五六七八九十]+|\d+(?:[-－]\d+)?)?[）)]?|.{0,40}[（(]续表?[一二三四五六七八九十\d]*[）)]"
)
# What numbers a row and says no more: 3, 3.1, （三）, ③, 第3, A-03; or that it has no number.
ORDINAL = re.compile(
    r"[（(\[]?第?(?:No\.?|#)?\s*(?:[A-Za-z]{0,3}[-－]?[\d０-９]+(?:[.．\-－][\d０-９]+)*|[一二三四五六七八九十百]+"
    r"|[A-Za-zⅠ-ⅿ①-⒛㈠-㈩]|[IVXivx]+)[）)\].．、号]*|[-—–/]",
    re.IGNORECASE,
)


def body(grid: Grid, header: Header, names: Mapping[str, str], findings: Findings) -> list[Row]:
    """Return the rows that hold figures, merged cells filled; what is left out is noted, or a fault."""
    for row in above(grid, header.row.number):
        for column, cell in filled(row.cells):
            findings.add("rows_above_header", grid.place(row.number, column), cell.text, column="above")
            if is_void(cell.text):
                findings.add("void_figures", grid.place(row.number, column), cell.text)
    _hidden_columns(grid, header, findings)
    rows = [row for row in grid.rows if row.number > header.row.number]
    rows = _filled_down(grid, header, rows, findings)
    wide = {(merged.top, merged.left) for merged in grid.merged if merged.right > merged.left}
    return [row for row in rows if _holds_figures(grid, header, row, names, wide, findings)]


def _hidden_columns(grid: Grid, header: Header, findings: Findings) -> None:
    for column in header.columns.values():
        if grid.is_hidden(column):
            place = grid.place(header.row.number, column)
            findings.add("hidden_column", place, header.row.cells[column].text)


def _filled_down(grid: Grid, header: Header, rows: list[Row], findings: Findings) -> list[Row]:
    """The rows with the content of a merged cell in each row that it spans."""
    numbers = [row.number for row in rows]
    more: dict[int, dict[int, Cell]] = {}
    span = 0
    for merged in grid.merged:
        first, last = bisect_left(numbers, merged.top), bisect_right(numbers, merged.bottom)
        cell = rows[first].cells.get(merged.left) if first < last else None
        if cell is None or merged.top <= header.row.number or not cell.text:
            continue
        span += last - first
        if span > MOST_CELLS:
            raise ContentError([fault("too_many_cells", grid.top(), most=f"{MOST_CELLS:,}")])
        if _is_down(grid, header, merged, rows[first], findings):
            for row in rows[first + 1 : last]:
                more.setdefault(row.number, {})[merged.left] = cell
    return [
        row._replace(cells={**row.cells, **more[row.number]}) if row.number in more else row for row in rows
    ]


def _is_down(grid: Grid, header: Header, merged: Range, row: Row, findings: Findings) -> bool:
    """Whether merged cells give one and the same thing for several rows; if not, it is a fault."""
    spanned = [name for name, column in header.columns.items() if merged.left <= column <= merged.right]
    if not spanned or (merged.top == merged.bottom and len(dict(filled(row.cells))) == 1):
        return False
    place, found = grid.place(merged.top, merged.left), row.cells[merged.left].text
    if len(spanned) > 1 or "printed" in spanned:
        findings.add("merged_figure", place, found, range=merged)
        return False
    findings.add("merged_cells", place, found, column=str(merged.left), range=merged)
    return merged.left == header.columns[spanned[0]]


def _holds_figures(
    grid: Grid,
    header: Header,
    row: Row,
    names: Mapping[str, str],
    wide: Collection[tuple[int, int]],
    findings: Findings,
) -> bool:
    cells = {
        column: cell
        for column, cell in filled(row.cells)
        if column not in header.ignored or _says_something(cell)
    }
    if not cells:
        return False
    column, cell = next(iter(cells.items()))
    if row.hidden:
        findings.add("hidden_row", grid.place(row.number), cell.text)
    place = grid.place(row.number, column)
    if _is_total(header, cells):
        findings.add("totals_row", place, cell.text)
    elif is_header(row, names):
        code = "footnote_row" if repeats(row, header, names) else "other_header"
        findings.add(code, place, joined(cells), first=header.row.number)
    elif all(FOOTNOTE.match(SPACE.sub("", cell.text)) for cell in cells.values()):
        findings.add("footnote_row", place, joined(cells))
    elif len(cells) == 1 and _speaks((row.number, column) in wide, cell):
        findings.add("footnote_row", place, cell.text)
    elif len(cells) == 1:
        findings.add("stray_row", place, cell.text)
    else:
        for numbering in header.ignored & cells.keys():
            findings.add("text_for_number", grid.place(row.number, numbering), cells[numbering].text)
        return True
    return False


def _says_something(cell: Cell) -> bool:
    """Whether a cell in a column of running numbers says more than one: 合计, 作废, 注：…"""
    return cell.kind in (Kind.TEXT, Kind.MARKED_TEXT) and not ORDINAL.fullmatch(cell.text.strip())


def joined(cells: Mapping[int, Cell]) -> str:
    """Return what a row says, for a fault of the whole of it."""
    return " ".join(SPACE.sub("", cell.text) for _, cell in filled(cells))


def _is_total(header: Header, cells: Mapping[int, Cell]) -> bool:
    """Whether a row adds up others: it says so in place of what it is of, or of nothing and says so anywhere.

    A figure is of an indicator; a document has an id, and may be called 汇总.
    """
    subject = cells.get(header.columns.get("indicator", header.columns.get("id", 0)))
    subjects = [subject] if subject else cells.values()
    return any(SPACE.sub("", cell.text).strip("：:").lower() in TOTALS for cell in subjects)


def _speaks(wide: bool, cell: Cell) -> bool:
    """Whether the only cell of a row is a heading, which spans several columns, or goes on with a table."""
    text = cell.text.strip()
    return wide or CONTINUED.fullmatch(text) is not None
