"""Rows of what changed since it was published: figures corrected or withdrawn, names and definitions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from typing import Any

from dashboard.pages.phrases import parted, unseen, whole
from dashboard.request import html
from dashboard.request.context import Context
from dashboard.request.figures import context_as_of
from dashboard.request.links import figure_page, link
from data.messages import SOURCE_LANGUAGE
from data.model.catalog import Chart, Indicator, Theme
from data.model.observation import Observation
from data.model.words import LISTED
from data.statements.rewordings import Rewording, subject_of
from data.statements.templates import TEMPLATES, describe
from data.store.changes import Correction
from data.store.queries import Release, open_release
from data.store.reworded_figures import read_rewordings

REWORDED = ("subject", "before", "after", "release", "reason")
CORRECTED = ("measure", "region", "period", "before", "after", "release", "reason")


def corrected(context: Context, corrections: Sequence[Correction]) -> list[list[Any]]:
    """Rows of corrections: what was printed, what is, since when, and why."""
    words, then_of = context.words, _as_it_was(context)
    return [
        [
            link(parted(then.full_label(c.before)), figure_page(context, c.before)),
            then.words.term("region", c.before.region),
            words.period(c.before.when),
            said_before(then, c.before, c.after),
            said_after(context, c.after, c.before) if c.after else words("withdrawn"),
            [
                name_of_release(context, c.release),
                html.Span(whole(words.moment(c.release.created_at)), className="aside"),
            ],
            c.release.reason,
        ]
        for c in corrections
        for then in [then_of(c)]
    ]


def rewordings_of(
    context: Context, rows: Collection[Observation], chart: str = "", *, until: int | None = None
) -> list[tuple[Release, Rewording]]:
    """What figures, or a chart of them, are called otherwise by, up to a release or all, the latest first."""
    newest = open_release(context.reader.engine, until)
    return [
        (release, one)
        for release, one in read_rewordings(newest)
        if (one.kind != "chart" or one.id == chart) and any(map(one.concerns, rows))
    ]


def reworded_rows(context: Context, rewordings: Sequence[tuple[Release, Rewording]]) -> list[list[Any]]:
    """Rows of what figures are called otherwise by: what was said, what is, since when, and why."""
    return [
        [
            named_subject(context, one),
            html.Del(before, className="said") if before else "—",
            html.Span(after, className="said") if after else "—",
            [
                name_of_release(context, release),
                html.Span(whole(context.words.moment(release.created_at)), className="aside"),
            ],
            release.reason,
        ]
        for release, one in rewordings
        for before, after in [_said(context, one)]
    ]


def said_before(context: Context, before: Observation, after: Observation | None) -> list[Any]:
    """What a version of a figure said that another one, which came after it, says otherwise."""
    return [
        html.Del(whole(before.printed), lang=SOURCE_LANGUAGE),
        *said_beside(context, before, after or before),
    ]


def said_after(context: Context, after: Observation, before: Observation) -> list[Any]:
    """What a version of a figure says that the one before it said otherwise."""
    return [html.Span(whole(after.printed), lang=SOURCE_LANGUAGE), *said_beside(context, after, before)]


def said_beside(context: Context, row: Observation, other: Observation) -> list[html.Element]:
    """Where a version of a figure stands and what is noted of it, each where another one says otherwise."""
    said: list[html.Element] = []
    if row.locator != other.locator:
        said.append(html.Span(context.words.place(row), className="aside"))
    if row.note != other.note and row.remark:
        note, language = context.words.note(row.remark)
        said.append(html.Span(note, className="aside", lang=language))
    return said


def named_subject(context: Context, one: Rewording) -> str:
    """What says something else, by its name."""
    return subject_of(one, context.words, _name_of(context, one))


def _said(context: Context, one: Rewording) -> tuple[str, str]:
    """What an entry said and says; a template tells which indicators' figures it gives and needs.

    Two that would read alike, for what differs is which of an indicator's figures, stand as they are written.
    """
    words, indicators = context.words, context.reader.catalog.indicators

    def naming(key: str) -> Callable[[str], str]:
        return lambda id: words(key, indicator=words.text(indicators[id]) if id in indicators else id)

    said = one.before, one.after
    if one.field in TEMPLATES.get(one.kind, ()):
        told = [describe(text, naming("template_figure"), naming("template_condition")) for text in said]
        if told[0] != told[1]:
            return told[0], told[1]
    return said


def _name_of(context: Context, one: Rewording) -> str:
    """What the entry that says something else is called, where the catalogue has it."""
    catalog, words = context.reader.catalog, context.words
    if one.kind in LISTED:
        return words.term(one.kind, one.id)
    if one.kind == "document" and one.id in catalog.documents:
        return words.text(catalog.documents[one.id], "title")
    named: dict[str, Mapping[str, Theme | Indicator | Chart]] = {
        "theme": catalog.themes,
        "indicator": catalog.indicators,
        "chart": catalog.charts,
    }
    entry = named.get(one.kind, {}).get(one.id)
    return words.text(entry) if entry else one.id


def name_of_release(context: Context, release: Release) -> html.Element:
    """The name of a release, leading to all as of it."""
    name = context.words("edition", number=release.id)
    return link(name, context.address.to("overview", release=str(release.id)))


def new_mark(context: Context) -> html.Element:
    """What marks a figure that the release shown added or corrected: the way to all that it did."""
    words, id = context.words, str(context.reader.release.id)
    there = context.address.to("release", id, region="", period="")
    name = words("new_says", release=context.release_name())
    return link([words("new_mark"), unseen(f" {name}")], there, "new")


def changes_of_release(context: Context, release: Release) -> html.Element:
    """The way to what a release changed."""
    there = context.address.to("release", str(release.id), region="", period="")
    name = unseen(f" {context.words('edition', number=release.id)}")
    return html.Span(link([context.words("see_changes"), name], there), className="aside way")


def _as_it_was(context: Context) -> Callable[[Correction], Context]:
    """What gives a context whose catalogue knows a corrected figure: what that was called may have gone."""
    catalog = context.reader.catalog
    before = cache(lambda release: context_as_of(context, release - 1))  # which may end hundreds at once

    def as_it_was(c: Correction) -> Context:
        row = c.before
        known = row.indicator in catalog.indicators and row.region in catalog.regions
        named = not row.breakdown or row.breakdown in catalog.breakdowns
        return context if known and named else before(c.release.id)

    return as_it_was
