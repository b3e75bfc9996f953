"""A sheet as it is seen: what each cell shows, and merged cells in every place that they span."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from etl.office_files.cells import tidy
from etl.office_files.dates import day_of, hides, period_shown
from etl.office_files.formats import TooManyDigits, Uncertain, Unlike, date_parts, decimal_of, shown
from etl.office_files.grid import Cell, Grid, Kind, Range, filled

RAISED = re.compile(r"[①-⑳*＊†‡※]|[\[［(（]?(注?\d{1,2}|注)[\]］)）]?")  # a footnote mark
MOST_COVERED = 1_000_000  # cells that merged ranges may span, all together


@dataclass(frozen=True, slots=True)
class Text:
    """A text with the cell in which it stands."""

    row: int
    column: int
    text: str


class View:
    """A sheet as it is seen: what each cell shows, merged ones in every cell that they span."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.rows = {row.number: row for row in grid.rows if any(True for _ in filled(row.cells))}
        self.covered = dict(self._covered())

    def cell(self, row: int, column: int) -> Cell | None:
        """Return the cell that is seen at a place, be it a merged one."""
        row, column = self.anchor(row, column)
        return self.rows[row].cells.get(column) if row in self.rows else None

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        """Return where the content of a cell stands: the corner of a merged one."""
        merged = self.covered.get((row, column))
        return (merged.top, merged.left) if merged else (row, column)

    def text(self, row: int, column: int) -> str:
        """Return what is seen at a place."""
        cell = self.cell(row, column)
        return seen(cell, self.grid) if cell else ""

    def texts(self, row: int) -> dict[int, Text]:
        """Return what is seen in a row, by column; merged cells once, in the first column that they span."""
        found = {}
        for column, cell in filled(self.rows[row].cells):
            if self.anchor(row, column) == (row, column) and (text := seen(cell, self.grid)):
                found[column] = Text(row, column, text)
        return found

    def _covered(self) -> Iterator[tuple[tuple[int, int], Range]]:
        numbers = sorted(self.rows)
        width = max((max(row.cells) for row in self.rows.values()), default=0)
        left = MOST_COVERED
        for merged in self.grid.merged:
            spanned = numbers[bisect_left(numbers, merged.top) : bisect_right(numbers, merged.bottom)]
            columns = range(merged.left, min(merged.right, width) + 1)
            left -= len(spanned) * len(columns)
            if left >= 0:
                yield from (((row, column), merged) for row in spanned for column in columns)


def seen(cell: Cell, grid: Grid) -> str:
    """Return what a cell shows, as far as its format says; where it doesn't, what it holds."""
    if cell.kind is Kind.MISSING:  # it isn't blank, and whoever reads it must be told
        return f"={cell.formula}"
    if cell.kind is not Kind.NUMBER:
        return tidy(without_raised(cell).text).strip()
    format = grid.format_of(cell)
    try:
        if parts := date_parts(format):
            day = day_of(int(Decimal(cell.text)), grid.from_1904)
            if day and parts == "md":
                return f"{day.month}月{day.day}日"
            return (day and period_shown(day, parts)) or cell.text
        return shown(format, decimal_of(cell.text))
    except (TooManyDigits, Uncertain, Unlike, ArithmeticError, ValueError):
        return cell.text


def hidden_day(cell: Cell, grid: Grid) -> str:
    """Return the day of a date that its cell shows in part only: 2022-05-01 as a year; else nothing."""
    parts = date_parts(grid.format_of(cell)) if cell.kind is Kind.NUMBER else ""
    day = day_of(int(Decimal(cell.text)), grid.from_1904) if parts else None
    return day.isoformat() if day and period_shown(day, parts) and hides(day, parts) else ""


def without_raised(cell: Cell) -> Cell:
    """Return a cell with a plain footnote mark in place of one that is raised: 人口¹ is 人口[1]."""
    mark = RAISED.fullmatch(cell.raised.strip())
    if cell.kind is not Kind.MARKED_TEXT or mark is None:
        return cell
    plain = mark[0] if mark[1] is None else f"[{mark[1]}]"
    return Cell(Kind.TEXT, cell.text.removesuffix(cell.raised) + plain, cell.style)
