"""A single figure as a chart by itself: as published, large, with all that a reader must know of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from dashboard.charts.chart_view import ChartView
from dashboard.charts.figures.spec import Mark
from dashboard.request.address import Address
from dashboard.request.context import Context
from dashboard.request.links import figure_id, figure_page
from data.model.catalog import Chart
from data.model.observation import Observation

PREFIX = "figure-"  # of the id of such a chart


@dataclass(frozen=True)
class FigureView(ChartView):
    """A figure drawn by itself; of a derived one, `parts` are what it is worked out from."""

    figures: tuple[Observation, ...] = ()
    parts: tuple[Observation, ...] = ()
    remarks: tuple[str, ...] = ()

    @cached_property
    def rows(self) -> list[Observation]:
        """The figure."""
        return [*self.figures]

    @property
    def page(self) -> Address:
        """The figure's own page."""
        return figure_page(self.context, self.rows[0]).but(region="")

    @property
    def place(self) -> str:
        """The region that the figure is of."""
        return self.context.words.term("region", self.rows[0].region)

    @property
    def origins(self) -> Sequence[Observation]:
        """The figure, or what it is worked out from."""
        return self.parts or self.rows

    @cached_property
    def measure(self) -> str:
        """What is measured."""
        return self.context.full_label(self.rows[0])

    @cached_property
    def title(self) -> str:
        """The same: a figure by itself finds nothing."""
        return self.measure

    @cached_property
    def subtitle(self) -> str:
        """Region, period and nature."""
        words, row = self.context.words, self.rows[0]
        nature = "" if row.status == "actual" else words.term("status", row.status)
        return " · ".join(filter(None, (self.place, words.period(row.when), nature)))

    @property
    def cited(self) -> str:
        """The figure with what it is of."""
        words = self.context.words
        facts = {"title": self.title, "figure": words.figure(self.rows[0]), "subtitle": self.subtitle}
        return words("figure_as_title", **facts)

    @property
    def derivation(self) -> str:
        """How a derived figure is worked out, and between which bounds it lies."""
        row = self.rows[0]
        return self.context.derivation(row) if row.derived else ""

    @cached_property
    def notes(self) -> list[str]:
        """What its page says of it."""
        return [*self.remarks]

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """The figure, without a label: its name is the title."""
        return tuple(replace(mark, label="") for mark in self._made())


def figure_view(
    context: Context, row: Observation, parts: Sequence[Observation], remarks: Sequence[str]
) -> FigureView:
    """Return a figure as a chart."""
    indicator = context.indicator(row)
    id = f"{PREFIX}{figure_id(*row.key)}".replace("/", "-").replace("@", "-")
    chart = Chart(id, indicator.theme, "statement", indicator.name, (indicator.id,))
    return FigureView(chart, context, (row,), tuple(parts), tuple(remarks))
