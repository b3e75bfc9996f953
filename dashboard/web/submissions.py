"""Answers about what a reader hands in: a file that may be ours, a text whose figures are to be looked up."""

from __future__ import annotations

import logging
from functools import partial

import flask
from dash import Dash
from werkzeug import Response

from dashboard.pages.pages import WrittenPage, write_findings, write_verdict
from dashboard.pages.proof import find_proof
from dashboard.pictures.answers import Pictures
from dashboard.request.address import parse_address
from dashboard.request.context import Context, make_context
from dashboard.serving.served_releases import ServedReleases
from dashboard.web.guard import BODIES, LONGEST_TEXT, LONGEST_UPLOAD, MOST_NUMBERS
from data.errors import RequestRefused, StoreError, TextRefused, UploadRefused
from data.prose.clock import iso_day
from data.prose.proofreading import proofread
from data.store.known_figures import read_known

TEXTS = "/proofread"

log = logging.getLogger(__name__)


def answer_file(app: Dash, pictures: Pictures, id: str) -> Response:
    """Say whether a file is byte for byte the picture that a code stands for; nothing of it is kept.

    Raises CodeUnknown, UploadRefused.
    """
    request = flask.request
    if (request.content_length or 0) > LONGEST_UPLOAD:
        raise UploadRefused
    request.max_content_length = LONGEST_UPLOAD
    address = parse_address(request.path, request.query_string.decode("utf-8", "replace"))
    context = make_context(pictures.releases.get(history=True), address.but(release=""))
    file = request.files.get("file")
    content = file.read() if file else b""
    request.close()
    verdict = pictures.is_ours(find_proof(context).then, content)
    return _answer(app, context, write_verdict(context, verdict))


def answer_text(app: Dash, releases: ServedReleases) -> Response:
    """Say what is known of each figure of a text; nothing of it is kept, and no error tells of it.

    Raises TextRefused, NotFound.
    """
    request = flask.request
    if (request.content_length or 0) > BODIES[TEXTS]:
        raise TextRefused
    request.max_content_length = BODIES[TEXTS]
    address = parse_address(request.path, request.query_string.decode("utf-8", "replace"))
    context = make_context(releases.get(), address.but(release=""))
    reader = context.reader
    text, day = request.form.get("text", ""), request.form.get("published", "")
    region = request.form.get("region", "") or context.region
    if not text.strip() or len(text.encode("utf-8", "replace")) > LONGEST_TEXT:
        raise TextRefused
    if region not in reader.catalog.regions or (day and iso_day(day) is None):
        raise RequestRefused("region" if region not in reader.catalog.regions else "published")
    text = text.replace("\r\n", "\n")
    try:
        found = proofread(text, reader.catalog, partial(read_known, reader), region, day, MOST_NUMBERS)
    except (StoreError, TextRefused):
        raise
    except Exception as error:  # what it says may be of the text, which no log is to hold
        log.error("a text can't be proofread: %s", type(error).__name__)
        raise RequestRefused("text") from None
    return _answer(app, context, write_findings(context, region, day, found))


def _answer(app: Dash, context: Context, page: WrittenPage) -> Response:
    """Answer with a page that nobody keeps."""
    flask.g.context, flask.g.page = context, page
    response = flask.Response(str(app.index()), content_type="text/html; charset=utf-8")  # type: ignore[no-untyped-call]
    response.headers["Cache-Control"] = "no-store"
    return response
