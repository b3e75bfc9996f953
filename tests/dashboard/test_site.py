"""Under which address the site says it is found: the one that is set, or none of its own."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from dashboard.serving.public_url import public_url
from data.errors import SettingUnusable
from tests.setup.markup import read_html, the
from tests.setup.publishing import client_of

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
def test_with_no_address_set_a_page_names_itself_in_a_way_that_is_right_on_every_host(
    store_url: str, path: str
) -> None:
    with client_of(store_url) as client:
        for host in ("one.example", "two.example"):
            found = named(client, path, host)
            assert found["canonical"] == PAGES[path]
            assert found["zh"].startswith("/") and found["en"].startswith("/")
            assert "og:url" not in found  # which may not be relative


@pytest.mark.parametrize(
    ("public", "host", "root"),
    [
        (PUBLIC, "evil.example", f"{PUBLIC}/"),
        ("", "one.example", "http://one.example/"),
        ("", "<evil>", "/"),
    ],
)
def test_the_feed_is_found_under_the_address_set_or_asked_at(
    store_url: str, public: str, host: str, root: str
) -> None:
    with client_of(store_url, public) as client:
        feed = ElementTree.fromstring(client.get("/releases.atom", headers={"Host": host}).data)
    assert feed.findtext(f"{ATOM}id") == f"{root}releases.atom"
    assert [link.get("href") for link in feed.iter(f"{ATOM}link")] == [
        f"{root}releases.atom",
        f"{root}?release=1",
    ]


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
    with client_of(store_url) as client:
        found = tags(client, f"/?lang={lang}")
    assert (found["og:locale"], found["twitter:card"]) == (locale, "summary")
