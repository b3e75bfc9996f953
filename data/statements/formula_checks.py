"""Whether what a formula works out may be said: its sums are declared, and its units come to its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from data.errors import QuantityError
from data.model.unit import measure, say_powers
from data.statements.formula import SUMS, names_under, parse_formula, say_number

Powers = Mapping[str, int] | None  # of the words of a unit; None where it can't be told


@dataclass(frozen=True, slots=True)
class Part:
    """An indicator of a formula: its unit, and whether its figures may be summed."""

    id: str
    unit: str
    additive: bool


class Flaw(NamedTuple):
    """Why a formula must not be worked out (not_additive, unlike_units, conversion, unit), and the facts."""

    kind: str
    facts: Mapping[str, str]


@lru_cache(maxsize=256)
def flaws(formula: str, unit: str, parts: tuple[Part, ...]) -> tuple[Flaw, ...]:
    """Return what is wrong with a formula of a result in `unit`. Raises FormulaError for what is none.

    What can't be told from the units (元 × 人), or of an indicator that isn't among the parts, isn't judged.
    """
    return tuple(_Judge({part.id: part for part in parts}).flaws(parse_formula(formula), unit))


@dataclass(frozen=True, slots=True)
class _Judge:
    parts: Mapping[str, Part]

    def flaws(self, root: ast.expr, unit: str) -> Iterator[Flaw]:
        operations = [node for node in ast.walk(root) if isinstance(node, ast.BinOp)]
        for node in operations:
            yield from self._unlike(node) if isinstance(node.op, SUMS) else self._conversions(node)
        inner = {part for node in operations if isinstance(node.op, SUMS) for part in (node.left, node.right)}
        for node in operations:
            if isinstance(node.op, SUMS) and node not in inner:
                yield from self._not_additive(node)
        implied, declared = self._powers(root), _powers_of(unit)
        if declared is not None and _tellable(implied) and implied != declared:
            yield Flaw("unit", {"unit": say_powers(implied or {}), "declared": unit})

    def _unlike(self, node: ast.BinOp) -> Iterator[Flaw]:
        """Unlike units on both sides of + or -; with shares goes the number 1 only: 100 may mean 100%."""
        left, right = self._powers(node.left), self._powers(node.right)
        alike = left == right or not (_tellable(left) and _tellable(right))
        numbers = {say_number(side) for side in (node.left, node.right) if _is_number(side)}
        if not alike or (names_under(node) and numbers - {"1"}):
            units = (self._say(node.left, left), self._say(node.right, right))
            yield Flaw("unlike_units", dict(zip(("left", "right"), units, strict=True)))

    def _conversions(self, node: ast.BinOp) -> Iterator[Flaw]:
        """A factor of 100, 10000 and the like: every figure counts at its full size already."""
        for side in (node.left, node.right):
            if _is_number(side) and _converts(Decimal(say_number(side))):
                yield Flaw("conversion", {"number": say_number(side)})

    def _not_additive(self, node: ast.BinOp) -> Iterator[Flaw]:
        """Figures that are added, or taken away together, and aren't declared additive."""
        terms = list(_terms(node))
        for taken in (False, True):
            together = [term for away, term in terms if away is taken and names_under(term)]
            summed = {name for term in together for name in self._summed(term)}
            for name in sorted(summed) if len(together) > 1 else ():
                if name in self.parts and not self.parts[name].additive:
                    yield Flaw("not_additive", {"indicator": name})

    def _summed(self, term: ast.expr) -> frozenset[str]:
        """The figures that a sum with this term sums: in a product those of quantities, not their shares."""
        names = names_under(term)
        quantities = {name for name in names if self._unit(name) != {}}
        return frozenset(quantities) or names

    def _powers(self, node: ast.expr) -> Powers:
        match node:
            case ast.Name(name):
                return self._unit(name)
            case ast.BinOp(left, ast.Mult() | ast.Div() as op, right):
                return _times(self._powers(left), self._powers(right), -1 if isinstance(op, ast.Div) else 1)
            case ast.BinOp(left, _, right):
                one, other = self._powers(left), self._powers(right)
                return one if one == other else None
        return {}

    def _unit(self, name: str) -> Powers:
        return _powers_of(self.parts[name].unit) if name in self.parts else None

    def _say(self, node: ast.expr, powers: Powers) -> str:
        if isinstance(node, ast.Name) and node.id in self.parts:
            return self.parts[node.id].unit
        return say_number(node) if _is_number(node) else say_powers(powers or {})


def _terms(node: ast.expr, away: bool = False) -> Iterator[tuple[bool, ast.expr]]:
    """The terms of sums and differences, and whether each is taken away."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, SUMS):
        yield from _terms(node.left, away)
        yield from _terms(node.right, away != isinstance(node.op, ast.Sub))
    else:
        yield away, node


def _times(one: Powers, other: Powers, sign: int) -> Powers:
    if one is None or other is None:
        return None
    powers = {word: one.get(word, 0) + sign * other.get(word, 0) for word in (*one, *other)}
    return {word: power for word, power in powers.items() if power}


def _tellable(powers: Powers) -> bool:
    """Whether a unit can be named: 元, 元/人, %; not 元·人, as an income per head is printed in 元, too."""
    return powers is not None and sorted(powers.values()) in ([], [1], [-1], [-1, 1])


def _powers_of(unit: str) -> Powers:
    try:
        return measure(unit).powers
    except QuantityError:
        return None


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and not isinstance(node.value, str)


def _converts(number: Decimal) -> bool:
    """Whether a number is 100, 0.01 or another such power of ten."""
    power = number.adjusted() if number else 0
    return abs(power) >= 2 and number.scaleb(-power) == 1
