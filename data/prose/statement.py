"""A figure with what its sentence says of it."""

from __future__ import annotations

from dataclasses import dataclass

from data.model.quantity import Quantity
from data.prose.clauses import Sentence
from data.prose.numbers import Number
from data.prose.time_words import Moment

POINTS = ("个百分点", "个千分点", "个基点", "个点")
RATES = ("%", "‰", "成")


@dataclass(slots=True)
class Statement:
    """A figure with what its sentence says of it; `of` and `base` are positions of other statements.

    `compared` is whether it is only what another figure is compared with.
    """

    number: Number
    quantity: Quantity
    kind: str
    status: str
    subject: str
    moment: Moment
    sentence: Sentence
    clause: str
    after: str
    base_words: str = ""
    of: int | None = None
    base: int | None = None
    relation: str = ""
    inherited: bool = False
    joined: bool = False
    bracketed: bool = False
    part: bool = False
    member: bool = False
    compared: bool = False
