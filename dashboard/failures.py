"""What a reader gets when there is no page: a sentence, in their language, and the right status."""

from __future__ import annotations

import logging
from html import escape

import flask
from dash import html
from dash.development.base_component import Component
from werkzeug.exceptions import HTTPException

from dashboard.links import dashed
from data.errors import ChartRefused, InputError, LivelihoodError, NotFound, RequestRefused, StoreError

log = logging.getLogger(__name__)

STATUS: tuple[tuple[type[LivelihoodError], int], ...] = (
    (NotFound, 404),
    (ChartRefused, 404),
    (RequestRefused, 400),
    (StoreError, 503),
    (InputError, 500),
)
TITLES = {
    404: {"zh": "没有这一页", "en": "No such page"},
    503: {"zh": "暂时没有数据", "en": "No data yet"},
}
OTHER = {"zh": "出错了", "en": "Something went wrong"}
UNFORESEEN = {"zh": "程序出错，已记入日志", "en": "the program failed; it has been logged"}
HOME = {"zh": "回到总览", "en": "Back to the overview"}
PLAIN = """<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>{title}</h1><p>{text}</p><p><a href="/">{home}</a></p></main></body></html>
"""


def status_of(error: LivelihoodError) -> int:
    """Return the HTTP status that says what kind of error it is."""
    return next((status for kind, status in STATUS if isinstance(error, kind)), 500)


def reader_language() -> str:
    """Return "en" where the address asks for any language but Chinese."""
    return "zh" if flask.request.args.get("lang", "zh").startswith("zh") else "en"


def error_body(error: LivelihoodError, language: str) -> Component:
    """Return an error as the content of a page that Dash shows."""
    title = TITLES.get(status_of(error), OTHER)[language]
    says = [html.H1(title), html.P(error.say(language)), html.P(html.A(HOME[language], href="/"))]
    return html.Div(
        html.Main(says, id="main", className="failure"), className="page", **dashed(data_title=title)
    )


def answer_error(error: LivelihoodError) -> flask.Response:
    """Answer with the error's sentence."""
    status = status_of(error)
    if status >= 500:
        log.error("%s: %s", type(error).__name__, error)
    language = reader_language()
    return _answer(status, error.say(language), language)


def answer_http_error(error: HTTPException) -> flask.Response:
    """Answer what Flask itself refuses: a method, a body too large."""
    status = error.code or 500
    return _answer(status, error.description or str(error), reader_language())


def answer_unforeseen(error: Exception) -> flask.Response:
    """Log what no one foresaw, and say no more than that."""
    log.exception("unforeseen", exc_info=error)
    language = reader_language()
    return _answer(500, UNFORESEEN[language], language)


def _answer(status: int, text: str, language: str) -> flask.Response:
    path = flask.request.path
    if path.startswith(("/api/", "/_dash", "/healthz", "/charts/")):
        response = flask.jsonify(error=text)
    else:
        title = TITLES.get(status, OTHER)[language]
        page = PLAIN.format(lang=language, title=title, text=escape(text), home=HOME[language])
        response = flask.Response(page, mimetype="text/html")
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response
