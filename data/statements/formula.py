"""A formula over figures: read, worked out over intervals, and shown as arithmetic that can be checked."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from data.errors import FormulaError
from data.model.interval import Interval

OPERATIONS = {
    ast.Add: Interval.__add__,
    ast.Sub: Interval.__sub__,
    ast.Mult: Interval.__mul__,
    ast.Div: Interval.__truediv__,
}
SIGNS = {ast.Add: "+", ast.Sub: "−", ast.Mult: "×", ast.Div: "÷"}
SUMS = (ast.Add, ast.Sub)
# 100% is kept as a text, so that it is shown as it was written: quotes can't come into a formula otherwise.
_SHARE = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?%)(?![\w.])")


@lru_cache(maxsize=256)
def parse_formula(formula: str) -> ast.expr:
    """Read + - * / and parentheses over names, numbers and shares (100%); raise FormulaError for all else."""
    try:
        if quote := re.search("['\"]", formula):
            raise FormulaError(formula, why=quote[0])
        root = ast.parse(_SHARE.sub(r"'\1'", formula), mode="eval").body
    except (SyntaxError, ValueError, RecursionError) as error:
        raise FormulaError(formula, why=str(error)) from error
    for node in ast.walk(root):
        if not _is_arithmetic(node):
            raise FormulaError(formula, why=ast.unparse(node) or type(node).__name__)
    return root


@lru_cache(maxsize=256)
def names_in(formula: str) -> frozenset[str]:
    """Return the indicators a formula speaks of. Raises FormulaError."""
    return names_under(parse_formula(formula))


def names_under(node: ast.expr) -> frozenset[str]:
    """Return the names in a part of a formula."""
    return frozenset(part.id for part in ast.walk(node) if isinstance(part, ast.Name))


def evaluate(formula: str, figures: Mapping[str, Interval]) -> Interval:
    """Work a formula out over intervals (Moore, Interval Analysis, 1966).

    Raises FormulaError for what is no formula, an unknown name, or a division by what may be zero.
    """

    def work(node: ast.expr) -> Interval:
        match node:
            case ast.BinOp(left, op, right):
                return OPERATIONS[type(op)](work(left), work(right))
            case ast.Name(name) if name in figures:
                return figures[name]
            case ast.Constant(value):
                number = _number(value)
                return Interval(number, number)
        raise FormulaError(formula, why=ast.unparse(node))

    return work(parse_formula(formula))


def show_formula(formula: str, figures: Mapping[str, str]) -> str:
    """Return a formula with texts for its names, and parentheses where arithmetic needs them."""

    def say(node: ast.expr) -> str:
        match node:
            case ast.BinOp(left, op, right):
                return f"{part(left, op)} {SIGNS[type(op)]} {part(right, op, second=True)}"
            case ast.Name(name):
                return figures[name]
        return say_number(node)

    def part(node: ast.expr, op: ast.operator, second: bool = False) -> str:
        return f"({say(node)})" if _binds_less(node, op, second) else say(node)

    return say(parse_formula(formula))


def say_number(node: ast.expr) -> str:
    """Return a number or a share of a formula as it is written."""
    match node:
        case ast.Constant(str(share)):
            return share
    return ast.unparse(node)


def _binds_less(node: ast.expr, op: ast.operator, second: bool) -> bool:
    """Whether a part of `op` would be read otherwise without parentheses."""
    if not isinstance(node, ast.BinOp):
        return False
    inner, outer = isinstance(node.op, SUMS), isinstance(op, SUMS)
    return (inner and not outer) or (second and inner == outer)


def _number(value: object) -> Decimal:
    text = str(value)
    return Decimal(text.removesuffix("%")) / 100 if text.endswith("%") else Decimal(text)


def _is_arithmetic(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return type(node.value) in (int, float, str)
    return isinstance(node, (ast.Name, ast.BinOp, ast.Load, *OPERATIONS))
