"""Our overview as bare HTML and SVG: the same words, tables, pictures at one width, and icon; no script.

What a reader gets is all there; nothing that shows it could come sooner.
"""

from __future__ import annotations

import re
from pathlib import Path

import brotli

from dashboard.serving.scripts import ROOT

ICON = ROOT / "assets" / "icon.svg"
SCRIPTS = re.compile(r"<script\b.*?</script>|<template\b.*?</template>", re.DOTALL)
CHART = re.compile(r'(<figure class="chart".*?>)(.*?)(</figure>)', re.DOTALL)
DRAWING = re.compile(r'<div class="drawing [\w-]+".*?>(<svg.*?</svg>)', re.DOTALL)
CAPTION = re.compile(r"<figcaption.*?</figcaption>", re.DOTALL)


def build(folder: Path, page: str) -> None:
    """Write our `page` as a bare one into `folder`, compressed as far as it goes."""
    (folder / "assets").mkdir(parents=True)
    bare = CHART.sub(lambda chart: f"{chart[1]}{_widest(chart[2])}{chart[3]}", SCRIPTS.sub("", page))
    (folder / "index.html.br").write_bytes(brotli.compress(bare.encode(), quality=11))
    (folder / "assets" / "icon.svg.br").write_bytes(brotli.compress(ICON.read_bytes(), quality=11))


def _widest(drawings: str) -> str:
    """The last of a chart's drawings, shown on whatever screen, without links, and its sentence."""
    *_, svg = DRAWING.findall(drawings)
    return f'<div class="drawing" style="display: block">{svg}</div>{"".join(CAPTION.findall(drawings))}'
