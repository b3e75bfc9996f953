"""The period in force: what sentences say of time, folded over document, heading, paragraph, sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from data.model.period import parse_period
from data.prose.clauses import Sentence
from data.prose.moments import read_moment
from data.prose.time_words import EXPRESSION, NOWHEN, Clock, Moment, kind_of_period

_REPORTS = re.compile("工作报告|草案|预算|计划|意见|方案|通知")
_LASTING = ("year", "half", "quarter", "quarters", "month", "months")
_TITLE = 6  # paragraphs at the head of a document: further down a line that says years is of a picture
_MEETING = re.compile(r"((?:19|20)\d\d)年\s?(\d{1,2})月\s?(\d{1,2})日\s?在[^。\n]{4,50}(?:会议|大会|全会)")


_IS_BASE = re.compile("(?:[（(][^（()）]*[）)])?的[^，。；、]{0,10}\\Z")


def started(published: str, seen: str) -> Clock:
    """Return the clock of a document: from the day it was given or published, else the first date in it.

    A report given to a meeting says 今年 of that day, even where it is published months later.
    """
    day, given = iso_day(published), _given(seen)
    if day and given and timedelta() <= day - given < timedelta(days=366):
        return Clock(given, None, until=day)
    day = day or _dateline(seen)
    return Clock(day, None, until=day)


def _given(seen: str) -> date | None:
    match = _MEETING.search(seen[:600])
    return iso_day(f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}") if match else None


def iso_day(text: str) -> date | None:
    """Return the day that a text begins with in ISO form, if it does."""
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def _dateline(seen: str) -> date | None:
    match = re.search(r"((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日", seen[:400])
    return iso_day(f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}") if match else None


def told(clock: Clock, seen: str, sentence: Sentence, first_figure: int) -> tuple[Clock, list[Moment]]:
    """Return the clock after a sentence, and what the sentence itself says of time, in order."""
    if sentence.heading == 1:
        clock = replace(clock, paragraph=None, number=sentence.paragraph)
        if sentence.tells != clock.tells or EXPRESSION.search(seen, sentence.start, sentence.end):
            clock = replace(clock, document=None, tells=sentence.tells)
            clock = replace(clock, year=_default_year(clock, sentence))
    if sentence.paragraph != clock.number:
        clock = replace(clock, paragraph=None, number=sentence.paragraph)
    if clock.year is None:
        clock = replace(clock, year=_default_year(clock, sentence))
    moments: list[Moment] = []
    for match in EXPRESSION.finditer(seen, sentence.start, sentence.end):
        moment = read_moment(clock, seen, sentence, match, moments)
        if moment is None:
            continue
        moments.append(moment)
        clock = _carried(clock, seen, sentence, moment, first_figure)
    return clock, moments


def _carried(clock: Clock, seen: str, sentence: Sentence, moment: Moment, first_figure: int) -> Clock:
    """The clock after a moment: what stands at the head of a sentence holds beyond it."""
    if moment.use != "when":
        return clock
    if sentence.heading:
        if (
            sentence.heading > 1
            and clock.document is None
            and (kind_of_period(moment.period) != "years" or sentence.paragraph < _TITLE)
            and not _REPORTS.search(seen[moment.end : moment.end + 20])
        ):
            return _filed(replace(clock, document=moment), moment)
        if sentence.heading == 1 and (clock.document is None or _narrower(moment, clock.document)):
            clock = _filed(replace(clock, document=moment), moment)
        return clock
    if re.search("如下[：:]", seen[moment.end : sentence.end]):
        return _filed(replace(clock, document=moment), moment)  # 现将1至10月完成情况通报如下：
    if not moment.topic or moment.start >= first_figure:
        return clock
    opens = sentence.opening and sentence.paragraph < _TITLE and first_figure >= sentence.end
    if clock.document is None and _is_of_a_year_over(clock, moment, opens):
        clock = _filed(replace(clock, document=moment), moment)
    if _is_past(clock, sentence, moment) and not sentence.opening and clock.in_force:
        return clock  # of its sentence only
    kind = kind_of_period(moment.period)
    long = clock.paragraph is not None and kind_of_period(clock.paragraph.period) in ("years", "since")
    if clock.paragraph is None or sentence.opening or not long or kind in ("years", "since"):
        clock = replace(clock, paragraph=moment)
    if kind in _LASTING and not _is_past(clock, sentence, moment) and not _within_year(clock, moment):
        clock = _filed(replace(clock, document=moment), moment)
    return clock


def _is_past(clock: Clock, sentence: Sentence, moment: Moment) -> bool:
    """Whether a moment is of a year before the one that this part of the document is about."""
    year = _default_year(clock, sentence)
    return year is not None and moment.period != "" and parse_period(moment.period).year < year


def _is_of_a_year_over(clock: Clock, moment: Moment, opens: bool) -> bool:
    """Whether the year before publication is told of by 全年, or by words that open the document."""
    over = clock.issued is not None and moment.period == str(clock.issued.year - 1)
    return over and (opens or re.fullmatch("全年|年[末底]", moment.words) is not None)


def _within_year(clock: Clock, moment: Moment) -> bool:
    """Whether a quarter or months stand within the year that the document is about: 上半年…，下半年…"""
    around = clock.document.period if clock.document else ""
    return kind_of_period(around) == "year" and kind_of_period(moment.period) != "year"


def _filed(clock: Clock, moment: Moment) -> Clock:
    """The clock with the year of a moment in force: 上半年 and 全年 said after it are of that year."""
    return replace(clock, year=parse_period(moment.period).year) if moment.period else clock


def _narrower(moment: Moment, other: Moment) -> bool:
    return kind_of_period(moment.period) == "year" and kind_of_period(other.period) == "years"


def _default_year(clock: Clock, sentence: Sentence) -> int | None:
    """The year a part is about that says none: what looks back early in a year is of the one before."""
    if clock.issued is None:
        return None
    early = clock.issued.month <= 4
    if sentence.tells == "plan":
        return clock.issued.year + (0 if early else clock.issued.month >= 11)
    return clock.issued.year - early


def governing(moments: Sequence[Moment], clock: Clock, seen: str, start: int) -> Moment:
    """Return what tells of the time of a figure: what its sentence says before it, else what is in force."""
    before = [m for m in moments if m.end <= start]
    if before and before[-1].use == "base" and _IS_BASE.match(seen[before[-1].end : start]):
        return before[-1]  # 比2010年的3.10人: the figure that another is compared with
    stated = [m for m in before if m.use != "base"]
    if not stated:
        return clock.in_force or NOWHEN
    moment = stated[-1]
    if moment.use == "from":
        between = seen[moment.end : start]
        if re.search("[到至为]", between):
            earlier = [m for m in stated if m.use == "when"]
            return earlier[-1] if earlier else clock.in_force or NOWHEN
    return moment
