"""What we read of a workbook is what two independent writers put in, and what another reader sees."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from etl.office_files.grid import Grid, Kind
from etl.office_files.xlsx.workbook import opened_book
from tests.setup.examples import examples

# No control characters: openpyxl refuses them, and we refuse them in what is read.
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).filter(
    lambda text: not text.startswith("=") and "_x" not in text and not any(c in text for c in "\ufffe\uffff")
)
# Of fifteen digits, which both writers keep.
NUMBERS = st.integers(-(10**9), 10**9) | st.decimals(-(10**9), 10**9, places=5).map(float)
ROWS = st.lists(st.lists(st.none() | TEXTS | NUMBERS | st.booleans(), max_size=6), max_size=8)
PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_xlsxwriter(path: Path, rows: list[list[Any]]) -> None:
    """Write rows with xlsxwriter, whose cells share their texts."""
    with xlsxwriter.Workbook(path, PLAIN) as book:
        sheet = book.add_worksheet("表")
        for n, values in enumerate(rows):
            sheet.write_row(n, 0, values)


def write_openpyxl(path: Path, rows: list[list[Any]]) -> None:
    """Write rows with openpyxl."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for values in rows:
        sheet.append(values)
    book.save(path)


def read(path: Path) -> Grid:
    """Read the first sheet."""
    with opened_book(path, path.name) as book:
        return book.read(book.sheets[0])


def cells(grid: Grid) -> dict[tuple[int, int], Any]:
    """What a grid holds, as Python values."""
    as_value: dict[Kind, Any] = {Kind.TEXT: str, Kind.NUMBER: float, Kind.BOOLEAN: lambda text: text == "1"}
    return {
        (row.number, column): as_value[cell.kind](cell.text)
        for row in grid.rows
        for column, cell in row.cells.items()
    }


def expected(rows: list[list[Any]]) -> dict[tuple[int, int], Any]:
    """The same of the rows that were written."""
    return {
        (r, c): value if isinstance(value, (str, bool)) else float(value)
        for r, values in enumerate(rows, start=1)
        for c, value in enumerate(values, start=1)
        if value is not None
    }


@settings(max_examples=examples(30))
@given(ROWS)
def test_every_cell_is_read_as_it_was_written(rows: list[list[Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for write in (write_xlsxwriter, write_openpyxl):
            path = Path(folder) / f"{write.__name__}.xlsx"
            write(path, rows)
            assert cells(read(path)) == expected(rows), write.__name__


def test_a_workbook_of_excels_own_kind_is_seen_as_openpyxl_sees_it(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("表")
        bold = book.add_format({"bold": True})
        sheet.write_rich_string("A1", "安次", bold, "区", " 2022 ")
        sheet.write_formula("B1", "=1+1", None, 2)
        sheet.write_number("C1", 0.065, book.add_format({"num_format": "0.0%"}))
        sheet.merge_range("A3:B4", "合并")
        sheet.set_row(6, None, None, {"hidden": True})
        sheet.write("A7", "隐藏")
        sheet.set_column("D:F", None, None, {"hidden": True})
    grid, seen = read(path), openpyxl.load_workbook(path)["表"]
    assert grid.rows[0].cells[1].text == seen["A1"].value == "安次区 2022 "
    assert f"={grid.rows[0].cells[2].formula}" == seen["B1"].value
    assert grid.format_of(grid.rows[0].cells[3]) == seen["C1"].number_format == "0.0%"
    assert [*map(str, grid.merged)] == [str(each) for each in seen.merged_cells.ranges] == ["A3:B4"]
    assert [row.number for row in grid.rows if row.hidden] == [7]
    assert grid.is_hidden(5) and not grid.is_hidden(3)
