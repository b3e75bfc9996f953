"""What the rows of curated files say: each an observation, its printed text read in its indicator's unit."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from functools import lru_cache
from itertools import count, repeat

from data.errors import QuantityError
from data.model.catalog import forms_of
from data.model.observation import Observation
from data.model.quantity import parse_quantity, split_unit
from etl.curated.contents import Curated
from etl.curated.source import ACTUAL, Entry, Table

Reading = float | str | None
# A number that needs no grammar when its indicator's unit follows: most of those in long tables.
PLAIN = r"(?:[1-9][0-9]{0,14}|0)(?:\.[0-9]{1,12})?"


@lru_cache(maxsize=1)  # worked out once for all rules and for the release
def readings(curated: Curated) -> dict[str, list[Reading]]:
    """Return what each row of curated files says, by document.

    It is a number in the unit of the indicator; nothing for a stage; or the code of the fault that the
    printed text is. What can't be judged (an unknown indicator, an empty cell) is nothing.
    """
    forms = stage_forms(curated).keys()
    readers: Mapping[str, Callable[[str], Reading]] = defaultdict(
        lambda: _unread, {id: _reader(indicator, forms) for id, indicator in curated.indicators.items()}
    )
    return {
        document: [
            readers[indicator](printed)
            for indicator, printed in zip(table["indicator"], table["printed"], strict=False)
        ]
        for document, table in curated.figures.items()
    }


@lru_cache(maxsize=1)
def observations(curated: Curated) -> dict[str, list[Observation]]:
    """Return the rows by document, in the order of its file; a text that can't be read has no value."""
    return {
        document: [*_observations(document, table, readings(curated)[document])]
        for document, table in curated.figures.items()
    }


def _observations(document: str, table: Table, values: Iterable[Reading]) -> Iterator[Observation]:
    cells = zip(
        table["region"],
        table["indicator"],
        table["period"],
        table["breakdown"],
        (status or ACTUAL for status in table["status"]),
        repeat(document),
        table["printed"],
        (None if type(value) is str else value for value in values),
        table["locator"],
        table["note"],
        count(),
        repeat(0),
    )
    return map(Observation._make, cells)


def stage_forms(curated: Curated) -> dict[str, str]:
    """Return the stage that each printed form stands for, its name among them."""
    stages = curated.lists.get("stages")
    return forms_of(zip(stages["id"], stages["name"], stages["printed"], strict=False) if stages else ())


def base_unit(indicator: Entry) -> str:
    """Return an indicator's unit without its magnitude: 元 for 亿元; as it stands if it can't be split."""
    unit = indicator.text("unit")
    try:
        return split_unit(unit)[1]
    except QuantityError:
        return unit


def range_of(indicator: Entry, field: str = "range") -> tuple[float, float] | None:
    """Return the lowest and the highest value an indicator has by a field; None where it is not declared."""
    match indicator.facts.get(field):
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
    shortened = indicator.text("printed_as")
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
        if shortened and quantity.base_unit == shortened:
            return float(quantity.amount)
        return float(quantity.in_unit(unit)) if quantity.base_unit == base else "wrong_unit"

    return read


def _unread(printed: str) -> Reading:
    """What can't be judged says nothing."""
    return None
