"""What the charts of curated files would draw of each region, at latest and in each year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from data.errors import PeriodError
from data.model.catalog import Catalog, Chart, Document, Indicator, Term
from data.model.observation import Observation
from data.model.period import parse_period
from data.statements.chart_kinds import select
from data.statements.derived_values import derive
from data.statements.formula import names_in
from data.statements.selection import in_order, indicators_in
from data.statements.supersession import standing
from etl.curated.contents import Curated
from etl.curated.readings import observations, readings
from etl.curated.source import Entry
from etl.rules.indicators import formulas as faults_of_formulas

NONE_NAMED: Mapping[str, Collection[str]] = {}
Groups = Mapping[str, Mapping[str, list[Observation]]]  # by region, then by indicator


class Drawing(NamedTuple):
    """What a chart would draw of a region, in a year or (0) at latest."""

    chart: Chart
    region: str
    year: int
    rows: Sequence[Observation]
    beside: Sequence[Observation] = ()  # what the region has of indicators that the chart's note names

    def named_in(self, curated: Curated) -> dict[str, str]:
        """Return what its chart (or the theme whose headline it is) and region are called in a message."""
        kind = "chart" if self.chart.id in curated.names["chart"] else "theme"
        chart, region = curated.label(kind, self.chart.id), curated.label("region", self.region)
        return {"chart": chart, "region": region}


def drawings(
    curated: Curated,
    catalog: Catalog,
    charts: Sequence[Chart],
    named: Mapping[str, Collection[str]] = NONE_NAMED,
) -> Iterator[Drawing]:
    """Return everything that charts, which are declared well, would draw.

    With it comes what a note may say of the same times: figures of the indicators `named` by chart.
    """
    wanted = {id for chart in charts for id in (*indicators_in(chart), *named.get(chart.id, ()))}
    for region, figures in _groups(curated, catalog, wanted).items() if charts else ():
        for chart in charts:
            own, others = {*indicators_in(chart)}, {*named.get(chart.id, ())}
            rows = in_order(catalog, (row for id in own | others for row in figures.get(id, ())))
            looks: dict[int, list[Observation]] = {0: rows}
            for row in rows:
                looks.setdefault(row.when.year, []).append(row)
            for year, seen in looks.items():
                if drawn := select(catalog, chart, seen):
                    times = {row.order for row in drawn}
                    beside = [row for row in seen if row.indicator in others and row.order in times]
                    yield Drawing(chart, region, year, drawn, beside)


def chart_of(entry: Entry) -> Chart:
    """Return the chart that is declared, without its words."""
    indicators, amounts = tuple(entry.texts("indicators")), tuple(entry.texts("amounts"))
    return Chart(entry.id, "", entry.text("kind"), "", indicators, amounts, entry.text("count"))


def catalog_of(curated: Curated) -> Catalog:
    """Return as much of the catalogue as decides what is drawn, also of files that are at fault elsewhere."""
    formulas = _sound_formulas(curated)
    tiers = {id: term for id, term in _terms(curated, "source_kinds").items() if term["tier"].isdecimal()}
    documents = (_document(entry) for entry in curated.entries["document"] if entry.text("kind") in tiers)
    return Catalog(
        themes={},
        indicators={id: _indicator(entry, formulas) for id, entry in curated.indicators.items()},
        charts={},
        documents={document.id: document for document in documents},
        regions={id: _region(term) for id, term in _terms(curated, "regions").items()},
        units=_terms(curated, "units"),
        breakdowns={id: Term(id, name) for id, name in curated.names["breakdown"].items()},
        stages=_terms(curated, "stages"),
        statuses={},
        source_kinds=tiers,
        languages={},
    )


def _terms(curated: Curated, name: str) -> dict[str, Term]:
    table = curated.lists.get(name)
    return {row["id"]: Term(row["id"], row.get("name", ""), row) for row in (table.rows() if table else ())}


def _region(term: Term) -> Term:
    """A region with those of its times that can be read."""
    times = {name: term[name] if _is_period(term[name]) else "" for name in ("since", "until")}
    return Term(term.id, term.name, {**term.facts, **times})


def _sound_formulas(curated: Curated) -> dict[str, str]:
    """The formulas without a fault, by the indicator that each of them works out."""
    wrong = {(fault.file, fault.line) for fault in faults_of_formulas(curated)}
    places = {id: entry.at("formula") for id, entry in curated.indicators.items()}
    sound = (id for id, place in places.items() if (place.file, place.line) not in wrong)
    return {id: formula for id in sound if (formula := curated.indicators[id].text("formula"))}


def _indicator(entry: Entry, formulas: Mapping[str, str]) -> Indicator:
    return Indicator(
        id=entry.id,
        theme="",
        name=entry.text("name"),
        unit=entry.text("unit"),
        measure=entry.text("measure", "quantity"),
        additive=entry.facts.get("additive") is True,
        formula=formulas.get(entry.id, ""),
        change=entry.facts.get("change") is True,
        printed_as=entry.text("printed_as"),
        replaces=entry.text("replaces"),
    )


def _document(entry: Entry) -> Document:
    supersedes = tuple(entry.texts("supersedes"))
    return Document(entry.id, "", "", entry.text("kind"), "", "", supersedes=supersedes)


def _groups(curated: Curated, catalog: Catalog, shown: set[str]) -> Groups:
    """The figures of indicators, and what is derived from figures, as a release would have them."""
    formulas = (catalog.indicators[id].formula for id in shown if id in catalog.indicators)
    wanted = shown.union(*(names_in(formula) for formula in formulas if formula)) & catalog.indicators.keys()
    printed = standing(catalog, [*_readable(curated, catalog, wanted)])
    groups: dict[str, dict[str, list[Observation]]] = defaultdict(lambda: defaultdict(list))
    for row in (*printed, *derive(catalog, printed)):
        groups[row.region][row.indicator].append(row)
    return groups


def _readable(curated: Curated, catalog: Catalog, wanted: Set[str]) -> Iterator[Observation]:
    """The figures of some indicators that can be read."""
    for document, table in curated.figures.items():
        if table.distinct("indicator").isdisjoint(wanted):
            continue
        values = readings(curated)[document]
        for row, value in zip(observations(curated)[document], values, strict=False):
            if row.indicator not in wanted or not row.printed or not _is_period(row.period):
                continue
            stage = value is None and catalog.indicators[row.indicator].measure == "stage"
            if stage or isinstance(value, float):
                yield row


def _is_period(text: str) -> bool:
    try:
        return bool(parse_period(text))
    except PeriodError:
        return False
