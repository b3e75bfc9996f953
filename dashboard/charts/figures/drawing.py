"""A ChartSpec as a Plotly figure, by the module that bears the name of its kind."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from plotly import graph_objects as go

from dashboard.charts.figures.spec import ChartSpec, Plain
from data.errors import ChartRefused
from data.statements.chart_kinds import CHART_KINDS, refusals

# Each a pure function of a spec whose figures its kind doesn't refuse.
DRAWINGS: dict[str, Callable[[ChartSpec], Plain]] = {
    kind: import_module(f"{__package__}.{kind}").draw for kind in CHART_KINDS
}


def draw_plain(spec: ChartSpec) -> Plain:
    """Draw `spec` as its kind; whoever asks at several widths has made sure once that it refuses nothing."""
    return DRAWINGS[spec.kind](spec)


def draw_figure(spec: ChartSpec) -> go.Figure:
    """Return it as plotly's Figure. Raises ChartRefused where it would tell what no source says."""
    for refusal in refusals(spec.kind, spec.marks):
        raise ChartRefused(spec.chart, why=refusal.why)
    plain = draw_plain(spec)
    # Checked by the tests, not anew for each reader: plotly's own validation takes half the time.
    return go.Figure(plain["data"], plain["layout"], _validate=False)
