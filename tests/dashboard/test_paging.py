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
    for limit in (1, 16, 90):
        found = parts(client, f"/api/v1/observations.{kind}?limit={limit}{query}")
        assert in_order([row for part in found for row in part]) == in_order(whole)
        regions = [region for part in found for region in dict.fromkeys(row["region"] for row in part)]
        assert len(regions) == len(set(regions))


def test_a_part_has_no_more_figures_than_asked_for_unless_one_region_has_more(client: FlaskClient) -> None:
    whole = client.get("/api/v1/observations").get_json()["observations"]
    published = [row["region"] for row in whole if row["status"] != "derived"]
    counts = {region: published.count(region) for region in sorted(set(published))}
    sizes = [
        len([r for r in part if r["status"] != "derived"])
        for part in parts(client, "/api/v1/observations?limit=20")
    ]
    (first, second, third) = counts.values()
    assert (first + second <= 20, third > 20) == (True, True)
    assert [size for size in sizes if size] == [first + second, third]


def test_what_is_shipped_comes_in_one_answer(client: FlaskClient) -> None:
    answer = client.get("/api/v1/observations")
    assert "next" not in answer.get_json() and "Link" not in answer.headers


@pytest.mark.parametrize("limit", ["0", "-1", "x", "1e9", "1" * 400])
def test_a_limit_that_is_no_number_is_not_found(client: FlaskClient, limit: str) -> None:
    assert client.get(f"/api/v1/observations?limit={limit}").status_code == 404
    assert client.get("/api/v1/observations?after=nowhere").status_code == 404


def test_the_next_part_is_of_the_same_release_whatever_was_published_since(tmp_path: Path) -> None:
    curated, url = copy_curated(tmp_path), f"sqlite:///{tmp_path / 'livelihood.db'}"
    refresh(curated, url)
    with client_of(url) as client:
        [whole] = parts(client, "/api/v1/observations")
        first = client.get("/api/v1/observations?limit=1").get_json()
        article = curated / "documents" / "anci-livelihood-2023-02-01.csv"
        append(article, "job_fairs,131002,2021,,16场,,第2段,")
        refresh(curated, url)
        rest = parts(client, first["next"])
        assert len(parts(client, "/api/v1/observations")[0]) == len(whole) + 1
    assert in_order([*first["observations"], *(row for part in rest for row in part)]) == in_order(whole)
