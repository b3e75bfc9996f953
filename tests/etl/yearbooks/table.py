"""Yearbook tables as text: a row a line, its cells between bars, and what becomes of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from data.errors import ContentError, Fault
from etl.curated.contents import Curated
from etl.office_files.yearbook.reading import Unpivoted, unpivot

Edit = Callable[[Worksheet], object]
NUMBER = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True)
class Table:
    """A table, what the options say of it, the figures it is read as, and every fault and note by place.

    A figure is written as INDICATOR REGION PERIOD FIGURE CELL, with @BREAKDOWN, =STATUS and (NOTE) where it
    has them. Sheets are parted by a line ==== NAME. `numbers` makes numbers of what looks like one; `merged`
    are ranges, of which only the first cell keeps its content.
    """

    name: str
    text: str
    figures: str = ""
    says: str = ""
    options: Mapping[str, Sequence[str]] = field(default_factory=dict)
    numbers: bool = False
    merged: Sequence[str] = ()
    edit: Edit = lambda sheet: None
    csv: str = ""  # the encoding of a text file instead of a workbook
    separator: str = ","

    def make(self, folder: Path) -> Path:
        """Write the file."""
        if self.csv:
            path = folder / "表.csv"
            lines = [self.separator.join(cells) for cells in _rows(self.text)]
            path.write_bytes("\r\n".join(lines).encode(self.csv))
            return path
        book = openpyxl.Workbook()
        book.remove(book.active)  # type: ignore[arg-type]
        for name, text in _sheets(self.text):
            sheet = book.create_sheet(name)
            for n, cells in enumerate(_rows(text), start=1):
                for column, cell in enumerate(cells, start=1):
                    if cell:
                        _put(sheet.cell(n, column), cell, self.numbers)
            for each in self.merged:
                sheet.merge_cells(each)
            self.edit(sheet)
        path = folder / "年鉴.xlsx"
        book.save(path)
        return path

    def read(self, folder: Path, curated: Curated) -> tuple[list[str], list[Fault]]:
        """Return its figures, and its faults and notes, as the specification writes them."""
        try:
            found = unpivot(self.make(folder), curated, self.options)
        except ContentError as error:
            return [], [*error.faults]
        return figures_of(found), found.notes


def figures_of(found: Unpivoted) -> list[str]:
    """Return figures as the specification writes them."""
    lines = []
    for row in found.figures:
        parts = [row[name] for name in ("indicator", "region", "period", "printed")]
        parts.append(row["locator"].removeprefix("表 "))
        parts += [f"{sign}{row[name]}" for sign, name in (("@", "breakdown"), ("=", "status")) if row[name]]
        lines.append(" ".join([*parts, *([f"({row['note']})"] if row["note"] else [])]))
    return lines


def lines_of(text: str) -> list[str]:
    """Return the lines of a specification that say something."""
    return [line.strip() for line in text.strip().splitlines() if line.strip()]


def _sheets(text: str) -> list[tuple[str, str]]:
    parts = re.split(r"^==== (.+)$", text.strip("\n"), flags=re.MULTILINE)
    return [("表", parts[0])] if len(parts) == 1 else [*zip(parts[1::2], parts[2::2], strict=True)]


def _rows(text: str) -> list[list[str]]:
    return [
        [cell.strip(" ").replace("\\n", "\n") for cell in line.split("|")]
        for line in text.strip("\n").split("\n")
    ]


def _put(cell: Any, text: str, numbers: bool) -> None:
    if numbers and NUMBER.fullmatch(text):
        cell.value = float(text) if "." in text else int(text)
        return
    cell.value = text
    cell.data_type = "s"  # text, whatever it begins with
