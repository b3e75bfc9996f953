"""A chart over regions: one indicator's figures of one time as bars, or of several as lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from dashboard.charts.chart_view import ChartView
from dashboard.charts.figures.ranked_bars import CLOSE
from dashboard.charts.figures.spec import Mark
from dashboard.request.address import Address
from dashboard.request.context import Context
from data.errors import ChartRefused
from data.model.catalog import Chart, Indicator
from data.model.observation import Observation
from data.model.unit import SHARES
from data.statements.amounts import interval, is_amount
from data.statements.chart_kinds import refusals
from data.statements.comparison import Difference, previous
from data.statements.ranks import FEWEST, are_apart
from data.statements.selection import in_order

PREFIX = "compare-"  # of the id of such a chart; what follows is the indicator's
KINDS = {"bars": "ranked_bars", "lines": "line", "panels": "small_multiples"}


@dataclass(frozen=True)
class RegionView(ChartView):
    """Figures of several regions, drawn as one chart of `indicator`."""

    figures: tuple[Observation, ...] = ()
    remarks: tuple[str, ...] = ()  # which regions aren't drawn, and why

    @property
    def page(self) -> Address:
        """The comparison, its indicator named."""
        here = self.context.address
        return here.to("compare", indicator=self.chart.indicators[0], regions=here.regions)

    @property
    def form(self) -> str:
        """The one of KINDS that it is; "" for bars."""
        form = self.chart.id.removeprefix(PREFIX).partition("-")[0]
        return "" if form == "bars" else form

    @property
    def is_over_time(self) -> bool:
        """Whether it draws several times of each region."""
        return bool(self.form)

    @property
    def place(self) -> str:
        """The region, where it is of one alone."""
        regions = {row.region for row in self.rows}
        return self.context.words.term("region", *regions) if len(regions) == 1 else ""

    def name_of(self, row: Observation) -> str:
        """Return the region and the period of a figure."""
        words = self.context.words
        return f"{words.term('region', row.region)} {words.period(row.when)}"

    @cached_property
    def rows(self) -> list[Observation]:
        """The figures drawn."""
        return [*self.figures]

    @cached_property
    def refused(self) -> ChartRefused | None:
        """Why its kind doesn't draw these figures; None where it does."""
        refusal = next(refusals(self.chart.kind, [*self.marks]), None)
        return ChartRefused(self.measure, why=refusal.why) if refusal else None

    @cached_property
    def indicator(self) -> Indicator:
        """What is measured."""
        return self.context.reader.catalog.indicators[self.chart.indicators[0]]

    @cached_property
    def measure(self) -> str:
        """What is measured, by region."""
        return self.context.words(self.chart.name, indicator=self.context.words.text(self.indicator))

    @cached_property
    def title(self) -> str:
        """Which region has the most, or how many rose and fell; the measure where digits tell neither."""
        return (self._most() if self.chart.kind == KINDS["bars"] else self._ways()) or self.measure

    def _most(self) -> str:
        """The region whose figure exceeds all others by its digits."""
        catalog, words, among = self.context.reader.catalog, self.context.words, len(self.rows)
        if among < FEWEST or not are_apart(catalog, (row.region for row in self.rows)):
            return ""
        key = "compare_most" if is_amount(catalog, self.rows[0]) else "compare_highest"
        for row in self.rows:
            own = interval(catalog, row)
            if all(own.exceeds(interval(catalog, other)) for other in self.rows if other is not row):
                region, figure = words.term("region", row.region), words.figure(row)
                figure = words("derived_figure", figure=figure) if row.derived else figure
                facts = {"indicator": words.text(self.indicator), "region": region, "figure": figure}
                return words(key, among=among, **facts)
        return ""

    def _ways(self) -> str:
        """In how many regions a figure rose and fell between the same two periods."""
        catalog, words = self.context.reader.catalog, self.context.words
        changes = []
        for region in dict.fromkeys(row.region for row in self.rows):
            own = in_order(catalog, (row for row in self.rows if row.region == region and row.result))
            changes.append(previous(catalog, own[0], own[1:]))
        told = [change for change in changes if isinstance(change, Difference)]
        times = {(change.before.when, change.after.when) for change in told}
        if len(times) != 1 or len(told) < len(changes):
            return ""
        [(before, after)] = times
        ways = Counter(change.way for change in told)
        facts = {"before": words.period(before), "after": words.period(after), "among": len(told)}
        facts["indicator"] = words.text(self.indicator)
        kind = "_points" if told[0].after.quantity.base_unit in SHARES else ""
        counts = {way: count for way in ("rise", "fall") if (count := ways[way])}
        if len(told) in counts.values():
            [way] = counts
            key = "compare_all" if len(told) > 1 else "compare_one"
            return words(key, way=words(f"way_{way}{kind}"), **facts)
        if not counts:
            return ""
        said = [words(f"ways_{way}{kind}", count=count) for way, count in counts.items()]
        if rest := len(told) - sum(counts.values()):
            said.append(words("ways_rest", count=rest))
        return words("compare_ways", ways=words("list_comma").join(said), **facts)

    @cached_property
    def notes(self) -> list[str]:
        """Why lines stop."""
        return [*self._notes_of_gaps()]

    @property
    def notes_in_picture(self) -> list[str]:
        """The same, and which regions aren't drawn: their page says so at its table."""
        return [*self.notes, *self.remarks]

    def _called(self, row: Observation) -> str:
        return self.context.words.term("region", row.region)

    def _subtitle(self, time: str) -> str:
        """Period and unit: the title names the measure, and marks the regions, where there are several."""
        words = self.context.words
        unit = words("unit", unit=words("list_comma").join(self.units))
        return " · ".join(filter(None, (self.place, time, unit)))

    @property
    def least_height(self) -> float:
        """That of its bars, set as close as they may stand."""
        return 0 if self.is_over_time else CLOSE * len(self.rows)

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """What is drawn, each mark under its region's name."""
        return tuple(self._mark(id, pair, self._series(pair[-1])) for id, pair in self.marked.items())

    def _series(self, row: Observation) -> str:
        return self.context.words.term("region", row.region)

    def _line(self, row: Observation) -> str:
        return row.region  # takes the place that a breakdown has in other charts: one series each


def region_view(
    context: Context,
    indicator: Indicator,
    rows: Sequence[Observation],
    kind: str,
    remarks: Iterable[str] = (),
) -> RegionView:
    """Return a chart of some figures of an indicator; `kind` is one of KINDS, `remarks` say what it lacks."""
    chart = Chart(
        id=f"{PREFIX}{kind}-{indicator.id}",
        theme=indicator.theme,
        kind=KINDS[kind],
        name="compare_measure" if kind == "bars" else "compare_over_time",
        indicators=(indicator.id,),
    )
    return RegionView(chart, context, tuple(rows), tuple(remarks))
