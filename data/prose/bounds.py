"""All amounts that printed figures admit, as floats, and what is said of them."""

from __future__ import annotations

import re

from data.model.quantity import Quantity

Bounds = tuple[float, float]


_FALL = re.compile("下降|降低|减少|回落|下跌|下滑|收窄|缩小|负增长|压减|精简|削减|降幅|缩短|减|降|低于")


_RISE = re.compile("(?<!负)增长|增加|提高|提升|上升|上涨|扩大|递增|增速|增幅|涨幅|高于|净增|增|升|涨")


_COUNTED = frozenset("个项家所座处条件户场次名人栋辆套部间")  # what is counted one by one is exact


def wide(quantity: Quantity) -> Bounds:
    """All amounts that a printed figure admits, as rounded or as cut off."""
    interval = quantity.interval
    low, high = float(interval.low), float(interval.high)
    if quantity.qualifier == "exact" and quantity.base_unit in _COUNTED and quantity.scale == 1:
        return float(quantity.number), float(quantity.number)
    if quantity.qualifier == "exact":
        step = high - low
        low, high = (low, high + step / 2) if low >= 0 else (low - step / 2, high)
    return low, high


def rates(quantity: Quantity, falls: bool) -> Bounds:
    """Return a percentage as numbers; a fall is below zero."""
    low, high = wide(quantity)
    size = {"‰": 1000, "成": 10}.get(quantity.base_unit, 100)
    low, high = low / size, high / size
    return (-high, -low) if falls else (low, high)


def falling(words: str) -> bool:
    """Whether what is said last before a change is that it goes down."""
    falls = max((match.end() for match in _FALL.finditer(words)), default=-1)
    return falls > max((match.end() for match in _RISE.finditer(words)), default=-1)


def meets(one: Bounds, other: Bounds) -> bool:
    """Return whether two stretches have an amount in common, but for the last bit of a float."""
    slack = 1e-9 * max(1.0, abs(one[0]), abs(other[1]))
    return one[0] <= other[1] + slack and other[0] <= one[1] + slack


def ratio_of(one: Bounds, other: Bounds) -> Bounds | None:
    """Return what one amount is of another; None where that may be anything."""
    if other[0] <= 0 or one[0] < 0:
        return None
    return one[0] / other[1], one[1] / other[0]


def say(result: Bounds, unit: str) -> str:
    """Return bounds with five digits that count, in a unit; one number where they are the same so far."""
    low, high = (f"{end:.5g}" if abs(end) < 1e5 else f"{end:.0f}" for end in result)
    return f"{low}{unit}" if low == high else f"{low}–{high}{unit}"
