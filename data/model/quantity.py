"""How a figure is printed in Chinese documents, what it amounts to, and between which bounds it lies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import lru_cache
from operator import attrgetter

from data.errors import QuantityError
from data.model.interval import Interval
from data.model.numerals import read_numeral

# Printed figures have at most 18 + 12 digits: scaled by any magnitude they stay exact within 60.
_EXACT = Context(prec=60)
_ZERO, _ENDLESS = Decimal(0), Decimal("Infinity")

_PREFIXES = {
    **dict.fromkeys(("约", "大约", "约为", "近", "将近", "接近"), "about"),
    **dict.fromkeys(("超", "超过", "逾", "突破", "高于", "多于", "大于", ">", "＞"), "more_than"),
    **dict.fromkeys(("至少", "不少于", "不低于", "上", "≥", "≧", "⩾"), "at_least"),
    **dict.fromkeys(("不足", "不到", "低于", "少于", "小于", "<", "＜"), "less_than"),
    **dict.fromkeys(("至多", "最多", "不超过", "不高于", "不多于", "≤", "≦", "⩽"), "at_most"),
    **dict.fromkeys(("达", "达到"), "exact"),
}
_MIDDLES = dict.fromkeys("余多几", "more_than") | {"来": "about"}
_SUFFIXES = {
    **dict.fromkeys(("左右", "上下"), "about"),
    **dict.fromkeys("余多", "more_than"),
    **dict.fromkeys(("以上", "及以上"), "at_least"),
    **dict.fromkeys(("以内", "之内", "以下", "及以下"), "at_most"),
}
_QUALIFIERS = _PREFIXES | _MIDDLES | _SUFFIXES
# Of several words the vaguest decides: 约8000余人 is “about”.
_VAGUEST_FIRST = ("about", "at_most", "less_than", "at_least", "more_than", "exact")
_STEPS = {*"余多几"}  # up to one more of the last digit
_UPWARD, _DOWNWARD = {"at_least", "more_than"}, {"at_most", "less_than"}

_POWERS = {"百": 2, "千": 3, "万": 4, "亿": 8}
_UNIT_SPELLINGS = {"％": "%", "百分点": "个百分点", "㎡": "平方米"}
# Qualifiers, magnitudes and units may be printed in traditional characters.
_SIMPLIFIED = str.maketrans(
    "餘約將過於達幾來內萬億個戶場項畝點噸條張輛歲間頭隻處層臺"
    "傢冊劑員單團塊學對幣捲數昇時棟樁標檔檯歐準為爲牀環盞種筆箇節組總裏裡課逾車載輪週釐針鈡鍼鍾鐘門陞頃頻類麫麵",
    "余约将过于达几来内万亿个户场项亩点吨条张辆岁间头只处层台"
    "家册剂员单团块学对币卷数升时栋桩标档台欧准为为床环盏种笔个节组总里里课逾车载轮周厘针钟针钟钟门升顷频类面面",
)
_TRADITIONAL = frozenset(map(chr, _SIMPLIFIED))
_PLAIN_DIGITS = str.maketrans("．−－＋", ".--+", ",， \u3000\xa0")


def _any_of(words: dict[str, str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


# 千瓦, 千克, 千米 are units of their own; in 万千瓦 only 万 is a magnitude.
_THOUSAND = "千(?![瓦克米卡帕伏焦])"
_MAGNITUDE = f"(?:[百千]?(?:万亿|[万亿])|{_THOUSAND})?"
# No unit starts with a Chinese numeral, so 3万五千人 is refused instead of being 3万 “五千人”.
_NUMERAL = f"[〇零一二三四五六七八九十万亿余多几来]|百(?!分点)|两[百千万亿]|{_THOUSAND}"
_UNIT = f"(?:(?!{_NUMERAL})[一-鿿%％‰℃㎡][一-鿿%％‰㎡/·]{{0,19}}?)??"
# No leading zeros: 013100 is a code, not a figure. Print may leave a space between number and unit.
_ARABIC = (
    "[-−－+＋]?(?:[1-9１-９][0-9０-９]{0,2}(?:[,，][0-9０-９]{3}){1,5}|[1-9１-９][0-9０-９]{0,17}|[0０])"
    "(?:[.．][0-9０-９]{1,12})?(?:[ \u3000\xa0](?=[一-鿿%％‰℃㎡]))?"
)
# Numerals are figures where they count something: one of several characters (一百二十八个), 七成, 两倍,
# or a round one that another word makes a figure of: 近百个, 百余人.
_ONES, _NEARLY = "一二两三四五六七八九", "近超逾上约"
_CHINESE = (
    f"(?:(?![百千][万亿])[{_ONES}十百千][{_ONES}十百千零万亿]+(?=[一-鿿])"
    f"|[{_ONES}](?:十[{_ONES}]?)?(?=成|倍)|(?:(?<=[{_NEARLY}])|(?<=超过)|(?<=突破))[百千万亿](?=[一-鿿])|[百千万](?=[余多][一-鿿]))"
)
_DIGITS = f"(?:{_ARABIC}|{_CHINESE})"


def _grammar(unit: str) -> str:
    """One group a field of Quantity but its prefix, in the same order."""
    return (
        f"({_DIGITS})(?:({_MAGNITUDE}{unit})([-－–~～至到]|—{{1,2}})({_DIGITS}))?"
        f"(?P<middle>[余多几来])?({_MAGNITUDE})(?(middle)|([余多几来])?)({unit})({_any_of(_SUFFIXES)}|)"
    )


# Print may leave a space behind a word, too: 突破 500 亿元.
_FIGURE = re.compile(f"((?:{_any_of(_PREFIXES)})[ \u3000\xa0]?|)" + _grammar(_UNIT))
_UNIT_TEXT = re.compile(f"({_MAGNITUDE})({_UNIT})")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure in the parts it was printed in, in their order; `str` puts the printed text together again.

    约|1,000|…|5,000|余|万|…|元|左右: `low_unit`, `connector` and `upper` are those of a range (10万—20万元),
    `middle` stands before the magnitude (20余万人), `late` after it (20万余人); what isn't printed is "".
    """

    prefix: str
    digits: str
    low_unit: str
    connector: str
    upper: str
    middle: str
    magnitude: str
    late: str
    unit_word: str
    suffix: str

    def __str__(self) -> str:
        return "".join(_PARTS(self))

    @property
    def is_whole(self) -> bool:
        """Whether it is printed as an exact whole number, and so is just that where things are counted."""
        return self.qualifier == "exact" and not self.magnitude and "." not in self.digits

    @property
    def number(self) -> Decimal:
        """The number as printed, without its magnitude: 26.68 of 26.68亿元; the lower one of a range."""
        return _number(self.digits)

    @property
    def unit(self) -> str:
        """The unit of `number` as printed, magnitude included: 亿元."""
        return _simplified(self._low_magnitude + self.unit_word)

    @property
    def base_unit(self) -> str:
        """The unit without its magnitude, in its usual spelling: 元, % (printed ％)."""
        return _spelled(self.unit_word)

    @property
    def scale(self) -> Decimal:
        """How many base units one of the printed number is: 100000000 of 26.68亿元."""
        return _scale(self._low_magnitude)

    @property
    def amount(self) -> Decimal:
        """The number in base units, exactly: 2668000000.00 of 26.68亿元; the lower one of a range."""
        return _EXACT.multiply(self.number, self.scale)

    @property
    def qualifier(self) -> str:
        """One of exact, about, more_than, at_least, less_than, at_most, range."""
        if self.connector:
            return "range"
        if not (self.prefix or self.middle or self.late or self.suffix):
            return "exact"
        return min(self._qualifiers(), key=_VAGUEST_FIRST.index)

    @property
    def interval(self) -> Interval:
        """Every amount in base units that the printed text admits.

        A printed digit stands for what rounds to it (26.68亿元: 26.675亿 to 26.685亿); after 约 the closing
        zeros of a whole number are no digits (约50: 45 to 55). 余 adds up to one more of the last digit
        (8000余: 8000 to 9000; 20万余: 20万 to 21万). Bounds in words are taken at their word and are infinite
        where nothing is said: 至少10 has no upper one, 不足10 is 0 to 10, 不足-10 has no lower one. A range
        reaches from end to end; what follows its upper end is said of that (5000-6000余: 5000 to 7000,
        10%-15%以上: from 10%), 约, 来 and 左右 of both ends.
        """
        return _interval(self)

    def in_unit(self, unit: str) -> Decimal:
        """Return the amount in `unit` (万人), exactly; raise QuantityError for a unit of something else."""
        scale, base_unit = split_unit(unit)
        if base_unit != self.base_unit:
            raise QuantityError(f"{self} → {unit}")
        return _EXACT.divide(self.amount, scale)

    @property
    def _low_magnitude(self) -> str:
        """10—20万元 begins at 10万元, 10元—20万元 at 10元."""
        return _parts_of_unit(self.low_unit)[0] if self.low_unit else self.magnitude

    @property
    def _prefix_word(self) -> str:
        return self.prefix.rstrip().translate(_SIMPLIFIED)

    def _qualifiers(self) -> set[str]:
        words = (self.prefix.rstrip(), self.middle, self.late, self.suffix)
        return {_QUALIFIERS[word.translate(_SIMPLIFIED)] for word in words if word}

    def _bounds(self) -> tuple[Decimal, Decimal]:
        number, qualifier = self.number, self.qualifier
        if qualifier == "range":
            return self._range_bounds()
        if qualifier in _DOWNWARD:
            return (_ZERO if number >= 0 else -_ENDLESS), number
        if qualifier == "at_least" or (
            qualifier == "more_than" and _PREFIXES.get(self._prefix_word) == qualifier
        ):
            return number, _ENDLESS
        step = self._step(number, loose=qualifier == "about" or bool(self.middle))
        if qualifier == "more_than":
            more = _EXACT.add(number, step.copy_sign(number))
            return min(number, more), max(number, more)
        return _EXACT.subtract(number, step / 2), _EXACT.add(number, step / 2)

    def _ends(self) -> tuple[Decimal, Decimal]:
        """The two numbers of a range as printed."""
        return self.number, _number(self.upper)

    def _range_bounds(self) -> tuple[Decimal, Decimal]:
        low, high = self._ends()
        qualifiers, before = self._qualifiers(), _PREFIXES.get(self._prefix_word)
        about, more = (
            "about" in qualifiers,
            {word.translate(_SIMPLIFIED) for word in (self.middle, self.late, self.suffix)} & _STEPS,
        )
        highest, lowest = high, low
        if more:
            highest = max(high, _EXACT.add(high, self._step(high, loose=bool(self.middle)).copy_sign(high)))
        if about:
            lowest = _EXACT.subtract(low, self._step(low, loose=True) / 2)
            highest = max(highest, _EXACT.add(high, self._step(high, loose=True) / 2))
        if before in _DOWNWARD:
            lowest = _ZERO if low >= 0 else -_ENDLESS
        if before in _UPWARD or "at_least" in qualifiers:
            highest = _ENDLESS
        return lowest, highest

    def _step(self, number: Decimal, loose: bool) -> Decimal:
        exponent = int(number.as_tuple().exponent)
        if loose and exponent == 0:
            exponent = int(number.normalize().as_tuple().exponent)
        return Decimal((0, (1,), exponent))


@lru_cache(maxsize=16_384)
def _interval(quantity: Quantity) -> Interval:
    low, high = quantity._bounds()
    scales = quantity.scale, _scale(quantity.magnitude)
    return Interval(_EXACT.multiply(low, scales[0]), _EXACT.multiply(high, scales[1]))


_GROUPS = range(1, len(Quantity.__dataclass_fields__) + 1)
_PARTS = attrgetter(*Quantity.__dataclass_fields__)


def parse_quantity(text: str) -> Quantity:
    """Read a figure as printed (约52.85公里, 8000余个, 10—20万元); raise QuantityError for anything else."""
    as_printed = _TRADITIONAL.isdisjoint(text)  # nearly all are, and five million take their time
    match = _FIGURE.fullmatch(text if as_printed else text.translate(_SIMPLIFIED))
    if match is None:
        raise QuantityError(text)
    if as_printed:
        quantity = Quantity(*match.groups(""))
    else:
        quantity = Quantity(*(text[slice(*match.span(part))] if match[part] else "" for part in _GROUPS))
    if not quantity.digits.rstrip()[-1].isdigit():
        _number(quantity.digits)
    if quantity.connector or quantity.prefix or quantity.suffix:
        _refuse_contradiction(quantity)
    return quantity


def figures_in(units: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return how figures stand in running text: what may stand before one, and the rest of it.

    `units` is a pattern of the units to look for, for text alone doesn't tell where one ends. What the two
    find together, `parse_quantity` reads.
    """
    vague = {word: meaning for word, meaning in _PREFIXES.items() if meaning != "exact"}
    return re.compile(f"(?:{_any_of(vague)})[ \u3000\xa0]?\\Z"), re.compile(_grammar(units))


@lru_cache(maxsize=1024)
def split_unit(unit: str) -> tuple[Decimal, str]:
    """Split 万元 into 10000 and 元; raise QuantityError for what can't be a unit."""
    magnitude, word = _parts_of_unit(unit)
    return _scale(magnitude), _spelled(word)


def usual_unit(unit: str) -> str:
    """Return a unit in its usual spelling, its magnitude with it: % for ％, 万平方米 for 万㎡."""
    magnitude, word = _parts_of_unit(unit)
    return magnitude + _spelled(word)


def _refuse_contradiction(quantity: Quantity) -> None:
    qualifiers = quantity._qualifiers()
    if qualifiers & _UPWARD and qualifiers & _DOWNWARD:
        raise QuantityError(str(quantity))
    if quantity.connector:
        low_unit = _parts_of_unit(quantity.low_unit)[1]
        low, high = quantity._ends()
        backwards = low * quantity.scale >= high * _scale(quantity.magnitude)
        if backwards or low_unit not in ("", quantity.unit_word):
            raise QuantityError(str(quantity))


def _parts_of_unit(unit: str) -> tuple[str, str]:
    match = _UNIT_TEXT.fullmatch(unit.translate(_SIMPLIFIED))
    if match is None:
        raise QuantityError(unit)
    return match[1], match[2]


def _number(digits: str) -> Decimal:
    """The number that digits or numerals are. Raises QuantityError for numerals that are none: 三五."""
    plain = digits.translate(_PLAIN_DIGITS)
    if plain[-1].isdigit():
        return Decimal(plain)
    number = read_numeral(plain)
    if number is None:
        raise QuantityError(digits)
    return Decimal(number)


@lru_cache(maxsize=1024)
def _simplified(unit: str) -> str:
    return unit.translate(_SIMPLIFIED)


def _spelled(word: str) -> str:
    word = _simplified(word)
    return _UNIT_SPELLINGS.get(word, word)


@lru_cache(maxsize=64)
def _scale(magnitude: str) -> Decimal:
    return Decimal(10) ** sum(_POWERS[character] for character in magnitude.translate(_SIMPLIFIED))
