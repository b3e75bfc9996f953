"""A bar from zero with its figure at the end, as more than one kind of chart draws it."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.charts.figures.canvas import Sheet
from dashboard.charts.figures.spec import Mark
from dashboard.charts.figures.theme import LEADING, TEXT, Type, fill_of

_GAP = 8  # px between a bar and its figure


def draw_bar(
    sheet: Sheet, mark: Mark, start: tuple[float, float], length: float, thick: float, text: Sequence[str]
) -> None:
    """Draw a bar of `length` from `start` (its left end's middle), and lines of text after it."""
    x, middle = start
    fill = fill_of(sheet.brief.color, mark.qualifier, mark.status)
    sheet.area(x, middle - thick / 2, length, thick, fill)
    sheet.lines(x + length + _GAP, middle - LEADING[TEXT] * len(text) / 2, text, Type(bold=True))
