"""A list too long for one answer comes in parts, which together are the whole of one release."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.api.paging import LIMITS
from tests.setup.publishing import append, client_of, copy_curated, refresh

Row = dict[str, Any]


@pytest.fixture(scope="module")
def client(store_url: str) -> Iterator[FlaskClient]:
    with client_of(store_url) as client:
        yield client


def parts(client: FlaskClient, address: str) -> list[list[Row]]:
    """Follow an address from part to part, as its answers say."""
    found = []
    while address:
        answer = client.get(address)
        assert answer.status_code == 200, answer.text
        linked = re.fullmatch('<(.+)>; rel="next"', answer.headers.get("Link", ""))
        if ".csv" in address:
            found.append(list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))))
        else:
            told = json.loads(answer.text)
            assert told.get("next") == (linked and linked[1])
            found.append(told["observations"])
        address = linked[1] if linked else ""
    return found


def in_order(rows: list[Row]) -> list[str]:
    return sorted(json.dumps(row) for row in rows)


@pytest.mark.parametrize("kind", ["json", "csv"])
@pytest.mark.parametrize("query", ["", "&theme=jobs", "&period=2022", "&lang=en"])
def test_parts_together_are_the_whole_and_a_region_stays_in_one(
    client: FlaskClient, kind: str, query: str
) -> None:
    [whole] = parts(client, f"/api/v1/observations.{kind}?{query[1:]}")
    for limit in LIMITS:
        found = parts(client, f"/api/v1/observations.{kind}?limit={limit}{query}")
        assert in_order([row for part in found for row in part]) == in_order(whole)
        regions = [region for part in found for region in dict.fromkeys(row["region"] for row in part)]
        assert len(regions) == len(set(regions))


def test_a_part_has_no_more_figures_than_asked_for_unless_one_region_has_more(client: FlaskClient) -> None:
    for limit in map(int, LIMITS):
        for part in parts(client, f"/api/v1/observations?limit={limit}"):
            regions = [row["region"] for row in part if row["status"] != "derived"]
            assert len(regions) <= limit or len(set(regions)) == 1
    filled = {
        limit: list(filter(None, parts(client, f"/api/v1/observations?limit={limit}"))) for limit in (10, 100)
    }
    assert (len(filled[10]), len(filled[100])) == (3, 1)  # of three regions, all of which 100 hold


def test_what_is_shipped_comes_in_one_answer(client: FlaskClient) -> None:
    answer = client.get("/api/v1/observations")
    assert "next" not in answer.get_json() and "Link" not in answer.headers


@pytest.mark.parametrize("limit", ["0", "-1", "x", "1e9", "11", "99999", "100000", "010", "1" * 400, ""])
def test_a_limit_is_one_of_a_few_so_that_an_answer_has_few_addresses(client: FlaskClient, limit: str) -> None:
    answer = client.get(f"/api/v1/observations?limit={limit}")
    assert answer.status_code == 400
    assert "10, 100, 1000, 10000" in answer.get_json()["error"]
    assert client.get("/api/v1/observations?after=nowhere").status_code == 404


def test_a_list_is_kept_under_one_spelling_of_its_address(client: FlaskClient) -> None:
    cache = client.application.extensions["page_cache"]
    for kept, query in (
        (1, "indicator=job_fairs&limit=10"),
        (0, "limit=10&indicator=job_fairs"),
        (0, "limit=%310"),
    ):
        before = len(cache)
        for _ in range(2):
            assert client.get(f"/api/v1/observations?{query}").status_code == 200
        assert len(cache) == before + kept, query


def test_the_next_part_is_of_the_same_release_whatever_was_published_since(tmp_path: Path) -> None:
    curated, url = copy_curated(tmp_path), f"sqlite:///{tmp_path / 'livelihood.db'}"
    refresh(curated, url)
    with client_of(url) as client:
        [whole] = parts(client, "/api/v1/observations")
        first = client.get("/api/v1/observations?limit=10").get_json()
        article = curated / "documents" / "anci-livelihood-2023-02-01.csv"
        append(article, "job_fairs,131002,2021,,16场,,第2段,")
        refresh(curated, url)
        rest = parts(client, first["next"])
        assert len(parts(client, "/api/v1/observations")[0]) == len(whole) + 1
    assert in_order([*first["observations"], *(row for part in rest for row in part)]) == in_order(whole)
