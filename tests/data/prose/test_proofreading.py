"""What a proofreader says of each figure of a text, held against what is published."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from functools import partial

import pytest

from data.messages import INSTALLED
from data.model.observation import Observation
from data.model.quantity import parse_quantity
from data.model.words import Words
from data.prose.agreement import agreement
from data.prose.finding_sentences import name_verdict, say_finding
from data.prose.proofreading import Finding, proofread
from data.statements.supersession import Known, Replacement
from data.store.known_figures import read_known
from data.store.queries import ReleaseReader, open_release
from data.store.tables import open_store

DISTRICT, DAY = "131002", "2023-02-01"


@pytest.fixture(scope="module")
def reader(store_url: str) -> Iterator[ReleaseReader]:
    engine = open_store(store_url, read_only=True)
    yield open_release(engine)
    engine.dispose()


def findings(reader: ReleaseReader, text: str, day: str = DAY) -> dict[str, Finding]:
    """The findings of a text, by the figure as it stands in it."""
    found = proofread(text, reader.catalog, partial(read_known, reader), DISTRICT, day)
    assert all(text[one.row.start : one.row.end] == one.row.printed for one in found.findings)
    return {one.row.printed: one for one in found.findings}


@pytest.mark.parametrize(
    ("text", "printed", "verdict"),
    [
        ("2022年，财政收入由2021年的40.12亿元增加到44.53亿元，增长21.0%。", "21.0%", "self"),
        ("2022年，安次区民生支出26.68亿元。", "26.68亿元", "agrees"),
        ("去年，民生支出26.68亿元。", "26.68亿元", "agrees"),
        ("2022年，民生支出266800万元。", "266800万元", "agrees"),
        ("2022年，民生支出約26.7億元。", "約26.7億元", "rounded"),
        ("2022年，民生支出26.7亿元。", "26.7亿元", "rounded"),
        ("2022年，民生支出26.6亿元。", "26.6亿元", "rounded"),  # cut off
        ("2022年，民生支出超过26亿元。", "超过26亿元", "rounded"),
        ("2021年，民生支出26.68亿元。", "26.68亿元", "period"),
        ("2022年，廊坊市失业人员再就业689人。", "689人", "region"),
        ("2022年，失业人员再就业698人。", "698人", "contradicts"),
        ("2022年，民生支出不足20亿元。", "不足20亿元", "contradicts"),
        ("2022年，招聘活动提供岗位8000余个。", "8000余个", "agrees"),
        ("2022年，招聘活动提供岗位8000个。", "8000个", "finer"),
        ("2022年，招聘活动提供岗位8123个。", "8123个", "finer"),
        ("2022年，招聘活动提供岗位9123个。", "9123个", "contradicts"),
        ("2022年，养殖大闸蟹689吨。", "689吨", "unknown"),
        ("2017年，海拉尔区新增就业6435人。", "6435人", "alike"),
        ("1998年，民生支出31.07亿元。", "31.07亿元", "unknown"),
        ("冀政〔2022〕17号", "17", "no_figure"),
    ],
)
def test_a_figure_gets_the_first_verdict_that_holds(
    reader: ReleaseReader, text: str, printed: str, verdict: str
) -> None:
    assert findings(reader, text)[printed].verdict == verdict


def test_without_a_day_of_publication_last_year_is_no_year_and_the_figure_is_named(
    reader: ReleaseReader,
) -> None:
    found = findings(reader, "去年，民生支出26.68亿元。", day="")["26.68亿元"]
    assert (found.verdict, found.known and found.known.period) == ("alike", "2022")
    assert "没有写明时期" in say_finding(found, Words(reader.catalog, "zh"))


def test_a_region_of_the_paragraph_is_that_of_its_figures_unless_it_is_only_compared_with(
    reader: ReleaseReader,
) -> None:
    text = "2022年，{}民生支出26.68亿元，失业人员再就业689人。"
    assert findings(reader, text.format("比廊坊市早，"))["689人"].row.region == DISTRICT
    assert findings(reader, text.format("据廊坊市民政局统计，"))["689人"].row.region == DISTRICT
    assert findings(reader, text.format("廊坊市"))["689人"].row.region == "131000"
    assert findings(reader, "廊坊市的事。\n2022年，失业人员再就业689人。")["689人"].row.region == DISTRICT


@pytest.mark.parametrize("after", ["31.07亿元", None])
def test_what_was_published_once_is_said_to_be_superseded_by_what_and_when(
    reader: ReleaseReader, after: str | None
) -> None:
    rows = reader.observations(indicators=["livelihood_expenditure"], regions=[DISTRICT], derived=False)
    [now] = [row for row in rows if row.period == "2022"]
    then = now._replace(printed="25.14亿元", value=25.14)
    stands = [now._replace(printed=after)] if after else []
    known = Known(stands, [Replacement(then, stands[0] if stands else None, "2023-05-09")])

    text = "2022年，民生支出25.14亿元。"
    [_, found] = proofread(text, reader.catalog, lambda *_: known, DISTRICT).findings
    assert found.verdict == "superseded"
    said = say_finding(found, Words(reader.catalog, "zh"))
    assert "2023-05-09" in said and (after or "撤下") in said


def implied(reader: ReleaseReader, before: str) -> Finding:
    """What is found of a growth, where so much is published of the year before it."""
    row = Observation(
        DISTRICT, "livelihood_expenditure", "2021", "", "actual", next(iter(reader.catalog.documents)),
        before, 1.0, "第2段", "",
    )  # fmt: skip
    text = "2022年，民生支出26.68亿元，增长10.0%。"
    return proofread(text, reader.catalog, lambda *_: Known([row], ()), DISTRICT).findings[-1]


def test_a_growth_implies_what_was_the_year_before(reader: ReleaseReader) -> None:
    assert implied(reader, "24.25亿元").verdict == "implied_agrees"
    assert implied(reader, "25.14亿元").verdict == "implied"
    assert "不变价" in say_finding(implied(reader, "25.14亿元"), Words(reader.catalog, "zh"))


@pytest.mark.parametrize(
    ("mine", "falls", "theirs", "found"),
    [
        ("2.1%", True, "-2.1%", "agrees"),
        ("2.1%", False, "-2.1%", ""),
        ("2.1个百分点", False, "2.1%", None),
        ("3公里", False, "3户", None),
        ("52.85公里", False, "约52.85公里", "finer"),
        ("约50公里", False, "52.85公里", "rounded"),
        ("12.3万人", False, "123456人", "rounded"),
        ("5831人", False, "5830人", ""),
    ],
)
def test_figures_agree_by_what_their_digits_and_words_admit(
    mine: str, falls: bool, theirs: str, found: str | None
) -> None:
    assert agreement(parse_quantity(mine), parse_quantity(theirs), falls) == found


@pytest.mark.parametrize("language", INSTALLED.codes)
def test_every_finding_can_be_said(reader: ReleaseReader, language: str) -> None:
    words = Words(reader.catalog, language)
    text = (
        "2022年，民生支出26.68亿元，占31%，失业人员再就业698人，大闸蟹689吨，收入翻一番。第3条。"
        "财政收入由2021年的40.12亿元增加到44.53亿元，增长21.0%。全国2.1万户。"
    )
    for finding in findings(reader, text, "").values():
        said = name_verdict(finding, words) + say_finding(finding, words)
        assert "proofread." not in said and "proposal." not in said, said


def test_any_text_is_proofread_and_two_thousand_bytes_in_no_time(reader: ReleaseReader) -> None:
    draw = random.Random(1)
    parts = [
        *"年月日，。；、\n（）%‰万亿元个户人比由到占其中约余",
        "2022年",
        "3.5",
        "１２",
        "增长",
        "民生支出",
        "⼆",
        "億",
    ]
    for _ in range(150):
        findings(reader, "".join(draw.choices(parts, k=60)))
    text = ("2022年，民生支出26.68亿元，增长6.1%，失业人员再就业698人，其中就业困难人员再就业317人。\n" * 30)[
        :700
    ]
    began = time.process_time()
    for _ in range(5):
        proofread(text, reader.catalog, partial(read_known, reader), DISTRICT, DAY)
    assert (time.process_time() - began) / 5 < 0.06  # three times what it takes: machines differ
