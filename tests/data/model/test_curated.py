"""What is published is what the sources print: the article's figures, all of them, and nothing beside."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from data.messages import LANGUAGES
from data.model.catalog import CURATED, Catalog, build_catalog
from data.model.period import parse_period
from data.model.quantity import parse_quantity, split_unit
from tests.setup.content import read_content

ARTICLE = "anci-livelihood-2023-02-01"
EXPECTED = Path(__file__).parent / "expected-anci-2023-02-01.csv"
# The article's first paragraph stands on line 6 of the file that the expected lines count.
LINES_BEFORE = 5
CHINESE = re.compile(r"[一-鿿]")
PERSONAL = re.compile(
    r"(?<!\d)1[3-9]\d{9}(?!\d)"  # mobile telephone
    r"|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)"  # telephone with area code
    r"|[\w.+-]+@[\w-]+\.[\w.]+"  # mail address
    r"|(?<!\d)\d{17}[\dXx](?!\w)"  # identity card
)

Row = dict[str, str]


def rows_of(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def document_rows(document: str = "*") -> list[Row]:
    return [row for path in sorted((CURATED / "documents").glob(f"{document}.csv")) for row in rows_of(path)]


def figures(catalog: Catalog, document: str = "*") -> list[Row]:
    return [r for r in document_rows(document) if catalog.indicators[r["indicator"]].measure == "quantity"]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return build_catalog(read_content())


def as_expected(row: Row, catalog: Catalog) -> tuple[str, ...]:
    q = parse_quantity(row["printed"])
    breakdown = catalog.breakdowns[row["breakdown"]].name if row["breakdown"] else ""
    paragraph = row["locator"].removeprefix("第").removesuffix("段")
    facts = (breakdown, row["printed"], str(q.number), q.qualifier, q.unit)
    return (row["indicator"], *facts, row["period"], paragraph)


def test_the_articles_figures_are_exactly_those_expected(catalog: Catalog) -> None:
    columns = ("indicator", "breakdown", "printed", "number", "qualifier", "unit", "period")
    expected = [
        (*(row[c] for c in columns), str(int(row["line"]) - LINES_BEFORE)) for row in rows_of(EXPECTED)
    ]
    published = [as_expected(row, catalog) for row in figures(catalog, ARTICLE)]
    assert len(published) == 16
    assert sorted(published) == sorted(expected)


def test_every_figure_of_the_article_is_a_result_of_the_home_district(catalog: Catalog) -> None:
    assert {row["region"] for row in document_rows(ARTICLE)} == {catalog.home_region}
    assert {row["status"] for row in document_rows(ARTICLE)} == {""}


def test_a_school_is_at_the_stage_that_the_article_prints(catalog: Catalog) -> None:
    stages = {
        catalog.breakdowns[r["breakdown"]].name: catalog.stage_forms[r["printed"]]
        for r in document_rows(ARTICLE)
        if r["indicator"] == "school_project_status"
    }
    assert stages == {
        **dict.fromkeys(("二十中", "银河学校二期"), "completed"),
        **dict.fromkeys(("五幼", "六幼"), "basically_completed"),
        **dict.fromkeys(("二十九小", "三十小", "三十三小"), "under_construction"),
    }


def test_the_projects_counted_as_started_are_those_that_are_named(catalog: Catalog) -> None:
    rows = list(document_rows("school-projects-anci-2021-03-22"))
    started = [r["breakdown"] for r in rows if r["indicator"] == "school_project_status" and not r["status"]]
    (counted,) = [r for r in rows if r["indicator"] == "new_school_projects_started"]
    planned = {r["breakdown"] for r in rows if r["status"] == "plan" and r["breakdown"]}
    assert counted["printed"] == f"{len(started)}个" and counted["status"] == ""
    assert set(started) == planned


def test_basically_completed_is_not_completed(catalog: Catalog) -> None:
    assert catalog.stage_forms["基本完工"] != catalog.stage_forms["竣工"]


def test_the_culture_centre_has_its_seven_parts(catalog: Catalog) -> None:
    parts = {id for id, term in catalog.breakdowns.items() if term["part_of"] == "culture_centre"}
    stated = {r["breakdown"] for r in document_rows(ARTICLE) if r["indicator"] == "culture_centre_status"}
    assert len(parts) == 7
    assert stated == parts | {"culture_centre"}


@pytest.mark.parametrize(
    "decoy",
    ["11:38", "2023-02-01", "2022", "101", "二十大", "六统一", "九横四纵", "双减", "一般公共预算"],
)
def test_a_number_that_is_no_figure_is_never_published(decoy: str) -> None:
    assert all(decoy not in row["printed"] for row in document_rows(ARTICLE))


def test_every_printed_figure_is_read_and_printed_again_unchanged(catalog: Catalog) -> None:
    for row in figures(catalog):
        assert str(parse_quantity(row["printed"])) == row["printed"]


def test_every_figure_is_in_its_indicators_unit(catalog: Catalog) -> None:
    for row in figures(catalog):
        indicator = catalog.indicators[row["indicator"]]
        unit = split_unit(indicator.printed_as or indicator.unit)[1]
        assert parse_quantity(row["printed"]).base_unit == unit, row


def test_every_stage_is_printed_in_a_form_that_is_listed(catalog: Catalog) -> None:
    stages = [r for r in document_rows() if catalog.indicators[r["indicator"]].measure == "stage"]
    assert {row["printed"] for row in stages} <= catalog.stage_forms.keys()


def test_every_figure_has_a_short_place_in_its_source() -> None:
    for row in document_rows():
        assert 0 < len(row["locator"]) <= 20, row


def test_no_result_is_of_a_time_after_its_publication(catalog: Catalog) -> None:
    for document in filter(lambda d: d.published, catalog.documents.values()):
        for row in document_rows(document.id):
            begun = parse_period(row["period"]).start <= date.fromisoformat(document.published)
            assert begun or row["status"] in ("plan", "target"), row


def test_a_plan_and_its_outcome_speak_of_the_same_projects(catalog: Catalog) -> None:
    planned = {r["breakdown"] for r in document_rows() if r["indicator"] == "school_planned_investment"}
    reached = {r["breakdown"] for r in document_rows(ARTICLE) if r["indicator"] == "school_project_status"}
    assert len(planned) == 4
    assert planned < reached


def test_what_is_planned_is_never_published_as_a_result() -> None:
    planned = [r for r in document_rows() if "planned" in r["indicator"]]
    assert planned
    assert {r["status"] for r in planned} == {"plan"}


def test_men_and_women_of_a_census_add_up_to_its_residents() -> None:
    sexes: dict[tuple[str, str], list[int]] = {}
    for r in (r for r in document_rows() if r["indicator"] == "resident_population_by_sex"):
        counted = sexes.setdefault((r["region"], r["period"]), [])
        counted.append(int(parse_quantity(r["printed"]).amount))
    whole = {
        (r["region"], r["period"]): int(parse_quantity(r["printed"]).amount)
        for r in document_rows()
        if r["indicator"] == "resident_population" and not r["breakdown"]
    }
    assert sexes
    for place, (one, other) in sexes.items():
        assert one + other == whole[place], place


def test_no_source_is_left_without_publisher_kind_and_confidence(catalog: Catalog) -> None:
    for document in catalog.documents.values():
        assert document.publisher, document.id
        assert document.kind in catalog.source_kinds, document.id
        assert document.confidence in ("high", "medium", "low"), document.id
        assert document.url or document.note, document.id


def test_every_document_has_its_figures_beside_it(catalog: Catalog) -> None:
    assert {path.stem for path in (CURATED / "documents").glob("*.csv")} == set(catalog.documents)
    assert all(document_rows(document) for document in catalog.documents)


@pytest.mark.parametrize("path", sorted(p for folder in (CURATED, LANGUAGES) for p in folder.rglob("*.*")))
def test_no_file_holds_a_telephone_number_or_a_mail_address(path: Path) -> None:
    assert not PERSONAL.search(path.read_text(encoding="utf-8"))


def test_the_pattern_of_personal_data_knows_them() -> None:
    for text in ("电话:0316-1234567", "13800138000", "someone@example.com", "11010119900307123X"):
        assert PERSONAL.search(text), text


def test_every_id_is_ascii_in_snake_case_and_a_documents_in_kebab_case(catalog: Catalog) -> None:
    kinds = (catalog.themes, catalog.indicators, catalog.charts, catalog.breakdowns)
    closed = (catalog.stages, catalog.statuses, catalog.source_kinds)
    for id in (id for kind in (*kinds, *closed) for id in kind):
        assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", id), id
    for id in catalog.documents:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id), id
    for id in catalog.regions:
        assert re.fullmatch(r"\d{6}", id), id  # the administrative code


def chinese_texts(catalog: Catalog) -> Iterator[tuple[str, str, str]]:
    facts = ("name", "definition", "headline_note", "finding", "note", "title", "publisher", "supervisor")
    things: dict[str, Mapping[str, object]] = {
        "theme": catalog.themes,
        "indicator": catalog.indicators,
        "chart": catalog.charts,
        "document": catalog.documents,
    }
    for kind, declared in things.items():
        for id, thing in declared.items():
            for fact in (*facts, "reprinted_by"):
                if CHINESE.search(str(getattr(thing, fact, ""))):
                    yield kind, id, fact


def test_everything_said_in_chinese_is_said_in_english(catalog: Catalog) -> None:
    english = catalog.languages["en"]
    missing = [
        (kind, id, fact)
        for kind, id, fact in chinese_texts(catalog)
        if not english[kind].get(id, {}).get(fact)
        or CHINESE.search(re.sub(r"\{[^{}]*\}", "", english[kind][id][fact]))
    ]
    assert missing == []


@pytest.mark.parametrize("kind", ["region", "breakdown", "stage", "status", "source_kind", "unit"])
def test_every_entry_of_a_closed_list_is_named_in_english(kind: str, catalog: Catalog) -> None:
    listed = getattr(catalog, {"status": "statuses"}.get(kind, f"{kind}s"))
    assert set(listed) <= set(catalog.languages["en"][kind])


def test_every_place_in_a_source_can_be_said_in_english(catalog: Catalog) -> None:
    patterns = catalog.languages["en"]["locator"]
    for locator in {row["locator"] for row in document_rows()}:
        said = locator
        for pattern, words in patterns.items():
            said = re.sub(pattern, words, said)
        assert not CHINESE.search(said), said


def test_what_is_measured_or_worked_out_at_home_stands_in_a_chart(catalog: Catalog) -> None:
    published = {row["indicator"] for row in document_rows() if row["region"] == catalog.home_region}
    drawn = {
        i for c in catalog.charts.values() for i in (*c.indicators, *c.amounts, c.count.partition("=")[2])
    }
    told = "".join(c.note for c in catalog.charts.values())
    for indicator in catalog.indicators.values():
        if indicator.id in published or indicator.formula:
            assert indicator.id in drawn or f"{{{indicator.id}}}" in told, indicator.id
