"""Which figures of a region a chart draws: results before plans, of one time or of times that compare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from data.model.catalog import Catalog, Chart
from data.model.observation import RESULTS, Observation

# Kinds that say nothing unless each of their indicators has a figure.
WHOLE = ("share_bar", "plan_outcome")
Rows = list[Observation]


def in_order(catalog: Catalog, figures: Iterable[Observation]) -> Rows:
    """Return figures newest period first, then as catalogued, the source nearest the body first."""
    places = catalog.places
    listed = sorted(
        figures, key=lambda o: (places[o.indicator], places.get(o.breakdown, -1), tier(catalog, o))
    )
    return sorted(listed, key=lambda o: o.order, reverse=True)


def tier(catalog: Catalog, o: Observation) -> int:
    """Return how far from the issuing body a figure's copy stands: 1 is the body itself, 0 our own."""
    document = catalog.documents.get(o.document)
    return int(catalog.source_kinds[document.kind]["tier"]) if document else 0


def select(chart: Chart, figures: Iterable[Observation]) -> Rows:
    """Return the figures that a chart draws of those given: one region's, of the years asked for, `in_order`.

    Nothing where there is nothing that its kind could draw. Whether it draws them is for `chart_checks`.
    """
    shown = {*indicators_in(chart)}
    found = _one_each(o for o in figures if o.indicator in shown)
    drawn = SELECTIONS.get(chart.kind, _of_one_time)(chart, found)
    known = {o.indicator for o in drawn}
    enough = set(chart.indicators) <= known if chart.kind in WHOLE else not known.isdisjoint(chart.indicators)
    return drawn if enough else []


def drawn_alone(chart: Chart, drawn: Iterable[Observation]) -> Rows:
    """Return those of the figures drawn that aren't written beside another, whose amount they give."""
    return [o for o in drawn if o.indicator not in chart.amounts]


def indicators_in(chart: Chart) -> list[str]:
    """Return every indicator whose figures a chart shows."""
    return list(filter(None, (*chart.indicators, *chart.amounts, counted_in(chart))))


def counted_in(chart: Chart) -> str:
    """Return the indicator that counts projects which no source names; "" where there is none."""
    return chart.count.partition("=")[2]


def _one_each(figures: Iterable[Observation]) -> Rows:
    """Of each thing at each time one result, the most certain, and one plan of each status.

    Of two copies that is the one nearest the issuing body, which comes first.
    """
    kept: dict[tuple[str, ...], Observation] = {}
    for o in figures:
        key = (o.indicator, o.breakdown, o.period, "" if o.result else o.status)
        held = kept.setdefault(key, o)
        if o.result and RESULTS.index(o.status) < RESULTS.index(held.status):
            kept[key] = o
    return list(kept.values())


def _of_one_time(chart: Chart, found: Rows) -> Rows:
    """The figures of the newest time that has results; where there are none at all, the newest plans."""
    main = [o for o in found if o.indicator in chart.indicators]
    told = [o for o in main if o.result] or main
    return [o for o in found if o.order == told[0].order and o.result == told[0].result] if told else []


def _of_like_times(chart: Chart, found: Rows) -> Rows:
    """The newest times of which two or more results compare, and what is planned for later ones."""
    for stretch in dict.fromkeys(o.when.stretch for o in found if o.result):
        like = [o for o in found if o.when.stretch == stretch]
        counts = Counter(_thing(o) for o in like if o.result)
        newest = _newest_each(o for o in like if o.result and counts[_thing(o)] > 1)
        if newest:
            lines = [o for o in like if _thing(o) in newest]
            return [o for o in lines if o.result or o.order > newest[_thing(o)].order]
    return []


def _latest_stages(chart: Chart, found: Rows) -> Rows:
    """The newest stage of each project, and the newest count of those that no source names."""
    known = any(o.result and o.indicator in chart.indicators for o in found)
    told = [o for o in found if o.result == known]
    stages = [o for o in told if o.indicator in chart.indicators]
    counts = [o for o in told if o.indicator not in chart.indicators]
    return [*_newest_each(stages).values(), *(o for o in counts if o.order == counts[0].order)]


def _plans_and_outcomes(chart: Chart, found: Rows) -> Rows:
    """Every plan, and the newest stage that each project is known to have reached."""
    planned = chart.indicators[0]
    reached = _newest_each(o for o in found if o.indicator != planned and o.result)
    return [*(o for o in found if o.indicator == planned), *reached.values()]


def _newest_each(rows: Iterable[Observation]) -> dict[tuple[str, str], Observation]:
    """The first, which is the newest, of each thing."""
    newest: dict[tuple[str, str], Observation] = {}
    for o in rows:
        newest.setdefault(_thing(o), o)
    return newest


def _thing(o: Observation) -> tuple[str, str]:
    return o.indicator, o.breakdown


SELECTIONS: dict[str, Callable[[Chart, Rows], Rows]] = {
    "status_grid": _latest_stages,
    "line": _of_like_times,
    "plan_outcome": _plans_and_outcomes,
}
