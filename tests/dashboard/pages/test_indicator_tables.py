"""The page of an indicator that many districts publish shows what can be read, and says where the rest is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import pytest
from flask.testing import FlaskClient

from dashboard.pages.indicator_tables import LISTED
from dashboard.request.address import PART
from tests.setup.districts import DISTRICTS, copy_with_districts
from tests.setup.markup import having, read_html, text_of, the
from tests.setup.publishing import client_of, refresh

FIRST, LAST = DISTRICTS[0], DISTRICTS[-1]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder = tmp_path_factory.mktemp("districts")
    url = f"sqlite:///{folder / 'livelihood.db'}"
    refresh(copy_with_districts(folder), url)
    with client_of(url) as client:
        yield client


def cards(client: FlaskClient, address: str) -> list[Element]:
    answer = client.get(address)
    assert answer.status_code == 200
    return having(read_html(answer.text), "figures")


def rows(card: Element) -> list[tuple[str, ...]]:
    """Region (where it is told), figure with its status, and period of each row."""
    found = []
    for row in the(card, "tbody"):
        parts = ("region", "printed", "period")
        found.append(tuple(text_of(cell[0]) for part in parts if (cell := having(row, part))))
    return found


def test_a_districts_own_figures_come_whole_and_of_the_others_the_largest_of_the_newest_period(
    client: FlaskClient,
) -> None:
    own, others = cards(client, f"/indicators/wells?region={FIRST}")
    assert text_of(the(own, "h2")) == f"第{FIRST}区各期数字"
    told = [("8000个", "2023年"), ("1000个", "2023年"), ("9000个 计划", "2023年"), ("990个", "2021年")]
    assert sorted(rows(own)) == sorted(told)
    assert text_of(the(others, "h2")) == "各地区2023年的数字，从大到小"
    largest = [(f"第9{place:05}区", f"{1000 + place}个", "2023年") for place in range(149, 149 - LISTED, -1)]
    assert rows(others) == largest


def test_the_page_says_how_many_regions_it_leaves_out_and_the_csv_has_them_all(client: FlaskClient) -> None:
    for language, sentence in (
        (
            "zh",
            "列出100个地区，共150个；只按数值先后，不是名次，互相包含的、口径不同的也在其中。各地区、各时期的全部数字见CSV。",
        ),
        (
            "en",
            "Showing 100 of 150 regions by value; this is no ranking, as some lie within others or are"
            " defined differently. The CSV has every region and period.",
        ),
    ):
        *_, card = cards(client, f"/indicators/wells?region={FIRST}&lang={language}")
        assert text_of(having(card, "note")[0]) == sentence
        download = next(a.get("href", "") for a in card.iter("a") if text_of(a) == "CSV")
        content = client.get(download).data.decode("utf-8-sig")
        table = list(csv.DictReader(io.StringIO(content)))
        assert len(table) == 3 * len(DISTRICTS) + 1
        regions = {row["地区" if language == "zh" else "Region"] for row in table}
        assert len(regions) == len(DISTRICTS)


def test_a_region_without_figures_is_shown_the_others(client: FlaskClient) -> None:
    (others,) = cards(client, "/indicators/wells")
    assert len(rows(others)) == LISTED


def test_what_is_derived_is_ranked_too(client: FlaskClient) -> None:
    own, others = cards(client, f"/indicators/wells_per_rig?region={LAST}")
    assert len(rows(own)) == 1 and "推算" in text_of(own)
    assert rows(others)[0][0] == f"第{LAST}区"


def test_what_does_not_rank_is_shown_of_the_region_alone_and_says_so(client: FlaskClient) -> None:
    (own,) = cards(client, f"/indicators/wells_state?region={LAST}")
    assert rows(own) == [("竣工", "2023年")]
    assert text_of(having(own, "note")[0]).startswith("只列出本地区的数字")
    assert "indicator=wells_state&release=1" in "".join(a.get("href", "") for a in own.iter("a"))


def test_few_figures_are_shown_all_without_a_word(client: FlaskClient) -> None:
    (everything,) = cards(client, f"/indicators/job_fairs?region={LAST}")
    assert rows(everything) and having(everything, "note") == []


# ---- a document that prints more than a page lists ----------------------------------------------


def test_a_long_document_comes_in_parts_that_together_are_all_of_it_in_its_order(client: FlaskClient) -> None:
    address, parts, told = "/documents/wells-2023", [], []
    while address:
        root = read_html(client.get(address).text)
        [card], [paging] = having(root, "figures"), having(root, "paging")
        parts.append([row.get("id") for row in the(card, "tbody").iter("tr")])
        told.append(text_of(paging))
        address = next((a.get("href", "") for a in paging.iter("a") if "下一" in text_of(a)), "")
    listed = csv.DictReader(io.StringIO(client.get("/api/v1/observations.csv?document=wells-2023").text))
    assert [len(part) for part in parts] == [PART, len(DISTRICTS) * 5 + 1 - PART]
    assert len({*parts[0], *parts[1]}) == len([*listed])
    assert told == ["第1–500条，共751条下一部分 →", "第501–751条，共751条← 上一部分"]
    assert client.get("/documents/wells-2023?part=3").status_code == 404


def test_a_link_to_a_figure_leads_to_the_part_of_the_document_that_has_it(client: FlaskClient) -> None:
    for region in (FIRST, LAST):
        for card in cards(client, f"/indicators/wells?region={region}"):
            for place in [a.get("href", "") for a in card.iter("a") if "#" in a.get("href", "")]:
                page, _, anchor = place.partition("#")
                assert f'id="{anchor}"' in client.get(page).text, place
