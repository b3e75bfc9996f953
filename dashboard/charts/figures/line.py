"""Line: one or a few series over their true dates, every point marked, labelled where it stands.

Nothing is joined over a period that is missing, nor from one definition or territory to another: a rule
stands there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from typing import Any

from dashboard.charts.figures.canvas import Canvas
from dashboard.charts.figures.line_labels import Labels, Point
from dashboard.charts.figures.spec import ChartSpec, Mark, Plain
from dashboard.charts.figures.theme import HAIRLINE, INK, LEADING, MARK, MUTED, PHONE, SHADE, TEXT, mix
from dashboard.charts.figures.typesetting import measure, wrap

_LEADING = LEADING[TEXT]
_ABOVE = 34  # px over the highest point, for its label
_DOT = 9
_PAD = 12


@dataclass(frozen=True, slots=True)
class Scale:
    """Where dates and values stand: x within left..right, y from zero, both in pixels."""

    first: float
    days: float
    left: float
    right: float
    top: float
    height: float
    low: float
    high: float

    @property
    def bottom(self) -> float:
        """Where the lowest value stands."""
        return self.top + self.height

    def x(self, mark: Mark) -> float:
        """Return where the mark's date stands."""
        return self.left + (self.right - self.left) * (_day(mark) - self.first) / self.days

    def y(self, value: float) -> float:
        """Return where a value stands."""
        return self.top + self.height * (self.high - value) / (self.high - self.low or 1)


def draw(spec: ChartSpec, *, joined: bool = True) -> Plain:
    """Draw the series, or what the spec's excerpt leaves of them, the points of each `joined` by a line."""
    excerpt, whole = spec.excerpt, series_of(spec.marks)
    numbers = [n for n in range(len(whole)) if n in (excerpt.series or range(len(whole)))]
    colors = [_colors(spec.color)[n] for n in numbers]  # each keeps its own
    times = times_of(spec.marks)[max(excerpt.first - 1, 0) : excerpt.last or None]
    series = [[mark for mark in whole[n] if mark.order in times] for n in numbers]
    colors = [color for color, marks in zip(colors, series, strict=True) if marks]
    series = [marks for marks in series if marks]
    canvas = Canvas(spec)
    names = _names(spec, series) if len(whole) > 1 else []
    scale = _scale(canvas, series, names)
    drawn = [[Point(mark, scale.x(mark), scale.y(mark.value or 0)) for mark in marks] for marks in series]
    canvas.stroke([(0, scale.y(0)), (spec.width, scale.y(0))], HAIRLINE, 1)
    for point in drawn[0] if len(drawn) == 1 else ():
        canvas.stroke([(point.x, scale.y(0)), (point.x, point.y)], HAIRLINE, 1)
    for points, color in zip(drawn, colors, strict=True):
        if joined:
            join(canvas, [points], color)
        dot(canvas, points, color, _DOT)
        for point in points:
            canvas.point(point.x - 18, point.y - _ABOVE, 36, _ABOVE + 18, point.mark)
    labels = Labels(canvas, drawn, colors)
    if joined:
        _break(canvas, labels, drawn, scale)
    named = labels.name(names, scale.right + _PAD)
    labels.date(scale.bottom + 18)
    labels.value()
    canvas.y = max(scale.bottom + 18 + _LEADING / 2, named)
    return canvas.figure()


def series_of(marks: Iterable[Mark]) -> list[list[Mark]]:
    """Return marks by series, as these are drawn and counted: the one that ends highest first."""
    ordered = sorted(marks, key=lambda mark: (mark.line, mark.order))
    series = [list(marks) for _, marks in groupby(ordered, key=lambda mark: mark.line)]
    return sorted(series, key=lambda marks: -(marks[-1].value or 0))


def times_of(marks: Iterable[Mark]) -> list[tuple[Any, ...]]:
    """Return the times that marks are of, in their order."""
    return sorted({mark.order for mark in marks})


def _day(mark: Mark) -> float:
    when = mark.order[0]
    return when.toordinal() if isinstance(when, date) else float(when)


def _colors(color: str) -> tuple[str, ...]:
    return color, MUTED, mix(color, "#000000", SHADE), INK


def _names(spec: ChartSpec, series: list[list[Mark]]) -> list[list[str]]:
    """Return each series' name in lines, to stand at its end."""
    return [wrap(marks[-1].series, TEXT, spec.width * 0.3) for marks in series]


def _scale(canvas: Canvas, series: list[list[Mark]], names: list[list[str]]) -> Scale:
    spec = canvas.spec
    room = max((measure(line, TEXT) for lines in names for line in lines), default=0)
    left = min(56, spec.width * 0.12)
    right = spec.width - (room + _PAD + _DOT if names else left)
    height = 130 if spec.width < PHONE else 160
    top = canvas.y + _ABOVE
    return scale_of([mark for marks in series for mark in marks], (left, right), top, height)


def scale_of(marks: Sequence[Mark], ends: tuple[float, float], top: float, height: float) -> Scale:
    """Return a scale for some marks between two ends, in px: values from zero, dates from the first."""
    days, values = [_day(mark) for mark in marks], [mark.value or 0.0 for mark in marks]
    first, last = min(days), max(days)
    return Scale(first, last - first or 1, *ends, top, height, min(0, *values), max(0, *values))


def join(canvas: Canvas, drawn: Iterable[Sequence[Point]], color: str) -> None:
    """Join neighbours that count the same; over a missing period nobody knows how the line goes."""
    runs: dict[str, list[list[tuple[float, float]]]] = {}
    for one, other in (pair for points in drawn for pair in pairwise(points)):
        if other.mark.gaps:
            continue
        start, end = (one.x, one.y), (other.x, other.y)
        result = one.mark.status == other.mark.status == "actual"
        alike = runs.setdefault("" if result else "dot", [])
        if alike and alike[-1][-1] == start:
            alike[-1].append(end)
        else:
            alike.append([start, end])
    for dash, lines in runs.items():
        canvas.strokes(lines, color, 2, dash)


def _break(canvas: Canvas, labels: Labels, drawn: Sequence[Sequence[Point]], scale: Scale) -> None:
    """Rule off where a line doesn't go on as it was, and dot the axis where a period is missing."""
    top, zero = scale.top - _ABOVE + _LEADING / 2, scale.y(0)
    pairs = [pair for points in drawn for pair in pairwise(points)]
    breaks = {_middle(pair): why for pair in pairs if (why := _why_broken(pair[1]))}
    missing = {(one.x, other.x) for one, other in pairs if "missing" in other.mark.gaps}
    for x, why in sorted(breaks.items()):
        canvas.stroke([(x, top + _LEADING / 2), (x, scale.bottom)], MARK, 1, "dot")
        labels.rule(x, top, scale.bottom, canvas.spec.word(why))
    for left, right in sorted(missing):
        canvas.stroke([(left + _DOT, zero), (right - _DOT, zero)], MARK, 1, "dot")
        labels.miss((left + right) / 2, zero - _LEADING / 2 - 2, canvas.spec.word("missing"))


def breaks_of(points: Sequence[Point]) -> list[float]:
    """Return where, in px, a series goes on by another definition or in another territory."""
    return [_middle(pair) for pair in pairwise(points) if _why_broken(pair[1])]


def _middle(pair: tuple[Point, Point]) -> float:
    return round((pair[0].x + pair[1].x) / 2, 1)


def _why_broken(point: Point) -> str:
    """The word for why a series doesn't go on as it was; "" where it does, or a period is missing alone."""
    return next((why for why in point.mark.gaps if why != "missing"), "")


def dot(canvas: Canvas, points: Sequence[Point], color: str, size: int) -> None:
    """Mark points, those that are no results by hollow dots."""
    for hollow in (False, True):
        alike = [(point.x, point.y) for point in points if (point.mark.status != "actual") is hollow]
        if alike:
            canvas.dots(alike, color, size, hollow)
