"""Small multiples: a panel a series, all on one scale, for more series than one panel holds."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from dashboard.charts.figures.canvas import Canvas
from dashboard.charts.figures.line import breaks_of, dot, join, scale_of, series_of
from dashboard.charts.figures.line_labels import Point
from dashboard.charts.figures.spec import MOST_ALIVE, ChartSpec, Mark, Plain
from dashboard.charts.figures.theme import HAIRLINE, LEADING, MARK, MUTED, TEXT, Type
from dashboard.charts.figures.typesetting import measure, wrap

_LEAST, _GAP = 132, 20  # px, of a panel's width, and between panels
_HEIGHT = 64  # px, of a panel's scale
_ABOVE, _BELOW, _BETWEEN = 10, 6, 16  # px over the scale, between it and its dates, and to the next row
_DOT = 6
_APART = 2 * _DOT  # px from a dot to the next, at least
_INSET = 6  # px, from a panel's edge to its first and last point
_LEADING = LEADING[TEXT]


class _Row(NamedTuple):
    """Panels beside each other: their series, each with the lines over it, and how high these and all are."""

    panels: list[tuple[list[Mark], list[str]]]
    head: int
    height: float


class _Rows(NamedTuple):
    """All panels: how wide each is, whether its dates stand `apart`, under each other."""

    rows: list[_Row]
    width: float
    apart: bool


def draw(spec: ChartSpec) -> Plain:
    """Draw the panels in rows, the series that ends highest first."""
    canvas, (rows, width, apart) = Canvas(spec), _rows(spec)
    scale = scale_of(spec.marks, (_INSET, width - _INSET), 0, _HEIGHT)
    drawn: list[list[Point]] = []
    for panels, head, height in rows:
        top = canvas.y + head + _ABOVE
        for column, (marks, lines) in enumerate(panels):
            left = column * (width + _GAP)
            canvas.lines(left, canvas.y, lines[:-1], Type())
            canvas.lines(left, canvas.y + head - _LEADING, lines[-1:], Type(bold=True))
            points = [Point(mark, left + scale.x(mark), top + scale.y(mark.value or 0)) for mark in marks]
            drawn.append(points)
            _answer(canvas, points, left, top, width)
            _dates(canvas, marks, left, width, top + _HEIGHT + _BELOW, apart=apart)
        zero = top + scale.y(0)
        starts = [column * (width + _GAP) for column in range(len(panels))]
        canvas.strokes([[(left, zero), (left + width, zero)] for left in starts], HAIRLINE, 1)
        breaks = [x for points in drawn[-len(panels) :] for x in breaks_of(points)]
        if breaks:
            canvas.strokes([[(x, top), (x, top + scale.bottom)] for x in breaks], MARK, 1, "dot")
        canvas.y += height + _BETWEEN
    join(canvas, drawn, spec.color)
    dot(canvas, [point for points in drawn for point in _dotted(points)], spec.color, _DOT)
    canvas.y -= _BETWEEN
    return canvas.figure()


def height(spec: ChartSpec) -> float:
    """Return how high that is, in px, without drawing what doesn't change it."""
    canvas = Canvas(spec)
    canvas.y += sum(row.height + _BETWEEN for row in _rows(spec).rows) - _BETWEEN
    return float(canvas.figure()["layout"]["height"])


def _rows(spec: ChartSpec) -> _Rows:
    series = series_of(spec.marks)
    columns = max(1, min(len(series), int((spec.width + _GAP) // (_LEAST + _GAP))))
    width = (spec.width - _GAP * (columns - 1)) / columns
    apart = not all(_has_room(spec, marks, width) for marks in series)
    below = _ABOVE + _HEIGHT + _BELOW + LEADING[spec.small] * (1 + apart)
    rows = []
    for start in range(0, len(series), columns):
        panels = [(marks, _head(spec, marks, width)) for marks in series[start : start + columns]]
        head = _LEADING * max(len(lines) for _, lines in panels)
        rows.append(_Row(panels, head, head + below))
    return _Rows(rows, width, apart)


def _head(spec: ChartSpec, marks: Sequence[Mark], width: float) -> list[str]:
    """A series' name in lines, and its newest figure, which is told to be no result where it is none."""
    newest = marks[-1]
    return [*wrap(newest.series, TEXT, width), spec.named(newest.text, newest)]


def _answer(canvas: Canvas, points: Sequence[Point], left: float, top: float, width: float) -> None:
    """Have the marks of a panel answer, around its point; where all are many, the newest for its series."""
    if len(canvas.spec.marks) <= MOST_ALIVE:
        between = [(one.x + other.x) / 2 for one, other in pairwise(points)]
        ends = pairwise((left, *between, left + width))
        for point, (start, end) in zip(points, ends, strict=True):
            canvas.point(start, top - _ABOVE, end - start, _HEIGHT + _ABOVE, point.mark)
    else:
        canvas.point(left, top - _ABOVE, width, _HEIGHT + _ABOVE, points[-1].mark)


def _dotted(points: Sequence[Point]) -> list[Point]:
    """The points that are marked; where dots would run into each other, ends of lines and plans."""
    if len(points) < 2 or (points[-1].x - points[0].x) / (len(points) - 1) >= _APART:
        return [*points]
    joined = [
        not other.mark.gaps and one.mark.status == other.mark.status == "actual"
        for one, other in pairwise(points)
    ]
    around = zip([False, *joined], [*joined, False], strict=True)
    return [point for point, both in zip(points, map(all, around), strict=True) if not both]


def _has_room(spec: ChartSpec, marks: Sequence[Mark], width: float) -> bool:
    """Whether the first and the last period of a series stand in one line."""
    return sum(measure(mark.period, spec.small) for mark in (marks[0], marks[-1])) + _GAP <= width


def _dates(
    canvas: Canvas, marks: Sequence[Mark], left: float, width: float, top: float, *, apart: bool
) -> None:
    """Write the first and the last period under a panel, in a line of its own each where they are `apart`."""
    small = canvas.spec.small
    first, last = (wrap(mark.period, small, width)[:1] for mark in (marks[0], marks[-1]))
    if marks[0].order != marks[-1].order:
        canvas.lines(left, top, first, Type(small, MUTED))
    canvas.lines(left + width, top + LEADING[small] * apart, last, Type(small, MUTED, anchor="end"))
