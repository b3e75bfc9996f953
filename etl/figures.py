"""The figures of all documents as rows of the store; each distinct printed text is parsed once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import count, repeat
from typing import NamedTuple

from data.errors import QuantityError
from data.quantity import parse_quantity, split_unit
from etl.places import Entry, Table
from etl.read import Curated

ACTUAL = "actual"  # the status of a row that gives none
# A number that needs no grammar when its indicator's unit follows: most of those in long tables.
PLAIN = re.compile(r"(?:[1-9][0-9]{0,14}|0)(?:\.[0-9]{1,12})?")


class Row(NamedTuple):
    """One figure as the store keeps it; `value` is in the unit of its indicator, empty for a stage."""

    region: str
    indicator: str
    period: str
    breakdown: str
    status: str
    document: str
    printed: str
    value: float | None
    locator: str
    note: str

    @property
    def key(self) -> tuple[str, ...]:
        """What makes it the same figure in another release."""
        return (self.region, self.indicator, self.period, self.breakdown, self.status, self.document)


def rows_of(curated: Curated) -> dict[Row, int]:
    """Return the figures of checked files that have no fault, each with its place in its file."""
    values = readings(curated)
    figures: dict[Row, int] = {}
    for document, table in curated.figures.items():
        figures.update(zip(map(Row._make, _cells(document, table, values)), count()))
    return figures


@lru_cache(maxsize=1)
def readings(curated: Curated) -> dict[tuple[str, str], float | str | None]:
    """Return what each printed text says of its indicator, by (indicator, printed).

    A number in the unit of the indicator; nothing for a stage; or the code of the fault that it is.
    What can't be judged (an unknown indicator, an empty cell) is nothing.
    """
    forms = stage_forms(curated)
    pairs = {pair for table in curated.figures.values() for pair in pairs_of(table)}
    return {(id, printed): _read(curated.indicators.get(id), printed, forms) for id, printed in pairs}


def pairs_of(table: Table) -> Iterator[tuple[str, str]]:
    """Return the indicator and the printed text of each row."""
    return zip(table["indicator"], table["printed"], strict=False)


def stage_forms(curated: Curated) -> set[str]:
    """Return the printed forms that stand for a stage, its name among them."""
    if (stages := curated.lists.get("stages")) is None:
        return set()
    return {*stages["name"]} | {form for forms in stages["printed"] for form in forms.split("|") if form}


def base_unit(indicator: Entry) -> str:
    """Return an indicator's unit without its magnitude: 元 for 亿元; as it stands if it can't be split."""
    unit = indicator.text("unit")
    try:
        return split_unit(unit)[1]
    except QuantityError:
        return unit


def range_of(indicator: Entry) -> tuple[float, float] | None:
    """Return the lowest and the highest value an indicator can have; None where that isn't declared well."""
    match indicator.facts.get("range"):
        case [int() | float() as low, int() | float() as high] if low < high:
            return low, high
    return None


def _read(indicator: Entry | None, printed: str, forms: set[str]) -> float | str | None:
    if indicator is None or not printed:
        return None
    if indicator.text("measure") == "stage":
        return None if printed in forms else "unknown_stage"
    unit = indicator.text("unit")
    if not unit:
        return None
    if printed.endswith(unit) and PLAIN.fullmatch(printed, 0, len(printed) - len(unit)):
        return float(printed.removesuffix(unit))
    try:
        quantity = parse_quantity(printed)
    except QuantityError:
        return "unreadable_figure"
    if quantity.base_unit != base_unit(indicator):
        return "wrong_unit"
    return float(quantity.in_unit(unit))


def _cells(
    document: str, table: Table, values: dict[tuple[str, str], float | str | None]
) -> Iterator[tuple[object, ...]]:
    """The cells of each row in the order of Row."""
    return zip(
        table["region"],
        table["indicator"],
        table["period"],
        table["breakdown"],
        (status or ACTUAL for status in table["status"]),
        repeat(document),
        table["printed"],
        map(values.__getitem__, pairs_of(table)),
        table["locator"],
        table["note"],
        strict=False,
    )
