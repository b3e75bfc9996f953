"""The points of a chart: for each figure drawn one link to its page, over all that is drawn of it.

They are links of a second SVG over the drawing, with its view box, so that they lie right at any scale; an
image map's coordinates would stay those of one width.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from dashboard.charts.chart_view import Box, ChartView
from dashboard.charts.figures.spec import MOST_ALIVE


@dataclass(frozen=True, slots=True)
class Point:
    """A link: where it leads, what it is called, what is shown of it, and the rectangles it covers in px.

    `lines` are the figure, what it is and when, and its sources last; `series` numbers its series, from 0.
    """

    address: str
    name: str
    lines: tuple[str, ...]
    boxes: tuple[Box, ...]
    series: int = 0


def points_of(view: ChartView, boxes: Mapping[str, Sequence[Box]]) -> list[Point]:
    """Return the points of a chart's drawing, given where its marks answer, in their order."""
    marks = {mark.id: mark for mark in view.marks}
    if len(boxes) > MOST_ALIVE:  # then each series has a link, and the table has the figures
        return [*_of_series(view, boxes)]
    comma = view.context.words("list_comma")
    series = [*dict.fromkeys(marks[id].line for id in boxes)]
    return [
        Point(
            view.link_of(id)[0],
            comma.join((view.link_of(id)[1], f"{number} / {len(boxes)}")),
            view.hover(id),
            tuple(boxes[id]),
            series.index(marks[id].line) if view.is_series else 0,
        )
        for number, id in enumerate(boxes, 1)
    ]


def draw_points(points: Sequence[Point], width: float, height: float) -> str:
    """Return points as the text of an SVG of a drawing's size."""
    links = "".join(map(_link, points))
    return f'<svg class="points" viewBox="0 0 {width:g} {height:g}" role="group">{links}</svg>'


def write_tips(points: Iterable[Point]) -> str:
    """Return what is shown of each point, in their order, as the text of HTML paragraphs."""
    texts = ("\n".join(point.lines) for point in points)
    return "".join(f"<p>{escape(text, quote=False)}</p>" for text in texts)


def _of_series(view: ChartView, boxes: Mapping[str, Sequence[Box]]) -> Iterator[Point]:
    """One point an indicator, leading to its page."""
    words, context = view.context.words, view.context
    by_indicator: dict[str, list[str]] = {}
    for mark in view.marks:
        if mark.id in boxes:
            by_indicator.setdefault(mark.indicator, []).append(mark.id)
    for number, (indicator, ids) in enumerate(by_indicator.items(), 1):
        name = words.text(context.reader.catalog.indicators[indicator])
        says = words("figures_in_table", count=len(ids))
        place = f"{number} / {len(by_indicator)}"
        yield Point(
            str(context.address.to("indicator", indicator, period="")),
            words("list_comma").join((name, says, place)),
            (name, says),
            tuple(box for id in ids for box in boxes[id]),
        )


def _link(point: Point) -> str:
    series = f' data-series="{point.series}"' if point.series else ""
    path = "".join(map(_outline, point.boxes))
    return (
        f'<a href="{escape(point.address)}" aria-label="{escape(point.name)}"{series}><path d="{path}"/></a>'
    )


def _outline(box: Box) -> str:
    x, y, width, height = map(_n, box)
    return f"M{x} {y}h{width}v{height}h-{width}z"


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
