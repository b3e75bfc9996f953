"""A cell as a printed figure: which way it goes, in which unit, and where these are given."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

from data.errors import QuantityError
from data.model.quantity import Quantity, parse_quantity
from etl.curated.readings import base_unit
from etl.curated.source import Entry
from etl.faults.catalogue import Place
from etl.office_files.columns import SPACE
from etl.office_files.units import Units, measure_of
from etl.office_files.yearbook.answers import Answers
from etl.office_files.yearbook.meanings import GROWTH, Axis
from etl.office_files.yearbook.signs import BRACKETS, MarkedFigure, way_of
from etl.office_files.yearbook.tallies import Left

# What the note of a figure says of its unit, by where that is given.
UNIT_NOTES = {
    "row": "单位取自行名",
    "above": "单位取自小标题",
    "unit": "单位取自单位栏",
    "head": "单位取自表头",
    "table": "单位取自表头",
    "option": "单位为整理者所注",
}


@dataclass(frozen=True)
class Figure:
    """A cell with a figure in it: where it stands, what it says, what its row and column say.

    `below_zero` says that the number stored in it is; `large` that numbers beside it, by where their unit is
    given, are greater than one.
    """

    place: Place
    text: str
    marked: MarkedFigure
    indicator: Entry
    across: Axis
    down: Axis
    below_zero: bool
    large: Mapping[str, bool]


@dataclass(frozen=True)
class Printer:
    """Puts figures and their units together. `table` are the units that a table gives for all its figures."""

    units: Units
    answers: Answers
    table: Set[str]
    ways: Mapping[str, str]
    name: str

    def printed(self, figure: Figure) -> tuple[str, list[str]]:
        """Return a figure as printed, with its unit, and what its note says. Raises Left."""
        try:
            quantity = parse_quantity(figure.marked.figure)
        except QuantityError:
            raise Left("unreadable_cell", figure.place, figure.place, figure.text) from None
        minus, notes = self._minus(figure, quantity)
        signed = "-" + figure.marked.figure if minus else figure.marked.figure
        if quantity.unit:
            self._agree(figure, quantity.unit)
            return signed, notes
        unit, origin = self._unit(figure)
        sure = origin == "option" or figure.large.get(origin, False)
        printed, code, facts = self.units.complete(signed, figure.indicator.id, unit, sure)
        if code == "percent_or_share":
            facts["name"] = self._heading_of_unit(figure)
            raise Left("unclear_percent", facts["name"], figure.place, figure.text, facts=facts)
        if code not in ("", "unit_from_header"):
            raise Left(code, figure.place, figure.place, figure.text, facts=facts)
        return printed, [UNIT_NOTES[origin], *notes]

    def _minus(self, figure: Figure, quantity: Quantity) -> tuple[bool, list[str]]:
        """Whether a figure is below zero though its digits don't say so; what its note says of that."""
        direction = figure.marked.direction
        if not direction:
            return False, []
        if direction == BRACKETS and figure.below_zero:
            return True, []
        way = self.answers.of("sign", direction) or way_of(direction, self.ways)
        names = (figure.indicator.text("name"), *figure.across.names, *figure.down.names)
        changes = direction == BRACKETS or any(map(GROWTH.fullmatch, names))
        if not way or (way == "-" and (not changes or quantity.number < 0)):
            raise Left("unclear_sign", direction, figure.place, figure.text, facts={"sign": direction})
        return way == "-", [f"原文作“{figure.text}”"]

    def _agree(self, figure: Figure, own: str) -> None:
        """Refuse a figure whose own unit isn't that of its row or column. Raises Left."""
        given = [unit for axis in (figure.across, figure.down) for unit in axis.units]
        if given and measure_of(own) not in map(measure_of, given):
            raise Left(
                "two_units",
                figure.place,
                figure.place,
                figure.text,
                facts={"other": "、".join(sorted(given))},
            )

    def _heading_of_unit(self, figure: Figure) -> str:
        """The heading that gives a figure's unit, or the name of its row."""
        axes = (figure.down, figure.across)
        return next((axis.place.text for axis in axes if axis.units), figure.across.place.text)

    def _unit(self, figure: Figure) -> tuple[str, str]:
        """The unit of a figure that has none of its own, and where it is given. Raises Left.

        What its row or column says counts before what the table says, if it measures something else or is the
        unit of the indicator. Of several units it is the one that measures what the indicator does; several
        that do are a question.
        """
        axes = [axis for axis in (figure.across, figure.down) if axis.units]
        given: list[tuple[Set[str], str]] = [(axis.units, axis.unit_from) for axis in axes]
        given = given or [(self.table, "table")]
        if not axes and not self.table:
            answer = self.answers.of("unit", SPACE.sub("", self.name)) or self.answers.for_all("unit")
            given = [({answer}, "option")] if answer else []
        naming = axes or [axis for axis in (figure.across, figure.down) if axis.names]
        named = naming[0].place.text if naming else self.name
        if not given:
            raise Left(
                "unclear_unit", self.name, figure.place, figure.text, facts={"name": named, "units": "—"}
            )
        base, own = base_unit(figure.indicator), figure.indicator.text("unit")
        fitting = [
            ([unit for unit in units if measure_of(unit)[1] == base], origin) for units, origin in given
        ]
        listed = sorted({unit for units, _ in given for unit in units})
        if figure.across.names and figure.down.names and any(units for units, _ in fitting):
            fitting = [(units, origin) for units, origin in fitting if units]  # 常住人口（万人） × 增长（%）
        if not all(units for units, _ in fitting):
            key, told = (figure.indicator.id, *listed), "、".join(listed)
            raise Left(
                "left_out_unit",
                key,
                figure.place,
                told,
                facts={"indicator": figure.indicator.text("name"), "unit": own},
            )
        meant = {measure_of(unit): (unit, origin) for units, origin in reversed(fitting) for unit in units}
        over = [unit for unit in self.table if measure_of(unit)[1] == base]
        origins = {axis.unit_from for axis in axes}
        agreeing = [*over, *([] if "above" in origins else [own])]  # a heading's unit may not reach so far
        said_otherwise = bool(over and origins) and "option" not in origins
        clash = said_otherwise and meant.keys().isdisjoint(map(measure_of, agreeing))
        if len(meant) > 1 or clash:
            told = "、".join(sorted({*(unit for unit, _ in meant.values()), *(over if clash else ())}))
            raise Left(
                "unclear_unit", (named, told), figure.place, figure.text, facts={"name": named, "units": told}
            )
        return next(iter(meant.values()))
