"""A Vizro dashboard of the exhibit: one page, a graph for each figure, each drawn by a callback."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import express
import pandas as pd
import plotly.graph_objects as go
import vizro.models as vm
from vizro import Vizro
from vizro.models.types import capture

SECTIONS: list[dict[str, Any]] = json.loads(Path(os.environ["BENCH_EXHIBIT"]).read_text(encoding="utf-8"))
CHARTS = {chart["id"]: chart for section in SECTIONS for chart in section["charts"]}


@capture("graph")
def drawn(data_frame: pd.DataFrame, chart: str) -> go.Figure:
    """Draw one figure."""
    return express.draw(CHARTS[chart])


empty = pd.DataFrame({"year": [2022]})
graphs = [
    vm.Graph(id=id, title=chart["title"], figure=drawn(empty, chart=id)) for id, chart in CHARTS.items()
]
page = vm.Page(title="Vizro", layout=vm.Flex(), components=graphs)
dashboard = vm.Dashboard(pages=[page], theme="vizro_light")
app = Vizro().build(dashboard)
server = app.dash.server
