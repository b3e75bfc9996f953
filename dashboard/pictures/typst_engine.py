"""typeset: a drawing in SVG as PNG or PDF, by typst, which is loaded when the first is asked for."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from data.errors import ServerBusy
from data.model.characters import FONTS

if TYPE_CHECKING:
    import typst

AT_ONCE = 2  # pictures, however many threads ask
WAIT = 5  # s, that others wait for their turn
POINTS = 72  # to an inch: a unit of the drawing is a point of the page, and at scale 1 a pixel
# Our own text alone: what is drawn or said comes in as data, and is never read as markup.
PAGE = b"""
#set document(title: sys.inputs.title, author: sys.inputs.author, description: sys.inputs.description,
  keywords: sys.inputs.keywords)
#set page(width: float(sys.inputs.width) * 1pt, height: float(sys.inputs.height) * 1pt, margin: 0pt)
#set text(lang: sys.inputs.lang, font: "Noto Sans CJK SC")
#image(bytes(sys.inputs.drawing), format: "svg", width: 100%, alt: sys.inputs.description)
"""
_turns = BoundedSemaphore(AT_ONCE)


def typeset(inputs: dict[str, str], kind: str, *, scale: int, moment: str, page: bytes = PAGE) -> bytes:
    """Return what `page` makes of its inputs as "png", at `scale` pixels a unit, or as a tagged "pdf".

    The inputs of PAGE are drawing (SVG text), width, height, title, author, description, keywords and lang. A
    PDF says that it was made at `moment` (ISO 8601), and is both PDF/UA-1 and PDF/A-2a. The same inputs give
    the same bytes. Raises ServerBusy where two are being made already and don't end soon.
    """
    import typst

    if not _turns.acquire(timeout=WAIT):
        raise ServerBusy
    try:
        if kind == "png":
            return typst.compile(
                page, format="png", ppi=POINTS * scale, sys_inputs=inputs, font_paths=_fonts()
            )
        return typst.compile(
            page,
            format="pdf",
            sys_inputs=inputs,
            font_paths=_fonts(),
            pdf_standards=["a-2a", "ua-1"],
            timestamp=datetime.fromisoformat(moment),
        )
    finally:
        _turns.release()


@cache
def _fonts() -> typst.Fonts:
    """Our own fonts, read once: no other may be drawn with."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
