"""What the charts of curated files would draw of each region, and why their kinds would refuse it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from data.errors import PeriodError
from data.model.catalog import Catalog, Chart, Document, Indicator, Term
from data.model.observation import RESULTS, Observation
from data.model.period import parse_period
from data.statements.chart_checks import Extent, Refusal
from data.statements.chart_kinds import CHART_KINDS, refusals, select
from data.statements.derived_values import derive
from data.statements.formula import names_in
from data.statements.selection import drawn_alone, in_order, indicators_in
from data.statements.supersession import standing
from etl.curated.contents import Curated
from etl.curated.readings import readings
from etl.curated.source import Entry

Groups = Mapping[str, Mapping[str, list[Observation]]]  # by region, then by indicator


class Refused(NamedTuple):
    """What a chart would show of a region, in a year or (0) at latest, and why its kind doesn't draw it."""

    chart: Chart
    region: str
    year: int
    drawn: Sequence[Observation]
    refusal: Refusal[Observation]

    @property
    def figure(self) -> Observation | None:
        """The printed figure that stands in the way, or another where that is derived; None if all are."""
        return next((o for o in (self.refusal.figure, *self.drawn) if o and o.document), None)


def refused(curated: Curated, entries: Sequence[Entry], formulas: Mapping[str, str]) -> Iterator[Refused]:
    """Return everything that charts would be refused for.

    The charts are declared well, and so are the formulas, by indicator.
    """
    catalog = _catalog(curated, formulas)
    spreads = _spreads(curated)
    charts = [chart for chart in map(chart_of, entries) if _may_fail(catalog, chart, spreads)]
    for region, figures in _groups(curated, catalog, charts).items() if charts else ():
        for chart in charts:
            yield from _refused_of(catalog, chart, region, figures)


def _refused_of(
    catalog: Catalog, chart: Chart, region: str, figures: Mapping[str, list[Observation]]
) -> Iterator[Refused]:
    own = in_order(catalog, (o for id in indicators_in(chart) for o in figures.get(id, ())))
    looks: dict[int, list[Observation]] = {0: own}
    for o in own:
        looks.setdefault(o.when.year, []).append(o)
    for year, seen in looks.items():
        drawn = drawn_alone(chart, select(chart, seen))
        for refusal in refusals(chart.kind, drawn) if drawn else ():
            yield Refused(chart, region, year, drawn, refusal)


# ---- what is looked at at all -----------------------------------------------------------------


@dataclass
class Spread:
    """Of what the figures of an indicator are, as (breakdown, status), and between which values they lie."""

    things: set[tuple[str, str]] = field(default_factory=set)
    low: float = 0
    high: float = 0


def _spreads(curated: Curated) -> dict[str, Spread]:
    spreads: dict[str, Spread] = defaultdict(Spread)
    for rows in readings(curated).observations.values():
        for row in rows:
            spread = spreads[row.indicator]
            spread.things.add((row.breakdown, row.status))
            if row.value is not None and not spread.low <= row.value <= spread.high:
                spread.low, spread.high = min(spread.low, row.value), max(spread.high, row.value)
    return spreads


def _may_fail(catalog: Catalog, chart: Chart, spreads: Mapping[str, Spread]) -> bool:
    """Whether a chart could be refused anywhere: most can't, by what there is of their indicators at all."""
    ids = indicators_in(chart)
    derived = sum(id in catalog.indicators and catalog.indicators[id].formula != "" for id in ids)
    there = [spreads[id] for id in ids if id in spreads]
    extent = Extent(
        series=sum(len(spread.things) for spread in there) + derived,
        low=min((spread.low for spread in there), default=0),
        high=max((spread.high for spread in there), default=0),
        derived=derived > 0,
        planned=any(status not in RESULTS for spread in there for _, status in spread.things),
    )
    return CHART_KINDS[chart.kind].may_refuse(extent)


# ---- as much of the catalogue and the figures as decides --------------------------------------


def chart_of(entry: Entry) -> Chart:
    """Return the chart that is declared, without its words."""
    indicators, amounts = tuple(entry.texts("indicators")), tuple(entry.texts("amounts"))
    return Chart(entry.id, "", entry.text("kind"), "", indicators, amounts, entry.text("count"))


def _catalog(curated: Curated, formulas: Mapping[str, str]) -> Catalog:
    """The catalogue, also of files that are at fault elsewhere; without what no figure could be judged by."""
    kinds = curated.lists.get("source_kinds")
    rows = zip(kinds["id"], kinds["tier"], strict=False) if kinds else ()
    tiers = {id: Term(id, "", {"tier": tier}) for id, tier in rows if tier.isdecimal()}
    documents = (_document(entry) for entry in curated.entries["document"] if entry.text("kind") in tiers)
    return Catalog(
        themes={},
        indicators={id: _indicator(entry, formulas) for id, entry in curated.indicators.items()},
        charts={},
        documents={document.id: document for document in documents},
        regions={},
        units={},
        breakdowns={id: Term(id, name) for id, name in curated.names["breakdown"].items()},
        stages={},
        statuses={},
        source_kinds=tiers,
        languages={},
    )


def _indicator(entry: Entry, formulas: Mapping[str, str]) -> Indicator:
    return Indicator(
        id=entry.id,
        theme="",
        name=entry.text("name"),
        unit=entry.text("unit"),
        measure=entry.text("measure", "quantity"),
        additive=entry.facts.get("additive") is True,
        formula=formulas.get(entry.id, ""),
    )


def _document(entry: Entry) -> Document:
    supersedes = tuple(entry.texts("supersedes"))
    return Document(entry.id, "", "", entry.text("kind"), "", "", supersedes=supersedes)


def _named(catalog: Catalog, charts: Iterable[Chart]) -> set[str]:
    """The indicators that charts show, and those that these are derived from."""
    shown = {id for chart in charts for id in indicators_in(chart)}
    formulas = (catalog.indicators[id].formula for id in shown if id in catalog.indicators)
    return shown.union(*(names_in(formula) for formula in formulas if formula)) & catalog.indicators.keys()


def _groups(curated: Curated, catalog: Catalog, charts: Sequence[Chart]) -> Groups:
    """The figures that charts show, and what is derived from figures, as a release would have them."""
    wanted = _named(catalog, charts)
    printed = standing(catalog, [*_readable(curated, catalog, wanted)])
    groups: dict[str, dict[str, list[Observation]]] = defaultdict(lambda: defaultdict(list))
    for row in (*printed, *derive(catalog, printed)):
        groups[row.region][row.indicator].append(row)
    return groups


def _readable(curated: Curated, catalog: Catalog, wanted: set[str]) -> Iterator[Observation]:
    """The figures of some indicators that can be read."""
    for document, table in curated.figures.items():
        if table.distinct("indicator").isdisjoint(wanted):
            continue
        values = readings(curated).values[document]
        for row, value in zip(readings(curated).observations[document], values, strict=False):
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
