"""What stands on the wall: figures as printed and large, with source, release and date, at every size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from flask.testing import FlaskClient

from dashboard.charts.figures.spec import Mark
from dashboard.charts.figures.theme import contrast
from dashboard.charts.figures.typesetting import measure
from dashboard.request.address import Address
from dashboard.request.context import Context, make_context
from dashboard.screen.document import screen_address
from dashboard.screen.marks import draw_legend
from dashboard.screen.scenes import MOST, findings, scenes
from dashboard.screen.sheet import GROUND, Sheet
from dashboard.screen.walls import HEIGHT, SHAPES, Showing, read_showing
from dashboard.serving.served_releases import ServedReleases
from data.errors import NotFound
from data.store.tables import open_store
from tests.dashboard.sample_specs import quantity, spec
from tests.setup.markup import having, read_html
from tests.setup.publishing import client_of

SVG = "{http://www.w3.org/2000/svg}"
LEAST = 28  # units of a text
MOST_BYTES = 300_000


@pytest.fixture(scope="module")
def client(store_url: str) -> Iterator[FlaskClient]:
    with client_of(store_url) as client:
        yield client


@pytest.fixture(scope="module", params=["", "en"])
def context(store_url: str, request: pytest.FixtureRequest) -> Context:
    reader = ServedReleases(open_store(store_url, read_only=True)).get()
    return make_context(reader, Address("overview", lang=request.param))


def placed(
    root: Element, x: float = 0, y: float = 0, scale: float = 1
) -> Iterator[tuple[Element, float, float, float]]:
    """Give each text with its place and scale on the wall."""
    for child in root:
        if child.tag == f"{SVG}g":
            dx, dy = map(
                float, re.findall(r"translate\(([\d.-]+) ([\d.-]+)\)", child.get("transform", ""))[0]
            )
            larger = re.search(r"scale\(([\d.]+)\)", child.get("transform", ""))
            factor = float(larger[1]) if larger else 1.0
            yield from placed(child, x + scale * dx, y + scale * dy, scale * factor)
        elif child.tag == f"{SVG}text":
            yield child, x + scale * float(child.get("x", "")), y + scale * float(child.get("y", "")), scale


@pytest.mark.parametrize("size", SHAPES)
def test_every_text_lies_within_the_wall_large_enough_and_standing_out(context: Context, size: str) -> None:
    for shape in SHAPES[size]:
        for scene in scenes(context, shape):
            texts = [*placed(ElementTree.fromstring(scene.svg))]
            assert texts
            for text, x, y, scale in texts:
                height = scale * float(text.get("font-size", ""))
                length = scale * measure(
                    text.text or "", float(text.get("font-size", "")), "font-weight" in text.attrib
                )
                left = x - length if text.get("text-anchor") == "end" else x
                assert height >= LEAST and contrast(text.get("fill", ""), GROUND) >= 7, text.text
                assert left >= 79 and left + length <= shape.width - 79, (size, text.text)
                assert y - height >= 0 and y <= HEIGHT - 40, (size, text.text)


@pytest.mark.parametrize("size", SHAPES)
def test_every_figure_drawn_is_as_printed_and_a_twentieth_of_the_height(context: Context, size: str) -> None:
    for shape in SHAPES[size]:
        for scene in scenes(context, shape):
            drawn = placed(ElementTree.fromstring(scene.svg))
            large = [t.text or "" for t, _, _, s in drawn if s * float(t.get("font-size", "")) >= HEIGHT / 20]
            said = re.sub(r"\s", "", "".join(large))
            figures = [
                mark.text
                for finding in scene.findings
                for view in finding.views
                for mark in view.spec(view.widths[0]).marks
                if mark.value is not None and mark.text
            ]
            assert figures and [f for f in figures if re.sub(r"\s", "", f) not in said] == [], (size, said)


def test_a_scene_names_the_sources_of_what_it_shows_the_release_and_its_date(context: Context) -> None:
    for shape in SHAPES["1920x1080"]:
        for scene in scenes(context, shape):
            (finding,) = scene.findings
            said = "".join(ElementTree.fromstring(scene.svg).itertext()).replace(" ", "")
            row = finding.views[0].rows[0]
            document = context.document(row)
            assert document is None or document.published in said
            assert context.release_name().replace(" ", "") in said
            moment = context.words.moment(context.reader.release.created_at)
            assert moment.replace(" ", "") in said


def test_findings_stand_side_by_side_and_none_is_left_out(context: Context) -> None:
    themes = [finding.theme for finding in findings(context)]
    for shapes in SHAPES.values():
        for shape in shapes:
            shown = scenes(context, shape)
            assert [one.theme for scene in shown for one in scene.findings] == themes
            counts = [len(scene.findings) for scene in shown]
            assert max(counts) <= shape.columns and max(counts) - min(counts) <= 1


def test_a_finding_with_more_than_fits_shows_fewer_charts_under_a_headline_of_theirs(
    context: Context,
) -> None:
    for shape in SHAPES["1920x1080"]:
        for scene in scenes(context, shape):
            (shown,) = scene.findings
            (whole,) = [one for one in findings(context) if one.theme == shown.theme]
            assert 1 <= len(shown.views) <= MOST and all(view in whole.views for view in shown.views)
            said = "".join(ElementTree.fromstring(scene.svg).itertext())
            assert shown.headline.replace(" ", "") in said.replace(" ", "")


def test_where_there_is_nothing_to_show_the_wall_says_so(context: Context) -> None:
    empty = next(
        there
        for id in context.reader.catalog.regions
        for there in [make_context(context.reader, context.address.but(region=id))]
        if not findings(there)
    )
    (scene,) = scenes(empty, SHAPES["1920x1080"][0])
    said = "".join(ElementTree.fromstring(scene.svg).itertext())
    assert empty.words.term("region", empty.region).replace(" ", "") in said.replace(" ", "")
    assert scene.headlines == ()


def test_all_scenes_of_a_turn_come_at_once_and_are_light(client: FlaskClient) -> None:
    for size, lang in product(SHAPES, ("", "&lang=en")):
        answer = client.get(f"/screen?size={size}{lang}".replace("size=auto", ""))
        assert answer.status_code == 200 and len(answer.data) <= MOST_BYTES, (size, len(answer.data))
        root = read_html(answer.text)
        for wall in having(root, "wall"):
            assert sum("hidden" not in section.attrib for section in wall) == 1
        assert "plotly" not in answer.text


def test_without_scripts_a_wall_turns_by_going_to_the_next_scene_and_after_the_last_to_the_first(
    client: FlaskClient,
) -> None:
    address, seen = "/screen?size=1920x1080&turn=30", []
    while address not in seen:
        seen.append(address)
        root = read_html(client.get(address).text)
        (refresh,) = [meta for meta in root.iter("meta") if meta.get("http-equiv")]
        seconds, _, address = refresh.get("content", "").partition(";url=")
        assert seconds == "30"
    assert address == seen[0] and len(seen) == len(having(root, "wall")[0])
    assert "http-equiv" not in client.get("/screen?turn=0").text


@pytest.mark.parametrize("query", ["size=1x1", "turn=4", "turn=601", "turn=x", "scene=0", "scene=100"])
def test_a_wall_that_cannot_be_is_not_found(client: FlaskClient, query: str) -> None:
    assert client.get(f"/screen?{query}").status_code == 404
    with pytest.raises(NotFound):
        read_showing(dict([query.split("=")]))


def test_an_address_of_the_wall_leaves_defaults_out() -> None:
    here = Address("overview", region="131000", type="large", color="dark")
    assert screen_address(here, Showing()) == "/screen?region=131000"
    assert (
        screen_address(here, Showing("3840x1080", 60, 2))
        == "/screen?region=131000&size=3840x1080&turn=60&scene=2"
    )


# ---- what marks mean --------------------------------------------------------------------------


def drawn(*marks: Mark) -> tuple[str, str]:
    """The legend of marks, and what stands in it."""
    sheet = Sheet("s")
    draw_legend(sheet, spec("roads", "ranked_bars", "#4f6b2f", "", *marks), marks, 0, 1000, "#b3cd8d")
    svg = sheet.svg(1000, 100)
    return svg, "".join(ElementTree.fromstring(svg).itertext())


def test_a_wall_says_what_stripes_and_outlines_mean_even_where_all_marks_look_alike() -> None:
    exact, loose = quantity("村道", 12.65, "12.65公里"), quantity("县道", 50, "约50公里", qualifier="about")
    aimed = quantity("目标", 60, "60公里", status="target")
    assert drawn(exact) == (Sheet("s").svg(1000, 100), "")
    svg, said = drawn(loose)
    assert said == "原文为约数" and "url(#" in svg
    svg, said = drawn(exact, loose, aimed)
    assert said == "原文为确数（目标）原文为约数原文为确数" and svg.count("<rect") == 3


def test_of_a_theme_no_chart_is_shown_whose_figures_another_shows(context: Context) -> None:
    for finding in findings(context):
        said: set[tuple[str, ...]] = set()
        for view in finding.views:
            figures = {row.key for row in view.rows}
            assert figures - said, (finding.theme.id, view.chart.id)
            said |= figures
