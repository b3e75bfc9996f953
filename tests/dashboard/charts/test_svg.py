"""The picture drawn on the server: valid, whole, strict about what it doesn't know, short and quick."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plotly import graph_objects as go

from dashboard.charts.figures.drawing import draw_figure
from dashboard.charts.figures.spec import ChartSpec
from dashboard.charts.svg import draw
from data.errors import ChartRefused
from tests.dashboard.sample_specs import (
    INSURANCE,
    LAND,
    REVENUE,
    ROADS,
    SAMPLES,
    SCHOOLS,
    SPENDING,
    WIDTHS,
    at,
    quantity,
)
from tests.dashboard.text_boxes import text_boxes

SVG = "{http://www.w3.org/2000/svg}"
NAMES = [sample.chart for sample in SAMPLES]


def drawn(sample: ChartSpec) -> ElementTree.Element:
    return ElementTree.fromstring(draw(draw_figure(sample), title="图"))


@pytest.mark.parametrize("sample", SAMPLES, ids=NAMES)
def test_every_text_of_the_figure_is_text_in_the_picture(sample: ChartSpec) -> None:
    for width in WIDTHS:
        figure = draw_figure(at(sample, width))
        written = [text.text for text in ElementTree.fromstring(draw(figure, title="图")).iter(f"{SVG}text")]
        assert sorted(written) == sorted(box.text for box in text_boxes(figure))


def test_a_mark_s_name_and_figure_are_read_one_after_the_other() -> None:
    written = [text.text for text in drawn(ROADS).iter(f"{SVG}text")]
    names = [mark.label for mark in sorted(ROADS.marks, key=lambda mark: -(mark.value or 0))]
    assert [text for text in written if text in names or text in {mark.text for mark in ROADS.marks}] == [
        text for name in names for text in (name, next(m.text for m in ROADS.marks if m.label == name))
    ]


@pytest.mark.parametrize("sample", SAMPLES, ids=NAMES)
def test_a_picture_has_its_size_its_title_and_no_style(sample: ChartSpec) -> None:
    figure = draw_figure(sample)
    svg = draw(figure, title="道路 & 桥", description="四项工程 <2022>")
    root = ElementTree.fromstring(svg)
    assert root.attrib["viewBox"] == f"0 0 {figure.layout.width} {figure.layout.height}"
    assert (root.attrib["role"], root[0].text, root[1].text) == ("img", "道路 & 桥", "四项工程 <2022>")
    assert not re.search(r"style|<script|href|font-family|on\w+=", svg)


@pytest.mark.parametrize("sample", SAMPLES, ids=NAMES)
def test_a_picture_is_short_has_no_noise_and_is_the_same_each_time(sample: ChartSpec) -> None:
    svg = draw(draw_figure(sample), title="图")
    assert svg == draw(draw_figure(sample), title="图")
    assert len(svg) < (6500 if sample.kind in ("unit_grid", "status_grid") else 3500)
    assert not re.search(r"\d\.\d{3,}|\de-\d", svg)


def test_pictures_in_one_page_share_no_ids() -> None:
    page = "".join(draw(draw_figure(at(sample, w)), title="图") for sample in SAMPLES for w in WIDTHS)
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) > len(WIDTHS)
    assert set(re.findall(r"url\(#([^)]+)\)", page)) == set(ids)


def boxes(sample: ChartSpec) -> int:
    """How many bars, squares, discs and their parts there are: each a closed part of a path."""
    return sum(path.get("d", "").count("z") for path in drawn(sample).findall(f"{SVG}path"))


def test_bars_squares_and_points_are_all_there() -> None:
    assert (boxes(ROADS), boxes(INSURANCE), boxes(SCHOOLS)) == (6, 101, 58)
    assert boxes(REVENUE) == 8


def test_what_looks_alike_is_one_element_of_the_page() -> None:
    assert len(drawn(INSURANCE).findall(f"{SVG}path")) == 2


def test_hatching_is_a_pattern_and_hollow_has_no_paint() -> None:
    assert list(drawn(ROADS).iter(f"{SVG}pattern"))
    assert not list(drawn(SPENDING).iter(f"{SVG}pattern"))
    assert "none" in {path.get("fill") for path in drawn(LAND).iter(f"{SVG}path")}


UNKNOWN: list[tuple[str, dict[str, Any]]] = [
    ("layout.xaxis.type", {"layout_xaxis_type": "log"}),
    ("layout.xaxis.range", {"layout_xaxis_range": [0, 1]}),
    ("layout.yaxis.range", {"layout_yaxis_range": [0, 100]}),
    ("layout.title.text", {"layout_title_text": "题"}),
    ("layout.margin.l", {"layout_margin_l": 20}),
    ("layout.barmode", {"layout_barmode": "stack"}),
    ("layout.template", {"layout_template": "plotly"}),
    ("layout.annotations", {"layout_annotations": [{"text": "注"}]}),
    ("layout.shapes", {"layout_shapes": [{"type": "line"}]}),
    ("layout.paper_bgcolor", {"layout_paper_bgcolor": "#fff"}),
]


@pytest.mark.parametrize(("path", "change"), UNKNOWN, ids=[path for path, _ in UNKNOWN])
def test_a_layout_it_does_not_know_is_refused_by_name(path: str, change: dict[str, Any]) -> None:
    figure = draw_figure(ROADS)
    figure.update(**change)
    with pytest.raises(ChartRefused, match=re.escape(path)):
        draw(figure, title="图")


TRACES: list[tuple[str, dict[str, Any]]] = [
    ("data[0].marker.opacity", {"type": "bar", "marker": {"opacity": 0.5}}),
    ("data[0].marker.color", {"type": "bar", "marker": {"color": ["#111111"]}}),
    ("data[0].marker.pattern.shape", {"type": "bar", "marker": {"pattern": {"shape": "x"}}}),
    ("data[0].orientation", {"type": "bar", "orientation": "v"}),
    ("data[0].text", {"type": "bar", "text": ["字"]}),
    ("data[0].visible", {"type": "bar", "visible": False}),
    ("data[0].mode", {"type": "scatter", "mode": "lines+markers"}),
    ("data[0].fill", {"type": "scatter", "mode": "lines", "fill": "tozeroy"}),
    ("data[0].line.dash", {"type": "scatter", "mode": "lines", "line": {"dash": "dash"}}),
    ("data[0].textposition", {"type": "scatter", "mode": "text", "textposition": "top center"}),
    ("data[0].textfont.family", {"type": "scatter", "mode": "text", "textfont": {"family": "Arial"}}),
    ("data[0].marker.symbol", {"type": "scatter", "mode": "markers", "marker": {"symbol": "star"}}),
    ("data[0].type", {"type": "pie", "values": [1, 2]}),
]


@pytest.mark.parametrize(("path", "trace"), TRACES, ids=[path for path, _ in TRACES])
def test_a_trace_it_does_not_know_is_refused_by_name(path: str, trace: dict[str, Any]) -> None:
    figure = go.Figure([trace], draw_figure(ROADS).layout)
    figure.layout.template = None
    with pytest.raises(ChartRefused, match=re.escape(path)):
        draw(figure, title="图")


def test_markup_in_a_text_is_refused() -> None:
    figure = draw_figure(ROADS)
    next(trace for trace in figure.data if trace.type == "scatter").text = ["<b>粗</b>"]
    with pytest.raises(ChartRefused, match="text"):
        draw(figure, title="图")


@given(st.text())
def test_any_text_gives_valid_xml(text: str) -> None:
    marks = (quantity(text, 1, text), quantity("乙", 2, "2公里"))
    figure = draw_figure(ChartSpec("c", "ranked_bars", 566, "#4f6b2f", text, text, marks))
    ElementTree.fromstring(draw(figure, title=text, description=text))
