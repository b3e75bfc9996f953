"""The XML of one sheet, read in one pass: cells, hidden rows and columns, merged cells."""

from __future__ import annotations

import re
from collections.abc import Callable

from data.errors import ContentError
from etl.faults.catalogue import Place, fault
from etl.office_files.dates import serial_of
from etl.office_files.grid import Cell, Grid, Kind, Range, Row, corner, merge_of
from etl.office_files.xlsx.archive import Archive, Attributes
from etl.office_files.xlsx.shared_texts import Runs, Texts

MOST_ROWS = 100_000  # empty ones that have a format included
MOST_CELLS = 1_000_000  # with something in them
MOST_BLANK = 2_000_000  # those with nothing in them included
MOST_MERGES = 20_000
KINDS = {"n": Kind.NUMBER, "b": Kind.BOOLEAN, "e": Kind.ERROR, "str": Kind.TEXT}
NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?", re.ASCII)


def read_worksheet(
    archive: Archive,
    part: str,
    grid: Grid,
    texts: Texts,
    struck: set[int],
    otherwise: set[int],
    most: int | None = None,
) -> None:
    """Fill a grid from the XML of its sheet, or with its first rows only. Raises ContentError.

    `struck` are styles of cells, `otherwise` those of conditions that show numbers in another format.
    """
    rows: list[Row] = []
    reader = _Reader(grid, texts, struck, rows)
    cells = 0
    for _ in archive.parsing(part, reader):
        cells += reader.counted()
        _within_bounds(grid, reader, cells)
        if most is not None and len(rows) >= most:
            break
    grid.rows, grid.merged, grid.hidden = rows, reader.merged, reader.hidden
    grid.ruled = [ruled for style, ruled in reader.ruled if style in otherwise]


def _within_bounds(grid: Grid, reader: _Reader, cells: int) -> None:
    place = Place(grid.file, None, None, grid.sheet)
    if reader.all_rows > MOST_ROWS:
        raise ContentError([fault("too_many_rows", place, most=f"{MOST_ROWS:,}")])
    if cells > MOST_CELLS or reader.all_cells > MOST_BLANK or len(reader.merged) > MOST_MERGES:
        raise ContentError([fault("too_many_cells", place, most=f"{MOST_CELLS:,}")])


class _Reader(Runs):
    """Takes the cells of a sheet; texts that stand in it, and not among the shared ones, are runs, too."""

    def __init__(self, grid: Grid, texts: Texts, struck: set[int], rows: list[Row]) -> None:
        super().__init__("is", self._take_inline)
        self.grid, self.texts, self.struck, self.rows = grid, texts, struck, rows
        self.merged = list(grid.merged)
        self.hidden = list(grid.hidden)
        self.ruled: list[tuple[int, Range]] = []
        self._ruled = ""
        self.all_rows = self.all_cells = 0
        self._row, self._column, self._address, self._row_hidden = 0, 0, "", False
        self._cells: dict[int, Cell] = {}
        self._count = 0
        self._facts: Attributes = {}
        self._value: list[str] | None = None
        self._formula: list[str] | None = None
        self._shared = ""
        self._shared_formulas: dict[str, str] = {}
        self._append: Callable[[str], None] | None = None
        self._inline_text: tuple[Kind, str] | None = None

    def counted(self) -> int:
        """Return how many cells came since it was last asked."""
        count, self._count = self._count, 0
        return count

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._start_cell(attributes)
        elif name == "v":
            self._value = []
            self._append = self._value.append
        elif name == "f":
            self._formula, self._shared = [], attributes.get("si", "")
            self._append = self._formula.append
        elif name == "row":
            self._start_row(attributes)
        elif name == "mergeCell":
            self.merged.append(merge_of(attributes["ref"]))
        elif name == "conditionalFormatting":
            self._ruled = attributes.get("sqref", "")
        elif name == "cfRule" and "dxfId" in attributes:
            self.ruled += [(_count(attributes["dxfId"]), merge_of(each)) for each in self._ruled.split()]
        elif name == "col" and _is_hidden(attributes, "width"):
            self.hidden.append(range(int(attributes["min"]), int(attributes["max"]) + 1))
        else:
            super().start(name, attributes)

    def end(self, name: str) -> None:
        if name in ("v", "f"):
            self._append = None
        elif name == "c":
            self._end_cell()
        elif name == "row":
            if self._cells:
                self.rows.append(Row(self._row, self._cells, self._row_hidden))
        else:
            super().end(name)

    def characters(self, text: str) -> None:
        if self._append:
            self._append(text)
        else:
            super().characters(text)

    def _start_row(self, attributes: Attributes) -> None:
        number = _count(attributes["r"]) if "r" in attributes else self._row + 1
        if number <= self._row:
            raise ValueError(f"row {number} after {self._row}")
        self._row, self._column, self._address, self._cells = number, 0, "", {}
        self.all_rows += 1
        self._row_hidden = _is_hidden(attributes, "ht")

    def _start_cell(self, attributes: Attributes) -> None:
        self._facts = attributes
        self.all_cells += 1
        if "r" not in attributes:
            self._column = self._place() + 1
            self._address = ""
        else:
            self._address = attributes["r"]
        self._value = self._formula = self._inline_text = None

    def _end_cell(self) -> None:
        sort = self._facts.get("t", "n")
        if not self._value and sort != "str":  # an empty <v> is none, but of a formula's text
            self._value = None
        stored = self._inline_text if sort == "inlineStr" else self._value
        if stored is None and self._formula is None:
            return
        self._count += 1
        style = _count(self._facts.get("s", "0"))
        kind, text = self._content(sort, "".join(self._value or ()))
        if style in self.struck and kind is not Kind.ERROR:
            kind = Kind.MARKED_TEXT
        formula = None if self._formula is None else self._whole_formula("".join(self._formula))
        if formula is not None and self._value is None:
            kind = Kind.MISSING
        column = self._place()
        if column in self._cells:
            raise ValueError(f"{self._row}: {column}")
        raised = "" if style in self.struck else self._raised(sort)
        self._cells[column] = Cell(kind, text, style, formula, raised)

    def _raised(self, sort: str) -> str:
        """What is raised at the end of a cell that is marked otherwise nowhere."""
        if sort == "inlineStr":
            return self.raised
        return self.texts.marked.get(_count("".join(self._value)), "") if sort == "s" and self._value else ""

    def _whole_formula(self, text: str) -> str:
        """A formula; of several cells that share one, the first alone has its text."""
        if self._shared and text:
            self._shared_formulas[self._shared] = text
        return text or self._shared_formulas.get(self._shared, "")

    def _place(self) -> int:
        """The column of the last cell; its address is read only if asked for, most cells being empty."""
        if not self._address:
            return self._column
        row, column = corner(self._address)
        if row != self._row:
            raise ValueError(self._address)
        return column

    def _content(self, kind: str, value: str) -> tuple[Kind, str]:
        if kind == "s":
            return self.texts[_count(value)]
        if kind == "inlineStr":
            return self._inline_text or (Kind.TEXT, "")
        if kind == "d":
            return Kind.NUMBER, f"{serial_of(value, self.grid.from_1904):.15g}"
        if kind == "n" and value and not NUMBER.fullmatch(value):
            raise ValueError(value)
        return KINDS[kind], value

    def _take_inline(self, kind: Kind, text: str) -> None:
        self._inline_text = kind, text


def _count(text: str) -> int:
    """Return a number of plain digits; `int` takes signs, underscores and the digits of other scripts too."""
    if not (text.isascii() and text.isdigit()):
        raise ValueError(text)
    return int(text)


def _is_hidden(attributes: Attributes, extent: str) -> bool:
    """Whether a row or column is hidden, or so narrow that nothing of it can be seen."""
    if attributes.get("hidden") in ("1", "true"):
        return True
    try:
        return float(attributes.get(extent, "1")) == 0
    except ValueError:
        return False
