"""What marks look like on the wall, each with one meaning, and the line that says what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, radians, sin

from dashboard.charts.figures.spec import ChartSpec, Mark
from dashboard.charts.figures.stages import PARTS, PLANNED
from dashboard.charts.figures.typesetting import measure
from dashboard.screen.sheet import MARK, MUTED, SMALL, Paint, Sheet, leading_of

LATE = "#f2a098"  # what is behind its plan
_SWATCH, _HEIGHT = 48, 28  # units, of a legend's marks
_GAP, _BETWEEN, _ABOVE = 14, 40, 12
_LINE = 4


def paint_of(mark: Mark, accent: str) -> Paint:
    """Return how a figure's area is filled: striped unless exact, outlined if no result, grey if derived."""
    color = MARK if mark.status == "derived" else accent
    return Paint(color, striped=mark.qualifier != "exact", hollow=mark.status not in ("actual", "derived"))


def draw_legend(
    sheet: Sheet, spec: ChartSpec, marks: Sequence[Mark], top: float, width: float, accent: str
) -> float:
    """Say under areas what stripes and outlines mean, where there are any; return the height.

    Nobody can ask a wall: one that means something is named even where all look alike.
    """
    looks = {_look(spec, mark): mark for mark in reversed(marks) if mark.status != "derived"}
    if all(paint_of(mark, accent) == Paint(accent) for mark in looks.values()):
        return 0
    x, y = 0.0, top + _ABOVE
    for text, mark in looks.items():
        length = _SWATCH + _GAP + measure(text, SMALL)
        if x and x + length > width:
            x, y = 0.0, y + leading_of(SMALL)
        middle = y + leading_of(SMALL) / 2
        sheet.area(x, middle - _HEIGHT / 2, _SWATCH, _HEIGHT, paint_of(mark, accent))
        sheet.lines(x + _SWATCH + _GAP, y, [text], SMALL, color=MUTED)
        x += length + _BETWEEN
    return y + leading_of(SMALL) - top


def _look(spec: ChartSpec, mark: Mark) -> str:
    """What a mark's look means: how the source prints it, and what it is where that is no result."""
    printed = spec.word("printed_exact" if mark.qualifier == "exact" else "printed_loose")
    return spec.named(printed, mark)


def draw_stage(sheet: Sheet, x: float, y: float, size: float, fill: str, color: str) -> None:
    """Draw the mark of a stage in a square: a disc, the fuller the more is built, as charts have it.

    A diamond is planned; a dotted ring is one of which the source doesn't say how far it is.
    """
    middle, radius = (x + size / 2, y + size / 2), size / 2 - _LINE / 2
    if fill == PLANNED:
        corners = [_on(middle, radius, degrees) for degrees in (0, 90, 180, 270)]
        sheet.path(f"M{'L'.join(corners)}Z", stroke=color, width=_LINE)
        return
    part = PARTS.get(fill)
    top, bottom = _on(middle, radius, 0), _on(middle, radius, 180)
    arc = f"A{radius:g} {radius:g} 0 "
    ring = f"M{top}{arc}1 1 {bottom}{arc}1 1 {top}Z"
    sheet.path(ring, color if part == 1 else "none", color, _LINE, dash="" if part else "2 6")
    if part and part < 1:
        end = _on(middle, radius, 360 * part)
        sheet.path(f"M{middle[0]:g} {middle[1]:g}L{top}{arc}{int(part > 1 / 2)} 1 {end}Z", color)


def _on(middle: tuple[float, float], radius: float, degrees: float) -> str:
    """A place on a circle, clockwise from its top."""
    angle = radians(degrees - 90)
    return f"{middle[0] + radius * cos(angle):.1f} {middle[1] + radius * sin(angle):.1f}"
