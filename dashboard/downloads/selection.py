"""The figures of a page as they go into a file: which, under what heading, and the API's way to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from dashboard.charts.chart_view import ChartView
from dashboard.request.address import file_address
from dashboard.request.context import Context
from dashboard.request.figures import find_figure
from data.errors import NotFound, TooManyFigures
from data.model.observation import Observation
from data.store.queries import Filters

MOST = 10_000  # figures in a file: as a workbook they take 2 s
LONGEST = 48  # characters of a part of a file's name


@dataclass(frozen=True)
class Selection:
    """Figures with what must be said above them; `facts` name a file: of what and when they are."""

    context: Context
    page: str
    id: str
    title: str
    lines: tuple[str, ...]
    rows: list[Observation]
    facts: tuple[str, ...]

    @property
    def address(self) -> str:
        """The page that shows them, of the release shown; whole where the site's own address is known."""
        here, release = self.context.address.plain(), str(self.context.reader.release.id)
        return f"{self.context.site}{here.to(self.page, self.id, release=release)}"


def select(context: Context, page: str, id: str = "") -> Selection:
    """Return the figures of a page of FILED.

    Raises NotFound where it has none, TooManyFigures for more than a file holds.
    """
    selection = _SELECTIONS[page](context, id)
    if not selection.rows:
        raise NotFound(id or page)
    return selection


def query_of(context: Context, asked: dict[str, str], kind: str = "json") -> str:
    """Return the address at which the API lists figures, by its own filters, of the release shown."""
    asked = asked | {"release": str(context.reader.release.id), "lang": context.address.lang}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"/api/v1/observations.{kind}?{query}"


def site_of(context: Context) -> str:
    """What the site is called."""
    home = context.words.term("region", context.reader.catalog.home_region)
    return context.words("site", region=home)


def fits(context: Context, filters: Filters) -> bool:
    """Whether a file can hold all that the filters let through."""
    return not context.reader.end_of_part(MOST, **filters)


def file_name(facts: tuple[str, ...], context: Context, end: str) -> str:
    """What a file is called: where, what and when, of which release."""
    parts = (*filter(None, facts), context.release_name())
    plain = ("".join(c for c in part if c.isprintable() and c not in '\\/:*?"<>|% ') for part in parts)
    return f"{'-'.join(part[:LONGEST] for part in plain)}{end}"


def name_of(selection: Selection, kind: str) -> str:
    """What a file of figures is called."""
    return file_name(selection.facts, selection.context, f".{kind}")


def pinned_file(context: Context, page: str, id: str, kind: str) -> str:
    """The address of the figures of a page as a file, of the release shown."""
    return file_address(page, id, kind, context.address.but(release=str(context.reader.release.id)))


def of_chart(view: ChartView) -> Selection:
    """The figures of a chart."""
    context = view.context
    return Selection(
        context=context,
        page="chart",
        id=view.chart.id,
        title=view.title,
        lines=(view.subtitle, view.source, *view.notes, *view.revisions),
        rows=view.rows,
        facts=(view.place, view.measure, context.address.period),
    )


def _chart(context: Context, id: str) -> Selection:
    last = int(context.address.last or 0)
    return of_chart(ChartView(context.reader.catalog.charts[id], context, last=last))


def _theme(context: Context, id: str) -> Selection:
    words, catalog = context.words, context.reader.catalog
    theme = catalog.themes[id]
    indicators = [indicator.id for indicator in catalog.indicators_of(id)]
    filters: Filters = {"indicators": indicators, "regions": [context.region], "year": context.year}
    region = words.term("region", context.region)
    return Selection(
        context=context,
        page="theme",
        id=id,
        title=words("theme_title", theme=words.text(theme), region=region),
        lines=(words("in_year", year=context.year),) if context.year else (),
        rows=context.ordered(_read(context, filters)),
        facts=(region, words.text(theme), context.address.period),
    )


def _indicator(context: Context, id: str) -> Selection:
    words, indicator = context.words, context.reader.catalog.indicators[id]
    filters: Filters = {"indicators": [id]}
    return Selection(
        context=context,
        page="indicator",
        id=id,
        title=words.text(indicator),
        lines=tuple(filter(None, (words.text(indicator, "definition"),))),
        rows=context.ordered(_read(context, filters)),
        facts=(words.text(indicator),),
    )


def _document(context: Context, id: str) -> Selection:
    words, document = context.words, context.reader.catalog.documents[id]
    rows = _read(context, {"document": id})
    return Selection(
        context=context,
        page="document",
        id=id,
        title=words.text(document, "title"),
        lines=(context.issued(document), document.url or words("no_url")),
        rows=sorted(rows, key=lambda row: row.position),
        facts=(words.text(document, "title"), document.published),
    )


def _region(context: Context, id: str) -> Selection:
    name = context.words.term("region", id)
    rows = context.ordered(_read(context, {"regions": [id]}))
    return Selection(context, "region", id, name, (), rows, (name,))


def _figure(context: Context, _: str) -> Selection:
    found = find_figure(context)
    context, row = found.context, found.row
    words = context.words
    place, time = words.term("region", row.region), words.period(row.when)
    withdrawn = (words("withdrawn"),) if found.withdrawn else ()
    return Selection(
        context=context,
        page="figure",
        id=context.address.id,
        title=context.full_label(row),
        lines=(f"{place} · {time}", *withdrawn),
        rows=[row],
        facts=(place, context.full_label(row), time),
    )


def _all(context: Context, _: str) -> Selection:
    site = site_of(context)
    title = f"{site} · {context.words('all_figures')}"
    return Selection(context, "all", "", title, (), context.ordered(_read(context, {})), (site,))


def _read(context: Context, filters: Filters) -> list[Observation]:
    if not fits(context, filters):
        raise TooManyFigures(most=MOST)
    return context.reader.observations(**filters)


_SELECTIONS: dict[str, Callable[[Context, Any], Selection]] = {
    "chart": _chart,
    "theme": _theme,
    "indicator": _indicator,
    "document": _document,
    "region": _region,
    "figure": _figure,
    "all": _all,
}
