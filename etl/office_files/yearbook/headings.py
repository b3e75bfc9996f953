"""What a text at the head of a column or row says: a period, a unit, a status, and the name that is left."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property

from data.model.period_forms import period_of
from etl.curated.source import ACTUAL, DERIVED
from etl.office_files.cells import tidy
from etl.office_files.columns import SPACE
from etl.office_files.labels import Labels
from etl.office_files.units import Units
from etl.office_files.yearbook.signs import without_marks

# What puts rows in order and says no more: 一、 （二） 3. ④ Ⅴ. – •
_ORDER = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.．]|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]"
    r"|\d{1,2}(?:[.．]\d{1,2})*[.．、](?!\d)|[①-⑳]|[Ⅰ-Ⅻ]+[、.．]?|[IVX]{1,4}[、.．]|[A-Za-z][、.．](?![A-Za-z])"
    r"|[-—–－·•○●◆◇■□])"
)
_RANKS = tuple(
    map(
        re.compile,
        (r"[一二三四五六七八九十]+[、.．]|[Ⅰ-Ⅻ]", r"[（(][一二三四五六七八九十]", r"\d", r"[（(]\d|[①-⑳]"),
    )
)
# What makes a row a part of the one above: 其中： #
_AMONG = re.compile(r"其中(?:主要)?[：:]?|[#＃]")
_BRACKET = re.compile(r"[（(\[［【〔]([^（()）\[\]［］【】〔〕]*)[）)\]］】〕]")
_PARTS = re.compile("[,，;；、]")
# The English of a bilingual yearbook, behind its Chinese.
ENGLISH = re.compile(r"(?<=[一-鿿）)])\s*(?=[A-Z]?[a-z]{2})[A-Za-z][^一-鿿]*$")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_TO = "[-—–~～至到]"
_IN_YEAR = (
    rf"(?:\d{{1,2}}月?{_TO}\d{{1,2}}月份?|\d{{1,2}}月份?|第?[一二三四1-4]季度|前[二三两23]个?季度|[上下]半年)"
)
_PART = re.compile(f"{_IN_YEAR}|全年")
_WITH_YEAR = re.compile(rf"(\d{{4}}年)({_IN_YEAR})?(.+)")
# 1-9月累计 says so once more; 9月累计 is January to September, as is the 累计值 of September.
_TOTALLED = re.compile(r"(?:(?<![\d\-—–~～至到])(\d{1,2})|(?<=\d))月份?止?累计$")
_SERIES = re.compile(
    r"(.+)_(当期|本期|累计)(?:值|(增长))"
)  # how the nation's site calls the series of a month
_YEAR_END = re.compile(r"(?:截至)?(\d{4})年?年?[末底]")
_OVER = re.compile(r"比(\d{4})年(同期)?")
# What speaks of a time said elsewhere, or of one or another: 本年, 十三五, 2021/2022, 2021.1.
UNCLEAR = re.compile(
    r"\d\d年[末底]?|\d{1,2}月\d{1,2}日|(?:比|为)?(?:本|上|去|今|当|前|同|报告|基)[年期月季](?:同[期月]|度|末|底|止?累计)*|(?:本[年月])?止?累计|年初至今|以来|\d{1,2}月[末底]"
    r"|“?十[一二三四五六七八九]五”?(?:规划|末)*|\d{4}[/／]\d{2,4}(?:学?年度?)?|\d{4}[-—–]\d{2}年?|\d{4}[.．]\d"
)
_PLAIN = re.compile(r"-?(?!(?:19|20|21)\d\d$)[\d,]+(?:\.\d+)?%?", re.ASCII)  # a number that is no year
# What names a value and no more.
NEUTRAL = (
    "绝对数",
    "绝对值",
    "绝对额",
    "绝对量",
    "总量",
    "总量指标",
    "数量",
    "数值",
    "数据",
    "指标值",
    "数额",
)
HAPPENED = ("完成", "实现", "现状", "实绩")  # beside 计划 and 目标
PERCENT = ("%", "％", "‰")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in its parts; `name` is what nothing explains but a name of something.

    `part` is a part of a year that is named elsewhere (1-9月), `unclear` a time that isn't certain (本年);
    `total` says that a month's figure is that of the year up to it; `rank` tells how deep its numbering
    stands, `among` that it is a part of what stands above it.
    """

    text: str
    name: str = ""
    period: str = ""
    part: str = ""
    unclear: str = ""
    total: bool = False
    year_end: bool = False
    units: frozenset[str] = frozenset()
    status: str = ""
    marks: tuple[str, ...] = ()
    rank: int | None = None
    among: bool = False


@dataclass
class Headings:
    """Takes headings apart by the units and statuses of a catalogue."""

    labels: Labels
    units: Units
    _known: dict[str, Heading] = field(default_factory=dict)

    def read(self, text: str) -> Heading:
        """Return what a heading says."""
        if text not in self._known:
            self._known[text] = self._read(text)
        return self._known[text]

    def _read(self, text: str) -> Heading:
        joined = SPACE.sub("", ENGLISH.sub("", tidy(text)))
        bare, rank, among = in_order(joined)
        heading = Heading(SPACE.sub("", tidy(text)), rank=rank, among=among)
        bare, marks = without_marks(bare)
        heading = replace(heading, marks=marks)
        for bracket in reversed([*_BRACKET.finditer(bare)]):
            if (more := self._bracketed(heading, bracket[1])) is not None:
                heading, bare = more, bare[: bracket.start()] + bare[bracket.end() :]
        bare, marks = without_marks(bare)
        heading = replace(heading, marks=(*heading.marks, *marks))
        return self._rest(heading, ENGLISH.sub("", bare).strip("：:，,….·"))

    def _bracketed(self, heading: Heading, text: str) -> Heading | None:
        """What a heading says together with what its brackets hold; None where that is part of a name."""
        inner = re.sub(r"^(?:计量|金额)?单位[：:]?|^人民币", "", text)
        if inner and self.units.may_be(inner):
            return replace(heading, units=heading.units | {inner})
        found: Heading | None = heading
        for part in filter(None, _PARTS.split(inner)):
            found = found and self._word(found, part)
        return found if inner else None

    def _word(self, heading: Heading, word: str) -> Heading | None:
        """What a heading says together with one word; None for a word that nothing explains."""
        if word and self.units.may_be(word):
            return replace(heading, units=heading.units | {word})
        timed = _timed(heading, word)
        if timed is not None:
            return timed
        if status := self._status(word):
            return replace(heading, status=status)
        return heading if word in NEUTRAL else None

    def _rest(self, heading: Heading, text: str) -> Heading:
        text = _TOTALLED.sub(_up_to, text.translate(_FULL_WIDTH) if "累计" in text else text)
        if series := _SERIES.fullmatch(text):
            heading, text = replace(heading, total=series[2] == "累计"), series[1] + (series[3] or "")
        if (found := self._word(heading, text)) is not None:
            return found
        if match := _WITH_YEAR.fullmatch(text.translate(_FULL_WIDTH)):
            period, rest = period_of(match[1] + (match[2] or "")), match[3]
            if rest[0] in "末底":
                rest = f"年末{rest[1:]}" if not match[2] else f"{match[2]}末{rest[1:]}"
            if over := _OVER.match(rest):
                last = period is not None and int(over[1]) == int(match[1][:4]) - 1
                rest = f"比上年{over[2] or ''}{rest[over.end() :]}" if last else rest
            if period:
                return self._rest(replace(heading, period=period), rest)
        if text.endswith(PERCENT):
            return self._rest(replace(heading, units=heading.units | {text[-1]}), text[:-1])
        return replace(heading, name=text)

    def _status(self, word: str) -> str:
        """The status that a word names: 计划, 计划数; but not 完成率."""
        return self._statuses.get(word, "") or self._statuses.get(word.rstrip("数值额量"), "")

    @cached_property
    def _statuses(self) -> dict[str, str]:
        named = {name: id for id, name in self.labels.names["status"].items() if id != DERIVED}
        return dict.fromkeys(HAPPENED, ACTUAL) | named


def _up_to(totalled: re.Match[str]) -> str:
    """The months that a total is of."""
    return f"1-{totalled[1]}月" if totalled[1] not in (None, "1") else f"{totalled[1] or ''}月"


def in_order(text: str) -> tuple[str, int | None, bool]:
    """Return a name without what only puts it in order; how deep that stands; whether it says 其中."""
    rank, among = None, False
    while match := _ORDER.match(text) or _AMONG.match(text):
        if match.end() == len(text):
            break
        if _AMONG.match(text):
            among = True
        elif rank is None:
            rank = next((n for n, each in enumerate(_RANKS) if each.match(text)), None)
        text = text[match.end() :]
    return text, rank, among


def _timed(heading: Heading, word: str) -> Heading | None:
    """What a heading says together with a word that speaks of a time; None for one that doesn't."""
    plain = word.translate(_FULL_WIDTH).strip('“”"')
    if match := _YEAR_END.fullmatch(plain):
        return replace(heading, period=match[1], year_end=True)
    if plain in ("年末", "年底"):
        return replace(heading, year_end=True)
    if _PART.fullmatch(plain):
        return replace(heading, part=plain)
    if UNCLEAR.fullmatch(plain) and not re.fullmatch(r"\d{4}[-—–](?:0\d|1[0-2])", plain):
        return replace(heading, unclear=word)
    period = period_of(plain)
    return None if period is None else replace(heading, period=period)


def is_time(text: str) -> bool:
    """Whether a text speaks of a time and no more, what stands in brackets behind it left out."""
    if _PLAIN.fullmatch(text):  # as most cells of a table are
        return False
    bare = _BRACKET.sub("", without_marks(SPACE.sub("", text))[0])
    return bool(bare) and _timed(Heading(text), bare) is not None


def bare_year(text: str) -> int | None:
    """Return the year that a text is if it is four digits and no more, footnote marks left out."""
    plain = without_marks(text.translate(_FULL_WIDTH))[0]
    return int(plain) if re.fullmatch(r"(?:19|20)\d\d|2100", plain) else None
