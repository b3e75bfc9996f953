"""The page of a briefing, and the form that asks for one; both work without a script."""

from __future__ import annotations

from typing import Any

from dashboard.briefing.briefing import Briefing, Chapter
from dashboard.pages import components
from dashboard.pages.page import Page, head
from dashboard.pages.tables import card_of_figures, tabulate
from dashboard.request import html
from dashboard.request.address import Address, paper_address
from dashboard.request.context import Context
from dashboard.request.links import dashed, figure_page, link
from data.model.catalog import Document

HEADLINES = ("measure", "printed", "period", "compared", "source")


def report(context: Context) -> Page:
    """A briefing on the themes that the address names; without any, the form alone."""
    words = context.words
    if not context.address.themes:
        title, lead = words("report"), words("report_lead")
        heading = head(title, lead, components.controls(context), skip=words("skip_to_form"), place="form")
        return Page(title, lead, html.Div([heading, html.Div(_form(context), id="form")]))
    briefing = Briefing(context)
    names = words("list_comma").join(words.text(theme) for theme in briefing.themes)
    lead = words("report_on", themes=names, figures=sum(chapter.among for chapter in briefing.chapters))
    content = [
        *_headlines(briefing),
        *(part for chapter in briefing.chapters if chapter.rows for part in _chapter(briefing, chapter)),
        *_silent(briefing),
        *_sources(briefing),
        _form(context),
    ]
    body = [
        head(briefing.title, lead, components.controls(context), skip=words("skip_to_charts")),
        _ways(context),
        html.Div(content, id="charts"),
    ]
    return Page(briefing.title, lead, html.Div(body, className="briefing"))


def pinned(context: Context) -> Address:
    """The address of a briefing that stays with its release."""
    return context.address.plain().but(release=str(context.reader.release.id))


def _ways(context: Context) -> html.Element:
    words = context.words
    paper = html.A(words("report_pdf"), href=paper_address(pinned(context)))
    return html.P([paper, " ", link(words("link_fixed"), pinned(context))], className="sizes")


def _headlines(briefing: Briefing) -> list[html.Element]:
    context, words = briefing.context, briefing.context.words
    if not briefing.headlines:
        return []
    rows: list[list[Any]] = [
        [
            link(headline.name, context.address.to("theme", headline.theme.id)),
            link(words.figure(headline.row), figure_page(context, headline.row)),
            headline.when,
            headline.beside,
            _cited(briefing, headline.row.document),
        ]
        for headline in briefing.headlines
    ]
    title = words("report_headlines")
    table = tabulate(context, HEADLINES, rows, caption=title)
    return [html.Section([html.Div(html.H2(title), className="row"), table], className="card figures")]


def _cited(briefing: Briefing, document: str) -> Any:
    number = briefing.numbers.get(document)
    return html.A(f"[{number}]", href=f"#source-{number}") if number else briefing.context.words("derived")


def _chapter(briefing: Briefing, chapter: Chapter) -> list[html.Element]:
    context, theme = briefing.context, chapter.theme
    words, name = context.words, context.words.text(chapter.theme)
    heading = html.H2(
        link(name, context.address.to("theme", theme.id)), className=f"chapter theme-{theme.id}"
    )
    table = card_of_figures(
        context,
        chapter.rows,
        f"{name} · {words('all_figures')}",
        note=more_of(context, chapter),
        theme=theme.id,
        region=context.region,
        period=context.address.period,
    )
    return [heading, *([components.cards(chapter.charts)] if chapter.charts else []), table]


def more_of(context: Context, chapter: Chapter) -> str:
    """Return how many figures of a theme are left out, and where they are; "" where none are."""
    shown, theme = len(chapter.rows), context.words.text(chapter.theme)
    if shown == chapter.among:
        return ""
    return context.words("report_more", shown=shown, among=chapter.among, theme=theme)


def _silent(briefing: Briefing) -> list[html.Element]:
    says = silence(briefing)
    return [html.P(says, className="nothing card")] if says else []


def silence(briefing: Briefing) -> str:
    """Return of which themes there are no figures here; "" where there are of all."""
    words = briefing.context.words
    names = words("list_comma").join(words.text(theme) for theme in briefing.silent)
    region = words.term("region", briefing.context.region)
    return words("report_silent", region=region, themes=names) if names else ""


def _sources(briefing: Briefing) -> list[html.Element]:
    if not briefing.numbers:
        return []
    context = briefing.context
    items = [
        html.Li([f"[{number}] ", *_source(context, document)], id=f"source-{number}")
        for number, document in enumerate(briefing.sources, 1)
    ]
    heading = html.H2(context.words("report_sources"))
    return [html.Section([heading, html.Ul(items, className="listing")], className="card")]


def _source(context: Context, document: Document) -> list[Any]:
    title = link(context.words.text(document, "title"), context.address.to("document", document.id))
    return [title, html.Span(context.issued(document))]


def _form(context: Context) -> html.Element:
    """Boxes to tick: the themes of which there are figures here, and those asked for."""
    words, asked = context.words, [*filter(None, context.address.themes.split(","))]
    offered = {theme.id for theme in context.themes if theme.id in context.themes_of_year}
    boxes = [
        html.Label(
            [
                html.Input(type="checkbox", name="themes", value=theme.id, checked=theme.id in asked or None),
                words.text(theme),
            ]
        )
        for theme in context.reader.catalog.themes.values()
        if theme.id in offered or theme.id in asked
    ]
    state = ("region", "period", "lang", "release", "type", "color")
    hidden = [
        html.Input(type="hidden", name=name, value=value)
        for name in state
        if (value := getattr(context.address, name))
    ]
    legend = html.Legend(words("themes"))
    make = html.Button(words("report_make"), type="submit")
    return html.Form(
        [html.Fieldset([legend, *boxes]), *hidden, make],
        action="/report",
        method="get",
        className="card choose",
        **dashed(aria_label=words("report_choose")),
    )
