"""A bar from zero with its figure at the end, as more than one kind of chart draws it."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.charts.figures.canvas import Canvas
from dashboard.charts.figures.spec import Mark
from dashboard.charts.figures.theme import LEADING, TEXT, Type, fill_of

_GAP = 8  # px between a bar and its figure


def draw_bar(
    canvas: Canvas, mark: Mark, start: tuple[float, float], length: float, thick: float, text: Sequence[str]
) -> None:
    """Draw a bar of `length` from `start` (its left end's middle), and lines of text after it."""
    x, middle = start
    fill = fill_of(canvas.spec.color, mark.qualifier, mark.status)
    canvas.area(x, middle - thick / 2, length, thick, fill)
    canvas.lines(x + length + _GAP, middle - LEADING[TEXT] * len(text) / 2, text, Type(bold=True))
