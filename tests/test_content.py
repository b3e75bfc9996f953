"""What is curated can be shown whole: every chart draws, every word is there, no plan looks like a result."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from flask.testing import FlaskClient

from dashboard.charts.chart_view import WIDTHS
from data.messages import SOURCE_LANGUAGE
from data.model.catalog import LISTS, Chart, Document, Indicator, Theme, build_catalog
from data.model.quantity import parse_quantity
from data.model.words import Words
from data.statements.templates import PLACEHOLDER
from tests.setup.content import read_content, sampled, whole
from tests.setup.markup import by_id, having, read_html, text_of, the
from tests.setup.publishing import client_of

CATALOG = build_catalog(read_content())
EXPECTED = Path(__file__).parent / "data" / "model" / "expected-anci-2023-02-01.csv"
LINES_BEFORE = 5  # the article's first paragraph stands on line 6 of the file that EXPECTED counts
PLANS = ("plan", "target")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def client(drawn_url: str) -> Iterator[FlaskClient]:
    with client_of(drawn_url) as client:
        yield client


def squeezed(text: str) -> str:
    """Text without spaces and the dots between its parts: lines are broken differently in every picture."""
    return re.sub(r"[\s·]+", "", text)


@dataclass(frozen=True)
class Drawn:
    """A chart at one width, in one language, region and year: what it says and how its areas are filled."""

    chart: Chart
    words: Words
    region: str
    width: int
    title: str
    svg: str
    rows: tuple[Element, ...]
    figure: Mapping[str, Any]

    @property
    def texts(self) -> list[str]:
        """The lines drawn, from top to bottom."""
        texts = ElementTree.fromstring(self.svg).iter(f"{SVG}text")
        return [text.text or "" for text in sorted(texts, key=lambda text: float(text.get("y", "")))]

    @property
    def picture(self) -> str:
        """Everything drawn as text."""
        return squeezed("".join(self.texts))

    @property
    def natures(self) -> set[str]:
        """The statuses of its figures that are no results, as the reader's language says them."""
        return {text_of(nature) for row in self.rows for nature in having(row, "nature")}


def drawn_on(client: FlaskClient, path: str, language: str, region: str) -> Iterator[Drawn]:
    answer = client.get(path)
    for card in read_html(answer.text).iter("article") if answer.status_code == 200 else ():
        rows = tuple(the(having(card, "data")[0], "tbody"))
        boxes = having(card, "drawing")
        for box in boxes[:1] if "period=" in path else boxes:
            address = box.get("data-figure", "")
            figure = json.loads(client.get(address).text)
            yield Drawn(
                chart=CATALOG.charts[card.get("id", "").removeprefix("chart-")],
                words=Words(CATALOG, language),
                region=region,
                width=figure["layout"]["width"],
                title=text_of(card[0]),
                svg=client.get(address.replace(".json", ".svg")).text,
                rows=rows,
                figure=figure,
            )


@pytest.fixture(scope="module", params=[sampled, pytest.param(whole, marks=pytest.mark.soak)])
def drawings(client: FlaskClient, request: pytest.FixtureRequest) -> list[Drawn]:
    """Every chart as drawn of the latest at every width, and at one of each year in the curated language.

    Of a sample every page is there of one of these years, by turns.
    """
    years = [f"&period={year}" for year in (2009, 2010, 2017, 2020, 2022)]
    step = len(years) if request.param is sampled else 1
    return [
        drawn
        for n, (region, theme, language) in enumerate(request.param(CATALOG))
        for year in ("", *(years[n % step :: step] if language == SOURCE_LANGUAGE else ()))
        for drawn in drawn_on(
            client, f"/themes/{theme}?region={region}{year}&lang={language}", language, region
        )
    ]


def test_every_declared_chart_is_drawn_at_every_width_in_every_language(drawings: list[Drawn]) -> None:
    assert {(d.chart.id, d.width) for d in drawings} == {*product(CATALOG.charts, WIDTHS)}
    at_home = [d for d in drawings if d.region == CATALOG.home_region]
    assert {(d.chart.id, d.width, d.words.language) for d in at_home} == {
        *product({d.chart.id for d in at_home}, WIDTHS, CATALOG.languages)
    }


def test_no_drawing_says_what_only_a_program_would_say(drawings: list[Drawn]) -> None:
    for d in drawings:
        assert d.texts and d.title
        assert not re.search(r"\b(None|nan|null|undefined|inf)\b|[{}]", d.title + " ".join(d.texts)), (
            d.chart.id
        )


def test_a_picture_cut_out_of_its_page_says_what_where_when_and_in_which_unit(drawings: list[Drawn]) -> None:
    for d in drawings:
        measure, region = d.words.text(d.chart), d.words.term("region", d.region)
        head = d.picture
        assert head.startswith(squeezed(f"{measure} · {region}")), (d.chart.id, d.width)
        for row in d.rows:
            assert squeezed(text_of(having(row, "period")[0])) in head, (d.chart.id, d.width)
        for row in d.rows:
            [id] = {
                part for a in row.iter("a") for part in re.findall(r"/indicators/(\w+)", a.get("href", ""))
            }
            if (indicator := CATALOG.indicators[id]).measure == "quantity":
                printed = parse_quantity(next(having(row, "printed")[0].iter("a")).text or "").unit
                assert squeezed(d.words.unit(indicator, printed=printed)) in head, (d.chart.id, d.width, id)


def test_a_picture_cut_out_of_its_page_says_who_published_it_when_and_which_release(
    drawings: list[Drawn],
) -> None:
    for d in drawings:
        source = d.picture[d.picture.rindex(squeezed(d.words("source", source=""))) :]
        assert source.endswith(squeezed(d.words("edition", number=1))), (d.chart.id, d.width)
        for row in d.rows:
            for link in having(row, "source")[0].iter("a"):
                document = CATALOG.documents[re.split(r"[/?#]", link.get("href", ""))[2]]
                assert squeezed(d.words.text(document, "publisher")) in source, (d.chart.id, d.width)
                assert squeezed(document.published or d.words("undated")) in source, (d.chart.id, d.width)


# ---- plans and targets ------------------------------------------------------------------------


def solid(figure: Mapping[str, Any], color: str) -> list[Mapping[str, Any]]:
    """The areas of a figure that are filled as results are: the theme's colour, plain."""
    bars = [trace for trace in figure["data"] if trace["type"] == "bar"]
    return [
        trace for trace in bars if trace["marker"].get("color") == color and "pattern" not in trace["marker"]
    ]


def test_what_is_planned_is_called_so_wherever_it_is_drawn(drawings: list[Drawn]) -> None:
    seen = set()
    for d in drawings:
        for nature in d.natures:
            assert squeezed(nature).lower() in d.picture.lower(), (d.chart.id, d.width, nature)
            seen.add(nature)
    assert {Words(CATALOG, "zh").term("status", status) for status in PLANS} <= seen


def test_what_is_only_planned_is_never_filled_like_a_result(drawings: list[Drawn]) -> None:
    seen = 0
    for d in drawings:
        planned = {d.words.term("status", status) for status in PLANS}
        if all(planned & {text_of(n) for n in having(row, "nature")} for row in d.rows):
            seen += 1
            assert not solid(d.figure, CATALOG.themes[d.chart.theme].color), (d.chart.id, d.width)
    assert seen


def test_where_there_is_a_result_no_plan_of_the_same_time_is_drawn_beside_it_as_one(
    drawings: list[Drawn],
) -> None:
    for d in drawings:
        planned = {d.words.term("status", status) for status in PLANS}
        natures = [planned & {text_of(n) for n in having(row, "nature")} for row in d.rows]
        if d.chart.kind not in ("line", "plan_outcome"):
            assert all(natures) or not any(natures), d.chart.id


def test_no_headline_is_a_plan(client: FlaskClient) -> None:
    rows = json.loads(client.get("/api/v1/observations").text)["observations"]
    for theme in CATALOG.themes.values():
        standing = {id for id, _ in theme.headlines}
        headline = {row["status"] for row in rows if row["indicator"] in standing}
        assert not standing or headline & {"actual", "estimate"}, theme.id
    for region in CATALOG.regions:
        results = {r["printed"] for r in rows if r["region"] == region and r["status"] not in PLANS}
        for cell in having(read_html(client.get(f"/?region={region}").text), "cell"):
            assert squeezed(text_of(having(cell, "figure")[0])) in results


# ---- words ------------------------------------------------------------------------------------

FACTS = {
    Theme: ("name", "headline_note"),
    Indicator: ("name", "definition"),
    Chart: ("name", "finding", "note"),
    Document: ("title", "publisher", "note", "supervisor", "reprinted_by"),
}
THINGS = [
    thing
    for kind in ("themes", "indicators", "charts", "documents")
    for thing in getattr(CATALOG, kind).values()
]


@pytest.mark.parametrize("language", [code for code in CATALOG.languages if code != "zh"])
def test_everything_declared_is_said_in_every_language(language: str) -> None:
    words = Words(CATALOG, language)
    chinese = re.compile("[一-鿿]")
    for thing in THINGS:
        for fact in FACTS[type(thing)]:
            said, source = words.text(thing, fact), getattr(thing, fact)
            told = PLACEHOLDER.sub("", said)  # which may name a stage as sources print it
            assert bool(said) == bool(source) and not chinese.search(told), (thing.id, fact, said)
    for name in LISTS:
        kind = {"statuses": "status"}.get(name, name[:-1])
        for id, term in getattr(CATALOG, name).items():
            assert not chinese.search(words.term(kind, id)) or words.term(kind, id) != term.name, (kind, id)


def test_a_finding_speaks_of_the_same_figures_in_every_language() -> None:
    placeholder = re.compile(r"\{[\w@]+\}")
    for chart in CATALOG.charts.values():
        told = {
            code: set(placeholder.findall(Words(CATALOG, code).text(chart, "finding")))
            for code in CATALOG.languages
        }
        assert len(set(map(frozenset, told.values()))) == 1, (chart.id, told)


# ---- the article ------------------------------------------------------------------------------


def expected() -> list[dict[str, str]]:
    with EXPECTED.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("figure", expected(), ids=lambda row: row["printed"])
def test_a_figure_of_the_article_is_on_its_page_as_printed_and_leads_to_its_paragraph(
    client: FlaskClient, figure: dict[str, str]
) -> None:
    theme = CATALOG.indicators[figure["indicator"]].theme
    rows = [
        row
        for path in ("/", f"/themes/{theme}")
        for table in having(read_html(client.get(path).text), "table")
        for row in the(table, "tbody")
        if text_of(having(row, "printed")[0]) == figure["printed"] and figure["breakdown"] in text_of(row[0])
    ]
    assert rows
    for row in rows:
        (link,) = having(row, "source")[0].iter("a")
        page, _, place = link.get("href", "").partition("#")
        target = by_id(read_html(client.get(page).text), unquote(place))
        assert page == "/documents/anci-livelihood-2023-02-01"
        assert text_of(having(target, "printed")[0]) == figure["printed"]
        assert text_of(having(target, "source")[0]) == f"第{int(figure['line']) - LINES_BEFORE}段"


def test_a_direction_is_better_only_where_prices_people_and_years_of_work_do_not_make_it() -> None:
    judged = [indicator for indicator in CATALOG.indicators.values() if indicator.polarity]
    assert judged
    for indicator in judged:
        harm = indicator.polarity == "less_is_better"
        assert harm or not (indicator.additive or indicator.change or "元" in indicator.unit), indicator.id
