"""Answers with briefings on paper: /report.pdf?themes=roads,education, with the parameters of pages."""

from __future__ import annotations

from urllib.parse import quote

import flask

from dashboard.briefing.briefing import Briefing
from dashboard.briefing.paper import write_paper
from dashboard.pages.components import say_earlier_release
from dashboard.pictures.kept_pictures import KeptPictures
from dashboard.request.address import paper_address, parse_address
from dashboard.request.context import make_context
from dashboard.serving.fingerprint import fingerprint
from dashboard.serving.page_cache import CACHEABLE
from dashboard.serving.responses import NEWEST, send
from dashboard.serving.served_releases import ServedReleases
from data.errors import NotFound


def answer_paper(releases: ServedReleases, public_url: str, kept: KeptPictures) -> flask.Response:
    """Answer with a briefing as PDF. Raises NotFound for one on no theme, CharacterMissing, ServerBusy."""
    query = flask.request.query_string.decode("utf-8", "replace")
    address = parse_address("/report", query).plain()
    if not address.themes:
        raise NotFound("themes")
    context = make_context(releases.get(address.release), address)
    release = context.reader.release
    key = ("paper", context.address, fingerprint(release), public_url, say_earlier_release(context))
    content = kept.get(" ".join(map(str, key)), lambda: write_paper(Briefing(context), public_url))
    flask.request.environ[CACHEABLE] = paper_address(context.address) == f"{flask.request.path}?{query}"
    answer = send(content, "application/pdf", NEWEST)
    words = context.words
    region = words.term("region", context.region)
    name = quote(f"{region}-{words('report')}-{context.release_name()}.pdf".replace(" ", ""))
    answer.headers["Content-Disposition"] = (
        f"inline; filename=\"report-{release.id}.pdf\"; filename*=UTF-8''{name}"
    )
    return answer
