"""A figure's own page: what is printed, of what, when, by whom; what became of it, and what uses it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from flask.testing import FlaskClient

from dashboard.pages.figure_source import original_address
from dashboard.request.links import figure_id, figure_key
from data.model.observation import Observation
from tests.setup.markup import having, read_html, text_of, the
from tests.setup.publishing import append, client_of, copy_curated, drop_lines, refresh, replace_text

ARTICLE = "anci-livelihood-2023-02-01"
ROADS = f"/figures/131002/road_works_length@village_roads/2022-01-01_2023-02-01/{ARTICLE}"
EVENTS = f"/figures/131002/cultural_events/2022/{ARTICLE}"
JOBS = f"/figures/131002/new_urban_jobs/2022/{ARTICLE}"
LATER = """\
id = "anci-later"
title = "更正"
publisher = "安次区统计局"
published = "2023-03-01"
region = "131002"
kind = "official"
confidence = "high"
supersedes = ["anci-livelihood-2023-02-01"]
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """The application over a store in which figures were corrected, withdrawn and superseded."""
    folder = tmp_path_factory.mktemp("figures")
    url, curated = f"sqlite:///{folder / 'store.db'}", copy_curated(folder)
    refresh(curated, url)
    article = curated / "documents" / f"{ARTICLE}.csv"
    replace_text(article, "new_urban_jobs,131002,2022,,5830个", "new_urban_jobs,131002,2022,,5838个")
    refresh(curated, url, "误录")
    drop_lines(article, "cultural_events,")
    later = curated / "documents" / "anci-later"
    later.with_suffix(".toml").write_text(LATER, encoding="utf-8")
    columns = "indicator,region,period,breakdown,printed,status,locator,note"
    append(later.with_suffix(".csv"), columns, "job_fairs,131002,2022,,18场,,第1段,")
    refresh(curated, url, "原文撤下", f"{ARTICLE}=1")
    with client_of(url) as client:
        yield client


def page(client: FlaskClient, path: str) -> Element:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.text)
    return the(read_html(answer.text), "main")


def turns(history: Element) -> list[str]:
    """What a history says of each release, but for its time."""
    return [re.sub(r"北京时间[-\d: ]+· ", "", text_of(turn)) for turn in history]


def test_a_figure_is_shown_as_printed_with_all_that_it_is_of(client: FlaskClient) -> None:
    main = page(client, ROADS)
    [numeral] = having(main, "numeral")
    assert text_of(numeral) == "约52.85公里" and "loose" in numeral.get("class", "")
    assert [text_of(small) for small in numeral.iter("small")] == ["约", "公里"]
    said = text_of(main)
    for fact in (
        "道路工程施工路程",
        "2022年村道提标改造工程",
        "安次区",
        "2022年以来",
        "实际",
        "第15段",
        "是约数",
    ):
        assert fact in said
    links = [a.get("href", "") for a in main.iter("a")]
    assert (
        "http://acwmw.com/dongtai/yaowen/202302015005.html#:~:text=%E7%BA%A652.85%E5%85%AC%E9%87%8C" in links
    )
    assert "/themes/roads#chart-road_works" in links
    assert any(a.startswith("/api/v1/observations.json?indicator=road_works_length") for a in links)


def test_an_exact_figure_has_no_rule_under_it(client: FlaskClient) -> None:
    [numeral] = having(page(client, JOBS), "numeral")
    assert "loose" not in numeral.get("class", "")


def test_every_figure_of_a_table_leads_to_a_page_that_prints_it(client: FlaskClient) -> None:
    for table in ("/themes/spending", "/themes/jobs?region=130000", "/themes/education?lang=en"):
        rows = list(the(having(page(client, table), "figures")[0], "tbody"))
        assert rows
        for row in rows:
            [printed] = having(row, "printed")
            link = next(printed.iter("a"))
            assert (link.text or "") in text_of(page(client, link.get("href", "")))


def test_a_corrected_figure_is_struck_through_beside_the_new_one_and_why(client: FlaskClient) -> None:
    [history] = having(page(client, JOBS), "history")
    assert turns(history) == ["5830个 第1版 a test", "5830个 5838个 第2版 误录"]
    assert [text_of(old) for old in history.iter("del")] == ["5830个"]
    [before] = having(page(client, f"{JOBS}?release=1"), "history")
    assert turns(before) == ["5830个 第1版 a test"]


def test_a_figure_withdrawn_still_has_its_page(client: FlaskClient) -> None:
    main = page(client, EVENTS)
    [numeral], [history] = having(main, "numeral"), having(main, "history")
    struck = text_of(the(numeral, "del"))
    assert struck and turns(history)[-1] == f"{struck} 已撤回 第3版 原文撤下"
    assert not list(having(page(client, f"{EVENTS}?release=2"), "numeral")[0].iter("del"))


def test_a_superseded_figure_names_the_one_that_is_believed(client: FlaskClient) -> None:
    main = page(client, f"/figures/131002/job_fairs/2022/{ARTICLE}")
    [others] = [card for card in having(main, "card") if "各文件中的这个数字" in text_of(card)]
    assert [text_of(old) for old in others.iter("del")] == ["17场"]
    assert "18场" in text_of(others) and "以另一份文件为准" in text_of(others)
    assert [a.get("href") for a in others.iter("a")] == ["/figures/131002/job_fairs/2022/anci-later"]
    assert "不相比：以另一份文件为准" in text_of(main) and "同级地区" not in text_of(main)


def test_what_is_derived_has_its_formula_and_bounds_and_leads_to_what_it_is_of(client: FlaskClient) -> None:
    whole = "/figures/131002/total_budget_expenditure/2022@derived"
    main = page(client, whole)
    said = text_of(main)
    assert "约32.56亿元 = 26.68亿元 ÷ 81.94%" in said and "32.552–32.569亿元" in said and "推算" in said
    links = (a.get("href", "").partition("?")[0] for a in having(main, "figures-of")[0].iter("a"))
    parts = {path for path in links if path.startswith("/figures/")}
    names = ("livelihood_expenditure", "livelihood_share_of_budget")
    assert {part for part in parts if not part.startswith(whole)} == {
        f"/figures/131002/{name}/2022/{ARTICLE}" for name in names
    }
    for part in (part for part in parts if not part.startswith(whole)):
        assert whole in {a.get("href") for a in page(client, part).iter("a")}


@pytest.mark.parametrize(
    "path",
    [
        "/figures/131002/new_urban_jobs/2022",
        f"/figures/131002/new_urban_jobs/2021/{ARTICLE}",
        f"/figures/131002/new_urban_jobs/2022@actual/{ARTICLE}",
        "/figures/131002/nothing/2022@derived",
        "/figures/131002/job_fairs/2022/anci-later?release=2",
    ],
)
def test_a_figure_never_published_has_no_page(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "key",
    [
        ("131002", "a", "2019-Q1/2019-Q3", "", "actual", "d"),
        ("131002", "a", "2022", "b", "target", "d-1"),
        ("131002", "a", "2022", "", "derived", ""),
    ],
)
def test_an_id_stands_for_one_figure(key: tuple[str, ...]) -> None:
    assert figure_key(figure_id(*key)) == key


@pytest.mark.parametrize(
    ("locator", "printed", "text"),
    [
        ("第2段", "5830个", "#:~:text=5830%E4%B8%AA"),
        ("第2段（下）", "-2.1%", "#:~:text=%2D2.1%25"),
        ("“保障”段", "8000余个", "#:~:text=%E4%BF%9D%E9%9A%9C,8000%E4%BD%99%E4%B8%AA"),
        ("第4段", "开工", ""),
        ("Sheet“1-80”第185行", "367670人", ""),
        ("表第7行", "47.98万人", ""),
    ],
)
def test_the_original_is_opened_at_its_own_words_where_they_are_known(
    locator: str, printed: str, text: str
) -> None:
    row = Observation("131002", "a", "2022", "", "actual", "d", printed, 1, locator, "")
    assert original_address("https://example.cn/x", row) == f"https://example.cn/x{text}"


def test_a_figure_is_described_to_machines_with_its_bounds_and_source(store_url: str) -> None:
    with client_of(store_url, "https://data.example.cn") as client:

        def told(path: str) -> dict[str, Any]:
            found = re.search(r'<script type="application/ld\+json">(.*?)</script>', client.get(path).text)
            assert found, path
            return dict(json.loads(found[1]))

        roads = told(ROADS)
        assert (roads["@type"], roads["value"], roads["unitText"]) == ("Observation", 52.85, "公里")
        assert (roads["minValue"], roads["maxValue"]) == (52.845, 52.855)
        assert "约52.85公里" in roads["name"] and roads["measurementQualifier"] == "约"
        assert roads["observationAbout"]["identifier"] == "131002"
        assert roads["subjectOf"]["publisher"]["name"] == "安次区文明办"
        derived = told("/figures/131002/total_budget_expenditure/2022@derived")
        assert derived["measurementQualifier"] == "推算" and "81.94%" in derived["measurementMethod"]
        assert "subjectOf" not in derived and derived["minValue"] < derived["value"] < derived["maxValue"]
