"""The unit of figures that are written without one: in the table's heading, or in a column of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from data.errors import QuantityError
from data.quantity import Quantity, parse_quantity, split_unit
from etl.figures import base_unit
from etl.read import Curated
from etl.sheets.columns import BRACKETS, SPACE, Header, above
from etl.sheets.findings import Findings
from etl.sheets.formats import plain
from etl.sheets.grid import Grid, Kind, filled

LINE = re.compile(r"[（(]?单位[：:]([^（）()：:]+)[）)]?")
PERCENT = "%"


@dataclass(frozen=True, slots=True)
class Said:
    """A figure with its unit; `code` is a note or fault of it, with its facts."""

    text: str
    code: str = ""
    facts: tuple[tuple[str, str], ...] = ()


class Units:
    """Knows the units of a catalogue, and which of its indicators are percentages."""

    def __init__(self, curated: Curated) -> None:
        entries = curated.indicators.values()
        self.percentages = {entry.id for entry in entries if base_unit(entry) == PERCENT}
        self.known = {*curated.names["unit"], *map(base_unit, entries)} - {""}

    def is_unit(self, text: str) -> bool:
        """Whether a text is a unit of the catalogue, with or without a magnitude."""
        try:
            return split_unit(text)[1] in self.known
        except QuantityError:
            return False

    def over(self, grid: Grid, header: Header, findings: Findings) -> str:
        """Return the unit that a table gives for all its figures, in a line above or beside their name."""
        found = list(self._over(grid, header))
        for unit, row, column in found[1:]:
            if unit != found[0][0]:
                findings.add("two_units", grid.place(row, column), unit, other=found[0][0])
        return found[0][0] if found else ""

    def complete(self, printed: str, indicator: str, unit: str) -> Said:
        """Return a figure in a given unit where it has none of its own."""
        quantity = _without_unit(printed)
        if quantity is None:
            return Said(printed)
        if indicator in self.percentages and not (unit == PERCENT and _no_share(quantity.number)):
            scaled = plain(quantity.number * 100)
            return Said(printed, "percent_or_share", (("said", plain(quantity.number)), ("scaled", scaled)))
        if not self.is_unit(unit):
            return Said(printed)
        given = parse_quantity(f"1{unit}")
        said = str(replace(quantity, magnitude=given.magnitude, unit_word=given.unit_word))
        return Said(said, "unit_from_header", (("said", said), ("unit", unit)))

    def _over(self, grid: Grid, header: Header) -> Iterator[tuple[str, int, int]]:
        for row in above(grid, header.row.number):
            for column, cell in filled(row.cells):
                match = LINE.fullmatch(SPACE.sub("", cell.text)) if cell.kind is Kind.TEXT else None
                if match and self.is_unit(match[1]):
                    yield match[1], row.number, column
        if column := header.columns.get("printed", 0):
            match = BRACKETS.fullmatch(SPACE.sub("", header.row.cells[column].text))
            if match and self.is_unit(match[2]):
                yield match[2], header.row.number, column


def _without_unit(printed: str) -> Quantity | None:
    try:
        quantity = parse_quantity(printed)
    except QuantityError:
        return None
    return None if quantity.unit_word or quantity.magnitude else quantity


def _no_share(number: Decimal) -> bool:
    """Whether a number of percent can't have been meant as a share of one: 6.5, but neither 0.065 nor 1."""
    return number == 0 or abs(number) > 1
