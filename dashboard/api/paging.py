"""Lists too long for one answer: parts of whole regions, each with the address of the next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import flask

from data.errors import NotFound

MOST = 100_000  # published figures in one answer: all of a large country's indicator, in 0.3 GB of memory
PAGING = {
    "after": "The region after which the list goes on, as the answer before says where to ask",
    "limit": f"At most so many figures in one answer; {MOST} at the most",
}
LIMIT = re.compile(r"[1-9][0-9]{0,8}")


@dataclass(frozen=True)
class Part:
    """Rows of a list; more follow where `last`, the region that the last of them is of, isn't empty."""

    rows: Iterable[Mapping[str, Any]]
    last: str

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        return iter(self.rows)


def limit_of(asked: Mapping[str, str]) -> int:
    """Return how many figures an answer may have. Raises NotFound for what is no number."""
    given = asked.get("limit") or str(MOST)
    if not LIMIT.fullmatch(given):
        raise NotFound(f"limit={given[:80]}")
    return min(int(given), MOST)


def next_address(rows: object, release: int) -> str:
    """Return the address of what follows rows, in the same release; "" where nothing does."""
    if not isinstance(rows, Part) or not rows.last:
        return ""
    query = {**flask.request.args.to_dict(), "after": rows.last, "release": release}
    return f"{flask.request.path}?{urlencode(query)}"
