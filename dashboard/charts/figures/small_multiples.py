"""Small multiples: a panel a series, all on one scale, for more series than one panel holds."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

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


def draw(spec: ChartSpec) -> Plain:
    """Draw the panels in rows, the series that ends highest first."""
    series, canvas = series_of(spec.marks), Canvas(spec)
    columns = max(1, min(len(series), int((spec.width + _GAP) // (_LEAST + _GAP))))
    width = (spec.width - _GAP * (columns - 1)) / columns
    apart = not all(_has_room(spec, marks, width) for marks in series)
    scale = scale_of(spec.marks, (_INSET, width - _INSET), 0, _HEIGHT)
    drawn: list[list[Point]] = []
    for start in range(0, len(series), columns):
        row = series[start : start + columns]
        heads = [_head(spec, marks, width) for marks in row]
        head = _LEADING * max(map(len, heads))
        top = canvas.y + head + _ABOVE
        zero = top + scale.y(0)
        for column, (marks, lines) in enumerate(zip(row, heads, strict=True)):
            left = column * (width + _GAP)
            canvas.lines(left, canvas.y, lines[:-1], Type())
            canvas.lines(left, canvas.y + head - _LEADING, lines[-1:], Type(bold=True))
            canvas.stroke([(left, zero), (left + width, zero)], HAIRLINE, 1)
            points = [Point(mark, left + scale.x(mark), top + scale.y(mark.value or 0)) for mark in marks]
            for x in breaks_of(points):
                canvas.stroke([(x, top), (x, top + scale.bottom)], MARK, 1, "dot")
            _answer(canvas, points, left, top, width)
            _dates(canvas, marks, left, width, top + _HEIGHT + _BELOW, apart=apart)
            drawn.append(points)
        canvas.y = top + _HEIGHT + _BELOW + LEADING[spec.small] * (1 + apart) + _BETWEEN
    join(canvas, drawn, spec.color)
    dot(canvas, [point for points in drawn for point in _dotted(points)], spec.color, _DOT)
    canvas.y -= _BETWEEN
    return canvas.figure()


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
