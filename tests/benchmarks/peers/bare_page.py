"""Our own overview as bare HTML and SVG: its scripts are taken out, and nothing that draws is left to do."""

from __future__ import annotations

import re
from pathlib import Path

import brotli

SCRIPTS = re.compile(r"<script\b.*?</script>|<template\b.*?</template>", re.DOTALL)


def build(folder: Path, page: str) -> None:
    """Write `page` without its scripts into `folder`, compressed as far as it goes."""
    folder.mkdir(parents=True)
    bare = SCRIPTS.sub("", page)
    (folder / "index.html.br").write_bytes(brotli.compress(bare.encode(), quality=11))
