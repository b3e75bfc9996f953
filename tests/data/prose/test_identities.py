"""A document is held against itself: true identities agree, and a digit that is changed is found."""

from __future__ import annotations

import re

import pytest

from data.model.catalog import CURATED, Catalog, build_catalog
from data.model.observation import Observation
from data.prose.known import held_against
from data.prose.proposal import Proposed
from data.prose.report import propose
from etl.curated.folder import languages_beside, read_curated

# True, each by its own digits; invented.
SENTENCES = """
五年来，一般公共预算收入由2017年的5.24亿元增加到2022年的15.07亿元，年均增长23.5%。
2022年，城镇居民人均可支配收入完成30788元，比2017年增加13480元，年均递增12.2%。
2022年，财政收入由2021年的40.12亿元增加到44.53亿元，增长11.0%。
2022年，森林覆盖率由2021年的21.6%提高到25.2%，提高3.6个百分点。
2022年末，户籍人口10049.7万人，比上年增加102.8万人，增长1.03%。
2022年，地区生产总值244394万元，其中第一产业增加值62857万元，第二产业增加值65585万元，第三产业增加值115952万元。
2022年，三次产业结构比为25.72:26.84:47.44。
2022年，一般公共预算收入45.20亿元，其中税收收入30.10亿元、非税收入15.10亿元。
2022年，进出口总额121.14亿元，其中出口120.40亿元、进口0.74亿元。
2022年，地区生产总值250.0亿元。民营经济增加值142.2亿元，占地区生产总值的56.9%。
2022年，3个产业对经济增长的贡献率分别为14.2%、15.7%和70.1%。
2022年，25个项目已完成8个（32%）。
2022年，全区有学校80所，其中小学52所，占65.0%。
2022年，信访总量3420件，比上年减少380件，下降10.0%。
""".strip().splitlines()


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return build_catalog(read_curated(CURATED, languages_beside(CURATED)).content())


def proposed(text: str, catalog: Catalog) -> Proposed:
    return propose(text, catalog, "2023-02-01", "131002")


@pytest.mark.parametrize("text", SENTENCES)
def test_what_is_true_by_its_digits_agrees(text: str, catalog: Catalog) -> None:
    verdicts = [check.verdict for check in proposed(text, catalog).checks]
    assert verdicts and {*verdicts} == {"agrees"}


def test_a_changed_digit_in_an_identity_is_found(catalog: Catalog) -> None:
    """The last digits of a figure may change within what rounding of the others admits."""
    changed, missed = 0, []
    for text in SENTENCES:
        whole = proposed(text, catalog)
        inside = {row for check in whole.checks for row in check.rows}
        for row in whole.rows:
            if row.id not in inside:
                continue
            digits = [match.start() for match in re.finditer(r"\d", row.printed)]
            for place in digits[: max(1, len(digits) // 2)]:
                for digit in "17":
                    printed = f"{row.printed[:place]}{digit}{row.printed[place + 1 :]}"
                    if printed == row.printed:
                        continue
                    wrong = text[: row.start] + printed + text[row.end :]
                    changed += 1
                    if all(check.verdict == "agrees" for check in proposed(wrong, catalog).checks):
                        missed.append(f"{row.printed} → {printed}: {text}")
    assert changed > 100
    assert len(missed) <= 0.05 * changed, missed


@pytest.mark.parametrize(
    "text",
    [
        "2022年，旅游收入69亿元，同比增长19.6%；接待游客607万人次，增长14.8%。",
        "2022年，地区生产总值287.9亿元，增长8.9%，2021年地区生产总值270.1亿元。",  # at constant prices
        "2022年，建成公路31条，总里程79.46公里；新建管网85公里，投资3.2亿元。",
        "2022年，有学校80所，其中小学52所、幼儿园30所、公办70所。",  # not told to be all, nor apart
        "2022年，失业率3.4%，全市失业率3.6%。",
        "2023年，社会消费品零售总额38.4亿元，同比增长8.8%，环比增长1.2%。",
        "2023年，居民人均可支配收入23456元，名义增长6.1%，扣除价格因素实际增长5.8%。",
        "2022年，人均地区生产总值7433元。其中，第一产业增加值5.7亿元，第二产业增加值44.6亿元，第三产业增加值44.8亿元。",
        "2022年末，常住人口中，城区、镇区、乡村户籍人口分别为3.1万人、2.2万人、6.8万人。",
        "2022年，油料产量14.5万吨，增长8.8%，其中：油菜籽产量11.1万吨，增长10.1%；蔬菜产量49.9万吨，增长4.0%。",
        "2022年，专任教师8108人（民办563人）。其中，幼儿园专任教师1235人（民办1064人），高中专任教师1194人。",
        "2022年末，老年人口26.4万人，占18.7%（其中，80岁以上老人3.1万人，占2.2%）。",
        "2022年，财政收入20.7亿元，其中区级收入12.0亿元，税收占比95.0%。",
        "2022年，居民人均可支配收入3.1万元，农村居民人均可支配收入2.0万元。"
        "居民人均工资性收入1.5万元，增长5.8%，占可支配收入的48.4%。",
        "2022年，居民人均可支配收入中位数17358元。其中，城镇居民人均可支配收入中位数24403元。",
        "2022年，入院人次30.2万。其中，医院总诊疗人次42.6万。",
        "2022年，通畅工程5条87.6公里，其中甲、乙两条均已完工；二是通达工程，共122公里。",
        "2022年，存款余额150.0亿元，同比增长6.0%，比年初增加3.0亿元。",
    ],
)
def test_what_needs_no_contradiction_is_none(text: str, catalog: Catalog) -> None:
    assert all(check.verdict != "contradicts" for check in proposed(text, catalog).checks)


def test_a_report_is_held_against_what_is_published_and_implies_the_year_before(catalog: Catalog) -> None:
    def published(period: str, printed: str) -> Observation:
        row = ("131002", "general_budget_revenue", period, "", "actual", "earlier", printed, 1.0, "", "")
        return Observation(*row)

    text = "2022年，一般公共预算收入完成21.91亿元，同比增长1.3%。"
    report = proposed(text, catalog)
    same = list(held_against(report, [published("2022", "21.9亿元"), published("2021", "21.63亿元")]))
    assert [(check.kind, check.verdict) for check in same] == [("published", "agrees"), ("implied", "agrees")]
    other = list(held_against(report, [published("2022", "21.19亿元"), published("2021", "23.1亿元")]))
    assert [(c.kind, c.verdict) for c in other] == [("published", "contradicts"), ("implied", "question")]
    assert other[1].formula == "21.91亿元 ÷ (1 + 1.3%)"
    assert other[0].document == "earlier"
    assert report.untested == 2


def test_a_list_with_semicolons_goes_on_with_parts_of_its_whole(catalog: Catalog) -> None:
    text = "2022年，有学校86所，其中小学52所（含教学点8所）；初中21所；高中13所。有职工120人，其中教师99人；"
    rows = {row.printed: row for row in proposed(f"{text}另有保安9人。", catalog).rows}
    parts = [rows[printed].relation for printed in ("52所", "21所", "13所", "99人", "9人")]
    assert parts == ["part", "part", "part", "part", ""]
    assert rows["13所"].of == rows["86所"].id
