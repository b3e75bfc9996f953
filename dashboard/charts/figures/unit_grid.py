"""Unit grid: a hundred squares, one a percentage point, with the figure beside them."""

from __future__ import annotations

from math import ceil

from dashboard.charts.figures.canvas import Canvas
from dashboard.charts.figures.numerals import draw_numeral, fitting_size, numeral_height
from dashboard.charts.figures.spec import ChartSpec, Plain
from dashboard.charts.figures.theme import EMPTY, WIDE, fill_of

_HUNDRED = 100
_BESIDE = 400  # px, from which on the figure stands beside its squares


def draw(spec: ChartSpec) -> Plain:
    """Draw one percentage."""
    (mark,) = spec.marks
    canvas = Canvas(spec)
    side, gap, columns = _squares(spec)
    _draw_squares(canvas, mark.value or 0, side, gap, columns)
    width = columns * (side + gap) - gap
    height = _HUNDRED / columns * (side + gap) - gap
    canvas.point(0, canvas.y, width, height, mark)
    if spec.width < _BESIDE:
        canvas.y += height + 12
        size = fitting_size([mark.text], spec.width, 44)
        canvas.y += draw_numeral(canvas, mark, 0, canvas.y, spec.width, size)
    else:
        canvas.y += _numeral_beside(canvas, width + 32, height)
    return canvas.figure()


def _squares(spec: ChartSpec) -> tuple[float, float, int]:
    """Return a square's side, the gap and the number of columns: ten, twenty where it is wide."""
    if spec.width >= WIDE:
        return 26, 4, 20
    return (18, 4, 10) if spec.width >= _BESIDE else (min(21, (spec.width + 4) // 10 - 4), 4, 10)


def _draw_squares(canvas: Canvas, value: float, side: float, gap: float, columns: int) -> None:
    mark = canvas.spec.marks[0]
    fill = fill_of(canvas.spec.color, mark.qualifier, mark.status)
    corners = [
        ((i % columns) * (side + gap), canvas.y + (i // columns) * (side + gap)) for i in range(_HUNDRED)
    ]
    for x, y in corners[int(value) :]:
        canvas.area(x, y, side, side, EMPTY)
    for i, (x, y) in enumerate(corners[: ceil(value)]):
        canvas.area(x, y, round(side * min(value - i, 1), 1), side, fill)


def _numeral_beside(canvas: Canvas, x: float, height: float) -> float:
    """Write the figure beside squares of a height, centred on them; return the height of the higher."""
    (mark,), width = canvas.spec.marks, canvas.spec.width - x
    size = fitting_size([mark.text], width)
    own = numeral_height(canvas, mark, width, size)
    draw_numeral(canvas, mark, x, canvas.y + max(height - own, 0) / 2, width, size)
    return max(height, own)
