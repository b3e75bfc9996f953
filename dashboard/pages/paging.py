"""The ways between the parts of a list without an end, and what part of it a page shows."""

from __future__ import annotations

from typing import Any

from dashboard.request import html
from dashboard.request.context import Context
from dashboard.request.links import dashed, link
from dashboard.request.parts import Part

PARTS = ("part_before", "part_after")
LATEST_FIRST = ("later_ones", "earlier_ones")


def paging(context: Context, part: Part[Any], ways: tuple[str, str] = PARTS) -> list[html.Element]:
    """What part of a list this is, and the ways to those before and after it; nothing where it is all."""
    shown = len(part.rows)
    if shown == part.among or not shown:
        return []
    words, here = context.words, context.address
    number, end = int(here.part or 1), part.before + shown
    links = []
    if number > 1:
        links.append(link(words(ways[0]), here.but(part=str(number - 1) if number > 2 else "")))
    if part.among is None or end < part.among:
        links.append(link(words(ways[1]), here.but(part=str(number + 1))))
    place = {"first": part.before + 1, "last": end}
    said = (
        words("showing_from", **place)
        if part.among is None
        else words("showing_part", among=part.among, **place)
    )
    return [html.Nav([html.Span(said), *links], className="paging", **dashed(aria_label=said))]
