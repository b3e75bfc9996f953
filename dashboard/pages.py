"""The pages: each a layout out of the catalogue and the figures of one release."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from dash import html
from dash.development.base_component import Component

from dashboard import parts
from dashboard.charts import chart_views
from dashboard.everywhere import figures_everywhere
from dashboard.links import dashed, link
from dashboard.tables import card_of_figures, tabulate
from dashboard.view import View
from data.catalog import Document
from data.queries import Correction, read_corrections, read_edition, read_releases
from data.words import SOURCE_LANGUAGE, Words


@dataclass(frozen=True)
class Page:
    """A page: its title, what it holds in a sentence, and its component tree."""

    title: str
    description: str
    body: Component


def make_page(view: View) -> Page:
    """Return the page an address names."""
    page = PAGES[view.address.page](view)
    site = view.words("site", region=view.words.term("region", view.edition.catalog.home_region))
    title = site if page.title == site else f"{page.title} · {site}"
    body = html.Div(
        [
            html.A(view.words("skip"), href="#main", className="skip"),
            parts.header(view),
            html.Main(page.body, id="main", tabIndex="-1"),
            parts.footer(view),
        ],
        className="page",
        lang=view.words.locale.language,
        **dashed(data_release=str(view.edition.release.id), data_title=title),
    )
    return Page(title, page.description, body)


def overview(view: View) -> Page:
    """Every theme at a glance."""
    words, catalog = view.words, view.edition.catalog
    region = words.term("region", view.region)
    title = (
        words("overview_title", region=region, year=view.year)
        if view.year
        else words("overview_latest", region=region)
    )
    shown = [o for o in view.rows(catalog.indicators) if o.value is not None and not o.derived]
    lead = words("lead", figures=len(shown), documents=len({o.document for o in shown}))
    cells = [cell for theme in catalog.themes.values() if (cell := parts.headline(view, theme))]
    body = [
        _head(title, lead, parts.controls(view)),
        *([html.Dl(cells, className="headlines")] if cells else []),
        html.Div(_sections(view) or [_nothing(view)], className="sections"),
    ]
    return Page(title, lead, html.Div(body))


def theme(view: View) -> Page:
    """One theme: its charts, and every figure of it."""
    words, catalog = view.words, view.edition.catalog
    theme = catalog.themes[view.address.id]
    title = words("theme_title", theme=words.text(theme), region=words.term("region", view.region))
    rows = view.rows({i.id for i in catalog.indicators_of(theme.id)})
    charts = chart_views(view, catalog.charts_of(theme.id))
    lead = words("theme_lead", figures=sum(o.value is not None and not o.derived for o in rows))
    body = [
        _head(title, lead, parts.controls(view), f"theme-{theme.id}"),
        *([parts.cards(charts, level=2)] if charts else []),
        card_of_figures(view, rows, words("all_figures"), f"theme={theme.id}&region={view.region}")
        if rows
        else _nothing(view),
    ]
    return Page(title, lead, html.Div(body))


def indicator(view: View) -> Page:
    """One indicator: its definition, its charts, and its figures everywhere."""
    words, catalog = view.words, view.edition.catalog
    indicator = catalog.indicators[view.address.id]
    title = words.text(indicator)
    definition = words.text(indicator, "definition")
    facts: list[tuple[str, Component | str]] = [
        (
            words("theme"),
            link(words.text(catalog.themes[indicator.theme]), view.address.to("theme", indicator.theme)),
        ),
        (words("column_unit"), words.unit(indicator)),
        (words("definition"), definition),
        (words("additive"), words("yes" if indicator.additive else "no")),
        (words("formula"), indicator.formula),
    ]
    charts = chart_views(view, catalog.charts_with(indicator.id))
    body = [
        _head(title, "", None, f"theme-{indicator.theme}"),
        _facts(facts),
        *([parts.cards(charts, level=2)] if charts else []),
        *figures_everywhere(view, indicator),
    ]
    return Page(title, definition or title, html.Div(body))


def document(view: View) -> Page:
    """One document: who published it, when and where, and its figures in the order printed."""
    words = view.words
    document = view.edition.catalog.documents[view.address.id]
    rows = sorted(view.edition.observations(document=document.id), key=lambda o: o.position)
    title = words.text(document, "title")
    lead = words("document_lead", figures=sum(o.value is not None for o in rows))
    body = [
        _head(title, lead, None),
        _facts(_particulars(view, document)),
        card_of_figures(
            view, rows, words("figures_in_order"), f"document={document.id}", regions=True, rooted=True
        ),
    ]
    return Page(title, f"{view.issued(document)}。{lead}", html.Div(body))


def documents(view: View) -> Page:
    """Every document, newest first."""
    words = view.words
    title = words("documents")
    listed = sorted(view.edition.catalog.documents.values(), key=lambda d: d.published, reverse=True)
    items = [
        html.Li(
            [
                link(words.text(d, "title"), view.address.to("document", d.id)),
                html.Span(view.issued(d)),
            ]
        )
        for d in listed
    ]
    lead = words("documents_lead", documents=len(listed))
    return Page(title, lead, html.Div([_head(title, lead, None), html.Ul(items, className="listing card")]))


def releases(view: View) -> Page:
    """Every release up to the one shown: when, what changed, why."""
    words = view.words
    columns = ("release", "moment", "added", "changed", "withdrawn", "reason")
    rows = [
        [
            link(f"{r.id}", view.address.to("overview", release=str(r.id))),
            *(words.moment(r.created_at), r.added, r.changed, r.withdrawn, r.reason),
        ]
        for r in read_releases(view.edition.engine, view.edition.release.id)
    ]
    title, lead = words("releases"), words("releases_lead")
    feed = html.P(html.A(words("feed"), href="/releases.atom"), className="note")
    table = html.Div([tabulate(view, columns, rows, caption=title), feed], className="card figures")
    return Page(title, lead, html.Div([_head(title, lead, None), table]))


def corrections(view: View) -> Page:
    """Every published figure that was changed or withdrawn: what, when and why (勘误)."""
    words = view.words
    columns = ("measure", "region", "period", "before", "after", "release", "moment", "reason")
    rows = [
        [
            then.full_label(c.before),
            then.words.term("region", c.before.region),
            words.period(c.before.when),
            html.Del(c.before.printed),
            c.after.printed if c.after else words("withdrawn"),
            *(c.release.id, words.moment(c.release.created_at), c.release.reason),
        ]
        for c in read_corrections(view.edition)
        for then in [_as_it_was(view, c)]
    ]
    title, lead = words("corrections"), words("corrections_lead" if rows else "no_corrections")
    table = html.Div(tabulate(view, columns, rows, caption=title), className="card figures")
    return Page(title, lead, html.Div([_head(title, lead, None), *([table] if rows else [])]))


PAGES: dict[str, Callable[[View], Page]] = {
    "overview": overview,
    "theme": theme,
    "indicator": indicator,
    "document": document,
    "documents": documents,
    "releases": releases,
    "corrections": corrections,
}


def _as_it_was(view: View, c: Correction) -> View:
    """A view whose catalogue knows a corrected figure: what it was called may have gone with it."""
    catalog, o = view.edition.catalog, c.before
    if (
        o.indicator in catalog.indicators
        and o.region in catalog.regions
        and o.breakdown in ("", *catalog.breakdowns)
    ):
        return view
    then = read_edition(view.edition.engine, c.release.id - 1)
    language = view.words.language if view.words.language in then.catalog.languages else SOURCE_LANGUAGE
    return replace(view, edition=then, words=Words(then.catalog, language))


def _sections(view: View) -> list[html.Section]:
    """A section a theme; two neighbours with one half-width chart each share a row."""
    catalog = view.edition.catalog
    shown = [
        (theme, charts)
        for theme in catalog.themes.values()
        if (charts := chart_views(view, (c for c in catalog.charts_of(theme.id) if c.overview)))
    ]
    short = [len(charts) == 1 and not charts[0].chart.wide for _, charts in shown]
    paired: set[int] = set()
    for place in range(len(shown) - 1):
        if short[place] and short[place + 1] and place not in paired:
            paired |= {place, place + 1}
    return [
        html.Section(
            [parts.theme_heading(view, theme), parts.cards(charts, paired=place in paired)],
            className="paired" if place in paired else "",
        )
        for place, (theme, charts) in enumerate(shown)
    ]


def _head(title: str, lead: str, controls: Component | None, name: str = "") -> html.Div:
    says = [html.H1(title), *([html.P(lead, className="lead")] if lead else [])]
    return html.Div([html.Div(says), controls], className=f"head {name}".strip())


def _nothing(view: View) -> html.P:
    year = view.words("in_year", year=view.year) if view.year else ""
    region = view.words.term("region", view.region)
    return html.P(view.words("nothing", region=region, year=year), className="nothing card")


def _facts(facts: list[tuple[str, Component | str]]) -> html.Dl:
    return html.Dl(
        [html.Div([html.Dt(name), html.Dd(fact)]) for name, fact in facts if fact], className="facts card"
    )


def _particulars(view: View, d: Document) -> list[tuple[str, Component | str]]:
    words = view.words
    address = html.A(d.url, href=d.url, rel="external noopener") if d.url else words("no_url")
    return [
        (words("publisher"), words.text(d, "publisher")),
        (words("supervisor"), words.text(d, "supervisor")),
        (words("reprinted_by"), words.text(d, "reprinted_by")),
        (words("published"), d.published or words("undated")),
        (words("address"), address),
        (words("source_kind"), words.term("source_kind", d.kind)),
        (words("confidence"), words(f"confidence_{d.confidence}")),
        (words("note"), words.text(d, "note")),
    ]
