"""A sheet as it stands in a file: rows of cells with their kinds, and the place of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from etl.faults.catalogue import Place

# Characters without a shape of their own: zero-width, soft hyphen, marks of direction and of byte order.
INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
# What no text has in it: control characters, halves of characters, and U+FFFD, which stands for a lost one.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufff9-\uffff]")
LOST = "\ufffd"
BLANKS = re.compile(f"[\\s{INVISIBLE}]*")
REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")


class Kind(Enum):
    """What a cell holds."""

    TEXT = "text"
    MARKED_TEXT = "text that is partly struck out, raised or lowered"
    NUMBER = "number"
    BOOLEAN = "boolean"
    ERROR = "error"
    MISSING = "formula without a result"


class Cell(NamedTuple):
    """A cell that isn't empty; `text` is what is stored, `style` the place of its format in the workbook.

    A cell with a formula has it in `formula` (if several share one, that of the first), else None. `raised`
    is the end of a text that is raised, if nothing else in it is marked.
    """

    kind: Kind
    text: str
    style: int = 0
    formula: str | None = None
    raised: str = ""


class Row(NamedTuple):
    """A row that isn't empty: its number on the sheet, and its cells by column, counted from 1."""

    number: int
    cells: Mapping[int, Cell]
    hidden: bool = False


class Range(NamedTuple):
    """A rectangle of merged cells, its edges included."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        return f"{letters(self.left)}{self.top}:{letters(self.right)}{self.bottom}"


@dataclass(slots=True)
class Grid:
    """A sheet, or a CSV file (which has no `sheet`); `hidden` are its hidden columns.

    `formats` are the workbook's number formats by style; `from_1904` is its calendar; `stale` says that the
    results of its formulas can't be trusted, `external` are its names for what is outside it. `comments` are
    pinned to cells by row and column; `drawn` says that pictures, charts or text boxes lie over them.
    `ruled` are the ranges in which a condition may show a number in another format. `labels` names the
    columns of a CSV file in faults.
    """

    file: str
    sheet: str | None
    rows: Sequence[Row]
    merged: Sequence[Range] = ()
    hidden: Sequence[range] = ()
    formats: Sequence[str] = ("General",)
    from_1904: bool = False
    stale: bool = False
    external: frozenset[str] = frozenset()
    labels: dict[int, str] = field(default_factory=dict)
    comments: Mapping[tuple[int, int], str] = field(default_factory=dict)
    drawn: bool = False
    ruled: Sequence[Range] = ()

    def place(self, row: int, column: int | None = None) -> Place:
        """Return the place of a cell: E7 of a sheet; line 7 and the column's name of a CSV file."""
        if column is None:
            return Place(self.file, row, None, self.sheet)
        if self.sheet is None:
            return Place(self.file, row, self.labels.get(column, letters(column)))
        return Place(self.file, row, f"{letters(column)}{row}", self.sheet)

    def top(self) -> Place:
        """Return the place of the whole sheet."""
        return Place(self.file, None, None, self.sheet)

    def is_hidden(self, column: int) -> bool:
        """Whether a column can't be seen."""
        return any(column in columns for columns in self.hidden)

    def may_be_otherwise(self, row: int, column: int) -> bool:
        """Whether a condition may let a cell show something else than its own format does."""
        return any(
            each.top <= row <= each.bottom and each.left <= column <= each.right for each in self.ruled
        )

    def format_of(self, cell: Cell) -> str:
        """Return the number format of a cell as the workbook writes it."""
        return self.formats[cell.style] if cell.style < len(self.formats) else "General"


@lru_cache(maxsize=1024)
def letters(column: int) -> str:
    """Return the letters of a column, counted from 1: 27 is AA."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


@lru_cache(maxsize=1024)
def column_of(text: str) -> int:
    """Return the number of a column from its letters."""
    number = 0
    for letter in text:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def corner(reference: str) -> tuple[int, int]:
    """Return the row and column of a cell such as E7; raise ValueError for anything else."""
    match = REFERENCE.fullmatch(reference)
    if match is None:
        raise ValueError(reference)
    return int(match[2]), column_of(match[1])


def merge_of(reference: str) -> Range:
    """Return a rectangle such as A1:C2; raise ValueError for anything else."""
    first, _, last = reference.partition(":")
    return Range(*corner(first), *corner(last or first))


def filled(cells: Mapping[int, Cell]) -> Iterator[tuple[int, Cell]]:
    """Return the cells that hold more than blanks, with their columns."""
    for column, cell in sorted(cells.items()):
        if cell.kind is Kind.MISSING or not is_blank(cell.text):
            yield column, cell


def first_of(grid: Grid) -> str:
    """Return the first text on a sheet; nothing for a blank one."""
    return next((cell.text for row in grid.rows for _, cell in filled(row.cells)), "")


def visible(text: str) -> str:
    """Return a text with � in place of what can't be shown."""
    return CONTROL.sub(LOST, text)


def is_blank(text: str) -> bool:
    """Whether nothing of a text can be seen."""
    return not text or text.isspace() or BLANKS.fullmatch(text) is not None
