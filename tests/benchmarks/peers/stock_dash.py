"""A stock Dash page of the exhibit: graphs in a grid, their figures from one callback, by plotly.express.

With BENCH_FIGURES=ours it is handed our own, laid out beforehand: what a stock page gains by leaner figures.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import express
import plotly.graph_objects as go
from dash import Dash, Input, Output, dcc, html

SECTIONS: list[dict[str, Any]] = json.loads(Path(os.environ["BENCH_EXHIBIT"]).read_text(encoding="utf-8"))
CHARTS = [chart for section in SECTIONS for chart in section["charts"]]
OURS = os.environ.get("BENCH_FIGURES") == "ours"

app = Dash(__name__, title="Dash")
server = app.server


def card(chart: dict[str, Any]) -> html.Div:
    """A graph under its title."""
    return html.Div([html.H3(chart["title"]), dcc.Graph(id=chart["id"])])


def section(theme: str, charts: list[dict[str, Any]]) -> html.Section:
    """A theme's graphs, two a row."""
    grid = {"display": "grid", "gridTemplateColumns": "1fr 1fr"}
    return html.Section([html.H2(theme), html.Div([card(chart) for chart in charts], style=grid)])


app.layout = html.Div(
    [
        html.H1("Dash"),
        dcc.Dropdown([2023, 2022, 2021], 2022, id="year"),
        *(section(s["theme"], s["charts"]) for s in SECTIONS),
    ]
)


@app.callback([Output(chart["id"], "figure") for chart in CHARTS], Input("year", "value"))
def show(year: int) -> list[go.Figure]:
    """Draw every figure anew, as a page whose figures depend on its filters does."""
    return [go.Figure(chart["figure"]) if OURS else express.draw(chart) for chart in CHARTS]
