"""The style sheet of a page: tokens, rules, and each theme's accent out of the catalogue."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from functools import cache

from dashboard.charts.figures.spec import MOST_ALIVE
from dashboard.charts.figures.theme import SHADE, TINTS, mix, readable
from dashboard.serving.scripts import ROOT
from data.model.catalog import Catalog

COLOR = re.compile(r"#[0-9a-fA-F]{6}")
DARK_CARD, LEAST_CONTRAST = "#1d2125", 7.0  # what a theme's colour has to be told from in other editions


def style_sheet(catalog: Catalog | None = None, site: str = "") -> str:
    """Return the CSS that stands in a page's head: one request fewer before the first paint.

    Without a catalogue it has no themes' colours; without the site's address, paper shows paths alone.
    """
    themes = catalog.themes.values() if catalog else ()
    colors = {theme.id: theme.color for theme in themes if COLOR.fullmatch(theme.color)}
    accents = [f".theme-{id}{{--accent:{_in_each_edition(color)}}}" for id, color in colors.items()]
    if colors:
        accents.append(_drawings(dict.fromkeys(colors.values())))
    root = [f':root{{--site:"{site}"}}'] if site else []
    return _rules() + "".join([_tips(), *root, *accents])


def _tips() -> str:
    """Return the rule that shows without a script what a point is: the nth of a chart, its nth text."""
    places = (f"nth-child({n})" for n in range(1, MOST_ALIVE + 1))
    pointed = (f".chart:has(a:{place}:is(:hover,:focus-visible)) .tips p:{place}" for place in places)
    return f"@media screen{{:root:not([data-alive]) :is({','.join(pointed)}){{display:block}}}}"


def _in_each_edition(color: str) -> str:
    """Return a theme's colour as each edition has it, in the notation of assets/tokens.css."""
    dark, high = readable(color, DARK_CARD, LEAST_CONTRAST), readable(color, "#ffffff", LEAST_CONTRAST)
    return f"var(--light,{color})var(--dark,{dark})var(--high,{high})"


def _drawings(colors: Iterable[str]) -> str:
    """Return the rules that put an edition's tokens in place of a drawing's own colours."""
    mixed = [
        *(_drawn(colors, "fill", "#ffffff", tint, "card") for tint in TINTS),
        _drawn(colors, "stroke", "#000000", SHADE, "ink"),
    ]
    whole = [_drawn(colors, paint, "#ffffff", 0, "card") for paint in ("fill", "stroke")]
    return f"{''.join(whole)}@supports(color:color-mix(in srgb,red,blue)){{{''.join(mixed)}}}"


def _drawn(colors: Iterable[str], paint: str, other: str, part: float, token: str) -> str:
    """Return the rule for what is drawn with so much of another colour in a theme's."""
    selectors = ",".join(f'.drawing [{paint}="{mix(color, other, part)}"]' for color in colors)
    shown = f"color-mix(in srgb,var(--accent),var(--{token}) {part:.0%})" if part else "var(--accent)"
    return f"{selectors}{{{paint}:{shown}}}"


def style_hash(sheet: str) -> str:
    """Return the source expression that lets a content policy admit exactly this style sheet."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()}'"


@cache
def _rules() -> str:
    files = (ROOT / "assets" / "tokens.css", ROOT / "assets" / "style.css")
    text = "".join(file.read_text(encoding="utf-8") for file in files)
    without_comments = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    floored = re.sub(r"font-size: (\.\d+rem)", r"font-size: max(\1, var(--least))", without_comments)
    # Before a colon a space may part an element from those in it.
    return re.sub(r"\s*([{};,])\s*|(?<=:)\s+", r"\1", re.sub(r"\s+", " ", floored)).strip()
