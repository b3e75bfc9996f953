"""search: what is asked for among names; what is written so first, then how it is read, then what is near."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from rapidfuzz import fuzz, process

from dashboard.search.names import Names, Thing, fold

LONGEST = 60  # characters that may be asked for
FOUND = 40  # things, at most
FUZZY_FROM = 3  # characters: of two, one wrong leaves nothing to go by
LATIN = re.compile(r"[a-z' ]+")
# How well a form fits, the best first.
WHOLE, START, INSIDE, ALIAS, READ, INITIALS, NEAR, DEFINED = range(8)


class Match(NamedTuple):
    """A thing found: how well it fits, by which form (`why`: name, alias, reading …), and its text."""

    rank: tuple[int, float, int]
    thing: Thing
    why: str
    text: str


def search(names: Names, asked: str) -> list[Match]:
    """Return what fits best, at most FOUND things, each once.

    Several words must all be found in one form. One wrong or missing character is allowed for where nothing
    is written or read so.
    """
    text = unicodedata.normalize("NFKC", asked)[:LONGEST].casefold().strip()
    words = [fold(word) for word in text.split() if fold(word)]
    if not words:
        return []
    found = [*_written(names, words)]
    if LATIN.fullmatch(text):
        found += _read(names, fold(text))
    if not any(match.rank[0] < DEFINED for match in found):
        found += _near(names, fold(text))
    best: dict[Thing, Match] = {}
    for match in found:
        if match.thing not in best or match.rank < best[match.thing].rank:
            best[match.thing] = match
    return sorted(best.values(), key=lambda match: match.rank)[:FOUND]


def _written(names: Names, words: list[str]) -> Iterator[Match]:
    first, *others = words
    whole = "".join(words)
    for form in names.forms:
        text = form.text
        if first not in text or any(word not in text for word in others):
            continue
        if form.why == "definition":
            how = DEFINED
        elif text == whole:
            how = WHOLE
        elif form.why == "alias":
            how = ALIAS
        else:
            how = START if text.startswith(first) else INSIDE
        yield Match((how, len(text), form.thing), names.things[form.thing], form.why, form.shown)


def _read(names: Names, typed: str) -> Iterator[Match]:
    """What is read so, from the beginning of any of its syllables; or has such initials, two or more."""
    for number, place in names.read_texts.find(typed):
        text, starts, _, thing, shown = names.readings[number]
        if place in starts:
            yield Match((READ, len(text) + place, thing), names.things[thing], "reading", shown)
    for number, place in names.initial_texts.find(typed) if len(typed) > 1 else ():
        _, _, initials, thing, shown = names.readings[number]
        yield Match((INITIALS, len(initials) + place, thing), names.things[thing], "initials", shown)


def _near(names: Names, typed: str) -> Iterator[Match]:
    """What differs by one character, which is wrong, missing or too many."""
    if len(typed) < FUZZY_FROM:
        return
    forms, texts = names.comparable[typed.isascii()]
    cutoff = 100 * (len(typed) - 1) / len(typed) - 1
    for scorer in (fuzz.ratio, fuzz.partial_ratio):
        nearest = process.extract(typed, texts, scorer=scorer, score_cutoff=cutoff, limit=FOUND)
        for text, score, place in nearest:
            if len(text) >= len(typed) - 1:
                form = forms[place]
                rank = (NEAR, 100 - score + abs(len(text) - len(typed)), form.thing)
                yield Match(rank, names.things[form.thing], "near", form.shown)
        if nearest:
            return
