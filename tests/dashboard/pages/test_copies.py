"""What is known from an anonymous copy alone stands in tables, marked: in no chart, headline or formula."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from data.model.catalog import build_catalog
from data.statements.selection import CHARTED_TIER
from tests.setup.content import read_content
from tests.setup.markup import by_id, having, read_html, text_of
from tests.setup.publishing import client_of

CATALOG = build_catalog(read_content())
COPIES = [
    document
    for document in CATALOG.documents.values()
    if int(CATALOG.source_kinds[document.kind]["tier"]) > CHARTED_TIER
]


@pytest.fixture(scope="module")
def client(store_url: str) -> Iterator[FlaskClient]:
    with client_of(store_url) as client:
        yield client


def test_no_chart_and_no_headline_draws_on_an_anonymous_copy(client: FlaskClient) -> None:
    kinds = {CATALOG.source_kinds[document.kind].name for document in COPIES}
    assert kinds
    for region in {"131002", *(document.region for document in COPIES)}:
        for theme in ("education", "population", "spending"):
            cards = read_html(client.get(f"/themes/{theme}?region={region}").text).iter("article")
            sources = "".join(text_of(source) for card in cards for source in having(card, "source"))
            assert not any(kind in sources for kind in kinds), (region, theme)
        cells = having(read_html(client.get(f"/?region={region}").text), "cell")
        assert not any(kind in text_of(cell) for cell in cells for kind in kinds)


def test_a_chart_says_which_figures_it_leaves_out_and_the_table_has_them_marked(client: FlaskClient) -> None:
    root = read_html(client.get("/themes/population").text)
    notes = "".join(text_of(note) for note in having(by_id(root, "chart-census_population"), "note"))
    assert "另有2个数字只见于汇总网站，未画入图中" in notes
    assert "47.98万人" not in text_of(by_id(root, "chart-census_population"))
    table = text_of(having(root, "figures")[0])
    assert "47.98万人" in table and "汇总网站" in table


def test_a_page_says_which_charts_are_not_there_for_it(client: FlaskClient) -> None:
    said = text_of(having(read_html(client.get("/themes/education").text), "figures")[0])
    assert "学校项目计划占地面积" in said and "只见于转载站，不画图" in said
    english = client.get("/indicators/school_planned_land?lang=en").text
    assert "known only from secondary copies" in english
