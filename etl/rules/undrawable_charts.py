"""Why the kinds of charts would refuse what they would draw of each region."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from data.model.catalog import Catalog, Chart
from data.model.observation import RESULTS, Observation
from data.statements.chart_checks import Extent, Refusal
from data.statements.chart_kinds import CHART_KINDS, refusals
from data.statements.selection import drawn_alone, indicators_in
from etl.curated.contents import Curated
from etl.curated.readings import observations
from etl.rules.drawings import Drawing, catalog_of, drawings


class Refused(NamedTuple):
    """What a chart would draw, and why its kind doesn't."""

    drawing: Drawing
    refusal: Refusal[Observation]

    @property
    def figure(self) -> Observation | None:
        """The printed figure that stands in the way, or another where that is derived; None if all are."""
        rows = drawn_alone(self.drawing.chart, self.drawing.rows)
        return next((row for row in (self.refusal.figure, *rows) if row and row.document), None)


def refused(curated: Curated, declared: Sequence[Chart]) -> Iterator[Refused]:
    """Return everything that charts, which are declared well, would be refused for."""
    catalog, spreads = catalog_of(curated), _spreads(curated)
    charts = [chart for chart in declared if _may_fail(catalog, chart, spreads)]
    for drawing in drawings(curated, catalog, charts):
        for refusal in refusals(drawing.chart.kind, drawn_alone(drawing.chart, drawing.rows)):
            yield Refused(drawing, refusal)


# ---- what is looked at at all -----------------------------------------------------------------


@dataclass
class Spread:
    """Of what the figures of an indicator are, as (breakdown, status), and between which values they lie."""

    things: set[tuple[str, str]] = field(default_factory=set)
    low: float = 0
    high: float = 0


def _spreads(curated: Curated) -> dict[str, Spread]:
    spreads: dict[str, Spread] = defaultdict(Spread)
    for rows in observations(curated).values():
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
