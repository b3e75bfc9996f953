"""What a figure is about: kind, status, subject words, period, and the figures that it relates to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from data.model.quantity import Quantity
from data.prose.clauses import Sentence
from data.prose.clock import governing
from data.prose.lists import distribute, list_parts
from data.prose.numbers import Number
from data.prose.patterns import patterns
from data.prose.relations import hold_at_end, relate
from data.prose.statement import POINTS, RATES, Statement
from data.prose.status import status_of, still_to_come
from data.prose.subjects import cut_down, set_subject
from data.prose.time_words import Clock, Moment

_CLAUSE = re.compile(r"[，。；：,;:！？!?\n]|……|(?<!\d)—+|—+(?!\d)")


_IN_BRACKETS = re.compile("[（(][^（()）\n]*[）)]")
_BRACKETS_LAST = re.compile(r"[（(][^（()）\n]*[）)]\s*\Z")


def statements_of(
    seen: str,
    sentence: Sentence,
    numbers: Sequence[Number],
    moments: Sequence[Moment],
    clock: Clock,
    carried: str,
    first: int,
) -> list[Statement]:
    """Return what a sentence states, one statement a figure, in order.

    `carried` is the status that the sentence before leaves in force; `first` the position that the first of
    them will have among all statements.
    """
    found: list[Statement] = []
    end_before = sentence.start
    for place, number in enumerate(numbers):
        if number.quantity is None:
            continue
        until = numbers[place + 1].start if place + 1 < len(numbers) else sentence.end
        lead = _lead(seen, sentence, end_before, number.start)
        after = _after(seen, number.end, until)
        near = place + 1 < len(numbers) and numbers[place + 1].start <= number.end + 1
        if after in ("", "、", "和") and near:  # 1.8万户、189万平方米棚改任务
            beyond = numbers[place + 2].start if place + 2 < len(numbers) else sentence.end
            after = _after(seen, numbers[place + 1].end, beyond)
        kind = kind_of(number.quantity, lead, after, seen, number)
        moment = governing(moments, clock, seen, number.start)
        if moment.use == "base" and kind in ("change", "multiple"):
            moment = governing([m for m in moments if m is not moment], clock, seen, number.start)
        status = status_of(seen, sentence, number, moment, clock, carried)
        moment = still_to_come(moment, status, sentence, clock)
        if found and seen[end_before : number.start] in ("、", "和", "及", "与"):
            alike = found[-1].quantity.base_unit == number.quantity.base_unit and found[-1].kind == "change"
            kind = "change" if alike else kind
        statement = Statement(number, number.quantity, kind, status, "", moment, sentence, lead, after)
        bases = [m for m in moments if m.use == "base" and end_before <= m.start and m.end <= number.start]
        statement.compared = moment.use == "base"
        statement.base_words = bases[-1].words if bases else ""
        set_subject(statement, found, seen, end_before)
        hold_at_end(statement)
        relate(statement, found, first, seen, end_before, moments)
        found.append(statement)
        end_before = number.end
    distribute(found, seen, first)
    list_parts(found, first, seen)
    return found


def _lead(seen: str, sentence: Sentence, end_before: int, start: int) -> str:
    """The text of the clause before a figure, from the figure before it on."""
    text = seen[max(end_before, sentence.start) : start]
    cut = 0
    for match in _CLAUSE.finditer(_IN_BRACKETS.sub(lambda within: "_" * len(within[0]), text)):
        if match[0] not in ":：" or not re.search("[为是达]\\Z", text[: match.start()]):  # 占比分别为：
            cut = match.end()
    return text[cut:]


def _after(seen: str, end: int, until: int) -> str:
    """The words behind a figure, up to the next one or the end of the clause."""
    text = seen[end:until]
    match = re.search("[，。；：,;:！？!?\n]|……", text)
    return text[: match.start()] if match else text


def kind_of(quantity: Quantity, lead: str, after: str, seen: str, number: Number) -> str:
    """Return level, change, share, multiple or ratio."""
    known, unit = patterns(), quantity.base_unit
    lead = _BRACKETS_LAST.sub("", lead)
    if unit in POINTS:
        return "change"
    if re.search("自然增长率(?:控制在|保持在|稳定在|为|达到?|是|约)*\\Z", lead):
        return "share"
    verb = known["change"].search(lead)
    compared = known["compared"].search(lead)  # 比上年新增
    if verb and not compared and (known["no_change"].search(lead) or known["to"].search(lead)):
        verb = None
    if unit in RATES:
        follows = re.match("(?:以上|左右)?的?(?:增长|增速|递增|降幅|增幅|下降|速度)(?![到至为])", after)
        clause = cut_down(lead) and known["changing"].match(lead.lstrip("、， ")) is not None
        return "change" if verb or follows or clause else "share"
    if unit == "倍":
        return "change" if verb else "multiple"
    if re.match(r"\s?[:：]\s?\d", seen[number.end : number.end + 3]) or re.search(
        r"\d[:：]\s?\Z", seen[max(0, number.start - 3) : number.start]
    ):
        return "ratio"
    if not verb or verb[1] in ("增速", "增长率", "增幅"):
        return "level" if not verb else "change"
    noun = re.match("[一-鿿]", after) and not re.match("[、和与及左以的]", after)
    subject = cut_down(lead[: verb.start()])
    if noun and (not subject or known["objects"].fullmatch(subject)) and not re.search("[比较]", lead):
        return "level"
    return "change"
