"""Periods as documents and offices write them, said as this project does; what says two things is none."""

from __future__ import annotations

import re
from collections.abc import Callable

from data.errors import PeriodError
from data.model.period import parse_period

_FULL_WIDTH = str.maketrans("０１２３４５６７８９／．－～", "0123456789/.-~")
_CHINESE = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_NUMERALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_YEAR_IN_WORDS = re.compile("[〇○零一二三四五六七八九]{4}(?=年)")
_MONTH_IN_WORDS = re.compile("(?<=年)(?:十[一二]?|[一二三四五六七八九])(?=月)")
_TO = r"(?:[-—–~至到]|——)"
_Y, _M, _D = r"(\d{4})", r"(\d{1,2})", r"(\d{1,2})"
_PLAN = r"[“”\"‘’'「『]?(一|二|三|四|五|六|七|八|九|十|十一|十二|十三|十四|十五)五[“”\"‘’'」』]?(?:规划)?"
# From nought on, as plans and parts of a year are counted.
ORDINALS = ("", *"一二三四五六七八九十", *(f"十{one}" for one in "一二三四五六七八九"))

# How a period may be written, and how it is said here.
_WAYS: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (rf"{_Y}(?:年度?|年?全年度?)?", lambda m: m[1]),
    (rf"{_Y}(?:[-/.]|年){_M}月?份?", lambda m: f"{m[1]}-{int(m[2]):02}"),
    (rf"{_Y}([-/.]){_M}\2{_D}日?", lambda m: f"{m[1]}-{int(m[3]):02}-{int(m[4]):02}"),
    (rf"{_Y}年{_M}月{_D}日?", lambda m: f"{m[1]}-{int(m[2]):02}-{int(m[3]):02}"),
    (rf"{_Y}年?{_TO}{_Y}年?", lambda m: f"{m[1]}/{m[2]}"),
    (rf"{_Y}年{_M}月?{_TO}{_M}月份?(?:累计)?", lambda m: f"{m[1]}-{int(m[2]):02}/{m[1]}-{int(m[3]):02}"),
    (rf"{_Y}[/.]{_M}月?{_TO}{_M}月份?(?:累计)?", lambda m: f"{m[1]}-{int(m[2]):02}/{m[1]}-{int(m[3]):02}"),
    (rf"{_Y}年第?([一二三四1-4])季度?", lambda m: f"{m[1]}-Q{_NUMERALS[m[2]]}"),
    (rf"{_Y}年?-?Q([1-4])", lambda m: f"{m[1]}-Q{m[2]}"),
    (rf"{_Y}年前([二两三23])个?季度(?:累计)?", lambda m: f"{m[1]}-Q1/{m[1]}-Q{_NUMERALS[m[2]]}"),
    (rf"{_Y}年?(上|下)半年", lambda m: f"{m[1]}-H{1 if m[2] == '上' else 2}"),
    (rf"{_Y}年?-?H([12])", lambda m: f"{m[1]}-H{m[2]}"),
    (rf"{_PLAN}(?:期间|时期|规划期)", lambda m: "/".join(map(str, _plan(m[1])))),
)
WAYS = [(re.compile(way), say) for way, say in _WAYS]
# A moment within or at the end of a period: 2023年末, 截至2023年9月底, “十四五”末.
_MOMENT = re.compile(r"(?:截至|截止到?|到|至)?(.+?)(?:年?[末底终]|年终)(?:前|时点|数)?")
_UP_TO = re.compile(r"(?:截至|截止到?)(.+)")


def period_of(text: str) -> str | None:
    """Return the period that a text means, as its id (2022-01); nothing where it means none or several."""
    plain = tidy(text)
    ways = ((way.fullmatch(plain), say) for way, say in WAYS)
    for candidate in (plain, *(say(match) for match, say in ways if match)):
        try:
            return parse_period(candidate).shortest
        except PeriodError:
            continue
    return None


def moments_of(text: str) -> list[str]:
    """Return the ids that a moment may be said by: 2023年末 by 2023, whose end it is, or 2023-12-31.

    Nothing for what is none. Which of the two it is, only the figure can tell.
    """
    plain = tidy(text)
    match = _MOMENT.fullmatch(plain) or _UP_TO.fullmatch(plain)
    if match is None:
        return []
    if plan := re.fullmatch(_PLAN, match[1]):
        around = str(_plan(plan[1])[1])
    else:
        around = next(filter(None, (period_of(match[1] + more) for more in ("", "年"))), "")
    return list(dict.fromkeys((around, parse_period(around).end.isoformat()))) if around else []


def tidy(text: str) -> str:
    """Return a text without spaces, its full-width digits and its years and months in words as digits."""
    plain = re.sub(r"\s", "", text).translate(_FULL_WIDTH)
    plain = _YEAR_IN_WORDS.sub(lambda year: year[0].translate(_CHINESE), plain)
    return _MONTH_IN_WORDS.sub(lambda month: str(_month(month[0])), plain)


def _month(words: str) -> int:
    return ORDINALS.index(words)


def _plan(ordinal: str) -> tuple[int, int]:
    """The first and the last year of a five-year plan; the first one began in 1953."""
    number = ORDINALS.index(ordinal)
    if number < 3:
        return 1948 + 5 * number, 1952 + 5 * number
    first = 1951 + 5 * number  # from the third one on, which began in 1966
    return first, first + 4
