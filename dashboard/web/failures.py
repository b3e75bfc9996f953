"""What a reader gets when there is no page: a sentence, in their language, and the right status."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping

import flask
from werkzeug.exceptions import HTTPException

from dashboard.pages import components
from dashboard.pages.search_page import search_form
from dashboard.request import html
from dashboard.request.address import COLORS, LOOK, TYPES, Address
from dashboard.request.context import make_context
from dashboard.request.html import render
from dashboard.request.links import dashed, link
from dashboard.serving.responses import NEWEST
from dashboard.serving.served_releases import ServedReleases
from dashboard.web.earlier_releases import last_published
from dashboard.web.style import style_hash, style_sheet
from data.errors import (
    CharacterMissing,
    ChartRefused,
    FileUnusable,
    InputError,
    LivelihoodError,
    NotFound,
    RequestRefused,
    RequestUnfinished,
    ServerBusy,
    StoreError,
)
from data.messages import INSTALLED, SOURCE_LANGUAGE, Message
from data.store.queries import ReleaseReader

log = logging.getLogger(__name__)

STATUS: tuple[tuple[type[LivelihoodError], int], ...] = (
    (NotFound, 404),
    (ChartRefused, 404),
    (RequestUnfinished, 408),
    (RequestRefused, 400),
    (ServerBusy, 503),
    (CharacterMissing, 503),
    (StoreError, 503),
    (FileUnusable, 503),
    (InputError, 500),
)
TITLES = {404: "missing", 503: "not_now"}
TOLD = (400, 405, 412, 413, 501)  # refusals of Flask's with a sentence of their own
WAYS = {"regions": "regions", "documents": "documents", "releases": "releases", "all": "all_title"}
# What an address asks for, and readers name.
STATE = re.compile(r"(region|period|indicator|theme|lang|part)=(.+)")
RETRY_AFTER = "5"  # seconds
DOCUMENT = """<!DOCTYPE html>
<html lang="{lang}"{look}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<style>{style}</style>
</head>
<body>{body}</body>
</html>
"""


def status_of(error: LivelihoodError) -> int:
    """Return the HTTP status that says what kind of error it is."""
    return next((status for kind, status in STATUS if isinstance(error, kind)), 500)


def reader_language(asked: str) -> str:
    """Return the installed language that an address asks for; English for any other."""
    if asked in INSTALLED.codes:
        return asked
    return SOURCE_LANGUAGE if not asked or asked.startswith(SOURCE_LANGUAGE) else "en"


def title_of(status: int, language: str) -> str:
    """Return what heads a failure's page."""
    other = "failed" if status >= 500 else "refused"
    return Message(f"failure.{TITLES.get(status, other)}").say(language)


def sentence_of(error: LivelihoodError, language: str) -> str:
    """Return what a reader is told; what an address asks for is called as readers call it."""
    asked = STATE.fullmatch(str(error.facts["text"])) if type(error) is NotFound else None
    if asked is None:
        return error.say(language)
    return Message(f"failure.no_{asked[1]}", {"text": asked[2]}).say(language)


def reader_look(asked: Mapping[str, str]) -> dict[str, str]:
    """Return the look that the parameters of an address ask for."""
    return {key: asked[key] for key in LOOK if asked.get(key) in (*TYPES, *COLORS)}


def failure_body(
    status: int, text: str, language: str, look: Mapping[str, str], reader: ReleaseReader | None
) -> html.Element:
    """Return what a page says instead of its content; without a release it has no themes to lead to."""
    title = title_of(status, language)
    home = Address("overview", lang="" if language == SOURCE_LANGUAGE else language, **look)
    lead = text[:1].upper() + text[1:]  # on a terminal it goes on after a name; here it begins
    says = [html.H1(title), html.P(lead, className="lead")]
    again = html.A(Message("failure.again").say(language), href="")  # wherever the reader is
    back = html.A(Message("failure.home").say(language), href=str(home))
    first = [back] if status == 404 else [again, back]
    if reader and language in reader.catalog.languages:
        context = make_context(reader, home)
        if status == 404:
            says.append(html.P(Message("failure.try_search").say(language)))
        says.append(search_form(context))
        ways = [link(context.words(name), home.to(page)) for page, name in WAYS.items()]
        content = html.Div([*says, html.P([*first, *ways], className="ways")], className="failure")
        return components.frame(context, content, title, failed=True)
    content = html.Div([*says, html.P(first, className="ways")], className="failure")
    brand = html.A(Message("failure.site").say(language), href=str(home), className="brand")
    others = [code for code in INSTALLED.codes if code != language]
    names = {code: str(INSTALLED.file(code).get("name", code)) for code in others}
    languages = [html.A(names[code], href=f"?lang={code}", className="pill", lang=code) for code in others]
    header = html.Header(
        html.Div([brand, html.Div(languages, className="switches")], className="bar"), className="top"
    )
    main = html.Main(content, id="main", tabIndex="-1")
    return html.Div([header, main], className="page", lang=language, **dashed(data_title=title))


def answer_error(error: LivelihoodError) -> flask.Response:
    """Answer with the error's sentence; lead to the last release that has what the newest has no more."""
    status = status_of(error)
    if isinstance(error, NotFound) and (last := _last_published()):
        headers = {"Location": last, "Cache-Control": NEWEST}
        return flask.Response(status=302, headers=headers)
    if status >= 500 and not isinstance(error, ServerBusy):  # of those there are as many as a stranger likes
        log.error("%s: %s", type(error).__name__, error)
    language = _language()
    return _answer(status, sentence_of(error, language), language)


def answer_http_error(error: HTTPException) -> flask.Response:
    """Answer what Flask itself refuses: a method, a body too large."""
    status, language = error.code or 500, _language()
    if status == 404:
        return _answer(status, NotFound(flask.request.path[:80]).say(language), language)
    told = f"failure.http_{status}" if status in TOLD else "failure.http_other"
    response = _answer(status, Message(told, {"status": status}).say(language), language)
    response.headers.extend((name, value) for name, value in error.get_headers() if name != "Content-Type")
    return response


def answer_unforeseen(error: Exception) -> flask.Response:
    """Log what no one foresaw, and say no more than that."""
    log.exception("unforeseen", exc_info=error)
    language = _language()
    return _answer(500, Message("failure.unforeseen").say(language), language)


def _language() -> str:
    return reader_language(flask.request.args.get("lang", ""))


def _last_published() -> str:
    query = flask.request.query_string.decode("utf-8", "replace")
    releases: ServedReleases = flask.current_app.extensions["releases"]
    return last_published(releases, flask.request.path, query)


def _answer(status: int, text: str, language: str) -> flask.Response:
    path = flask.request.path
    if path.startswith(("/api/", "/_dash", "/healthz", "/compare.")) or (
        path.startswith(("/charts/", "/figures/")) and "." in path
    ):
        body = json.dumps({"error": text}, ensure_ascii=False)  # read by people, too
        response = flask.Response(f"{body}\n", mimetype="application/json")
    else:
        response = flask.Response(_document(status, text, language), mimetype="text/html")
    response.status_code = status
    if status == 503:
        response.headers["Retry-After"] = RETRY_AFTER
    return response


def _document(status: int, text: str, language: str) -> str:
    """A failure as a page of its own; its style sheet is admitted by its hash."""
    reader = _newest(status)
    style = style_sheet(reader.catalog if reader else None)
    flask.g.style = style_hash(style)
    look = reader_look(flask.request.args)
    body = render(failure_body(status, text, language, look, reader))
    attributes = "".join(f' data-{key}="{value}"' for key, value in look.items())
    title = title_of(status, language)
    return DOCUMENT.format(lang=language, look=attributes, title=title, style=style, body=body)


def _newest(status: int) -> ReleaseReader | None:
    """The newest release; None where there is none, or where what failed may be the store itself."""
    if status >= 500:
        return None
    try:
        releases: ServedReleases = flask.current_app.extensions["releases"]
        return releases.get()
    except LivelihoodError:
        return None
