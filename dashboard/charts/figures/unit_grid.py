"""Unit grid: a hundred squares, one a percentage point, with the figure beside them."""

from __future__ import annotations

from math import ceil

from plotly import graph_objects as go

from dashboard.charts.figures.canvas import Sheet
from dashboard.charts.figures.numerals import draw_numeral, fitting_size, numeral_height
from dashboard.charts.figures.spec import Brief
from dashboard.charts.figures.theme import EMPTY, PHONE, WIDE, fill_of

_HUNDRED = 100


def unit_grid(brief: Brief) -> go.Figure:
    """Draw one percentage."""
    (mark,) = brief.marks
    sheet = Sheet(brief)
    side, gap, columns = _squares(brief)
    _draw_squares(sheet, mark.value or 0, side, gap, columns)
    width = columns * (side + gap) - gap
    height = _HUNDRED / columns * (side + gap) - gap
    sheet.reach(0, sheet.y, width, height, mark.hover)
    if brief.width < PHONE:
        sheet.y += height + 12
        size = fitting_size([mark.text], brief.width, 44)
        sheet.y += draw_numeral(sheet, mark, 0, sheet.y, brief.width, size)
    else:
        sheet.y += _numeral_beside(sheet, width + 32, height)
    return sheet.figure()


def _squares(brief: Brief) -> tuple[float, float, int]:
    """Return a square's side, the gap and the number of columns: ten, twenty where it is wide."""
    if brief.width >= WIDE:
        return 26, 4, 20
    return (18, 4, 10) if brief.width >= PHONE else (21, 4, 10)


def _draw_squares(sheet: Sheet, value: float, side: float, gap: float, columns: int) -> None:
    mark = sheet.brief.marks[0]
    fill = fill_of(sheet.brief.color, mark.qualifier, mark.status)
    corners = [
        ((i % columns) * (side + gap), sheet.y + (i // columns) * (side + gap)) for i in range(_HUNDRED)
    ]
    for x, y in corners[int(value) :]:
        sheet.area(x, y, side, side, EMPTY)
    for i, (x, y) in enumerate(corners[: ceil(value)]):
        sheet.area(x, y, round(side * min(value - i, 1), 1), side, fill)


def _numeral_beside(sheet: Sheet, x: float, height: float) -> float:
    """Write the figure beside squares of a height, centred on them; return the height of the higher."""
    (mark,), width = sheet.brief.marks, sheet.brief.width - x
    size = fitting_size([mark.text], width)
    own = numeral_height(sheet, mark, width, size)
    draw_numeral(sheet, mark, x, sheet.y + max(height - own, 0) / 2, width, size)
    return max(height, own)
