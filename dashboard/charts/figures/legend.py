"""A legend in one line, where marks of two meanings meet: what each of them stands for."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.charts.figures.canvas import Canvas
from dashboard.charts.figures.spec import Mark
from dashboard.charts.figures.theme import LEADING, MUTED, Type, fill_of
from dashboard.charts.figures.typesetting import measure

_SWATCH, _HEIGHT = 18, 10  # px
_GAP, _BETWEEN, _ABOVE = 6, 18, 10


def draw_legend(canvas: Canvas, marks: Sequence[Mark]) -> None:
    """Say of solid and hatched bars which is which; of bars that all look alike nothing."""
    spec = canvas.spec
    shown = {("exact" if mark.qualifier == "exact" else "loose"): mark for mark in reversed(marks)}
    if len(shown) < 2:
        return
    size = spec.small
    x, canvas.y = 0.0, canvas.y + _ABOVE
    for look in ("exact", "loose"):
        mark, text = shown[look], spec.word(f"printed_{look}")
        width = _SWATCH + _GAP + measure(text, size)
        if x and x + width > spec.width:
            x, canvas.y = 0.0, canvas.y + LEADING[size]
        middle = canvas.y + LEADING[size] / 2
        canvas.area(
            x, middle - _HEIGHT / 2, _SWATCH, _HEIGHT, fill_of(spec.color, mark.qualifier, mark.status)
        )
        canvas.lines(x + _SWATCH + _GAP, middle - LEADING[size] / 2, [text], Type(size, MUTED))
        x += width + _BETWEEN
    canvas.y += LEADING[size]
