"""The period in force: what sentences say of time, folded over document, heading, paragraph, sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from data.model.period import parse_period
from data.prose.clauses import Sentence
from data.prose.patterns import intends
from data.prose.time_words import EXPRESSION, NOWHEN, PLANS, Clock, Moment, kind_of_period, period_named

# The day of an event is no period of what is told there; the year of such a title is that of its publication.
_EVENT = re.compile("发布|开幕|闭幕|会议|大会|召开|举行|获悉|记者|印发|公布|宣布|介绍|表示|指出|报道|[电讯]")
_REPORTS = re.compile("工作报告|草案|预算|计划|意见|方案|通知")
_LASTING = ("year", "half", "quarter", "quarters", "month", "months")
_LONG_PAST = 20  # years from the first one of a plan, after which no report tells of it
_TITLE = 6  # paragraphs at the head of a document: further down a line that says years is of a picture
_MEETING = re.compile(r"((?:19|20)\d\d)年\s?(\d{1,2})月\s?(\d{1,2})日\s?在[^。\n]{4,50}(?:会议|大会|全会)")
_SINCE = ("以来", "来", "起", "至今")


# What there is at the end of a month, where 截至 leads to what there has been since January otherwise.
_STOCK = re.compile("参保|余额|存[款栏量]|保有量|在[册岗校建]|现有|共有|[拥持]有|有效期|总人数|登记在")
_IS_BASE = re.compile("(?:[（(][^（()）]*[）)])?的[^，。；、]{0,10}\\Z")
_BASES = ("比", "较", "同", "与", "超")


_TOPIC = re.compile(
    r"\s*(?:[^，。；：\d]{0,9}[，：,:]|[—\-\s]+|[（(][一二三四五六七八九十]+[）)]"
    r"|[^。；]{0,80}?(?:显示|统计|介绍|了解|获悉|表示|推算|核算|测算|反馈|报道|公布|指出|提出)[，：,:])?\s*(?:在|刚刚过去的)?\Z"
)


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
        moment = _moment(clock, seen, sentence, match, moments)
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


def _moment(
    clock: Clock, seen: str, sentence: Sentence, match: re.Match[str], earlier: Sequence[Moment]
) -> Moment | None:
    start, end = match.span()
    found = match.groupdict()
    before, after = found["before"] or "", found["after"] or ""
    if found["plan"] and not _is_near(PLANS.get(found["plan"], 0), clock):
        return None
    period = period_named(_ended(clock, seen, sentence, match), found, sentence)
    words = seen[start:end]
    if (
        after == "同期"
        and before not in (*_BASES, "是", "为")
        and re.match("的?[为是达仅的]?\\s?\\d", seen[end : end + 4])
    ):
        return Moment(start, end, words, _year_before(earlier, clock))
    if before in ("比", "较", "同", "与", "超", "是", "为") or after == "同期":
        if (
            before in ("是", "为")
            and not re.match(r"的?[^，。；]{0,8}?(?:总和|之和)", seen[end : end + 14])
            and not re.match(r"的?[^，。；]{0,8}?\d[\d.]*倍|的?[^，。；]{0,6}倍|同期", seen[end : end + 24])
        ):
            return Moment(start, end, words, period, topic=_topic(seen, sentence, start))
        return Moment(start, end, words, period, "base")
    if _attribute(seen, match, earlier):
        return None
    if before in ("从", "自") and re.match("[^，。；]{0,24}?以来", seen[end : end + 28]):
        after = "以来"
    if kind_of_period(period) == "day" and not before and _EVENT.search(seen[end : end + 30]):
        return None
    if after in _SINCE or (found["vague"] and after != "同期"):
        return Moment(start, end, words, _since(clock, found, period), topic=_topic(seen, sentence, start))
    if before in ("从", "由") and re.match("的", seen[end : end + 1]):
        return Moment(start, end, words, period, "from")
    if before in ("到", "至") and _ahead(clock, period):
        return Moment(start, end, words, period, "future")
    if before in ("截至", "截止", "截止到") or (found["end"] and not found["plan"]):
        period = _moment_of(period, found, seen[end : end + 40])
    return Moment(start, end, words, period, topic=_topic(seen, sentence, start))


def _ended(clock: Clock, seen: str, sentence: Sentence, match: re.Match[str]) -> Clock:
    """The clock by which 全年 and 年末 are of a year that was over at publication, where no other is told."""
    issued, found = clock.issued, match.groupdict()
    if issued is None or clock.document or sentence.tells == "plan" or clock.year != issued.year:
        return clock
    whole = found["word"] in ("全年", "年末", "年底") and found["after"] not in ("前", "之前")
    if not whole or issued.month > 10 or intends(seen[sentence.start : match.end() + 2]):
        return clock
    return replace(clock, year=issued.year - 1)


def _is_near(first: int, clock: Clock) -> bool:
    """Whether a plan's years are near those of publication: 七五 is that of schools, or a plan long past."""
    return first > 0 and (clock.issued is None or first + _LONG_PAST > clock.issued.year)


def _year_before(earlier: Sequence[Moment], clock: Clock) -> str:
    """The same stretch a year before: 上年同期为 after 前三季度."""
    said = [moment for moment in earlier if moment.use == "when"]
    period = said[-1].period if said else clock.in_force.period if clock.in_force else ""
    if kind_of_period(period) in ("", "since", "day", "years"):
        return ""
    return re.sub(r"(?:19|20)\d\d", lambda year: str(int(year[0]) - 1), period)


def _topic(seen: str, sentence: Sentence, start: int) -> bool:
    return _TOPIC.match(seen[sentence.start : start]) is not None


def _attribute(seen: str, match: re.Match[str], earlier: Sequence[Moment]) -> bool:
    """Whether a year is part of a name: 2022年村道提标改造工程, where the sentence has said when already."""
    if match["year"] is None or match["month"] or match["quarter"] or match["after"] or not earlier:
        return False
    covers = [moment for moment in earlier if moment.use == "when" and moment.topic]
    follows = seen[match.end() : match.end() + 1]
    if re.match(r"[^，,；;。]*\d", seen[match.end() : match.end() + 40]):
        return False  # its own clause has a figure: then it says when
    return (
        bool(covers)
        and kind_of_period(covers[-1].period) == "since"
        and follows not in "，,的"
        and not match["before"]
    )


def _ahead(clock: Clock, period: str) -> bool:
    if not period or clock.issued is None:
        return False
    if clock.tells == "review" and clock.issued.month > 9 and period == str(clock.issued.year):
        return False  # what is said of a year that is nearly over, in looking back on it
    return parse_period(period).end > clock.issued


def _moment_of(period: str, found: dict[str, str | None], after: str) -> str:
    """截至11月底累计 is a stretch from January on; the end of a year is the year."""
    if (
        found["month"]
        and period
        and not found["day"]
        and found["before"]
        and (not _STOCK.search(after) or "累计" in after)
    ):
        year, month = period[:4], period[5:7]
        return f"{year}-01/{year}-{month}" if month not in ("01", "") else period
    if found["day"] and found["before"] and period:
        return period
    return period


def _since(clock: Clock, found: dict[str, str | None], period: str) -> str:
    """From the beginning of a period up to the day of publication."""
    if not period or clock.until is None:
        return ""
    if found["years"]:
        return period
    start = parse_period(period).start
    return f"{start.isoformat()}/{clock.until.isoformat()}" if start < clock.until else ""


def governing(moments: Sequence[Moment], clock: Clock, seen: str, start: int) -> Moment:
    """Return what tells of the time of a figure: what its sentence says before it, else what is in force."""
    before = [m for m in moments if m.end <= start]
    if before and before[-1].use == "base" and _IS_BASE.match(seen[before[-1].end : start]):
        return before[-1]  # 比2010年的3.10人: the figure that another is compared with
    said = [m for m in before if m.use != "base"]
    if not said:
        return clock.in_force or NOWHEN
    moment = said[-1]
    if moment.use == "from":
        between = seen[moment.end : start]
        if re.search("[到至为]", between):
            earlier = [m for m in said if m.use == "when"]
            return earlier[-1] if earlier else clock.in_force or NOWHEN
    return moment
