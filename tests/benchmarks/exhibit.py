"""What every peer shows: the figures of our overview, as Plotly JSON under their themes and titles."""

from __future__ import annotations

import json
from typing import Any

from dashboard.charts.chart_view import FULL, HALF, PHONE, ChartView, chart_views
from dashboard.request.address import Address
from dashboard.request.context import make_view
from dashboard.serving.served_releases import ServedReleases
from data.store.tables import open_store


def exhibit(store_url: str) -> list[dict[str, Any]]:
    """Return the sections of the overview: theme, and charts with id, title, kind, rows and two figures.

    "figure" is as wide as a desktop shows it (566 or 1176 px), "small" as a phone does (296 px).
    """
    view = make_view(ServedReleases(open_store(store_url, read_only=True)).get(), Address("overview"))
    catalog = view.reader.catalog
    sections = (
        (view.words.text(theme), chart_views(view, (c for c in catalog.charts_of(theme.id) if c.overview)))
        for theme in catalog.themes.values()
    )
    return [{"theme": name, "charts": [_chart(c) for c in charts]} for name, charts in sections if charts]


def _chart(view: ChartView) -> dict[str, Any]:
    wide = view.chart.wide
    return {
        "id": view.chart.id,
        "title": view.title,
        "wide": wide,
        "kind": view.chart.kind,
        "rows": [
            {"label": m.label, "value": m.value, "text": m.text, "period": m.period, "stage": m.stage_name}
            for m in view.brief(HALF).marks
        ],
        "figure": json.loads(view.figure(FULL if wide else HALF).to_json()),
        "small": json.loads(view.figure(PHONE).to_json()),
    }
