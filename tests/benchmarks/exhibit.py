"""What every peer shows: the figures of our overview, as Plotly JSON under their themes and titles."""

from __future__ import annotations

import json
from typing import Any

from dashboard.charts.chart_view import WIDTHS, ChartView
from dashboard.pages.overview_page import overview_charts
from dashboard.request.address import Address
from dashboard.request.context import make_context
from dashboard.serving.served_releases import ServedReleases
from data.store.tables import open_store

DESKTOP = 560  # px


def exhibit(store_url: str) -> list[dict[str, Any]]:
    """Return the sections of the overview: theme, and charts with id, title, kind, rows and two figures.

    "figure" is as wide as a desktop shows it (560 px), "small" as a phone does (296 px).
    """
    context = make_context(ServedReleases(open_store(store_url, read_only=True)).get(), Address("overview"))
    themes = context.reader.catalog.themes.values()
    sections = ((context.words.text(theme), overview_charts(context, theme)) for theme in themes)
    return [{"theme": name, "charts": [_chart(c) for c in charts]} for name, charts in sections if charts]


def _chart(context: ChartView) -> dict[str, Any]:
    return {
        "id": context.chart.id,
        "title": context.title,
        "kind": context.chart.kind,
        "rows": [
            {"label": m.label, "value": m.value, "text": m.text, "period": m.period, "stage": m.stage_name}
            for m in context.spec(DESKTOP).marks
        ],
        "figure": json.loads(context.figure(DESKTOP).to_json()),
        "small": json.loads(context.figure(WIDTHS[0]).to_json()),
    }
