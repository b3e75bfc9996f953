"""The words of a figure name one indicator, or none: what tells indicators apart is a veto."""

from __future__ import annotations

from typing import Any

import pytest

from data.model.catalog import Catalog, Indicator, Term
from data.prose.matching import Matcher

INDICATORS = (
    Indicator("revenue", "money", "一般公共预算收入", "亿元", aliases=("公共财政预算收入",)),
    Indicator("revenue_growth", "money", "一般公共预算收入增速", "%", change=True),
    Indicator("expenditure", "money", "一般公共预算支出", "亿元"),
    Indicator("share", "money", "民生支出占一般公共预算支出比重", "%"),
    Indicator("urban_income", "money", "城镇居民人均可支配收入", "元"),
    Indicator("income", "money", "居民人均可支配收入", "元"),
    Indicator("jobs", "jobs", "城镇新增就业", "万人"),
    Indicator("posts", "jobs", "城镇新增就业岗位", "个"),
    Indicator("offered", "jobs", "招聘活动提供岗位", "个"),
    Indicator("nurses", "health", "注册护士", "人"),
    Indicator("doctors", "health", "每千人口执业（助理）医师", "人/千人"),
    Indicator("toilets", "town", "新建改造公厕", "座"),
    Indicator("kindergartens", "town", "幼儿园", "所"),
    Indicator("insured", "security", "失业保险参保人数", "万人"),
    Indicator("care_beds", "care", "养老床位", "张"),
    Indicator("beds", "health", "卫生机构床位", "张"),
    Indicator("roads", "town", "路网密度", "公里/百平方公里"),
)
CONTRASTS = {"residence": Term("residence", "城乡", {"sides": "城镇/城市|农村/乡村"})}


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    empty: dict[str, Any] = {name: {} for name in Catalog.__dataclass_fields__ if name != "waivers"}
    indicators = {indicator.id: indicator for indicator in INDICATORS}
    return Matcher(Catalog(**empty | {"indicators": indicators, "contrasts": CONTRASTS}))


@pytest.mark.parametrize(
    ("subject", "unit", "kind", "indicator"),
    [
        ("一般公共预算收入", "元", "level", "revenue"),
        ("地方公共财政预算收入", "元", "level", "revenue"),
        ("公共财政预算收入", "%", "change", "revenue_growth"),  # what a level is called grows, too
        ("一般公共预算支出", "元", "level", "expenditure"),
        ("税收收入", "元", "level", ""),
        ("民生支出占一般公共预算支出", "%", "share", "share"),
        ("城镇居民人均可支配收入", "元", "level", "urban_income"),
        ("农村居民人均可支配收入", "元", "level", ""),
        ("全体居民人均可支配收入", "元", "level", "income"),
        ("城镇新增就业", "人", "level", "jobs"),
        ("城镇新增就业岗位", "个", "level", "posts"),
        ("城镇新增就业", "%", "change", ""),
        ("注册护士", "人", "level", "nurses"),
        ("每千人口注册护士", "人", "level", ""),
        ("每千人口执业（助理）医师", "人", "level", "doctors"),
        ("建成水冲式公厕", "座", "level", "toilets"),
        ("新建公办幼儿园", "所", "level", ""),  # those built aren't those there are
        ("城镇常住居民人均可支配收入", "元", "level", "urban_income"),
        ("参加失业保险", "人", "level", "insured"),
        ("失业保险人数", "人", "level", "insured"),
        ("专业公共卫生机构床位", "张", "level", ""),
        ("普惠性幼儿园", "所", "level", ""),
        ("养老床位", "张", "level", "care_beds"),
        ("家庭养老床位", "张", "level", ""),
        ("医院注册护士", "人", "level", ""),  # not all of them
        ("铁路网密度", "公里/百平方公里", "level", ""),
        ("路网密度", "公里/万平方公里", "level", ""),
    ],
)
def test_a_subject_names_the_indicator_that_it_is_of_and_no_other(
    matcher: Matcher, subject: str, unit: str, kind: str, indicator: str
) -> None:
    assert matcher.match(subject, unit, kind).indicator == indicator


def test_the_sentence_may_hold_the_first_part_of_a_name(matcher: Matcher) -> None:
    match = matcher.match("提供就业岗位", "个", "level", "组织专项招聘活动17场，共计")
    assert (match.indicator, match.words) == ("offered", "招聘活动提供岗位")
    assert matcher.match("提供就业岗位", "个", "level", "全区共计").indicator == ""


def test_a_growth_at_constant_prices_is_of_no_indicator_that_does_not_say_so(matcher: Matcher) -> None:
    assert matcher.match("公共财政预算收入", "%", "change", lead="同比增长").indicator == "revenue_growth"
    assert matcher.match("公共财政预算收入", "%", "change", lead="扣除价格因素实际增长").indicator == ""
