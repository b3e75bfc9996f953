"""Canvas: a figure being drawn, downwards, in pixels from its top left corner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import Any

from dashboard.charts.figures.spec import ChartSpec, Mark, Plain
from dashboard.charts.figures.theme import CLEAR, LEADING, MUTED, TEXT, Fill, Type, layout
from dashboard.charts.figures.typesetting import wrap, wrap_caption
from data.statements.chart_kinds import CHART_KINDS

_ANCHORS = {"start": "middle right", "end": "middle left", "middle": "middle center"}
# plotly.js sets the baseline of a “middle” text a quarter of its size under the point it names.
BASELINE = 0.25
# Characters and digits are centred about 0.36 em above their baseline in the faces we ask for.
_CENTRE = 0.36
_GAP, _GAP_BELOW = 16, 20  # px under the subtitle, over the source line
_EDGE = 4  # px over and under what has neither
_HOVER_WIDTH = 240

Points = Sequence[tuple[float, float]]
Box = tuple[float, float, float, float]  # left, top, width, height


class Canvas:
    """What has been drawn so far; `y` is where the next thing begins. The subtitle, if any, stands on top."""

    def __init__(self, spec: ChartSpec) -> None:
        self.spec = spec
        self.y = 0.0
        self._areas: dict[Fill, list[Box]] = {}
        self._points: list[tuple[Box, Mark]] = []
        is_series = CHART_KINDS[spec.kind].is_series
        self._times = sorted({mark.order for mark in spec.marks}) if is_series else []
        self._strokes: list[dict[str, Any]] = []
        self._texts: dict[Type, list[tuple[int, float, float, str]]] = {}
        self._written = 0  # texts so far
        self._caption(spec.subtitle, TEXT)
        self.y += _GAP if spec.subtitle else _EDGE

    def area(self, x: float, y: float, width: float, height: float, fill: Fill) -> None:
        """Fill a rectangle; an outline lies inside it, where there is room for one."""
        if fill.paper and width <= _EDGE:
            fill = replace(fill, outline="")
        inset = 0.75 if fill.outline else 0
        box = (x + inset, y + inset, max(width - 2 * inset, 0), height - 2 * inset)
        self._areas.setdefault(fill, []).append(box)

    def point(self, x: float, y: float, width: float, height: float, mark: Mark) -> None:
        """Have a mark answer for itself within the rectangle, beside others that it may have.

        Where what is pressed has to be larger, it reaches out as far on each side as the drawing does.
        """
        across, down = max(width, self.spec.touch), max(height, self.spec.touch)
        left = min(max(x + (width - across) / 2, 0), self.spec.width - across)
        self._points.append(((left, y + (height - down) / 2, across, down), mark))

    def stroke(self, points: Points, color: str, width: float, dash: str = "") -> None:
        """Draw a line through the points."""
        self.strokes([points], color, width, dash)

    def strokes(self, lines: Sequence[Points], color: str, width: float, dash: str = "") -> None:
        """Draw lines that look alike, each through its points."""
        line = {"color": color, "width": width, **({"dash": dash} if dash else {})}
        self._strokes.append(_scatter("lines", _apart(lines), line=line))

    def shapes(self, outlines: Sequence[Points], color: str) -> None:
        """Fill what lies within each outline."""
        look = {"line": {"color": color, "width": 0}, "fill": "toself", "fillcolor": color}
        self._strokes.append(_scatter("lines", _apart(outlines), **look))

    def dots(self, points: Points, color: str, size: int, hollow: bool) -> None:
        """Draw round marks centred on the points; hollow ones are outlined on white."""
        outline = {"color": color, "width": 2}
        marker = {"symbol": "circle", "size": size, "color": "#ffffff" if hollow else color, "line": outline}
        self._strokes.append(_scatter("markers", points, marker=marker))

    def text(self, x: float, baseline: float, text: str, type_: Type) -> None:
        """Write one line of text on a baseline."""
        if text:
            self._written += 1
            row = (self._written, x, baseline - BASELINE * type_.size, _plain(text))
            self._texts.setdefault(type_, []).append(row)

    def lines(self, x: float, top: float, lines: Sequence[str], type_: Type) -> float:
        """Write lines under each other from `top`; return their height."""
        leading = LEADING.get(type_.size, round(type_.size * 1.3))
        for i, line in enumerate(lines):
            self.text(x, centred(top + (i + 0.5) * leading, type_.size), line, type_)
        return leading * len(lines)

    def figure(self) -> Plain:
        """Put the source line, if any, under what was drawn and return the Figure."""
        self.y += _GAP_BELOW if self.spec.source else _EDGE
        self._caption(self.spec.source, self.spec.small)
        height = round(self.y)
        bars = [_bar(boxes, _marker(fill)) for fill, boxes in self._areas.items()]
        texts = [_text(type_, rows) for type_, rows in self._texts.items()]
        points = [self._answering(series) for series in self._series()]
        frame = layout(self.spec.chart, self.spec.width, height, compared=len(points) > 1)
        return {"data": [*bars, *points, *self._strokes, *texts], "layout": frame}

    def _series(self) -> list[list[tuple[Box, Mark]]]:
        """The points, those of several series apart, so that plotly.js compares across."""
        if not self._times:
            return [self._points] if self._points else []
        series: dict[tuple[str, str], list[tuple[Box, Mark]]] = {}
        for box, mark in self._points:
            series.setdefault(mark.line, []).append((box, mark))
        return [*series.values()]

    def _answering(self, points: Sequence[tuple[Box, Mark]]) -> dict[str, Any]:
        """The trace that says each mark's texts, wrapped and escaped; `ids` tells which mark it is.

        Of a series `meta` has the number of each one's period, from 1.
        """
        room = min(_HOVER_WIDTH, self.spec.width - 40)
        said = [[part for line in mark.hover for part in wrap(line, TEXT, room)] for _, mark in points]
        bar = _bar([box for box, _ in points], _marker(Fill()))
        del bar["hoverinfo"]
        texts = {"customdata": ["<br>".join(map(_plain, lines)) for lines in said]}
        template = {"hovertemplate": "%{customdata}<extra></extra>"}
        times = {"meta": [self._times.index(mark.order) + 1 for _, mark in points]} if self._times else {}
        return {**bar, "ids": [mark.id for _, mark in points], **texts, **template, **times}

    def _caption(self, text: str, size: int) -> None:
        if text:
            self.y += self.lines(0, self.y, wrap_caption(text, size, self.spec.width), Type(size, MUTED))


def centred(middle: float, size: float) -> float:
    """Return the baseline of a text of `size` pixels that is centred on `middle`."""
    return middle + _CENTRE * size


def _px(value: float) -> float:
    rounded = round(value, 1)
    return int(rounded) if rounded == int(rounded) else rounded


def _plain(text: str) -> str:
    return escape(" ".join(text.split()), quote=False)


def _marker(fill: Fill) -> dict[str, Any]:
    marker: dict[str, Any] = {"color": fill.paper or CLEAR}
    if fill.stripe:
        paper = {"bgcolor": fill.paper} if fill.paper else {}
        marker["pattern"] = {"shape": "/", "fgcolor": fill.stripe, **paper}
    marker["line"] = {"width": 1.5 if fill.outline else 0}
    if fill.outline:
        marker["line"]["color"] = fill.outline
    return marker


def _bar(boxes: Sequence[tuple[float, float, float, float]], marker: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "base": [_px(x) for x, _, _, _ in boxes],
        "x": [_px(width) for _, _, width, _ in boxes],
        "y": [_px(y + height / 2) for _, y, _, height in boxes],
        "width": [_px(height) for _, _, _, height in boxes],
        "marker": marker,
        "hoverinfo": "skip",
    }


def _apart(lines: Sequence[Points]) -> list[tuple[float, float] | None]:
    """The points of several lines, with nothing between one line and the next."""
    joined = [point for line in lines for point in (*line, None)]
    return joined[:-1]


def _scatter(mode: str, points: Sequence[tuple[float, float] | None], **more: Any) -> dict[str, Any]:
    xs = [_px(point[0]) if point else None for point in points]
    ys = [_px(point[1]) if point else None for point in points]
    return {"type": "scatter", "mode": mode, "x": xs, "y": ys, **more, "hoverinfo": "skip"}


def _text(type_: Type, rows: Sequence[tuple[int, float, float, str]]) -> dict[str, Any]:
    """The trace of texts that look alike; `meta` has the turn of each in which all are read."""
    font = {"size": type_.size, "color": type_.color, **({"weight": 700} if type_.bold else {})}
    turns, points = [turn for turn, *_ in rows], [(x, y) for _, x, y, _ in rows]
    texts = [text for *_, text in rows]
    return _scatter(
        "text", points, text=texts, meta=turns, textposition=_ANCHORS[type_.anchor], textfont=font
    )
