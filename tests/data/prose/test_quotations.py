"""A figure is found in its document's text, and its sentence shown unless that tells of a person."""

from __future__ import annotations

import re

import pytest

from data.model.catalog import Catalog, build_catalog
from data.model.observation import Observation
from data.prose.places import Account, Place, account
from data.prose.quotations import LONGEST, passage, personal
from data.prose.report import propose
from data.prose.vocabulary import words_of
from data.store.texts import digest_of
from tests.setup.content import read_content

TEXT = """某某区2023年情况
2023年，全区城镇新增就业6120人，失业人员再就业702人。空气质量较上年下降1.2%。
2022年新增就业5830人；2023年举办文化活动60场。
2024年计划举办招聘会17场，其中春季招聘会6场。去年也是17场。
全区城镇新增就业6120人，名列前茅。图书馆竣工。
2023年甲街道植树300棵，乙街道植树300棵。
"""
RULES = words_of("personal")["rule"]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return build_catalog(read_content())


def figure(indicator: str, printed: str, locator: str = "", period: str = "2023", **more: str) -> Observation:
    facts = {"breakdown": "", "status": "actual"} | more
    value = None if not re.search(r"\d", printed) else 1.0
    key = ("131002", indicator, period, facts["breakdown"], facts["status"], "report")
    return Observation(*key, printed, value, locator, "")


def accounted(catalog: Catalog, *figures: Observation, text: str = TEXT) -> Account:
    return account(propose(text, catalog, "2024-01-20", "131002"), figures, catalog)


def place_of(catalog: Catalog, one: Observation) -> tuple[str, str]:
    [place] = accounted(catalog, one).places
    assert place is not None
    sentence = TEXT[place.sentence_start : place.sentence_end].strip()
    return TEXT[place.start : place.end], sentence


def test_a_figure_is_found_in_its_sentence(catalog: Catalog) -> None:
    assert place_of(catalog, figure("unemployed_reemployed", "702人")) == (
        "702人",
        "2023年，全区城镇新增就业6120人，失业人员再就业702人。",
    )


def test_what_is_printed_twice_is_found_by_its_paragraph(catalog: Catalog) -> None:
    for locator, begins in (("第2段", "2023年"), ("第5段", "全区城镇")):
        printed, sentence = place_of(catalog, figure("urban_new_employment", "6120人", locator))
        assert (printed, sentence[:4]) == ("6120人", begins[:4])


def test_a_fall_is_found_though_its_sign_is_a_word_in_the_text(catalog: Catalog) -> None:
    assert place_of(catalog, figure("no_such_indicator", "-1.2%", "第2段"))[0] == "1.2%"


def test_a_figure_whose_sentence_can_not_be_told_has_no_place(catalog: Catalog) -> None:
    twice = figure("trees_planted", "300棵", "第6段")
    elsewhere = figure("cultural_events", "702人", "第5段")  # printed once: of another thing, elsewhere
    missing = figure("job_fairs", "18场")
    assert accounted(catalog, twice, elsewhere, missing).places == (None, None, None)


def test_a_stage_is_found_in_the_paragraph_that_is_said(catalog: Catalog) -> None:
    assert place_of(catalog, figure("school_project_status", "竣工", "第5段"))[1] == "图书馆竣工。"
    assert accounted(catalog, figure("school_project_status", "竣工", "第4段")).places == (None,)


def test_paragraphs_are_counted_as_the_document_counts_them(catalog: Catalog) -> None:
    headed = "某某区政府网站\n2024年1月20日\n" + TEXT
    figures = [
        figure("unemployed_reemployed", "702人", "第2段"),
        figure("cultural_events", "60场", "第3段", "2023"),
        figure("urban_new_employment", "6120人", "第5段"),
        figure("school_project_status", "竣工", "第5段"),
    ]
    places = accounted(catalog, *figures, text=headed).places
    assert all(places)
    assert [headed[p.sentence_start : p.sentence_end].strip()[:4] for p in places[2:] if p] == [
        "全区城镇",
        "图书馆竣",
    ]


def test_every_number_of_a_text_has_one_fate(catalog: Catalog) -> None:
    proposed = propose(TEXT, catalog, "2024-01-20", "131002")
    found = account(proposed, [figure("unemployed_reemployed", "702人")], catalog)
    assert found.published == 1 and found.numbers == len(proposed.rows)
    assert found.rejected["date"] == len(re.findall(r"20\d\d年", TEXT))
    nothing = account(proposed, [], catalog)
    assert nothing.open[""] == found.open[""] + 1


def test_a_text_is_kept_under_the_digest_by_which_proposals_know_it(catalog: Catalog) -> None:
    assert propose(TEXT, catalog).digest == digest_of(TEXT)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["test"])
def test_a_sentence_that_may_tell_of_a_person_is_withheld(rule: dict[str, str]) -> None:
    marked = re.search("【(.*)】", rule["test"])
    sentence = re.sub("[【】]", "", rule["test"])
    assert marked and personal(sentence) == rule["reason"]
    assert personal(sentence.replace(marked[1], "")) == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "群众安全感达到99.2%，居民高质量就业6120人。",
        "为8000余名老人提供服务，方便老人就餐；高龄老人津贴300万元。",
        "常委会听取报告3次，县委书记、市长热线办理12345件。",
        "手机用户123456户，固定电话12.5万部。",
        "2023年2月1日发布，全区地区生产总值2879000000元。",
        "教师周转房12套，职工医疗保险参保12万人，学生资助金额30万元。",
        "农户何首乌种植2万亩，居民江南小区改造20栋，投资周期3年，吴桥县长江路改造3公里。",
        "李家村、王庄、张家口和石家庄修路3公里。",
    ],
)
def test_a_sentence_of_no_person_is_shown(sentence: str) -> None:
    assert personal(sentence) == ""


def test_of_a_long_sentence_the_clauses_around_the_figure_are_shown() -> None:
    clauses = [f"第{n}片区修建道路若干条并且完成了沿线的绿化和亮化" for n in range(12)]
    clauses[6] = "全区修路3公里，绿化"
    text = "；".join(clauses) + "。"
    start = text.index("3公里")
    shown = passage(text, Place(start, start + 3, 0, len(text)))
    assert text[shown.start : shown.end] == clauses[6] and shown.cut == (True, True)
    built = f"已经实施了{text}"
    shown = passage(built, Place(0, 4, 0, len(built)))
    assert shown.end == 4 + LONGEST and shown.cut == (False, True)
    endless = "修" * 1000 + "3公里" + "路" * 1000
    shown = passage(endless, Place(1000, 1003, 0, len(endless)))
    assert shown.end - shown.start <= 2 * LONGEST + 3 and shown.cut == (True, True)
