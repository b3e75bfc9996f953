"""One identity of a document: what it is made of, whether it holds, and its arithmetic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from data.prose.bounds import Bounds, falling, meets, rates, say
from data.prose.statement import RATES, Statement
from data.prose.vocabulary import any_of, words_of


@dataclass(frozen=True, slots=True)
class Check:
    """One identity: the places of the statements in it, whether it holds, and the arithmetic.

    `verdict` is agrees, contradicts, or question where constant prices may explain what differs. `formula` is
    the arithmetic on printed numbers, `comes_to` what it gives, `printed` what the document says.
    """

    kind: str
    verdict: str
    places: tuple[int, ...]
    formula: str
    comes_to: str
    printed: str


def checked(
    kind: str, places: Sequence[int], formula: str, result: Bounds, stated: Bounds, statement: Statement
) -> Check:
    """Return the check of what is worked out against what is said; see `Check`."""
    holds, quantity = meets(result, stated), statement.quantity
    may_differ = kind in ("growth", "average") and _at_constant_prices(statement)
    verdict = "agrees" if holds else "question" if may_differ else "contradicts"
    if kind in ("growth", "average", "share") and quantity.base_unit in RATES:
        text = say((100 * result[0], 100 * result[1]), "%")
    else:
        scale = float(quantity.scale)
        text = say((result[0] / scale, result[1] / scale), quantity.unit)
    return Check(kind, verdict, tuple(places), formula, text, str(quantity))


def _at_constant_prices(statement: Statement) -> bool:
    words = any_of(words_of("identities")["constant_prices"].split())
    return re.search(words, statement.subject) is not None


def rate_of(statement: Statement) -> Bounds:
    """Return the percentage of a statement as numbers; a fall is below zero."""
    return rates(statement.quantity, falls(statement))


def falls(statement: Statement) -> bool:
    """Whether a change is said to go down."""
    return statement.kind == "change" and falling(statement.clause)


def same_measure(one: Statement, other: Statement) -> bool:
    """Return whether two figures are printed in the same unit, but for 万 and 亿."""
    return one.quantity.base_unit == other.quantity.base_unit


def printed(statement: Statement) -> str:
    """Return a figure as the document prints it."""
    return str(statement.quantity)
