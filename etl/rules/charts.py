"""Rules for what a chart may be declared to show: its kind takes its indicators, an axis has one unit."""

from __future__ import annotations

from collections.abc import Iterator

from data.errors import Fault
from data.messages import Message
from data.statements.chart_kinds import CHART_KINDS
from data.statements.claims import words_in
from etl.curated.contents import Curated
from etl.curated.readings import base_unit
from etl.curated.source import Entry
from etl.faults.catalogue import Place, fault
from etl.rules.drawings import chart_of
from etl.rules.known import unknown
from etl.rules.languages import wordings_of
from etl.rules.undrawable_charts import Refused, refused

# Kinds that put figures in an order, but for parts of one whole; and with these, kinds that join them.
ORDERING = [name for name, kind in CHART_KINDS.items() if kind.is_ranked and not kind.is_whole]
COMPARING = [*ORDERING, *(name for name, kind in CHART_KINDS.items() if kind.is_joined)]


def kinds(curated: Curated) -> Iterator[Fault]:
    """A chart is of a kind that can be drawn, and has as many indicators as that kind takes."""
    for chart in curated.entries["chart"]:
        yield from _kind(chart)


def known_indicators(curated: Curated) -> Iterator[Fault]:
    """A chart shows indicators that are declared."""
    for chart in curated.entries["chart"]:
        for field in ("indicators", "amounts"):
            for id in chart.texts(field):
                yield from unknown(curated, "indicator", id, chart.at(field))


def measures(curated: Curated) -> Iterator[Fault]:
    """A kind that draws quantities gets no stages, and the reverse."""
    for chart in curated.entries["chart"]:
        yield from _measures(curated, chart)


def one_unit_an_axis(curated: Curated) -> Iterator[Fault]:
    """Indicators along one axis have one unit, whatever their magnitudes; parts of a whole are in %."""
    for chart in curated.entries["chart"]:
        yield from _units(curated, chart)


def amounts_and_counts(curated: Curated) -> Iterator[Fault]:
    """Amounts, one a share, and counts of unnamed projects are given only to kinds that show them."""
    for chart in curated.entries["chart"]:
        yield from _amounts(curated, chart)


def drawable(curated: Curated) -> Iterator[Fault]:
    """What a chart would show of any region, at latest or in a year, its kind can draw."""
    places = {chart.id: chart.at("indicators") for chart in curated.entries["chart"]}
    reported: set[tuple[str, Place, str]] = set()
    for one in refused(curated, [*map(chart_of, sound_charts(curated))]):
        chart = one.drawing.chart
        place = curated.place(one.figure) if one.figure else places[chart.id]
        if (chart.id, place, one.refusal.reason) not in reported:
            reported.add((chart.id, place, one.refusal.reason))
            yield _refused(curated, one, place)


def comparable(curated: Curated) -> Iterator[Fault]:
    """Things that a chart's note says don't compare are neither ranked nor joined by a line.

    Nor are things ranked of which their indicator's definition says so.
    """
    for chart in curated.entries["chart"]:
        kind = chart.text("kind")
        ids = chart.texts("indicators") if kind in ORDERING else ()
        defined = [(curated.indicators[id], "definition") for id in ids if id in curated.indicators]
        for wording in wordings_of(curated, [(chart, "note"), *defined] if kind in COMPARING else ()):
            for word in words_in(wording.text, wording.words):
                if word.kind == "unlike":
                    name = curated.label("chart", chart.id)
                    yield fault("incomparable_compared", wording.place, word.word, chart=name, kind=kind)


def sound_charts(curated: Curated) -> list[Entry]:
    """Return the charts that are declared so that they can be asked what they would draw."""
    return [chart for chart in curated.entries["chart"] if _is_sound(curated, chart)]


def when(year: int) -> Message:
    """Return how a year is told of in which something is seen; 0 for the latest."""
    return Message("phrase.year", {"year": year}) if year else Message("phrase.latest")


def _refused(curated: Curated, one: Refused, place: Place) -> Fault:
    """The fault of what a chart can't draw, told of a year only where it can be drawn at latest."""
    chart = one.drawing.chart
    facts = {**one.drawing.named_in(curated), "kind": chart.kind}
    year = when(one.drawing.year)
    text = one.figure.printed if one.figure else chart.id
    return fault("chart_refused", place, text, None, (), **facts, when=year, why=one.refusal.why)


def _is_sound(curated: Curated, chart: Entry) -> bool:
    """Whether a chart is declared so that it can be asked what it would draw."""
    declared = (*_measures(curated, chart), *_units(curated, chart), *_amounts(curated, chart))
    wrong = (*_kind(chart), *declared)
    return bool(chart.text("kind") and chart.texts("indicators")) and not wrong


def _kind(chart: Entry) -> Iterator[Fault]:
    kind, count = chart.text("kind"), len(chart.texts("indicators"))
    if kind and kind not in CHART_KINDS:
        near = dict.fromkeys(CHART_KINDS, "")
        yield fault("unknown_chart_kind", chart.at("kind"), kind, near, kinds=", ".join(CHART_KINDS))
    elif kind and count:
        fewest, most = CHART_KINDS[kind].fewest, CHART_KINDS[kind].most
        if not fewest <= count <= most:
            yield fault("chart_count", chart.at("indicators"), count, kind=kind, fewest=fewest, most=most)


def _measures(curated: Curated, chart: Entry) -> Iterator[Fault]:
    kind = CHART_KINDS.get(chart.text("kind"))
    for field, id, measure in [
        *(("indicators", id, kind.measure(i)) for i, id in enumerate(chart.texts("indicators")) if kind),
        *(("amounts", id, "quantity") for id in chart.texts("amounts")),
    ]:
        indicator = curated.indicators.get(id)
        if indicator and indicator.text("measure", "quantity") != measure:
            yield fault("chart_kind_measure", chart.at(field), id, kind=chart.text("kind"), measure=measure)


def _units(curated: Curated, chart: Entry) -> Iterator[Fault]:
    kind = CHART_KINDS.get(chart.text("kind"))
    if kind and kind.axis is not None:
        yield from _unlike(curated, chart, "indicators", kind.axis)
    yield from _unlike(curated, chart, "amounts", "")


def _unlike(curated: Curated, chart: Entry, field: str, unit: str) -> Iterator[Fault]:
    indicators = [curated.indicators[id] for id in chart.texts(field) if id in curated.indicators]
    for indicator in indicators:
        unit = unit or base_unit(indicator)
        if indicator.text("measure", "quantity") == "quantity" and base_unit(indicator) != unit:
            text = f"{indicator.id} ({indicator.text('unit')})"
            yield fault("chart_unlike_units", chart.at(field), text, unit=unit)


def _amounts(curated: Curated, chart: Entry) -> Iterator[Fault]:
    amounts, count = chart.texts("amounts"), len(chart.texts("indicators"))
    kinds = [name for name, kind in CHART_KINDS.items() if kind.has_amounts]
    if amounts and (chart.text("kind") not in kinds or len(amounts) != count):
        yield fault("chart_amounts", chart.at("amounts"), len(amounts), count=count, kinds=", ".join(kinds))
    if counted := chart.text("count"):
        yield from _count(curated, chart, counted)


def _count(curated: Curated, chart: Entry, counted: str) -> Iterator[Fault]:
    stage, equals, id = counted.partition("=")
    kinds = [name for name, kind in CHART_KINDS.items() if kind.counts_unnamed]
    if chart.text("kind") not in kinds or not equals:
        yield fault("chart_stage_count", chart.at("count"), counted, kinds=", ".join(kinds))
        return
    yield from unknown(curated, "stage", stage, chart.at("count"))
    yield from unknown(curated, "indicator", id, chart.at("count"))
    indicator = curated.indicators.get(id)
    if indicator and indicator.text("measure") == "stage":
        kind = chart.text("kind")
        yield fault("chart_kind_measure", chart.at("count"), id, kind=kind, measure="quantity")
