"""Every theme at a glance: headlines, and the charts or figures of each theme on cards."""

from __future__ import annotations

from dashboard.charts.chart_view import ChartView, chart_views
from dashboard.pages import components
from dashboard.pages.columns import Card, set_in_columns
from dashboard.pages.headlines import headline_of, headlines, news
from dashboard.pages.page import Page, head, nothing_here, way_to_briefing
from dashboard.request import html
from dashboard.request.context import Context
from data.model.catalog import Theme


def overview(context: Context) -> Page:
    """Every theme at a glance."""
    words = context.words
    region = words.term("region", context.region)
    title = (
        words("overview_title", region=region, year=context.year)
        if context.year
        else words("overview_latest", region=region)
    )
    lead = news(context)
    cells, any_figures = headlines(context), bool(context.themes_shown)
    body = [
        head(
            *(title, lead, components.controls(context)),
            skip=words("skip_to_charts") if any_figures else "",
            way=way_to_briefing(context, "") if any_figures else None,
        ),
        *([html.Dl(cells, className="headlines")] if cells else []),
        html.Div(set_in_columns(_cards(context)), id="charts") if any_figures else nothing_here(context),
    ]
    return Page(title, lead, html.Div(body))


def _cards(context: Context) -> list[Card]:
    """The cards of every theme that has figures here, in the order of themes."""
    return [
        card
        for theme in context.reader.catalog.themes.values()
        if theme.id in context.themes_shown
        for card in _cards_of(context, theme)
    ]


def _cards_of(context: Context, theme: Theme) -> list[Card]:
    """A theme's charts for the overview, or a table of its figures where it can draw none of them."""
    charts = overview_charts(context, theme)
    if charts is not None:
        return [components.set_card(chart, named=True) for chart in charts]
    indicators = context.reader.catalog.indicators_of(theme.id)
    name = context.words.text(theme)
    rows = context.rows([indicator.id for indicator in indicators])
    content = [
        components.kicker(context, theme),
        html.H2(name, className="finding"),
        *components.first_rows(context, rows, theme, caption=name),
    ]
    height = float(components.LEADING_OF_TABLE * min(len(rows), components.LISTED))
    return [Card(html.Section(content, className=f"card figures theme-{theme.id}"), height, height)]


def overview_charts(context: Context, theme: Theme) -> list[ChartView] | None:
    """Return a theme's charts for the overview, or where it can draw none of them here, its others.

    What its headline says already is said there alone. None where no chart of it can be drawn.
    """
    charts = context.reader.catalog.charts_of(theme.id)
    shown = chart_views(context, (c for c in charts if c.overview)) or chart_views(context, charts)
    headline = headline_of(context, theme)
    if not shown:
        return None
    return [chart for chart in shown if chart.rows != [headline] or chart.chart.kind != "statement"]
