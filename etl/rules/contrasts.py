"""A rule for contrasts: words by which two like names mean different things, as 收入 and 支出."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.errors import Fault
from data.model.catalog import split
from etl.curated.contents import Curated
from etl.faults.catalogue import Place, fault
from etl.rules.regions import FEWEST


def sides(curated: Curated) -> Iterator[Fault]:
    """A contrast has two sides or more, and no word stands on two of them, be it within another."""
    if table := curated.lists.get("contrasts"):
        for row, text in enumerate(table["sides"]):
            yield from _sides(table.at(row, "sides"), text, [side.split("/") for side in split(text)])


def _sides(place: Place, text: str, listed: Sequence[Sequence[str]]) -> Iterator[Fault]:
    if len(listed) < FEWEST:
        yield fault("one_member", place, text)
    if not all(word.strip() for side in listed for word in side):
        yield fault("missing_field", place)
        return
    words = [(n, word) for n, side in enumerate(listed) for word in side]
    for n, word in words:
        if other := next((one for m, one in words if m != n and word in one), ""):
            yield fault("word_on_both_sides", place, word, other=other)
