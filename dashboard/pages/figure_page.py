"""One figure: as printed, what it is of, where it was published, what became of it and what uses it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dashboard.charts.chart_view import ChartView
from dashboard.charts.figure_view import FigureView, figure_view
from dashboard.downloads.selection import query_of
from dashboard.pages.changes import named_subject, rewordings_of, said_beside
from dashboard.pages.chart_page import actions, kit_of
from dashboard.pages.comparison_tables import facts_of_figure
from dashboard.pages.components import revision_notes
from dashboard.pages.fact_lists import Fact, list_facts
from dashboard.pages.figure_source import list_figures, parts_of, source_of, titled_card
from dashboard.pages.file_links import file_links, query
from dashboard.pages.phrases import whole
from dashboard.request import html
from dashboard.request.context import Context
from dashboard.request.figures import Figure
from dashboard.request.links import figure_page, link
from data.messages import SOURCE_LANGUAGE
from data.model.observation import Observation
from data.statements.derived_values import figures_in
from data.statements.formula import names_in
from data.statements.selection import indicators_in
from data.statements.supersession import standing
from data.store.queries import Filters, Release, read_releases


def cards_of_figure(figure: Figure) -> html.Element:
    """All that is known of a figure, on cards in the order in which they are read; two abreast in windows."""
    view = picture_of(figure)
    picture, links, citation = kit_of(view)
    cards = (
        *(_published(figure, view), source_of(figure), _compared(figure), _others(figure), _history(figure)),
        *(picture, _used(figure), links, citation),
    )
    theme = figure.context.indicator(figure.row).theme
    return html.Div([card for card in cards if card], className=f"figure-page kit theme-{theme}")


def picture_of(figure: Figure) -> FigureView:
    """Return a figure as its picture shows it, with what its page says beside it."""
    context, row = figure.context, figure.row
    parts = parts_of(context, row) if row.derived else []
    return figure_view(context, row, parts, [*_remarks(figure)])


def _remarks(figure: Figure) -> Iterator[str]:
    context, words, row = figure.context, figure.context.words, figure.row
    yield from _readings(context, row)
    if row.derived:
        yield context.derivation(row)
    if definition := words.text(context.indicator(row), "definition"):
        yield words("defined", definition=definition)
    if row.remark:
        yield words.note(row.remark)[0]
    if not _is_believed(figure):
        yield words("not_believed")


def _is_believed(figure: Figure) -> bool:
    """Whether no other document is believed in place of the figure's."""
    alike = [*figure.alike]
    return len(alike) < 2 or figure.row in standing(figure.context.reader.catalog, alike)


def describe(figure: Figure) -> str:
    """Say in a line which figure it is, of where and when, and whether it was withdrawn."""
    words, row = figure.context.words, figure.row
    status = "" if row.status == "actual" else words.term("status", row.status)
    gone = words("withdrawn") if figure.withdrawn else ""
    return " · ".join(filter(None, (words.term("region", row.region), words.period(row.when), status, gone)))


# ---- the figure itself ------------------------------------------------------------------------


def _published(figure: Figure, picture: FigureView) -> html.Element:
    context, row = figure.context, figure.row
    words, indicator = context.words, context.indicator(row)
    measure = link(words.text(indicator), context.address.to("indicator", indicator.id, region="", period=""))
    note, language = words.note(row.remark)
    facts: list[tuple[str, Fact]] = [
        (words("column_measure"), measure),
        (words("breakdown"), context.full_name(row) if row.breakdown else ""),
        (words("definition"), words.text(indicator, "definition")),
        (words("column_region"), f"{words.term('region', row.region)} ({row.region})"),
        (words("column_period"), words.period(row.when)),
        (words("kind_status"), words.term("status", row.status)),
        (words("column_unit"), "" if row.value is None else words.unit(indicator, printed=row.quantity.unit)),
        (words("note"), html.Span(note, lang=language) if row.remark else ""),
    ]
    title = words("one_figure_derived" if row.derived else "one_figure")
    foot = html.Div(actions(picture), className="foot")
    says = (*_numeral(figure), *revision_notes(picture))
    return titled_card(title, *says, list_facts(facts, "facts"), _downloads(figure), foot, name="one")


def _numeral(figure: Figure) -> Iterator[html.Element]:
    """The figure large, its qualifier and unit small; a rule under it where it isn't exact, with words."""
    words, row = figure.context.words, figure.row
    shown = words.figure(row)
    digits = re.search(r"\d(?:.*\d)?", shown)
    before, number, after = (
        (shown[: digits.start()], digits[0], shown[digits.end() :]) if digits else ("", shown, "")
    )
    parts = [
        *([html.Small(before)] if before else []),
        html.B(number),
        *([html.Small(after)] if after else []),
    ]
    loose = row.qualifier != "exact"
    yield html.P(
        html.Del(parts) if figure.withdrawn else parts,
        className=" ".join(filter(None, ("numeral", "loose" * loose, "words" * (not digits)))),
        lang=SOURCE_LANGUAGE if shown == row.printed else None,
    )
    yield from (html.P(text, className="note") for text in _readings(figure.context, row))


def _readings(context: Context, row: Observation) -> Iterator[str]:
    """How a figure as shown is to be read, where that isn't plain."""
    words = context.words
    if row.derived:
        yield words("derived_by_us")
    elif row.qualifier != "exact":
        yield words(f"printed_{row.qualifier}", printed=row.printed)
    elif words.figure(row) != row.printed:
        yield words("as_printed", printed=row.printed)


def _downloads(figure: Figure) -> html.Element:
    row, context = figure.row, figure.context
    asked = {"indicator": row.indicator, "region": row.region, "period": row.period}
    links = html.P(file_links(context, "figure", context.address.id), className="downloads")
    return html.Div([links, query(context, query_of(context, asked))])


# ---- what else there is -----------------------------------------------------------------------


def _compared(figure: Figure) -> html.Element | None:
    """What it is beside other periods, its target and other regions, or why nothing compares."""
    if figure.withdrawn:
        return None
    words, title = figure.context.words, figure.context.words("compared_with")
    if not _is_believed(figure):
        return titled_card(title, html.P(words("not_compared", why=words("not_believed"))))
    return titled_card(title, list_facts([*facts_of_figure(figure.context, figure.row)], "facts"))


def _others(figure: Figure) -> html.Element | None:
    """What other documents print for the same, and which of them is believed."""
    context = figure.context
    if len(figure.alike) < 2:
        return None
    words = context.words
    stand = standing(context.reader.catalog, [*figure.alike])
    items = []
    for row in figure.alike:
        text: html.Element = html.B(words.figure(row)) if row in stand else html.Del(words.figure(row))
        name = context.cited(row)
        shown = html.Span(name) if row == figure.row else link(name, figure_page(context, row))
        believed = "" if row in stand else words("not_believed")
        items.append(html.Li([shown, text, html.Span(believed, className="aside") if believed else None]))
    return titled_card(words("same_in_documents"), html.Ul(items, className="figures-of"))


def _history(figure: Figure) -> html.Element | None:
    """Each release in which it became another: what it was before struck through, and why."""
    if not figure.versions:
        return None
    context = figure.context
    releases = {release.id: release for release in read_releases(context.reader.engine)}
    begun = {version.observation.first_release for version in figure.versions}
    items: list[html.Element] = []
    before: Observation | None = None
    for row, last in figure.versions:
        told: list[html.Element | str] = [html.B(row.printed), *said_beside(context, row, before or row)]
        if before and before.printed != row.printed:
            told = [html.Del(before.printed), " ", *told]
        items.append(_turn(context, told, releases[row.first_release]))
        before = row
        if last is not None and last + 1 not in begun:
            gone: list[html.Element | str] = [html.Del(row.printed), " ", context.words("withdrawn")]
            items.append(_turn(context, gone, releases[last + 1]))
    return titled_card(context.words("history"), html.Ol(items, className="history"), *_renamed(figure))


def _renamed(figure: Figure) -> Iterator[html.Element]:
    """What it has been called otherwise by, since it was first published and until today."""
    context, first = figure.context, figure.versions[0].observation.first_release
    known = [(release, one) for release, one in rewordings_of(context, [figure.row]) if release.id > first]
    items = []
    for release, one in reversed(known):
        said_in = one.language or SOURCE_LANGUAGE
        subject = html.Span(named_subject(context, one), className="aside", lang=context.words.language)
        before: list[html.Element | str] = [html.Del(one.before, lang=said_in), " "] if one.before else []
        items.append(_turn(context, [subject, *before, html.Span(one.after or "—", lang=said_in)], release))
    if items:
        yield html.P(context.words("reworded"), className="note")
        yield html.Ol(items, className="history")


def _turn(context: Context, text: Sequence[html.Element | str], release: Release) -> html.Element:
    name = context.words("edition", number=release.id)
    there = link(name, context.address.but(release=str(release.id)))
    since = " · ".join(filter(None, (context.words.moment(release.created_at), release.reason)))
    return html.Li(
        [html.Span([*text], lang=SOURCE_LANGUAGE), " ", there, " ", html.Span(since, className="aside")]
    )


def _used(figure: Figure) -> html.Element | None:
    """What is worked out from it, and the charts that show it."""
    context, row = figure.context, figure.row
    if figure.withdrawn:
        return None
    catalog, words = context.reader.catalog, context.words
    formulas = [i for i in catalog.indicators.values() if i.formula and row.indicator in names_in(i.formula)]
    named = {name for i in formulas for name in (i.id, *names_in(i.formula))}
    asked: Filters = {"regions": [row.region], "indicators": named, "period": row.period}
    known = context.reader.observations(**asked) if named else []
    derived = [
        one
        for one in known
        if one.derived and one.period == row.period and row in figures_in(catalog, one, known)
    ]
    charts = [*_charts(context, row)]
    if not derived and not charts:
        return None
    content: list[html.Element] = [list_figures(context, derived)] if derived else []
    if charts:
        content.append(html.Ul([html.Li(shown) for shown in charts], className="figures-of"))
    return titled_card(words("used_in"), *content)


def _charts(context: Context, row: Observation) -> Iterator[html.Element]:
    """Links to the charts that draw a figure, of the latest figures or else of its year."""
    years = ["", *(str(year) for year in context.reader.years(row.region) if year == row.when.year)]
    here = context.address.to("overview", region=context.region_of(row.region))
    pages = [replace(context, address=here.but(period=year)) for year in years]
    for chart in context.reader.catalog.charts.values():
        if row.indicator in indicators_in(chart):
            views = (ChartView(chart, page) for page in pages)
            if view := next((view for view in views if row in view.rows), None):
                theme = view.context.address.to("theme", chart.theme)
                yield link(whole(view.title), f"{theme}#chart-{chart.id}")
