"""The style sheet of a page: tokens, rules, and each theme's accent out of the catalogue."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache

from dashboard.serving.scripts import ROOT
from data.model.catalog import Catalog

COLOR = re.compile(r"#[0-9a-fA-F]{6}")


def style_sheet(catalog: Catalog | None = None, site: str = "") -> str:
    """Return the CSS that stands in a page's head: one request fewer before the first paint.

    Without a catalogue it has no themes' colours; without the site's address, paper shows paths alone.
    """
    themes = catalog.themes.values() if catalog else ()
    accents = [
        f".theme-{theme.id}{{--accent:{theme.color}}}" for theme in themes if COLOR.fullmatch(theme.color)
    ]
    root = [f':root{{--site:"{site}"}}'] if site else []
    return _rules() + "".join([*root, *accents])


def style_hash(sheet: str) -> str:
    """Return the source expression that lets a content policy admit exactly this style sheet."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()}'"


@cache
def _rules() -> str:
    files = (ROOT / "assets" / "tokens.css", ROOT / "assets" / "style.css")
    text = "".join(file.read_text(encoding="utf-8") for file in files)
    without_comments = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    return re.sub(r"\s*([{};:,])\s*", r"\1", re.sub(r"\s+", " ", without_comments)).strip()
