"""The figures of all documents as rows of the store; each distinct printed text is parsed once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from functools import lru_cache
from itertools import repeat
from math import log10
from typing import NamedTuple

from data.errors import QuantityError
from data.model.quantity import parse_quantity, split_unit
from etl.curated.folder import Curated
from etl.curated.source import ACTUAL, Entry, Table

Pair = tuple[str, str]  # an indicator, and a text printed of it
Reading = float | str | None
# A number that needs no grammar when its indicator's unit follows: most of those in long tables.
PLAIN = r"(?:[1-9][0-9]{0,14}|0)(?:\.[0-9]{1,12})?"


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


@lru_cache(maxsize=1)
def readings(curated: Curated) -> Readings:
    """Return what printed texts say of their indicators."""
    return Readings(curated.indicators, stage_forms(curated))


class Readings:
    """What printed texts say of their indicators, and the tables that have been read so.

    A number in the unit of the indicator; nothing for a stage; or the code of the fault that it is.
    What can't be judged (an unknown indicator, an empty cell) is nothing.
    """

    def __init__(self, indicators: Mapping[str, Entry], forms: Set[str]) -> None:
        self._readers = {id: _reader(indicator, forms) for id, indicator in indicators.items()}
        self._values: dict[int, tuple[Table, list[Reading]]] = {}
        self._sizes: dict[int, dict[str, tuple[float, float]]] = {}

    def __getitem__(self, pair: Pair) -> Reading:
        return self._readers.get(pair[0], _unread)(pair[1])

    def values(self, table: Table) -> list[Reading]:
        """Return what each row of a table says."""
        if id(table) not in self._values:  # and the table is kept, so that no other gets its id
            readers = defaultdict(lambda: _unread, self._readers)
            self._values[id(table)] = table, [readers[id](printed) for id, printed in pairs_of(table)]
        return self._values[id(table)][1]

    def sizes(self, table: Table) -> dict[str, tuple[float, float]]:
        """Return the decimal logarithms of the smallest and the largest value of each indicator."""
        if id(table) not in self._sizes:
            found: dict[str, list[float]] = defaultdict(list)
            for indicator, value in zip(table["indicator"], self.values(table), strict=False):
                if isinstance(value, float) and value:
                    found[indicator].append(abs(value))
            ends = {indicator: (min(values), max(values)) for indicator, values in found.items()}
            self._sizes[id(table)] = {name: (log10(low), log10(high)) for name, (low, high) in ends.items()}
        return self._sizes[id(table)]


def pairs_of(table: Table) -> Iterator[Pair]:
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


def _reader(indicator: Entry, forms: Set[str]) -> Callable[[str], Reading]:
    """What reads the texts printed of an indicator."""
    unit, base = indicator.text("unit"), base_unit(indicator)
    if indicator.text("measure") == "stage":
        return lambda printed: None if printed in forms or not printed else "unknown_stage"
    if not unit:
        return _unread
    plain = re.compile(f"({PLAIN}){re.escape(unit)}").fullmatch

    def read(printed: str) -> Reading:
        if match := plain(printed):
            return float(match[1])
        if not printed:
            return None
        try:
            quantity = parse_quantity(printed)
        except QuantityError:
            return "unreadable_figure"
        return float(quantity.in_unit(unit)) if quantity.base_unit == base else "wrong_unit"

    return read


def _unread(printed: str) -> Reading:
    """What can't be judged says nothing."""
    return None


def rows_of(document: str, table: Table, values: Iterable[Reading]) -> list[Row]:
    """Return the rows of a document's table, of which each says one of the values, in their order."""
    cells = zip(
        table["region"],
        table["indicator"],
        table["period"],
        table["breakdown"],
        (status or ACTUAL for status in table["status"]),
        repeat(document),
        table["printed"],
        values,
        table["locator"],
        table["note"],
        strict=False,
    )
    return [*map(Row._make, cells)]
