"""Answers with the figures of a page as a file: the address of the page, and an ending."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl, quote

import flask

from dashboard.downloads.files import MEDIA, write_file
from dashboard.downloads.kept_archives import KeptArchives, writable_folder
from dashboard.downloads.selection import file_name, name_of, select, site_of
from dashboard.request.address import FILED, LOOK, PAGES, Address, file_address, parse_address, parse_state
from dashboard.request.context import Context, make_context
from dashboard.serving.page_cache import CACHEABLE, FILE_OF_ANSWER
from dashboard.serving.responses import NEWEST, send
from dashboard.serving.served_releases import ServedReleases
from data.errors import NotFound

FILE, ARCHIVE = "file", "archive"
STATE = ("lang", "release", *LOOK)


def mount(server: flask.Flask, releases: ServedReleases, public_url: str) -> None:
    """Add the routes, but that of charts, which are drawings too."""

    def rule_of(page: str) -> str:
        return PAGES[page].replace("{id}", "<path:id>" if page == "figure" else "<id>") + ".<kind>"

    def answer(page: str, kind: str, id: str = "") -> flask.Response:
        return answer_file(releases, public_url, page, id, kind)

    kept = KeptArchives(writable_folder)
    server.add_url_rule("/all.zip", ARCHIVE, lambda: answer_archive(releases, public_url, kept))
    for page in FILED:
        if page != "chart":
            server.add_url_rule(rule_of(page), FILE, answer, defaults={"page": page})


def answer_file(releases: ServedReleases, public_url: str, page: str, id: str, kind: str) -> flask.Response:
    """Answer with figures as a file, named for what is in it. Raises NotFound, TooManyFigures."""
    if kind not in MEDIA:
        raise NotFound(flask.request.path)
    context = replace(read_context(releases, page, id), site=public_url)
    selection = select(context, page, id)
    asked_as = f"{flask.request.path}?{flask.request.query_string.decode('utf-8', 'replace')}".removesuffix(
        "?"
    )
    flask.request.environ[CACHEABLE] = asked_as == file_address(page, id, kind, context.address)
    answer = send(write_file(selection, kind), MEDIA[kind], NEWEST)
    name = quote(name_of(selection, kind))
    plain = f"{id or page}-{context.reader.release.id}".replace("/", "-").replace("@", "-")
    answer.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}.{kind}\"; filename*=UTF-8''{name}"
    )
    return answer


def answer_archive(releases: ServedReleases, public_url: str, kept: KeptArchives) -> flask.Response:
    """Answer with a whole release. Raises NotFound, ServerBusy."""
    from dashboard.downloads.archive import read_blocks  # loads pandas, which pages do without

    context = read_context(releases, "all", "")
    path = kept.get(context.reader, public_url)
    release = context.reader.release.id
    flask.request.environ[FILE_OF_ANSWER] = str(path)
    answer = flask.Response(read_blocks(path), content_type="application/zip")
    answer.content_length = path.stat().st_size
    answer.headers["Cache-Control"] = NEWEST
    answer.set_etag(path.stem)
    answer.make_conditional(flask.request)
    name = quote(file_name((site_of(context),), context, ".zip"))
    answer.headers["Content-Disposition"] = (
        f"attachment; filename=\"all-{release}.zip\"; filename*=UTF-8''{name}"
    )
    return answer


def read_context(releases: ServedReleases, page: str, id: str) -> Context:
    """Read the address of a file. Raises NotFound for what can't be, and for a parameter it doesn't take.

    A slip of the pen must not give everything.
    """
    query = flask.request.query_string.decode("utf-8", "replace")
    for key, _ in parse_qsl(query, keep_blank_values=True):
        if key not in (*FILED[page], *STATE):
            raise NotFound(f"{key[:40]}=")
    path = str(Address(page, id))
    address = parse_address(path, "").but(**parse_state(query)).plain()
    return make_context(releases.get(address.release, history=page == "figure"), address)
