"""KINDS: every kind of chart, each a pure function from a Brief that it can draw to a plotly Figure."""

from __future__ import annotations

from collections.abc import Callable

from plotly import graph_objects as go

from dashboard.figures.brief import Brief, Mark
from dashboard.figures.line import line
from dashboard.figures.plan_outcome import plan_outcome
from dashboard.figures.ranked_bars import ranked_bars
from dashboard.figures.share_bar import share_bar
from dashboard.figures.statement import statement
from dashboard.figures.status_grid import status_grid
from dashboard.figures.unit_grid import unit_grid
from data.errors import ChartRefused
from data.statements.chart_checks import refusals

__all__ = ["KINDS", "Brief", "Mark", "draw_figure"]

KINDS: dict[str, Callable[[Brief], go.Figure]] = {
    "ranked_bars": ranked_bars,
    "share_bar": share_bar,
    "unit_grid": unit_grid,
    "status_grid": status_grid,
    "statement": statement,
    "line": line,
    "plan_outcome": plan_outcome,
}


def draw_figure(brief: Brief) -> go.Figure:
    """Draw `brief` as its kind. Raises ChartRefused where that would tell what no source says."""
    for refusal in refusals(brief.kind, brief.marks):
        raise ChartRefused(brief.chart, refusal.en, refusal.zh)
    return KINDS[brief.kind](brief)
