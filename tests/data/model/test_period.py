"""Periods know their days, what they may be compared with, and how a language file says them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import PeriodError
from data.model.period import parse_period, say_period

ZH = {
    "year": "{year}年",
    "years": "{first_year}—{last_year}年",
    "quarter": "{year}年第{quarter_word}季度",
    "quarters": "{first_year}年第{first_quarter_word}季度至{last_year}年第{last_quarter_word}季度",
    "first_quarters": "{year}年前{count_word}季度",
    "half1": "{year}年上半年",
    "half2": "{year}年下半年",
    "month": "{year}年{month}月",
    "months": "{first_year}年{first_month}月—{last_year}年{last_month}月",
    "first_months": "{year}年1—{month}月",
    "day": "{year}年{month}月{day}日",
    "since": "{year}年以来（截至{end}）",
    "since_day": "{start}以来（截至{end}）",
    "count_words": ["零", "一", "二", "三", "四"],
    "quarter_words": ["", "一", "二", "三", "四"],
}

PERIODS = [
    ("2022", "year", "2022-01-01", "2022-12-31", 2022, "2022年"),
    ("2016/2020", "years", "2016-01-01", "2020-12-31", 2020, "2016—2020年"),
    ("2019-Q2", "quarter", "2019-04-01", "2019-06-30", 2019, "2019年第二季度"),
    ("2019-Q1/2019-Q3", "quarters", "2019-01-01", "2019-09-30", 2019, "2019年前三季度"),
    ("2018-Q3/2019-Q2", "quarters", "2018-07-01", "2019-06-30", 2019, "2018年第三季度至2019年第二季度"),
    ("2009-H1", "half", "2009-01-01", "2009-06-30", 2009, "2009年上半年"),
    ("2009-H2", "half", "2009-07-01", "2009-12-31", 2009, "2009年下半年"),
    ("2020-02", "month", "2020-02-01", "2020-02-29", 2020, "2020年2月"),
    ("2019-01/2019-11", "months", "2019-01-01", "2019-11-30", 2019, "2019年1—11月"),
    ("2018-12/2019-02", "months", "2018-12-01", "2019-02-28", 2019, "2018年12月—2019年2月"),
    ("2020-11-01", "day", "2020-11-01", "2020-11-01", 2020, "2020年11月1日"),
    ("2022-01-01/2023-02-01", "since", "2022-01-01", "2023-02-01", 2023, "2022年以来（截至2023年2月1日）"),
    (
        "2022-03-01/2022-10-31",
        "since",
        "2022-03-01",
        "2022-10-31",
        2022,
        "2022年3月1日以来（截至2022年10月31日）",
    ),
]


@pytest.mark.parametrize(("text", "kind", "start", "end", "year", "said"), PERIODS)
def test_a_period_knows_its_days_the_year_it_is_filed_under_and_its_name(
    text: str, kind: str, start: str, end: str, year: int, said: str
) -> None:
    period = parse_period(text)
    assert (period.text, str(period), period.kind, period.year) == (text, text, kind, year)
    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)
    assert say_period(period, ZH) == said


NO_PERIODS = """
    2022年 22 1899 2101 ２０２２ ٢٠٢٢ 2022-1 2022-00 2022-13 2022-11-00 2021-02-29 2022-Q0 2022-Q5 2022-H3
    2022-q1 2022/ /2022 2022/2023/2024 2016/2016 2020/2016 2016/2020-01 2009-H1/2009-H2 2019-Q3/2019-Q1
    2022-01-01/2022-01-01
"""


@pytest.mark.parametrize("text", ["", " 2022", "2022\n", *NO_PERIODS.split()])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(PeriodError):
        parse_period(text)


@given(st.text("0123456789-/QH年 ", max_size=24))
def test_any_text_is_either_a_period_with_days_or_refused(text: str) -> None:
    try:
        period = parse_period(text)
    except PeriodError:
        return
    assert period.text == text
    assert period.start <= period.end


SPELLINGS = {
    "2021": "2021-01/2021-12 2021-Q1/2021-Q4 2021-01-01/2021-12-31",
    "2016/2020": "2016-01/2020-12 2016-Q1/2020-Q4 2016-01-01/2020-12-31",
    "2009-H1": "2009-Q1/2009-Q2 2009-01/2009-06 2009-01-01/2009-06-30",
    "2019-Q1/2019-Q3": "2019-01/2019-09 2019-01-01/2019-09-30",
    "2018-Q3/2019-Q2": "2018-07/2019-06",
    "2019-Q2": "2019-04/2019-06 2019-04-01/2019-06-30",
    "2020-02": "2020-02-01/2020-02-29",
    "2022-01-01/2023-02-01": "2022-01-01/2023-02-01",
    "2020-11-01": "2020-11-01",
}


@pytest.mark.parametrize(("shortest", "spellings"), SPELLINGS.items())
def test_a_stretch_of_time_has_one_shortest_name(shortest: str, spellings: str) -> None:
    for text in (shortest, *spellings.split()):
        assert parse_period(text).shortest == shortest, text


POINTS = st.dates(date(1950, 1, 1), date(2050, 12, 31)).flatmap(
    lambda day: st.sampled_from(
        [
            f"{day:%Y}",
            f"{day:%Y-%m}",
            f"{day}",
            f"{day:%Y}-Q{(day.month + 2) // 3}",
            f"{day:%Y}-H{(day.month + 5) // 6}",
        ]
    )
)


@given(POINTS, POINTS)
def test_periods_of_the_same_days_have_the_same_shortest_name(one: str, other: str) -> None:
    for text in (one, f"{one}/{other}"):
        try:
            period = parse_period(text)
        except PeriodError:
            continue
        again = parse_period(period.shortest)
        assert (again.start, again.end, again.shortest) == (period.start, period.end, period.shortest)
        assert parse_period(text.split("/")[0]).start == period.start


@given(st.dates(date(1900, 1, 1), date(2099, 1, 1)), st.integers(1, 700))
def test_the_time_since_a_day_ends_on_the_day_it_was_known(start: date, days: int) -> None:
    end = start + timedelta(days)
    period = parse_period(f"{start}/{end}")
    assert (period.kind, period.order, period.year) == ("since", (end, start), end.year)
    assert period.facts()["count"] == days + 1


@pytest.mark.parametrize(
    ("text", "published", "looks_back"),
    [
        ("2022-01-01/2023-02-01", "2023-02-01", True),
        ("2016-01-01/2023-01-31", "2023-01-31", True),
        ("2023-02-01", "2023-02-01", True),
        ("2024-02-29", "2024-02-29", True),
        ("2023-02-01", "2023-02-03", False),  # a day of its own, not the one on which it was known
        ("2022-01-01/2023-02-01", "", False),
        ("2022-01-01/2023-03-01", "2023-03-01", False),
        ("2016-01-01/2020-10-21", "2020-10-21", False),
        ("2023-01", "2023-01-31", False),
        ("2022", "2023-02-01", False),
    ],
)
def test_what_holds_as_of_a_day_of_publication_early_in_a_year_looks_back(
    text: str, published: str, looks_back: bool
) -> None:
    assert parse_period(text).looks_back(published) is looks_back


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2021", "2022"),
        ("2011/2015", "2016/2020"),
        ("2019-Q1", "2019-Q2"),
        ("2019-Q1/2019-Q3", "2020-Q1/2020-Q3"),
        ("2009-H1", "2010-H1"),
        ("2020-10", "2020-11"),
        ("2019-01/2019-02", "2020-01/2020-02"),
        ("2010-11-01", "2020-11-02"),
        ("2021-01-01/2022-02-01", "2022-01-01/2023-02-01"),
    ],
)
def test_like_periods_may_stand_in_one_series(one: str, other: str) -> None:
    assert parse_period(one).stretch == parse_period(other).stretch


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2022", "2022-01-01/2023-02-01"),
        ("2011/2015", "2016/2018"),
        ("2019-Q1/2019-Q3", "2019-Q1/2019-Q2"),
        ("2009-H1", "2009-H2"),
        ("2019-01/2019-08", "2019-01/2019-11"),
        ("2022-01-01/2023-02-01", "2022-01-01/2024-02-01"),
        ("2022", "2022-12"),
    ],
)
def test_unlike_periods_may_not(one: str, other: str) -> None:
    assert parse_period(one).stretch != parse_period(other).stretch


def test_periods_sort_by_their_end_then_by_their_start() -> None:
    texts = ["2022-01-01/2023-02-01", "2022", "2019-Q1/2019-Q3", "2022-12", "2019-Q3"]
    in_order = sorted(texts, key=lambda text: parse_period(text).order)
    assert in_order == ["2019-Q1/2019-Q3", "2019-Q3", "2022", "2022-12", "2022-01-01/2023-02-01"]


def test_a_language_file_alone_says_periods_its_own_way() -> None:
    english = {
        "first_months": "January–{month_word} {year}",
        "day": "{day} {month_word} {year}",
        "since": "since {year} (known to {end})",
        "month_words": ["", "January", "February", "March", "April"],
    }
    assert say_period(parse_period("2022-01/2022-03"), english) == "January–March 2022"
    assert say_period(parse_period("2022-01/2022-12"), english) == "January–12 2022"
    since = parse_period("2022-01-01/2023-02-01")
    assert say_period(since, english) == "since 2022 (known to 1 February 2023)"


def test_a_period_a_language_has_no_words_for_is_said_by_its_id() -> None:
    assert say_period(parse_period("2019-Q1"), {}) == "2019-Q1"


def test_a_template_with_an_unknown_placeholder_is_an_error() -> None:
    with pytest.raises(KeyError):
        say_period(parse_period("2022"), {"year": "{decade}"})
