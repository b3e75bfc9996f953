"""The unit of figures that are written without one: in the table's heading, or in a column of its own."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from data.errors import QuantityError
from data.quantity import Quantity, parse_quantity, split_unit
from etl.figures import base_unit
from etl.read import Curated
from etl.sheets.cells import Cells
from etl.sheets.columns import BRACKETS, SPACE, Header, above
from etl.sheets.findings import Findings
from etl.sheets.formats import plain
from etl.sheets.grid import Grid, Row, filled

# 单位：万元, 计量单位：人民币万元 (of figures, whatever stands before it), 填报单位：水务局 (of people).
SAID = re.compile(
    r"(?P<people>[一-鿿]?)(?:计量|金额|货币|数量)?单\s*位\s*[：:为]\s*(?:人民币)?(?P<unit>[^\s（）()：:]+)"
)
SEVERAL = re.compile(r"[,，;；、。和及]")
NONE = ("-", "—", "–", "/", "无")  # what is written where there is no unit
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
        """Whether a text is a unit of the catalogue, with or without a magnitude, or a magnitude alone."""
        try:
            scale, word = split_unit(text)
        except QuantityError:
            return False
        return word in self.known or (not word and scale != 1)

    def over(self, cells: Cells, header: Header) -> str:
        """Return the unit that a table gives for all its figures, in a line above or beside their name."""
        grid, findings = cells.grid, cells.findings
        found = list(self._over(cells, header))
        unit = next((each for said, _, _ in found for each in said if len(said) == 1), "")
        for said, row, column in found:
            if unit and split_unit(unit) not in map(split_unit, said):
                findings.add("two_units", grid.place(row, column), "、".join(sorted(said)), other=unit)
        return unit

    def below(self, grid: Grid, left_out: Collection[Row], over: str, findings: Findings) -> None:
        """Add a fault where a line between or below the figures gives another unit than their table's."""
        for row in left_out:
            for column, text in _texts(row):
                if any(each != over for each in self._said(text) or _unknown(text)):
                    code = "two_units" if over else "late_unit"
                    findings.add(code, grid.place(row.number, column), text, other=over)

    def doubt(self, printed: str, own: str, over: str) -> Said | None:
        """Return the fault of a unit in a column of its own: none that is known, or not that of the figure.

        `own` is what the column says, `over` the unit of the table.
        """
        try:
            quantity = parse_quantity(printed)
        except QuantityError:
            return None
        bare = not (quantity.unit_word or quantity.magnitude)
        if not self.is_unit(own):
            return None if own in NONE and not bare else Said(own, "unknown_unit")
        other = over if bare else quantity.unit
        if other and split_unit(other) != split_unit(own):
            return Said(own, "two_units", (("other", other),))
        return None

    def elsewhere(self, note: str, unit: str) -> bool:
        """Whether a note beside a figure without a unit speaks of another unit than the figure is read in."""
        return "单" in note and any(split_unit(each) != split_unit(unit) for each in self._named(note))

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

    def _over(self, cells: Cells, header: Header) -> Iterator[tuple[set[str], int, int]]:
        """The units that are given in each place at or above the column names."""
        for row in (*above(cells.grid, header.row.number), header.row):
            title = row is not header.row
            for column, text in _texts(row):
                said = self._said(text, title or column == header.columns.get("printed"))
                if said and not (title and cells.distrusts(row.number, column, row.cells[column])):
                    yield said, row.number, column

    def _said(self, text: str, brackets: bool = True) -> set[str]:
        """The units that a text gives to figures: in brackets at its end, or as 单位：万元."""
        joined = SPACE.sub("", text)
        match = BRACKETS.fullmatch(joined) if brackets else None
        said = {match[2]} if match and self.is_unit(match[2]) else set[str]()
        return said | (self._named(joined) or self._named(text))

    def _named(self, text: str) -> set[str]:
        found = (each for match in SAID.finditer(text) for each in SEVERAL.split(match["unit"]))
        return {each for each in found if self.is_unit(each)}


def _texts(row: Row) -> Iterator[tuple[int, str]]:
    """The texts of a row with their columns; one that ends in a colon, together with the next."""
    cells = [*filled(row.cells)]
    for n, (column, cell) in enumerate(cells):
        goes_on = n + 1 < len(cells) and cell.text.rstrip().endswith(("：", ":"))
        yield column, cell.text + (cells[n + 1][1].text if goes_on else "")


def _unknown(text: str) -> set[str]:
    """What a line gives as 单位： and isn't known as a unit, unless it is plainly an office."""
    return {match["unit"] for match in SAID.finditer(text) if not match["people"]}


def _without_unit(printed: str) -> Quantity | None:
    try:
        quantity = parse_quantity(printed)
    except QuantityError:
        return None
    return None if quantity.unit_word or quantity.magnitude else quantity


def _no_share(number: Decimal) -> bool:
    """Whether a number of percent can't have been meant as a share of one: 6.5, but neither 0.065 nor 1."""
    return number == 0 or abs(number) > 1
