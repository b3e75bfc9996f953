"""One cell as text: what can be seen in it is what is read; what can't be trusted is a fault."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from data.messages import Message
from data.model.period_forms import period_of
from etl.faults.catalogue import fault
from etl.office_files.dates import FIRST_YEAR, LAST_YEAR, day_of, hides, moment_of, period_shown
from etl.office_files.findings import Findings
from etl.office_files.formats import (
    TooManyDigits,
    Uncertain,
    Unlike,
    date_parts,
    decimal_of,
    plain,
    shown,
    shown_text,
)
from etl.office_files.formulas import is_external, is_picture, is_volatile
from etl.office_files.grid import CONTROL, INVISIBLE, Cell, Grid, Kind

TEXT_OR_NUMBER = Message("phrase.text_or_number")
MARKUP = re.compile(r"</?[A-Za-z!][^<>]*>|&(?:[A-Za-z]{2,8}|#\d{1,7}|#x[0-9A-Fa-f]{1,6});")
TOO_NARROW = re.compile(
    "#{4,}"
)  # what Excel shows, and saves as CSV, of a number that its column has no room for
ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!")
# What Excel would work out: =1, -A1, -1&A1, “- A1”; but not -3.2%, -5元/人 and “- 见附表”.
FORMULA = re.compile(
    r"[=@＝＠]|[-+－＋](?:(?![\s\d０-９.．]|$)|[\d０-９.．].*[+＋*()|!=]"
    r"|[\d０-９.．](?:[\d０-９.．,%％\s:－-]|[Ee](?=\d))*(?:[&＆^<>/$\"]|(?<=[-－:])[A-Za-z一-鿿])"
    r"|\s++(?:\$?[A-Za-z]{1,3}\$?\d|[!-~\s]*(?:\w\(|[&*^])|.*[|!]))"
)
QUOTED = re.compile(r'="([^"]*)"')  # how Excel keeps leading zeros in a CSV file: ="013100"
# What offices paste in place of common characters: radicals out of PDF files, compatibility ideographs.
LOOKALIKES = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
COMMON = re.compile("[!-~\u4e00-\u9fff]*")
_UNSEEN = re.compile(f"[{INVISIBLE}]")
_BETWEEN_DIGITS = re.compile(r"(?<=[\d０-９])\s+(?=[\d０-９])")
ONE_DIGIT = re.compile(r"\d{4}\.\d")
LONGEST = 32_767  # characters that a cell of Excel holds
SERIALS = range(20_000, 80_000)  # days from 1954 to 2119
# What stands for the cell above.
DITTO = ("〃", "″", '"', "''", "“", "”", "〞", "同上", "同上行", "同前", "上同")

Unreadable = None


class Cells:
    """Reads the cells of a sheet; what it can't read is added to `findings` and read as nothing (None)."""

    def __init__(self, grid: Grid, findings: Findings) -> None:
        self.grid = grid
        self.findings = findings

    def text(self, row: int, column: int, cell: Cell, joined: bool = False) -> str | None:
        """Return a cell as text, tidied; `joined` leaves out line feeds and spaces within."""
        if self.distrusts(row, column, cell):
            return Unreadable
        if cell.kind is Kind.NUMBER:
            return self._number(row, column, cell)
        return self._tidied(row, column, cell.text, joined)

    def period(self, row: int, column: int, cell: Cell) -> str | None:
        """Return the period that a cell means, as its id; a text that means none as it stands."""
        return self._dated(row, column, cell, "period_rewritten", lambda _: True)

    def day(self, row: int, column: int, cell: Cell) -> str | None:
        """Return the day that a cell means, in ISO form; a text that means none as it stands."""
        return self._dated(row, column, cell, "date_rewritten", lambda period: len(period) == 10)

    def moment(self, row: int, column: int, cell: Cell) -> str | None:
        """Return a moment as text; one of Excel's own, which has no time zone, as its day and time."""
        if cell.kind is not Kind.NUMBER or not date_parts(self.grid.format_of(cell)):
            return self.text(row, column, cell)
        if self.distrusts(row, column, cell):
            return Unreadable
        return moment_of(Decimal(cell.text), self.grid.from_1904) or cell.text

    def distrusts(self, row: int, column: int, cell: Cell) -> bool:
        """Whether a cell holds what nobody should rely on; the fault is added."""
        code = _distrust(cell, self.grid)
        if code:
            found = f"={cell.formula}" if cell.formula and cell.kind is not Kind.ERROR else cell.text
            self.say(code, row, column, found, type=TEXT_OR_NUMBER)
            return True
        if cell.formula is not None:
            self.say("formula_result", row, column, f"={cell.formula}", said=cell.text)
        seen = shown_text(self.grid.format_of(cell), cell.text) if cell.kind is Kind.TEXT else cell.text
        if seen.strip() != cell.text.strip():
            self.say("shown_unlike_stored", row, column, cell.text, shown=seen)
            return True
        return False

    def say(self, code: str, row: int, column: int, found: object, **facts: object) -> None:
        """Add a fault or note of a cell."""
        place = self.grid.place(row, column)
        self.findings.add(code, place, found, column=str(column), **facts)

    def _number(self, row: int, column: int, cell: Cell) -> str | None:
        format = self.grid.format_of(cell)
        if self.grid.may_be_otherwise(row, column):
            self.say("unclear_format", row, column, cell.text, format=Message("phrase.conditional_format"))
            return Unreadable
        try:
            number = decimal_of(cell.text)
            if date_parts(format):
                self.say("figure_became_date", row, column, _said_day(number, self.grid) or cell.text)
                return Unreadable
            text = shown(format, number)
        except TooManyDigits:
            self.say("too_many_digits", row, column, cell.text)
        except Uncertain:
            self.say("unclear_format", row, column, cell.text, format=format)
        except Unlike as unlike:
            self.say("shown_unlike_stored", row, column, plain(number), shown=unlike)
        else:
            if "%" in text:
                self.say("percent_read", row, column, plain(number), said=text)
            return text
        return Unreadable

    def _tidied(self, row: int, column: int, text: str, joined: bool) -> str | None:
        plainly = QUOTED.sub(r"\1", text) if QUOTED.fullmatch(text) else text
        tidied = tidy(plainly, joined)
        if code := mistrust(plainly) or (tidied != plainly and mistrust(tidied)):
            match = MARKUP.search(text) or MARKUP.search(tidied) or CONTROL.search(text)
            self.say(code, row, column, text, markup=match[0] if match else "", most=f"{LONGEST:,}")
            return Unreadable
        if tidied != text:
            self.say("cleaned_text", row, column, text, said=tidied)
        return tidied

    def _dated(self, row: int, column: int, cell: Cell, code: str, fits: Callable[[str], bool]) -> str | None:
        if self.distrusts(row, column, cell):
            return Unreadable
        if cell.kind is Kind.NUMBER and self._is_date(cell):
            return self._date(row, column, cell, code, fits)
        text = (
            self._number(row, column, cell)
            if cell.kind is Kind.NUMBER
            else self._tidied(row, column, cell.text, joined=True)
        )
        if text is None:
            return Unreadable
        period = None if self._may_lack_a_zero(cell, text) else period_of(text)
        if period is None or not fits(period):
            return text
        if period != text:
            self.say(code, row, column, text, said=period)
        return period

    def _may_lack_a_zero(self, cell: Cell, text: str) -> bool:
        """Whether Excel may have made 2021.1 of 2021.10, as it does in cells of numbers and in CSV files."""
        if cell.kind is Kind.NUMBER:
            return "." in text
        return self.grid.sheet is None and ONE_DIGIT.fullmatch(text) is not None

    def _is_date(self, cell: Cell) -> bool:
        """Whether a number is one of Excel's dates, or looks like one."""
        if date_parts(self.grid.format_of(cell)):
            return True
        return bool(re.fullmatch(r"\d{5}", cell.text)) and int(cell.text) in SERIALS

    def _date(self, row: int, column: int, cell: Cell, code: str, fits: Callable[[str], bool]) -> str | None:
        format = self.grid.format_of(cell)
        parts, number = date_parts(format), Decimal(cell.text)
        day = day_of(int(number), self.grid.from_1904)
        if not parts:
            near = dict.fromkeys(_years_like(cell.text), "")
            serial = fault("date_serial", self.grid.place(row, column), cell.text, near, said=day)
            self.findings.extend([serial])
            return Unreadable
        period = period_shown(day, parts) if day and number == int(number) else None
        if day is None or period is None or not fits(period):
            self.say("unclear_format", row, column, day or cell.text, format=format)
        elif hides(day, parts):
            self.say("shown_unlike_stored", row, column, day, shown=period)
        else:
            self.say(code, row, column, day, said=period)
            return period
        return Unreadable


def tidy(text: str, joined: bool = False) -> str:
    """Return a text without invisible characters and needless spaces, line feeds as spaces.

    `joined` leaves out all spaces but those between digits: 民生\\n支出, 26.68 亿元; 10 20 stays two numbers.
    """
    if COMMON.fullmatch(text):
        return text
    text = LOOKALIKES.sub(lambda character: unicodedata.normalize("NFKC", character[0]), text)
    text = " ".join(_UNSEEN.sub("", text).split())
    if not joined:
        return text
    return "".join(_BETWEEN_DIGITS.sub("\0", text).split()).replace("\0", " ")


def _distrust(cell: Cell, grid: Grid) -> str:
    """The code of what speaks against the whole of a cell, or nothing."""
    if cell.formula is not None and is_picture(cell.formula):
        return "picture_in_cell"
    if cell.formula is not None and is_external(cell.formula, grid.external):
        return "external_formula"
    if cell.formula is not None and is_volatile(cell.formula):
        return "volatile_formula"
    if cell.kind is Kind.ERROR:
        return "error_value"
    if cell.kind is Kind.MISSING or (cell.formula is not None and grid.stale):
        return "formula_without_result"
    kinds = {Kind.BOOLEAN: "wrong_type", Kind.MARKED_TEXT: "formatted_text"}
    return kinds.get(cell.kind, "")


def mistrust(text: str) -> str:
    """Return the code of what speaks against a text, or nothing."""
    if len(text) > LONGEST:
        return "too_long"
    if text.strip() in ERRORS or TOO_NARROW.fullmatch(text.strip()):
        return "error_value"
    if CONTROL.search(text):
        return "bad_character"
    if MARKUP.search(text):
        return "markup_in_text"
    if not FORMULA.match(text.strip()):
        return ""
    return "picture_in_cell" if is_picture(text.strip()) else "formula_as_text"


def _years_like(text: str) -> list[str]:
    """The years that a number of five digits may be meant for, a digit too many: 20222 for 2022."""
    fewer = dict.fromkeys(text[:n] + text[n + 1 :] for n in range(len(text)))
    return [year for year in fewer if FIRST_YEAR <= int(year) <= LAST_YEAR]


def _said_day(number: Decimal, grid: Grid) -> date | None:
    return day_of(int(number), grid.from_1904)
