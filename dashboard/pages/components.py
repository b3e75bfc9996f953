"""The parts pages are made of: header, controls, headline cards, chart cards, tables of figures."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, NamedTuple

from dashboard.charts.chart_view import ChartView
from dashboard.charts.descriptions import describe
from dashboard.charts.figures.spec import Excerpt
from dashboard.charts.figures.typesetting import wrap
from dashboard.charts.points import Point, draw_points, points_of, write_tips
from dashboard.charts.region_view import RegionView
from dashboard.pages.accessibility import publisher_facts
from dashboard.pages.changes import new_mark
from dashboard.pages.chart_page import actions
from dashboard.pages.columns import Card, set_in_columns
from dashboard.pages.comparisons import Compared, lines_of_chart
from dashboard.pages.excerpt_form import excerpt_form
from dashboard.pages.looks import looks, reading_words, switches
from dashboard.pages.phrases import dotted, unseen, whole
from dashboard.pages.search_page import search_form
from dashboard.pages.tables import table, table_across
from dashboard.request import html
from dashboard.request.address import Address, chart_address
from dashboard.request.context import Context
from dashboard.request.html import Written, render
from dashboard.request.links import dashed, document_place, link
from dashboard.serving.fingerprint import fingerprint
from dashboard.serving.site import read_site
from data.errors import ChartRefused
from data.messages import Message
from data.model.catalog import Chart, Theme
from data.model.observation import Observation
from data.model.words import Words, beijing_time
from data.store.revisions import read_later_releases

FEW_SOURCES = 2  # that stand in a row; of more there is a list to open
log = logging.getLogger(__name__)

IN_TWO, IN_THREE = 560, 456  # px within a card of two columns, and of three
_FRAME = 130  # px of a card that are padding, gaps, kicker and foot
LEADING_OF_TABLE = 38  # px of a row of a table
LISTED = 60  # figures that a card lists which has no drawing
NOTED = 10  # corrections that a card tells of


def frame(context: Context, content: Any, title: str, *, failed: bool = False) -> html.Element:
    """A page around its content: header and footer; `failed` where an address leads nowhere."""
    return html.Div(
        [
            html.A(context.words("skip"), href="#main", className="skip"),
            header(context, failed=failed),
            None if failed else earlier_release(context),
            html.Main(content, id="main", tabIndex="-1"),
            footer(context),
        ],
        className="page",
        lang=context.words.locale.language,
        **dashed(
            data_release=str(context.reader.release.id),
            data_title=title,
            data_site=site_name(context),
            data_edition=edition(context),
            data_address=str(context.address.plain().but(release=str(context.reader.release.id))),
            data_type=context.address.type,
            data_color=context.address.color,
            **reading_words(context),
        ),
    )


def site_name(context: Context) -> str:
    """What the site is called in the reader's language."""
    home = context.words.term("region", context.reader.catalog.home_region)
    return context.words("site", region=home)


def edition(context: Context) -> str:
    """Which release a page shows, and when that was published."""
    published = context.words("published_at", moment=context.words.moment(context.reader.release.created_at))
    return f"{context.release_name()} · {published}"


def say_earlier_release(context: Context) -> str:
    """Return what differs since in a release that was asked for; "" for the newest."""
    if not context.address.release or not (later := read_later_releases(context.reader)):
        return ""
    words = context.words
    names = ("added", "changed", "withdrawn", "reworded")
    counts = {name: sum(getattr(release, name) for release in later) for name in names}
    release = {
        "release": context.release_name(),
        "date": beijing_time(context.reader.release.created_at)[:10],
    }
    return words("earlier_release", **release) + words("later_changes", releases=len(later), **counts)


def earlier_release(context: Context) -> html.Element | None:
    """The same as a banner of a page, with the ways to the newest and to what was corrected."""
    if not (says := say_earlier_release(context)):
        return None
    words, here = context.words, context.address
    newest = link(words("to_newest"), here.but(release=""))
    corrections = link(words("to_corrections"), here.to("corrections", release="", period=""))
    return html.Aside(
        html.Div([html.P(whole(says)), newest, corrections], className="bar"), className="earlier"
    )


def header(context: Context, *, failed: bool = False) -> html.Element:
    """Name, themes, look and language."""
    words, here = context.words, context.address
    pages = [(words("overview"), here.to("overview"), here.page == "overview" and not failed)]
    for theme in context.themes:
        current = here.page == "theme" and here.id == theme.id
        period = here.period if theme.id in context.themes_of_year else ""  # no way to an empty page
        pages.append((words.text(theme), here.to("theme", theme.id, period=period), current))
    links = [link(text, to, current="page" if current else "") for text, to, current in pages]
    brand = link(site_name(context), here.to("overview"), "brand")
    return html.Header(
        html.Div(
            [
                brand,
                html.Nav(links, **dashed(aria_label=words("themes"))),
                *([] if here.page == "search" or failed else [search_form(context)]),
                switches(context),
            ],
            className="bar",
        ),
        className="top",
    )


def footer(context: Context) -> html.Element:
    """Where the figures come from, and every other way to get at them."""
    words, here = context.words, context.address
    links = [
        link(words("compare"), here.to("compare")),
        link(words("regions"), here.to("regions")),
        link(words("documents"), here.to("documents")),
        link(words("releases"), here.to("releases")),
        link(words("corrections"), here.to("corrections")),
        link(Message("proofread.title").say(words.language), here.to("proofread")),
        link(words("all_title"), here.to("all", region="", period="")),
        link(words("api"), f"{here.to('all', region='', period='')}#api"),
        link(words("accessibility"), here.to("accessibility")),
    ]
    publisher = publisher_facts(words, read_site())
    return html.Footer(
        html.Div(
            [
                html.P(dotted(edition(context)), className="parts"),
                html.Nav(links, **dashed(aria_label=words("more"))),
                looks(context),
                *([html.P(publisher, className="publisher")] if publisher else []),
            ],
            className="bar",
        ),
        className="bottom",
    )


def controls(context: Context) -> html.Element:
    """Region and year, as links: they need no script, and the state stays in the address.

    On the page of a theme, those of which nothing is held of it are no links, and it is said why.
    """
    words, here, reader = context.words, context.address, context.reader
    theme = here.id if here.page == "theme" else ""
    of_theme = [i.id for i in reader.catalog.indicators_of(theme)] if theme else None
    covered = reader.covered_among(context.related_regions)
    related = [id for id in context.related_regions if id in covered]
    held = reader.covered(related, indicators=of_theme) if theme else related
    regions = [
        Choice(
            words.term("region", id),
            here.but(region=context.region_of(id), period="", part=""),
            id == context.region,
            id in held,
        )
        for id in related
    ]
    known = reader.years(context.region, of_theme)
    periods = [Choice(words("latest"), here.but(period="", part=""), context.year is None)]
    periods += [
        Choice(str(y), here.but(period=str(y), part=""), y == context.year, y in known)
        for y in reader.years(context.region)
    ]
    return html.Div(
        [choices(words, words("region"), regions), choices(words, words("year"), periods)],
        className="controls",
    )


class Choice(NamedTuple):
    """What may be chosen: its name, where it leads, whether it is what is shown, and whether any is held."""

    name: str
    address: Address
    chosen: bool
    held: bool = True


def choices(words: Words, name: str, offered: Iterable[Choice]) -> html.Element:
    """Choices under a name, as links; those that lead to nothing are none, and it is said why."""
    offered = [*offered]
    shown = [
        link(one.name, one.address, current="true" if one.chosen else "")
        if one.held or one.chosen
        else html.Span([one.name, unseen(words("not_held"))], className="empty")
        for one in offered
    ]
    why = [html.Span(words("empty_choices"), className="why")] if any(not one.held for one in offered) else []
    return html.Nav(
        [html.Span(name, className="name"), *shown, *why], className="choices", **dashed(aria_label=name)
    )


def cards(charts: Sequence[ChartView], *, named: bool = False) -> html.Element:
    """Chart cards in columns; on a page of many themes each is `named` after its own."""
    return set_in_columns([set_card(chart, named=named) for chart in charts])


def set_card(chart: ChartView, *, named: bool) -> Card:
    """A chart's card, and about how high it is."""
    lines = lines_of_chart(chart)
    heights = (height_of(chart, width, [line.text for line in lines]) for width in (IN_TWO, IN_THREE))
    return Card(card(chart, named=named, lines=lines), *heights)


def height_of(chart: ChartView, width: int, lines: Sequence[str] = ()) -> float:
    """Return about how high a chart's card is, in px, where there is room for `width` px in it."""
    if chart.refused:
        return LEADING_OF_TABLE * min(len(chart.rows), LISTED)
    text = len(wrap(chart.title, 20, width, bold=True)) * 28 + len(wrap(chart.caption, 14, width)) * 20
    notes = sum(len(wrap(note, 14, width)) * 20 + 8 for note in (*chart.notes, *lines))
    source = len(wrap(chart.source, 13, width)) * 20
    return _FRAME + text + float(chart.drawing(width).height) + notes + source


def not_drawn(context: Context, charts: Iterable[Chart]) -> str:
    """Say which charts aren't there because their figures are known from anonymous copies alone."""
    words, comma = context.words, context.words("list_comma")
    views = [view for chart in charts if not (view := ChartView(chart, context)).rows and view.copies]
    if not views:
        return ""
    names = comma.join(dict.fromkeys(view.measure for view in views))
    documents = (context.document(row) for view in views for row in view.copies)
    kinds = comma.join(dict.fromkeys(map(context.copy_of, documents)))
    return words("charts_left_out", charts=names, kinds=kinds)


def kicker(context: Context, theme: Theme) -> html.Element:
    """The theme that a card is of, and the way to all figures of it."""
    name = context.words.text(theme)
    see = context.words("see_theme")
    there = context.address.to("theme", theme.id)
    more = link(see, there, "more", **dashed(aria_label=f"{see} {name}"))
    return html.Div([html.Span(name), more], className="kicker")


def card(
    chart: ChartView, *, named: bool = False, headed: bool = True, lines: Sequence[Compared] | None = None
) -> html.Element:
    """A chart under its finding, with its note, its sources and the table of its figures.

    Not `headed`, where its finding heads the page already, under the id that names it. The `lines` tell what
    they are beside others. One that can't be drawn says why, and shows the table instead.
    """
    lines = lines_of_chart(chart) if lines is None else lines
    id = f"chart-{chart.chart.id}"
    theme = chart.context.reader.catalog.themes[chart.chart.theme]
    return html.Article(
        [
            kicker(chart.context, theme) if named else None,
            html.H2(whole(chart.title, phrases=True), id=f"{id}-title", className="finding")
            if headed
            else None,
            html.P(dotted(chart.caption), className="subtitle") if headed else None,
            *(refusal(chart, chart.refused) if chart.refused else [chart_frame(chart)]),
            *map(_compared, lines),
            *(html.P(whole(note), className="note") for note in chart.notes),
            *new_notes(chart),
            *revision_notes(chart),
            html.P(dotted(chart.source), className="source"),
            html.Div(_foot(chart), className="foot"),
        ],
        id=id,
        className=f"card theme-{theme.id}",
        **dashed(aria_labelledby=f"{id}-title"),
    )


def _compared(line: Compared) -> html.Element:
    """What a chart tells beside others; why it is beside none, in a lesser voice."""
    return html.P(whole(line.text), className="compared aside" if line.told == "none" else "compared")


def _foot(chart: ChartView) -> list[html.Element | None]:
    """What one can do with a card; two sources, each of which says whose it is, take a line of their own."""
    sources = source_links(chart)
    if chart.refused:
        return [sources]
    if isinstance(sources, html.Div) and len(sources.children) > 1:
        return [data_details(chart), actions(chart), html.Div(sources, className="last")]
    return [data_details(chart), sources, actions(chart)]


def new_notes(chart: ChartView) -> list[html.Element]:
    """How many of the figures drawn the release shown added or corrected, with the way to all that it did."""
    context = chart.context
    count = sum(map(context.is_new, chart.rows))
    if not count:
        return []
    says = context.words("new_in_chart", release=context.release_name(), count=count, among=len(chart.rows))
    return [html.P([new_mark(context), " ", *whole(says)], className="note")]


def revision_notes(chart: ChartView) -> list[html.Element]:
    """How figures drawn were corrected, with the way to all corrections."""
    here = chart.context.address.to("corrections", release="", period="")
    way = chart.context.words("to_corrections")
    return [
        html.P([*whole(text), " ", link(way, here, "way")], className="note revised")
        for text in chart.revisions[:NOTED]
    ]


def refusal(chart: ChartView, why: ChartRefused) -> list[html.Element]:
    """The sentence and the table of a chart that no picture can be drawn of: a release of another version."""
    log.warning("%s %s: %s", chart.chart.id, chart.context.address, why)
    sentence = html.P(why.say(chart.context.words.language), className="note")
    theme = chart.context.reader.catalog.themes[chart.chart.theme]
    return [sentence, *first_rows(chart.context, chart.rows, theme, caption=chart.title)]


def first_rows(
    context: Context, rows: Sequence[Observation], theme: Theme, *, caption: str
) -> list[html.Element]:
    """A table of the first figures, and where the others are: on the page of their theme."""
    shown = table(context, rows[:LISTED], caption=caption)
    if len(rows) <= LISTED:
        return [shown]
    words = context.words
    others = link(words("see_theme"), context.address.to("theme", theme.id))
    return [shown, html.P([words("showing_first", shown=LISTED), " ", others], className="note")]


def chart_frame(chart: ChartView) -> html.Element:
    """The chart at each width it is laid out at, of which one is shown, and what it shows in a sentence."""
    id = f"chart-{chart.chart.id}"
    drawings = [_drawing(chart, width) for width in chart.widths]
    tips = _tips(points_of(chart, chart.drawing(chart.widths[0]).boxes))  # in one order at all widths
    caption = html.Figcaption(describe(chart), id=f"{id}-says", className="unseen")
    named = dashed(aria_labelledby=f"{id}-title", aria_describedby=f"{id}-says")
    series = dashed(data_series="") if chart.is_series else {}
    return html.Figure([*drawings, tips, caption, excerpt_form(chart)], className="chart", **named, **series)


def _drawing(chart: ChartView, width: int) -> Written:
    return Written(
        write_drawing(chart, width),
        className=f"drawing at-{width}",
        **dashed(data_figure=figure_address(chart, width)),
    )


def write_drawing(chart: ChartView, width: int) -> str:
    """Return a chart's drawing at one width with the links over its marks, as markup. Raises ChartRefused."""
    drawing = chart.drawing(width)
    return drawing.svg + draw_points(points_of(chart, drawing.boxes), width, drawing.height)


def write_excerpt(chart: ChartView, width: int, excerpt: Excerpt) -> str:
    """Return an excerpt of it likewise, with what is shown of its marks. Raises ChartRefused, NotFound."""
    drawing = chart.drawing(width, excerpt)
    points = points_of(chart, drawing.boxes)
    return drawing.svg + draw_points(points, width, drawing.height) + render(_tips(points))


def _tips(points: Iterable[Point]) -> Written:
    """What is shown of each point while it is pointed at or has the focus: its name says as much."""
    return Written(write_tips(points), className="tips", **dashed(aria_hidden="true"))


def figure_address(chart: ChartView, width: int) -> str:
    """The address of a chart's figure: it names release, state, width and drawing, and never changes."""
    release = chart.context.reader.release
    state = chart.context.address.but(release=str(release.id))
    return chart_address(chart.chart.id, "json", state, width, fingerprint(release))


def source_links(chart: ChartView) -> html.Element | html.Element:
    """Links to each document a chart draws on, at the figure's own place in it."""
    context = chart.context
    first_rows: dict[str, Observation] = {}
    for row in chart.rows:
        if row.document:
            first_rows.setdefault(row.document, row)
    links = [
        link(
            _source_name(context, row, len(first_rows)),
            document_place(context, row),
            **dashed(data_at=_printed_address(context, row)),
        )
        for row in first_rows.values()
    ]
    sources = html.Div(links, className="sources")
    if len(links) <= FEW_SOURCES:
        return sources
    summary = html.Summary(context.words("see_sources", count=len(links)))
    return html.Details([summary, sources], className="data")


def _printed_address(context: Context, row: Observation) -> str:
    """Where paper says that a document is: its own address, or that of our page of it."""
    document = context.document(row)
    if document is not None and document.url:
        return document.url
    there = context.address.plain().to("document", row.document, region="", period="")
    return f"{context.site}{there}"


def _source_name(context: Context, row: Observation, among: int) -> list[html.Element | str]:
    """What a link to a source is called: where there are several, by body and date.

    Whoever hears it without what stands around is told the place and the measure too: no two are alike.
    """
    words, document = context.words, context.document(row)
    whole = words("see_source_of", body=f"{context.cited(row)} · {context.full_label(row)}")
    shown = words("see_source")
    if among > 1 and document is not None:
        shown = words("see_source_of", body=context.issued(document))
    return [shown, unseen(whole.removeprefix(shown))]


def data_details(chart: ChartView) -> html.Element:
    """The figures of a chart as a table, reached by keyboard and shown without script."""
    words = chart.context.words
    summary = html.Summary(words("data"), **dashed(aria_label=words("data") + words("data_says")))
    if isinstance(chart, RegionView):
        tabled = table_across if chart.is_over_time else partial(table, regions=True)
    else:
        tabled = table
    shown = tabled(chart.context, chart.rows, caption=chart.title)
    return html.Details([summary, shown], className="data")
