"""Rules for identities: declared well, and true of every region and period whose figures are all there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from data.errors import Fault, FormulaError, PeriodError
from data.model.interval import Interval
from data.model.observation import Observation
from data.model.period import parse_period
from data.model.quantity import split_unit
from data.statements.supersession import superseders
from etl.curated.contents import Curated
from etl.curated.readings import observations
from etl.curated.source import ACTUAL, Entry
from etl.faults.catalogue import fault
from etl.rules.identity_syntax import BEFORE, HOLDS, PARENT, Comparison, Operand, parse_identity
from etl.rules.known import unknown


def declared_identities(curated: Curated) -> Iterator[Fault]:
    """An identity compares figures that documents print: of declared indicators, in quantities."""
    for identity in curated.entries["identity"]:
        place = identity.at("holds")
        try:
            operands = parse_identity(identity.text("holds")).operands if identity.text("holds") else {}
        except FormulaError as error:
            yield fault("bad_identity", place, identity.text("holds"), why=error.facts["why"])
            continue
        for operand in operands.values():
            yield from unknown(curated, "indicator", operand.indicator, place)
            if operand.part not in ("", PARENT, BEFORE):
                yield from unknown(curated, "breakdown", operand.part, place)
            indicator = curated.indicators.get(operand.indicator)
            if indicator and (indicator.text("formula") or indicator.text("measure") == "stage"):
                yield fault("bad_identity", place, identity.text("holds"), why=operand)
        if _years(identity) < 1:
            yield fault("bad_identity", identity.at("years"), identity.facts["years"], why="years < 1")


def identities(curated: Curated) -> Iterator[Fault]:
    """What an identity says holds for numbers that the printed digits admit, wherever all are printed."""
    declared = [(entry, _parsed(entry)) for entry in curated.entries["identity"]]
    known = [(entry, comparison) for entry, comparison in declared if comparison]
    figures = _Figures(curated, {operand.indicator for _, c in known for operand in c.operands.values()})
    for entry, comparison in known:
        for region, period in figures.places(comparison):
            operands = figures.of(comparison, region, period, _years(entry))
            if operands and (broken := _broken(curated, entry, comparison, operands)):
                yield broken


@dataclass
class _Figures:
    """The results that documents print of some indicators."""

    curated: Curated
    indicators: set[str]
    _above: dict[str, frozenset[str]] = field(init=False)

    def __post_init__(self) -> None:
        documents = self.curated.entries["document"]
        self._above = superseders({document.id: document.texts("supersedes") for document in documents})

    @cached_property
    def printed(self) -> dict[tuple[str, str, str, str], list[Observation]]:
        """The figures by indicator, breakdown, region and period."""
        rows: dict[tuple[str, str, str, str], list[Observation]] = defaultdict(list)
        for document, table in self.curated.figures.items():
            if table.distinct("indicator").isdisjoint(self.indicators):
                continue
            for row in observations(self.curated)[document]:
                if row.indicator in self.indicators and row.status == ACTUAL and row.value is not None:
                    rows[row.indicator, row.breakdown, row.region, row.period].append(row)
        return rows

    def places(self, comparison: Comparison) -> list[tuple[str, str]]:
        """The regions and periods of the first operand that speaks of its own."""
        own = next(
            (operand for operand in comparison.operands.values() if operand.part not in (PARENT, BEFORE)),
            None,
        )
        keys = [key for key in self.printed if own and key[:2] == (own.indicator, own.part)]
        return [(region, period) for _, _, region, period in keys]

    def of(
        self, comparison: Comparison, region: str, period: str, years: int
    ) -> dict[Operand, Observation] | None:
        """Return the figure of each operand, of one document where possible; None where one is missing."""
        chosen: dict[Operand, Observation] = {}
        for operand in comparison.operands.values():
            standing = self._standing(self.printed.get(self._key(operand, region, period, years), []))
            if not standing:
                return None
            liked = {one.document for one in chosen.values()}
            chosen[operand] = min(standing, key=lambda one: (one.document not in liked, one.document))
        return chosen

    def _key(self, operand: Operand, region: str, period: str, years: int) -> tuple[str, str, str, str]:
        if operand.part == PARENT:
            return operand.indicator, "", self._parents.get(region, ""), period
        if operand.part == BEFORE:
            return operand.indicator, "", region, self._before(operand.indicator, period, years)
        return operand.indicator, operand.part, region, period

    @cached_property
    def _parents(self) -> dict[str, str]:
        regions = self.curated.lists.get("regions")
        return dict(zip(regions["id"], regions["parent"], strict=False)) if regions else {}

    @cached_property
    def _periods(self) -> dict[str, set[str]]:
        periods: dict[str, set[str]] = defaultdict(set)
        for id, _, _, period in self.printed:
            periods[id].add(period)
        return periods

    def _before(self, indicator: str, period: str, years: int) -> str:
        """The period of an indicator's figures that is the same stretch of time some years before."""
        return next((text for text in self._periods[indicator] if _is_before(text, period, years)), "")

    def _standing(self, rows: list[Observation]) -> list[Observation]:
        documents = {row.document for row in rows}
        return [row for row in rows if not documents & self._above.get(row.document, frozenset())]


def _years(identity: Entry) -> int:
    years = identity.facts.get("years", 1)
    return years if isinstance(years, int) else 1


def _parsed(identity: Entry) -> Comparison | None:
    try:
        return parse_identity(identity.text("holds"))
    except FormulaError:
        return None  # which is a fault of its declaration


def _broken(
    curated: Curated, identity: Entry, comparison: Comparison, operands: dict[Operand, Observation]
) -> Fault | None:
    try:
        left, right = comparison.sides(
            {operand: _interval(curated, row) for operand, row in operands.items()}
        )
    except FormulaError:
        return None  # divided by what may be zero: nothing can be said
    if HOLDS[comparison.sign](left, right):
        return None
    printed = ", ".join(f"{operand} = {one.printed}" for operand, one in operands.items())
    facts: dict[str, Any] = {"id": identity.id, "name": identity.text("name")}
    place = curated.place(next(iter(operands.values())))
    return fault("identity_broken", place, printed, left=_show(left), right=_show(right), **facts)


def _interval(curated: Curated, row: Observation) -> Interval:
    """What a figure admits in the unit of its indicator; a whole count is exactly what it says."""
    quantity = row.quantity
    scale, unit = split_unit(curated.indicators[row.indicator].text("unit"))
    if quantity.is_whole and unit in _counted(curated):
        return Interval(quantity.number / scale, quantity.number / scale)
    return Interval(quantity.interval.low / scale, quantity.interval.high / scale)


def _counted(curated: Curated) -> set[str]:
    """The units in which things are counted one by one."""
    units = curated.lists.get("units")
    return (
        {id for id, counted in zip(units["id"], units["counted"], strict=False) if counted}
        if units
        else set()
    )


def _is_before(text: str, period: str, years: int) -> bool:
    try:
        one, other = parse_period(text), parse_period(period)
    except PeriodError:
        return False
    same_part = [(d.start.month, d.start.day, d.end.month) for d in (one, other)]
    lengths = {d.end.year - d.start.year for d in (one, other)}
    apart = other.end.year - one.end.year
    return one.kind == other.kind and same_part[0] == same_part[1] and len(lengths) == 1 and apart == years


def _show(interval: Interval) -> str:
    return " – ".join(f"{float(end):.6g}" for end in (interval.low, interval.high))
