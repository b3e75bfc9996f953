"""What of a chart of series is drawn, for whoever has scripts to choose: periods from and to, and series."""

from __future__ import annotations

from typing import Any

from dashboard.charts.chart_view import ChartView
from dashboard.charts.figures.line import series_of, times_of
from dashboard.charts.figures.spec import Excerpt
from dashboard.request import html
from dashboard.request.html import render
from dashboard.request.links import dashed

FEWEST = 4  # periods of which fewer may be worth seeing


def excerpt_form(chart: ChartView) -> html.Element | None:
    """Return the fields by which periods and series are chosen; None where there is nothing to choose.

    Shown where there are scripts; assets/page.js asks for what is chosen. Numbers are those of `Excerpt`.
    """
    words, marks = chart.context.words, chart.marks
    periods, series = _periods(chart), series_of(marks) if chart.is_series else []
    fields: list[Any] = []
    if len(periods) >= FEWEST:
        last = len(periods)
        fields += [_select(words("excerpt_from"), "from", periods[:-1], 1, 1)]
        fields += [_select(words("excerpt_to"), "to", periods[1:], 2, last)]
    if len(series) > 1:
        boxes = [
            html.Label([html.Input(type="checkbox", name="series", value=n, checked=True), points[-1].series])
            for n, points in enumerate(series)
        ]
        fields.append(html.Fieldset([html.Legend(words("excerpt_series"), className="unseen"), *boxes]))
    if not fields:
        return None
    reset = html.Button(words("excerpt_reset"), type="button", name="whole", hidden=True)
    named = dashed(aria_label=words("excerpt"))
    return html.Div([*fields, reset], className="excerpt", role="group", **named)


def write_silent(chart: ChartView, excerpt: Excerpt) -> str:
    """Return the sentence on lines picked that have no figure in the periods drawn, as markup; or ""."""
    words = chart.context.words
    drawn, silent = chart.lines_in(excerpt)
    if not silent:
        return ""
    names, reset = words("list_comma").join(silent), words("excerpt_reset")
    says = words("excerpt_silent", names=names) if drawn else words("excerpt_nothing", reset=reset)
    return render(html.P(says, className="note nothing", role="status"))


def _periods(chart: ChartView) -> list[str]:
    """The periods drawn, in time, as they are said; none of a chart that is no series."""
    periods = {mark.order: mark.period for mark in chart.marks}
    return [periods[time] for time in times_of(chart.marks)] if chart.is_series else []


def _select(label: str, name: str, periods: list[str], first: int, chosen: int) -> html.Element:
    """A list of periods, which are counted from `first`."""
    options = [
        html.Option(period, value=str(n), **(dashed(selected="selected") if n == chosen else {}))
        for n, period in enumerate(periods, first)
    ]
    return html.Label([label, html.Select(options, name=name)])
