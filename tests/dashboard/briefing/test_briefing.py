"""A briefing says what pages say of its themes, on screen and on paper, citing documents by number."""

from __future__ import annotations

import ctypes
import re
import time
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import zxingcpp
from flask.testing import FlaskClient

from dashboard.briefing import paper
from dashboard.briefing.briefing import Briefing
from dashboard.briefing.template import TEMPLATE
from dashboard.request.address import Address
from dashboard.request.context import make_context
from dashboard.serving.served_releases import ServedReleases
from data.store.tables import open_store
from tests.setup.markup import by_id, having, read_html, text_of, the
from tests.setup.publishing import client_of, publish_corrected

SITE = "https://data.example.cn"
THEMES = "jobs,education,spending"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Two releases, of which the second corrects 5830 to 5838."""
    url = publish_corrected(tmp_path_factory.mktemp("briefings"))
    with client_of(url, SITE) as client:
        yield client


def sheets(client: FlaskClient, query: str) -> list[str]:
    """What stands on each sheet of a briefing, without spaces."""
    answer = client.get(f"/report.pdf?{query}")
    assert answer.status_code == 200, answer.text
    document = pypdfium2.PdfDocument(answer.data)
    texts = [re.sub(r"\s", "", page.get_textpage().get_text_range()) for page in document]
    document.close()
    return texts


def tags(document: pypdfium2.PdfDocument) -> list[tuple[str, str]]:
    """The type and the alternative text of each element of a document's structure, in order."""
    found: list[tuple[str, str]] = []

    def text(read: object, element: object) -> str:
        length = read(element, None, 0)  # type: ignore[operator]
        buffer = ctypes.create_string_buffer(length)
        read(element, buffer, length)  # type: ignore[operator]
        return buffer.raw.decode("utf-16-le").rstrip("\0")

    def walk(element: object) -> None:
        kind = text(pdfium.FPDF_StructElement_GetType, element)
        found.append((kind, text(pdfium.FPDF_StructElement_GetAltText, element)))
        for n in range(pdfium.FPDF_StructElement_CountChildren(element)):
            if child := pdfium.FPDF_StructElement_GetChildAtIndex(element, n):
                walk(child)

    for page in document:
        tree = pdfium.FPDF_StructTree_GetForPage(page)
        for n in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            walk(pdfium.FPDF_StructTree_GetChildAtIndex(tree, n))
        pdfium.FPDF_StructTree_Close(tree)
    return found


# ---- the page ---------------------------------------------------------------------------------


def test_themes_are_chosen_by_a_form_that_needs_no_script(client: FlaskClient) -> None:
    form = having(read_html(client.get("/report").text), "choose")[0]
    assert (form.get("action"), form.get("method")) == ("/report", "get")
    offered = [box.get("value") for box in form.iter("input") if box.get("type") == "checkbox"]
    assert {"jobs", "education"} <= {*offered} and "health" not in offered  # of which nothing is published
    asked = client.get("/report?themes=jobs&themes=education")
    assert asked.request.full_path == "/report?themes=jobs,education"
    chosen = [
        box.get("value")
        for box in having(read_html(asked.text), "choose")[0].iter("input")
        if "checked" in box.attrib
    ]
    assert chosen == ["jobs", "education"]


def test_the_overview_and_each_theme_lead_to_a_briefing(client: FlaskClient) -> None:
    for path, there in (("/", "/report"), ("/themes/jobs?period=2022", "/report?themes=jobs&period=2022")):
        main = the(read_html(client.get(path).text), "main")
        assert there in [a.get("href") for a in main.iter("a")], path


def test_a_briefing_cites_each_headline_by_the_number_of_its_document(client: FlaskClient) -> None:
    root = read_html(client.get(f"/report?themes={THEMES}").text)
    [table] = [card for card in having(root, "figures") if "主要数字" in text_of(card)][:1]
    rows = [text_of(row) for row in the(table, "tbody")]
    assert rows[0].startswith("城镇新增就业岗位5838个2022年") and rows[0].endswith("[1]")
    cited = {a.get("href", "") for a in table.iter("a") if a.get("href", "").startswith("#source-")}
    for place in cited:
        assert text_of(by_id(root, place.removeprefix("#"))).startswith(f"[{place.rpartition('-')[2]}]")
    assert [h.get("class", "") for h in root.iter("h2") if "chapter" in h.get("class", "")] == [
        f"chapter theme-{theme}" for theme in THEMES.split(",")
    ]


@pytest.mark.parametrize(
    "address",
    ["/report?themes=nothing", "/report?themes=../etc", "/report.pdf", "/report.pdf?themes=nothing",
     "/report.pdf?themes=jobs&release=9999", "/report.pdf?themes=jobs&region=999999",
     "/report.png?themes=jobs", "/report.pdf?themes=" + ",".join(f"t{n}" for n in range(41))],
)  # fmt: skip
def test_what_there_is_no_briefing_of_is_told_in_a_sentence(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404 and text_of(the(read_html(answer.text), "main"))


# ---- the paper --------------------------------------------------------------------------------


@pytest.mark.parametrize(("lang", "edition"), [("", "第2版"), ("&lang=en", "Release2")])
def test_every_sheet_names_site_release_address_and_its_number(
    client: FlaskClient, lang: str, edition: str
) -> None:
    texts = sheets(client, f"themes={THEMES}{lang}")
    assert len(texts) > 3
    for number, text in enumerate(texts, 1):
        assert edition in text and f"{SITE}/report?themes={THEMES}{lang}&release=2" in text
        assert text.count(f"{number}/{len(texts)}") == 1


def test_a_sheets_qr_code_leads_to_the_briefing_of_its_release(client: FlaskClient) -> None:
    document = pypdfium2.PdfDocument(client.get("/report.pdf?themes=jobs").data)
    [code] = zxingcpp.read_barcodes(document[0].render(scale=4).to_numpy())
    assert code.text == f"{SITE}/report?themes=jobs&release=2"
    assert client.get(code.text.removeprefix(SITE)).status_code == 200
    document.close()


def test_paper_says_every_figure_of_its_themes_as_published_with_its_nature_and_place(
    client: FlaskClient,
) -> None:
    whole = "".join(sheets(client, f"themes={THEMES}"))
    rows = [
        row
        for theme in THEMES.split(",")
        for row in client.get(f"/api/v1/observations?theme={theme}&region=131002").get_json()["observations"]
    ]
    assert len(rows) > 40
    for row in rows:
        assert row["printed"] in whole and re.sub(r"\s", "", row["locator"]) in whole, row
    assert {"6.5%左右目标", "8000余个", "推算=26.68亿元÷81.94%", "在32.552–32.569亿元之间"} <= {
        text for text in ("6.5%左右目标", "8000余个", "推算=26.68亿元÷81.94%", "在32.552–32.569亿元之间")
        if text in whole
    }  # fmt: skip


def test_paper_marks_what_was_corrected_and_that_it_is_of_an_earlier_release(client: FlaskClient) -> None:
    now, then = ("".join(sheets(client, query)) for query in ("themes=jobs", "themes=jobs&release=1"))
    assert "更正，原为5830个" in now and "不是最新版" not in now
    assert "这是第1版" in then and "不是最新版" in then and "第2版更正为5838个" in then


def test_paper_is_tagged_and_says_each_chart_in_words(client: FlaskClient) -> None:
    content = client.get(f"/report.pdf?themes={THEMES}").data
    assert b"pdfuaid" in content and b"<pdfaid:part>2</pdfaid:part>" in content
    document = pypdfium2.PdfDocument(content)
    assert document.get_metadata_dict()["Title"] == "安次区民生数据简报"
    found = tags(document)
    kinds = [kind for kind, _ in found]
    assert {"H1", "H2", "H3", "Table", "TH", "TD", "Figure"} <= {*kinds}
    said = [alt for kind, alt in found if kind == "Figure"]
    assert len(said) > 5 and all(said)
    assert any("城镇新增就业岗位 5838个" in alt for alt in said)
    document.close()


def test_paper_that_is_made_again_has_the_same_bytes_and_takes_little_time(client: FlaskClient) -> None:
    reader = ServedReleases(open_store(str(client.application.extensions["releases"].engine.url))).get()
    made, took = [], []
    for lang in ("", "", "en"):
        began = time.process_time()
        briefing = Briefing(make_context(reader, Address("report", themes=THEMES, lang=lang)))
        made.append(paper.write_paper(briefing, SITE))
        took.append(time.process_time() - began)
    reader.engine.dispose()
    assert made[0] == made[1] != made[2]
    assert min(took) < 0.3


def test_the_template_of_papers_reaches_for_nothing() -> None:
    assert b"@" not in TEMPLATE and b"import" not in TEMPLATE and b"read(" not in TEMPLATE
