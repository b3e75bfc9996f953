"""Ranked bars: one quantity over several things, the largest on top, each bar from zero."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from plotly import graph_objects as go

from dashboard.charts.figures.bars import draw_bar
from dashboard.charts.figures.canvas import Sheet
from dashboard.charts.figures.spec import Brief, Mark
from dashboard.charts.figures.theme import LEADING, PHONE, TEXT, Type
from dashboard.charts.figures.typesetting import measure, wrap

_GAP = 10
_BETWEEN = 12
_LEADING = LEADING[TEXT]
_MANY = 12  # from so many rows on they stand closer


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a row's label, bar and figure stand, in pixels."""

    label: float
    bar: float
    full: float  # the longest bar
    text: float  # how wide the figure's text may be
    above: bool = False  # whether that stands above the bar, too long to stand at its end


def ranked_bars(brief: Brief) -> go.Figure:
    """Draw one bar a mark."""
    largest = max(mark.value or 0 for mark in brief.marks)
    marks = sorted(brief.marks, key=lambda mark: -(mark.value or 0))
    sheet = Sheet(brief)
    columns = _columns(brief)
    draw = _stacked if brief.width < PHONE else _beside
    for i, mark in enumerate(marks):
        sheet.y += _BETWEEN if i and draw is _stacked else 0
        sheet.y += draw(sheet, mark, (mark.value or 0) / (largest or 1), columns)
    return sheet.figure()


def _columns(brief: Brief) -> Columns:
    longest = _widest((mark.text for mark in brief.marks), bold=True)
    text = min(longest, brief.width * 0.4)
    if brief.width < PHONE:
        if longest > text:
            return Columns(brief.width, 0, brief.width, brief.width, above=True)
        return Columns(brief.width, 0, brief.width - text - _GAP, text)
    label = min(_widest(map(brief.label, brief.marks)), brief.width * 0.36, 360)
    bar = round(label) + 12
    return Columns(label, bar, brief.width - bar - text - _GAP, text)


def _widest(texts: Iterable[str], bold: bool = False) -> float:
    return max(measure(text, TEXT, bold) for text in texts) + 1


def _beside(sheet: Sheet, mark: Mark, share: float, columns: Columns) -> float:
    """Draw a row with its label to the left of the bar; return its height."""
    many = len(sheet.brief.marks) > _MANY
    thick, pitch = (18, 28) if many else (26, 42)
    label = wrap(sheet.brief.label(mark), TEXT, columns.label)
    text = wrap(mark.text, TEXT, columns.text, bold=True)
    height = max(pitch, _LEADING * max(len(label), len(text)) + 12)
    middle = sheet.y + height / 2
    sheet.lines(columns.bar - 12, middle - _LEADING * len(label) / 2, label, Type(anchor="end"))
    length = columns.full * share
    draw_bar(sheet, mark, (columns.bar, middle), length, thick, text)
    sheet.reach(0, sheet.y, columns.bar + length, height, mark.hover)
    return height


def _stacked(sheet: Sheet, mark: Mark, share: float, columns: Columns) -> float:
    """Draw a row with its label above the bar; return its height."""
    text = wrap(mark.text, TEXT, columns.text, bold=True)
    lines = wrap(sheet.brief.label(mark), TEXT, columns.label)
    height = sheet.lines(0, sheet.y, lines, Type())
    if columns.above:
        height += sheet.lines(0, sheet.y + height, text, Type(bold=True))
        text = []
    band = max(24, _LEADING * len(text))
    length = columns.full * share
    draw_bar(sheet, mark, (0, sheet.y + height + band / 2), length, 18, text)
    sheet.reach(0, sheet.y, max(length, _widest(lines)), height + band, mark.hover)
    return height + band
