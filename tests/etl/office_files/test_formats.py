"""A cell is read as it is shown, where what it shows is all that it holds."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.office_files.formats import TooManyDigits, Uncertain, Unlike, date_parts, decimal_of, plain, shown

SHOWN = [
    ("General", "26.68", "26.68"),
    ("General", "26.00", "26"),
    ("@", "26.68", "26.68"),
    ("0", "5830", "5830"),
    ("000000", "13100", "013100"),
    ("0.00", "26.6", "26.60"),
    ("0.##", "26.6", "26.6"),
    ("#.##", "0.5", ".5"),
    ("#,##0", "1234567", "1,234,567"),
    ("0%", "0.82", "82%"),
    ("0.00%", "0.8194", "81.94%"),
    ('0.00"%"', "81.94", "81.94%"),
    ('0.00"亿元"', "26.68", "26.68亿元"),
    ("0.00亿元", "26.68", "26.68亿元"),
    ('"约"0.0"公里"', "52.8", "约52.8公里"),
    ("[Red]0.0", "1.5", "1.5"),
    ("[$¥-804]#,##0.00", "5", "¥5.00"),
    ("0.0;-0.0", "-1.5", "-1.5"),
    ("0.0_ ;[Red]\\-0.0\\ ", "-1.5", "-1.5"),
    ("0_);(0)", "-5", "(5)"),
    ("_ * #,##0.00_ ;_ * \\-#,##0.00_ ", "3307.18", "3,307.18"),
    ('0.0";"', "1.5", "1.5;"),
    ('0"_万立方米"', "5", "5_万立方米"),
    ('0"*万立方米"', "5", "5*万立方米"),
    ('0"[红色]万立方米"', "5", "5[红色]万立方米"),
    ('0"[$¥-804]"', "5", "5[$¥-804]"),
    ('0"[>1]"', "5", "5[>1]"),
    ("0\\_x", "5", "5_x"),
    ('0_""米"', "5", "5米"),
    ("0*;;-0", "5", "5"),
    ('[红色]0"米"', "5", "5米"),
]
UNLIKE = [("0", "5.5"), ("0.0%", "0.0654"), ("0;0", "-5"), ('"—"', "5"), ('0;-0;"-"', "0"), ("#", "0")]
# What a cell shows of what it doesn't show all of: rounded half away from zero, with its minus.
ROUNDED = [
    ("0%", "-0.065", "-7%"),
    ("0%", "0.065", "7%"),
    ("0", "2.5", "3"),
    ("0.0", "-0.25", "-0.3"),
    ("0;0", "-5", "5"),
]
UNCERTAIN = [
    "0.00E+00",
    "# ?/?",
    "0,",
    "0!.0,",
    "[>100]0;0.0",
    "[<1]0%;0",
    "0 0 0",
    "0-0",
    '0"米',
    "0[?]",
    "0_",
]
DATES = [
    ("yyyy", "y"),
    ('yyyy"年"', "y"),
    ('yyyy"年"m"月"', "ym"),
    ("mmm-yy", "ym"),
    ("yyyy-mm-dd", "ymd"),
    ("[$-F800]dddd, mmmm dd, yyyy", "ymd"),
    ('[DBNum1][$-804]yyyy"年"m"月"', "ym"),
    ("yyyy/m/d h:mm", "ymdt"),
    ("h:mm:ss", "t"),
    ("m-d", "md"),
    ("General", ""),
    ("0.00", ""),
    ('0"米"', ""),
    ('#,##0"dm"', ""),
    ("[Red]0", ""),
    ('0"_"y', "y"),
    ('0"[d]"', ""),
    ('0"年;月"', ""),
]


@pytest.mark.parametrize(("format", "number", "text"), SHOWN)
def test_a_number_is_shown_as_excel_shows_it(format: str, number: str, text: str) -> None:
    assert shown(format, Decimal(number)) == text


@pytest.mark.parametrize(("format", "number"), UNLIKE)
def test_what_hides_digits_or_a_minus_is_refused(format: str, number: str) -> None:
    with pytest.raises(Unlike):
        shown(format, Decimal(number))


@pytest.mark.parametrize(("format", "number", "text"), ROUNDED)
def test_what_is_refused_is_told_as_excel_shows_it(format: str, number: str, text: str) -> None:
    with pytest.raises(Unlike, match=f"^{re.escape(text)}$"):
        shown(format, Decimal(number))


@pytest.mark.parametrize("format", UNCERTAIN)
def test_what_a_special_format_shows_is_not_guessed(format: str) -> None:
    with pytest.raises(Uncertain):
        shown(format, Decimal("12345"))


@pytest.mark.parametrize(("format", "parts"), DATES)
def test_a_date_is_known_by_the_parts_it_shows(format: str, parts: str) -> None:
    assert date_parts(format) == parts


@given(st.decimals(-10_000_000, 10_000_000, places=5))
def test_a_number_of_up_to_fifteen_digits_survives_excels_way_of_storing_it(number: Decimal) -> None:
    assert decimal_of(repr(float(number))) == number
    assert Decimal(plain(number)) == number


@pytest.mark.parametrize("text", ["1e15", "123456789012345678", "-1e300", "1e309"])
def test_more_digits_than_excel_keeps_are_refused(text: str) -> None:
    with pytest.raises(TooManyDigits):
        decimal_of(text)
