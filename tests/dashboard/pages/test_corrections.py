"""However many figures were corrected, a page lists so many, and each stands in one part of the list."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import pytest
from flask.testing import FlaskClient

from dashboard.request.address import PART
from tests.setup.markup import having, read_html, text_of, the
from tests.setup.publishing import append, client_of, copy_curated, refresh, replace_text

MONTHS = [f"{year}-{month:02}" for year in range(1970, 2020) for month in range(1, 13)]  # of more than a part
COLUMNS = "indicator,region,period,breakdown,printed,status,locator,note"
PARTICULARS = """\
id = "events"
title = "文化活动"
publisher = "文化局"
published = "2023-02-01"
region = "131002"
kind = "official"
confidence = "high"
"""


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """The application over a store in which one figure was corrected, and then more than a page lists."""
    folder = tmp_path_factory.mktemp("corrected")
    url, curated = f"sqlite:///{folder / 'store.db'}", copy_curated(folder)
    document = curated / "documents" / "events"
    document.with_suffix(".toml").write_text(PARTICULARS, encoding="utf-8")
    for first, others in ((60, 60), (61, 60), (62, 70)):
        lines = [f"cultural_events,131002,{month},,{others}场,,表1," for month in MONTHS]
        lines[0] = f"cultural_events,131002,{MONTHS[0]},,{first}场,,表1,"
        document.with_suffix(".csv").write_text("", encoding="utf-8")
        append(document.with_suffix(".csv"), COLUMNS, *lines)
        refresh(curated, url)
    with client_of(url) as client:
        yield client


def page(client: FlaskClient, path: str) -> Element:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return read_html(answer.text)


def rows(root: Element) -> list[str]:
    return [text_of(row) for row in the(having(root, "figures")[0], "tbody")]


def paging(root: Element) -> dict[str, str]:
    """The ways to other parts, by what they say."""
    [nav] = having(root, "paging")
    return {text_of(link): link.get("href", "") for link in nav.iter("a")}


def test_a_page_lists_the_latest_corrections_and_leads_to_the_earlier_ones(corrected: FlaskClient) -> None:
    first = page(corrected, "/corrections")
    assert len(rows(first)) == PART
    assert paging(first) == {"更早的 →": "/corrections?part=2"}
    second = page(corrected, "/corrections?part=2")
    assert paging(second) == {"← 较新的": "/corrections"}
    assert len({*rows(first), *rows(second)}) == len(MONTHS) + 1
    assert "61场" in rows(second)[-1] and "第2版" in rows(second)[-1]


def test_a_part_says_which_of_how_many_it_lists(corrected: FlaskClient) -> None:
    [nav] = having(page(corrected, "/corrections?part=2"), "paging")
    assert text_of(nav).startswith(f"第501–{len(MONTHS) + 1}条，共{len(MONTHS) + 1}条")
    [nav] = having(page(corrected, "/corrections?lang=en"), "paging")
    assert text_of(nav).startswith(f"1–500 of {len(MONTHS) + 1}")


def test_a_list_that_has_one_part_says_nothing_of_parts(corrected: FlaskClient) -> None:
    earlier = page(corrected, "/corrections?release=2")
    assert (len(rows(earlier)), having(earlier, "paging")) == (1, [])


@pytest.mark.parametrize("part", ["3", "999999", "0", "x", "1.5"])
def test_a_part_that_there_is_none_of_is_not_found(corrected: FlaskClient, part: str) -> None:
    assert corrected.get(f"/corrections?part={part}").status_code == 404


def test_the_first_part_has_one_address_and_other_pages_have_no_parts(corrected: FlaskClient) -> None:
    assert "part=" not in corrected.get("/corrections?part=1").text.replace("part=2", "")
    others = the(page(corrected, "/corrections?part=2"), "footer")[0][1]
    assert [*others] and not [link for link in others.iter("a") if "part=" in link.get("href", "")]


# ---- figures for which another document is believed -------------------------------------------

ABOVE = PARTICULARS.replace("events", "review") + 'supersedes = ["anci-livelihood-2023-02-01"]\n'


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A store in which a document came to stand above the article, and then corrected its own figure."""
    folder = tmp_path_factory.mktemp("reviewed")
    url, curated = f"sqlite:///{folder / 'store.db'}", copy_curated(folder)
    refresh(curated, url)
    document = curated / "documents" / "review"
    document.with_suffix(".toml").write_text(ABOVE, encoding="utf-8")
    for events in (61, 62):
        document.with_suffix(".csv").write_text("", encoding="utf-8")
        same = "new_urban_jobs,131002,2022,,5830个,,表1,"
        append(document.with_suffix(".csv"), COLUMNS, f"cultural_events,131002,2022,,{events}场,,表1,", same)
        refresh(curated, url, reason=f"复核为{events}")
    with client_of(url) as client:
        yield client


def replaced(client: FlaskClient, query: str = "") -> list[str]:
    """The rows under the heading of figures for which another document is believed."""
    tables = having(page(client, f"/corrections{query}"), "figures")
    return [text_of(row) for table in tables if "另一份文件" in text_of(table) for row in the(table, "tbody")]


def test_a_figure_that_gave_way_to_another_documents_is_told_with_release_and_reason(
    reviewed: FlaskClient,
) -> None:
    [row] = [row for row in replaced(reviewed) if "60场" in row]
    assert ("61场" in row, "62场" in row, "第2版" in row, "复核为61" in row) == (True, False, True, True)


def test_what_became_of_the_figure_in_its_place_is_a_correction(reviewed: FlaskClient) -> None:
    [row] = [row for row in rows(page(reviewed, "/corrections")) if "61场" in row]
    assert ("62场" in row, "第3版" in row) == (True, True)


def test_before_a_document_stood_above_another_nothing_had_given_way(reviewed: FlaskClient) -> None:
    assert replaced(reviewed, "?release=1") == []
    assert "目前没有更正或撤回的数字" in text_of(page(reviewed, "/corrections?release=1"))


def test_a_figure_that_the_other_document_prints_too_has_not_given_way(reviewed: FlaskClient) -> None:
    assert len(replaced(reviewed)) == 1


# ---- what figures are called otherwise by -----------------------------------------------------


@pytest.fixture(scope="module")
def renamed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A store in which a theme and a district came to be called otherwise, and then the interface."""
    folder = tmp_path_factory.mktemp("renamed")
    url, curated = f"sqlite:///{folder / 'store.db'}", copy_curated(folder)
    refresh(curated, url)
    replace_text(curated / "themes" / "spending.toml", 'name = "民生支出"', 'name = "教育支出"')
    replace_text(curated / "regions.csv", "131002,安次区", "131002,新兴区")
    income = curated / "themes" / "income.toml"
    replace_text(income, "收入为累计数，前三季度与全年不可比", "前三季度收入为累计数，不与全年比")
    refresh(curated, url)
    with client_of(url) as client:
        yield client


def test_what_a_figure_was_called_stands_beside_what_it_is_called(renamed: FlaskClient) -> None:
    told = text_of(the(page(renamed, "/corrections"), "main"))
    assert "指标 教育支出 · 名称民生支出教育支出" in told
    assert "地区 新兴区 · 名称安次区新兴区" in told
    assert "〔有“城镇居民人均可支配收入”时〕前三季度收入为累计数，不与全年比" in told
    assert "?}" not in told
    assert "Region Anci District · name" in text_of(the(page(renamed, "/corrections?lang=en"), "main"))


def test_how_many_figures_are_called_otherwise_counts_in_the_release(renamed: FlaskClient) -> None:
    newest, first = renamed.get("/api/v1/releases.json").get_json()["releases"]
    region = renamed.get("/api/v1/observations.json?region=131002&release=1").get_json()["observations"]
    printed = [row for row in region if row["status"] != "derived"]
    assert (first["reworded"], newest["reworded"] >= len(printed)) == (0, True)
    assert "改称" in renamed.get("/releases").text
