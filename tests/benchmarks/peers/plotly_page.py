"""The exhibit as a plotly.js page written by hand: one document, one script, one file of figures."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

import brotli

# The figures are asked for at once, in the width that fits, while plotly.js is on its way.
PAGE = """<!DOCTYPE html>
<html lang="zh"><head><meta charset="utf-8"><title>plotly.js</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
.cards {{ display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)) }}
@media (max-width: 879px) {{ .cards {{ display: block }} }}</style>
<link rel="icon" href="data:,"><link rel="preload" as="script" href="/plotly.js">
<script>
const figures = fetch(innerWidth < 880 ? "/small.json" : "/medium.json").then((answer) => answer.json());
addEventListener("DOMContentLoaded", async () => {{
  for (const [id, figure] of Object.entries(await figures))
    Plotly.newPlot(id, figure.data, figure.layout, {{ displayModeBar: false }});
}});
</script>
<script defer src="/plotly.js"></script>
</head><body><h1>plotly.js</h1>{sections}</body></html>
"""


def build(folder: Path, sections: list[dict[str, Any]], plotly: bytes) -> None:
    """Write the page, its figures at both widths and plotly.js into `folder`, compressed."""
    folder.mkdir(parents=True)
    charts = [chart for section in sections for chart in section["charts"]]
    files = {
        "index.html": PAGE.format(sections="".join(map(_section, sections))).encode(),
        "plotly.js": plotly,
        "medium.json": _figures({chart["id"]: chart["figure"] for chart in charts}),
        "small.json": _figures({chart["id"]: chart["small"] for chart in charts}),
    }
    for name, content in files.items():
        (folder / f"{name}.br").write_bytes(brotli.compress(content, quality=11))


def _figures(figures: dict[str, Any]) -> bytes:
    return json.dumps(figures, ensure_ascii=False, separators=(",", ":")).encode()


def _section(section: dict[str, Any]) -> str:
    cards = "".join(
        f"<article><h3>{escape(chart['title'])}</h3>"
        f'<div id="{chart["id"]}" style="height:{chart["figure"]["layout"]["height"]}px"></div></article>'
        for chart in section["charts"]
    )
    return f'<section><h2>{escape(section["theme"])}</h2><div class="cards">{cards}</div></section>'
