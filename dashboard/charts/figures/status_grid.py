"""Status grid: one mark a project, grouped by the stage it has reached, names beneath."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from dashboard.charts.figures.canvas import Canvas
from dashboard.charts.figures.spec import ChartSpec, Mark, Plain, aside
from dashboard.charts.figures.stages import draw_stages, size_of
from dashboard.charts.figures.theme import LEADING, MUTED, PHONE, TEXT, Type
from dashboard.charts.figures.typesetting import measure, wrap
from data.statements.chart_checks import projects

_PITCH = 24  # px from one mark to the next
_NAMES_BELOW = 8  # px under the marks
_GUTTER = 32
_NAMES = 220  # px that a group's names may claim beside other groups
_LEAST = 300  # px under which a group isn't squeezed beside others


@dataclass(frozen=True, slots=True)
class Group:
    """The projects of one stage: what is written over their squares, and under them."""

    heading: str
    marks: tuple[Mark, ...]
    names: str

    @property
    def squares(self) -> list[Mark]:
        """One mark a square: unnamed projects repeat the mark that counts them and those named beside it."""
        return [mark for mark in self.marks for _ in range(projects(mark) - self._counted_by(mark))]

    def _counted_by(self, count: Mark) -> int:
        """How many of the projects that a mark counts have squares of their own."""
        return 0 if count.named else sum(mark.named and mark.period == count.period for mark in self.marks)

    def width(self, pitch: float) -> float:
        """Return how wide the group is in one line, in pixels."""
        names = min(measure(self.names, TEXT), _NAMES)
        return max(len(self.squares) * pitch, measure(self.heading, TEXT, True), names)


def draw(spec: ChartSpec) -> Plain:
    """Draw the groups, the most finished first."""
    groups = stage_groups(spec)
    canvas = Canvas(spec)
    widths = _widths(groups, spec)
    if widths:
        _draw_row(canvas, groups, widths)
    else:
        for i, group in enumerate(groups):
            canvas.y += 20 if i else 0
            _draw_row(canvas, [group], [spec.width])
    return canvas.figure()


def stage_groups(spec: ChartSpec) -> list[Group]:
    """Return the groups; where figures are of several periods each says its own."""
    dated = len({mark.period for mark in spec.marks}) > 1
    ranked = sorted(spec.marks, key=lambda mark: (-mark.rank, mark.stage, mark.status))
    alike = groupby(ranked, key=lambda mark: (mark.stage, mark.status))
    return [_group(spec, tuple(marks), dated) for _, marks in alike]


def _group(spec: ChartSpec, marks: tuple[Mark, ...], dated: bool) -> Group:
    """Head a group with how many projects it has: as printed where the source counts them."""

    def dated_text(text: str, mark: Mark) -> str:
        return aside(text, mark.period) if dated else text

    named = [mark for mark in marks if mark.named]
    printed = [dated_text(mark.text, mark) for mark in marks if not mark.named and mark.text]
    heading = f"{spec.named(marks[0].stage_name, marks[0])} {printed[0] if printed else len(named)}"
    names = spec.words.get("list", "、").join(dated_text(mark.label, mark) for mark in named)
    if named and printed:
        names += spec.words.get("others", "等")
    return Group(heading, marks, names)


def _pitch(spec: ChartSpec) -> float:
    return max(_PITCH, spec.touch)


def _widths(groups: list[Group], spec: ChartSpec) -> list[float]:
    """Return a width for each group in one row, or nothing where they have to stand under each other."""
    pitch, width = _pitch(spec), spec.width
    widths = [group.width(pitch) for group in groups]
    if width < PHONE or len(groups) < 2:
        return []
    over = sum(widths) + _GUTTER * (len(groups) - 1) - width
    longest = widths.index(max(widths))
    widths[longest] -= max(over, 0)
    for i, group in enumerate(groups):
        more = min(max(measure(group.names, TEXT) - widths[i], 0), max(-over, 0))
        widths[i] += more
        over += more
    return widths if widths[longest] >= min(_LEAST, groups[longest].width(pitch)) else []


def _draw_row(canvas: Canvas, groups: list[Group], widths: list[float]) -> None:
    headings = [wrap(group.heading, TEXT, width, True) for group, width in zip(groups, widths, strict=True)]
    top = canvas.y + max(map(len, headings)) * LEADING[TEXT] + 6
    bottom = top
    x = 0.0
    for group, heading, width in zip(groups, headings, widths, strict=True):
        canvas.lines(x, canvas.y, heading, Type(bold=True))
        bottom = max(bottom, _draw_group(canvas, group, x, top, width))
        x += width + _GUTTER
    canvas.y = bottom


def _in_tens(room: int, count: int) -> int:
    """Return how many of `count` stand in a line: of several lines, tens or fives: quickly counted."""
    if count <= room:
        return room
    return next((room - room % step for step in (10, 5) if room >= step), room)


def _draw_group(canvas: Canvas, group: Group, x: float, y: float, width: float) -> float:
    """Draw the marks from `y` and the names under them; return where they end."""
    pitch, size = _pitch(canvas.spec), size_of(canvas.spec)
    edge = (pitch - size) / 2
    squares = group.squares
    columns = _in_tens(max(int((width + pitch - size) // pitch), 1), len(squares))
    places = [(x + i % columns * pitch, y + i // columns * pitch) for i in range(len(squares))]
    for mark, (left, top) in zip(squares, places, strict=True):
        canvas.point(left - edge, top - edge, pitch, pitch, mark)
    middles = [(left + size / 2, top + size / 2) for left, top in places]
    draw_stages(canvas, group.marks[0].fill, middles)
    y += -(-len(squares) // columns) * pitch - pitch + size
    if not group.names:
        return y
    y += _NAMES_BELOW
    return y + canvas.lines(x, y, wrap(group.names, TEXT, width), Type(color=MUTED))
