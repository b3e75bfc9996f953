"""Texts as they are set in a page: what no line parts, and what is only heard."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.charts.figures.typesetting import UNBROKEN


def whole(text: str) -> list[Component | str]:
    """A text in which no line breaks between a figure and its unit, or inside a date."""
    parts: list[Component | str] = []
    end = 0
    for match in UNBROKEN.finditer(text):
        parts += [text[end : match.start()], html.Span(match[0], className="whole")]
        end = match.end()
    return [*parts, text[end:]]


def unseen(text: str) -> html.Span:
    """What those are told who don't see the page around it."""
    return html.Span(text, className="unseen")
