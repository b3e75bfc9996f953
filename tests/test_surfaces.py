"""Page, picture, chart, API, CSV, data package, workbook and frame say the same of every figure.

The figure as printed, with its qualifier and unit, its period, its document and the place in it.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import permutations, product
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import openpyxl
import pandas as pd
import pytest
from flask.testing import FlaskClient

from data.model.catalog import build_catalog
from data.model.csv_text import unescape
from data.model.period import parse_period
from data.model.quantity import parse_quantity
from data.model.words import Words
from data.store.frame import frame
from etl.__main__ import main
from tests.setup.content import measured, read_content, sampled, whole
from tests.setup.markup import by_id, having, read_html, text_of, the
from tests.setup.publishing import append, client_of, copy_curated, refresh, trust_copies

CATALOG = build_catalog(read_content())
THERE = {id for ids in measured().values() for id in ids}
TOLD = [id for id, indicator in CATALOG.indicators.items() if id in THERE or indicator.formula]
Row = Mapping[str, Any]


def squeezed(text: str) -> str:
    """Text without spaces: lines are broken differently in every picture."""
    return re.sub(r"\s+", "", text)


# What a spreadsheet might take for a formula: figures with a sign, as sources print them, and a place.
SIGNED = (
    "total_fiscal_revenue_growth,131002,2022,,+3.2%,,+第7节,",
    "resident_income_growth,131002,2022,,-2.1%,,第7段,",
    "urban_resident_income_growth,131002,2022,,−5%,,=第7节,",
)


@pytest.fixture(scope="module")
def store_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a store of what is curated, and of figures with a sign."""
    folder = tmp_path_factory.mktemp("signed")
    curated, url = copy_curated(folder), f"sqlite:///{folder / 'livelihood.db'}"
    append(curated / "documents" / "anci-livelihood-2023-02-01.csv", *SIGNED)
    trust_copies(curated)  # which charts leave out
    refresh(curated, url)
    return url


@pytest.fixture(scope="module")
def client(store_url: str) -> Iterator[FlaskClient]:
    with client_of(store_url) as client:
        yield client


@pytest.fixture(scope="module")
def page_at(client: FlaskClient) -> Callable[[str], Element]:
    """The page at an address, as a tree that nobody changes."""
    return cache(lambda path: read_html(client.get(path).text))


@pytest.fixture(scope="module")
def documents(client: FlaskClient) -> dict[str, Row]:
    """The documents of the API, by id."""
    return {row["document"]: row for row in json.loads(client.get("/api/v1/documents").text)["documents"]}


@pytest.fixture(scope="module")
def figures(client: FlaskClient) -> list[Row]:
    return list(json.loads(client.get("/api/v1/observations.json").text)["observations"])


@dataclass(frozen=True)
class Told:
    """What a surface says of a figure, and in which language."""

    language: str
    region: str
    printed: str
    status: str
    period: str
    source: str


def told_by(row: Row, language: str) -> Told:
    """What every surface must say of a figure of the API."""
    words = Words(CATALOG, language)
    return Told(
        language,
        words.term("region", row["region"]),
        row["printed"],
        "" if row["status"] == "actual" else words.term("status", row["status"]),
        words.period(parse_period(row["period"])),
        row["document"] or words.formula(row["locator"]),
    )


def told_in(row: Element, language: str, region: str = "") -> Told:
    """What a row of a page's table says; its source is the document it leads to, or else its formula."""
    (printed,), (source,) = having(row, "printed"), having(row, "source")
    natures = having(printed, "nature")
    links = [a.get("href", "") for a in source.iter("a")]
    document = re.fullmatch(r"/documents/([\w-]+)(\?lang=\w+)?#.+", links[0]) if links else None
    regions = having(row, "region")
    formula = text_of(source).partition(" = ")[2]
    for bounds in having(source, "aside"):
        formula = formula.removesuffix(text_of(bounds)).strip()
    return Told(
        language,
        text_of(regions[0]) if regions else region,
        "".join(e.text or "" for e in printed.iter("a") if e.get("lang") == "zh"),
        text_of(natures[0]) if natures else "",
        text_of(having(row, "period")[0]),
        document[1] if document else formula,
    )


def rows_of(table: Element) -> list[Element]:
    return list(the(table, "tbody"))


# ---- the API and its export -------------------------------------------------------------------


def test_the_figures_compared_have_signs_too(figures: list[Row]) -> None:
    assert {row["printed"] for row in figures} >= {"+3.2%", "-2.1%", "−5%"}


@pytest.mark.parametrize("indicator", TOLD)
def test_the_csv_says_what_the_api_says(client: FlaskClient, figures: list[Row], indicator: str) -> None:
    listed = json.loads(client.get(f"/api/v1/observations?indicator={indicator}").text)["observations"]
    content = client.get(f"/api/v1/observations.csv?indicator={indicator}").data.decode("utf-8-sig")
    table = list(csv.DictReader(io.StringIO(content)))
    assert listed == [row for row in figures if row["indicator"] == indicator] != []
    assert [row["printed"] for row in table] == [row["printed"] for row in listed]
    assert [{key: unescape(text) for key, text in row.items()} for row in table] == [
        {key: str(value) for key, value in row.items()} for row in listed
    ]


@pytest.fixture(scope="module")
def frames(store_url: str) -> pd.DataFrame:
    return frame(store=store_url)


@pytest.mark.parametrize("indicator", TOLD)
def test_the_frame_says_what_the_api_says(figures: list[Row], frames: pd.DataFrame, indicator: str) -> None:
    listed = [row for row in figures if row["indicator"] == indicator]
    rows = frames[frames["indicator"] == indicator]
    texts = [name for name in listed[0] if name != "value"]
    assert rows[texts].to_dict("records") == [{name: row[name] for name in texts} for row in listed]
    numbers = [math.nan if row["value"] == "" else float(row["value"]) for row in listed]
    assert rows["value"].to_numpy(float, na_value=math.nan) == pytest.approx(numbers, rel=0, nan_ok=True)


# ---- the data package and the workbook --------------------------------------------------------

PACKAGE = ("document", "indicator", "region", "period", "printed", "status", "locator")
SHEET = ("文件", "指标", "地区", "时期", "分项", "原文数字", "性质", "位置")


@pytest.fixture(scope="module")
def package(store_url: str, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """The rows of figures of the data package that the command line exports."""
    folder = tmp_path_factory.mktemp("exported") / "package"
    assert main(["export", str(folder), "--database", store_url]) == 0
    with (folder / "figures.csv").open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("indicator", TOLD)
def test_the_data_package_says_what_the_api_says(
    figures: list[Row], package: list[dict[str, str]], indicator: str
) -> None:
    published = [row for row in figures if row["indicator"] == indicator and row["document"]]
    rows = [row for row in package if row["indicator"] == indicator]
    assert Counter(row["printed"] for row in rows) == Counter(row["printed"] for row in published)
    assert Counter(tuple(unescape(row[name]) for name in PACKAGE) for row in rows) == Counter(
        tuple(row[name] for name in PACKAGE) for row in published
    )


@pytest.fixture(scope="module")
def workbook(store_url: str, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """The rows of figures of the workbook that the command line exports, by column."""
    file = tmp_path_factory.mktemp("exported") / "all.xlsx"
    assert main(["export", str(file), "--database", store_url]) == 0
    head, *rows = openpyxl.load_workbook(file)["数字"].iter_rows(values_only=True)
    return [{str(n): str(cell or "") for n, cell in zip(head, row, strict=True)} for row in rows]


def said(name: str, id: str) -> str:
    """What a cell says that has both a name and an id."""
    return f"{name} [{id}]" if id else ""


@pytest.mark.parametrize("indicator", TOLD)
def test_the_workbook_says_what_the_api_says(
    figures: list[Row], workbook: list[dict[str, str]], indicator: str
) -> None:
    words = Words(CATALOG, "zh")
    breakdowns = {words.term("breakdown", id): id for id in CATALOG.breakdowns}
    expected = Counter(
        (
            row["document"],
            said(row["indicator_name"], row["indicator"]),
            said(row["region_name"], row["region"]),
            row["period"],
            said(row["breakdown"], breakdowns.get(row["breakdown"], "")),
            row["printed"],
            said(words.term("status", row["status"]), row["status"]),
            row["locator"],
        )
        for row in figures
        if row["indicator"] == indicator and row["document"]
    )
    told = Counter(tuple(row[name] for name in SHEET) for row in workbook)
    assert {row: n for row, n in told.items() if row[1].endswith(f"[{indicator}]")} == expected


# ---- the pages --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", CATALOG.languages)
@pytest.mark.parametrize("indicator", TOLD)
def test_the_page_of_an_indicator_says_what_the_api_says(
    page_at: Callable[[str], Element], figures: list[Row], indicator: str, language: str
) -> None:
    root = page_at(f"/indicators/{indicator}{'' if language == 'zh' else f'?lang={language}'}")
    shown = Counter(told_in(row, language) for row in rows_of(having(root, "figures")[0]))
    assert shown == Counter(told_by(row, language) for row in figures if row["indicator"] == indicator)


@pytest.mark.parametrize("indicator", TOLD)
def test_a_figure_leads_to_the_row_and_the_paragraph_where_its_document_prints_it(
    page_at: Callable[[str], Element], documents: dict[str, Row], figures: list[Row], indicator: str
) -> None:
    root = page_at(f"/indicators/{indicator}")
    expected = Counter(
        (row["printed"], row["document"], row["locator"])
        for row in figures
        if row["indicator"] == indicator and row["document"]
    )
    found: Counter[tuple[str, str, str]] = Counter()
    for row in rows_of(having(root, "figures")[0]):
        (source,) = having(row, "source")
        for link in source.iter("a"):
            page, _, place = link.get("href", "").partition("#")
            document = page.removeprefix("/documents/")
            target = by_id(page_at(page), unquote(place))
            printed, locator = (text_of(having(target, name)[0]) for name in ("printed", "source"))
            assert text_of(link).startswith(documents[document]["publisher"])
            assert text_of(link).endswith(locator)
            assert printed == text_of(having(row, "printed")[0])
            found[printed.split(" ")[0], document, locator] += 1
    assert found == expected


# ---- the charts -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Card:
    """A chart as a theme's page shows it: its table, its pictures and the figures plotly.js draws.

    `captions` stand around the pictures there, and `alone` is what the picture says that is taken along.
    """

    chart: str
    language: str
    region: str
    rows: tuple[Element, ...]
    pictures: Mapping[int, str]
    hovers: Mapping[int, tuple[str, ...]]
    points: Mapping[int, tuple[Element, ...]]
    tips: tuple[str, ...]
    sentence: str
    captions: str
    alone: str


@pytest.fixture(scope="module", params=[sampled, pytest.param(whole, marks=pytest.mark.soak)])
def cards(client: FlaskClient, request: pytest.FixtureRequest) -> list[Card]:
    """Every chart of every theme in every region and language where it is drawn, or of a sample of these."""
    return [
        read_card(client, article, language, region)
        for region, theme, language in request.param(CATALOG)
        for article in read_html(client.get(f"/themes/{theme}?region={region}&lang={language}").text).iter(
            "article"
        )
    ]


def read_card(client: FlaskClient, article: Element, language: str, region: str) -> Card:
    pictures, hovers, points = {}, {}, {}
    for box in having(article, "drawing"):
        svg, links = box.iter("svg")
        width = int(svg.get("width", ""))
        points[width] = tuple(links)
        pictures[width] = squeezed("".join(text_of(text) for text in svg.iter("text")))
        figure = json.loads(client.get(box.get("data-figure", "")).text)
        said = [text for trace in figure["data"] for text in trace.get("customdata") or ()]
        hovers[width] = tuple(squeezed(text.replace("<br>", "")) for text in said)
    tips = tuple(tip.text or "" for tip in having(article, "tips")[0])
    chart = article.get("id", "").removeprefix("chart-")
    rows = tuple(rows_of(having(article, "data")[0]))
    captions = squeezed("".join(text_of(having(article, name)[0]) for name in ("subtitle", "source")))
    by_itself = having(article, "drawing")[0].get("data-figure", "").replace(".json?", ".svg?")
    alone = squeezed("".join(text_of(text) for text in read_html(client.get(by_itself).text).iter("text")))
    sentence = text_of(the(article, "figcaption"))
    return Card(chart, language, region, rows, pictures, hovers, points, tips, sentence, captions, alone)


def names_times(card: Card, text: str) -> bool:
    """Whether a page's text names each period that a chart draws, of over four the ends and how many."""
    words, periods = Words(CATALOG, card.language), {told_in(row, card.language).period for row in card.rows}
    text = squeezed(text)
    if len(periods) <= 4:
        return all(squeezed(period) in text for period in periods)
    spans = (words("periods", first=a, last=b, count=len(periods)) for a, b in permutations(periods, 2))
    return any(squeezed(span) in text for span in spans)


def reading(row: Element) -> str:
    """The figure in the reader's language, as charts write it."""
    return text_of(having(row, "reading")[0]) if having(row, "reading") else told_in(row, "zh").printed


def is_drawn(figure: str, picture: str) -> bool:
    """Whether a picture holds a figure: in one piece, or as a numeral with its words set smaller."""
    before, digits, after = re.fullmatch(r"(\D*)([\d,.]*)(.*)", figure, re.DOTALL).groups("")  # type: ignore[union-attr]
    whole = squeezed(figure) in picture
    return whole or all(squeezed(part) in picture for part in (before, digits, after))


def test_every_chart_is_shown_somewhere_in_every_language(cards: list[Card]) -> None:
    assert {card.chart for card in cards} == {*CATALOG.charts}
    at_home = {(card.chart, card.language) for card in cards if card.region == CATALOG.home_region}
    assert at_home == {*product({chart for chart, _ in at_home}, CATALOG.languages)}


def test_a_charts_table_holds_figures_of_the_api_and_no_others(cards: list[Card], figures: list[Row]) -> None:
    for card in cards:
        chart = CATALOG.charts[card.chart]
        drawn = {*chart.indicators, *chart.amounts, chart.count.partition("=")[2]}
        region = Words(CATALOG, card.language).term("region", card.region)
        known = {
            told_by(row, card.language)
            for row in figures
            if row["region"] == card.region and row["indicator"] in drawn
        }
        told = [told_in(row, card.language, region) for row in card.rows]
        assert told and set(told) <= known, card


def is_crowded_out(card: Card, row: Element, width: int) -> bool:
    """Whether a figure is of one of many points: where there is no room it is told under the pointer."""
    along = CATALOG.charts[card.chart].kind in ("line", "dots") and len(card.rows) > 4
    return along and any(squeezed(reading(row)) in hover for hover in card.hovers[width])


def test_every_figure_of_a_chart_stands_in_its_picture_at_every_width(cards: list[Card]) -> None:
    for card in cards:
        for width, picture in card.pictures.items():
            for row in card.rows:
                drawn = is_drawn(reading(row), picture)
                assert drawn or is_crowded_out(card, row, width), (card.chart, width, reading(row), picture)


def test_every_figure_of_a_chart_is_under_the_pointer_with_its_period_and_source(cards: list[Card]) -> None:
    for card in cards:
        words = Words(CATALOG, card.language)
        for width, hovers in card.hovers.items():
            for row in card.rows:
                told = told_in(row, card.language, words.term("region", card.region))
                source = text_of(having(row, "source")[0])
                aside = "".join(text_of(e) for e in having(row, "aside"))
                printed = told.printed if told.source in CATALOG.documents else ""
                wanted = (reading(row), printed, told.region, told.period, told.status)
                parts = [squeezed(part) for part in (*wanted, source.removesuffix(aside))]
                assert any(all(part in hover for part in parts) for hover in hovers), (
                    card.chart,
                    width,
                    parts,
                )


def test_every_figure_of_a_chart_has_one_point_that_names_it_and_leads_to_its_page(cards: list[Card]) -> None:
    for card in cards:
        comma = Words(CATALOG, card.language)("list_comma")
        for width, points in card.points.items():
            names = [point.get("aria-label", "").split(comma) for point in points]
            assert [name[-1] for name in names] == [f"{n} / {len(names)}" for n in range(1, len(names) + 1)]
            addresses = [point.get("href") for point in points]
            assert len({*addresses}) == len(addresses)
            for row in card.rows:
                told = told_in(row, card.language)
                address = next(having(row, "printed")[0].iter("a")).get("href", "")
                own = [name for name, href in zip(names, addresses, strict=True) if href == address]
                if not own:  # an amount that stands before the share whose point it is
                    own = [name for name in names if any(part.endswith(f" {reading(row)}") for part in name)]
                assert len(own) == 1, (card.chart, width, told)
                assert reading(row) in comma.join(own[0]) and told.period in own[0], (card.chart, own)
                assert not told.status or told.status in own[0]


def test_what_is_shown_of_a_point_is_its_figure_first_and_its_source_last(cards: list[Card]) -> None:
    for card in cards:
        first = next(iter(card.points.values()))
        assert len(card.tips) == len(first)
        for point, tip in zip(first, card.tips, strict=True):
            figure, *_, source = tip.split("\n")
            assert figure.split(" · ")[-1] in point.get("aria-label", "") and source


def test_a_chart_is_said_in_a_sentence_that_its_figures_bear_out(cards: list[Card]) -> None:
    said_largest = 0
    for card in cards:
        words = Words(CATALOG, card.language)
        kind = words(f"chart_{CATALOG.charts[card.chart].kind}")
        assert card.sentence.startswith(words("chart_of", kind=kind, count=len(card.rows))), card.sentence
        assert all(told_in(row, card.language).period in card.sentence for row in card.rows)
        printed = [told_in(row, card.language).printed for row in card.rows]
        quantities = {text: parse_quantity(text) for text in printed if any(map(str.isdigit, text))}
        loose = sum(quantity.qualifier != "exact" for quantity in map(quantities.get, printed) if quantity)
        assert (words("chart_loose", count=loose) in card.sentence) == (loose > 0), card.sentence
        for status in ("target", "plan", "estimate"):
            count = sum(
                told_in(row, card.language).status == words.term("status", status) for row in card.rows
            )
            named = words("chart_status", count=count, status=words.term("status", status))
            assert (named in card.sentence) == (count > 0), (card.sentence, status)
        mark = words("chart_largest", name="|", figure="|").partition("|")[0]
        if mark in card.sentence and not CATALOG.charts[card.chart].amounts:
            said_largest += 1
            largest = max(card.rows, key=lambda row: quantities[told_in(row, "").printed].amount)
            assert reading(largest) in card.sentence.partition(mark)[2].partition(words("list_semicolon"))[0]
    assert said_largest


def test_a_picture_names_the_units_periods_and_sources_of_all_it_draws(cards: list[Card]) -> None:
    for card in cards:
        words = Words(CATALOG, card.language)
        assert names_times(card, card.captions), (card.chart, card.captions)
        for around in (card.captions, card.alone):
            for row in card.rows:
                told = told_in(row, card.language)
                assert squeezed(told.period) in card.alone, (card.chart, told)
                if told.source in CATALOG.documents:
                    document = CATALOG.documents[told.source]
                    assert squeezed(words.text(document, "publisher")) in around, card.chart
                    assert (document.published or squeezed(words("undated"))) in around


def test_a_figure_is_qualified_on_every_surface_as_it_is_printed(
    cards: list[Card], figures: list[Row]
) -> None:
    said = {"about": "about", "more_than": "more than", "less_than": "less than", "at_least": "at least"}
    loose = {
        row["printed"]: said[row["qualifier"]]
        for row in figures
        if row["qualifier"] in said and row["document"]
    }
    assert {parse_quantity(printed).qualifier for printed in loose} >= {"about", "more_than"}
    seen = set()
    for card in cards:
        for row in card.rows:
            printed = told_in(row, card.language).printed
            if printed in loose and card.language == "en":
                assert reading(row).startswith(loose[printed]), (card.chart, printed)
                seen.add(printed)
    assert {loose[printed] for printed in seen} == {*said.values()} - {"less than"}
