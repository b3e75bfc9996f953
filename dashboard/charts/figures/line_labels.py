"""Labels of lines: names at their ends, dates below, figures at the points, none upon another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dashboard.charts.figures.canvas import Canvas, centred
from dashboard.charts.figures.spec import Mark
from dashboard.charts.figures.theme import INK, LEADING, MUTED, TEXT, Type
from dashboard.charts.figures.typesetting import measure
from data.model.observation import RESULTS

_LEADING = LEADING[TEXT]
_OFF = 20  # px between a point and the middle of its label
_FARTHER = (_OFF + _LEADING, _OFF + 2 * _LEADING)  # how far below a plan's label may stand
_COLUMN = 40  # px
_DOT = 7  # px around a point that labels keep free


@dataclass(frozen=True, slots=True)
class Point:
    """A mark and where it stands, in pixels."""

    mark: Mark
    x: float
    y: float


class Box(NamedTuple):
    """A rectangle that is taken, by its middle and half its sides."""

    x: float
    y: float
    half_width: float
    half_height: float = _LEADING / 2

    @property
    def columns(self) -> range:
        """The columns of a canvas that it lies in."""
        left, right = self.x - self.half_width, self.x + self.half_width
        return range(int(left // _COLUMN), int(right // _COLUMN) + 1)


class Labels:
    """What has been labelled so far, on one canvas; of several series each has labels of its colour."""

    def __init__(self, canvas: Canvas, drawn: Sequence[Sequence[Point]], colors: Sequence[str]) -> None:
        self._canvas = canvas
        self._drawn = drawn
        self._points = _from_the_ends([point for points in drawn for point in points])
        self._colors = colors if len(drawn) > 1 else [INK]
        self._taken: dict[int, list[Box]] = {}  # by the columns that each box lies in
        for point in self._points:
            self._take(Box(point.x, point.y, _DOT, _DOT))

    def rule(self, x: float, top: float, bottom: float, text: str) -> None:
        """Keep a rule from `top` to `bottom` free, and write over it why it is there."""
        self._take(Box(x, (top + bottom) / 2, 1, (bottom - top) / 2))
        half = measure(text, TEXT) / 2
        x = min(max(x, half), self._canvas.spec.width - half)
        self._take(Box(x, top, half + 4))
        self._canvas.text(x, centred(top, TEXT), text, Type(color=MUTED, anchor="middle"))

    def miss(self, x: float, y: float, text: str) -> None:
        """Write that a period is missing, where there is room."""
        self._write(text, self._place(text, [(x, y)], 4), Type(color=MUTED, anchor="middle"))

    def name(self, names: Sequence[list[str]], x: float) -> float:
        """Write the lines of each name right of its last point, moved apart; return where the last ends."""
        lowest = self._canvas.y
        ends = zip((points[-1].y for points in self._drawn), names, self._colors, strict=False)
        for y, lines, color in sorted(ends):
            half = _LEADING * len(lines) / 2
            middle = max(y, lowest + half)
            lowest = middle + half
            self._canvas.lines(x, middle - half, lines, Type(color=color))
            width = max(measure(line, TEXT) for line in lines)
            self._take(Box(x + width / 2, middle, width / 2, half))
        return lowest

    def date(self, y: float) -> None:
        """Write each period once under its points, as far as there is room."""
        points = {point.x: point for point in self._points}.values()
        spots = {point.x: self._place(point.mark.period, [(point.x, y)], 8) for point in points}
        for point in sorted(points, key=lambda point: point.x):
            self._write(point.mark.period, spots[point.x], Type(color=MUTED, anchor="middle"))

    def value(self) -> None:
        """Write the figures at their points; one without room is left to the hover and the table."""
        series = {id(point): i for i, points in enumerate(self._drawn) for point in points}
        spots = {}
        for point in self._points:
            text = self._text(point.mark)
            aside = measure(text, TEXT, True) / 2 - _DOT
            is_lowest = 0 < series[id(point)] == len(self._drawn) - 1
            sides = (_OFF, -_OFF) if is_lowest else (-_OFF, _OFF)
            below = () if point.mark.status == "actual" else _FARTHER  # a plan is always called so
            near = [(point.x + x, point.y + y) for y in (*sides, *below) for x in (0, -aside, aside)]
            spots[id(point)] = self._place(text, near, 2, bold=True)
        for points, color in zip(self._drawn, self._colors, strict=False):
            for point in points:
                type_ = Type(color=color, bold=True, anchor="middle")
                self._write(self._text(point.mark), spots[id(point)], type_)

    def _is_free(self, box: Box) -> bool:
        x, y, half_width, half_height = box
        for column in box.columns:
            # Told apart here, not in a method: a page of long lines asks so a hundred thousand times.
            for x_taken, y_taken, width, height in self._taken.get(column, ()):
                if abs(x - x_taken) < half_width + width and abs(y - y_taken) < half_height + height:
                    return False
        return True

    def _take(self, box: Box) -> None:
        for column in box.columns:
            self._taken.setdefault(column, []).append(box)

    def _text(self, mark: Mark) -> str:
        return mark.text if mark.status == "actual" else f"{mark.text} {self._canvas.spec.word(mark.status)}"

    def _place(
        self, text: str, spots: Sequence[tuple[float, float]], gap: float, *, bold: bool = False
    ) -> tuple[float, float] | None:
        """Take for the text the first of the spots where it meets nothing, if there is one."""
        half = measure(text, TEXT, bold) / 2
        for x, y in spots:
            x = min(max(x, half), self._canvas.spec.width - half)
            box = Box(x, y, half + gap)
            if self._is_free(box):
                self._take(box)
                return x, y
        return None

    def _write(self, text: str, spot: tuple[float, float] | None, type_: Type) -> None:
        if spot:
            self._canvas.text(spot[0], centred(spot[1], TEXT), text, type_)


def _from_the_ends(points: Sequence[Point]) -> list[Point]:
    """Order points so that plans, then the first and the last, are labelled before those between them."""
    ends = {choose(point.x for point in points) for choose in (min, max)} if points else set()
    return sorted(
        points, key=lambda p: (p.mark.status in RESULTS, p.mark.status in RESULTS and p.x not in ends, p.x)
    )
