"""A list too long for one answer comes in parts, which together are the whole of one release."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from operator import itemgetter
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
def test_parts_together_are_the_whole_in_the_order_of_regions(
    client: FlaskClient, kind: str, query: str
) -> None:
    [whole] = parts(client, f"/api/v1/observations.{kind}?{query[1:]}")
    for limit in LIMITS:
        found = parts(client, f"/api/v1/observations.{kind}?limit={limit}{query}")
        assert in_order([row for part in found for row in part]) == in_order(whole)
        regions = [row["region"] for part in found for row in sorted(part, key=itemgetter("region"))]
        assert regions == sorted(regions)


def test_a_part_has_no_more_figures_than_asked_for_though_one_region_has_more(client: FlaskClient) -> None:
    for limit in map(int, LIMITS):
        found = parts(client, f"/api/v1/observations?limit={limit}")
        published = [sum(row["status"] != "derived" for row in part) for part in found]
        assert max(published) <= limit


def test_parts_end_between_regions_before_they_end_between_periods(client: FlaskClient) -> None:
    [whole] = parts(client, "/api/v1/observations")
    sizes = Counter(row["region"] for row in whole if row["status"] != "derived")
    ends = {len(told["next"].split("%2C")) for told in nexts(client, "/api/v1/observations?limit=10")}
    assert max(sizes.values()) > 10 and {1, 2, 3} <= ends
    assert not [*nexts(client, "/api/v1/observations?limit=1000")]


def nexts(client: FlaskClient, address: str) -> Iterator[Any]:
    """The answers of which more follows."""
    while "next" in (told := client.get(address).get_json()):
        yield told
        address = told["next"]


@pytest.mark.parametrize(
    "place",
    [
        "nowhere",
        "131002,then",
        "131002,2021,nothing",
        "131002,2021,job_fairs,none",
        "131002,2021,job_fairs,,",
    ],
)
def test_a_list_does_not_go_on_after_a_place_that_is_none(client: FlaskClient, place: str) -> None:
    assert client.get(f"/api/v1/observations?after={place}").status_code == 404


@pytest.mark.parametrize("place", ["131000,2021,job_fairs", "131002,2021,job_fairs,"])
def test_after_a_place_outside_what_is_asked_for_nothing_else_slips_in(
    client: FlaskClient, place: str
) -> None:
    address = "/api/v1/observations?region=131002&period=2022"
    whole = client.get(address).get_json()["observations"]
    told = client.get(f"{address}&after={place}").get_json()["observations"]
    assert told and all(row in whole for row in told)


def test_what_is_shipped_comes_in_one_answer(client: FlaskClient) -> None:
    answer = client.get("/api/v1/observations")
    assert "next" not in answer.get_json() and "Link" not in answer.headers


@pytest.mark.parametrize("limit", ["0", "-1", "x", "1e9", "11", "99999", "100000", "010", "1" * 400, ""])
def test_a_limit_is_one_of_a_few_so_that_an_answer_has_few_addresses(client: FlaskClient, limit: str) -> None:
    answer = client.get(f"/api/v1/observations?limit={limit}")
    assert answer.status_code == 400
    assert "10, 100, 1000, 10000" in answer.get_json()["error"]


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
