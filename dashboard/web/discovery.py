"""What machines look for at the web's own addresses: robots.txt, sitemap.xml, catalog.jsonld and more."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import flask

from dashboard.api.data_catalogue import describe_data
from dashboard.charts.chart_view import chart_views
from dashboard.request.address import PAGES, Address
from dashboard.request.context import make_context
from dashboard.request.links import figure_id
from dashboard.serving.page_cache import CACHEABLE
from dashboard.serving.responses import NEWEST, OF_A_RELEASE, send
from dashboard.serving.scripts import ROOT
from dashboard.serving.served_releases import ServedReleases
from dashboard.serving.single_flight import SingleFlightCache
from dashboard.serving.site import CONTACT
from data.errors import SettingMissing, SettingUnusable
from data.messages import SOURCE_LANGUAGE
from data.store.figure_versions import read_keys
from data.store.queries import ReleaseReader

PATHS = ("/robots.txt", "/sitemap.xml", "/catalog.jsonld", "/.well-known/security.txt", "/favicon.ico")
SITEMAP, XHTML = "http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.w3.org/1999/xhtml"
MOST = 50_000  # addresses that one sitemap may have
TEXT = "text/plain; charset=utf-8"
# An address of a release shows what has since been corrected: readers who search are led to the newest. The
# pictures of shared links are of a release, too; of all others there are more than anybody looks for.
ROBOTS = """User-agent: *
Disallow: /_dash
Disallow: /*release=
Disallow: /*.pdf
Disallow: /v/
Allow: /*.png?*size=wide$
"""
VALID = timedelta(days=180)  # RFC 9116: what says when it was last looked after ends within a year


def mount(server: flask.Flask, releases: ServedReleases, public_url: str) -> None:
    """Add the routes. Raises SettingUnusable for a SECURITY_CONTACT that is no address."""
    contact = security_contact(os.environ.get("SECURITY_CONTACT", ""))
    favicon = (ROOT / "assets" / "favicon.ico").read_bytes()
    sitemaps: SingleFlightCache[bytes] = SingleFlightCache(1)
    answers = (
        lambda: send(robots(public_url).encode(), TEXT, NEWEST),
        lambda: _answer_sitemap(releases, public_url, sitemaps),
        lambda: _answer_catalogue(releases, public_url),
        lambda: send(_security(contact, public_url), TEXT, NEWEST),
        lambda: send(favicon, "image/vnd.microsoft.icon", OF_A_RELEASE),
    )
    for path, answer in zip(PATHS, answers, strict=True):
        server.add_url_rule(path, path, answer)


def security_contact(written: str) -> str:
    """Return what SECURITY_CONTACT says, "" where it says nothing; raises SettingUnusable for no address."""
    contact = written.strip()
    if contact and not CONTACT.fullmatch(contact):
        raise SettingUnusable(written, name="SECURITY_CONTACT", example="mailto:security@example.cn")
    return contact


def robots(public_url: str) -> str:
    """Return what crawlers may read (RFC 9309); a sitemap's address must be whole."""
    return ROBOTS + (f"Sitemap: {public_url}/sitemap.xml\n" if public_url else "")


def sitemap(reader: ReleaseReader, public_url: str) -> bytes:
    """Return every page of the newest release, each with its address in every language."""
    ElementTree.register_namespace("", SITEMAP)
    ElementTree.register_namespace("xhtml", XHTML)
    urls = ElementTree.Element(f"{{{SITEMAP}}}urlset")
    for _, address in zip(range(MOST), _pages(reader), strict=False):
        url = ElementTree.SubElement(urls, f"{{{SITEMAP}}}url")
        ElementTree.SubElement(url, f"{{{SITEMAP}}}loc").text = f"{public_url}{address}"
        ElementTree.SubElement(url, f"{{{SITEMAP}}}lastmod").text = reader.release.created_at
        for language in reader.catalog.languages:
            there = address.but(lang="" if language == SOURCE_LANGUAGE else language)
            link = {"rel": "alternate", "hreflang": language, "href": f"{public_url}{there}"}
            ElementTree.SubElement(url, f"{{{XHTML}}}link", link)
    return bytes(ElementTree.tostring(urls, encoding="utf-8", xml_declaration=True))


def security(contact: str, public_url: str, now: datetime) -> str:
    """Return whom to tell of a hole (RFC 9116)."""
    expires = (now + VALID).strftime("%Y-%m-%dT00:00:00Z")
    canonical = f"Canonical: {public_url}/.well-known/security.txt\n" if public_url else ""
    return f"Contact: {contact}\nExpires: {expires}\nPreferred-Languages: zh, en\n{canonical}"


def _pages(reader: ReleaseReader) -> Iterator[Address]:
    """The pages that links lead to: of what is measured or worked out anywhere, and its themes."""
    catalog = reader.catalog
    there = reader.covered(catalog.indicators, "indicator")
    indicators = [one for one in catalog.indicators.values() if one.id in there or one.formula]
    themes = {indicator.theme for indicator in indicators}
    yield from (Address(page) for page, path in PAGES.items() if "{id}" not in path)
    yield from (Address("theme", id) for id in catalog.themes if id in themes)
    yield from (Address("indicator", indicator.id) for indicator in indicators)
    home = make_context(reader, Address("overview"))
    yield from (
        Address("chart", view.chart.id)
        for view in chart_views(home, catalog.charts.values())
        if not view.refused
    )
    yield from (Address("document", id) for id in catalog.documents)
    yield from (Address("release", str(number)) for number in range(1, reader.release.id + 1))
    yield from (Address("region", id) for id in reader.covered(catalog.regions))
    yield from (Address("figure", figure_id(*key)) for key in read_keys(reader, MOST))


def _answer_sitemap(
    releases: ServedReleases, public_url: str, sitemaps: SingleFlightCache[bytes]
) -> flask.Response:
    if not public_url:
        raise SettingMissing(name="PUBLIC_URL")
    reader = releases.get()
    content = sitemaps.get(releases.key(reader.release, ""), lambda: sitemap(reader, public_url))
    flask.request.environ[CACHEABLE] = not flask.request.query_string
    return send(content, "application/xml", NEWEST)


def _answer_catalogue(releases: ServedReleases, public_url: str) -> flask.Response:
    if not public_url:
        raise SettingMissing(name="PUBLIC_URL")
    text = json.dumps(describe_data(releases.get(), public_url), ensure_ascii=False)
    flask.request.environ[CACHEABLE] = not flask.request.query_string
    return send(text.encode(), "application/ld+json", NEWEST)


def _security(contact: str, public_url: str) -> bytes:
    if not contact:
        raise SettingMissing(name="SECURITY_CONTACT")
    return security(contact, public_url, datetime.now(UTC)).encode()
