"""Answers with pictures: /charts/ID.png?size=portrait&scale=2, with the parameters of pages."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import parse_qsl

import flask

from dashboard.charts.chart_view import ChartView
from dashboard.pictures.composition import facts_of
from dashboard.pictures.kept_pictures import KeptPictures
from dashboard.pictures.picture import MEDIA, make_picture
from dashboard.pictures.sizes import KINDS, SCALES, SIZES, Size
from dashboard.request.address import Address, picture_address
from dashboard.request.context import make_context
from dashboard.serving.fingerprint import fingerprint
from dashboard.serving.page_cache import CACHEABLE
from dashboard.serving.responses import NEWEST, send
from dashboard.serving.served_releases import ServedReleases
from data.errors import NotFound, RequestRefused, UploadRefused

PNG, PNG_HEAD = b"\x89PNG\r\n\x1a\n", 24  # what one begins with, and bytes up to the end of its extent


class Pictures:
    """The pictures of a site, kept on disk."""

    def __init__(self, releases: ServedReleases, public_url: str, kept: KeptPictures | None = None) -> None:
        self.releases = releases
        self.public_url = public_url
        self.kept = kept or KeptPictures()

    def answer(self, kind: str, view_of: Callable[[], ChartView]) -> flask.Response:
        """Answer with a picture.

        Raises NotFound, RequestRefused, ChartRefused, CharacterMissing, ServerBusy.
        """
        query = flask.request.query_string.decode("utf-8", "replace")
        size, scale = read_size(kind, dict(parse_qsl(query)))
        view = view_of()
        content = self.picture(view, size, kind, scale)
        canonical = picture_address(view.page, kind, size, scale, view.form)
        flask.request.environ[CACHEABLE] = canonical == f"{flask.request.path}?{query}"
        response = send(content, MEDIA[kind], NEWEST)
        name = f"{view.chart.id}-{view.context.reader.release.id}-{size}.{kind}"
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
        return response

    def view(self, chart: str, address: Address) -> ChartView:
        """Return a chart at an address. Raises NotFound for none, and for one with nothing to draw there."""
        reader = self.releases.get(address.release)
        if chart not in reader.catalog.charts:
            raise NotFound(chart[:80])
        view = ChartView(
            reader.catalog.charts[chart], make_context(reader, address), last=int(address.last or 0)
        )
        if not view.rows:
            raise NotFound(chart)
        return view

    def picture(self, view: ChartView, size: str, kind: str, scale: int) -> bytes:
        """Return a picture, made if it isn't kept. Raises as `make_picture` does."""
        release = view.context.reader.release
        facts = facts_of(view, self.public_url)
        drawn = (view.page.plain(), view.form, size, kind, scale, fingerprint(release))
        parts = (*drawn, facts.address, facts.corrected)
        return self.kept.get(" ".join(map(str, parts)), lambda: make_picture(facts, SIZES[size], kind, scale))

    def is_ours(self, view: ChartView, content: bytes) -> bool:
        """Return whether a file is byte for byte a picture of a chart, drawn anew as it was and as it is.

        Raises UploadRefused for what is no PNG or PDF of one of our sizes, and as `make_picture` does.
        """
        facts = facts_of(view, self.public_url)
        for size, kind, scale in _forms_of(content):
            for corrected in dict.fromkeys((facts.corrected, "")):
                if content == make_picture(replace(facts, corrected=corrected), size, kind, scale):
                    return True
        return False


def _forms_of(content: bytes) -> list[tuple[Size, str, int]]:
    """The sizes, kinds and scales that a file may be of."""
    if content.startswith(b"%PDF-"):
        return [(size, "pdf", 1) for size in SIZES.values()]
    if content.startswith(PNG) and len(content) > PNG_HEAD:
        extent = struct.unpack(">II", content[16:PNG_HEAD])
        forms = ((size, scale) for size in SIZES.values() for scale in SCALES)
        found = [(size, "png", n) for size, n in forms if (size.width * n, size.height * n) == extent]
        if found:
            return found
    raise UploadRefused


def read_size(kind: str, asked: Mapping[str, str]) -> tuple[str, int]:
    """Return the size and the scale asked for. Raises RequestRefused for what there is none of."""
    size, scale = asked.get("size", next(iter(SIZES))), asked.get("scale", "1")
    if kind not in KINDS:
        raise NotFound(f".{kind[:20]}")
    if size not in SIZES:
        raise RequestRefused(f"size={size[:20]} ∉ {{{', '.join(SIZES)}}}")
    if scale not in map(str, SCALES):
        raise RequestRefused(f"scale={scale[:20]} ∉ {{{', '.join(map(str, SCALES))}}}")
    return size, int(scale)
