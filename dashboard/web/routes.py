"""What stands between us and the net: whole pages, charts, scripts, headers, content policy."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from urllib.parse import parse_qsl

import flask
from dash import Dash
from werkzeug import Response
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from dashboard.briefing.answers import answer_paper
from dashboard.pages.pages import WrittenPage
from dashboard.pictures.answers import Pictures
from dashboard.request.address import HISTORIES, Address, parse_address, parse_state
from dashboard.request.context import Context, make_context
from dashboard.screen.document import screen_address, write_screen
from dashboard.screen.walls import read_showing
from dashboard.serving.page_cache import CACHEABLE, CACHED, PageCache, best_encoding
from dashboard.serving.responses import FOREVER, NEWEST, OF_A_RELEASE, send, send_encoded
from dashboard.serving.scripts import scripts
from dashboard.serving.served_releases import ServedReleases
from dashboard.web import discovery, downloading, drawings, embedding, failures, feeds, submissions
from dashboard.web.guard import (
    LONGEST_BODY,
    REFUSED,
    check_update,
)
from dashboard.web.style import style_hash
from dashboard.web.traffic import answer_metrics
from data.errors import (
    FileUnusable,
    LivelihoodError,
    NotFound,
    RequestRefused,
    reason_of_system,
)

log = logging.getLogger(__name__)

UPDATE = "/_dash-update-component"
OURS = (
    "script",
    "chart",
    "paper",
    *(f"{page}_picture" for page in drawings.PICTURED),
    "check",
    "proofread",
    "screen",
    "embed",
    "oembed",
    feeds.FEED,
    feeds.THEME_FEED,
    "healthz",
    "metrics",
    "api",
    "_dash_assets.static",
    downloading.ARCHIVE,
    downloading.FILE,
    *discovery.PATHS,
)
DASH_PATHS = ("/_dash-layout", "/_dash-dependencies")
# Of every answer. No Cross-Origin-Opener-Policy: it makes a browser start another process for whoever follows
# a link from the district's own site, and there is nothing here to keep from who opened the page.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-cache",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' {styles}; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
# The empty style element into which plotly.js and React put their rules by script.
EMPTY_STYLE = style_hash("")
# The style block that Dash's renderer inserts; a browser test fails when another version inserts another.
DASH_STYLE = "'sha256-Do5Z9ZqsPvCQTUBQS9BnDm/2+on7omuzuLYk5sbA+2s='"
# What gives the page of a context, written out.
PageOf = Callable[[Context], WrittenPage]
# What a browser may show as a document, and so needs to be told a policy for.
DOCUMENTS = ("text/html", "image/svg+xml")


def mount(app: Dash, releases: ServedReleases, page_of: PageOf, public_url: str) -> None:
    """Put pages, charts, scripts, health and the guard in front of Dash's own routes."""
    server = app.server
    server.config["MAX_CONTENT_LENGTH"] = LONGEST_BODY
    cache = PageCache(server.wsgi_app, releases.stamp)
    server.wsgi_app = server.extensions["page_cache"] = cache
    server.before_request(lambda: answer_first(app, releases, cache, page_of))
    server.after_request(protect)
    server.add_url_rule("/scripts/<name>-<fingerprint>.js", "script", answer_script)
    pictures = Pictures(releases, public_url)
    server.add_url_rule(
        "/charts/<id>.<kind>", "chart", lambda id, kind: drawings.answer_chart(pictures, id, kind)
    )
    for page, rule in drawings.PICTURED.items():
        server.add_url_rule(rule, f"{page}_picture", partial(drawings.answer_picture, pictures, page))
    server.add_url_rule("/report.pdf", "paper", lambda: answer_paper(releases, public_url, pictures.kept))
    server.add_url_rule(
        "/v/<id>",
        "check",
        lambda id: submissions.answer_file(app, pictures, id),
        methods=["POST"],
        strict_slashes=False,
    )
    server.add_url_rule(
        "/proofread",
        "proofread",
        lambda: submissions.answer_text(app, releases),
        methods=["POST"],
        strict_slashes=False,
    )
    server.add_url_rule("/screen", "screen", lambda: answer_screen(releases, public_url))
    server.add_url_rule("/healthz", "healthz", lambda: answer_health(releases))
    server.add_url_rule("/metrics", "metrics", lambda: answer_metrics(releases))
    discovery.mount(server, releases, public_url)
    embedding.mount(server, pictures)
    downloading.mount(server, releases, public_url)
    feeds.mount(server, releases, public_url)
    server.register_error_handler(LivelihoodError, failures.answer_error)
    server.register_error_handler(HTTPException, failures.answer_http_error)
    server.register_error_handler(Exception, failures.answer_unforeseen)


def answer_first(app: Dash, releases: ServedReleases, cache: PageCache, page_of: PageOf) -> Response | None:
    """Answer pages before Dash's catch-all does, and its callback once what is asked has been checked."""
    request, rule = flask.request, flask.request.url_rule
    if error := request.environ.get(REFUSED):
        raise error
    if "," in request.headers.get("Host", ""):  # the server joins two headers with a comma
        raise RequestRefused("Host")
    if request.path == UPDATE:
        return answer_update(app, releases, cache, check_update(request))
    if (rule is not None and rule.endpoint in OURS) or request.path in DASH_PATHS:
        return None
    if request.method not in ("GET", "HEAD"):
        raise MethodNotAllowed(("GET", "HEAD"))
    return answer_page(app, releases, page_of)


def answer_page(app: Dash, releases: ServedReleases, page_of: PageOf) -> Response:
    """Answer with a whole page, under its canonical address; from any other spelling lead there."""
    query = flask.request.query_string.decode("utf-8", "replace")
    address = parse_address(flask.request.path, query)
    reader = releases.get(address.release, history=address.page in HISTORIES)
    context = make_context(reader, address)
    if not _is_asked_as(str(context.address)):
        response = flask.redirect(str(context.address), 301)
        response.headers["Cache-Control"] = NEWEST  # the default may be another in the next release
        return response
    flask.g.context, flask.g.page = context, page_of(context)
    flask.request.environ[CACHEABLE] = True
    document = str(app.index())  # type: ignore[no-untyped-call]
    return send(document.encode(), "text/html; charset=utf-8", NEWEST)  # an earlier one tells of the newest


def _is_asked_as(address: str) -> bool:
    query = flask.request.query_string.decode("utf-8", "replace")
    return address == (f"{flask.request.path}?{query}" if query else flask.request.path)


def answer_update(app: Dash, releases: ServedReleases, cache: PageCache, href: str) -> flask.Response:
    """Answer Dash's callback with what Dash itself answered the first time, where `href` is canonical."""
    encoding = best_encoding(flask.request.headers.get("Accept-Encoding", ""))
    stamp, key = cache.stamp(), (UPDATE, href, encoding)
    if cached := cache.get(stamp, key):
        flask.request.environ[CACHED] = True
        return flask.Response(cached.body, headers=cached.headers)
    made: flask.Response = app.server.view_functions[UPDATE]()
    response = send(made.get_data(), "application/json", "no-cache")
    if stamp is not None and _is_canonical(releases, href):
        cache.put(stamp, key, [*response.headers], response.get_data())
    return response


def _is_canonical(releases: ServedReleases, href: str) -> bool:
    path, _, query = href.partition("?")
    try:
        address = parse_address(path, query)
        return href == str(make_context(releases.get(address.release), address).address)
    except NotFound:
        return False


def answer_screen(releases: ServedReleases, public_url: str) -> flask.Response:
    """Answer with the wall: all scenes of a turn."""
    query = flask.request.query_string.decode("utf-8", "replace")
    address, showing = Address("overview", **parse_state(query)), read_showing(dict(parse_qsl(query)))
    context = make_context(releases.get(address.release), address)
    document, style = write_screen(context, showing, public_url)
    flask.g.style = style_hash(style)
    flask.request.environ[CACHEABLE] = _is_asked_as(screen_address(context.address, showing))
    return send(document.encode(), "text/html; charset=utf-8", OF_A_RELEASE if address.release else NEWEST)


def answer_script(name: str, fingerprint: str) -> flask.Response:
    """Answer with a script, to be kept for ever: its address names its content."""
    script = scripts().get(name)
    if script is None or script.fingerprint != fingerprint:
        raise NotFound(flask.request.path)
    flask.request.environ[CACHEABLE] = _is_asked_as(script.path)
    try:
        return send_encoded(script.read, script.fingerprint, "text/javascript; charset=utf-8", FOREVER)
    except OSError as error:
        raise FileUnusable(flask.request.path, why=reason_of_system(error)) from error


def answer_health(releases: ServedReleases) -> flask.Response:
    """Answer 200 only when the newest release is there and its rows have its digest."""
    release = releases.verify().release
    return flask.jsonify(status="ok", release=release.id, digest=release.digest)


def protect(response: flask.Response) -> flask.Response:
    """Set the headers every answer carries, and the content policy of those that are documents."""
    if response.status_code >= 400:
        response.headers["Cache-Control"] = "no-store"
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if response.mimetype in DOCUMENTS:
        styles = f"{EMPTY_STYLE} {DASH_STYLE} {flask.g.get('style', '')}".strip()
        response.headers.setdefault("Content-Security-Policy", POLICY.format(styles=styles))
    return response
