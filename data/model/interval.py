"""All amounts that a printed figure admits, and arithmetic on them that never loses the true result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from itertools import product

from data.errors import FormulaError

_DOWN = Context(prec=60, rounding=ROUND_FLOOR)
_UP = Context(prec=60, rounding=ROUND_CEILING)
_ZERO = Decimal(0)

Work = Callable[[Context, Decimal, Decimal], Decimal]


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from `low` to `high`, both included; either may be infinite.

    Arithmetic rounds outwards at the 60th digit, so the true result is always inside.
    """

    low: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise FormulaError(str(self), why=f"{self.low} > {self.high}")

    def __str__(self) -> str:
        return f"[{self.low}, {self.high}]"

    def contains(self, number: Decimal) -> bool:
        """Say whether `number` lies inside."""
        return self.low <= number <= self.high

    def exceeds(self, other: Interval) -> bool:
        """Say whether all of this lies above all of the other; an end at which digits round may be shared."""
        return self.low >= other.high and self.high > other.low

    def __add__(self, other: Interval) -> Interval:
        return Interval(_DOWN.add(self.low, other.low), _UP.add(self.high, other.high))

    def __sub__(self, other: Interval) -> Interval:
        return Interval(_DOWN.subtract(self.low, other.high), _UP.subtract(self.high, other.low))

    def __mul__(self, other: Interval) -> Interval:
        return self._over_corners(other, _times)

    def __truediv__(self, other: Interval) -> Interval:
        """Divide; raise FormulaError where the divisor may be zero."""
        if other.contains(_ZERO):
            raise FormulaError(f"{self} / {other}", why=f"0 ∈ {other}")
        return self._over_corners(other, _over)

    def _over_corners(self, other: Interval, work: Work) -> Interval:
        corners = list(product((self.low, self.high), (other.low, other.high)))
        return Interval(min(work(_DOWN, *c) for c in corners), max(work(_UP, *c) for c in corners))


def _times(context: Context, a: Decimal, b: Decimal) -> Decimal:
    return context.multiply(a, b) if a and b else _ZERO  # an endless bound is never reached: 0 · ∞ is 0


def _over(context: Context, a: Decimal, b: Decimal) -> Decimal:
    return context.divide(a, b) if b.is_finite() else _ZERO
