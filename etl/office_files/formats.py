"""What a cell shows of the number it holds, by its number format; what isn't certain is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

_ACCOUNTING = "#,##0{0}_);(#,##0{0})"
_DATE = 'yyyy"年"m"月"d"日"'
# The formats that a workbook doesn't spell out (ECMA-376 part 1, 18.8.30; 27 to 58 as in Chinese Excel).
BUILT_IN: dict[int, str] = {
    **{0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00"},
    **{
        12: "# ?/?",
        13: "# ??/??",
        14: "yyyy/m/d",
        15: "d-mmm-yy",
        16: "d-mmm",
        17: "mmm-yy",
        18: "h:mm AM/PM",
    },
    **{19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 45: "mm:ss", 46: "[h]:mm:ss"},
    **{37: _ACCOUNTING.format(""), 38: _ACCOUNTING.format(""), 39: _ACCOUNTING.format(".00")},
    **{40: _ACCOUNTING.format(".00"), 41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00"},
    **{47: "mm:ss.0", 48: "##0.0E+0", 49: "@"},
    **dict.fromkeys((27, 50, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 54, 58), 'm"月"d"日"'),
    **dict.fromkeys((31,), _DATE),
    **dict.fromkeys((30, 36, 52, 53), "m-d-yy"),
    **dict.fromkeys((32, 33, 34, 35, 55, 56), "h:mm"),
}
PLAIN = ("General", "@", "")
UNKNOWN = "?/?"  # in place of a format that isn't spelled out: what it shows isn't certain
LONGEST = 255  # characters of a format that Excel takes
# What stands for itself, a currency, room left blank, a colour: whichever begins first is what it is.
_TOKEN = re.compile(
    r'("[^"]*"|[\\!].)|\[\$([^\]-]*)(?:-[^\]]*)?\]|[_*].'
    r"|\[(?:[A-Za-z]+\d*|颜色\d+|黑色|红色|蓝色|绿色|白色|黄色|洋红|青色)\]"
)
_LITERAL = re.compile(r'"([^"]*)"|[\\!](.)')
_AROUND = re.compile(_LITERAL.pattern + "|@")
_DIGITS = re.compile(r"[#0?][#0?,]*(?:\.[#0?]*)?|\.[#0?]+")
_MOST = Decimal(10) ** 15


class Uncertain(Exception):
    """What a cell shows can't be said."""


class Unlike(Exception):
    """A cell shows something else than it holds: a rounded number, a minus left out."""


class TooManyDigits(Exception):
    """A number of more digits than Excel keeps."""


@dataclass(frozen=True, slots=True)
class Section:
    """A format for numbers of one sign: what stands before and after the digits, how they are written.

    `hundreds` is how often it multiplies by 100: the number of its %, those within quotes left out.
    """

    before: str
    digits: str
    after: str
    hundreds: int

    def show(self, number: Decimal) -> str:
        """Return what is shown of a number that isn't negative. Raises Unlike."""
        if not self.digits:
            raise Unlike(self.before)
        digits, exact = _digits(self.digits, number.scaleb(2 * self.hundreds))
        text = self.before + digits + self.after
        if not (exact and digits):
            raise Unlike(text)
        return text


def decimal_of(text: str) -> Decimal:
    """Return the number that a cell stores, to the 15 digits that Excel shows. Raises TooManyDigits.

    Excel stores 81.94 as 81.939999999999998 now and then, and says 81.94 everywhere.
    """
    number = Decimal(f"{float(text):.15g}")
    if not abs(number) < _MOST:
        raise TooManyDigits(text)
    return number


def plain(number: Decimal) -> str:
    """Return a number in digits, without closing zeros and without an exponent."""
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def shown(format: str, number: Decimal) -> str:
    """Return what a cell of a format shows of a number. Raises Uncertain, Unlike."""
    if format in PLAIN:
        return plain(number)
    sections = _sections(format)
    if number >= 0:
        return sections[2 if number == 0 and len(sections) > 2 else 0].show(number)
    if len(sections) == 1:
        return _with_minus(sections[0], -number)
    text = sections[1].show(-number)
    if not set("-−(（") & {*text}:
        raise Unlike(text)
    return text


def _with_minus(section: Section, number: Decimal) -> str:
    """What is shown of a number below zero by the only section of a format. Raises Unlike."""
    try:
        return f"-{section.show(number)}"
    except Unlike as unlike:
        raise Unlike(f"-{unlike}") from None


def shown_text(format: str, text: str) -> str:
    """Return what a cell of a format shows of a text: `;;;` nothing, `@"万元"` more than it holds."""
    code = _code_of_texts(format)
    return text if code is None else _AROUND.sub(lambda part: _literally(part, text), code)


def _literally(part: re.Match[str], text: str) -> str:
    return text if part[0] == "@" else part[1] or part[2] or ""


@lru_cache(maxsize=512)
def _code_of_texts(format: str) -> str | None:
    """The section of a format that texts are shown by; None where they are shown as they are."""
    codes = [_literals_only(code) for code in _split(format)]
    if format in PLAIN or (len(codes) < 4 and "@" not in _LITERAL.sub("", codes[-1])):
        return None
    code = codes[3] if len(codes) > 3 else codes[-1]
    return None if code.strip() in ("@", "General") else code


@lru_cache(maxsize=512)
def date_parts(format: str) -> str:
    """Return which parts of a date a format shows, out of "ymdt" (t is a time of day); "" for no date."""
    if format in PLAIN:
        return ""
    code = _TOKEN.sub("", _split(format)[0]).lower().replace("general", "")
    time = "t" if re.search(r"[hs]|上午|am/pm", code) else ""
    if "y" not in code and "d" not in code and not time and "m" not in code:
        return ""
    return (
        "".join(part for part in "ymd" if part in code and not (part == "m" and time and "y" not in code))
        + time
    )


@lru_cache(maxsize=512)
def _sections(format: str) -> tuple[Section, ...]:
    """The sections of a format, for numbers above, below and at zero. Raises Uncertain."""
    if re.search(r"\[(?:[<>=]|DBNum|NatNum)", _LITERAL.sub("", format), re.IGNORECASE):
        raise Uncertain(format)
    return tuple(_section(code, format) for code in _split(format)[:3])


def _split(format: str) -> list[str]:
    """A format at its semicolons, but not at those that stand for themselves or for room."""
    hidden = _TOKEN.sub(lambda token: token[0].replace(";", "\0"), format)
    return [code.replace("\0", ";") for code in hidden.split(";")]


def _literals_only(code: str) -> str:
    """A section without colours and room; a currency as what stands for itself."""
    return _TOKEN.sub(lambda token: token[1] or "".join(f"\\{sign}" for sign in token[2] or ""), code)


def _section(code: str, format: str) -> Section:
    code = _literals_only(code)
    literals: list[str] = []

    def keep(literal: re.Match[str]) -> str:
        literals.append(literal[1] if literal[1] is not None else literal[2])
        return f"{chr(0xE000 + len(literals) - 1)}"

    code = _LITERAL.sub(keep, code)
    cores = _DIGITS.findall(code)
    if (
        len(cores) > 1
        or (cores and cores[0].endswith(","))
        or re.search(r'[Ee][+-]|/|General|[@"\[_*\\]', code)
    ):
        raise Uncertain(format)
    before, core, after = code.partition(cores[0]) if cores else (code, "", "")
    if after.startswith(","):  # 0.0, shows thousands
        raise Uncertain(format)
    put_back = {0xE000 + n: text for n, text in enumerate(literals)}
    hundreds = code.count("%")
    return Section(before.translate(put_back).strip(), core, after.translate(put_back).strip(), hundreds)


def _digits(pattern: str, number: Decimal) -> tuple[str, bool]:
    """Return a number that isn't negative as a pattern writes it, and whether that is all of it."""
    whole, _, part = pattern.partition(".")
    rounded = number.quantize(Decimal(1).scaleb(-len(part)), ROUND_HALF_UP)
    digits, _, decimals = f"{rounded:f}".partition(".")
    least = len(part.rstrip("#?"))
    decimals = decimals[:least] + decimals[least:].rstrip("0")
    digits = f"{int(digits):,}" if "," in whole else digits.rjust(whole.count("0"), "0")
    if "0" not in whole and digits == "0":  # # and ? show no zero
        digits = ""
    return f"{digits}.{decimals}" if decimals else digits, rounded == number
