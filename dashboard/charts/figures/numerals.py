"""A figure in large numerals, with the unit beside it and its label under it."""

from __future__ import annotations

from dashboard.charts.figures.canvas import Canvas
from dashboard.charts.figures.spec import Mark
from dashboard.charts.figures.theme import INK, LEADING, MUTED, TEXT, Type
from dashboard.charts.figures.typesetting import measure, split_numeral, wrap

_UNIT = 20
_LEADING_UNIT = 26
_GAP = 6
_SIZES = (52, 44, 36, 28)


def fitting_size(texts: list[str], width: float, largest: int = _SIZES[0]) -> int:
    """Return the largest size at which each of `texts` takes one line of `width` pixels."""
    fitting = (s for s in _SIZES if s <= largest and all(_length(t, s) <= width for t in texts))
    return next(fitting, _SIZES[-1])


def numeral_height(canvas: Canvas, mark: Mark, width: float, size: int) -> float:
    """Return how high `draw_numeral` will draw, in pixels."""
    lines = [] if _fits(mark.text, size, width) else wrap(mark.text, _UNIT, width, bold=True)
    figure = _LEADING_UNIT * len(lines) + 6 if lines else size + 10
    return figure + LEADING[TEXT] * len(wrap(canvas.spec.label(mark), TEXT, width))


def draw_numeral(canvas: Canvas, mark: Mark, x: float, top: float, width: float, size: int) -> float:
    """Write a figure and its label; return their height. What is derived or planned is muted."""
    color = INK if mark.status == "actual" else MUTED
    before, digits, after = split_numeral(mark.text)
    baseline = top + size * 0.86
    if not _fits(mark.text, size, width):
        lines = wrap(mark.text, _UNIT, width, bold=True)
        height = canvas.lines(x, top, lines, Type(_UNIT, color, True)) + 6
    else:
        x_digits = x + (measure(before, _UNIT) + _GAP if before else 0)
        canvas.text(x, baseline, before, Type(_UNIT, color))
        canvas.text(x_digits, baseline, digits, Type(size, color, True))
        canvas.text(x_digits + measure(digits, size, True) + _GAP, baseline, after, Type(_UNIT, color))
        height = size + 10
    label = wrap(canvas.spec.label(mark), TEXT, width)
    height += canvas.lines(x, top + height, label, Type(TEXT, MUTED))
    canvas.point(x, top, width, height, mark)
    return height


def _fits(text: str, size: int, width: float) -> bool:
    return bool(split_numeral(text)[1]) and _length(text, size) <= width


def _length(text: str, size: int) -> float:
    before, digits, after = split_numeral(text)
    small = sum(measure(part, _UNIT) + _GAP for part in (before, after) if part)
    return small + measure(digits, size, True)
