"""What is said in a language is what was printed: same amount, same qualifier, nothing added."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import NotFound
from data.model.catalog import Catalog, build_catalog
from data.model.observation import Observation
from data.model.period import parse_period
from data.model.quantity import parse_quantity
from data.model.words import Words
from tests.setup.content import read_content

CONTENT = read_content()
POWERS = {"thousand": 3, "million": 6, "billion": 9}
SPENT, VACANCIES, LENGTH, COVERED = (
    "livelihood_expenditure",
    "job_fair_vacancies",
    "road_works_length",
    "basic_insurance_coverage",
)


def catalog_with(**languages: object) -> Catalog:
    return build_catalog(CONTENT | {"languages": CONTENT["languages"] | languages})


CATALOG = catalog_with()
ZH, EN = Words(CATALOG, "zh"), Words(CATALOG, "en")


def published(indicator: str, printed: str) -> Observation:
    value = float(parse_quantity(printed).number)
    return Observation("131002", indicator, "2022", "", "actual", "d", printed, value, "第2段", "")


@pytest.mark.parametrize(
    ("indicator", "printed", "said"),
    [
        (SPENT, "26.68亿元", "2.668 billion yuan"),
        (SPENT, "3307.18万元", "33.0718 million yuan"),
        (SPENT, "8000元", "8,000 yuan"),
        (VACANCIES, "8000余个", "more than 8,000 vacancies"),
        (LENGTH, "约52.85公里", "about 52.85 km"),
        (LENGTH, "近50公里", "about 50 km"),
        (LENGTH, "不足50公里", "less than 50 km"),
        (LENGTH, "50公里以上", "at least 50 km"),
        (LENGTH, "50公里以内", "at most 50 km"),
        (COVERED, "95.88%", "95.88%"),
        (COVERED, "100%", "100%"),
        (SPENT, "26.60亿元", "2.660 billion yuan"),
        (COVERED, "+3.2%", "+3.2%"),
        (COVERED, "−3.20%", "-3.20%"),
        (SPENT, "约＋2亿元", "about +200 million yuan"),
        (VACANCIES, "1个", "1 vacancy"),
        (VACANCIES, "1余个", "more than 1 vacancy"),
        (VACANCIES, "-1个", "-1 vacancy"),
        (VACANCIES, "0个", "0 vacancies"),
        (VACANCIES, "1.0个", "1.0 vacancies"),
        (VACANCIES, "100万个", "1.00 million vacancies"),
        ("resident_population", "1人", "1 resident"),
    ],
)
def test_a_figure_is_said_in_english_with_its_qualifier_and_unit(
    indicator: str, printed: str, said: str
) -> None:
    assert EN.figure(published(indicator, printed)) == said


@pytest.mark.parametrize(
    "printed", ["26.68亿元", "8000余元", "约１，２３４．５万元", "10-20万元", "20万余元"]
)
def test_in_chinese_a_figure_is_what_the_source_prints(printed: str) -> None:
    assert ZH.figure(published(SPENT, printed)) == printed


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("26.68亿元 ÷ 81.94%", "2.668 billion yuan ÷ 81.94%"),
        ("100% − 81.94%", "100% − 81.94%"),
        (
            "(-1.2亿元 + 约300万元) ÷ 8000余人",
            "(-120 million yuan + about 3.00 million yuan) ÷ more than 8,000 people",
        ),
        ("9% − (8%-8.5%)", "9% − (8%-8.5%)"),
        ("公里 + 3", "公里 + 3"),
    ],
)
def test_what_a_figure_is_worked_out_from_is_said_in_the_readers_units(formula: str, said: str) -> None:
    assert (ZH.formula(formula), EN.formula(formula)) == (formula, said)


digits = st.tuples(st.integers(0, 99_999_999), st.sampled_from([0, 1, 2, 4]), st.integers(0, 9999)).map(
    lambda x: f"{x[0]}.{x[2] % 10 ** x[1]:0{x[1]}}" if x[1] else str(x[0])
)


@given(digits, st.sampled_from(["", "万", "亿", "万亿"]), st.sampled_from(["", "约", "超过", "不足"]))
def test_the_amount_said_in_english_is_exactly_the_amount_printed(
    number: str, magnitude: str, qualifier: str
) -> None:
    printed = f"{qualifier}{number}{magnitude}元"
    said = EN.figure(published(SPENT, printed))
    found = re.fullmatch(r"(?:about |more than |less than )?([\d,.]+)(?: (\w+illion|thousand))? yuan", said)
    assert found is not None, said
    amount = Decimal(found[1].replace(",", "")).scaleb(POWERS.get(found[2], 0))
    assert amount == parse_quantity(printed).amount


def test_a_range_is_shown_as_printed_in_every_language() -> None:
    assert EN.figure(published(SPENT, "10-20万元")) == "10-20万元"


def test_a_stage_is_said_in_the_readers_language_and_never_promoted() -> None:
    assert EN.stage("竣工") == "Completed"
    assert EN.stage("基本完工") == "Basically completed"
    assert ZH.stage("建设了") == "建设了"
    assert "not stated" in EN.stage("建设了")


def test_a_stage_that_is_not_listed_stays_as_printed() -> None:
    assert EN.stage("封顶") == "封顶"
    assert EN.stage("建设") == "建设"  # a part of 建设了 is another word


def test_what_a_language_lacks_is_said_in_chinese() -> None:
    words = Words(catalog_with(fr={"name": "Français", "locale": "fr", "period": {}}), "fr")
    indicator = CATALOG.indicators[SPENT]
    assert words.text(indicator) == indicator.name
    assert words("overview") == ZH("overview")
    assert words.term("region", "131002") == CATALOG.regions["131002"].name


def test_a_number_is_written_as_its_language_writes_it() -> None:
    words = Words(catalog_with(de={"name": "Deutsch", "locale": "de"}), "de")
    assert words.number(Decimal("1234567.80")) == "1.234.567,80"
    assert EN.number(Decimal("1234567.80")) == "1,234,567.80"


def test_a_language_there_is_no_file_of_is_not_found() -> None:
    with pytest.raises(NotFound):
        _ = Words(CATALOG, "xx").file


def test_a_release_without_a_word_of_this_software_takes_it_from_the_software() -> None:
    old = {code: {**file, "interface": {}} for code, file in CONTENT["languages"].items()}
    for code in old:
        assert Words(catalog_with(**old), code)("overview") == Words(CATALOG, code)("overview")


def test_a_sentence_of_an_older_version_that_asks_for_what_is_not_given_gives_way_to_this_ones() -> None:
    older = {"interface": {**CONTENT["languages"]["en"]["interface"], "edition": "Release no. {release}"}}
    words = Words(catalog_with(en={**CONTENT["languages"]["en"], **older}), "en")
    assert words("edition", number=3) == EN("edition", number=3)


def test_a_word_that_nobody_wrote_is_an_error_of_ours() -> None:
    with pytest.raises(KeyError):
        EN("no_such_word")


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("第2段", "para. 2"),
        ("Sheet“1-80”“总计”行", "sheet “1-80”, row “Total”"),
        ("Sheet“1-80”第185行", "sheet “1-80”, row 185"),
        ("somewhere", "somewhere"),
    ],
)
def test_a_place_in_a_source_is_said_in_english(zh: str, en: str) -> None:
    assert (ZH.locator(zh), EN.locator(zh)) == (zh, en)


def test_a_period_known_up_to_a_day_says_that_day() -> None:
    period = parse_period("2022-01-01/2023-02-01")
    assert ZH.period(period) == "2022年以来（截至2023年2月1日）"
    assert EN.period(period) == "since 2022 (up to 1 February 2023)"


def test_the_languages_say_the_same_things() -> None:
    words = {code: set(file["interface"]) for code, file in CONTENT["languages"].items()}
    assert words["en"] == words["zh"]
    facts = {
        code: {key: set(re.findall(r"{(\w+)[:}]", text)) for key, text in file["interface"].items()}
        for code, file in CONTENT["languages"].items()
    }
    assert facts["en"] == facts["zh"]


def test_a_noun_agrees_with_its_number_where_a_language_says_so() -> None:
    assert [EN("theme_lead", figures=n) for n in (0, 1, 2)] == [
        "0 figures, each with its source.",
        "1 figure, each with its source.",
        "2 figures, each with its source.",
    ]
    assert ZH("theme_lead", figures=1) == "1项数字，每项都注明出处。"


def test_every_noun_that_counts_has_a_form_for_one() -> None:
    english = CONTENT["languages"]["en"]
    own = {entry["unit"] for entry in english["indicator"].values() if "unit" in entry}
    nouns = {*english["unit"].values()} | own
    uncounted = re.compile(r"yuan|km|mu|m²|µg|%|‰|^per |^10,000 |^100 million ")
    assert {noun for noun in nouns if not uncounted.search(noun)} <= english["singular"].keys()
    one_point = EN.amount("1个百分点", CATALOG.indicators[COVERED])
    assert (one_point, EN.span("0–1个", CATALOG.indicators[VACANCIES])) == (
        "1 percentage point",
        "0–1 vacancies",
    )


def test_an_indicators_own_noun_goes_before_its_units_name() -> None:
    indicator = CATALOG.indicators[VACANCIES]
    assert EN.unit(indicator) == "vacancies"
    assert EN.unit(replace(indicator, id="another")) == "items"
    assert ZH.unit(indicator) == "个"


def test_a_unit_is_named_in_its_usual_spelling_however_it_is_printed() -> None:
    rate = next(i for i in CATALOG.indicators.values() if i.unit == "%")
    area = next(i for i in CATALOG.indicators.values() if i.unit == "万平方米")
    zh = Words(CATALOG, "zh")
    assert [zh.unit(rate, printed=printed) for printed in ("%", "％", "")] == ["%"] * 3
    assert [zh.unit(area, printed=printed) for printed in ("万平方米", "万㎡")] == ["万平方米"] * 2


def test_a_release_was_published_when_clocks_in_china_said_so() -> None:
    assert ZH.moment("2026-11-24T17:34:41+00:00") == "北京时间2026-11-25 01:34"
    assert EN.moment("2026-11-24T17:34:41+00:00") == "2026-11-25 01:34 Beijing time"


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("单位取自表头", ("unit from the head of the table", "en")),
        ("单位取自行名；见原表注①", ("unit from the name of the row; see note ① of the table", "en")),
        ("原文作“↓3.2”", ("printed as “↓3.2”", "en")),
        ("单位取自行名；按户籍人口计算", ("单位取自行名；按户籍人口计算", "zh")),
    ],
)
def test_a_note_is_said_whole_in_one_language(note: str, said: tuple[str, str]) -> None:
    assert EN.note(note) == said
    assert ZH.note(note) == (note, "zh")
