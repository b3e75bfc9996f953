"""What a title claims of figures, told by its words, and whether the digits printed bear it out.

The words stand in the language files, by kind: most, least (of all that is drawn), more, less (of two), rise,
fall (against the time before), first (which no digits show) and unlike (that things don't compare).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from operator import itemgetter
from typing import NamedTuple

from data.model.catalog import Catalog
from data.model.interval import Interval
from data.model.observation import Observation
from data.statements.amounts import interval
from data.statements.comparison import Difference, order_of, previous
from data.statements.templates import ASKED, PLACEHOLDER

CLAIMS = ("most", "least", "more", "less", "rise", "fall", "first")
KINDS = (*CLAIMS, "unlike")
Words = Mapping[str, Sequence[str]]  # by kind
_LATIN = re.compile(r"[A-Za-z]")


class Claim(NamedTuple):
    """A word of a text that claims something, of which kind, and where it stands."""

    kind: str
    word: str
    start: int
    end: int


def words_in(text: str, words: Words) -> Iterator[Claim]:
    """Return the words of any kind in a text, placeholders apart; of those that overlap the longest."""
    plain = re.sub(r"\{[^{}]*\}", lambda match: "\0" * len(match[0]), text)
    kinds = {word.casefold(): kind for kind in KINDS for word in words.get(kind, ())}
    if kinds:
        longest_first = sorted(kinds, key=len, reverse=True)
        for match in re.finditer("|".join(map(_pattern, longest_first)), plain, re.IGNORECASE):
            yield Claim(kinds[match[0].casefold()], match[0], *match.span())


def claims_in(text: str, words: Words) -> list[Claim]:
    """Return what a text claims of figures."""
    return [word for word in words_in(text, words) if word.kind in CLAIMS]


def is_borne_out(
    catalog: Catalog,
    claim: Claim,
    line: str,
    figures: Mapping[str, Observation],
    drawn: Collection[Observation],
    *,
    compares: bool,
) -> bool:
    """Say whether a claim of a title holds by the intervals that digits admit, over all figures drawn.

    `figures` are those of the line's placeholders; `compares` says whether the chart's figures of several
    times do. A rise or fall is what `previous` says it is; what is defined otherwise, or isn't known yet, has
    no more and no less.
    """
    before, after = _beside(claim, line, figures)
    nearest = min(filter(None, (before, after)), key=itemgetter(0), default=None)
    if claim.kind == "first" or nearest is None:
        return False
    subject, over_time = nearest[1], claim.kind in ("rise", "fall")

    def holds(one: Observation, other: Observation) -> bool:
        larger, smaller = (one, other) if claim.kind in ("most", "more") else (other, one)
        return order_of(catalog, larger, smaller) == "above"

    if claim.kind in ("more", "less") and before and after and _alike(before[1], after[1]):
        return holds(before[1], after[1])
    if claim.kind not in ("most", "least") and catalog.indicators[subject.indicator].change:
        mine, upward = interval(catalog, subject), claim.kind in ("more", "rise")
        return mine.exceeds(_NOTHING) if upward else _NOTHING.exceeds(mine)
    if over_time:
        change = previous(catalog, subject, drawn) if compares else None
        return isinstance(change, Difference) and change.way == claim.kind
    others = [row for row in drawn if row != subject and row.value is not None and _alike(row, subject)]
    return bool(others) and all(holds(subject, other) for other in others)


_NOTHING = Interval(Decimal(0), Decimal(0))
Side = tuple[int, Observation]  # how far from the claim, and the figure


def _beside(claim: Claim, line: str, figures: Mapping[str, Observation]) -> tuple[Side | None, Side | None]:
    """The figures named nearest before and after a claim, with their distance; a time or a count is none."""
    before = after = None
    for match in PLACEHOLDER.finditer(line):
        asked, figure = (match[2] or "").partition("@")[0], figures[match[0]]
        if figure.value is None or (asked in ASKED and asked != "top"):
            continue
        if match.end() <= claim.start:
            before = claim.start - match.end(), figure
        elif after is None:
            after = match.start() - claim.end, figure
    return before, after


def _alike(one: Observation, other: Observation) -> bool:
    return one.quantity.base_unit == other.quantity.base_unit


def _pattern(word: str) -> str:
    """A word of letters stands by itself; one of Chinese characters anywhere."""
    return rf"(?<!\w){re.escape(word)}(?!\w)" if _LATIN.search(word) else re.escape(word)
