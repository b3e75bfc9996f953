"""Periods and days as offices write them mean one thing, or are left alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.model.period_forms import period_of
from etl.office_files.dates import day_of, hides, moment_of, period_shown, serial_of

PERIODS = [
    ("2022", "2022"),
    ("2022年", "2022"),
    ("2022年度", "2022"),
    (" ２０２２ 年", "2022"),
    ("2022-10", "2022-10"),
    ("2022.10", "2022-10"),
    ("2022/3", "2022-03"),
    ("2022年3月", "2022-03"),
    ("2022年3月份", "2022-03"),
    ("2022年3月5日", "2022-03-05"),
    ("2022/3/5", "2022-03-05"),
    ("2016—2020年", "2016/2020"),
    ("2016年至2020年", "2016/2020"),
    ("2016-2020", "2016/2020"),
    ("2022年1—11月", "2022-01/2022-11"),
    ("2022年1—12月", "2022"),
    ("2022年前两季度", "2022-H1"),
    ("2022年一季度", "2022-Q1"),
    ("2022年第4季度", "2022-Q4"),
    ("2022年前三季度", "2022-Q1/2022-Q3"),
    ("2022年上半年", "2022-H1"),
    ("2022年下半年", "2022-H2"),
    ("2022-01-01/2023-02-01", "2022-01-01/2023-02-01"),
]
NONE = [
    *("2022/13", "2022-13", "2022年13月", "2022-02-30", "20222", "22", "22年", "2022年末", "2022年以来"),
    *("2021.1-6", "2021年1-6", "2021/1-6", "2021-1/6"),  # a day, or January to June
    *("十三五", "去年", "2020-2016", "2022年第5季度", "2022年前四季度", "2022 2023", "", "—"),
]


@pytest.mark.parametrize(("text", "period"), PERIODS)
def test_a_period_is_understood_as_offices_write_it(text: str, period: str) -> None:
    assert period_of(text) == period


@pytest.mark.parametrize("text", NONE)
def test_what_means_no_period_or_several_is_none(text: str) -> None:
    assert period_of(text) is None


@given(st.dates(date(1900, 3, 1), date(2100, 12, 31)))
def test_a_day_survives_excels_calendars(day: date) -> None:
    for from_1904 in (False, True):
        serial = serial_of(day.isoformat(), from_1904)
        if serial >= 0:
            assert day_of(int(serial), from_1904) == day


def test_excels_first_days_are_those_it_shows() -> None:
    assert day_of(1, False) == date(1900, 1, 1)
    assert day_of(59, False) == date(1900, 2, 28)
    assert day_of(60, False) is None  # it shows 29 February 1900, a day that never was
    assert day_of(61, False) == date(1900, 3, 1)
    assert day_of(0, True) == date(1904, 1, 1)


def test_a_moment_is_the_day_and_time_that_excel_shows() -> None:
    assert moment_of(Decimal("45323.375"), False) == "2024-02-01 09:00"
    assert moment_of(Decimal("45323.99999999"), False) == "2024-02-02 00:00"
    assert moment_of(Decimal("45323.0000116"), False) == "2024-02-01 00:00:01"
    assert moment_of(Decimal("0.5"), False) is moment_of(Decimal("1e300"), False) is None


def test_a_date_says_what_it_shows_and_hides_the_rest() -> None:
    assert period_shown(date(2022, 1, 1), "y") == "2022" and not hides(date(2022, 1, 1), "y")
    assert hides(date(2022, 5, 13), "y") and hides(date(2022, 5, 13), "ym")
    assert period_shown(date(2022, 5, 13), "md") is None
