"""What is said of a figure beside others: the period before, its target, the other regions of its level."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.tables import tabulate
from dashboard.request.context import Context
from data.model.catalog import Indicator
from data.model.observation import Observation
from data.statements.comparison import (
    FIRM,
    POINTS,
    Amount,
    Difference,
    Outcome,
    Rank,
    Unlike,
    outcome,
    peers_of,
    previous,
    rank,
)
from data.statements.selection import one_each

LISTED = 60  # figures of a series, from the newest, that are compared with those before them


def say_change(context: Context, comparison: Difference | Unlike) -> str:
    """Return how a figure differs from that of an earlier period, or why that can't be said."""
    words, before = context.words, comparison.before
    facts = {"period": words.period(before.when), "before": words.figure(before)}
    if isinstance(comparison, Unlike):
        return words("change_unlike", why=words(f"unlike_{comparison.why}"), **facts)
    way, amount, growth = comparison.way, comparison.amount, comparison.growth
    if way in ("level", "unclear"):
        return words(f"change_{way}", **facts)
    indicator = context.indicator(before)
    if amount is None:
        return words(f"change_{way}_bare", **facts)
    facts["amount"] = words.amount(amount.printed, indicator)
    key = f"change_{way}"
    if amount.printed.endswith(POINTS):
        key += "_points"
    elif growth:
        key += "_growth"
        facts["growth"] = words.amount(growth.printed, indicator)
    return words("derived_figure", figure=words(key, **facts))


def say_outcome(context: Context, beside: Outcome) -> str:
    """Return what became of a target."""
    words = context.words
    facts = {"target": words.figure(beside.target), "verdict": words(f"verdict_{beside.verdict}")}
    if beside.amount is None:
        return words("outcome_plain", **facts)
    amount = words.amount(beside.amount.printed, context.indicator(beside.result))
    key = "outcome_over" if beside.over else "outcome_under"
    return words("derived_figure", figure=words(key, amount=amount, **facts))


def say_rank(context: Context, row: Observation) -> str:
    """Return a figure's places among the regions of its level in the region above; "" where it is alone."""
    reader, words = context.reader, context.words
    peers = peers_of(reader.catalog, row.region)
    if len(peers) < 2:
        return ""
    others = reader.observations(indicators=[row.indicator], regions=peers, period=row.period)
    places = rank(reader.catalog, row, [other for other in others if other.breakdown == row.breakdown])
    parent = words.term("region", reader.catalog.regions[row.region]["parent"])
    if isinstance(places, Rank):
        silent = len(peers) - places.among
        facts = {"parent": parent, "total": len(peers), "among": places.among, "silent": silent}
        return words("ranked", place=say_place(context, places), **facts)
    if places == "few":
        return words("unranked_few", parent=parent, total=len(peers))
    return words("unranked", why=words(f"unlike_{places}"))


def say_place(context: Context, places: Rank) -> str:
    """Return 第3—5位, or 第3位 where the digits leave one."""
    key = "rank_place" if places.first == places.last else "rank_places"
    return context.words(key, first=places.first, last=places.last)


def say_headline(context: Context, row: Observation, rows: Iterable[Observation]) -> str:
    """Return in a line what a figure is against the period before or its target; "" for neither."""
    catalog, rows = context.reader.catalog, [*rows]
    comparison, beside = previous(catalog, row, rows), outcome(catalog, row, rows)
    if isinstance(comparison, Difference):
        return say_change(context, comparison)
    return say_outcome(context, beside) if beside else ""


def card_of_comparisons(context: Context, indicator: Indicator) -> list[Component]:
    """A table of what a region's figures of an indicator are beside others; nothing where nothing is."""
    words = context.words
    latest = replace(context, address=context.address.but(period=""))
    newest = one_each(latest.rows([indicator.id]))
    results = [row for row in newest if row.status in FIRM and row.value is not None][:LISTED]
    rows = latest.series(indicator.id, {row.breakdown for row in results})
    cells = [
        [
            words.period(row.when) if not row.breakdown else _named(context, row),
            words.figure(row),
            said,
            worked,
        ]
        for row in results
        for said, worked in _compared(context, row, rows, newest=row.order == results[0].order)
    ]
    if not cells:
        return []
    title = words("compared")
    columns = ("period", "printed", "compared", "worked_out")[: 4 if any(row[-1] for row in cells) else 3]
    cells = [row[: len(columns)] for row in cells]
    heading = html.Div(html.H2(title), className="row")
    return [
        html.Section(
            [heading, tabulate(context, columns, cells, caption=title)],
            className="card comparisons",
            id="compared",
        )
    ]


def _named(context: Context, row: Observation) -> str:
    return f"{context.words.period(row.when)} · {context.label(row)}"


def _compared(
    context: Context, row: Observation, rows: Sequence[Observation], *, newest: bool
) -> list[tuple[str, Any]]:
    catalog = context.reader.catalog
    compared: list[tuple[str, Any]] = []
    if comparison := previous(catalog, row, rows):
        amounts = (comparison.amount, comparison.growth) if isinstance(comparison, Difference) else ()
        compared.append((say_change(context, comparison), _worked_out(context, row, amounts)))
    if beside := outcome(catalog, row, rows):
        compared.append((say_outcome(context, beside), _worked_out(context, row, (beside.amount,))))
    if newest and not row.breakdown and (places := say_rank(context, row)):
        compared.append((places, ""))
    return compared


def _worked_out(context: Context, row: Observation, amounts: Iterable[Amount | None]) -> list[Component]:
    """The formula and bounds of each amount, on a line of its own."""
    words, indicator = context.words, context.indicator(row)
    return [
        html.Div(
            words.formula(amount.formula)
            if amount.exact
            else words(
                "worked_out",
                formula=words.formula(amount.formula),
                bounds=words.span(amount.bounds, indicator),
            )
        )
        for amount in amounts
        if amount
    ]
