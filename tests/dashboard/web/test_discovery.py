"""What crawlers, browsers and whoever found a hole look for at addresses of the web's own."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta
from urllib.robotparser import RobotFileParser

import pytest

from dashboard.web.discovery import security_contact
from data.errors import SettingUnusable
from tests.setup.markup import read_html
from tests.setup.publishing import client_of

PUBLIC = "https://data.example.cn"


def test_a_page_that_only_a_picture_leads_to_asks_not_to_be_searched_for(store_url: str) -> None:
    with client_of(store_url, PUBLIC) as client:
        assert 'name="robots"' not in client.get("/charts/jobs_and_fairs").text
        [code] = {
            href
            for a in read_html(client.get("/charts/jobs_and_fairs").text).iter("a")
            if (href := a.get("href", "")).startswith("/v/")
        }
        assert '<meta name="robots" content="noindex">' in client.get(code).text


def test_without_an_address_of_the_site_there_is_no_sitemap_and_robots_are_sent_to_none(
    store_url: str,
) -> None:
    with client_of(store_url) as client:
        refused = client.get("/sitemap.xml?lang=en")
        assert refused.status_code == 404 and "PUBLIC_URL" in refused.text
        assert "Sitemap" not in client.get("/robots.txt").text
    with client_of(store_url, PUBLIC) as client:
        assert f"\nSitemap: {PUBLIC}/sitemap.xml\n" in client.get("/robots.txt").text


def test_robots_may_read_pages_and_charts_and_leave_alone_what_is_no_page(store_url: str) -> None:
    with client_of(store_url) as client:
        answer = client.get("/robots.txt")
    assert answer.content_type == "text/plain; charset=utf-8"
    rules = RobotFileParser()
    rules.parse(answer.text.splitlines())
    assert all(rules.can_fetch("any", path) for path in ("/", "/themes/roads?lang=en", "/api/v1/themes"))
    assert not rules.can_fetch("any", "/_dash-update-component")


def test_who_finds_a_hole_is_told_whom_to_tell(store_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECURITY_CONTACT", "mailto:security@example.cn")
    with client_of(store_url, PUBLIC) as client:
        answer = client.get("/.well-known/security.txt")
    assert answer.content_type == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert fields["Contact"] == "mailto:security@example.cn"
    assert fields["Canonical"] == f"{PUBLIC}/.well-known/security.txt"
    left = datetime.fromisoformat(fields["Expires"]) - datetime.now(UTC)
    assert timedelta(days=30) < left < timedelta(days=365)


def test_without_a_contact_there_is_no_security_txt(store_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECURITY_CONTACT", raising=False)
    with client_of(store_url) as client:
        refused = client.get("/.well-known/security.txt")
    assert refused.status_code == 404 and "SECURITY_CONTACT" in refused.text


@pytest.mark.parametrize(
    "written", ["mailto:a@b.cn", "https://example.cn/report?x=1", "tel:+86-316-1234567", " mailto:a@b.cn "]
)
def test_a_contact_is_an_address_to_write_to_or_to_call(written: str) -> None:
    assert security_contact(written) == written.strip()


@pytest.mark.parametrize("written", ["a@b.cn", "http://b.cn", "mailto:", "mailto:a@b.cn\nContact: x", "电话"])
def test_what_is_no_contact_is_refused_with_an_example(written: str) -> None:
    with pytest.raises(SettingUnusable, match=r"(?s)SECURITY_CONTACT.*mailto:security@example"):
        security_contact(written)


def test_the_icon_that_browsers_ask_for_unasked_has_the_sizes_they_show(icon: bytes) -> None:
    reserved, kind, count = struct.unpack_from("<HHH", icon)
    assert (reserved, kind) == (0, 1)
    entries = [struct.unpack_from("<BBBBHHII", icon, 6 + 16 * at) for at in range(count)]
    assert [entry[0] for entry in entries] == [16, 32, 48]
    for *_, size, start in entries:
        assert icon[start:].startswith(b"\x89PNG") and start + size <= len(icon)


@pytest.fixture
def icon(store_url: str) -> bytes:
    """What /favicon.ico answers."""
    with client_of(store_url) as client:
        answer = client.get("/favicon.ico")
    assert answer.status_code == 200 and answer.mimetype == "image/vnd.microsoft.icon"
    return answer.data
