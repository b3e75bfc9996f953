"""Pictures say all that a page says of a chart, whole, in every size, and the same each time."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from xml.etree import ElementTree

import numpy
import pypdfium2
import pytest
import zxingcpp
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from dashboard.pictures import typst_engine
from dashboard.pictures.answers import Pictures
from dashboard.pictures.codes import plain
from dashboard.pictures.composition import STRAIGHT
from dashboard.pictures.kept_pictures import KeptPictures
from dashboard.pictures.sizes import SIZES
from dashboard.request.address import Address
from dashboard.serving.served_releases import ServedReleases
from data.model.catalog import build_catalog
from data.model.characters import undrawable
from data.store.tables import open_store
from tests.setup.content import read_content
from tests.setup.markup import having, read_html
from tests.setup.publishing import client_of, copy_curated, refresh, replace_text

SITE = "https://data.example.cn"
CATALOG = build_catalog(read_content())
REGIONS = ("", "131000", "130000")
SVG = "{http://www.w3.org/2000/svg}"
ARTICLE = "anci-livelihood-2023-02-01"
ROADS = f"/figures/131002/road_works_length@village_roads/2022-01-01_2023-02-01/{ARTICLE}"
DERIVED = "/figures/131002/total_budget_expenditure/2022@derived"
REVENUE = "/compare?indicator=general_budget_revenue"
# One chart a kind, where it has something to draw; figures of each nature; a comparison.
SAMPLE = [
    ("/charts/budget_shares", ""),
    ("/charts/school_floor_area_by_project", ""),
    ("/charts/school_plans_and_outcomes", ""),
    ("/charts/budget_revenue_by_year", "131000"),
    ("/charts/population_by_census", "131000"),
    ("/charts/insurance_coverage", ""),
    ("/charts/road_projects", ""),
    ("/charts/jobs_and_fairs", ""),
    (ROADS, ""),
    (DERIVED, ""),
    ("/figures/131002/general_budget_revenue_growth/2020@target/people-congress-anci-2020-01-15", ""),
    (f"/figures/131002/school_project_status@middle_school_20/2022/{ARTICLE}", ""),
    (REVENUE, ""),
]


@pytest.fixture(scope="module")
def client(drawn_url: str) -> Iterator[FlaskClient]:
    with client_of(drawn_url, SITE) as client:
        yield client


def ask(client: FlaskClient, page: str, kind: str, **parameters: object) -> TestResponse:
    """The answer to a request for the picture of a page."""
    path, _, own = page.partition("?")
    query = "&".join([own, *(f"{name}={value}" for name, value in parameters.items() if value)])
    return client.get(f"{path}.{kind}?{query.removeprefix('&')}")


def pixels(png: bytes) -> numpy.ndarray:
    """A PNG's pixels, as shades of grey."""
    return numpy.asarray(Image.open(io.BytesIO(png)).convert("L"))


def texts_of(png: bytes) -> dict[str, str]:
    """The texts of a PNG by keyword."""
    found, place = {}, 8
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        if png[place + 4 : place + 8] == b"iTXt":
            name, _, rest = png[place + 8 : place + 8 + length].partition(b"\0")
            found[name.decode()] = rest[4:].decode()
        place += length + 12
    return found


def look_into(client: FlaskClient, page: str, region: str, size: str, lang: str) -> None:
    """Decode a picture of every kind and look at what is in it."""
    asked = {"region": region, "lang": lang, "release": 1, "size": size}
    drawn = ask(client, page, "svg", **asked)
    assert drawn.status_code == 200, (page, size, lang, drawn.text)
    svg = ElementTree.fromstring(drawn.text)
    width, height = SIZES[size].width, SIZES[size].height
    assert (svg.get("width"), svg.get("height")) == (str(width), str(height))
    title = svg.findtext(f"{SVG}title") or ""
    shown = [text for text in svg.iter(f"{SVG}text")]
    said = "".join(text.text or "" for text in shown)
    assert title and re.sub(r"\s", "", title) in re.sub(r"\s", "", said)
    own = [text for text in svg.findall(f"{SVG}text")]
    assert all(0 < float(text.get("y", "0")) < height for text in own)
    assert not undrawable(said)
    assert ("Release 1" if lang else "第1版") in said and ("Source: " if lang else "来源：") in said
    png = ask(client, page, "png", **asked).data
    assert png[:8] == b"\x89PNG\r\n\x1a\n" and struct.unpack(">II", png[16:24]) == (width, height)
    about = texts_of(png)
    said = about["Title"].translate(STRAIGHT) if lang else about["Title"]
    assert said == title and about["URL"].startswith(f"{SITE}/v/")
    gray = pixels(png)
    assert gray[:, : SIZES[size].margin - 6].min() > 250, "something stands in the left margin"
    assert gray[20:, width - SIZES[size].margin + 6 :].min() > 250, "something stands in the right margin"
    [code] = zxingcpp.read_barcodes(gray)
    assert code.text == about["URL"].upper()
    document = pypdfium2.PdfDocument(ask(client, page, "pdf", **asked).data)
    assert len(document) == 1 and document[0].get_size() == (width, height)
    sheet = re.sub(r"\s", "", document[0].get_textpage().get_text_range())
    assert re.sub(r"\s", "", title) in sheet.replace("\u2f00", "")
    document.close()


@pytest.mark.parametrize(("page", "region"), SAMPLE)
def test_a_picture_of_each_kind_of_chart_is_whole(client: FlaskClient, page: str, region: str) -> None:
    position = SAMPLE.index((page, region))
    look_into(client, page, region, [*SIZES][position % 4], ("", "en")[position % 2])


@pytest.mark.soak
def test_every_chart_is_whole_in_every_size_and_language(client: FlaskClient) -> None:
    forms = [*product(SIZES, ("", "en"))]
    drawn: set[str] = set()
    for chart, region in product(CATALOG.charts, REGIONS):
        page = f"/charts/{chart}"
        asked = {form: ask(client, page, "svg", region=region, lang=form[1], size=form[0]) for form in forms}
        there = asked["portrait", ""].status_code
        for (size, lang), answer in asked.items():
            if answer.status_code != there:  # what is too much for a lower size is told, with what to take
                assert size in ("wide", "square") and "portrait" in answer.get_json()["error"], (
                    chart,
                    region,
                )
            elif there == 200:
                drawn.add(chart)
                look_into(client, page, region, size, lang)
    assert len(drawn) > 40


@pytest.mark.soak
def test_every_figure_is_whole_in_every_size_and_language(client: FlaskClient) -> None:
    sizes = [*SIZES]
    listed = client.get("/api/v1/observations.json").get_json()["observations"]
    pages = sorted(
        {
            a.get("href", "").partition("?")[0]
            for document in {row["document"] for row in listed if row["document"]}
            for a in read_html(client.get(f"/documents/{document}").text).iter("a")
            if a.get("href", "").startswith("/figures/")
        }
    )
    assert len(pages) > 250
    for position, page in enumerate((*pages, DERIVED)):
        look_into(client, page, "", sizes[position % 4], ("", "en")[position // 4 % 2])


def test_a_figures_picture_says_how_it_is_to_be_read_and_what_it_is_worked_out_from(
    client: FlaskClient,
) -> None:
    def said(page: str) -> str:
        svg = ElementTree.fromstring(ask(client, page, "svg", size="wide").text)
        return "".join(text.text or "" for text in svg.iter(f"{SVG}text"))

    roads, derived = said(ROADS), said(DERIVED)
    assert "约52.85公里" in roads and "是约数，照录" in roads and "口径：" in roads and "第15段" in roads
    assert "推算=26.68亿元÷81.94%" in derived.replace(" ", "") and "32.552–32.569亿元" in derived
    assert "来源：安次区文明办 · 2023-02-01 · 第2段" in derived


def test_a_picture_of_one_region_among_several_names_it_and_those_without_a_figure(
    client: FlaskClient,
) -> None:
    svg = ElementTree.fromstring(ask(client, REVENUE, "svg", size="portrait").text)
    said = "".join(text.text or "" for text in svg.iter(f"{SVG}text"))
    assert "廊坊市 · 2017年、2022年、2023年" in said and "没有收录：安次区、广阳区" in said


@pytest.mark.parametrize("indicator", ["resident_population", "general_budget_revenue"])
def test_the_picture_that_a_comparison_shows_first_has_room_for_all_its_regions(
    client: FlaskClient, indicator: str
) -> None:
    page = read_html(client.get(f"/compare?indicator={indicator}").text)
    (shown,) = having(page, "preview")
    assert client.get(shown.get("src", "")).status_code == 200


def test_a_picture_is_as_large_as_its_scale_says_and_the_same_each_time(
    client: FlaskClient, tmp_path: Path
) -> None:
    small, large = (
        ask(client, "/charts/jobs_and_fairs", "png", size="wide", scale=scale) for scale in (1, 4)
    )
    assert struct.unpack(">II", small.data[16:24]) == (1200, 675)
    assert struct.unpack(">II", large.data[16:24]) == (4800, 2700)
    for kind in ("png", "pdf", "svg"):
        answers = [
            ask(client, "/charts/jobs_and_fairs", kind, size="square", release=1).data for _ in range(2)
        ]
        assert answers[0] == answers[1], kind


def test_a_picture_that_is_made_again_has_the_same_bytes(drawn_url: str, tmp_path: Path) -> None:
    engine = open_store(drawn_url, read_only=True)
    made = []
    for folder in ("one", "other"):
        pictures = Pictures(ServedReleases(engine), SITE, KeptPictures(tmp_path / folder))
        view = pictures.view("road_works", Address("overview"))
        made.append([pictures.picture(view, "wide", kind, 1) for kind in ("png", "pdf", "svg")])
    engine.dispose()
    assert made[0] == made[1]


def test_the_pictures_kept_stay_within_their_bound(tmp_path: Path) -> None:
    kept = KeptPictures(tmp_path, most=40_000)
    for number in range(100):
        content = bytes([number]) * 1000
        assert kept.get(f"picture {number}", lambda content=content: content) == content
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 80_000
    assert kept.get("picture 99", lambda: b"made anew") == bytes([99]) * 1000
    [newest] = [path for path in tmp_path.iterdir() if path.read_bytes().endswith(bytes([99]) * 1000)]
    newest.write_bytes(newest.read_bytes()[:-1])
    assert kept.get("picture 99", lambda: b"made anew") == b"made anew"


def test_pictures_are_kept_elsewhere_where_their_folder_cannot_be_written(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"")
    kept = KeptPictures(file / "pictures")
    assert [kept.get("one", lambda: b"made") for _ in range(2)] == [b"made"] * 2
    assert kept.get("one", lambda: b"made anew") == b"made"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/charts/nothing.png?size=wide", 404),
        ("/charts/jobs_and_fairs.png?size=huge", 400),
        ("/charts/jobs_and_fairs.png?scale=400", 400),
        ("/charts/jobs_and_fairs.png?release=9999", 404),
        ("/charts/jobs_and_fairs.png?region=999999", 404),
        ("/charts/jobs_and_fairs.gif?size=wide", 404),
        ("/charts/jobs_and_fairs.png?region=131000", 404),
        ("/charts/..%2F..%2Fetc%2Fpasswd.png", 404),
        ("/charts/jobs_and_fairs.png?lang=xx", 404),
        ("/charts/jobs_and_fairs.png?size=wide&scale=%00", 400),
        ("/figures/131002/nothing/2022.png", 404),
        (f"{ROADS}.png?size=huge", 400),
        (f"{ROADS}.gif", 404),
        (f"{ROADS}.png?form=lines", 404),
        ("/figures/..%2F..%2Fetc%2Fpasswd.png", 404),
        ("/figures/131002.png", 404),
        ("/compare.png?indicator=nothing", 404),
        ("/compare.png?indicator=general_budget_revenue&regions=999999", 404),
        ("/compare.png?indicator=general_budget_revenue&form=pie", 404),
        ("/compare.png?indicator=general_budget_revenue&scale=400", 400),
        ("/compare.gif?indicator=general_budget_revenue", 404),
        ("/regions.png", 404),
    ],
)
def test_what_there_is_no_picture_of_is_told_in_a_sentence(
    client: FlaskClient, address: str, status: int
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    said = answer.get_json(silent=True)
    assert (said["error"] if said else answer.text).strip()


def test_a_character_that_the_fonts_lack_is_named_and_never_drawn_as_a_box(tmp_path: Path) -> None:
    curated, url = copy_curated(tmp_path), f"sqlite:///{tmp_path / 'livelihood.db'}"
    replace_text(curated / "themes" / "jobs.toml", 'name = "城镇新增就业岗位"', 'name = "城镇新增龘就业岗位"')
    refresh(curated, url)
    with client_of(url, SITE) as client:
        assert "龘" in client.get("/themes/jobs").text
        for kind in ("svg", "png", "pdf"):
            answer = ask(client, "/charts/jobs_and_fairs", kind)
            assert answer.status_code == 503 and "龘" in answer.get_json()["error"], kind
        figure = ask(client, f"/figures/131002/new_urban_jobs/2022/{ARTICLE}", "png")
        assert figure.status_code == 503 and "龘" in figure.get_json()["error"]
        paper = client.get("/report.pdf?themes=jobs")
        assert paper.status_code == 503 and "龘" in paper.text
        assert ask(client, "/charts/relief_figures", "png").status_code == 200


def test_no_template_reaches_for_the_network() -> None:
    assert b"@" not in typst_engine.PAGE and b"import" not in typst_engine.PAGE


def test_what_is_said_is_never_read_as_markup(tmp_path: Path) -> None:
    curated, url = copy_curated(tmp_path), f"sqlite:///{tmp_path / 'livelihood.db'}"
    evil = "#panic() $x$ <script>alert(1)</script>"
    replace_text(curated / "themes" / "jobs.toml", 'name = "新增岗位与招聘活动"', f'name = "{evil}"')
    refresh(curated, url)
    with client_of(url, SITE) as client:
        document = pypdfium2.PdfDocument(ask(client, "/charts/jobs_and_fairs", "pdf").data)
        assert "$x$ <script>alert(1)</script>" in document[0].get_textpage().get_text_range()
        document.close()


def test_a_code_is_read_however_it_is_typed() -> None:
    assert plain("7k3f-92qd") == plain("7K3F 92QD") == "7K3F92QD"
    assert plain("o1IL-0000") == "01110000"
