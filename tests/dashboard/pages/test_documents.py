"""A document's page: its figures in the order printed, who published it, how far it can be trusted."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from data.model.catalog import CURATED, build_catalog
from tests.setup.content import read_content
from tests.setup.markup import figure_rows, having, links, page, text_of, the
from tests.setup.publishing import client_of

ARTICLE = "anci-livelihood-2023-02-01"
CATALOG = build_catalog(read_content())


@pytest.fixture(scope="module")
def client(store_url: str) -> Iterator[FlaskClient]:
    with client_of(store_url) as client:
        yield client


@pytest.mark.parametrize("document", CATALOG.documents)
def test_a_document_shows_all_its_figures_in_the_order_printed(client: FlaskClient, document: str) -> None:
    with (CURATED / "documents" / f"{document}.csv").open(encoding="utf-8-sig", newline="") as lines:
        printed = [row["printed"] for row in csv.DictReader(lines)]
    shown = [
        text_of(having(row, "printed")[0]) for row in figure_rows(page(client, f"/documents/{document}"))
    ]
    assert [text.split(" ")[0] for text in shown] == printed


@pytest.mark.parametrize("document", CATALOG.documents.values(), ids=lambda d: d.id)
def test_a_document_says_who_published_it_when_where_and_how_far_it_can_be_trusted(
    client: FlaskClient, document: Any
) -> None:
    facts = {
        text_of(div[0]): text_of(div[1])
        for div in having(page(client, f"/documents/{document.id}"), "facts")[0]
    }
    assert facts["发布单位"] == document.publisher
    assert facts["发布日期"] == (document.published or "日期未注明")
    assert facts["网址"] == (document.url or "原文未附网址")
    assert facts["来源类型"] == CATALOG.source_kinds[document.kind].name
    assert facts["可信程度"] in ("高", "中", "低")
    assert facts.get("说明", "") == document.note


def test_a_document_whose_title_is_translated_is_found_by_its_own_title_too(client: FlaskClient) -> None:
    root = page(client, f"/documents/{ARTICLE}?lang=en")
    title = CATALOG.documents[ARTICLE].title
    assert title not in text_of(the(root, "h1"))
    assert [text_of(one) for one in root.iter("span") if one.get("lang") == "zh"].count(title) == 1
    assert title not in text_of(having(page(client, f"/documents/{ARTICLE}"), "facts")[0])


def test_a_copy_far_from_the_issuing_body_is_named_as_such_wherever_it_is_cited(client: FlaskClient) -> None:
    far = [d for d in CATALOG.documents.values() if int(CATALOG.source_kinds[d.kind]["tier"]) > 2]
    assert far
    for document in far:
        rows = figure_rows(page(client, f"/documents/{document.id}"))
        root = page(client, next(a for a in links(rows[0]) if a.startswith("/indicators/")))
        cells = [cell for row in figure_rows(root) for cell in having(row, "source")]
        cited = [text_of(cell) for cell in cells if any(document.id in link for link in links(cell))]
        cited += [text_of(svg) for svg in root.iter("svg") if document.publisher in text_of(svg)]
        assert cited
        assert all(CATALOG.source_kinds[document.kind].name in text for text in cited)


def test_the_documents_are_listed_newest_first(client: FlaskClient) -> None:
    listed = [text_of(row) for row in the(page(client, "/documents"), "tbody")]
    dates = [re.findall(r"\d{4}-\d\d-\d\d$", text) for text in listed]
    assert len(listed) == len(CATALOG.documents)
    assert dates == sorted(dates, reverse=True)
