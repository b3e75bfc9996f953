"""create_app: a Dash app whose first response is the whole page."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from html import escape
from typing import Any
from urllib.parse import parse_qsl

import dash
import flask
from dash import Dash, Input, Output, html
from sqlalchemy.engine import Engine

from dashboard.api import observations as api
from dashboard.briefing.report_page import report
from dashboard.pages.pages import MAKERS, WrittenPage, write_page
from dashboard.pages.sharing import head_tags
from dashboard.request.address import HISTORIES, parse_address
from dashboard.request.context import Context, make_context
from dashboard.request.html import mountable, render, write
from dashboard.request.links import dashed
from dashboard.serving.public_url import public_url
from dashboard.serving.scripts import ROOT, say_plotly, scripts
from dashboard.serving.served_releases import ServedReleases
from dashboard.serving.single_flight import SingleFlightCache
from dashboard.serving.site import read_site
from dashboard.web import routes as web
from dashboard.web.failures import failure_body, reader_language, reader_look, sentence_of, status_of
from dashboard.web.style import style_hash, style_sheet
from data.errors import NotFound
from data.store.tables import open_store

# What the browser need not know of us.
SECRETS = ("dash_version", "python_version", "plotly_version", "dash_version_url", "end_id", "ddk_version")
# What the root has of the page's own attributes: what stands in the margins of paper, and the look.
ROOTED = ("data-site", "data-edition", "data-address", "data-type", "data-color")
ALL_MAKERS = MAKERS | {"report": report}
MOST = 64  # pages kept written out, for the other answer that will hold them: readers go among few


class Dashboard(Dash):
    """Dash, with an index that already holds the page it will take over."""

    public_url = ""

    def interpolate_index(self, *_: Any, **parts: Any) -> str:
        """Return the document of the page being answered (flask.g), from Dash's own parts."""
        context, page = flask.g.context, flask.g.page
        style = style_sheet(context.reader.catalog, self.public_url)
        flask.g.style = style_hash(style)
        facts = json.loads(re.sub(r"^<script[^>]*>|</script>$", "", parts["config"]))
        config = {key: value for key, value in facts.items() if key not in SECRETS}
        return DOCUMENT.format(
            lang=context.words.locale.language,
            rooted="".join(f' {name}="{escape(page.body.attributes[name])}"' for name in ROOTED),
            title=escape(page.title, quote=False),
            links="\n".join(head_tags(replace(context, site=self.public_url), page.title, page.description)),
            style=style,
            body=render(page.body),
            config=json.dumps(config).replace("<", "\\u003c"),
            points=scripts()["points"].path,
            own="\n".join(_own_scripts(context)),
            renderer=scripts()["dash_renderer"].path,
            plotly=scripts()["plotly"].path,
            failed=escape(context.words("failed")),
        )


DOCUMENT = """<!DOCTYPE html>
<html lang="{lang}"{rooted}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<script async fetchpriority="high" src="{points}"></script>
{links}
<style>{style}</style>
</head>
<body>
<div id="first">{body}</div>
<div id="react-entry-point" hidden></div>
<div id="failure" role="alert" hidden>{failed}</div>
<script id="_dash-config" type="application/json">{config}</script>
<template id="_dash-renderer"><script src="{renderer}"></script><script src="{plotly}"></script></template>
{own}
</body>
</html>
"""


def create_app(engine: Engine | None = None, public: str | None = None) -> Dash:
    """Return the app over a store it only reads, as the public knows it; by default those of the settings.

    Raises SettingUnusable, ProfileIncomplete, StoreUnusable for a setting that says what can't be.
    """
    read_site()
    say_plotly()
    dash.page_registry.clear()
    app = Dashboard(
        "dashboard",
        assets_folder=str(ROOT / "assets"),
        assets_ignore=".*",
        update_title="",
        include_pages_meta=False,
        add_log_handler=False,
    )
    app.public_url = public_url(os.environ.get("PUBLIC_URL", "") if public is None else public)
    releases = ServedReleases(engine or open_store(read_only=True))
    app.layout = html.Div([html.Div(id="address", **dashed(data_href="")), html.Div(id="page")])

    pages: SingleFlightCache[WrittenPage] = SingleFlightCache(MOST)

    def page_of(context: Context) -> WrittenPage:
        """The page written out, once for both the whole of it and what Dash mounts."""
        context = replace(context, site=app.public_url)
        key = releases.key(context.reader.release, context.address)
        return pages.get(key, lambda: write_page(context, ALL_MAKERS))

    @app.callback(Output("page", "children"), Input("address", "data-href"), prevent_initial_call=True)
    def show(href: str) -> Any:
        path, _, query = href.partition("?")
        try:
            address = parse_address(path, query)
            reader = releases.get(address.release, history=address.page in HISTORIES)
            body = page_of(make_context(reader, address)).body
        except NotFound as error:
            asked = dict(parse_qsl(query))
            language, look = reader_language(asked.get("lang", "")), reader_look(asked)
            says = sentence_of(error, language)
            body = write(failure_body(status_of(error), says, language, look, releases.get()))
        return mountable(
            body, **dashed(data_asked=href)
        )  # so that the browser knows which address this answers

    app.server.extensions["releases"] = releases
    web.mount(app, releases, page_of, app.public_url)
    api.mount(app.server, releases)
    return app


def _own_scripts(context: Context) -> list[str]:
    """The scripts that a page brings: the one that reads aloud only in large type."""
    names = ["page", *(["reading"] if context.address.type else [])]
    return [f'<script async src="{scripts()[name].path}"></script>' for name in names]
