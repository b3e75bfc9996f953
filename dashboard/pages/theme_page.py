"""One theme of a region: its charts, how its figures compare, and every one of them."""

from __future__ import annotations

from dashboard.charts.chart_view import chart_views
from dashboard.downloads.selection import MOST
from dashboard.pages import components
from dashboard.pages.comparison_tables import card_of_theme
from dashboard.pages.page import Page, head, nothing_here, way_to_briefing
from dashboard.pages.paging import paging
from dashboard.pages.tables import card_of_figures
from dashboard.request import html
from dashboard.request.address import feed_address
from dashboard.request.context import Context
from dashboard.request.parts import part_of_figures


def theme(context: Context) -> Page:
    """One theme: its charts, and every figure of it."""
    words, catalog = context.words, context.reader.catalog
    theme = catalog.themes[context.address.id]
    title = words("theme_title", theme=words.text(theme), region=words.term("region", context.region))
    indicators = [i.id for i in catalog.indicators_of(theme.id)]
    listed = part_of_figures(context, indicators)
    charts = chart_views(context, catalog.charts_of(theme.id)) if not listed.before else []
    count = sum(cell.measured for _, _, cell in context.outline.of(indicators, context.year))
    lead = words("theme_lead", figures=count) if count else ""
    skip, place = (words("skip_to_charts"), "charts") if charts else (words("skip_to_figures"), "figures")
    body = [
        head(
            *(title, lead, components.controls(context), f"theme-{theme.id}"),
            skip=skip if listed.rows else "",
            place=place,
            way=way_to_briefing(context, theme.id) if listed.rows else None,
        ),
        *([html.Div(components.cards(charts), id="charts")] if charts else []),
        *([] if listed.before else card_of_theme(context, listed.rows)),
        html.Div(
            card_of_figures(
                context,
                listed.rows,
                words("all_figures"),
                filed=listed.among is not None and listed.among <= MOST,
                note=components.not_drawn(context, catalog.charts_of(theme.id)),
                theme=theme.id,
                region=context.region,
                period=context.address.period,
            ),
            id="figures",
        )
        if listed.rows
        else nothing_here(context),
        *paging(context, listed),
        html.P(
            html.A(
                words("feed_of_theme", theme=words.text(theme)),
                href=feed_address(theme.id, context.address.lang),
            ),
            className="note way",
        ),
    ]
    return Page(title, lead or title, html.Div(body))
