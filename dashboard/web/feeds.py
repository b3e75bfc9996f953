"""Answers with feeds: of the releases, and of what they changed of a theme."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl

import flask

from dashboard.api.feed import write_feed, write_theme_feed
from dashboard.request.address import Address, feed_address, parse_state
from dashboard.request.context import make_context
from dashboard.serving.page_cache import CACHEABLE
from dashboard.serving.responses import NEWEST, send
from dashboard.serving.served_releases import ServedReleases
from data.errors import NotFound
from data.messages import SOURCE_LANGUAGE
from data.model.words import Words
from data.store.queries import read_releases

MEDIA = "application/atom+xml; charset=utf-8"
FEED, THEME_FEED = "feed", "theme_feed"


def mount(server: flask.Flask, releases: ServedReleases, public_url: str) -> None:
    """Add the routes."""
    server.add_url_rule("/releases.atom", FEED, lambda: answer_feed(releases, public_url))
    server.add_url_rule(
        "/themes/<id>.atom", THEME_FEED, lambda id: answer_theme_feed(releases, public_url, id)
    )


def answer_feed(releases: ServedReleases, public_url: str) -> flask.Response:
    """Answer with the feed of releases."""
    reader = releases.get(history=True)
    words = Words(reader.catalog, SOURCE_LANGUAGE)
    return send(write_feed(read_releases(releases.engine), words, public_url), MEDIA, NEWEST)


def answer_theme_feed(releases: ServedReleases, public_url: str, id: str) -> flask.Response:
    """Answer with the feed of a theme, in the language asked for. Raises NotFound."""
    query = flask.request.query_string.decode("utf-8", "replace")
    for key, _ in parse_qsl(query, keep_blank_values=True):
        if key != "lang":
            raise NotFound(f"{key[:40]}=")
    reader = releases.get(history=True)
    address = Address("theme", id, **parse_state(query))
    context = replace(make_context(reader, address), site=public_url)
    content = write_theme_feed(context, reader.catalog.themes[id])
    asked_as = f"{flask.request.path}?{query}".removesuffix("?")
    flask.request.environ[CACHEABLE] = asked_as == feed_address(id, context.address.lang)
    return send(content, MEDIA, NEWEST)
