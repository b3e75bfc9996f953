"""Where the texts of a figure stand, by our own measure, and what is wrong with it."""

from __future__ import annotations

from html import unescape
from itertools import combinations
from typing import NamedTuple

from plotly import graph_objects as go

from dashboard.charts.figures.typesetting import measure


class Box(NamedTuple):
    """A text and the rectangle of its glyphs."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Tell whether two texts lie upon each other by more than a pixel."""
        apart = self.right - 1 <= other.left or other.right - 1 <= self.left
        return not (apart or self.bottom - 1 <= other.top or other.bottom - 1 <= self.top)


def text_boxes(figure: go.Figure) -> list[Box]:
    """The boxes of all texts, in pixels."""
    boxes = []
    for trace in figure.data:
        if trace.type != "scatter" or trace.mode != "text":
            continue
        size, bold = trace.textfont.size, bool(trace.textfont.weight)
        for x, y, text in zip(trace.x, trace.y, map(unescape, trace.text), strict=True):
            width = measure(text, size, bold)
            left = (
                x - {"middle right": 0, "middle center": width / 2, "middle left": width}[trace.textposition]
            )
            baseline = y + size / 4
            boxes.append(Box(text, left, baseline - 0.88 * size, left + width, baseline + 0.12 * size))
    return boxes


def faults(figure: go.Figure) -> list[str]:
    """Texts that leave the frame or lie upon each other."""
    width, height = figure.layout.width, figure.layout.height
    boxes = text_boxes(figure)
    clipped = [b for b in boxes if b.left < -1 or b.right > width + 1 or b.top < -1 or b.bottom > height + 1]
    boxes.sort(key=lambda box: box.top)
    near = [pair for i, box in enumerate(boxes) for pair in combinations([box, *boxes[i + 1 : i + 40]], 2)]
    met = {(a.text, b.text) for a, b in near if a is not b and a.meets(b)}
    return [f"clipped: {box}" for box in clipped] + [f"upon each other: {pair}" for pair in sorted(met)]
