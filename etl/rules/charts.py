"""Rules for what a chart may be declared to show: its kind takes its indicators, an axis has one unit."""

from __future__ import annotations

from collections.abc import Iterator

from data.catalog import CHART_KINDS
from data.errors import Fault
from etl.faults import fault
from etl.figures import base_unit
from etl.places import Entry
from etl.read import Curated
from etl.rules.known import unknown

# Kinds that draw all their indicators along one axis, and the unit it must have ("" = any, but one).
ONE_AXIS = {"ranked_bars": "", "line": "", "share_bar": "%", "unit_grid": "%"}
# What the indicators of a plan_outcome measure, in order.
PLAN_OUTCOME = ("quantity", "stage")


def kinds(curated: Curated) -> Iterator[Fault]:
    """A chart is of a kind that can be drawn, and has as many indicators as that kind takes."""
    for chart in curated.entries["chart"]:
        kind, count = chart.text("kind"), len(chart.texts("indicators"))
        if kind and kind not in CHART_KINDS:
            near = dict.fromkeys(CHART_KINDS, "")
            yield fault("unknown_chart_kind", chart.at("kind"), kind, near, kinds=", ".join(CHART_KINDS))
        elif kind and count:
            fewest, most, _ = CHART_KINDS[kind]
            if not fewest <= count <= most:
                yield fault("chart_count", chart.at("indicators"), count, kind=kind, fewest=fewest, most=most)


def known_indicators(curated: Curated) -> Iterator[Fault]:
    """A chart shows indicators that are declared."""
    for chart in curated.entries["chart"]:
        for field in ("indicators", "amounts"):
            for id in chart.texts(field):
                yield from unknown(curated, "indicator", id, chart.at(field))


def measures(curated: Curated) -> Iterator[Fault]:
    """A kind that draws quantities gets no stages, and the reverse."""
    for chart in curated.entries["chart"]:
        kind = chart.text("kind")
        wanted = CHART_KINDS[kind][2] if kind in CHART_KINDS else "any"
        ids = chart.texts("indicators")
        needs = PLAN_OUTCOME if kind == "plan_outcome" else (wanted,) * len(ids)
        for field, id, need in [
            *(("indicators", id, need) for id, need in zip(ids, needs, strict=False)),
            *(("amounts", id, "quantity") for id in chart.texts("amounts")),
        ]:
            indicator = curated.indicators.get(id)
            if indicator and need not in ("any", indicator.text("measure", "quantity")):
                yield fault("chart_kind_measure", chart.at(field), id, kind=kind, measure=need)


def one_unit_an_axis(curated: Curated) -> Iterator[Fault]:
    """Indicators along one axis have one unit, whatever their magnitudes; parts of a whole are in %."""
    for chart in curated.entries["chart"]:
        kind = chart.text("kind")
        if kind in ONE_AXIS:
            yield from _unlike(curated, chart, "indicators", ONE_AXIS[kind])
        yield from _unlike(curated, chart, "amounts", "")


def amounts_and_counts(curated: Curated) -> Iterator[Fault]:
    """Only a share bar has amounts, one a share; only a status grid counts unnamed projects of a stage."""
    for chart in curated.entries["chart"]:
        kind, amounts, count = chart.text("kind"), chart.texts("amounts"), len(chart.texts("indicators"))
        if amounts and (kind != "share_bar" or len(amounts) != count):
            yield fault("chart_amounts", chart.at("amounts"), len(amounts), count=count)
        if counted := chart.text("count"):
            yield from _count(curated, chart, counted)


def _unlike(curated: Curated, chart: Entry, field: str, unit: str) -> Iterator[Fault]:
    indicators = [curated.indicators[id] for id in chart.texts(field) if id in curated.indicators]
    for indicator in indicators:
        unit = unit or base_unit(indicator)
        if indicator.text("measure", "quantity") == "quantity" and base_unit(indicator) != unit:
            found = f"{indicator.id} ({indicator.text('unit')})"
            yield fault("chart_unlike_units", chart.at(field), found, unit=unit)


def _count(curated: Curated, chart: Entry, counted: str) -> Iterator[Fault]:
    stage, equals, id = counted.partition("=")
    if chart.text("kind") != "status_grid" or not equals:
        yield fault("chart_stage_count", chart.at("count"), counted)
        return
    yield from unknown(curated, "stage", stage, chart.at("count"))
    yield from unknown(curated, "indicator", id, chart.at("count"))
    indicator = curated.indicators.get(id)
    if indicator and indicator.text("measure") == "stage":
        yield fault("chart_kind_measure", chart.at("count"), id, kind="status_grid", measure="quantity")
