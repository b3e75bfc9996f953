"""What can't be read is told by its kind, with what may be meant; nothing is read that way."""

from __future__ import annotations

import pytest

from data.model.period_forms import moments_of, period_of
from etl.rules.slips import Slip, figure_slip, period_slip

FIGURES = [
    ("增长5.6%", "%", Slip("sign_in_words", ("5.6%",))),
    ("同比下降约1.2%", "%", Slip("sign_in_words", ("约-1.2%",))),
    ("–1.2%", "%", Slip("sign_in_words", ("-1.2%",))),
    ("1.2%↓", "%", Slip("sign_in_words", ("-1.2%",))),
    ("▲1.2%", "%", Slip("sign_in_words", ("1.2%", "-1.2%"))),
    ("(25.2)亿元", "亿元", Slip("sign_in_words", ("-25.2亿元",))),
    ("降至5.6%", "%", Slip("sign_in_words", ("5.6%",))),
    ("下降-1.2%", "%", Slip("unreadable_figure")),
    ("增加5.6万人", "万人", Slip("change_for_figure")),
    ("下降1.2个百分点", "%", Slip("change_for_figure")),
    ("…", "%", Slip("no_figure")),
    ("—", "万人", Slip("no_figure")),
    ("不详", "万人", Slip("no_figure")),
    ("48.3①万人", "万人", Slip("note_mark", ("48.3万人",))),
    ("48.1万人[1]", "万人", Slip("note_mark", ("48.1万人",))),
    ("48.3、48.5", "万人", Slip("two_figures")),
    ("48.5（上年48.3）", "万人", Slip("two_figures")),
    ("10 20", "人", Slip("two_figures")),
    ("2-Jan", "人", Slip("figure_became_date")),
    ("485 000人", "万人", Slip("unreadable_figure", ("485000人",))),
    ("48.5（万人）", "万人", Slip("unreadable_figure", ("48.5万人",))),
    ("48.5w人", "万人", Slip("unreadable_figure", ("48.5万人",))),
    ("48,5万人", "万人", Slip("unreadable_figure", ("48.5万人",))),
    ("48,5000人", "万人", Slip("unreadable_figure", ("485000人",))),
    ("四十八万人", "万人", Slip("unreadable_figure", ("48万人",))),
    ("4.85E5人", "万人", Slip("unreadable_figure", ("485000人",))),
    ("¥1,020.00", "亿元", Slip("unreadable_figure", ("1,020.00元",))),
    ("男24.1", "万人", Slip("unreadable_figure")),
]
PERIODS = [
    ("2023年末", Slip("moment_for_period", ("2023", "2023-12-31"))),
    ("2023年9月末", Slip("moment_for_period", ("2023-09", "2023-09-30"))),
    ("“十四五”末", Slip("moment_for_period", ("2025", "2025-12-31"))),
    ("2023年以来", Slip("open_period", ("2023-01-01/2024-03-01",))),
    ("自2023年9月以来", Slip("open_period", ("2023-09-01/2024-03-01",))),
    ("9月末", Slip("period_without_year")),
    ("今年上半年", Slip("period_without_year")),
    ("Oct-20", Slip("period_became_date", ("2020-10",))),
    ("2020/11/1", Slip("period_became_date", ("2020-11-01",))),
    ("2023.1", Slip("unreadable_period", ("2023-01", "2023-10"))),
    ("23年", Slip("unreadable_period", ("2023",))),
    ("202310", Slip("unreadable_period", ("2023-10",))),
    ("2023财年", Slip("unreadable_period", ("2023",))),
    ("2022年", Slip("unreadable_period", ("2022",))),
    ("2022、2023", Slip("unreadable_period")),
]


@pytest.mark.parametrize(("printed", "unit", "slip"), FIGURES)
def test_a_figure_that_cant_be_read_is_told_by_its_kind(printed: str, unit: str, slip: Slip) -> None:
    assert figure_slip(printed, unit) == slip


@pytest.mark.parametrize(("text", "slip"), PERIODS)
def test_a_period_that_cant_be_read_is_told_by_its_kind(text: str, slip: Slip) -> None:
    assert period_slip(text, "2024-03-01") == slip


def test_a_period_up_to_now_has_no_end_in_a_document_without_a_date() -> None:
    assert period_slip("2023年以来", "") == Slip("open_period")


def test_a_five_year_plan_is_its_five_years_and_its_end_a_moment() -> None:
    plans = {"一五": "1953/1957", "三五": "1966/1970", "十五": "2001/2005", "十四五": "2021/2025"}
    assert {name: period_of(f"“{name}”期间") for name in plans} == plans
    assert moments_of("十四五末") == ["2025", "2025-12-31"]
    assert period_of("十四五") is None
