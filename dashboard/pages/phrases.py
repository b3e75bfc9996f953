"""Texts as they are set in a page: what no line parts, and what is only heard."""

from __future__ import annotations

import re

from dash import html
from dash.development.base_component import Component

from dashboard.charts.figures.typesetting import NO_START, UNBROKEN
from dashboard.request.html import Element

_SEMICOLON = re.compile("(?<=；)|(?<=;) ")


def whole(text: str, *, phrases: bool = False) -> list[Component | str]:
    """A text in which no line breaks between a figure and its unit, or inside a date.

    Of a heading, which breaks between `phrases` alone, one begins and ends at each figure.
    """
    parts: list[Component | str] = []
    end = 0
    for match in UNBROKEN.finditer(text):
        before, after = text[end : match.start()], text[match.end() : match.end() + 1]
        seam = [html.Wbr()] if phrases else []
        parts += [
            before,
            *seam,
            Element("Span", match[0], className="whole"),
            *(seam if after not in NO_START else []),
        ]
        end = match.end()
    return [*parts, text[end:]]


def dotted(text: str) -> list[Component | str]:
    """A line of parts, such as sources: it breaks between them, and no line begins or ends with a dot.

    After a semicolon the next source begins, without a dot.
    """
    parts: list[Component | str] = []
    for source in _SEMICOLON.split(text):
        first, *others = source.split(" · ")
        anew = {"className": "anew"} if parts else {}
        parts += [Element("Span", whole(first), **anew), *(Element("Span", whole(part)) for part in others)]
    return [piece for part in parts for piece in (part, " ")][:-1]


def unseen(text: str) -> html.Span:
    """What those are told who don't see the page around it."""
    return html.Span(text, className="unseen")
