"""Figures beside others as tables: of an indicator, of a theme, and of one figure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from dashboard.pages.comparisons import (
    Compared,
    comparisons,
    peers_of_figures,
    read_histories,
    say_nothing,
)
from dashboard.pages.phrases import whole
from dashboard.pages.tables import tabulate
from dashboard.request import html
from dashboard.request.context import Context
from dashboard.request.links import figure_page, link
from data.messages import SOURCE_LANGUAGE
from data.model.catalog import Indicator
from data.model.observation import Observation
from data.statements.comparison import FIRM
from data.statements.selection import one_each

LISTED = 60  # figures of an indicator, from the newest, that are compared with those before them
MOST_THINGS = 40  # that are looked at on the page of a theme, the newest
MOST_NAMED = 12  # measures without anything to compare that are named


def card_of_indicator(context: Context, indicator: Indicator) -> list[html.Element]:
    """A table of what a region's figures of an indicator are beside others; nothing where nothing is."""
    words, latest = context.words, replace(context, address=context.address.but(period=""))
    own = one_each(latest.rows([indicator.id]))[:LISTED]
    histories = read_histories(latest, own)
    last = next((row.order for row in own if row.status in FIRM), own[0].order if own else ())
    newest = [row for row in own if row.order >= last]
    peers = peers_of_figures(context, newest)
    cells = []
    for row in own:
        said = comparisons(context, row, histories(row), peers if row in newest else None)
        if row not in newest:
            said = [one for one in said if one.told != "none"]
        if said:
            when = words.period(row.when)
            named = f"{when} · {context.label(row)}" if row.breakdown else when
            cells.append([whole(named), _figure(context, row), told(said)])
    there = context.address.to("compare", indicator=indicator.id, period="")
    way = link(words("to_compare"), there, "way")
    title = words("compared_of", region=words.term("region", context.region), compared=words("compared"))
    return _card(context, ("period", "printed", "compared"), cells, way=way, title=title)


def card_of_theme(context: Context, rows: Sequence[Observation]) -> list[html.Element]:
    """A table of what the newest figures of a theme are beside others; which have nothing beside them."""
    words = context.words
    newest: dict[tuple[str, str], Observation] = {}
    for row in sorted(one_each(rows), key=lambda row: row.status not in FIRM):  # results before plans
        newest.setdefault((row.indicator, row.breakdown), row)
    shown = context.ordered(newest.values())[:MOST_THINGS]
    histories = read_histories(context, shown)
    peers = peers_of_figures(context, shown)
    cells, compared, others = [], set[str](), dict[str, dict[str, str]]()
    for row in shown:
        said = comparisons(context, row, histories(row), peers)
        kept = [one for one in said if one.told != "none"]
        if kept:
            measure = link(context.full_label(row), context.address.to("indicator", row.indicator, period=""))
            cells.append([measure, _figure(context, row), whole(words.period(row.when)), told(kept)])
            compared.add(row.indicator)
        elif not row.derived:
            silent = others.setdefault(say_nothing(context, said), {})
            silent.setdefault(row.indicator, words.text(context.indicator(row)))
    notes = []
    for why, names in others.items():
        named = [name for id, name in names.items() if id not in compared]
        compared.update(names)  # each is named once
        if named:
            key = "compared_nowhere" if len(named) <= MOST_NAMED else "compared_nowhere_more"
            measures = words("list_comma").join(named[:MOST_NAMED])
            notes.append(words(key, measures=measures, count=len(named), why=why))
    return _card(context, ("measure", "printed", "period", "compared"), cells, notes)


def facts_of_figure(context: Context, row: Observation) -> Iterator[tuple[str, html.Element]]:
    """What a figure is beside each thing that it may be held against, by the name of that."""
    ids = [id for id in (row.indicator, context.indicator(row).replaces) if id]
    history = context.reader.observations(indicators=ids, regions=[row.region], breakdowns=[row.breakdown])
    for one in comparisons(context, row, history, peers_of_figures(context, [row])):
        yield context.words(f"beside_{one.beside}"), html.Span(_said(one))


def _card(
    context: Context,
    columns: Collection[str],
    cells: Sequence[Sequence[Any]],
    notes: Sequence[str] = (),
    way: html.Element | None = None,
    title: str = "",
) -> list[html.Element]:
    if not cells and not notes:
        return []
    title = title or context.words("compared")
    ways = [html.Div(way, className="sources")] if way else []
    content: list[html.Element] = [html.Div([html.H2(title), *ways], className="row")]
    if cells:
        content.append(tabulate(context, [*columns], cells, caption=title))
    content += (html.P(note, className="note") for note in notes)
    return [html.Section(content, className="card comparisons", id="compared")]


def _figure(context: Context, row: Observation) -> list[html.Element | str]:
    """A figure, leading to its page; its status where it is no result, and what kind of copy it is from."""
    words = context.words
    language = SOURCE_LANGUAGE if words.figure(row) == row.printed else None
    shown: list[html.Element | str] = [link(words.figure(row), figure_page(context, row), lang=language)]
    status = "" if row.status == "actual" else words.term("status", row.status)
    for text in filter(None, (status, context.copy_of(context.document(row)), context.revised(row))):
        shown += [" ", html.Span(whole(text), className="nature")]
    return shown


def told(said: Iterable[Compared]) -> list[html.Element]:
    """Return what is said as lines, each with how what is derived in it was worked out."""
    return [html.Div(_said(one)) for one in said]


def _said(one: Compared) -> list[html.Element | str]:
    worked_out = [html.Span(whole(text), className="aside") for text in one.worked_out]
    return [*whole(one.text), *worked_out]
