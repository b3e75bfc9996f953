"""What is answered where nothing is there, or nothing may be done: a page that says so and leads on."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.setup.markup import having, read_html, text_of, the
from tests.setup.publishing import client_of


@pytest.fixture(scope="module")
def client(store_url: str) -> Iterator[FlaskClient]:
    with client_of(store_url) as client:
        yield client


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/themes/nothing",
        "/indicators/nothing",
        "/documents/nothing",
        "/?region=131009",
        "/?period=1999",
        "/?period=later",
        "/?lang=xx",
        "/?release=2",
        "/?release=0",
        "/%00",
        "/%ff",
        "/themes/" + "x" * 5000,
        "/robots.txt/..",
    ],
)
def test_an_address_that_names_nothing_is_a_404_page_that_says_so_and_leads_home(
    client: FlaskClient, path: str
) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    root = read_html(answer.text)
    assert the(root, "h1").text in ("没有这一页", "No such page")
    home = "/" if the(root, "html").get("lang") == "zh" else "/?lang=en"
    ways = [a.get("href") or "" for a in the(root, "main").iter("a")]
    assert ways[0] == home
    assert [way.partition("?")[0] for way in ways[1:]] == ["/regions", "/documents", "/releases", "/all"]
    assert the(root, "form").get("action") == "/search"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("lang", ["", "?lang=en"])
def test_a_404_page_has_the_sites_dress_and_its_way_around(client: FlaskClient, lang: str) -> None:
    lost, found = client.get(f"/nowhere{lang}"), client.get(f"/{lang}")
    root, home = read_html(lost.text), read_html(found.text)
    assert the(root, "style").text == the(home, "style").text
    assert_dressed(lost)
    for part in ("header", "footer"):
        assert [a.get("href") for a in the(root, part).iter("a")] == [
            a.get("href") for a in the(home, part).iter("a")
        ]
    assert not [a for a in root.iter("a") if a.get("aria-current") == "page"]


def assert_dressed(answer: TestResponse) -> None:
    """The page's style sheet is one that its policy admits; nothing else styles it, and no script runs."""
    root = read_html(answer.text)
    digest = hashlib.sha256((the(root, "style").text or "").encode()).digest()
    assert f"'sha256-{base64.b64encode(digest).decode()}'" in answer.headers["Content-Security-Policy"]
    assert having(root, "top") and having(root, "brand")
    assert not list(root.iter("script")) and not [e for e in root.iter() if "style" in e.attrib]


@pytest.mark.parametrize(("lang", "title"), [("", "暂时不能提供"), ("?lang=en", "Not available now")])
def test_without_a_store_a_page_still_has_the_sites_dress(tmp_path: Path, lang: str, title: str) -> None:
    with client_of(f"sqlite:///{tmp_path / 'none.db'}") as client:
        for path in ("/", "/themes/roads", "/nowhere/"):
            answer = client.get(f"{path}{lang}")
            assert_dressed(answer)
            root = read_html(answer.text)
            assert not list(root.iter("nav"))
            assert "Traceback" not in answer.text and answer.headers["Cache-Control"] == "no-store"
        root = read_html(client.get(f"/{lang}").text)
        assert the(root, "h1").text == title
        assert [a.get("href") for a in the(root, "main").iter("a")] == ["", f"/{lang}"]
        assert [a.get("lang") for a in having(root, "pill")] == ["zh" if lang else "en"]


@pytest.mark.parametrize(
    ("path", "zh", "en"),
    [
        ("/?region=999999", "没有代码为“999999”的地区", "There is no region with the code “999999”"),
        ("/themes/jobs?period=1999", "没有“1999”这个时期的数字", "There are no figures for 1999"),
        ("/documents?part=99", "没有第99部分", "There is no part 99"),
        ("/compare?regions=131002,none", "没有代码为“none”的地区", "There is no region with the code “none”"),
        ("/report?themes=none", "没有代码为“none”的主题", "There is no theme with the code “none”"),
        ("/compare?indicator=none", "没有代码为“none”的指标", "There is no indicator with the code “none”"),
    ],
)
def test_what_an_address_asks_for_in_vain_is_called_as_readers_call_it(
    client: FlaskClient, path: str, zh: str, en: str
) -> None:
    for language, sentence in (("zh", zh), ("en", en)):
        answer = client.get(f"{path}{'&' if '?' in path else '?'}lang={language}")
        assert answer.status_code == 404
        assert text_of(having(read_html(answer.text), "lead")[0]) == sentence


@pytest.mark.parametrize(
    ("path", "data", "status", "zh", "en"),
    [
        ("/", {}, 405, "这个网址只供查看", "This address can only be read"),
        ("/proofread", {"text": ""}, 400, "请贴一段文字", "Please paste a text"),
        ("/v/AAAA", {"file": "x" * 4_100_000}, 400, "请选一张", "Please choose a PNG"),
    ],
)
def test_what_is_not_accepted_is_said_in_the_readers_language_with_the_ways_on(
    client: FlaskClient, path: str, data: dict[str, str], status: int, zh: str, en: str
) -> None:
    for language, title, sentence in (("zh", "请求没有受理", zh), ("en", "Request not accepted", en)):
        answer = client.post(f"{path}?lang={language}", data=data)
        assert answer.status_code == status
        assert_dressed(answer)
        root = read_html(answer.text)
        assert the(root, "h1").text == title
        assert text_of(having(root, "lead")[0]).startswith(sentence)
        assert next(the(root, "main").iter("a")).get("href") == ""


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh", "这个请求无法处理（416）"), ("en", "This request can’t be answered (416)")],
)
def test_a_refusal_without_a_sentence_of_its_own_is_said_in_the_readers_language_too(
    client: FlaskClient, language: str, said: str
) -> None:
    answer = client.get(f"/assets/style.css?lang={language}", headers={"Range": "bytes=99999999-"})
    assert answer.status_code == 416
    assert text_of(having(read_html(answer.text), "lead")[0]) == said


def test_a_404_is_said_in_the_readers_language_and_repeats_markup_as_text(client: FlaskClient) -> None:
    answer = client.get("/<script>alert(1)</script>?lang=en")
    assert the(read_html(answer.text), "h1").text == "No such page"
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize("path", ["/", "/themes/roads", "/nowhere", "/api/v1/themes", "/healthz"])
def test_a_page_can_only_be_read(client: FlaskClient, method: str, path: str) -> None:
    answer = getattr(client, method)(path, data=b"x")
    assert answer.status_code == 405
    assert {"GET", "HEAD"} <= answer.allow
