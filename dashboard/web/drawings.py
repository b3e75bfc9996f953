"""Answers with drawings: a chart at one width, whole or in part, and pages as pictures."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

import flask

from dashboard.charts.chart_view import ChartView
from dashboard.charts.figures.spec import WHOLE, Excerpt
from dashboard.charts.svg import draw
from dashboard.downloads.files import MEDIA as FILES
from dashboard.pages.compare_page import compared_chart
from dashboard.pages.components import write_excerpt
from dashboard.pages.excerpt_form import write_silent
from dashboard.pages.pictured import view_at
from dashboard.pictures.answers import Pictures
from dashboard.request.address import HISTORIES, PAGES, Address, chart_address, parse_address, parse_state
from dashboard.request.context import make_context
from dashboard.serving.fingerprint import fingerprint
from dashboard.serving.page_cache import CACHEABLE
from dashboard.serving.responses import FOREVER, NEWEST, OF_A_RELEASE, send
from dashboard.web.downloading import answer_file
from data.errors import NotFound

MEDIA = {"json": "application/json", "svg": "image/svg+xml; charset=utf-8"}
# The pages of which there are pictures, beside charts; a figure's id has slashes.
PICTURED = {"figure": "/figures/<path:id>.<any(svg,png,pdf):kind>", "compare": "/compare.<kind>"}
_WIDTH = re.compile(r"[1-9][0-9]{0,4}")
_PERIOD = re.compile(r"[1-9][0-9]{0,2}")
_SERIES = re.compile(r"[0-9](?:,[0-9])*")


def answer_chart(pictures: Pictures, id: str, kind: str) -> flask.Response:
    """Answer with a chart's Figure (.json) or its drawing (.svg) at one `width`, or else with its picture.

    Of an excerpt the Figure comes with what stands in the page's place of it then, links and all; of one that
    leaves no figure that place alone, which says so. Where the address of a drawing names release and
    fingerprint, the answer may be kept for ever.
    """
    query = flask.request.query_string.decode("utf-8", "replace")
    parameters = dict(parse_qsl(query))
    if "width" not in parameters and kind in FILES:
        return answer_file(pictures.releases, pictures.public_url, "chart", id, kind)
    if "width" not in parameters:
        return answer_picture(pictures, "chart", kind, id)
    if kind not in MEDIA or not _WIDTH.fullmatch(parameters["width"]):
        raise NotFound(flask.request.path)
    chart, width = find_chart(pictures, id, query), int(parameters["width"])
    excerpt = read_excerpt(parameters)
    if kind == "json" and excerpt != WHOLE:
        text = _figure_in_part(chart, width, excerpt)
    else:
        figure = chart.figure(width, captioned=kind == "svg", excerpt=excerpt)
        text = str(figure.to_json()) if kind == "json" else draw(figure, title=chart.title)
    version = fingerprint(chart.context.reader.release)
    drawn = version if parameters.get("drawn") == version else ""
    canonical = chart_address(id, kind, chart.context.address, width, drawn, excerpt.query())
    flask.request.environ[CACHEABLE] = f"{flask.request.path}?{query}" == canonical
    lasting = FOREVER if drawn else OF_A_RELEASE
    return send(text.encode(), MEDIA[kind], lasting if chart.context.address.release else NEWEST)


def _figure_in_part(chart: ChartView, width: int, excerpt: Excerpt) -> str:
    says = write_silent(chart, excerpt)
    if not chart.lines_in(excerpt)[0]:
        return json.dumps({"drawing": says})
    drawing = write_excerpt(chart, width, excerpt)
    return json.dumps(
        {**json.loads(str(chart.figure(width, excerpt=excerpt).to_json())), "drawing": drawing + says}
    )


def answer_picture(pictures: Pictures, page: str, kind: str, id: str = "") -> flask.Response:
    """Answer with a page's picture. Raises NotFound, RequestRefused and what making one does."""
    query = flask.request.query_string.decode("utf-8", "replace")

    def view() -> ChartView:
        address = parse_address(PAGES[page].format(id=id), query).plain()
        reader = pictures.releases.get(address.release, history=page in HISTORIES)
        form = dict(parse_qsl(query)).get("form", "")
        return view_at(make_context(reader, address), form[:20])

    return pictures.answer(kind, view)


def find_chart(pictures: Pictures, id: str, query: str) -> ChartView:
    """Return a chart of the catalogue, or one that a comparison puts together. Raises NotFound."""
    state = parse_state(query)
    if chart := compared_chart(pictures.releases.get(state.get("release", "")), id, state):
        return chart
    return pictures.view(id, Address("overview", **state).but(regions=""))


def read_excerpt(parameters: Mapping[str, str]) -> Excerpt:
    """Return what an address asks for: `from`, `to` and `series`. Raises NotFound for what can't be."""
    asked = {key: parameters[key] for key in ("from", "to", "series") if key in parameters}
    patterns = {"from": _PERIOD, "to": _PERIOD, "series": _SERIES}
    for key, value in asked.items():
        if not patterns[key].fullmatch(value):
            raise NotFound(f"{key}={value[:40]}")
    series = tuple(sorted({*map(int, asked["series"].split(","))})) if "series" in asked else ()
    return Excerpt(int(asked.get("from", 0)), int(asked.get("to", 0)), series)
