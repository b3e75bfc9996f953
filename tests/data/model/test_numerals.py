"""Whole numbers in Chinese numerals read as what they are, and what is no such number isn't read."""

from __future__ import annotations

import pytest

from data.model.numerals import read_numeral


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("三", 3),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("一百零八", 108),
        ("一百二十八", 128),
        ("两千", 2_000),
        ("三千五百", 3_500),
        ("一千零一", 1_001),
        ("一万二千", 12_000),
        ("三千五百万", 35_000_000),
        ("十亿", 1_000_000_000),
        ("一亿三千万", 130_000_000),
        ("万", 10_000),
        ("亿", 100_000_000),
        ("零", 0),
    ],
)
def test_a_numeral_is_the_number_that_it_says(text: str, number: int) -> None:
    assert read_numeral(text) == number


@pytest.mark.parametrize("text", ["", "三五", "二〇二二", "百十百", "一二", "十十", "万万", "abc", "12"])
def test_what_is_no_numeral_is_not_read(text: str) -> None:
    assert read_numeral(text) is None
