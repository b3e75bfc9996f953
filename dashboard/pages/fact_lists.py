"""What is known of an indicator or a document beside its figures: its definition, who published it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

from dashboard.pages.phrases import DOT, parted, stepped
from dashboard.pages.tables import tabulate
from dashboard.request import html
from dashboard.request.context import Context
from dashboard.request.html import render
from dashboard.request.links import link
from data.messages import SOURCE_LANGUAGE
from data.model.catalog import Document, Indicator

Fact = html.Element | str
# A fact of more characters than this has a row of its own.
LONG = 32
SIGNS = str.maketrans("*/-", "×÷−")


def list_facts(facts: Iterable[tuple[str, Fact]], name: str = "facts card") -> html.Element:
    """Named facts, by default on a card of their own, without those that aren't known."""
    return html.Dl(
        [
            html.Div([html.Dt(name), html.Dd(_set(fact))], className="long" if _length(fact) > LONG else None)
            for name, fact in facts
            if fact
        ],
        className=name,
    )


def _set(fact: Fact) -> Fact:
    return parted(fact) if isinstance(fact, str) and DOT in fact else fact


def facts_of_indicator(context: Context, indicator: Indicator) -> list[tuple[str, Fact]]:
    """What an indicator measures, and how it may be used."""
    words = context.words
    theme = context.reader.catalog.themes[indicator.theme]
    return [
        (words("theme"), link(words.text(theme), context.address.to("theme", theme.id))),
        (words("column_unit"), words.unit(indicator)),
        (words("definition"), words.text(indicator, "definition")),
        (words("additive"), words("yes" if indicator.additive else "no")),
        (words("polarity"), words(f"polarity_{indicator.polarity}") if indicator.polarity else ""),
        (words("formula"), formula_of(context, indicator)),
    ]


def facts_of_document(context: Context, d: Document) -> list[tuple[str, Fact]]:
    """Who published a document, when and where, and how far it can be trusted."""
    words = context.words
    address = html.A(stepped(d.url), href=d.url, rel="external noopener") if d.url else words("no_url")
    is_translated = words.text(d, "title") != d.title
    return [
        (words("original_title"), html.Span(d.title, lang=SOURCE_LANGUAGE) if is_translated else ""),
        (words("publisher"), words.text(d, "publisher")),
        (words("supervisor"), words.text(d, "supervisor")),
        (words("reprinted_by"), words.text(d, "reprinted_by")),
        (words("published"), d.published or words("undated")),
        (words("address"), address),
        (words("source_kind"), words.term("source_kind", d.kind)),
        (words("confidence"), words(f"confidence_{d.confidence}")),
        (words("note"), words.text(d, "note")),
    ]


def newest_first(documents: Iterable[Document]) -> list[Document]:
    """Return documents by the day they came out, the latest first."""
    return sorted(documents, key=lambda document: document.published, reverse=True)


def list_documents(context: Context, documents: Iterable[Document]) -> html.Element:
    """Documents as a table: what, by whom, when."""
    words = context.words
    rows = [
        [
            link(words.text(one, "title"), context.address.to("document", one.id)),
            context.body(one),
            one.published or words("undated"),
        ]
        for one in documents
    ]
    columns = ("document", "publisher", "published")
    return tabulate(context, columns, rows, caption=words("documents"), name="brief")


def formula_of(context: Context, indicator: Indicator) -> str:
    """The formula with the names of indicators for their ids."""
    known = context.reader.catalog.indicators
    signed = indicator.formula.translate(SIGNS)
    return re.sub(r"[A-Za-z_]\w*", lambda id: context.words.text(known[id[0]]), signed)


def _length(fact: Fact) -> int:
    """How many characters of it are read."""
    return len(unescape(re.sub("<[^>]*>", "", render(fact))))
