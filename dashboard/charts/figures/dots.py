"""Dots: figures over their true dates as a line has them, not joined: no source says that they compare."""

from __future__ import annotations

from plotly import graph_objects as go

from dashboard.charts.figures import line
from dashboard.charts.figures.spec import ChartSpec


def draw(spec: ChartSpec) -> go.Figure:
    """Draw the series as points."""
    return line.draw(spec, joined=False)
