"""search: what is asked for among names; what is written so first, then how it is read, then what is near."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice, product
from typing import NamedTuple

from rapidfuzz import fuzz, process

from dashboard.search.names import Names, Thing, fold
from dashboard.search.readings import READINGS, sounds

LONGEST = 60  # characters that may be asked for
FOUND = 40  # things, at most
# Characters from which one may be wrong: of two, that leaves nothing to go by; letters say less.
FUZZY_FROM, FUZZY_FROM_LATIN = 3, 4
SOUNDS_FROM = 2  # characters from which the sound is enough
ABRIDGED_FROM = 4  # characters from which others may be left out between
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

    Several words must all be found in one form. Only where nothing is written or read so, what is typed may
    sound as it should (醫保, 医宝), have one character wrong, missing or too many, or leave some out.
    """
    text = unicodedata.normalize("NFKC", asked)[:LONGEST].casefold().strip()
    words = [fold(word) for word in text.split() if fold(word)]
    if not words:
        return []
    typed = fold(text)
    found = [*_written(names, words)]
    if LATIN.fullmatch(text):
        found += _read(names, typed)
    for looser in (_sounding, _near):
        if not any(match.rank[0] < DEFINED for match in found):
            found += looser(names, typed)
    best: dict[Thing, Match] = {}
    for match in found:
        if match.thing not in best or match.rank < best[match.thing].rank:
            best[match.thing] = match
    return sorted(best.values(), key=lambda match: match.rank)[:FOUND]


def part_region(names: Names, asked: str) -> tuple[str, str]:
    """Return the region that what is asked for begins or ends with (广阳常住人口), and the rest."""
    typed = fold(unicodedata.normalize("NFKC", asked)[:LONGEST])
    called = {
        text: names.things[form.thing].id
        for form in names.forms
        if names.things[form.thing].kind == "region" and not form.text.isascii()
        for text in (form.text, form.text[:-1])  # 广阳 for 广阳区
        if len(text) > 1 and len(typed) - len(text) > 1 and (typed.startswith(text) or typed.endswith(text))
    }
    longest = max(called, key=len, default="")
    rest = typed.removeprefix(longest) if typed.startswith(longest) else typed.removesuffix(longest)
    return (called[longest], rest) if longest else ("", typed)


def _written(names: Names, words: list[str]) -> Iterator[Match]:
    first, whole = words[0], "".join(words)
    for number in names.ids.get(whole, ()):
        yield Match((WHOLE, 0, number), names.things[number], "name", names.things[number].id)
    for form in names.forms:
        text = form.text
        if first not in text or not all(map(form.has, words)):
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
    """What is read so, from the beginning of any of its syllables; or has such initials, two or more.

    Nobody types the initials of a title from its middle.
    """
    for number, place in names.read_texts.find(typed):
        text, starts, _, thing, shown = names.readings[number]
        if place in starts:
            yield Match((READ, len(text) + place, thing), names.things[thing], "reading", shown)
    for number, place in names.initial_texts.find(typed) if len(typed) > 1 else ():
        _, _, initials, thing, shown = names.readings[number]
        if place and names.things[thing].kind == "document":
            continue
        yield Match((INITIALS, len(initials) + place, thing), names.things[thing], "initials", shown)


def _sounding(names: Names, typed: str) -> Iterator[Match]:
    """What sounds like some Chinese characters, two or more: as they are in another script, or mistyped."""
    if len(typed) < SOUNDS_FROM or typed.isascii():
        return
    for syllables in islice(product(*(sounds().get(one, (one,)) for one in typed)), READINGS):
        spoken = "".join(syllables)
        for number, place in names.read_texts.find(spoken):
            text, starts, _, thing, shown = names.readings[number]
            end = place + len(spoken)
            if place in starts and (end in starts or end == len(text)):
                yield Match((READ, len(text) + place, thing), names.things[thing], "reading", shown)


def _near(names: Names, typed: str) -> Iterator[Match]:
    """What differs by one character, which is wrong, missing or too many; or has more between them."""
    latin = typed.isascii()
    if len(typed) < (FUZZY_FROM_LATIN if latin else FUZZY_FROM):
        return
    forms, texts = names.comparable[latin]
    cutoff = 100 * (len(typed) - 1) / len(typed) - 1
    for scorer in (fuzz.ratio, fuzz.partial_ratio):
        nearest = process.extract(typed, texts, scorer=scorer, score_cutoff=cutoff, limit=FOUND)
        for text, score, place in nearest:
            if len(text) >= len(typed) - 1:
                form = forms[place]
                rank = (NEAR, 100 - score + abs(len(text) - len(typed)), form.thing)
                yield Match(rank, names.things[form.thing], "near", form.shown)
        if nearest:
            break
    if not latin and len(typed) >= ABRIDGED_FROM:
        for place in names.chinese_texts.find_abridged(typed):
            form = forms[place]
            rank = (NEAR, len(form.text) - len(typed), form.thing)
            yield Match(rank, names.things[form.thing], "near", form.shown)
