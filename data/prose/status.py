"""Whether a figure has been, or is planned, aimed at or expected."""

from __future__ import annotations

import re
from dataclasses import replace

from data.model.period import parse_period
from data.prose.clauses import Sentence
from data.prose.numbers import Number
from data.prose.patterns import STATUSES, patterns
from data.prose.subjects import cut_down
from data.prose.time_words import Clock, Moment, kind_of_period


def status_of(
    seen: str, sentence: Sentence, number: Number, moment: Moment, clock: Clock, carried: str
) -> str:
    """Return actual, plan, target or estimate; `carried` is what the sentence before leaves in force."""
    known = patterns()
    text = seen[sentence.start : number.start]
    clause = max(text.rfind(mark) for mark in "，,；;")
    if known["any_status"].search(text):
        last = {name: _last(known[name], text) for name in STATUSES}
    else:
        last = dict.fromkeys(STATUSES, -1)
    behind = seen[number.end : number.end + 12]
    if re.search("(?:计划|目标|任务)\\s*\\Z", text) and re.match("的\\s?\\d", behind):
        return "plan"
    if known["of_plan"].search(text):
        return "plan"
    if last["aimed"] >= 0 and last["aimed"] >= last["done"]:
        return "target"
    # 预计地区生产总值1860亿元，增长4.3%: a clause of no subject of its own says more of the one before.
    if last["estimated"] >= 0 and last["estimated"] > _last(known["done"], text[: max(clause, 0)]):
        part = re.search("其中[，,：:]?[^，,；;。]*\\Z", text)
        if last["estimated"] > clause or part or not cut_down(text[clause + 1 :]):
            return "estimate" if sentence.tells != "plan" else "plan"
    if last["intended"] >= 0 and last["intended"] > last["done"]:
        return "plan"
    if moment.use == "future":
        return "plan"
    if carried and re.match(r"\s*其中", seen[sentence.start : sentence.end]):
        return carried
    if re.match("的?(?:目标|预期目标)", behind):
        return "target"
    if carried == "target" and sentence.opening and sentence.tells == "plan":
        return "target"
    if _over(moment, clock, sentence):
        return "actual"
    if sentence.tells == "plan" or _under_way(moment, clock):
        # 去年完成1.2万户，今年再完成8000户: what had been done before the time said last is no word on it.
        return "actual" if last["done"] >= max(0, moment.start - sentence.start) else "plan"
    if last["done"] >= 0:
        return "actual"
    if not sentence.tells and last["perhaps"] >= 0:
        return "plan"
    if (
        sentence.tells != "review"
        and carried in ("plan", "target")
        and not _new_time(moment, clock, sentence)
    ):
        return carried
    return "actual"


def still_to_come(moment: Moment, status: str, sentence: Sentence, clock: Clock) -> Moment:
    """What is aimed at isn't of a year that is over: where no more is said, of that of publication."""
    before = moment.start < sentence.start
    if before and status == "estimate" and clock.year and kind_of_period(moment.period) == "since":
        return replace(moment, period=str(clock.year), words="")  # 今年以来……。预计收入完成2亿元
    if clock.issued is None or not moment.period or status not in ("plan", "target"):
        return moment
    if before and parse_period(moment.period).year < clock.issued.year:
        return replace(moment, period=str(clock.issued.year + (clock.issued.month >= 11)), words="")
    return moment


def aims(sentence: str) -> bool:
    """Whether a sentence says that the list behind it is of what is aimed at: 主要预期目标是："""
    return sentence.rstrip().endswith(("：", ":", "是")) and patterns()["aimed"].search(sentence) is not None


def _over(moment: Moment, clock: Clock, sentence: Sentence) -> bool:
    """Whether the sentence itself says a time that is over."""
    stated = moment.use in ("when", "from") and moment.start >= sentence.start and moment.period
    return bool(stated and clock.issued and parse_period(moment.period).year < clock.issued.year)


def _under_way(moment: Moment, clock: Clock) -> bool:
    """Whether it is of a time to come, or a year that has hardly begun: what is said of it is meant to be."""
    if clock.issued is None or not moment.period:
        return False
    if parse_period(moment.period).year > clock.issued.year:
        return True
    return clock.issued.month <= 3 and moment.period == str(clock.issued.year)


def _new_time(moment: Moment, clock: Clock, sentence: Sentence) -> bool:
    return moment.start >= sentence.start and moment.use == "when"


def _last(pattern: re.Pattern[str], text: str) -> int:
    place = -1
    for match in pattern.finditer(text):
        place = match.start()
    return place
