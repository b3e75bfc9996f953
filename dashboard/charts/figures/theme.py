"""Colours, type sizes and fills of figures, and the layout that every one of them shares."""

from __future__ import annotations

from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass
from functools import cache
from typing import Any

import plotly.io

# Figures bring their own look; plotly's default one would add 7 kB to each of them.
plotly.io.templates.default = None

INK = "#1c2127"
MUTED = "#59626d"
HAIRLINE = "#e5e0d6"
LATE = "#a7312a"  # what is behind its plan: nearly the brand's, for a theme may have that
TINT, MARK = "#efece5", "#857d70"  # of what is derived or not there, with its edge
CLEAR = "rgba(0,0,0,0)"
FONT = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Source Han Sans SC, sans-serif"

TEXT, SMALL, LARGE = 14, 13, 16  # px; nothing is set smaller than SMALL
LEADING = {SMALL: 18, TEXT: 20, LARGE: 23}  # px from one baseline to the next
PHONE = 480  # px; below this width labels stand above what they label
WIDE = 900  # px; from this width on there is room for columns
TINTS = (0.22, 0.44, 0.5, 0.66, 0.8)  # parts of white in what is filled with a theme's colour
SHADE = 0.5  # part of black in a third series
RADIUS = 2  # px, of the corners of bars and squares


@dataclass(frozen=True, slots=True)
class Fill:
    """How an area is filled: paper, stripes over it and an outline, each a colour or none."""

    paper: str = ""
    stripe: str = ""
    outline: str = ""


@dataclass(frozen=True, slots=True)
class Type:
    """How a text is set: its size in px, colour, weight and the side that its position names."""

    size: int = TEXT
    color: str = INK
    bold: bool = False
    anchor: str = "start"


EMPTY = Fill(TINT, "", MARK)


def mix(color: str, other: str, part: float) -> str:
    """Return `part` (0..1) of `other` in `color`, both #rrggbb."""
    pairs = ((int(color[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


def fill_of(color: str, qualifier: str = "exact", status: str = "actual") -> Fill:
    """Return the fill of a figure: hatched unless exact, hollow unless it is a result, tinted if derived."""
    loose = qualifier != "exact"
    if status == "derived":
        return Fill(TINT, mix(MARK, TINT, 0.5) if loose else "", MARK)
    if status != "actual":
        return Fill("", mix(color, "#ffffff", 0.55) if loose else "", color)
    return Fill(color, mix(color, "#ffffff", 0.6) if loose else "", color if loose else "")


def ink_on(paper: str) -> str:
    """Return white or ink, whichever is read better on `paper` (#rrggbb), by WCAG's relative luminance."""
    return "#ffffff" if luminance(paper) < 0.2 else INK


def luminance(color: str) -> float:
    """Return the relative luminance of #rrggbb, 0 to 1, by WCAG 2.2."""
    channels = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(c * weight for c, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(color: str, ground: str) -> float:
    """Return the contrast of two colours, 1 to 21, by WCAG 2.2."""
    dark, light = sorted((luminance(color), luminance(ground)))
    return (light + 0.05) / (dark + 0.05)


@cache
def readable(color: str, ground: str, least: float) -> str:
    """Return a colour as much lighter, on a dark ground, or darker as a contrast of `least` takes.

    Its hue and saturation stay: with white in it, it would go grey.
    """
    hue, lightness, saturation = rgb_to_hls(*(int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)))
    end = 1 if luminance(ground) < 0.2 else 0
    for step in range(51):
        tone = hls_to_rgb(hue, lightness + (end - lightness) * step / 50, saturation)
        written = "#" + "".join(f"{round(channel * 255):02x}" for channel in tone)
        if contrast(written, ground) >= least:
            return written
    return "#ffffff" if end else "#000000"


def layout(chart: str, width: int, height: int, *, compared: bool = False) -> dict[str, Any]:
    """Return a layout whose coordinates are pixels from the top left corner; `meta` names the chart.

    Where series are `compared`, the pointer meets those of one time together.
    """
    hidden = {"visible": False, "fixedrange": True}
    return {
        "meta": chart,
        "width": width,
        "height": height,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "xaxis": {"range": [0, width], **hidden},
        "yaxis": {"range": [height, 0], **hidden},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "font": {"family": FONT},
        "barmode": "overlay",
        "barcornerradius": RADIUS,
        "showlegend": False,
        "dragmode": False,
        "hovermode": "x" if compared else "closest",
        "hoverlabel": {
            "align": "left",
            "bgcolor": "#ffffff",
            "bordercolor": HAIRLINE,
            "font": {"family": FONT, "size": TEXT, "color": INK},
        },
    }
