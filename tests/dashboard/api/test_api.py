"""The API says what the pages say: every figure with its source, as JSON and as CSV, as of a release."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import openapi_spec_validator
import pytest
from flask.testing import FlaskClient

from data.model.catalog import WAIVER_COLUMNS
from data.model.quantity import parse_quantity
from tests.setup.markup import having, links, page, read_html, text_of, the
from tests.setup.publishing import append, client_of, copy_curated, refresh, replace_text

COLUMNS = (
    "indicator,indicator_name,region,region_name,period,breakdown,printed,value,unit,qualifier,status,"
    "document,locator,release"
)
LISTS = ("themes", "indicators", "observations", "documents", "releases")
ARTICLE = "anci-livelihood-2023-02-01"
Row = dict[str, Any]


@pytest.fixture(scope="module")
def client(store_url: str) -> Iterator[FlaskClient]:
    with client_of(store_url) as client:
        yield client


def listed(client: FlaskClient, query: str = "", name: str = "observations") -> list[Row]:
    answer = client.get(f"/api/v1/{name}.json{query}")
    assert answer.status_code == 200, answer.text
    return list(json.loads(answer.text)[name])


def tabled(client: FlaskClient, query: str = "", name: str = "observations") -> list[Row]:
    answer = client.get(f"/api/v1/{name}.csv{query}")
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


@pytest.fixture(scope="module")
def figures(client: FlaskClient) -> list[Row]:
    return listed(client)


def test_a_figure_comes_with_everything_that_must_go_with_it(figures: list[Row]) -> None:
    assert all(list(row) == COLUMNS.split(",") for row in figures)
    vacancies = next(row for row in figures if row["printed"] == "8000余个")
    told = {"value": "8000", "unit": "个", "qualifier": "more_than", "status": "actual", "release": 1}
    assert {key: vacancies[key] for key in told} == told
    assert (vacancies["document"], vacancies["locator"]) == (ARTICLE, "第2段")


def test_the_csv_has_exactly_the_agreed_columns_and_a_byte_order_mark_for_excel(client: FlaskClient) -> None:
    content = client.get("/api/v1/observations.csv").data
    assert content.startswith(b"\xef\xbb\xbf" + COLUMNS.encode() + b"\r\n")
    empty = client.get("/api/v1/observations.csv?period=1999").data.decode("utf-8-sig")
    assert empty == f"{COLUMNS}\r\n"


@pytest.mark.parametrize("name", LISTS)
def test_csv_and_json_of_one_address_hold_the_same(client: FlaskClient, name: str) -> None:
    rows = listed(client, name=name)
    assert rows
    assert tabled(client, name=name) == [{key: str(value) for key, value in row.items()} for row in rows]
    assert client.get(f"/api/v1/{name}").data == client.get(f"/api/v1/{name}.json").data


@pytest.mark.parametrize(
    ("query", "column", "value"),
    [
        ("indicator=job_fairs", "indicator", "job_fairs"),
        ("region=131000", "region", "131000"),
        ("period=2022-01-01/2023-02-01", "period", "2022-01-01/2023-02-01"),
        (f"document={ARTICLE}", "document", ARTICLE),
    ],
)
def test_a_filter_gives_all_that_it_names_and_nothing_else(
    client: FlaskClient, figures: list[Row], query: str, column: str, value: str
) -> None:
    assert listed(client, f"?{query}") == [row for row in figures if row[column] == value] != []


@pytest.mark.parametrize("region", ["131002", "131000", "130000"])
def test_a_year_gives_what_the_page_of_that_year_shows(client: FlaskClient, region: str) -> None:
    years = {
        year for row in listed(client, f"?region={region}") for year in re.findall(r"\d{4}", row["period"])
    }
    shown = {year for year in years if client.get(f"/?region={region}&period={year}").status_code == 200}
    in_order = sorted(shown)
    for year in {*in_order[:1], *in_order[-2:]}:
        rows = [
            row
            for theme in listed(client, name="themes")
            for table in having(
                read_html(client.get(f"/themes/{theme['theme']}?region={region}&period={year}").text),
                "figures",
            )
            for row in the(table, "tbody")
        ]
        given = listed(client, f"?region={region}&period={year}")
        assert sorted(text_of(having(row, "printed")[0]).split(" ")[0] for row in rows) == sorted(
            row["printed"] for row in given
        )
    for year in years - shown:  # nothing but what looks back on the year before
        rest = {row["period"] for row in listed(client, f"?region={region}&period={year}")}
        assert all(re.search(rf"{year}-0[12]-\d\d$", period) for period in rest), rest


def test_a_year_has_what_is_filed_under_it_though_its_period_is_another(client: FlaskClient) -> None:
    for year, filed in ((2022, {"2022"}), (2023, {"2022-01-01/2023-02-01", "2023-02-01"})):
        assert {row["period"] for row in listed(client, f"?period={year}&document={ARTICLE}")} == filed
    known = {row["period"] for row in listed(client, "?period=2020")}
    assert known >= {"2016-01-01/2020-10-21", "2020-10-21", "2020-11-01"}


def test_a_theme_gives_the_figures_of_its_indicators(client: FlaskClient, figures: list[Row]) -> None:
    for theme in listed(client, name="themes"):
        own = {row["indicator"] for row in listed(client, f"?theme={theme['theme']}", "indicators")}
        chosen = [row for row in figures if row["indicator"] in own]
        assert listed(client, f"?theme={theme['theme']}") == chosen


def test_filters_narrow_together(client: FlaskClient, figures: list[Row]) -> None:
    query = f"?theme=jobs&region=131002&document={ARTICLE}&period=2022"
    own = {row["indicator"] for row in listed(client, "?theme=jobs", "indicators")}
    chosen = [row for row in figures if row["indicator"] in own and row["document"] == ARTICLE]
    assert listed(client, query) == chosen != []
    assert listed(client, "?theme=jobs&indicator=cultural_events") == []


NONE = ("there is no ", "there are no ")


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/nothing",
        "/api/v1/observations.xml",
        "/api/v1/observations.json.csv",
        "/api/v1/observations/job_fairs",
        "/api/v1/openapi.csv",
        "/api/v1/observations?theme=nothing",
        "/api/v1/observations.csv?indicator=nothing",
        "/api/v1/observations?region=131009",
        "/api/v1/observations?document=nothing",
        "/api/v1/observations?release=2",
        "/api/v1/observations?release=x",
        "/api/v1/themes?lang=xx",
        "/api/v1/observations?indicator=%00",
        "/api/v1/observations?indicator=",
        "/api/v1/observations?period=",
        "/api/v1/observations?period=soon",
        "/api/v1/observations.csv?period=20222",
        "/api/v1/observations?period=2022-13",
        "/api/v1/indicators?theme=zz",
        "/api/v1/observations?perod=2020",
        "/api/v1/observations.csv?year=2020",
        "/api/v1/observations?period=2020&period=2022",
        "/api/v1/documents?region=131002",
        "/api/v1?theme=jobs",
    ],
)
@pytest.mark.parametrize(("lang", "words"), [("", ("没有",)), ("lang=en", NONE)])
def test_what_is_not_there_is_a_404_that_says_so_in_a_sentence(
    client: FlaskClient, path: str, lang: str, words: tuple[str, ...]
) -> None:
    if "lang=" in path:
        lang, words = "", NONE
    answer = client.get(f"{path}{'&' if '?' in path else '?'}{lang}")
    assert (answer.status_code, answer.mimetype) == (404, "application/json")
    assert list(answer.get_json()) == ["error"]
    assert answer.get_json()["error"].startswith(words)


def test_value_and_unit_are_the_printed_figure_taken_apart(figures: list[Row]) -> None:
    measured = [row for row in figures if row["value"]]
    for row in measured:
        q = parse_quantity(row["printed"])
        assert (Decimal(row["value"]), row["unit"], row["qualifier"]) == (q.number, q.unit, q.qualifier), row
    stages = [row for row in figures if not row["value"]]
    assert stages and not any(row["unit"] for row in stages)


def test_every_figure_names_its_document_or_says_that_it_is_derived(
    client: FlaskClient, figures: list[Row]
) -> None:
    documents = {row["document"] for row in listed(client, name="documents")}
    for row in figures:
        assert (row["document"] in documents) != (row["status"] == "derived"), row
        assert row["locator"], row


def test_names_come_in_the_language_asked_for_and_figures_as_printed(
    client: FlaskClient, figures: list[Row]
) -> None:
    english = listed(client, "?lang=en")
    assert [row["printed"] for row in english] == [row["printed"] for row in figures]
    said = {row["indicator_name"] for row in english} | {row["region_name"] for row in english}
    assert said.isdisjoint({row["indicator_name"] for row in figures} | {r["region_name"] for r in figures})


def test_a_parameter_that_is_none_is_named_in_the_sentence(client: FlaskClient) -> None:
    for name in ("perod", "width", "Region"):
        assert name in client.get(f"/api/v1/observations?{name}=2020").get_json()["error"]


@pytest.fixture(scope="module")
def described(client: FlaskClient) -> Row:
    return dict(client.get("/api/v1/openapi.json").get_json())


def test_the_description_is_valid_openapi(described: Row) -> None:
    openapi_spec_validator.validate(described)


def test_every_described_address_answers_as_described(client: FlaskClient, described: Row) -> None:
    for path, item in described["paths"].items():
        answer = client.get(path)
        content = item["get"]["responses"]["200"]["content"]
        assert (answer.status_code, [answer.mimetype]) == (200, list(content)), path
        if schema := content.get("application/json", {}).get("schema"):
            known = {"components": described["components"]}
            jsonschema.validate(answer.get_json(), schema | known)


def test_every_filter_is_described(described: Row) -> None:
    given = described["paths"]["/api/v1/observations"]["get"]["parameters"]
    parameters = {p["name"] for p in given if p["description"]}
    assert parameters == {
        *("theme", "indicator", "region", "period", "document"),
        *("after", "limit", "release", "lang"),
    }


def test_the_entrance_describes_the_api(client: FlaskClient, described: Row) -> None:
    assert client.get("/api/v1").get_json() == described


def test_readers_are_led_to_every_list_and_its_description(client: FlaskClient, described: Row) -> None:
    footer = the(page(client, "/"), "footer")
    [way] = [a.get("href", "") for a in footer.iter("a") if text_of(a) == "数据接口"]
    given = {link.partition("?")[0] for link in links(page(client, way))}
    assert {path for path in described["paths"] if path.endswith((".json", ".csv"))} <= given


# ---- two releases -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A correction was published as the second release; it brings text that looks like formulas."""
    folder = tmp_path_factory.mktemp("twice")
    curated, url = copy_curated(folder), f"sqlite:///{folder / 'livelihood.db'}"
    refresh(curated, url)
    article = curated / "documents" / f"{ARTICLE}.csv"
    replace_text(article, "26.68亿元,,第2段", "26.69亿元,,=1+1")
    replace_text(article, "40户,,第2段", "40户,,@SUM(A1)")
    replace_text(article, "60场,,第5段", "60场,,-2+3+cmd|' /C calc'!A0")
    append(article, "total_fiscal_revenue_growth,131002,2022,,-3.2%,,+第7节,")
    append(article, "total_fiscal_revenue,131002,2022,,-1.5亿元,,第7段,")
    waived = f"implausible,{ARTICLE},total_fiscal_revenue,131002,2022,,,退税,财政局,2099-12-31"
    (curated / "waivers.csv").write_text(f"{','.join(WAIVER_COLUMNS)}\n{waived}\n", encoding="utf-8")
    refresh(curated, url, "=更正")
    with client_of(url) as client:
        yield client


def test_a_release_answers_as_of_itself(twice: FlaskClient, figures: list[Row]) -> None:
    assert listed(twice, "?release=1") == figures
    spent = "?indicator=livelihood_expenditure&region=131002"
    for query, printed, release in ((spent, "26.69亿元", 2), (f"{spent}&release=1", "26.68亿元", 1)):
        assert [(row["printed"], row["release"]) for row in listed(twice, query)] == [(printed, release)]
        assert [row["printed"] for row in tabled(twice, query)] == [printed]


def test_releases_are_listed_up_to_the_one_asked_for(twice: FlaskClient) -> None:
    assert [row["release"] for row in listed(twice, name="releases")] == [2, 1]
    assert [row["release"] for row in listed(twice, "?release=1", "releases")] == [1]
    assert listed(twice, name="releases")[0]["reason"] == "=更正"


@pytest.mark.parametrize("name", LISTS)
def test_no_cell_of_a_csv_is_a_formula(twice: FlaskClient, name: str) -> None:
    negative = re.compile(r"-[0-9][0-9,.]*\w*%?")
    cells = [cell for row in tabled(twice, name=name) for cell in row.values()]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == [
        cell for cell in cells if negative.fullmatch(cell)
    ]


def test_text_that_looks_like_a_formula_is_marked_as_text_and_else_unchanged(twice: FlaskClient) -> None:
    for text, quoted in zip(listed(twice), tabled(twice), strict=True):
        assert quoted["locator"].removeprefix("'") == text["locator"]
    locators = {row["locator"] for row in tabled(twice)}
    assert {"'=1+1", "'@SUM(A1)", "'-2+3+cmd|' /C calc'!A0", "'+第7节"} <= locators


def test_a_negative_figure_is_no_formula_and_stays_a_number(twice: FlaskClient) -> None:
    rows = {row["printed"]: row for row in tabled(twice, "?period=2022")}
    assert rows["-3.2%"]["value"] == "-3.2"
    assert rows["-1.5亿元"]["value"] == "-1.5"


def test_a_list_names_its_release(twice: FlaskClient) -> None:
    for query, release in (("", 2), ("?release=1", 1)):
        for name in LISTS:
            assert twice.get(f"/api/v1/{name}{query}").get_json()["release"] == release


def test_without_a_store_the_api_says_what_to_run(tmp_path: Path) -> None:
    with client_of(f"sqlite:///{tmp_path / 'none.db'}") as client:
        answer = client.get("/api/v1/observations.csv")
    assert (answer.status_code, answer.mimetype) == (503, "application/json")
    assert "python -m etl refresh" in answer.get_json()["error"]
