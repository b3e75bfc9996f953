"""What a chart says at an address: which figures it draws, under which title, from which sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.figures.drawing import draw_figure
from dashboard.charts.figures.spec import ChartSpec, Mark
from dashboard.charts.figures.theme import SMALL, TEXT
from dashboard.charts.titles import fill
from dashboard.request.context import Context
from data.errors import ChartRefused, NotFound
from data.model.catalog import Chart
from data.model.observation import Observation
from data.statements.chart_kinds import refusals, select
from data.statements.selection import counted_in, drawn_alone, indicators_in
from data.statements.templates import lines_to_say, names_in
from data.store.revisions import Revision

# The widths a chart is laid out at, in px. Cards of any width are so served by one that is not scaled by more
# than an eighth: on narrow and wide phones, in one of three columns, in one of two, and on a tablet.
WIDTHS = (296, 360, 456, 560, 680)
LARGE_TYPE = (186, 280, 420, 750)  # where type is half as large again, and all cards stand in one column
DRAWN_WORDS = (
    "actual",
    "derived",
    "plan",
    "target",
    "estimate",
    "outcome",
    "unpublished",
    "list",
    "others",
    "tied",
    "some_tied",
    "printed_exact",
    "printed_loose",
)


@dataclass(frozen=True)
class ChartView:
    """A chart of the catalogue at one address."""

    chart: Chart
    context: Context

    @cached_property
    def rows(self) -> list[Observation]:
        """The figures drawn; none where there is nothing that its kind could draw."""
        return select(self.chart, self.context.rows(indicators_in(self.chart)))

    @cached_property
    def refused(self) -> ChartRefused | None:
        """Why its kind doesn't draw these figures; None where it does, as of any checked release."""
        refusal = next(refusals(self.chart.kind, drawn_alone(self.chart, self.rows)), None)
        return ChartRefused(self.measure, why=refusal.why) if refusal else None

    @cached_property
    def periods(self) -> list[str]:
        """The periods drawn, newest first, as they are said."""
        newest_first = sorted(self.rows, key=lambda row: row.order, reverse=True)
        return list(dict.fromkeys(self.context.words.period(row.when) for row in newest_first))

    @cached_property
    def title(self) -> str:
        """The finding, or the measure where its figures are not all here or can't be drawn."""
        lines = [] if self.refused else self._lines("finding")
        return next(filter(None, (fill(line, self.rows, self.context) for line in lines)), self.measure)

    @cached_property
    def measure(self) -> str:
        """What is measured."""
        return self.context.words.text(self.chart)

    @cached_property
    def notes(self) -> list[str]:
        """What a reader must know beside the picture, of what it shows."""
        times = {row.order for row in self.rows}
        filled = (
            fill(line, [row for row in self.context.rows(names_in(line)) if row.order in times], self.context)
            for line in self._lines("note")
        )
        return [*filter(None, filled)]

    @cached_property
    def revisions(self) -> list[str]:
        """How figures drawn were printed before, and what has become of them since."""
        revisions = self.context.revisions(self.rows)
        return [self._revised(row, revisions[row.key]) for row in self.rows if row.key in revisions]

    def _revised(self, row: Observation, revision: Revision) -> str:
        words = self.context.words
        said = {"measure": self.context.full_label(row), "printed": row.printed}
        if not revision.since:
            release = words("edition", number=row.first_release)
            return words("revised_before", release=release, before=revision.before, **said)
        release = words("edition", number=revision.since)
        if revision.after:
            return words("revised_since", release=release, after=revision.after, **said)
        return words("withdrawn_since", release=release, **said)

    def _lines(self, text: str) -> list[str]:
        """The lines of a text of the chart that are to be said of the figures drawn."""
        return lines_to_say(self.context.reader.catalog, self.context.words.text(self.chart, text), self.rows)

    @cached_property
    def widths(self) -> tuple[int, ...]:
        """The widths it is drawn at."""
        return LARGE_TYPE if self.context.address.type else WIDTHS

    def figure(self, width: int, *, captioned: bool = False) -> go.Figure:
        """Return the Plotly figure at one of `widths`, of any type, in px; `captioned` to stand by itself.

        Raises ChartRefused, NotFound.
        """
        if width not in (*WIDTHS, *LARGE_TYPE):
            raise NotFound(f"width={width}")
        if self.refused:
            raise self.refused
        spec = self.spec(width)
        return _drawn(spec if captioned else replace(spec, subtitle="", source=""))

    def spec(self, width: int) -> ChartSpec:
        """Return everything the drawing needs, every word in the reader's language."""
        return ChartSpec(
            chart=self.chart.id,
            kind=self.chart.kind,
            width=width,
            color=self.context.reader.catalog.themes[self.chart.theme].color,
            subtitle=self.subtitle,
            source=self.source,
            marks=self._marks,
            words=self._words,
            small=TEXT if width in LARGE_TYPE else SMALL,
        )

    @cached_property
    def subtitle(self) -> str:
        """Measure, region, period, unit: what a picture cut out of the page must still say."""
        words = self.context.words
        figures = [row for row in self.rows if row.value is not None]
        units = dict.fromkeys(
            words.unit(self.context.indicator(row), printed=row.quantity.unit) for row in figures
        )
        parts = (
            self.measure,
            words.term("region", self.context.region),
            words("list_comma").join(self.periods[::-1]),
        )
        unit = words("unit", unit=words("list_comma").join(filter(None, units))) if any(units) else ""
        return " · ".join(filter(None, (*parts, unit)))

    @cached_property
    def source(self) -> str:
        """Issuing body, date, paragraph and release."""
        cited = dict.fromkeys(self.context.cited(row) for row in self.rows if not row.derived)
        shown = self.context.words("source", source=self.context.words("list_semicolon").join(cited))
        return f"{shown} · {self.context.release_name()}"

    @property
    def _words(self) -> dict[str, str]:
        """What a drawing says of its own, the name of any status among it."""
        words = self.context.words
        statuses = {id: words.term("status", id) for id in self.context.reader.catalog.statuses}
        return statuses | {key: words(key) for key in DRAWN_WORDS}

    @cached_property
    def _marks(self) -> tuple[Mark, ...]:
        """What is drawn, the same at each width."""
        return tuple(self._made())

    def _made(self) -> Iterator[Mark]:
        amounts = dict(zip(self.chart.indicators, self.chart.amounts, strict=False))
        drawn = {(row.indicator, row.breakdown): row for row in self.rows}
        for row in drawn_alone(self.chart, self.rows):
            named = row.indicator != counted_in(self.chart)
            amount = drawn.get((amounts.get(row.indicator, ""), row.breakdown))
            yield replace(self._mark(row, amount), named=named)

    def _mark(self, row: Observation, amount: Observation | None = None) -> Mark:
        context, words = self.context, self.context.words
        pair = [a for a in (amount, row) if a is not None]
        return Mark(
            label=context.label(pair[0]),
            value=row.value,
            text=" · ".join(map(words.figure, pair)),
            printed=row.printed,
            qualifier=row.qualifier,
            status=row.status,
            series=context.label(row) if len(self.chart.indicators) == 1 else context.full_label(row),
            period=words.period(row.when),
            order=row.order,
            hover=self._hover(row, pair),
            indicator=row.indicator,
            breakdown=row.breakdown,
            bounds=None if row.value is None else _bounds(row),
            **self._stage(row),
        )

    def _stage(self, row: Observation) -> dict[str, Any]:
        """The stage a project has reached, or that a count of unnamed projects is of."""
        catalog = self.context.reader.catalog
        counted = row.indicator == counted_in(self.chart)
        known = catalog.stage_forms.get(row.printed, row.printed) if row.value is None else ""
        stage = self.chart.count.partition("=")[0] if counted else known
        if not stage:
            return {}
        return {
            "stage": stage,
            "stage_name": self.context.words.stage(row.printed)
            if row.value is None
            else self.context.words.term("stage", stage),
            "rank": int(catalog.stages[stage]["rank"]),
            "fill": catalog.stages[stage]["fill"] if row.result else "hollow",
        }

    def _hover(self, row: Observation, pair: list[Observation]) -> tuple[str, ...]:
        context, words = self.context, self.context.words
        figures = [words.figure(a) for a in pair]
        quoted = [a.printed for a in pair if not a.derived and a.printed not in figures]
        printed = [words("as_printed", printed=text) for text in quoted]
        status = () if row.status == "actual" else (words.term("status", row.status),)
        period = " · ".join((words.term("region", row.region), words.period(row.when), *status))
        return (context.full_label(row), *figures, *printed, period, *dict.fromkeys(map(context.cited, pair)))


def chart_views(context: Context, charts: Iterable[Chart]) -> list[ChartView]:
    """Return the charts that have something to draw at this address."""
    return [view for chart in charts if (view := ChartView(chart, context)).rows]


def _bounds(row: Observation) -> tuple[float, float]:
    interval = row.quantity.interval
    return float(interval.low), float(interval.high)


@lru_cache(maxsize=2048)
def _drawn(spec: ChartSpec) -> go.Figure:
    """Draw once what says the same, whatever page, year or release it stands on. No one changes a Figure."""
    return draw_figure(spec)
