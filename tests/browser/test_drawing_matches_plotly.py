"""The server's picture of a chart is the one that plotly.js draws when it takes over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page
from plotly import graph_objects as go
from plotly.io import from_json

from dashboard.charts.figures.drawing import draw_figure
from dashboard.charts.figures.spec import ChartSpec
from data.model.catalog import build_catalog
from tests.browser.compare_drawings import clipped_or_overlapping, differences, open_canvas
from tests.dashboard.sample_specs import ROADS, SAMPLES, at, quantity
from tests.setup.content import read_content, sampled, whole
from tests.setup.markup import having, read_html
from tests.setup.publishing import client_of

CATALOG = build_catalog(read_content())


@pytest.fixture(scope="module")
def canvas(browser: Browser) -> Iterator[Page]:
    """A page with plotly.js and nothing else."""
    page = open_canvas(browser)
    yield page
    page.close()


@pytest.mark.parametrize("width", [296, 360, 456, 560, 680])
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.chart)
def test_bars_labels_and_points_stand_where_plotly_puts_them(
    canvas: Page, sample: ChartSpec, width: int
) -> None:
    assert differences(canvas, draw_figure(at(sample, width))) == []
    assert clipped_or_overlapping(canvas) == []


@pytest.fixture(scope="module", params=[sampled, pytest.param(whole, marks=pytest.mark.soak)])
def figures(drawn_url: str, request: pytest.FixtureRequest) -> dict[str, list[go.Figure]]:
    """The figures that themes' pages have the browser ask for, by chart.

    Of a sample each chart is there at every width once, and of each other region or language at one by turns.
    """
    found: dict[str, list[go.Figure]] = {}
    with client_of(drawn_url) as client:
        for region, theme, lang in request.param(CATALOG):
            page = read_html(client.get(f"/themes/{theme}?lang={lang}&region={region}").text)
            for card in page.iter("article"):
                chart = card.get("id", "").removeprefix("chart-")
                drawings = having(card, "drawing")
                if request.param is sampled and chart in found:
                    drawings = drawings[len(found[chart]) % len(drawings) :][:1]
                for drawing in drawings:
                    figure = from_json(client.get(drawing.get("data-figure", "")).text)
                    found.setdefault(chart, []).append(figure)
    return found


@pytest.mark.parametrize("chart", CATALOG.charts)
def test_every_chart_of_the_catalogue_is_drawn_as_plotly_draws_it_at_each_width(
    canvas: Page, figures: dict[str, list[go.Figure]], chart: str
) -> None:
    drawn = figures[chart]
    assert len({figure.layout.width for figure in drawn}) >= 2
    for figure in drawn:
        assert differences(canvas, figure) == []
        assert clipped_or_overlapping(canvas) == []


@pytest.mark.parametrize("width", [296, 680])
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
