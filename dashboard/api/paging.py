"""Lists too long for one answer: parts of whole regions or periods, each with the address of the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import flask

from data.errors import NotFound, PeriodError, RequestRefused
from data.model.catalog import Catalog
from data.model.period import parse_period
from data.store.queries import PLACE, Place

# Published figures in one answer: few and round, so that an answer has few addresses. The most take 0.2 s to
# make, and 4 MB.
LIMITS = ("10", "100", "1000", "10000")
MOST = LIMITS[-1]
COMMA = ","  # between the region, period, indicator and breakdown of a place; no id has one
PAGING = {
    "after": "The place after which the list goes on, as the answer before says where to ask",
    "limit": f"At most so many figures in one answer: {', '.join(LIMITS)}; {MOST} by default",
}


@dataclass(frozen=True)
class Part:
    """Rows under their columns; more follow where `last`, the place of the last of them, isn't empty."""

    columns: Iterable[str]
    rows: Iterable[Sequence[Any]]
    last: Place = ()


def limit_of(asked: Mapping[str, str]) -> int:
    """Return how many figures an answer may have. Raises RequestRefused for what is none of LIMITS."""
    limit = asked.get("limit", MOST)
    if limit not in LIMITS:
        raise RequestRefused(f"limit={limit[:20]} ∉ {{{', '.join(LIMITS)}}}")
    return int(limit)


def place_of(asked: Mapping[str, str], catalog: Catalog) -> Place:
    """Return the place that a list is to go on after, () for its beginning.

    Raises NotFound for one that the catalogue doesn't know.
    """
    written = asked.get("after", "")
    if not written:
        return ()
    place = tuple(written.split(COMMA))
    breakdowns = {"", *catalog.breakdowns}
    known = (
        catalog.regions.__contains__,
        _is_period,
        catalog.indicators.__contains__,
        breakdowns.__contains__,
    )
    if len(place) > len(PLACE) or not all(there(id) for there, id in zip(known, place, strict=False)):
        raise NotFound(f"after={written[:80]}")
    return place


def _is_period(id: str) -> bool:
    try:
        parse_period(id)
    except PeriodError:
        return False
    return True


def next_address(part: Part, release: int) -> str:
    """Return the address of what follows a part, in the same release; "" where nothing does."""
    if not part.last:
        return ""
    query = {**flask.request.args.to_dict(), "after": COMMA.join(part.last), "release": str(release)}
    return f"{flask.request.path}?{urlencode(in_order(query))}"


def in_order(query: Mapping[str, str]) -> dict[str, str]:
    """Return a list's parameters in the order in which its own addresses have them."""
    return dict(sorted(query.items()))
