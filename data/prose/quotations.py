"""The sentence of a figure as it may be shown: not without end, and none that tells of a person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from data.prose.places import Place
from data.prose.view import view
from data.prose.vocabulary import any_of, words_of

LONGEST = 160  # characters of a sentence, of which the clauses around a figure are shown where it has more
_CUTS = ("；;", "，,：:")  # where clauses end: the coarsest first


@dataclass(frozen=True, slots=True)
class Passage:
    """text[start:end] is what may be shown around a figure; `cut` says whether its sentence goes on there.

    `withheld` is why nothing is shown, a key of [texts].
    """

    start: int
    end: int
    cut: tuple[bool, bool] = (False, False)
    withheld: str = ""


def passage(text: str, place: Place) -> Passage:
    """Return the sentence of a figure, or the clauses nearest it where that is long."""
    sentence = text[place.sentence_start : place.sentence_end]
    if reason := personal(sentence):
        return Passage(place.start, place.start, withheld=reason)
    first, last = place.sentence_start, place.sentence_end
    first, last = (
        first + len(sentence) - len(sentence.lstrip()),
        last - len(sentence) + len(sentence.rstrip()),
    )
    start, end = _around(text, place, first, last)
    return Passage(start, end, (start > first, end < last))


def personal(sentence: str) -> str:
    """Return what of a person a sentence may tell: phone, mail, number_of_person, person; "" for nothing."""
    seen = view(sentence)
    return next((reason for reason, pattern in _rules() if pattern.search(seen)), "")


def _around(text: str, place: Place, start: int, end: int) -> tuple[int, int]:
    """Where what is shown of a sentence begins and ends."""
    measured = any(map(str.isdigit, text[place.start : place.end]))  # a stage may be that of several projects
    for marks in _CUTS if measured else ():
        if end - start <= LONGEST:
            break
        begin = max(text.rfind(mark, start, place.start) for mark in marks)
        ends = [at for mark in marks if (at := text.find(mark, place.end, end)) >= 0]
        start, end = (begin + 1 if begin >= 0 else start), (min(ends) if ends else end)
    return max(start, place.start - LONGEST), min(end, place.end + LONGEST)


@lru_cache(maxsize=1)
def _rules() -> list[tuple[str, re.Pattern[str]]]:
    content = words_of("personal")
    surname = any_of(content["surnames"].split())
    name = f"{surname}[^\\W\\d_a-zA-Z{content['not_given']}]{{1,2}}"
    return [
        (
            rule["reason"],
            re.compile(rule["pattern"].replace("{name}", name).replace("{surname}", surname)),
        )
        for rule in content["rule"]
    ]
