"""What texts say of time: expressions, and the ids of the periods that they name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from data.errors import PeriodError
from data.model.period import parse_period
from data.model.period_forms import ORDINALS
from data.prose.clauses import Sentence

_ONES = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}

# The first year of each five-year plan, from the third on.
PLANS = {ordinal: 1951 + 5 * n for n, ordinal in enumerate(ORDINALS) if n > 2}
_YEAR = r"(?:19|20)\d\d"


_TO = r"\s?[-—–~至到]+\s?"


EXPRESSION = re.compile(
    r"(?P<before>截至|截止到?|自|从|由|到|至|比|较|是|同|为|与|超)?\s?(?:"
    rf"(?P<first>{_YEAR})年?{_TO}(?P<last>{_YEAR})年(?:间|期间)?"
    r"|[“\"]?(?P<plan>十[一二三四五六七]?|[三四五六七八九])五[”\"]?(?:规划)?(?:时期|期间|规划期)?(?:前(?P<opening>[两三四])年)?(?!年|个|所|项|座|家|公里|普法)"
    r"|(?P<word>全年(?!任务|目标|计划|预算|指标)|年内|年底|年末|(?:刚刚)?过去(?:的)?一年|一年来|新的一年)"
    r"|(?P<coming>过去|近|这|今后|未来)?(?P<years>[二两三四五六七八九十])年(?=来|[，,共累新建连实完投已]|年?平?均|间|中|里)"
    r"|(?P<vague>近年来|近几年来?|多年来|历年|长期以来|党的[^，。；]{2,4}以来"
    r"|用[两三四五\d]年(?:左右)?的?时间"
    r"|(?<![^。！；\n ])(?![今去上本]年)[^，。；\d\n“]{2,12}以来(?=[，,]))"
    rf"|(?=[\d今本去上明当同前第一二三四下])(?:(?P<year>{_YEAR})\s?年度?"
    "|(?P<relative>今年|本年度?|去年|上一?年度?|明年|当年|同年|前年))?"
    rf"(?:的?(?:(?P<from_month>\d{{1,2}})月?{_TO}(?P<to_month>\d{{1,2}})月份?"
    r"|前(?P<quarters>[两二三])个?季度|第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年"
    r"|(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号]|份)?)|(?(year)|(?(relative)|(?!)))))"
    r"(?P<end>年?[底末终](?!端)|初|年初)?(?P<after>以来|来|起|至今|前|之前|后|同期)?(?:[，,]?(?P<full>全年))?"
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
    """The state of the fold: the day it speaks of as today, the year in force, the periods of the levels.

    `until` is the day of publication, up to which what is said since some day is known.
    """

    issued: date | None
    year: int | None
    document: Moment | None = None
    paragraph: Moment | None = None
    number: int = -1
    tells: str = ""
    until: date | None = None

    @property
    def in_force(self) -> Moment | None:
        """The period that holds where a sentence says none of its own."""
        return self.paragraph or self.document


NOWHEN = Moment(0, 0, "", "")


@lru_cache(maxsize=1024)
def kind_of_period(period: str) -> str:
    """Return the kind of a period by its id; nothing for what is none."""
    try:
        return parse_period(period).kind
    except PeriodError:
        return ""


def period_named(clock: Clock, found: dict[str, str | None], sentence: Sentence) -> str:
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
        first = PLANS[found["plan"]]
        last = first + _ONES[found["opening"] or "五"] - 1  # “十四五”前三年
        return str(first + 4) if found["end"] else f"{first}/{last}"
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
    if kind_of_period(around) == "years":
        around_years = parse_period(around)
        if around_years.year - around_years.start.year + 1 == count:
            return around
    if found["coming"] in ("今后", "未来") and sentence.tells != "plan":
        year += 1  # 未来五年 where the part looks back on the year in force
    if sentence.tells == "plan" or found["coming"] in ("今后", "未来"):
        return f"{year}/{year + count - 1}"
    return f"{year - count + 1}/{year}"


def _year_said(clock: Clock, found: dict[str, str | None], part: str) -> int | None:
    if found["year"]:
        return int(found["year"])
    word = found["relative"] or found["word"] or ""
    issued = clock.issued.year if clock.issued else None
    if word in _RELATIVE:
        if word.startswith("上") and clock.document and clock.year:
            return clock.year - 1  # 上年 is the year before the one told of, 去年 that before publication
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
    if part == "month" and found["day"]:
        day = (int(found["month"] or 0), int(found["day"] or 0))
        return clock.issued.year - (day > (clock.issued.month, clock.issued.day))
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
