"""What a chart says at an address: which figures it draws, under which title, from which sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import plotly.graph_objects as go

from dashboard import finding
from dashboard.figures import draw_figure
from dashboard.figures.brief import Brief, Mark
from dashboard.view import View
from data.catalog import Chart
from data.errors import NotFound
from data.observation import Observation
from data.words import stage_of

# The widths a chart is laid out at, in px: on a phone, in half a row, and across the page.
PHONE, HALF, FULL = 296, 566, 1176
DRAWN_WORDS = ("actual", "derived", "plan", "target", "estimate", "outcome", "unpublished", "list")
RESULTS = ("actual", "estimate", "derived")
# Kinds that set several periods side by side; every other kind shows one.
ACROSS_PERIODS = ("line", "plan_outcome")


@dataclass(frozen=True)
class ChartView:
    """A chart of the catalogue at one address."""

    chart: Chart
    view: View

    @cached_property
    def rows(self) -> list[Observation]:
        """The figures drawn: of one period (but for kinds that compare periods), results before plans."""
        found = self.view.rows({*self.chart.indicators, *self.chart.amounts, *self._counted})
        if self.chart.kind in ACROSS_PERIODS:
            return _one_each(found)
        main = [o for o in found if o.indicator in self.chart.indicators]
        if not main:
            return []
        latest = [o for o in found if o.when.order == main[0].when.order]
        results = [o for o in latest if o.status in RESULTS]
        return _one_each(results or latest)

    @cached_property
    def empty(self) -> bool:
        """Whether there is nothing that this kind may draw here."""
        if self.chart.kind == "line":
            return len(self.periods) < 2
        drawn = {o.indicator for o in self.rows}
        if self.chart.kind in ("share_bar", "plan_outcome"):
            return not set(self.chart.indicators) <= drawn
        return not drawn

    @cached_property
    def periods(self) -> list[str]:
        """The periods drawn, newest first, as they are said."""
        return list(dict.fromkeys(self.view.words.period(o.when) for o in self.rows))

    @cached_property
    def title(self) -> str:
        """The finding, or the measure where its figures are not all here."""
        template = self.view.words.text(self.chart, "finding")
        return (template and finding.fill(template, self.rows, self.view)) or self.measure

    @cached_property
    def measure(self) -> str:
        """What is measured."""
        return self.view.words.text(self.chart)

    @cached_property
    def note(self) -> str:
        """What a reader must know beside the picture; "" where nothing."""
        template = self.view.words.text(self.chart, "note")
        named = self.view.rows(finding.names_in(template)) if template else []
        return finding.fill(template, named, self.view) if template else ""

    @cached_property
    def widths(self) -> tuple[int, ...]:
        """The widths it is drawn at."""
        return (PHONE, HALF, FULL) if self.chart.wide else (PHONE, HALF)

    def figure(self, width: int) -> go.Figure:
        """Return the Plotly figure at one of `widths`, in px. Raises ChartRefused, NotFound."""
        if width not in self.widths:
            raise NotFound(f"width={width}")
        return _drawn(self.brief(width))

    def brief(self, width: int) -> Brief:
        """Return everything the drawing needs, every word in the reader's language."""
        return Brief(
            chart=self.chart.id,
            kind=self.chart.kind,
            width=width,
            color=self.view.edition.catalog.themes[self.chart.theme].color,
            subtitle=self.subtitle,
            source=self.source,
            marks=tuple(self._marks()),
            words={key: self.view.words(key) for key in DRAWN_WORDS},
        )

    @cached_property
    def subtitle(self) -> str:
        """Measure, region, period, unit: what a picture cut out of the page must still say."""
        words = self.view.words
        units = dict.fromkeys(words.unit(self.view.indicator(o)) for o in self.rows if o.value is not None)
        parts = (
            self.measure,
            words.term("region", self.view.region),
            words("list_comma").join(self.periods[::-1]),
        )
        unit = words("unit", unit=words("list_comma").join(filter(None, units))) if any(units) else ""
        return " · ".join(filter(None, (*parts, unit)))

    @cached_property
    def source(self) -> str:
        """Issuing body, date, paragraph and release."""
        cited = dict.fromkeys(self.view.cited(o) for o in self.rows if not o.derived)
        shown = self.view.words("source", source=self.view.words("list_semicolon").join(cited))
        return f"{shown} · {self.view.edition_name()}"

    @property
    def _counted(self) -> dict[str, str]:
        """The indicator that counts projects which no source names → their stage."""
        stage, _, indicator = self.chart.count.partition("=")
        return {indicator: stage} if indicator else {}

    def _marks(self) -> Iterator[Mark]:
        amounts = dict(zip(self.chart.indicators, self.chart.amounts, strict=False))
        by_indicator = {o.indicator: o for o in self.rows}
        for o in self.rows:
            if o.indicator in self._counted:
                yield replace(self._mark(o), named=False)
            elif o.indicator not in amounts.values():
                yield self._mark(o, by_indicator.get(amounts.get(o.indicator, "")))

    def _mark(self, o: Observation, amount: Observation | None = None) -> Mark:
        view, words = self.view, self.view.words
        told = [a for a in (amount, o) if a is not None]
        return Mark(
            label=view.label(o),
            value=o.value,
            text=" · ".join(map(words.figure, told)),
            printed=o.printed,
            qualifier=o.qualifier,
            status=o.status,
            series=words.term("breakdown", o.breakdown) if o.breakdown else words.text(view.indicator(o)),
            period=words.period(o.when),
            order=o.when.order,
            hover=self._hover(o, told),
            key=o.breakdown or o.indicator,
            **self._stage(o),
        )

    def _stage(self, o: Observation) -> dict[str, Any]:
        """The stage a project has reached, or that a count of unnamed projects is of."""
        catalog = self.view.edition.catalog
        stage = self._counted.get(o.indicator) or (stage_of(catalog, o.printed) if o.value is None else "")
        if not stage:
            return {}
        return {
            "stage": stage,
            "stage_name": self.view.words.stage(o.printed)
            if o.value is None
            else self.view.words.term("stage", stage),
            "rank": int(catalog.stages[stage]["rank"]),
            "fill": catalog.stages[stage]["fill"],
        }

    def _hover(self, o: Observation, told: list[Observation]) -> tuple[str, ...]:
        view, words = self.view, self.view.words
        figures = [words.figure(a) for a in told]
        quoted = [a.printed for a in told if not a.derived and a.printed not in figures]
        printed = [words("as_printed", printed=text) for text in quoted]
        status = () if o.status == "actual" else (words.term("status", o.status),)
        period = " · ".join((words.term("region", o.region), words.period(o.when), *status))
        return (view.full_label(o), *figures, *printed, period, *dict.fromkeys(map(view.cited, told)))


def chart_views(view: View, charts: Iterable[Chart]) -> list[ChartView]:
    """Return the charts that have something to draw at this address."""
    return [found for chart in charts if not (found := ChartView(chart, view)).empty]


@lru_cache(maxsize=2048)
def _drawn(brief: Brief) -> go.Figure:
    """Draw once what says the same, whatever page, year or release it stands on. No one changes a Figure."""
    return draw_figure(brief)


def _one_each(rows: Iterable[Observation]) -> list[Observation]:
    """One figure a series and period: of two copies, the one nearest the issuing body, which comes first.

    Of the stages of a project, which have no value, only the newest, which comes first, too.
    """
    kept: dict[tuple[Any, ...], Observation] = {}
    for o in rows:
        kept.setdefault(o.series if o.value is None else (*o.series, o.period), o)
    return list(kept.values())
