"""The numbers of a text, in order: each a figure that can be read, or none and why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from data.errors import QuantityError
from data.model.quantity import Quantity, figures_in, parse_quantity
from data.prose.vocabulary import measures, words_of

_NUMERALS = "〇零一二两三四五六七八九十百千万亿"
_NUMBER = re.compile(rf"\d+|[{_NUMERALS}]+")
_RUN = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_BEFORE = 24  # characters that what stands before a number may have
_CHINESE = re.compile("[一-鿿]")
# 节约, 附近, 赶超: the second character of a word is no qualifier.
_NO_QUALIFIER = re.compile(
    "(?:[节签集预制履契条合公]约|[附最新邻靠临亲远]近|[赶反]超|[以之路线马街网晚早向跨登迈踏站]上)\\Z"
)
_QUOTED = re.compile('[“"「『‘]([^”"」』’“\n]{1,14})[”"」』’]|《[^》\n]{1,60}》')
_FIGURE_IN_QUOTES = re.compile(r"\d[^”\"」』’]{0,4}[%‰亿万元]|\d\.\d")
# A number without a unit is a figure behind these: 综合指数为4.05，较上年缩小0.05.
_INDEX = re.compile(
    r"(?:指数|系数|比|比例|比率|PQI|容积率|绿化率|得分)[^，。；、\d]{0,6}"
    r"(?:\d[\d.:：]*[，,](?:[比较](?:19|20)\d\d年)?[^，。；、\d]{0,6}(?:缩小|扩大|提高|上升|提升|增加|降低|下降|减少|回落)了?)?\Z"
)
_SIGN = re.compile(r"(?:^|[^\dA-Za-z%％.)）年月日亿万元-])[-+]\Z")
_CHAIN = re.compile(r"\d\s?[:：]\s?\Z")  # the second number of a ratio, and the third
_CHANGING = re.compile(r"(?:从|由|到|至|为|达)(?:上年的|(?:19|20)\d\d年的)?\Z")  # 从2.37缩小到1.94
# One unit for several: 1.2、1.3和5.6个百分点.
_SHARED = re.compile(
    r"(\s?(?:[、和与及]\s?[-+]?\d+(?:\.\d+)?\s?)+)(?:个?百分点|%|‰|[百千]?万?亿?元|[万亿]?(?:人|吨|公里|亩|平方米|户))"
)
_RATIO = re.compile(r"\s?[:：]\s?\d")


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text, with its fate: `quantity` where it is a figure, else the reason why it isn't.

    `verdict` is used, rejected or open; open is what may be a figure and can't be read.
    """

    start: int
    end: int
    verdict: str
    reason: str = ""
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A refusal: what stands before a number, the number with what belongs to it, and what that makes it."""

    reason: str
    verdict: str
    before: re.Pattern[str] | None
    number: re.Pattern[str]
    test: str


@lru_cache(maxsize=1)
def refusals() -> tuple[Rule, ...]:
    """Return the rules of `words/refusals.toml`, in their order."""
    return tuple(
        Rule(
            row["reason"],
            row.get("verdict", "rejected"),
            re.compile(f"(?:{row['before']})\\Z") if "before" in row else None,
            re.compile(row.get("number", rf"\d[\d,.]{{0,23}}(?<![,.])|[{_NUMERALS}]+")),
            row["test"],
        )
        for row in words_of("refusals")["rule"]
    )


@lru_cache(maxsize=1)
def _figures() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return figures_in(f"(?:{measures()}|)")


def numbers_of(text: str, seen: str) -> list[Number]:
    """Return every number of a text with its fate, in order; `seen` is its view."""
    quoted = [match.span() for match in _QUOTED.finditer(seen)]
    found, after, quote = [], 0, 0
    for match in _NUMBER.finditer(seen):
        if match.start() < after:
            continue
        while quote < len(quoted) and quoted[quote][1] <= match.start():
            quote += 1
        inside = quoted[quote] if quote < len(quoted) and quoted[quote][0] < match.start() else None
        number = _number(text, seen, match, inside)
        if number is not None:
            found.append(number)
            after = number.end
    return found


def _number(text: str, seen: str, match: re.Match[str], quoted: tuple[int, int] | None) -> Number | None:
    """The fate of a run of digits or numerals: refused by a rule, else a figure, else open or a name."""
    start = match.start()
    before = seen[max(0, start - _BEFORE) : start]
    for rule in refusals():
        fit = rule.number.match(seen, start)
        if fit and fit.end() > start and (rule.before is None or rule.before.search(before)):
            return Number(start, fit.end(), rule.verdict, rule.reason)
    numeral = not match[0].isdigit()
    figure = _figure(text, seen, start, before)
    if quoted and figure and not _FIGURE_IN_QUOTES.search(seen, *quoted):
        figure = None
    if figure:
        return figure
    if numeral:
        return _numeral(seen, match, quoted)
    digits = _digits(seen, start)
    if shared := _SHARED.match(seen, digits):
        unit = seen[shared.end(1) : shared.end()]
        start -= _SIGN.search(before) is not None
        return _read(text, start, digits, unit) or Number(start, digits, "open", "unreadable")
    if _CHAIN.search(before) or (_CHANGING.search(before) and "." in seen[start:digits]):
        return _read(text, start, digits) or Number(start, digits, "open", "unreadable")
    if quoted or _CHINESE.match(seen, digits):
        return Number(start, digits, "rejected", "name")
    if _INDEX.search(before) or _RATIO.match(seen, digits):
        return _read(text, start, digits) or Number(start, digits, "open", "unreadable")
    return Number(start, digits, "open", "no_unit")


def _digits(seen: str, start: int) -> int:
    """Where the digits that begin at a place end, with their commas and point."""
    run = _RUN.match(seen, start)
    return run.end() if run else start + 1


def _figure(text: str, seen: str, start: int, before: str) -> Number | None:
    """The figure that begins at a place, with the qualifier before it; None where its unit isn't known."""
    prefixes, figures = _figures()
    if _SIGN.search(before):
        start, before = start - 1, before[:-1]
    match = figures.match(seen, start)
    if match is None:
        return None
    _, low_unit, connector, _, _, magnitude, _, unit, suffix = match.groups("")
    if not (unit or magnitude or low_unit):
        return None
    end = match.end()
    if (suffix in ("余", "多") and _CHINESE.match(seen, end)) or (
        suffix == "上下" and seen[end : end + 1] in "游级"
    ):
        end -= len(suffix)
    if connector in ("到", "至") and re.search("[由从][^，。；]{0,12}\\Z", before):
        end = match.start(3)
        if not low_unit:
            return None
    prefix = prefixes.search(before)
    if prefix and not _NO_QUALIFIER.search(before):
        start -= len(prefix[0])
    return _read(text, start, end)


def _read(text: str, start: int, end: int, unit: str = "") -> Number | None:
    """The figure that stands there; `unit` is one that is said behind another figure for both."""
    try:
        return Number(start, end, "used", "", parse_quantity(text[start:end] + unit))
    except QuantityError:
        return None


def _numeral(seen: str, match: re.Match[str], quoted: tuple[int, int] | None) -> Number | None:
    """A numeral that is no figure: counted small, a name, or no number at all (一般, 万家)."""
    counted = _measure().match(seen, match.end())
    if counted and not quoted:
        if match[0] == "一":
            return Number(match.start(), counted.end(), "rejected", "article")
        if match[0][0] not in "百千万亿零〇":
            return Number(match.start(), counted.end(), "open", "small_numeral")
    if len(match[0]) > 1 and match[0][0] not in "百千万亿":
        return Number(match.start(), match.end(), "rejected", "name")
    return None


@lru_cache(maxsize=1)
def _measure() -> re.Pattern[str]:
    return re.compile(measures())
