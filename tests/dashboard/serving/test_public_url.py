"""Under which address the site says it is found: the one that is set, or none of its own."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from dashboard.serving.public_url import public_url
from data.errors import SettingUnusable
from tests.setup.markup import read_html, the
from tests.setup.publishing import client_of, copy_curated, refresh, replace_text

PUBLIC = "https://data.example.cn"
ATOM = "{http://www.w3.org/2005/Atom}"
PAGES = {
    "/": "/",
    "/?lang=zh&x=1": "/",
    "/themes/roads?lang=en&release=1": "/themes/roads?lang=en&release=1",
}


def named(client: FlaskClient, path: str, host: str) -> dict[str, str]:
    """The addresses in a page's head by what they are for, asked of a host in plain HTTP."""
    root = read_html(client.get(path, base_url=f"http://{host}").text)
    links = {a.get("hreflang") or a.get("rel", ""): a.get("href", "") for a in the(root, "head").iter("link")}
    return links | tags(client, path)


def tags(client: FlaskClient, path: str) -> dict[str, str]:
    """What a page's head tells those who share it."""
    metas = the(read_html(client.get(path).text), "head").iter("meta")
    return {meta.get("property") or meta.get("name", ""): meta.get("content", "") for meta in metas}


@pytest.mark.parametrize("path", PAGES)
def test_behind_a_proxy_a_page_names_the_address_that_the_public_knows(store_url: str, path: str) -> None:
    with client_of(store_url, PUBLIC) as client:
        for host in ("127.0.0.1:8050", "evil.example"):
            found = named(client, path, host)
            assert found["canonical"] == found["og:url"] == f"{PUBLIC}{PAGES[path]}"
            for language in ("zh", "en"):
                assert found[language].startswith(f"{PUBLIC}/")
                assert client.get(found[language].removeprefix(PUBLIC)).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_with_no_address_set_a_page_names_none(store_url: str, path: str) -> None:
    with client_of(store_url) as client:
        for host in ("one.example", "two.example"):
            found = named(client, path, host)
            assert not {"canonical", "zh", "en", "og:url", "og:image"} & found.keys()  # none may be relative


def feed_of(client: FlaskClient, host: str) -> ElementTree.Element:
    """The feed of releases as it is given to who asks a host for it."""
    return ElementTree.fromstring(client.get("/releases.atom", headers={"Host": host}).data)


def ids(feed: ElementTree.Element) -> list[str]:
    """By what readers know a feed and its entries."""
    return [id.text or "" for id in feed.iter(f"{ATOM}id")]


@pytest.mark.parametrize("public", ["", PUBLIC])
@pytest.mark.parametrize("host", ["one.example", "<evil>", ""])
def test_the_feed_links_to_the_address_that_is_set_and_else_to_its_own_server(
    store_url: str, public: str, host: str
) -> None:
    with client_of(store_url, public) as client:
        links = [link.get("href") for link in feed_of(client, host).iter(f"{ATOM}link")]
    assert links == [f"{public}/releases.atom", f"{public}/?release=1"]


def test_a_release_keeps_its_id_in_the_feed_when_the_site_moves_or_publishes_more(tmp_path: Path) -> None:
    curated, url = copy_curated(tmp_path), f"sqlite:///{tmp_path / 'livelihood.db'}"
    refresh(curated, url)
    with client_of(url) as client, client_of(url, PUBLIC) as moved:
        feed, first = ids(feed_of(client, "one.example"))
        assert ids(feed_of(moved, "two.example")) == [feed, first]
        replace_text(curated / "documents" / "anci-livelihood-2023-02-01.csv", "26.68亿元", "26.69亿元")
        refresh(curated, url, "更正")
        again, second, still_first = ids(feed_of(client, "one.example"))
    assert (again, still_first) == (feed, first)
    assert len({feed, first, second}) == 3
    assert all(UUID(id.removeprefix("urn:uuid:")) and id.startswith("urn:uuid:") for id in (feed, second))


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("", ""),
        ("https://data.example.cn/", PUBLIC),
        (" https://data.example.cn ", PUBLIC),
        ("http://10.0.0.1:8050", "http://10.0.0.1:8050"),
        ("http://[::1]:8050", "http://[::1]:8050"),
    ],
)
def test_an_address_of_a_host_can_be_set(written: str, address: str) -> None:
    assert public_url(written) == address


@pytest.mark.parametrize(
    "written",
    ["data.example.cn", "ftp://x.cn", "https://x.cn/stat", "https://x.cn?a", 'https://"x.cn', "//x.cn"],
)
def test_what_is_no_address_of_a_host_is_refused_with_an_example(written: str) -> None:
    with pytest.raises(SettingUnusable) as refused:
        public_url(written)
    for language in ("zh", "en"):
        said = refused.value.say(language)
        assert "PUBLIC_URL" in said and f"“{written}”" in said and "https://data.example.cn" in said


@pytest.mark.parametrize(("lang", "locale"), [("zh", "zh_CN"), ("en", "en_US")])
def test_a_share_names_language_and_territory_and_kind_of_card(
    store_url: str, lang: str, locale: str
) -> None:
    with client_of(store_url, PUBLIC) as client:
        found = tags(client, f"/?lang={lang}")
    assert (found["og:locale"], found["twitter:card"]) == (locale, "summary_large_image")
