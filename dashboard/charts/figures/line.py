"""Line: one or a few series over their true dates, every point marked, labelled where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise

from plotly import graph_objects as go

from dashboard.charts.figures.canvas import Sheet
from dashboard.charts.figures.line_labels import Labels, Point
from dashboard.charts.figures.spec import Brief, Mark
from dashboard.charts.figures.theme import HAIRLINE, INK, LEADING, MUTED, PHONE, TEXT, mix
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


def line(brief: Brief) -> go.Figure:
    """Draw the series."""
    series = _series(brief)
    sheet = Sheet(brief)
    names = _names(brief, series)
    scale = _scale(sheet, names)
    drawn = [[Point(mark, scale.x(mark), scale.y(mark.value or 0)) for mark in marks] for marks in series]
    sheet.stroke([(0, scale.y(0)), (brief.width, scale.y(0))], HAIRLINE, 1)
    for point in drawn[0] if len(drawn) == 1 else ():
        sheet.stroke([(point.x, scale.y(0)), (point.x, point.y)], HAIRLINE, 1)
    for points, color in zip(drawn, _colors(brief.color), strict=False):
        _draw_series(sheet, points, color)
    labels = Labels(sheet, drawn, _colors(brief.color))
    named = labels.name(names, scale.right + _PAD)
    labels.date(scale.bottom + 18)
    labels.value()
    sheet.y = max(scale.bottom + 18 + _LEADING / 2, named)
    return sheet.figure()


def _series(brief: Brief) -> list[list[Mark]]:
    ordered = sorted(brief.marks, key=lambda mark: (mark.indicator, mark.breakdown, mark.order))
    series = [list(marks) for _, marks in groupby(ordered, key=lambda mark: (mark.indicator, mark.breakdown))]
    return sorted(series, key=lambda marks: -(marks[-1].value or 0))


def _day(mark: Mark) -> float:
    when = mark.order[0]
    return when.toordinal() if isinstance(when, date) else float(when)


def _colors(color: str) -> tuple[str, ...]:
    return color, MUTED, mix(color, "#000000", 0.5), INK


def _names(brief: Brief, series: list[list[Mark]]) -> list[list[str]]:
    """Return each series' name in lines, to stand at its end; none where there is but one."""
    if len(series) < 2:
        return []
    return [wrap(marks[-1].series, TEXT, brief.width * 0.3) for marks in series]


def _scale(sheet: Sheet, names: list[list[str]]) -> Scale:
    brief = sheet.brief
    days = [_day(mark) for mark in brief.marks]
    values = [mark.value or 0.0 for mark in brief.marks]
    room = max((measure(line, TEXT) for lines in names for line in lines), default=0)
    left = min(56, brief.width * 0.12)
    right = brief.width - (room + _PAD + _DOT if names else left)
    height = 130 if brief.width < PHONE else 160
    top = sheet.y + _ABOVE
    return Scale(min(days), max(days) - min(days), left, right, top, height, min(0, *values), max(0, *values))


def _draw_series(sheet: Sheet, points: list[Point], color: str) -> None:
    for one, other in pairwise(points):
        result = one.mark.status == other.mark.status == "actual"
        sheet.stroke([(one.x, one.y), (other.x, other.y)], color, 2, "" if result else "dot")
    for hollow, group in groupby(points, key=lambda point: point.mark.status != "actual"):
        sheet.dots([(point.x, point.y) for point in group], color, _DOT, hollow)
    for point in points:
        sheet.reach(point.x - 18, point.y - 18, 36, 36, point.mark.hover)
