"""What a page is as a picture: a chart, a figure, or one of the charts of a comparison."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.charts.chart_view import ChartView
from dashboard.pages.chart_page import view_of
from dashboard.pages.compare_page import Comparison, charts_of
from dashboard.pages.figure_page import picture_of
from dashboard.request.context import Context
from dashboard.request.figures import find_figure
from data.errors import NotFound


def view_at(context: Context, form: str = "") -> ChartView:
    """Return what is drawn of the page that a context is of: of several the one of a form, or the first.

    Raises NotFound for what there is no picture of.
    """
    for view in _views(context):
        if view.form == form or not form:
            return view
    raise NotFound(f"form={form}" if form else context.address.page)


def _views(context: Context) -> Iterable[ChartView]:
    match context.address.page:
        case "chart":
            return [view_of(context)]
        case "figure":
            return [picture_of(find_figure(context))]
        case "compare":
            return charts_of(Comparison(context))
    return []
