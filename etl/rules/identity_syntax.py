"""What an identity says: two expressions over figures and how they compare, worked out by intervals."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from data.errors import FormulaError
from data.model.interval import Interval
from data.statements.formula import evaluate, names_in

COMPARED = re.compile(r"(.+?)(==|<=|>=)(.+)", re.DOTALL)
OPERAND = re.compile(r"\b([a-z]\w*)(?:@([a-z0-9_-]+))?")
PARENT, BEFORE = "parent", "before"

# Whether two sides may compare so, for some numbers that the printed digits admit.
HOLDS: dict[str, Callable[[Interval, Interval], bool]] = {
    "==": lambda left, right: left.low <= right.high and right.low <= left.high,
    "<=": lambda left, right: left.low <= right.high,
    ">=": lambda left, right: left.high >= right.low,
}


@dataclass(frozen=True, slots=True)
class Operand:
    """An indicator; `part` is one of its breakdowns, "parent", "before", or nothing."""

    indicator: str
    part: str = ""

    def __str__(self) -> str:
        return f"{self.indicator}@{self.part}" if self.part else self.indicator


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two formulas over names that stand for operands, and the sign between them."""

    left: str
    sign: str
    right: str
    operands: Mapping[str, Operand]

    def sides(self, figures: Mapping[Operand, Interval]) -> tuple[Interval, Interval]:
        """Return what both sides come to. Raises FormulaError for a division by what may be zero."""
        named = {name: figures[operand] for name, operand in self.operands.items()}
        return evaluate(self.left, named), evaluate(self.right, named)


@lru_cache(maxsize=256)
def parse_identity(text: str) -> Comparison:
    """Read `a@x + a@y == b`: + - * / and parentheses, one of ==, <=, >=. Raises FormulaError."""
    match = COMPARED.fullmatch(text)
    if match is None:
        raise FormulaError(text, why="==, <=, >=")
    operands = dict.fromkeys(Operand(*parts) for parts in OPERAND.findall(text))
    names = {operand: f"v{n}" for n, operand in enumerate(operands)}
    sides = [
        OPERAND.sub(lambda m: names[Operand(m[1], m[2] or "")], side).strip() for side in (match[1], match[3])
    ]
    for side in sides:
        if strange := strange_in(side):
            raise FormulaError(text, why=strange)
    if not names:
        raise FormulaError(text, why="0 × indicator")
    return Comparison(sides[0], match[2], sides[1], {name: operand for operand, name in names.items()})


def strange_in(side: str) -> str:
    """Return what of a side is no arithmetic over names and numbers; nothing where all of it is."""
    try:
        names_in(side)
    except FormulaError as error:
        return str(error.facts["why"])
    return "%" if "%" in side else ""  # here a figure in % counts as its number, and the whole is 100
