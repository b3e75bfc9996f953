"""The exhibit's figures as plotly.express draws them: the same numbers and kinds of chart, in stock looks."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.express as px
import plotly.graph_objects as go


def draw(chart: dict[str, Any]) -> go.Figure:
    """Draw a chart of the exhibit from its rows of label, value, text, period and stage."""
    rows = pd.DataFrame(chart["rows"])
    match chart["kind"]:
        case "ranked_bars":
            return px.bar(rows, x="value", y="label", text="text", orientation="h")
        case "share_bar":
            return px.bar(
                rows.assign(whole=""), x="value", y="whole", color="label", text="text", orientation="h"
            )
        case "unit_grid":
            return grid(rows["value"][0])
        case "status_grid":
            return px.scatter(rows, x="stage", y="label", color="stage", symbol_sequence=["square"])
        case "plan_outcome":
            reached = rows[rows["value"].isna()].drop_duplicates("label")  # one of several under a label
            stages = reached.set_index("label")["stage"]
            plans = rows.dropna(subset="value")
            return px.bar(plans, x="value", y="label", color=plans["label"].map(stages), orientation="h")
        case "line":
            return px.line(rows[::-1], x="period", y="value", text="text", markers=True)
        case _:
            return numerals(chart["rows"])


def grid(share: float) -> go.Figure:
    """Draw a share of 100 squares."""
    filled = [place < round(share) for place in range(100)]
    squares = {"x": [place % 10 for place in range(100)], "y": [place // 10 for place in range(100)]}
    return px.scatter(squares | {"filled": filled}, x="x", y="y", color="filled", symbol_sequence=["square"])


def numerals(rows: list[dict[str, Any]]) -> go.Figure:
    """Write figures in large numerals beside each other."""
    places = [[place / len(rows), (place + 1) / len(rows)] for place in range(len(rows))]
    return go.Figure(
        [
            go.Indicator(value=row["value"], title={"text": row["label"]}, domain={"x": place, "y": [0, 1]})
            for row, place in zip(rows, places, strict=True)
        ]
    )
