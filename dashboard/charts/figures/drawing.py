"""KINDS: every kind of chart, each a pure function from a ChartSpec that it can draw to a plotly Figure."""

from __future__ import annotations

from collections.abc import Callable

from plotly import graph_objects as go

from dashboard.charts.figures.line import line
from dashboard.charts.figures.plan_outcome import plan_outcome
from dashboard.charts.figures.ranked_bars import ranked_bars
from dashboard.charts.figures.share_bar import share_bar
from dashboard.charts.figures.spec import ChartSpec, Mark
from dashboard.charts.figures.statement import statement
from dashboard.charts.figures.status_grid import status_grid
from dashboard.charts.figures.unit_grid import unit_grid
from data.errors import ChartRefused
from data.statements.chart_checks import refusals

__all__ = ["KINDS", "ChartSpec", "Mark", "draw_figure"]

KINDS: dict[str, Callable[[ChartSpec], go.Figure]] = {
    "ranked_bars": ranked_bars,
    "share_bar": share_bar,
    "unit_grid": unit_grid,
    "status_grid": status_grid,
    "statement": statement,
    "line": line,
    "plan_outcome": plan_outcome,
}


def draw_figure(spec: ChartSpec) -> go.Figure:
    """Draw `spec` as its kind. Raises ChartRefused where that would tell what no source says."""
    for refusal in refusals(spec.kind, spec.marks):
        raise ChartRefused(spec.chart, refusal.en, refusal.zh)
    return KINDS[spec.kind](spec)
