"""Status grid: one square a project, grouped by the stage it has reached, names beneath."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from plotly import graph_objects as go

from dashboard.figures.brief import Brief, Mark
from dashboard.figures.look import LEADING, MUTED, PHONE, TEXT, Type, stage_fill
from dashboard.figures.sheet import Sheet
from dashboard.figures.typesetting import measure, wrap

_SIDE, _PITCH = 24, 30
_GUTTER = 32
_NAMES = 220  # px that a group's names may claim beside other groups
_LEAST = 300  # px under which a group isn't squeezed beside others
_MOST = 500  # squares that can still be told apart


@dataclass(frozen=True, slots=True)
class Group:
    """The projects of one stage."""

    name: str
    stage: str
    marks: tuple[Mark, ...]
    names: str

    @property
    def squares(self) -> list[Mark]:
        """One mark a square: unnamed projects repeat the mark that counts them."""
        return [mark for mark in self.marks for _ in range(_count(mark))]

    @property
    def heading(self) -> str:
        """The stage and how many projects: as printed where the source counts them, else the named ones."""
        printed = [mark.text for mark in self.marks if not mark.named and mark.text]
        return f"{self.name} {printed[0] if printed else len(self.squares)}"

    @property
    def width(self) -> float:
        """How wide the group is in one line, in pixels."""
        names = min(measure(self.names, TEXT), _NAMES)
        return max(len(self.squares) * _PITCH, measure(self.heading, TEXT, True), names)


def status_grid(brief: Brief) -> go.Figure:
    """Draw the groups, the most finished first. Raises ChartRefused for no projects, or for over 500."""
    groups = _groups(brief)
    squares = sum(len(group.squares) for group in groups)
    brief.demand(0 < squares <= _MOST, "项目数要在1到500之间 (it takes 1 to 500 projects)")
    sheet = Sheet(brief)
    widths = _widths(groups, brief.width)
    if widths:
        _draw_row(sheet, groups, widths)
    else:
        for i, group in enumerate(groups):
            sheet.y += 20 if i else 0
            _draw_row(sheet, [group], [brief.width])
    return sheet.figure()


def _count(mark: Mark) -> int:
    return 1 if mark.named or mark.value is None else round(mark.value)


def _groups(brief: Brief) -> list[Group]:
    ranked = sorted(brief.marks, key=lambda mark: (-mark.rank, mark.stage))
    return [_group(brief, tuple(marks)) for _, marks in groupby(ranked, key=lambda mark: mark.stage)]


def _group(brief: Brief, marks: tuple[Mark, ...]) -> Group:
    names = brief.words.get("list", "、").join(mark.label for mark in marks if mark.named)
    return Group(marks[0].stage_name, marks[0].stage, marks, names)


def _widths(groups: list[Group], width: int) -> list[float]:
    """Return a width for each group in one row, or nothing where they have to stand under each other."""
    widths = [group.width for group in groups]
    if width < PHONE or len(groups) < 2:
        return []
    over = sum(widths) + _GUTTER * (len(groups) - 1) - width
    longest = widths.index(max(widths))
    widths[longest] -= max(over, 0)
    for i, group in enumerate(groups):
        more = min(max(measure(group.names, TEXT) - widths[i], 0), max(-over, 0))
        widths[i] += more
        over += more
    return widths if widths[longest] >= min(_LEAST, groups[longest].width) else []


def _draw_row(sheet: Sheet, groups: list[Group], widths: list[float]) -> None:
    headings = [wrap(group.heading, TEXT, width, True) for group, width in zip(groups, widths, strict=True)]
    top = sheet.y + max(map(len, headings)) * LEADING[TEXT] + 6
    bottom = top
    x = 0.0
    for group, heading, width in zip(groups, headings, widths, strict=True):
        sheet.lines(x, sheet.y, heading, Type(bold=True))
        bottom = max(bottom, _draw_group(sheet, group, x, top, width))
        x += width + _GUTTER
    sheet.y = bottom


def _draw_group(sheet: Sheet, group: Group, x: float, y: float, width: float) -> float:
    """Draw the squares from `y` and the names under them; return where they end."""
    columns = max(int((width + _PITCH - _SIDE) // _PITCH), 1)
    squares = group.squares
    fill = stage_fill(sheet.brief.color, group.marks[0].fill)
    for i, mark in enumerate(squares):
        left, top = x + i % columns * _PITCH, y + i // columns * _PITCH
        sheet.area(left, top, _SIDE, _SIDE, fill)
        sheet.reach(left, top, _SIDE, _SIDE, mark.hover)
    y += -(-len(squares) // columns) * _PITCH
    if not group.names:
        return y - _PITCH + _SIDE
    return y + sheet.lines(x, y, wrap(group.names, TEXT, width), Type(color=MUTED))
