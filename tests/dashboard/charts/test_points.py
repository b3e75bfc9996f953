"""The links over a chart's marks: each figure drawn has exactly one, named by what is printed."""

from __future__ import annotations

import re
from itertools import product

import pytest

from dashboard.charts.chart_view import LARGE_TYPE, WIDTHS, ChartView, chart_views
from dashboard.charts.figures.spec import MOST_ALIVE
from dashboard.charts.points import points_of
from dashboard.request.address import Address
from dashboard.request.context import make_context
from dashboard.request.links import figure_page
from data.store.queries import open_release
from data.store.tables import open_store


@pytest.fixture(scope="module")
def views(store_url: str) -> list[ChartView]:
    """Every chart of every region, in each language."""
    reader = open_release(open_store(store_url, read_only=True))
    states = product(reader.catalog.languages, reader.catalog.regions)
    contexts = [make_context(reader, Address("overview", lang=lang, region=id)) for lang, id in states]
    charts = reader.catalog.charts.values()
    return [view for context in contexts for view in chart_views(context, charts)]


def squeezed(text: str) -> str:
    return re.sub(r"[\s,]+", "", text)


def test_points_stand_in_one_order_at_every_width_so_that_one_text_is_shown_of_each(
    views: list[ChartView],
) -> None:
    for view in views:
        drawings = (view.drawing(width) for width in (*WIDTHS, *LARGE_TYPE))
        assert len({tuple(p.address for p in points_of(view, one.boxes)) for one in drawings}) == 1, (
            view.chart
        )


def test_each_figure_drawn_has_one_point_that_is_called_by_what_is_printed(views: list[ChartView]) -> None:
    assert len(views) > 30
    for view in views:
        for width in (WIDTHS[0], LARGE_TYPE[-1]):
            points = points_of(view, view.drawing(width).boxes)
            if len(view.marked) > MOST_ALIVE:
                continue
            addresses = [point.address for point in points]
            figures = [pair[-1] for pair in view.marked.values()]
            assert sorted(addresses) == sorted(str(figure_page(view.context, row)) for row in figures)
            names = {point.address: squeezed(point.name) for point in points}
            assert len({*names.values()}) == len(names), view.chart.id
            for mark, pair in zip(view.marks, view.marked.values(), strict=True):
                name = names[str(figure_page(view.context, pair[-1]))]
                words = view.context.words
                said = (words.figure(row) if row.value is not None else mark.stage_name for row in pair)
                assert all(squeezed(text) in name for text in said), (view.chart.id, name)
