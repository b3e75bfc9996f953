"""Which figures of a region a chart draws: results before plans, of one time or of times that compare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from data.model.catalog import Catalog, Chart
from data.model.observation import RESULTS, Observation

Rows = list[Observation]

# How far a figure may go, by the tier of the copy it is known from (source_kinds.csv). Tables have it anyway;
# beyond OWN_TIER its source is said to be a copy. Beyond CHARTED_TIER, where nobody answers for the copy, it
# is in no chart, headline or formula, and takes no place among those of other regions.
OWN_TIER = 2
CHARTED_TIER = 3


def in_order(catalog: Catalog, rows: Iterable[Observation]) -> Rows:
    """Return figures newest period first, then as catalogued, the source nearest the body first."""
    positions, tiers = catalog.positions, catalog.tiers
    catalogued = sorted(
        rows,
        key=lambda row: (
            positions[row.indicator],
            positions.get(row.breakdown, -1),
            tiers.get(row.document, 0),
        ),
    )
    return sorted(catalogued, key=lambda row: row.order, reverse=True)


def tier(catalog: Catalog, row: Observation) -> int:
    """Return how far from the issuing body a figure's copy stands: 1 is the body itself, 0 our own."""
    return catalog.tiers.get(row.document, 0)


def charted(catalog: Catalog, rows: Iterable[Observation]) -> Rows:
    """Return the figures that may be drawn: none that is known from an anonymous copy alone."""
    return [row for row in rows if tier(catalog, row) <= CHARTED_TIER]


def drawn_alone(chart: Chart, drawn: Iterable[Observation]) -> Rows:
    """Return the figures that get a mark of their own; amounts only label the share they belong to."""
    return [row for row in drawn if row.indicator not in chart.amounts]


def indicators_in(chart: Chart) -> list[str]:
    """Return every indicator whose figures a chart shows."""
    return list(filter(None, (*chart.indicators, *chart.amounts, counted_in(chart))))


def counted_in(chart: Chart) -> str:
    """Return the indicator that counts projects which no source names; "" where there is none."""
    return chart.count.partition("=")[2]


def one_each(rows: Iterable[Observation]) -> Rows:
    """Return of each thing at each time one result, the most certain, and one plan of each status.

    Of two copies that is the one nearest the issuing body, which comes first.
    """
    chosen: dict[tuple[str, ...], Observation] = {}
    for row in rows:
        key = (row.indicator, row.breakdown, row.period, "" if row.result else row.status)
        first = chosen.setdefault(key, row)
        if first is not row and row.result and RESULTS.index(row.status) < RESULTS.index(first.status):
            chosen[key] = row
    return list(chosen.values())


# ---- what kinds of charts select, of rows in order and one of each ---------------------------------


def of_one_time(chart: Chart, rows: Rows) -> Rows:
    """Return the figures of the newest time that has results; where none has any, the newest plans."""
    own = [row for row in rows if row.indicator in chart.indicators]
    newest = next((row for row in own if row.result), own[0] if own else None)
    return [row for row in rows if newest and (row.order, row.result) == (newest.order, newest.result)]


def of_like_times(chart: Chart, rows: Rows, *, joined: bool = True) -> Rows:
    """Return the times of like stretches, the newest of which two or more results compare, and later plans.

    Where they are `joined` these count the same, too; beside them stands what counts otherwise.
    """

    def alike(row: Observation) -> tuple[str, ...]:
        return (*_thing(row), row.definition if joined else "")

    for stretch in dict.fromkeys(row.when.stretch for row in rows if row.result):
        like = [row for row in rows if row.when.stretch == stretch]
        counts = Counter(alike(row) for row in like if row.result)
        things = {_thing(row) for row in like if row.result and counts[alike(row)] > 1}
        lines = [row for row in like if _thing(row) in things]
        newest = _newest_each(row for row in lines if row.result)
        if newest:
            return [row for row in lines if row.result or row.order > newest[_thing(row)].order]
    return []


def latest_stages(chart: Chart, rows: Rows) -> Rows:
    """Return the newest stage of each project, and the newest count of those that no source names."""
    reached = any(row.result and row.indicator in chart.indicators for row in rows)
    alike = [row for row in rows if row.result == reached]
    stages = [row for row in alike if row.indicator in chart.indicators]
    counts = [row for row in alike if row.indicator not in chart.indicators]
    return [*_newest_each(stages).values(), *(row for row in counts if row.order == counts[0].order)]


def plans_and_outcomes(chart: Chart, rows: Rows) -> Rows:
    """Return every plan, and each stage that a project planned was to reach or is known to have reached."""
    plans = [row for row in rows if row.indicator == chart.indicators[0]]
    planned = {row.breakdown for row in plans}
    stages = [row for row in rows if row.indicator != chart.indicators[0] and row.breakdown in planned]
    return [*plans, *stages] if any(row.result for row in stages) else plans


def _newest_each(rows: Iterable[Observation]) -> dict[tuple[str, str], Observation]:
    """The first, which is the newest, of each thing."""
    newest: dict[tuple[str, str], Observation] = {}
    for row in rows:
        newest.setdefault(_thing(row), row)
    return newest


def _thing(row: Observation) -> tuple[str, str]:
    return row.indicator, row.breakdown
