"""Briefing: what is told of the themes that an address names, and by which number each document is cited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from dashboard.charts.chart_view import ChartView, chart_views
from dashboard.pages.headlines import Headline, find_headline
from dashboard.request.context import Context
from dashboard.request.parts import part_of_figures
from data.model.catalog import Document, Theme
from data.model.observation import Observation

FINDINGS = 3  # titles of charts that say something, on the cover
MOST = 400  # rows of all tables together: of more it is said how many there are, and where


@dataclass(frozen=True)
class Chapter:
    """A theme: its charts, and its figures, the first of `among`."""

    theme: Theme
    charts: list[ChartView]
    rows: list[Observation]
    among: int


@dataclass(frozen=True)
class Briefing:
    """A briefing on the themes of an address; of a theme without figures there, its name alone."""

    context: Context

    @cached_property
    def themes(self) -> list[Theme]:
        """The themes, in the order asked for."""
        known = self.context.reader.catalog.themes
        return [known[id] for id in self.context.address.themes.split(",") if id]

    @property
    def title(self) -> str:
        """What it is on: the region, and the year asked for."""
        words, year = self.context.words, self.context.year
        region = words.term("region", self.context.region)
        return (
            words("report_of_year", region=region, year=year) if year else words("report_of", region=region)
        )

    @cached_property
    def headlines(self) -> list[Headline]:
        """The figure that stands for each theme, of those that have one."""
        return [found for theme in self.themes if (found := find_headline(self.context, theme))]

    @cached_property
    def chapters(self) -> list[Chapter]:
        """Each theme with all of its charts."""
        return [self._chapter(theme) for theme in self.themes]

    def _chapter(self, theme: Theme) -> Chapter:
        catalog = self.context.reader.catalog
        listed = part_of_figures(
            self.context, [indicator.id for indicator in catalog.indicators_of(theme.id)]
        )
        charts = chart_views(self.context, catalog.charts_of(theme.id))
        return Chapter(theme, charts, [*listed.rows[: MOST // len(self.themes)]], listed.among or 0)

    @property
    def silent(self) -> list[Theme]:
        """The themes of which there are no figures here."""
        return [chapter.theme for chapter in self.chapters if not chapter.rows]

    @cached_property
    def findings(self) -> list[tuple[Theme, str]]:
        """The first title of each theme that says more than what is measured."""
        told = (
            (chapter.theme, next((view.title for view in chapter.charts if view.title != view.measure), ""))
            for chapter in self.chapters
        )
        return [(theme, title) for theme, title in told if title][:FINDINGS]

    @cached_property
    def numbers(self) -> dict[str, int]:
        """By document its number among the sources, in the order in which they are met."""
        met = dict.fromkeys(row.document for row in self._rows() if row.document)
        return {document: number for number, document in enumerate(met, 1)}

    @property
    def sources(self) -> list[Document]:
        """The documents, in that order."""
        return [self.context.reader.catalog.documents[id] for id in self.numbers]

    def _rows(self) -> Iterator[Observation]:
        yield from (headline.row for headline in self.headlines)
        for chapter in self.chapters:
            for view in chapter.charts:
                yield from view.rows
            yield from chapter.rows

    def cited(self, rows: Iterable[Observation]) -> str:
        """Return the numbers of the documents of some figures: [1、3]."""
        found = sorted({self.numbers[row.document] for row in rows if row.document})
        return f"[{self.context.words('list_comma').join(map(str, found))}]" if found else ""

    def place(self, row: Observation) -> str:
        """Return where a figure stands: [1] 第2段; for a derived one its formula and bounds."""
        words = self.context.words
        if row.derived:
            bounds = words("bounds", bounds=words.bounds(row))
            return words("list_semicolon").join((self.context.cited(row), bounds))
        return " ".join(filter(None, (self.cited([row]), words.locator(row.locator))))
