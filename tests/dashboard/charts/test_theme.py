"""A theme's colour in other editions: told from its ground, and still that colour."""

from __future__ import annotations

from colorsys import rgb_to_hls

import pytest

from dashboard.charts.figures.theme import contrast, readable
from data.model.catalog import build_catalog
from tests.setup.content import read_content

COLORS = sorted({theme.color for theme in build_catalog(read_content()).themes.values()})


@pytest.mark.parametrize("ground", ["#1d2125", "#0f1214", "#ffffff"])
def test_a_colour_made_readable_keeps_its_hue_and_does_not_go_grey(ground: str) -> None:
    for color in COLORS:
        shown = readable(color, ground, 7)
        assert contrast(shown, ground) >= 7
        (hue, _, saturation), (was, _, saturated) = _hls(shown), _hls(color)
        assert abs(hue - was) < 0.02 and abs(saturation - saturated) < 0.06, (color, shown)


def _hls(color: str) -> tuple[float, float, float]:
    return rgb_to_hls(*(int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)))
