"""make_picture: what a chart shows at an address as SVG, PNG or PDF, with what it is in its metadata."""

from __future__ import annotations

import struct
import zlib
from html import escape

from dashboard.pictures.composition import NAMED, Facts, compose
from dashboard.pictures.sizes import Size
from dashboard.pictures.typst_engine import typeset

MEDIA = {"svg": "image/svg+xml; charset=utf-8", "png": "image/png", "pdf": "application/pdf"}
IHDR_END = 33  # bytes of a PNG's signature and first chunk


def make_picture(facts: Facts, size: Size, kind: str, scale: int = 1) -> bytes:
    """Return a picture as "svg", "png" (`scale` pixels a unit) or "pdf". The same facts give the same bytes.

    Raises ChartRefused, PictureRefused, CharacterMissing, ServerBusy.
    """
    drawing = compose(facts, size)
    about = _about(facts)
    if kind == "svg":
        return _with_metadata(drawing, about).encode()
    inputs = {
        "drawing": drawing,
        "width": str(size.width),
        "height": str(size.height),
        "title": facts.title,
        "author": facts.site,
        "description": facts.description,
        "keywords": about["Source"],
        "lang": facts.view.context.words.locale.language,
    }
    made = typeset(inputs, kind, scale=scale, moment=facts.view.context.reader.release.created_at)
    return _with_chunks(made, about) if kind == "png" else made


def _about(facts: Facts) -> dict[str, str]:
    """What a picture is, by the keywords that PNG has for it."""
    semicolon = facts.view.context.words("list_semicolon")
    return {
        "Title": facts.title,
        "Author": facts.site,
        "Description": facts.description,
        "Source": semicolon.join((*facts.sources(*NAMED[0]), facts.edition, facts.proof)),
        **({"URL": facts.address} if facts.address else {}),
    }


def _with_chunks(png: bytes, about: dict[str, str]) -> bytes:
    """A PNG with international texts (iTXt) after its first chunk."""
    chunks = b"".join(_chunk(f"{name}\0\0\0\0\0".encode() + text.encode()) for name, text in about.items())
    return png[:IHDR_END] + chunks + png[IHDR_END:]


def _chunk(data: bytes) -> bytes:
    kind = b"iTXt"
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _with_metadata(svg: str, about: dict[str, str]) -> str:
    """An SVG with what it is, in Dublin Core's terms."""
    names = {"Title": "title", "Author": "publisher", "Source": "source", "URL": "identifier"}
    facts = "".join(
        f"<dc:{names[name]}>{escape(text, quote=False)}</dc:{names[name]}>"
        for name, text in about.items()
        if name in names
    )
    metadata = f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{facts}</metadata>'
    return svg.replace("</desc>", f"</desc>{metadata}", 1)
