"""Whoever types a name, part of it, its reading or nearly it finds what has it."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.search.names import Names, prepare
from dashboard.search.readings import read_aloud, sounds
from dashboard.search.search import part_region, search
from data.model.catalog import Catalog, Term, build_catalog
from data.store.queries import open_release
from data.store.tables import open_store
from tests.setup.content import read_content
from tests.setup.markup import read_html, text_of, the
from tests.setup.publishing import client_of

ENOUGH, FIRST = 195, 5  # of 200 queries, those whose thing is among the first so many found
QUERIES = [*csv.DictReader((Path(__file__).parent / "queries.csv").read_text("utf-8").splitlines())]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return build_catalog(read_content())


@pytest.fixture(scope="module")
def names(catalog: Catalog) -> Names:
    return prepare(Names("shipped", catalog))


def found(names: Names, asked: str) -> list[str]:
    return [f"{match.thing.kind}:{match.thing.id}" for match in search(names, asked)]


def test_nearly_all_of_200_queries_of_eight_kinds_find_what_is_meant(names: Names) -> None:
    assert len(QUERIES) == 200
    assert set(Counter(query["kind"] for query in QUERIES)) == {
        *("exact", "words", "pinyin", "initials", "wrong", "missing", "alias", "english", "two")
    }
    missed = [q for q in QUERIES if q["expected"] not in found(names, q["asked"])[:FIRST]]
    assert len(QUERIES) - len(missed) >= ENOUGH, missed


@pytest.mark.parametrize(
    ("asked", "theme"), [("老人", "elderly"), ("看病", "health"), ("上学", "education"), ("房子", "housing")]
)
def test_what_people_call_a_theme_finds_it(names: Names, asked: str, theme: str) -> None:
    assert f"theme:{theme}" in found(names, asked)[:FIRST]


@pytest.mark.parametrize("asked", ["安 次", "ＡＮＣＩ", "an ci", "安次区", "ANCIQU", "acq", "131002"])
def test_spaces_width_and_case_make_no_difference(names: Names, asked: str) -> None:
    assert "region:131002" in found(names, asked)[:FIRST]


def test_a_place_is_found_by_its_declared_reading_or_else_by_all_there_are(catalog: Catalog) -> None:
    assert found(prepare(Names("shipped", catalog)), "daichengxian")[:1] == ["region:131025"]
    regions = {"140400": Term("140400", "长治市", {"pinyin": ""})}
    undeclared = prepare(Names("undeclared", replace(catalog, regions=regions)))
    for typed in ("changzhi", "zhangzhi"):
        assert found(undeclared, typed)[:1] == ["region:140400"]


def test_a_reading_begins_with_a_syllable(names: Names) -> None:
    assert "indicator:hospitals" in found(names, "yiyuan")
    assert "indicator:hospitals" not in found(names, "iyuan")


def test_the_dictionary_of_readings_goes_once_names_are_read(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for module in [name for name in sys.modules if name.partition(".")[0] == "pypinyin"]:
        monkeypatch.delitem(sys.modules, module)
    read = [[["chong", "qing"]], [["gdp"]]]
    assert read_aloud(["重庆", "GDP"]) == read
    assert "pypinyin" not in sys.modules and not caplog.messages
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert read_aloud(["重庆", "GDP"]) == read
    assert caplog.messages


def test_a_character_sounds_as_it_is_read_by_itself() -> None:
    several = "长重安绿養"
    assert [[[way] for way in sounds()[one]] for one in several] == read_aloud(list(several))
    assert len(sounds()["长"]) > 1


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("醫保", "indicator:basic_insurance_coverage"),
        ("廣陽區", "region:131003"),
        ("养佬", "theme:elderly"),
        ("安茨区", "region:131002"),
        ("失业绿", "indicator:registered_unemployment_rate"),
        ("2022年政府工作报告", "document:national-work-report-2022"),
        ("anci-livelihood-2023-02-01", "document:anci-livelihood-2023-02-01"),
        ("new_urban_jobs", "indicator:new_urban_jobs"),
        ("pm2.5", "indicator:pm25"),
        ("ｂｕｓ", "indicator:buses"),
        ("hospitalz", "indicator:hospitals"),
    ],
)
def test_another_script_a_like_sound_and_what_is_left_out_find_what_is_meant(
    names: Names, asked: str, expected: str
) -> None:
    assert expected in found(names, asked)[:FIRST]


def test_letters_are_found_where_a_word_begins(names: Names) -> None:
    assert "indicator:near_city_bus_operation" not in found(names, "yb")  # cit|y b|uses
    assert "indicator:unemployment_insured" not in found(names, "employment")
    assert "indicator:urban_new_employment" in found(names, "employment")


def test_a_place_may_stand_before_or_after_what_is_asked_of_it(names: Names) -> None:
    assert part_region(names, "广阳 常住人口") == ("131003", "常住人口")
    assert part_region(names, "低保安次区") == ("131002", "低保")
    assert part_region(names, "常住人口") == ("", "常住人口")


@pytest.mark.parametrize(
    "asked", ["", " ", "zzzz", "gdp", "…", "“”", "\u3000", "xyzzy", "咩咩咩", "a" * 99, "(" * 60, "%_*"]
)
def test_nothing_is_found_where_nothing_is_called_so(names: Names, asked: str) -> None:
    assert found(names, asked) == []


@pytest.fixture(scope="module")
def client(store_url: str) -> Iterator[FlaskClient]:
    with client_of(store_url) as client:
        yield client


def test_a_page_says_why_it_was_found_and_what_has_no_figures(client: FlaskClient, store_url: str) -> None:
    page = the(read_html(client.get("/search?q=医保").text), "main")
    assert "基本医疗保险参保率又称“医保参保率”" in text_of(page)
    links = [a.get("href", "") for a in page.iter("a")]
    assert "/indicators/basic_insurance_coverage" in links
    reader = open_release(open_store(store_url, read_only=True))
    published = reader.covered(reader.catalog.indicators, "indicator")
    silent = next(i for i in reader.catalog.indicators.values() if i.id not in published and not i.formula)
    page = the(read_html(client.get(f"/search?q={silent.name}").text), "main")
    assert f"{silent.name}没有收录数字" in text_of(page)
    assert f"/indicators/{silent.id}" not in [a.get("href", "") for a in page.iter("a")]


def test_what_is_typed_stands_as_text_and_is_bounded(client: FlaskClient) -> None:
    answer = client.get("/search", query_string={"q": "<script>alert(1)</script>"})
    assert answer.status_code == 200 and "<script>alert" not in answer.text
    assert client.get("/search", query_string={"q": "长" * 61}).status_code == 404
    assert client.get("/search").status_code == 200
    assert client.get("/search?q=博物馆&lang=en").status_code == 200


def test_what_is_asked_of_a_place_leads_there(client: FlaskClient) -> None:
    page = the(read_html(client.get("/search?q=廊坊市常住人口").text), "main")
    assert "地区：廊坊市" in text_of(page)
    assert "/indicators/resident_population?region=131000" in [a.get("href", "") for a in page.iter("a")]
