"""The mark of a stage: a disc, the fuller the more is built; a diamond for what is planned."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, radians, sin

from dashboard.charts.figures.canvas import Canvas, Points
from dashboard.charts.figures.spec import ChartSpec

SIZE, LARGE = 16, 24  # px, how wide and high a mark is, and one that is to be pressed by anybody
_LINE = 2
_STEP, _COARSE = 30, 45  # degrees between the corners of what stands for an arc; under the ring few do
# How much of the disc is full; of any other stage the source doesn't say how far it is.
PARTS = {"full": 1.0, "most": 0.75, "half": 0.5, "quarter": 0.25}
PLANNED = "planned"


def size_of(spec: ChartSpec) -> int:
    """Return how wide and high the mark of a stage is."""
    return LARGE if spec.touch else SIZE


def draw_stages(canvas: Canvas, fill: str, middles: Points) -> None:
    """Draw the mark of one stage, by its `fill`, around each of the points."""
    color, size = canvas.spec.color, size_of(canvas.spec)
    radius = size / 2 - _LINE / 2  # of the middle of its line
    if fill == PLANNED:
        canvas.strokes([_diamond(*middle, radius) for middle in middles], color, _LINE)
    elif fill in PARTS:
        canvas.dots(middles, color, size - _LINE, hollow=PARTS[fill] < 1)
        if PARTS[fill] < 1:
            canvas.shapes([_sector(*middle, radius, PARTS[fill]) for middle in middles], color)
    else:
        canvas.strokes([_arc(*middle, radius, 360) for middle in middles], color, _LINE, "dot")


def _sector(x: float, y: float, radius: float, part: float) -> list[tuple[float, float]]:
    """The corners of a part of the disc, clockwise from the top."""
    return [(x, y), *_arc(x, y, radius, round(360 * part), _COARSE), (x, y)]


def _arc(x: float, y: float, radius: float, degrees: int, step: int = _STEP) -> list[tuple[float, float]]:
    angles = [radians(degree - 90) for degree in range(0, degrees + 1, step)]
    return [(x + radius * cos(angle), y + radius * sin(angle)) for angle in angles]


def _diamond(x: float, y: float, radius: float) -> Sequence[tuple[float, float]]:
    return [(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y), (x, y - radius)]
