"""The period in force: what sentences say of time, folded over document, heading, paragraph, sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from data.errors import PeriodError
from data.model.period import parse_period
from data.prose.clauses import Sentence

_ONES = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_PLANS = {
    tens + one: 1951 + 5 * (10 * len(tens) + _ONES.get(one, 0))
    for tens in ("", "十")
    for one in (
        "三",
        "四",
        "五",
        "六",
        "七",
        "八",
        "九",
        *("" for _ in tens),
        *(("一", "二") if tens else ()),
    )
}
_YEAR = r"(?:19|20)\d\d"
_TO = r"\s?[-—–~至到]+\s?"
_EXPRESSION = re.compile(
    "(?P<before>截至|截止到?|自|从|由|到|至|比|较|是|同|为|与|超)?(?:"
    rf"(?P<first>{_YEAR})年?{_TO}(?P<last>{_YEAR})年(?:间|期间)?"
    r"|[“\"]?(?P<plan>十[一二三四五六七]?|[三四五六七八九])五[”\"]?(?:规划)?(?:时期|期间|规划期)?(?!年|个|所|项|座|家|公里)"
    r"|(?P<word>全年|年内|年底|年末|(?:刚刚)?过去(?:的)?一年|一年来|新的一年)"
    r"|(?P<coming>过去|近|这|今后|未来)?(?P<years>[二两三四五六七八九十])年(?=来|[，,共累新建连实完投已]|间|中|里)"
    r"|(?P<vague>近年来|近几年来?|多年来|历年|长期以来)"
    rf"|(?=[\d今本去上明当同前第一二三四下])(?:(?P<year>{_YEAR})\s?年度?"
    "|(?P<relative>今年|本年度?|去年|上一?年度?|明年|当年|同年|前年))?"
    rf"(?:的?(?:(?P<from_month>\d{{1,2}})月?{_TO}(?P<to_month>\d{{1,2}})月份?"
    r"|前(?P<quarters>[两二三])个?季度|第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年"
    r"|(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号]|份)?)|(?(year)|(?(relative)|(?!)))))"
    r"(?P<end>年?[底末终](?!端)|初|年初)?(?P<after>以来|来|起|至今|前|之前|后|同期)?(?:[，,]?(?P<full>全年))?"
)
_SINCE = ("以来", "来", "起", "至今")
_BASES = ("比", "较", "同", "与", "超")
_TOPIC = re.compile(
    r"\s*(?:[^，。；：\d]{0,9}[，：,:]|[—\-\s]+|[（(][一二三四五六七八九十]+[）)])?\s*(?:在|刚刚过去的)?\Z"
)
_RELATIVE = {
    "今年": 0,
    "本年": 0,
    "本年度": 0,
    "去年": -1,
    "上年": -1,
    "上一年": -1,
    "上年度": -1,
    "上一年度": -1,
    "明年": 1,
    "前年": -2,
}


@dataclass(frozen=True, slots=True)
class Moment:
    """What a text says of time at a place; `period` is empty where that can't be told.

    `use` is when (it holds for what follows), base (it is what something is compared with), from (the
    beginning of a change), future (by when something is meant to be).
    """

    start: int
    end: int
    words: str
    period: str
    use: str = "when"
    topic: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """The state of the fold: the day of publication, the year in force, and the periods of the levels."""

    issued: date | None
    year: int | None
    document: Moment | None = None
    paragraph: Moment | None = None
    number: int = -1

    @property
    def in_force(self) -> Moment | None:
        """The period that holds where a sentence says none of its own."""
        return self.paragraph or self.document


NOWHEN = Moment(0, 0, "", "")


def started(published: str, seen: str) -> Clock:
    """Return the clock of a document: from the day of its publication, else the first date in it."""
    day = _iso(published) or _dateline(seen)
    return Clock(day, None)


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def _dateline(seen: str) -> date | None:
    match = re.search(r"((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日", seen[:400])
    return _iso(f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}") if match else None


def told(clock: Clock, seen: str, sentence: Sentence, first_figure: int) -> tuple[Clock, list[Moment]]:
    """Return the clock after a sentence, and what the sentence itself says of time, in order."""
    if sentence.heading == 1:
        clock = replace(clock, document=None, paragraph=None, number=sentence.paragraph, year=None)
        clock = replace(clock, year=_default_year(clock, sentence))
    if sentence.paragraph != clock.number:
        clock = replace(clock, paragraph=None, number=sentence.paragraph)
    if clock.year is None:
        clock = replace(clock, year=_default_year(clock, sentence))
    moments: list[Moment] = []
    for match in _EXPRESSION.finditer(seen, sentence.start, sentence.end):
        moment = _moment(clock, seen, sentence, match, moments)
        if moment is None:
            continue
        moments.append(moment)
        clock = _carried(clock, sentence, moment, first_figure)
    return clock, moments


def _carried(clock: Clock, sentence: Sentence, moment: Moment, first_figure: int) -> Clock:
    """The clock after a moment: what stands at the head of a sentence holds beyond it."""
    if moment.use != "when":
        return clock
    if sentence.heading:
        if sentence.heading == 1 and (clock.document is None or _narrower(moment, clock.document)):
            clock = _filed(replace(clock, document=moment), moment)
        return clock
    if not moment.topic or moment.start >= first_figure:
        return clock
    long = clock.paragraph is not None and _kind(clock.paragraph.period) in ("years", "since")
    if (
        clock.paragraph is None
        or sentence.opening
        or not (long and _kind(moment.period) not in ("years", "since"))
    ):
        clock = replace(clock, paragraph=moment)
    if moment.period and _kind(moment.period) not in ("since", "day", "years"):
        clock = _filed(replace(clock, document=moment), moment)
    return clock


def _filed(clock: Clock, moment: Moment) -> Clock:
    """The clock with the year of a moment in force: 上半年 and 全年 said after it are of that year."""
    return replace(clock, year=parse_period(moment.period).year) if moment.period else clock


def _narrower(moment: Moment, other: Moment) -> bool:
    return _kind(moment.period) == "year" and _kind(other.period) == "years"


@lru_cache(maxsize=1024)
def _kind(period: str) -> str:
    try:
        return parse_period(period).kind
    except PeriodError:
        return ""


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
    if found["plan"] and found["plan"] not in _PLANS:
        return None
    period = _period(clock, found, sentence)
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
    if after in _SINCE or (found["vague"] and after != "同期"):
        return Moment(start, end, words, _since(clock, found, period), topic=_topic(seen, sentence, start))
    if before in ("从", "由") and re.match("的", seen[end : end + 1]):
        return Moment(start, end, words, period, "from")
    if before in ("到", "至") and _ahead(clock, period):
        return Moment(start, end, words, period, "future")
    if before in ("截至", "截止", "截止到") or (found["end"] and not found["plan"]):
        period = _moment_of(period, found, seen[end : end + 40])
    return Moment(start, end, words, period, topic=_topic(seen, sentence, start))


def _year_before(earlier: Sequence[Moment], clock: Clock) -> str:
    """The same stretch a year before: 上年同期为 after 前三季度."""
    said = [moment for moment in earlier if moment.use == "when"]
    period = said[-1].period if said else clock.in_force.period if clock.in_force else ""
    if _kind(period) in ("", "since", "day", "years"):
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
        and _kind(covers[-1].period) == "since"
        and follows not in "，,的"
        and not match["before"]
    )


def _ahead(clock: Clock, period: str) -> bool:
    if not period or clock.issued is None:
        return False
    return parse_period(period).end > clock.issued


def _moment_of(period: str, found: dict[str, str | None], after: str) -> str:
    """截至11月底累计 is a stretch from January on; the end of a year is the year."""
    if (
        found["month"]
        and period
        and not found["day"]
        and found["before"]
        and re.match("[，,]?(?:累计|全|共|已)?", after)
    ):
        year, month = period[:4], period[5:7]
        return f"{year}-01/{year}-{month}" if month not in ("01", "") else period
    if found["day"] and found["before"] and period:
        return period
    return period


def _since(clock: Clock, found: dict[str, str | None], period: str) -> str:
    """From the beginning of a period up to the day of publication."""
    if not period or clock.issued is None:
        return ""
    if found["years"]:
        return period
    start = parse_period(period).start
    return f"{start.isoformat()}/{clock.issued.isoformat()}" if start < clock.issued else ""


def _period(clock: Clock, found: dict[str, str | None], sentence: Sentence) -> str:
    """The id of the period that an expression names, by the year in force where it names none."""
    try:
        text = _id(clock, found, sentence)
        return parse_period(text).shortest if text else ""
    except PeriodError:
        return ""


def _id(clock: Clock, found: dict[str, str | None], sentence: Sentence) -> str:
    if found["first"]:
        return f"{found['first']}/{found['last']}"
    if found["plan"]:
        first = _PLANS[found["plan"]]
        return str(first + 4) if found["end"] else f"{first}/{first + 4}"
    if found["vague"]:
        return ""
    if found["years"]:
        return _some_years(clock, found, sentence)
    part = next((name for name in ("to_month", "quarters", "quarter", "half", "month") if found[name]), "")
    year = _year_said(clock, found, part)
    if year is None:
        return ""
    match part:
        case "to_month":
            return f"{year}-{int(found['from_month'] or 0):02}/{year}-{int(found['to_month'] or 0):02}"
        case "quarters":
            return f"{year}-Q1/{year}-Q{_ONES[found['quarters'] or '']}"
        case "quarter":
            quarter = found["quarter"] or ""
            return f"{year}-Q{_ONES.get(quarter, quarter)}"
        case "half":
            return f"{year}-H{1 if found['half'] == '上' else 2}"
        case "month":
            month = f"{year}-{int(found['month'] or 0):02}"
            return f"{month}-{int(found['day'] or 0):02}" if found["day"] else month
    return str(year)


def _some_years(clock: Clock, found: dict[str, str | None], sentence: Sentence) -> str:
    """五年来: so many years up to the one in force; 今后五年 from it on."""
    count, year = _ONES[found["years"] or ""], clock.year
    if year is None:
        return ""
    around = clock.document.period if clock.document else ""
    if _kind(around) == "years":
        around_years = parse_period(around)
        if around_years.year - around_years.start.year + 1 == count:
            return around
    if sentence.tells == "plan":
        return f"{year}/{year + count - 1}"
    return f"{year - count + 1}/{year}"


def _year_said(clock: Clock, found: dict[str, str | None], part: str) -> int | None:
    if found["year"]:
        return int(found["year"])
    word = found["relative"] or found["word"] or ""
    issued = clock.issued.year if clock.issued else None
    if word in _RELATIVE:
        return issued + _RELATIVE[word] if issued is not None else None
    if "过去" in word or word == "一年来":
        return issued - 1 if issued is not None and clock.issued and clock.issued.month <= 4 else clock.year
    if word == "新的一年":
        return issued
    if part and clock.document is None and clock.issued and clock.year:
        return _latest_ended(clock, found, part)
    return clock.year


def _latest_ended(clock: Clock, found: dict[str, str | None], part: str) -> int:
    """The year of a stretch that is said without one: the last in which it had ended by publication."""
    assert clock.issued is not None
    last = {
        "to_month": int(found["to_month"] or 0),
        "month": int(found["month"] or 0),
        "quarters": 3 * _ONES.get(found["quarters"] or "", 3),
        "quarter": 3 * int(_ONES.get(found["quarter"] or "", 0) or found["quarter"] or 4)
        if found["quarter"]
        else 12,
        "half": 6 if found["half"] == "上" else 12,
    }[part]
    return clock.issued.year - (last >= clock.issued.month + (clock.issued.day >= 28))


def governing(moments: Sequence[Moment], clock: Clock, seen: str, start: int) -> Moment:
    """Return what tells of the time of a figure: what its sentence says before it, else what is in force."""
    said = [m for m in moments if m.end <= start and m.use != "base"]
    if not said:
        return clock.in_force or NOWHEN
    moment = said[-1]
    if moment.use == "from":
        between = seen[moment.end : start]
        if re.search("[到至为]", between):
            earlier = [m for m in said if m.use == "when"]
            return earlier[-1] if earlier else clock.in_force or NOWHEN
    return moment
