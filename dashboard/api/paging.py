"""Lists too long for one answer: parts of whole regions, each with the address of the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import flask

from data.errors import RequestRefused

# Published figures in one answer: few and round, so that an answer has few addresses. The most take 0.2 s to
# make, and 4 MB.
LIMITS = ("10", "100", "1000", "10000")
MOST = LIMITS[-1]
PAGING = {
    "after": "The region after which the list goes on, as the answer before says where to ask",
    "limit": f"At most so many figures in one answer: {', '.join(LIMITS)}; {MOST} by default",
}


@dataclass(frozen=True)
class Part:
    """Rows under their columns; more follow where `last`, the region of the last of them, isn't empty."""

    columns: Iterable[str]
    rows: Iterable[Sequence[Any]]
    last: str = ""


def limit_of(asked: Mapping[str, str]) -> int:
    """Return how many figures an answer may have. Raises RequestRefused for what is none of LIMITS."""
    limit = asked.get("limit", MOST)
    if limit not in LIMITS:
        raise RequestRefused(f"limit={limit[:20]} ∉ {{{', '.join(LIMITS)}}}")
    return int(limit)


def next_address(part: Part, release: int) -> str:
    """Return the address of what follows a part, in the same release; "" where nothing does."""
    if not part.last:
        return ""
    query = {**flask.request.args.to_dict(), "after": part.last, "release": str(release)}
    return f"{flask.request.path}?{urlencode(in_order(query))}"


def in_order(query: Mapping[str, str]) -> dict[str, str]:
    """Return a list's parameters in the order in which its own addresses have them."""
    return dict(sorted(query.items()))
