"""Draws Plotly figures as PNG by kaleido: reads them as JSON, says how long each took and how long it is."""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import kaleido


def main() -> None:
    """Read figures and scales from the standard input; write seconds and bytes of each, after the start's."""
    asked: dict[str, Any] = json.load(sys.stdin)
    began = time.perf_counter()
    kaleido.start_sync_server(n=1)
    draw(asked["figures"][0], 1)  # its page is loaded by then
    started = time.perf_counter() - began
    drawn = [[measure(figure, scale) for figure in asked["figures"]] for scale in asked["scales"]]
    kaleido.stop_sync_server()
    json.dump({"started": started, "drawn": drawn}, sys.stdout)


def measure(figure: dict[str, Any], scale: int) -> tuple[float, int]:
    """Return how long a picture takes, in s, and how long it is, in bytes."""
    began = time.perf_counter()
    picture = draw(figure, scale)
    return time.perf_counter() - began, len(picture)


def draw(figure: dict[str, Any], scale: int) -> bytes:
    """Return a figure as PNG."""
    layout = figure["layout"]
    size = {"width": layout["width"], "height": layout["height"], "scale": scale}
    return bytes(kaleido.calc_fig_sync(figure, opts={"format": "png", **size}))


if __name__ == "__main__":
    main()
