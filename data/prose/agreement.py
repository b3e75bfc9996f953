"""Whether a figure in a text says the same as a published one."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from data.errors import QuantityError
from data.model.quantity import Quantity
from data.model.unit import Unit, measure
from data.prose.bounds import Bounds, meets, wide
from data.prose.statement import POINTS


class Amount(NamedTuple):
    """What a figure amounts to in the smallest unit of its kind; below zero where it is said to fall."""

    number: Decimal
    bounds: Bounds
    qualifier: str


def agreement(mine: Quantity, theirs: Quantity, falls: bool = False) -> str | None:
    """Return how a figure of a text holds against a published one; `falls`: the text says that it falls.

    agrees: the same number and qualifier. rounded: the published one, rounded, cut off or said more loosely.
    finer: it says more than was published, which neither bears it out nor contradicts it. "": it contradicts.
    None: they are of different measures.
    """
    one, other = _measure(mine), _measure(theirs)
    points = (mine.base_unit in POINTS, theirs.base_unit in POINTS)
    if one is None or other is None or one.powers != other.powers or points[0] != points[1]:
        return None
    ours, known = _amount(mine, one, falls), _amount(theirs, other, False)
    same = ours.number == known.number
    if ours.bounds == known.bounds or (same and ours.qualifier == known.qualifier != "range"):
        return "agrees"
    exact = known.qualifier == "exact"
    point = float(known.number)
    low, high = (point, point) if exact else known.bounds
    inside = meets(ours.bounds, (low, low)) and meets(ours.bounds, (high, high))
    if inside and not (same and ours.qualifier == "exact" and not exact):
        return "rounded"
    return "finer" if meets(ours.bounds, known.bounds) else ""


def _measure(quantity: Quantity) -> Unit | None:
    try:
        return measure(quantity.base_unit)
    except QuantityError:  # words that are no unit of a calculation: nothing compares with them
        return None


def _amount(quantity: Quantity, unit: Unit, falls: bool) -> Amount:
    low, high = (end * float(unit.size) for end in wide(quantity))
    number = quantity.amount * unit.size
    if falls and number > 0:
        number, low, high = -number, -high, -low
    return Amount(number, (low, high), quantity.qualifier)
