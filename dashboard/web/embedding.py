"""Answers for other sites: a chart to be framed, and what oEmbed says of our pages of charts."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl, urlsplit

import flask
from werkzeug.exceptions import NotImplemented as FormatNotImplemented

from dashboard.charts.chart_view import ChartView
from dashboard.pages.components import site_name
from dashboard.pages.embed import FRAME, embed_address, frame_code, height_of, write_embed
from dashboard.pictures.answers import Pictures
from dashboard.pictures.sizes import SIZES
from dashboard.request.address import Address, parse_address, parse_state, picture_address
from dashboard.serving.page_cache import CACHEABLE
from dashboard.serving.responses import NEWEST, send
from dashboard.web.style import style_hash
from data.errors import NotFound, SettingMissing

POLICY = "default-src 'none'; style-src {style}; base-uri 'none'; form-action 'none'; frame-ancestors *"
NARROWEST = 300  # px, of a frame
THUMBNAIL = SIZES["wide"]


def mount(server: flask.Flask, pictures: Pictures) -> None:
    """Add the routes."""
    server.add_url_rule("/embed/<id>", "embed", lambda id: answer_embed(pictures, id))
    server.add_url_rule("/oembed", "oembed", lambda: answer_oembed(pictures))


def answer_embed(pictures: Pictures, id: str) -> flask.Response:
    """Answer with a chart to be framed by whomever. Raises NotFound, ChartRefused."""
    query = flask.request.query_string.decode("utf-8", "replace")
    view = pictures.view(id, Address("overview", **parse_state(query)).plain())
    here = view.context.address.to("chart", id, last=view.context.address.last)
    document, style = write_embed(view, site_name(view.context), f"{pictures.public_url}{here}")
    flask.request.environ[CACHEABLE] = f"{flask.request.path}?{query}".removesuffix("?") == embed_address(
        view
    )
    response = send(document.encode(), "text/html; charset=utf-8", NEWEST)
    response.headers["Content-Security-Policy"] = POLICY.format(style=style_hash(style))
    return response


def answer_oembed(pictures: Pictures) -> flask.Response:
    """Answer with how one of our pages of charts is embedded (oembed.com), by its canonical address alone.

    Raises NotFound for any other address, SettingMissing where the site's own isn't known.
    """
    site = pictures.public_url
    if not site:
        raise SettingMissing(name="PUBLIC_URL")
    asked = dict(parse_qsl(flask.request.query_string.decode("utf-8", "replace")))
    if asked.get("format", "json") != "json":
        raise FormatNotImplemented
    url = asked.get("url", "")
    if not url.startswith(f"{site}/charts/"):
        raise NotFound("url")
    parts = urlsplit(url.removeprefix(site))
    address = parse_address(parts.path, parts.query)
    if url != f"{site}{address}":
        raise NotFound("url")
    view = pictures.view(address.id, address.to("overview", last=address.last).plain())
    most = asked.get("maxwidth", "")
    width = min(max(int(most), NARROWEST), FRAME) if most.isdecimal() and len(most) < 6 else FRAME
    return send(
        json.dumps(_described(view, site, width), ensure_ascii=False).encode(), "application/json", NEWEST
    )


def _described(view: ChartView, site: str, width: int) -> dict[str, object]:
    image = picture_address(view.page, "png", THUMBNAIL.name)
    return {
        "version": "1.0",
        "type": "rich",
        "title": view.title,
        "provider_name": site_name(view.context),
        "provider_url": site,
        "html": frame_code(view, site, width),
        "width": width,
        "height": height_of(view, width),
        "thumbnail_url": f"{site}{image}",
        "thumbnail_width": THUMBNAIL.width,
        "thumbnail_height": THUMBNAIL.height,
    }
