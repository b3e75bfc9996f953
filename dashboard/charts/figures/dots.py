"""Dots: figures over their true dates as a line has them, not joined: no source says that they compare."""

from __future__ import annotations

from dashboard.charts.figures import line
from dashboard.charts.figures.spec import ChartSpec, Plain


def draw(spec: ChartSpec) -> Plain:
    """Draw the series as points."""
    return line.draw(spec, joined=False)
