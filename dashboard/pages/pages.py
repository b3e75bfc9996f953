"""The pages: each a layout out of the catalogue and the figures of one release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.charts.chart_view import chart_views
from dashboard.downloads.selection import MOST
from dashboard.pages import components
from dashboard.pages.accessibility import statement
from dashboard.pages.all_page import cards_of_files
from dashboard.pages.changes import (
    changes_of_release,
    name_of_release,
)
from dashboard.pages.chart_page import cards_of_chart, view_of
from dashboard.pages.compare_page import Comparison, content_of, head_of
from dashboard.pages.comparison_tables import card_of_indicator
from dashboard.pages.corrections_page import cards_of_corrections
from dashboard.pages.fact_lists import (
    facts_of_document,
    facts_of_indicator,
    list_documents,
    list_facts,
    newest_first,
)
from dashboard.pages.figure_page import cards_of_figure, describe
from dashboard.pages.file_links import card_of_files
from dashboard.pages.indicator_tables import figures_of_all_regions
from dashboard.pages.originals import card_of_text
from dashboard.pages.overview_page import overview
from dashboard.pages.page import MakePage, Page, head
from dashboard.pages.paging import LATEST_FIRST, paging
from dashboard.pages.proof import cards_of_proof, find_proof
from dashboard.pages.proofread_page import cards_of_proofreading, say
from dashboard.pages.region_page import cards_of_region, list_regions
from dashboard.pages.release_page import cards_of_release, find_release, lead_of_release
from dashboard.pages.search_page import results, search_form
from dashboard.pages.tables import card_of_figures, tabulate
from dashboard.pages.theme_page import theme
from dashboard.pictures.codes import grouped
from dashboard.request import html
from dashboard.request.address import PART
from dashboard.request.context import Context
from dashboard.request.figures import find_figure
from dashboard.request.html import Written, write
from dashboard.request.parts import Part, part_of, start_of_part
from data.errors import NotFound
from data.model.words import beijing_time
from data.prose.proofreading import Proofread
from data.store.queries import read_releases


@dataclass(frozen=True)
class WrittenPage:
    """A page written out, to be sent whole or mounted."""

    title: str
    description: str
    body: Written


def write_page(context: Context, pages: Mapping[str, MakePage]) -> WrittenPage:
    """Return the page an address names, out of all that there are: MAKERS, and those of other rooms."""
    return _write(context, pages[context.address.page](context))


def write_verdict(context: Context, verdict: bool) -> WrittenPage:
    """Return the page of a code with the verdict on a file."""
    return _write(context, proof(context, verdict))


def write_findings(context: Context, region: str, day: str, found: Proofread) -> WrittenPage:
    """Return the page of what is found of a text about a region, published on a day."""
    return _write(context, _proofread(context, region, day, found))


def _write(context: Context, page: Page) -> WrittenPage:
    site = components.site_name(context)
    title = site if page.title == site else f"{page.title} · {site}"
    return WrittenPage(title, page.description, write(components.frame(context, page.body, title)))


def indicator(context: Context) -> Page:
    """One indicator: its definition, its charts, and its figures everywhere."""
    words, catalog = context.words, context.reader.catalog
    indicator = catalog.indicators[context.address.id]
    title = words.text(indicator)
    definition = words.text(indicator, "definition")
    charts = chart_views(context, catalog.charts_with(indicator.id))
    not_drawn = components.not_drawn(context, catalog.charts_with(indicator.id))
    body = [
        head(title, "", None, f"theme-{indicator.theme}"),
        list_facts(facts_of_indicator(context, indicator)),
        *([components.cards(charts)] if charts else []),
        *card_of_indicator(context, indicator),
        *figures_of_all_regions(context, indicator, not_drawn),
    ]
    return Page(title, definition or title, html.Div(body))


def figure(context: Context) -> Page:
    """One figure: as printed, of what, when and by whom; raises NotFound for one never published."""
    found = find_figure(context)
    theme = found.context.indicator(found.row).theme
    title, lead = found.context.full_label(found.row), describe(found)
    name = f"{title} · {lead} · {found.context.words.figure(found.row)}"
    heading = head(title, lead, None, f"theme-{theme}")
    return Page(
        name, f"{name} · {found.context.cited(found.row)}", html.Div([heading, cards_of_figure(found)])
    )


def chart(context: Context) -> Page:
    """One chart, and all ways to take it along; raises NotFound where there is nothing to draw."""
    view = view_of(context)
    name = f"chart-{view.chart.id}-title"
    heading = head(view.title, view.under_title, None, f"theme-{view.chart.theme}", id=name)
    body = [heading, cards_of_chart(view, components.card(view, headed=False))]
    return Page(f"{view.title} · {context.words('kit')}", view.subtitle, html.Div(body))


def proof(context: Context, verdict: bool | None = None) -> Page:
    """What a code stands for, then and now; raises CodeUnknown. A `verdict` on a file is told, too."""
    found = find_proof(context)
    title = context.words("proof_code", code=grouped(found.code))
    then = found.read.context
    facts = {"edition": then.release_name(), "date": beijing_time(then.reader.release.created_at)[:10]}
    lead = context.words("proof_lead", title=found.read.title, **facts)
    return Page(title, lead, html.Div([head(title, lead, None), cards_of_proof(context, found, verdict)]))


def proofread(context: Context) -> Page:
    """A form for a text whose figures are to be held against what is published."""
    return _proofread(context, context.region, "", None)


def _proofread(context: Context, region: str, day: str, found: Proofread | None) -> Page:
    title, lead = say(context, "title"), say(context, "lead")
    cards = cards_of_proofreading(context, region, day, found)
    return Page(title, lead, html.Div([head(title, lead, None), cards]))


def document(context: Context) -> Page:
    """One document: who published it, when and where, and its figures in the order printed.

    Raises NotFound for a part that there is none of.
    """
    words = context.words
    document = context.reader.catalog.documents[context.address.id]
    before = start_of_part(context)
    places = range(before, before + PART)
    extent = context.reader.extent(document.id, places.start)
    if before > extent.last:
        raise NotFound(f"part={context.address.part}")
    rows = context.reader.observations(document=document.id, places=places)
    rows.sort(key=lambda row: row.position)
    title = words.text(document, "title")
    lead = words("document_lead", figures=extent.measured)
    body = [
        head(title, lead, None),
        list_facts(facts_of_document(context, document)),
        card_of_figures(
            *(context, rows, words("figures_in_order")),
            regions=True,
            rooted=True,
            filed=extent.rows <= MOST,
            document=document.id,
        ),
        *paging(context, Part(rows, extent.before, extent.rows)),
        *card_of_text(context, document, rows),
    ]
    return Page(title, f"{context.issued(document)}。{lead}", html.Div(body))


def documents(context: Context) -> Page:
    """Every document, newest first."""
    words = context.words
    title = words("documents")
    listed = part_of(context, newest_first(context.reader.catalog.documents.values()))
    lead = words("documents_lead", documents=listed.among)
    card = html.Div(
        [list_documents(context, listed.rows), *paging(context, listed)], className="card figures"
    )
    return Page(title, lead, html.Div([head(title, lead, None), card]))


def all_figures(context: Context) -> Page:
    """Everything that is published, and every theme of the region, as files."""
    title, lead = context.words("all_title"), context.words("all_lead")
    return Page(title, lead, html.Div([head(title, lead, None), *cards_of_files(context)]))


def search(context: Context) -> Page:
    """What has a name like the one asked for."""
    title = context.words("search")
    lead, content = results(context)
    return Page(title, lead, html.Div([head(title, lead, None), search_form(context), *content]))


def compare(context: Context) -> Page:
    """One indicator over regions."""
    comparison = Comparison(context)
    title, lead = head_of(comparison)
    heading = head(title, lead, None, f"theme-{comparison.indicator.theme}")
    return Page(title, lead, html.Div([heading, *content_of(comparison)]))


def regions(context: Context) -> Page:
    """Every region, by what it lies in."""
    words, catalog = context.words, context.reader.catalog
    covered = context.reader.covered_regions
    title = words("regions")
    lead = words("regions_lead", regions=len(catalog.regions), covered=len(covered))
    return Page(title, lead, html.Div([head(title, lead, None), list_regions(context, covered)]))


def region(context: Context) -> Page:
    """One region: what it is part of, since when, and which documents tell of it. Raises NotFound."""
    words, id = context.words, context.address.id
    documents = context.reader.documents_of(id)
    title = words.term("region", id)
    figures = context.reader.outline(id).figures
    lead = words("region_lead", figures=figures, documents=len(documents)) if figures else ""
    body = [
        head(title, lead, None),
        *cards_of_region(context, id, documents),
        *([card_of_files(context, region=id)] if 0 < figures <= MOST else []),
    ]
    return Page(title, lead or title, html.Div(body))


def release(context: Context) -> Page:
    """One release: what it added, corrected, withdrew and called otherwise. Raises NotFound."""
    record = find_release(context)
    title = context.words("release_title", number=record.id)
    lead = lead_of_release(context, record)
    return Page(title, lead, html.Div([head(title, lead, None), *cards_of_release(context, record)]))


def releases(context: Context) -> Page:
    """Every release up to the one shown: when, what changed, why. Raises NotFound."""
    words = context.words
    columns = ("release", "moment", "added", "changed", "withdrawn", "reworded", "reason")
    listed = part_of(context, read_releases(context.reader.engine, context.reader.release.id))
    rows = [
        [
            [name_of_release(context, r), changes_of_release(context, r)],
            *(words.moment(r.created_at), r.added, r.changed, r.withdrawn, r.reworded, r.reason),
        ]
        for r in listed.rows
    ]
    title, lead = words("releases"), words("releases_lead")
    feed = html.P(html.A(words("feed"), href="/releases.atom"), className="note way")
    table = tabulate(context, columns, rows, caption=title)
    card = html.Div([table, *paging(context, listed, LATEST_FIRST), feed], className="card figures")
    return Page(title, lead, html.Div([head(title, lead, None), card]))


def corrections(context: Context) -> Page:
    """Every published figure that was changed or withdrawn: what, when and why (勘误), the latest first.

    Raises NotFound for a part that there is none of.
    """
    words = context.words
    body = cards_of_corrections(context)
    title, lead = words("corrections"), words("corrections_lead" if body else "no_corrections")
    return Page(title, lead, html.Div([head(title, lead, None), *body]))


def accessibility(context: Context) -> Page:
    """What is tested of these pages for everybody's use, what isn't, and how to report a barrier."""
    title, lead = context.words("accessibility"), context.words("accessibility_lead")
    return Page(title, lead, html.Div([head(title, lead, None), *statement(context)]))


MAKERS: dict[str, MakePage] = {
    "overview": overview,
    "theme": theme,
    "indicator": indicator,
    "figure": figure,
    "chart": chart,
    "proof": proof,
    "proofread": proofread,
    "document": document,
    "documents": documents,
    "all": all_figures,
    "search": search,
    "compare": compare,
    "regions": regions,
    "region": region,
    "releases": releases,
    "release": release,
    "corrections": corrections,
    "accessibility": accessibility,
}
