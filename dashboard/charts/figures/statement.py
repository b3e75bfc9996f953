"""Statement: one to four figures in large numerals, where a chart would add nothing."""

from __future__ import annotations

from dataclasses import replace

from plotly import graph_objects as go

from dashboard.charts.figures.canvas import Canvas
from dashboard.charts.figures.numerals import draw_numeral, fitting_size
from dashboard.charts.figures.spec import ChartSpec, Mark
from dashboard.charts.figures.theme import PHONE

_CALM = 44  # px, the numerals' size on a phone and the least in one row
_GUTTER = 24
_GAP = 24


def draw(spec: ChartSpec) -> go.Figure:
    """Write the figures."""
    canvas = Canvas(spec)
    columns, width, size = _columns(spec)
    marks = _told_apart(spec.marks)
    for start in range(0, len(marks), columns):
        row = marks[start : start + columns]
        xs = (i * (width + _GUTTER) for i in range(columns))
        placed = zip(row, xs, strict=False)
        heights = [draw_numeral(canvas, mark, x, canvas.y, width, size) for mark, x in placed]
        canvas.y += max(heights) + (_GAP if start + columns < len(marks) else 0)
    return canvas.figure()


def _told_apart(marks: tuple[Mark, ...]) -> list[Mark]:
    """Name the period of figures that share a label."""
    labels = [mark.label for mark in marks]
    return [
        replace(mark, label=f"{mark.label} · {mark.period}")
        if labels.count(mark.label) > 1 and mark.period
        else mark
        for mark in marks
    ]


def _columns(spec: ChartSpec) -> tuple[int, float, int]:
    """Return the columns, their width and the numerals' size: as few rows as keep them large."""
    texts = [mark.text for mark in spec.marks]
    if spec.width < PHONE:
        return 1, spec.width, fitting_size(texts, spec.width, _CALM)
    for columns in (len(texts), 2, 1):
        width = (spec.width - _GUTTER * (columns - 1)) / columns
        if (size := fitting_size(texts, width)) >= _CALM:
            break
    return columns, width, size
