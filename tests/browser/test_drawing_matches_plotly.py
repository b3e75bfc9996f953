"""The server's picture of a chart is the one that plotly.js draws when it takes over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page

from dashboard.figures import Brief, draw_figure
from tests.browser.compare_drawings import clipped_or_overlapping, differences, open_canvas
from tests.dashboard.sample_briefs import ROADS, SAMPLES, at, quantity


@pytest.fixture(scope="module")
def canvas(browser: Browser) -> Iterator[Page]:
    """A page with plotly.js and nothing else."""
    page = open_canvas(browser)
    yield page
    page.close()


@pytest.mark.parametrize("width", [296, 566, 1176])
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.chart)
def test_bars_labels_and_points_stand_where_plotly_puts_them(canvas: Page, sample: Brief, width: int) -> None:
    assert differences(canvas, draw_figure(at(sample, width))) == []
    assert clipped_or_overlapping(canvas) == []


@pytest.mark.parametrize("width", [296, 1176])
def test_300_rows_and_a_label_of_200_characters_are_drawn_alike(canvas: Page, width: int) -> None:
    marks = [quantity(f"第{i}号村道", 1.7 * i, f"约{1.7 * i:.1f}公里", qualifier="about") for i in range(299)]
    marks.append(quantity("农村公路<b>提标</b>改造&配套" * 10, 600, "600公里"))
    assert differences(canvas, draw_figure(replace(ROADS, marks=tuple(marks), width=width))) == []
    assert clipped_or_overlapping(canvas) == []


def test_a_difference_of_three_pixels_would_be_seen(canvas: Page) -> None:
    figure = draw_figure(ROADS)
    assert differences(canvas, figure) == []
    canvas.evaluate("drawn.style.left = '3px'")
    seen = differences(canvas, figure)
    canvas.evaluate("drawn.style.left = '0'")
    assert len(seen) > 8
