"""The overview as a bare page written by hand: titles, and each chart's SVG at one width. Nothing is left out
that a reader must see, and nothing can come sooner.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import brotli

PAGE = """<!DOCTYPE html>
<html lang="zh"><head><meta charset="utf-8"><title>SVG</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<style>
svg {{ width: 100%; height: auto }} svg text {{ font-family: sans-serif }}
.cards {{ display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)) }} .wide {{ grid-column: 1 / -1 }}
@media (max-width: 879px) {{ .cards {{ display: block }} }}</style>
</head><body><h1>SVG</h1>{sections}</body></html>
"""


def build(folder: Path, sections: list[dict[str, Any]]) -> None:
    """Write the page into `folder`, compressed as far as it goes."""
    folder.mkdir(parents=True)
    page = PAGE.format(sections="".join(map(_section, sections)))
    (folder / "index.html.br").write_bytes(brotli.compress(page.encode(), quality=11))


def _section(section: dict[str, Any]) -> str:
    cards = "".join(
        f'<article class="chart {"wide" if chart["wide"] else "half"}"><h3>{escape(chart["title"])}</h3>'
        f'<div class="drawing">{chart["svg"]}</div></article>'
        for chart in section["charts"]
    )
    return f'<h2>{escape(section["theme"])}</h2><div class="cards">{cards}</div>'
