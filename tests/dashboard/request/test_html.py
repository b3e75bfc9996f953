"""The first response holds what Dash will mount: the same elements, the same words."""

from __future__ import annotations

import pytest
from dash import dcc
from hypothesis import given
from hypothesis import strategies as st

from dashboard.request import html
from dashboard.request.html import Written, mountable, render, write
from tests.setup.markup import read_html, the

# What HTML can hold: no lone surrogate has bytes, and NUL and carriage return are none of ours.
texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=40)


@given(texts)
def test_any_text_comes_through_as_written(text: str) -> None:
    assert "".join(the(read_html(render(html.P(text))), "p").itertext()) == text


@given(texts.filter(bool))
def test_any_attribute_comes_through_as_written(text: str) -> None:
    assert the(read_html(render(html.P("x", title=text))), "p").get("title") == text


def test_markup_in_a_figure_stays_text() -> None:
    assert render(html.Td("<b>5830</b> & 个")) == "<td>&lt;b&gt;5830&lt;/b&gt; &amp; 个</td>"


def test_children_may_be_nested_lists_numbers_and_nothing() -> None:
    assert render(html.P([["a", None, [1, 2.5]], html.Br(), "b"])) == "<p>a12.5<br>b</p>"


def test_an_attribute_has_its_html_name_and_none_has_no_value() -> None:
    label = html.Label("x", htmlFor="y", className="z", hidden=False, title=None, **{"data-page": ""})
    assert render(label) == '<label for="y" class="z" data-page>x</label>'


def test_an_attribute_that_is_on_has_no_value() -> None:
    assert render(html.Details("x", open=True)) == "<details open>x</details>"


def test_what_is_no_plain_element_is_refused_and_not_left_out() -> None:
    with pytest.raises(TypeError, match="Graph"):
        render(html.Div([html.P("x"), dcc.Graph()]))


def test_a_chart_is_drawn_in_place() -> None:
    drawing = Written(
        "<svg><title>t</title></svg>",
        className="drawing small",
        **{"data-figure": "/charts/x.json?a=1&b=2"},
    )
    box = '<div class="drawing small" data-figure="/charts/x.json?a=1&amp;b=2">'
    assert render(html.Div(drawing)) == f"<div>{box}<svg><title>t</title></svg></div></div>"


def test_a_page_is_one_element_to_dash_that_holds_the_very_html_of_a_first_response() -> None:
    drawing = Written("<svg></svg>", className="drawing")
    page = html.Div([html.H1("民生 & <数据>"), drawing], className="page", lang="zh", **{"data-release": "3"})
    mounted = mountable(write(page), **{"data-asked": "/"}).to_plotly_json()["props"]
    attributes = {"className": "page", "lang": "zh", "data-release": "3", "data-asked": "/"}
    assert mounted == attributes | {"children": None, "data-html": mounted["data-html"]}
    assert render(write(page)) == render(page)
    assert render(page) == f'<div class="page" lang="zh" data-release="3">{mounted["data-html"]}</div>'


def test_attributes_are_written_as_they_are_given_so_that_all_processes_give_a_page_one_tag() -> None:
    told = [f"data-{letter}" for letter in "hcafbdge"]
    written = render(write(html.Div("x", **dict.fromkeys(told, ""))))
    assert written == f"<div {' '.join(told)}>x</div>"


def test_an_element_is_one_of_dash_under_the_same_name_or_the_field_that_it_lacks() -> None:
    assert (html.Figcaption.__name__, html.Input.__name__) == ("Figcaption", "Input")
    with pytest.raises(AttributeError, match="Figcapton"):
        html.Figcapton  # noqa: B018
