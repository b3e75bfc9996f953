"""Where a figure comes from: the document that prints it, or the figures that it is worked out from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, unquote

from dashboard.pages.fact_lists import Fact, formula_of, list_facts
from dashboard.pages.originals import sentence_of
from dashboard.pages.phrases import stepped, whole
from dashboard.request import html
from dashboard.request.context import Context
from dashboard.request.figures import Figure
from dashboard.request.links import document_place, figure_page, link
from data.model.catalog import Document
from data.model.observation import Observation
from data.statements.derived_values import figures_in
from data.statements.formula import names_in

# A paragraph, where a figure stands as it is printed; in a table its unit may stand elsewhere.
_PARAGRAPH = re.compile(r"(?:“([^“”]+)”)?(?:第\d+)?段(?:（.*）)?")


def source_of(figure: Figure) -> html.Element | None:
    """Return the card of the document that prints a figure, or of what a derived one is worked out from."""
    context, row = figure.context, figure.row
    document = context.document(row)
    if document is None:
        return _formula(figure)
    words = context.words
    facts: list[tuple[str, Fact]] = [
        (words("document"), link(words.text(document, "title"), document_place(context, row))),
        (words("publisher"), context.issued(document)),
        (words("supervisor"), words.text(document, "supervisor")),
        (words("reprinted_by"), words.text(document, "reprinted_by")),
        (words("locator"), words.place(row)),
        (words("see_source"), _original(document, row) or words("no_url")),
        (words("confidence"), words(f"confidence_{document.confidence}")),
    ]
    return titled_card(
        words("column_source"), *sentence_of(context, document, row), list_facts(facts, "facts")
    )


def _original(document: Document, row: Observation) -> html.Element | None:
    if not document.url:
        return None
    address = original_address(document.url, row)
    return html.A([*stepped(document.url), _fragment(address)], href=address, rel="external noopener")


def _fragment(address: str) -> html.Element | None:
    _, found, words = address.partition(":~:text=")
    texts = (f"“{unquote(text)}”" for text in words.split(","))
    return html.Span(f"→ {'…'.join(texts)}", className="aside") if found else None


def original_address(url: str, row: Observation) -> str:
    """Return the address of a document, at the figure's words where it stands in a paragraph of it.

    What is searched for is the figure as printed, after the words by which its paragraph is told, if any.
    """
    paragraph = _PARAGRAPH.fullmatch(row.locator)
    if paragraph is None or not any(map(str.isdigit, row.printed)):
        return url
    texts = (quote(text, safe="").replace("-", "%2D") for text in (paragraph[1], row.printed) if text)
    return f"{url}{'' if '#' in url else '#'}:~:text={','.join(texts)}"


def _formula(figure: Figure) -> html.Element:
    """What a derived figure is worked out from, how, and how far its digits leave it open."""
    context, row = figure.context, figure.row
    words, indicator = context.words, context.indicator(row)
    facts: list[tuple[str, Fact]] = [
        (words("formula"), formula_of(context, indicator)),
        (words("derived"), f"{words.figure(row)} = {words.place(row)}"),
        (words("bounds_name"), words("bounds", bounds=words.bounds(row))),
    ]
    parts = list_figures(context, parts_of(context, row))
    return titled_card(words("worked_out_from"), list_facts(facts, "facts"), parts)


def parts_of(context: Context, row: Observation) -> list[Observation]:
    """Return the figures that a derived one is worked out from."""
    named = names_in(context.indicator(row).formula)
    known = context.reader.observations(regions=[row.region], indicators=named, period=row.period)
    return figures_in(context.reader.catalog, row, known)


def list_figures(context: Context, rows: Iterable[Observation]) -> html.Element:
    """Return figures of a place and a time, each with its name, leading to its page."""
    items = [
        html.Li(
            [
                link(context.full_label(row), figure_page(context, row)),
                html.B(whole(context.words.figure(row))),
                html.Span(
                    whole(f"{context.words('derived')} = {context.words.place(row)}"), className="aside"
                )
                if row.derived
                else None,
                html.Span(context.words("bounds", bounds=context.words.bounds(row)), className="aside")
                if row.derived
                else None,
            ]
        )
        for row in rows
    ]
    return html.Ul(items, className="figures-of")


def titled_card(title: str, *content: Any, name: str = "") -> html.Element:
    """Return a card of the page of a figure."""
    return html.Section([html.H2(title), *content], className=f"card {name}".strip())
