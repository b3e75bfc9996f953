"""Whoever follows a theme is told what each release changed of it, and pages mark what is new."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from flask.testing import FlaskClient

from tests.setup.markup import having, read_html, text_of
from tests.setup.publishing import append, client_of, copy_curated, refresh, replace_text

SITE = "https://data.example.cn"
ARTICLE = "anci-livelihood-2023-02-01"
ATOM = "{http://www.w3.org/2005/Atom}"
ADDED = "job_fair_vacancies,131002,2021,,1.2万个,target,第2段,"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Two releases: the second corrects a figure on jobs and adds a target of another year."""
    folder = tmp_path_factory.mktemp("feeds")
    curated, url = copy_curated(folder), f"sqlite:///{folder / 'livelihood.db'}"
    refresh(curated, url)
    figures = curated / "documents" / f"{ARTICLE}.csv"
    replace_text(figures, "5830个", "5838个")
    append(figures, ADDED)
    refresh(curated, url, "误录")
    with client_of(url, SITE) as client:
        yield client


def entries(client: FlaskClient, address: str) -> list[Element]:
    answer = client.get(address)
    assert answer.status_code == 200 and answer.mimetype == "application/atom+xml", answer.text
    feed = ElementTree.fromstring(answer.data)
    ids = [e.text for e in feed.iter(f"{ATOM}id")]
    assert len({*ids}) == len(ids) and feed.findtext(f"{ATOM}updated")
    return feed.findall(f"{ATOM}entry")


def test_the_feed_of_a_theme_says_what_each_release_changed_of_it(client: FlaskClient) -> None:
    newest, first = entries(client, "/themes/jobs.atom")
    assert newest.findtext(f"{ATOM}title") == "就业 · 第2版"
    assert newest.findtext(f"{ATOM}summary") == "新增 1 · 更正 1 · 撤回 0 · 误录"
    [link] = newest.findall(f"{ATOM}link")
    assert link.get("href") == f"{SITE}/releases/2"
    lines = (newest.findtext(f"{ATOM}content") or "").splitlines()
    assert "城镇新增就业岗位 · 安次区 · 2022年 · 5830个 → 5838个" in lines and len(lines) == 2
    assert any("1.2万个" in line and "目标" in line for line in lines)  # no target passes for a result
    assert first.findtext(f"{ATOM}title") == "就业 · 第1版"


def test_a_release_that_left_a_theme_alone_is_not_in_its_feed(client: FlaskClient) -> None:
    [only] = entries(client, "/themes/education.atom?lang=en")
    assert only.findtext(f"{ATOM}title") == "Education · Release 1"
    assert len(entries(client, "/releases.atom")) == 2


def test_a_theme_leads_to_its_feed(client: FlaskClient) -> None:
    text = client.get("/themes/jobs?lang=en").text
    told = r'type="application/atom\+xml" title="[\w ]+" href="/themes/jobs.atom\?lang=en">'
    assert re.search(told, text, re.ASCII)
    assert "/themes/jobs.atom?lang=en" in {a.get("href") for a in read_html(text).iter("a")}


@pytest.mark.parametrize(
    "address", ["/themes/nothing.atom", "/themes/jobs.atom?lang=tlh", "/themes/jobs.atom?region=131000"]
)
def test_there_is_no_other_feed(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def marks(client: FlaskClient, address: str) -> list[str]:
    """Where the marks of what is new lead, on a page."""
    found = having(read_html(client.get(address).text), "new")
    assert all(text_of(mark).startswith(("新", "New")) for mark in found)
    return [mark.get("href", "") for mark in found]


def test_what_the_newest_release_added_or_corrected_is_marked_on_row_and_card(client: FlaskClient) -> None:
    text = client.get("/themes/jobs").text
    root = read_html(text)
    rows = [text_of(cell) for cell in having(root, "printed") if having(cell, "new")]
    assert (
        len(rows) == 3
        and sum("5838个" in row for row in rows) == 2
        and sum("1.2万个" in row for row in rows) == 1
    )
    assert re.search(r"第2版新增或更正了图中\d项数字里的[12]项。", text_of(root))
    assert {*marks(client, "/themes/jobs")} == {"/releases/2"}
    assert marks(client, "/themes/jobs?lang=en")[0] == "/releases/2?lang=en"


@pytest.mark.parametrize("address", ["/themes/education", "/themes/jobs?release=1", "/?release=1"])
def test_what_is_not_new_is_not_marked_nor_the_first_release_as_a_whole(
    client: FlaskClient, address: str
) -> None:
    assert not marks(client, address)


def test_a_mark_leads_to_the_release_that_made_it(client: FlaskClient) -> None:
    for there in {*marks(client, "/themes/jobs")}:
        page = client.get(there)
        assert page.status_code == 200 and "5838个" in page.text and "1.2万个" in page.text
