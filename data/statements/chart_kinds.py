"""Every kind of chart there is: what it takes, which figures it selects, and which it refuses.

A kind is one entry here and one module of its name in dashboard/charts/figures, whose `draw` draws it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from data.model.catalog import Catalog, Chart
from data.model.observation import Observation
from data.statements import chart_checks as checks
from data.statements import selection
from data.statements.chart_checks import Extent, F, Refusal
from data.statements.selection import Rows, charted, indicators_in


@dataclass(frozen=True, slots=True)
class ChartKind:
    """What may be declared of a chart of this kind, and what it makes of figures.

    `fewest` and `most` count its indicators; `measures` says what they measure in order, the last word of all
    that follow. `select` chooses of a region's figures; `refuse` gives the reasons against drawing those
    chosen, and `may_refuse` is false of indicators of which no figures could be refused.
    """

    fewest: int
    most: int
    refuse: Callable[[Sequence[Any]], Iterator[Refusal[Any]]]
    may_refuse: Callable[[Extent], bool]
    select: Callable[[Chart, Rows], Rows] = selection.of_one_time
    measures: tuple[str, ...] = ("quantity",)
    axis: str | None = None  # the unit of the axis that its indicators share; "" for any one
    is_whole: bool = False  # they are parts of a whole, none of them beyond it
    needs_all: bool = False  # it says nothing unless each of them has a figure
    has_amounts: bool = False  # an amount may be written beside each share
    counts_unnamed: bool = False  # projects that no source names may be counted at a stage
    begins_with_plan: bool = False  # the first indicator is what was planned
    is_ranked: bool = False  # of its figures the largest and the smallest may be named
    is_joined: bool = False  # lines join its figures of several periods, which must compare
    is_series: bool = False  # it follows what it shows through several periods

    @property
    def is_of_one_time(self) -> bool:
        """Whether the figures of one time are all it could select."""
        return self.select is selection.of_one_time

    def measure(self, position: int) -> str:
        """Return what the indicator at a position measures."""
        return self.measures[min(position, len(self.measures) - 1)]


CHART_KINDS: Mapping[str, ChartKind] = {
    "ranked_bars": ChartKind(
        is_ranked=True,
        fewest=1,
        most=12,
        axis="",
        refuse=checks.few_bars,
        may_refuse=lambda extent: extent.low < 0 or extent.derived or extent.series > checks.MOST_BARS,
    ),
    "share_bar": ChartKind(
        is_ranked=True,
        fewest=1,
        most=6,
        axis="%",
        is_whole=True,
        needs_all=True,
        has_amounts=True,
        refuse=checks.parts_of_a_hundred,
        may_refuse=lambda extent: extent.series > 0,
    ),
    "unit_grid": ChartKind(
        fewest=1,
        most=1,
        axis="%",
        is_whole=True,
        refuse=checks.one_percentage,
        may_refuse=lambda extent: (
            extent.low < 0 or extent.high > checks.HUNDRED or extent.series > 1 or extent.derived
        ),
    ),
    "status_grid": ChartKind(
        fewest=1,
        most=1,
        measures=("stage",),
        counts_unnamed=True,
        select=selection.latest_stages,
        refuse=checks.countable_projects,
        may_refuse=lambda extent: extent.low < 0 or extent.series + extent.high > checks.MOST_PROJECTS,
    ),
    "statement": ChartKind(
        fewest=1,
        most=checks.MOST_NUMERALS,
        refuse=checks.few_figures,
        may_refuse=lambda extent: extent.series > checks.MOST_NUMERALS,
    ),
    "line": ChartKind(
        is_joined=True,
        is_series=True,
        fewest=1,
        most=checks.MOST_LINES,
        axis="",
        select=selection.of_like_times,
        refuse=checks.comparable_points,
        may_refuse=lambda extent: extent.series > checks.MOST_LINES or extent.planned,
    ),
    "dots": ChartKind(
        is_series=True,
        fewest=1,
        most=checks.MOST_LINES,
        axis="",
        select=partial(selection.of_like_times, joined=False),
        refuse=checks.comparable_points,
        may_refuse=lambda extent: extent.series > checks.MOST_LINES or extent.planned,
    ),
    "small_multiples": ChartKind(
        is_joined=True,
        fewest=1,
        most=12,
        axis="",
        select=selection.of_like_times,
        refuse=partial(checks.comparable_points, most=checks.MOST_PANELS),
        may_refuse=lambda extent: extent.series > checks.MOST_PANELS or extent.planned,
    ),
    "plan_outcome": ChartKind(
        fewest=2,
        most=2,
        measures=("quantity", "stage"),
        needs_all=True,
        begins_with_plan=True,
        select=selection.plans_and_outcomes,
        refuse=checks.plans_to_compare,
        may_refuse=lambda extent: extent.series > 0,
    ),
}


def select(catalog: Catalog, chart: Chart, rows: Iterable[Observation]) -> Rows:
    """Return the figures that a chart draws of those given: one region's, of the years asked for, in order.

    Nothing where there is nothing that its kind could draw, and nothing that is known from an anonymous copy
    alone. Whether it draws them is for `refusals`.
    """
    return _selected(chart, charted(catalog, rows))


def copies_of(catalog: Catalog, chart: Chart, rows: Iterable[Observation]) -> Rows:
    """Return the figures that a chart would draw, were they not known from anonymous copies alone."""
    rows = [*rows]
    copies = {row.key for row in rows} - {row.key for row in charted(catalog, rows)}
    return [row for row in _selected(chart, rows) if row.key in copies] if copies else []


def _selected(chart: Chart, rows: Iterable[Observation]) -> Rows:
    kind, ids, shown = CHART_KINDS[chart.kind], chart.indicators, {*indicators_in(chart)}
    drawn = kind.select(chart, selection.one_each(row for row in rows if row.indicator in shown))
    present = {row.indicator for row in drawn}
    enough = present.issuperset(ids) if kind.needs_all else not present.isdisjoint(ids)
    return drawn if enough else []


def refusals(kind: str, figures: Sequence[F]) -> Iterator[Refusal[F]]:
    """Return every reason for which a kind of CHART_KINDS refuses figures; nothing where it draws them."""
    if figures:
        yield from CHART_KINDS[kind].refuse(figures)
    else:
        yield Refusal("no_figures")
