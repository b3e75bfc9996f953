"""Which indicator each statement of a text is of, by its words and those around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from data.prose.indicator_names import adjusted
from data.prose.matching import Match, Matcher
from data.prose.statement import Statement
from data.prose.time_words import kind_of_period
from data.prose.vocabulary import words_of

_AROUND = 400  # characters before a figure in which an indicator may be named


def matches_of(statements: Sequence[Statement], seen: str, matcher: Matcher) -> list[Match]:
    """The indicator of each statement; figures of one sentence with the same words are of the same one."""
    matches = [_matched(statement, seen, matcher) for statement in statements]
    keys = [
        (s.sentence.start, s.subject, s.quantity.base_unit, s.kind, adjusted(s.clause)) for s in statements
    ]
    known = {key: match for key, match in zip(keys, matches, strict=True) if match.indicator}
    return [
        match
        if match.indicator or s.joined or s.relation == "average" or _is_of_a_part(s, seen)
        else known.get(key, match)
        for s, key, match in zip(statements, keys, matches, strict=True)
    ]


def _matched(statement: Statement, seen: str, matcher: Matcher) -> Match:
    if statement.joined or statement.relation == "average":
        return Match()
    if statement.kind == "change" and kind_of_period(statement.moment.period) == "years":
        return Match()  # over several years: no growth of a year
    if _is_of_a_part(statement, seen):
        return Match()
    start = statement.number.start - len(statement.clause)
    begin = max(seen.rfind("\n", 0, start), start - _AROUND, 0)
    sentence, paragraph = seen[statement.sentence.start : start], seen[begin:start]
    unit = statement.quantity.base_unit
    if not unit and statement.quantity.scale > 1:  # 新增就业人数1.98万
        counted = re.search("人次|(?<=户)数|人(?=数|口)", statement.subject[-3:])
        unit = {"人次": "人次", "数": "户", "人": "人"}[counted[0]] if counted else unit
    return matcher.match(statement.subject, unit, statement.kind, sentence, paragraph, statement.clause)


def _is_of_a_part(statement: Statement, seen: str) -> bool:
    """Whether a bare name stands behind whose it is, up to a semicolon: 义务教育招生3万人，专任教师2千人."""
    words = words_of("contrasts")
    if statement.kind != "level" or statement.subject not in words["bare"].split():
        return False
    start = statement.number.start - len(statement.clause)
    before = re.split("[；;]", seen[statement.sentence.start : start])[-1]
    return any(word in before for word in words["within"].split())
