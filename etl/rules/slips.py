"""What is wrong with a figure or a period that can't be read, and what may be meant: suggested, not read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from data.errors import PeriodError, QuantityError
from data.model.period import parse_period
from data.model.period_forms import moments_of, period_of, tidy
from data.model.quantity import Quantity, parse_quantity, split_unit

# What yearbooks and offices write where there is no figure, or too small a one to print.
NONE = re.compile(
    r"[-–—－―−]{1,3}|[.…·。]{2,}|…|[xX×*＊/／#＃?？]{1,3}|N/?A|null|None"
    r"|(?:与?上?[年期月])?(?:同比|基本)?持平|(?:不详|不明|空缺|缺|暂?无|没有|未统计|未公布|待定|待核实?)(?:数据|数字)?",
    re.IGNORECASE,
)
# How a change is told in words, 同比增长5.6% (but 降至5.6% is none), and a sign: ↓1.2%, 1.2%↓, 负1.2%.
_BESIDE = r"(?:[同环]比|[比较]?(?:上年|去年|上月|上季度)(?:同期|末)?|名义|实际|累计)*"
_ENDED = r"(?:率?为|了)?(?P<to>[至到])?"
UP = re.compile(rf"{_BESIDE}(?:增长|增加|增幅|增速|上升|提高|上涨|涨幅|增|升|涨){_ENDED}")
DOWN = re.compile(rf"{_BESIDE}(?:负增长|下降|降低|降幅|减少|回落|下跌|跌幅|降|减|跌){_ENDED}")
PLUS, MINUS = re.compile("[正↑▲△]"), re.compile("[负↓▼▽▲△]")  # ▲ and △ are more in one table, less in another
LESS = re.compile(r"[（(]([\d.,，．]+)(.*?)[）)](.*)")  # (25.2)亿元: how accountants write -25.2
DASH = re.compile(r"^[–—―‐‑](?=\d)")
CHANGES = ("%", "‰", "个百分点", "倍")  # units of which a change is a figure of its own
NOTE_MARK = re.compile(
    r"[①-⑳❶-❿¹⁰⁴-⁹*＊※†‡#]+|(?<!m)[²³]|[\[［【〔](?:注?\d{1,2}|注)[\]］】〕]|[（(]?注\d{0,2}[）)]?(?=$)"
)
SEVERAL = re.compile(r"\d[^\d]*[、；;/／\s（(][^\d]*\d")
EXCEL_DATE = re.compile(
    r"\d{1,2}月\d{1,2}日|\d{1,2}-[A-Z][a-z]{2}|[A-Z][a-z]{2}-\d{2}|\d{4}/\d{1,2}/\d{1,2}|\d{4}年\d{1,2}月(?:\d{1,2}日)?"
)
# What is typed for something else, one character after another.
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
TYPED = FULL_WIDTH | str.maketrans(
    {"萬": "万", "億": "亿", "w": "万", "W": "万", "圆": "元", "圓": "元", "O": "0"}
)
CURRENCY = re.compile(r"^(?:人民币|RMB|CNY|[¥￥])|人民币$", re.IGNORECASE)
UNIT_IN_BRACKETS = re.compile(r"(.*\d.*?)[（(]([^\d（）()]+)[）)]")
IN_BRACKETS = re.compile(r"(.*\d.*?)[（(\[【][^\d（）()]+[）)\]】]")  # 48.5万人（预计）
EXPONENT = re.compile(r"(\d(?:\.\d+)?)[eE]\+?(\d{1,2})(.*)")
DECIMAL_COMMA = re.compile(r"(\d+),(\d{1,2})(?!\d)(.*)")
SPACES = re.compile(r"(?<!\d)\s+|\s+(?!\d)")
THREES = re.compile(r"(?<=\d)\s(?=\d{3}(?!\d))")
NUMERALS = dict(zip("〇零一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
TENS = {"十": 10, "百": 100, "千": 1000}
IN_WORDS = re.compile(f"([{''.join((*NUMERALS, *TENS))}]+)(.*)")

# What Excel makes of a period, as a CSV file has it: 2020-10 became Oct-20, 2020-11-01 became 2020/11/1.
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTH_YEAR = re.compile(f"({'|'.join(MONTHS)})-(\\d\\d)|(\\d\\d)-({'|'.join(MONTHS)})", re.IGNORECASE)
SLASHED = re.compile(r"\d{4}/\d{1,2}(?:/\d{1,2})?")
MAY_LACK_A_ZERO = re.compile(r"\d{4}\.1")  # 2023.1, which a cell of numbers makes of 2023.10, too
SINCE = re.compile(r"(?:自|从)?(.+?)(?:以来|至今|起|开始)")
WITHOUT_YEAR = re.compile(
    r"(?:截至|到|至)?(?:第?[一二三四1-4]季度?|[上下]半年|前[二三四]季度|\d{1,2}(?:[-—–~至到]\d{1,2})?月份?|全年|年)[末底初]?"
    r"|[今去上本当前]年.*|近.{1,3}年|同期|.*[年月]初"
)
SHORT_YEAR = re.compile(r"(\d\d)年(.*)")
REPUBLIC = re.compile(r"民国(\d{1,3})年")
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)?")
NOT_CALENDAR = re.compile(r"(\d{4})(?:\.0|财年|财政年度|会计年度|自然年)")


@dataclass(frozen=True, slots=True)
class Slip:
    """The code of a fault, and what may be meant."""

    code: str
    meant: tuple[str, ...] = ()


def figure_slip(printed: str, unit: str) -> Slip:
    """Return what is wrong with a figure that can't be read in the unit of its indicator (亿元, %)."""
    text = "".join(printed.split())
    if NONE.fullmatch(text):
        return Slip("no_figure")
    if EXCEL_DATE.fullmatch(text):
        return Slip("figure_became_date")
    changes = [*_changes(text)]
    signed_changes = changes if split_unit(unit)[1] in CHANGES else []
    if signed := _fitting([*_signed(text), *signed_changes], unit):
        return Slip("sign_in_words", meant=signed)
    if changes:
        return Slip("change_for_figure")
    if marked := _fitting([NOTE_MARK.sub("", text)] if NOTE_MARK.search(text) else (), unit):
        return Slip("note_mark", meant=marked)
    if meant := _fitting(_typed(printed), unit):
        return Slip("unreadable_figure", meant=meant)
    if (words := IN_BRACKETS.fullmatch(text)) and _read(words[1]):
        return Slip("words_in_brackets")
    return Slip("two_figures" if SEVERAL.search(printed.strip()) else "unreadable_figure")


def period_slip(text: str, published: str) -> Slip:
    """Return what is wrong with a period that can't be read, in a document of that day."""
    plain = tidy(text)
    if undone := [*_undone(plain)]:
        return Slip("period_became_date", tuple(undone))
    if (known := period_of(plain)) and not MAY_LACK_A_ZERO.fullmatch(plain):
        return Slip("unreadable_period", (known,))
    if moments := moments_of(plain):
        return Slip("moment_for_period", tuple(moments))
    if (since := SINCE.fullmatch(plain)) and (known := period_of(since[1])):
        start = parse_period(known).start.isoformat()
        return Slip("open_period", tuple(_shortest(f"{start}/{published}")))
    if WITHOUT_YEAR.fullmatch(plain):
        return Slip("period_without_year")
    return Slip("unreadable_period", tuple(dict.fromkeys(_periods_meant(plain))))


def _undone(text: str) -> Iterator[str]:
    """The period that Excel made a date of."""
    if match := MONTH_YEAR.fullmatch(text):
        month = MONTHS.index((match[1] or match[4]).capitalize()) + 1
        yield f"20{match[2] or match[3]}-{month:02}"
    elif SLASHED.fullmatch(text) and (known := period_of(text)):
        yield known


def _periods_meant(text: str) -> Iterator[str]:
    """The periods that a text may be a slip for: 23年, 202310, 2023.10, 20222."""
    if match := SHORT_YEAR.fullmatch(text):
        yield from filter(None, [period_of(f"20{match[1]}年{match[2]}")])
    if match := REPUBLIC.fullmatch(text):
        yield from _shortest(str(1911 + int(match[1])))
    if match := COMPACT.fullmatch(text):
        yield from _shortest("-".join(filter(None, match.groups())))
    if match := NOT_CALENDAR.fullmatch(text):
        yield from _shortest(match[1])
    if MAY_LACK_A_ZERO.fullmatch(text):
        yield from (f"{text[:4]}-01", f"{text[:4]}-10")
    else:
        yield from filter(None, [period_of(text)])
    for n in range(len(text)):
        yield from _shortest(text[:n] + text[n + 1 :])


def _shortest(text: str) -> Iterator[str]:
    try:
        yield parse_period(text).shortest
    except PeriodError:
        return


def _read(text: str) -> Quantity | None:
    try:
        return parse_quantity(text)
    except QuantityError:
        return None


def _fitting(texts: Iterable[str], unit: str) -> tuple[str, ...]:
    """Those that are figures in a unit or in none; 48.5万 is completed to 48.5万人."""
    base, spellings = split_unit(unit)[1], dict[str, None]()
    for text in texts:
        quantity = _read(text)
        if quantity and quantity.magnitude and not quantity.unit_word:
            quantity = replace(quantity, unit_word=base)
        if quantity and quantity.base_unit in ("", base):
            spellings[str(quantity)] = None
    return (*spellings,)


def _changes(text: str) -> Iterator[str]:
    """The figures, with their sign, of a change that is told in words."""
    for sign, words in (("", UP), ("-", DOWN)):
        if match := words.match(text):
            yield from _with_sign("" if match["to"] else sign, text[match.end() :])


def _signed(text: str) -> Iterator[str]:
    """The figures whose sign is told by a dash, a word, an arrow or brackets."""
    if DASH.match(text):
        yield DASH.sub("-", text)
    for sign, signs in (("", PLUS), ("-", MINUS)):
        if signs.match(text):
            yield from _with_sign(sign, text[1:])
        elif signs.match(text[-1:]):
            yield from _with_sign(sign, text[:-1])
    if match := LESS.fullmatch(text):
        yield from _with_sign("-", match[1] + match[2] + match[3])


def _with_sign(sign: str, text: str) -> Iterator[str]:
    quantity = _read(DASH.sub("-", text))
    if quantity and not (sign and quantity.digits[0] in "-−－"):
        yield str(replace(quantity, digits=sign + quantity.digits.lstrip("+＋")))


def _typed(printed: str) -> Iterator[str]:
    """The figures for which a text may be typed: 485 000人, 48.5w人, ¥1,020.00, 四十八万人, 4.85E5人."""
    text = SPACES.sub("", THREES.sub("", printed.strip(" 　'’‘\"“”`。；;，,、"))).translate(TYPED)
    plain = CURRENCY.sub("", text)
    text = f"{plain}元" if plain != text and not plain.endswith("元") else plain
    if match := UNIT_IN_BRACKETS.fullmatch(text):
        text = match[1] + match[2]
    if match := EXPONENT.fullmatch(text):
        text = f"{Decimal(match[1]).scaleb(int(match[2])):f}{match[3]}"
    if match := IN_WORDS.fullmatch(text):
        text = f"{_number(match[1])}{match[2]}"
    if match := DECIMAL_COMMA.fullmatch(text):
        text = f"{match[1]}.{match[2]}{match[3]}"
    yield text if _read(text) else text.replace(",", "")


def _number(words: str) -> int:
    """The number below ten thousand that numerals say: 四十八 is 48, 二〇二三 is 2023."""
    if not set(words) & TENS.keys():
        return int("".join(str(NUMERALS[each]) for each in words))
    total, digit = 0, 0
    for each in words:
        if each in TENS:
            total, digit = total + (digit or 1) * TENS[each], 0
        else:
            digit = NUMERALS[each]
    return total + digit
