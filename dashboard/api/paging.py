"""Lists too long for one answer: parts of whole regions, each with the address of the next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
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
    """Rows under their columns; more follow where `last`, the region of the last of them, isn't empty."""

    columns: Iterable[str]
    rows: Iterable[Sequence[Any]]
    last: str = ""


def limit_of(asked: Mapping[str, str]) -> int:
    """Return how many figures an answer may have. Raises NotFound for what is no number."""
    given = asked.get("limit") or str(MOST)
    if not LIMIT.fullmatch(given):
        raise NotFound(f"limit={given[:80]}")
    return min(int(given), MOST)


def next_address(part: Part, release: int) -> str:
    """Return the address of what follows a part, in the same release; "" where nothing does."""
    if not part.last:
        return ""
    query = {**flask.request.args.to_dict(), "after": part.last, "release": release}
    return f"{flask.request.path}?{urlencode(query)}"
