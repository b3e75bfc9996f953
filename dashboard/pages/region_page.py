"""Regions: which lie in which, since when, what they replaced, and which documents tell of them."""

from __future__ import annotations

from collections.abc import Collection

from dash import html
from dash.development.base_component import Component

from dashboard.pages.fact_lists import Fact, list_facts
from dashboard.pages.phrases import unseen
from dashboard.request.context import Context
from dashboard.request.links import dashed, link
from data.statements.comparison import peers_of


def list_regions(context: Context, covered: Collection[str]) -> html.Ul:
    """The regions that lie in no other, each with those in it; those without figures are no links."""
    regions = context.reader.catalog.regions
    inside: dict[str, list[str]] = {}
    for id, term in regions.items():
        inside.setdefault(term["parent"] if term["parent"] in regions else "", []).append(id)

    def branch(id: str) -> html.Li:
        name: Component | str = context.words.term("region", id)
        if id in covered:
            name = link(name, context.address.to("region", id))
        parts = inside.get(id, ())
        if not parts:
            return html.Li(name)
        content = html.Ul([branch(part) for part in parts])
        # Beside the region's link: in the summary it would be a control within a control.
        parted: list[Component | str] = [
            context.words("region_parts"),
            unseen(f" {context.words.term('region', id)}"),
        ]
        return html.Li([name, html.Details([html.Summary(parted), content], open=True)])

    return html.Ul([branch(id) for id in inside.get("", ())], className="listing tree card")


def cards_of_region(context: Context, id: str, documents: Collection[str]) -> list[Component]:
    """What is known of a region, and the documents that give its figures."""
    words, catalog = context.words, context.reader.catalog
    region = catalog.regions[id]
    site = link(
        words("region_site", region=words.term("region", id)),
        context.address.to("overview", region=context.region_of(id)),
    )
    parts = [one for one, term in catalog.regions.items() if term["parent"] == id]
    peers = [one for one in peers_of(catalog, id) if one != id]
    facts: list[tuple[str, Fact]] = [
        (words("region_code"), id),
        (words("region_part_of"), _names(context, [region["parent"]])),
        (words("region_parts"), _names(context, parts)),
        (words("region_peers"), _names(context, peers)),
        (words("region_since"), region["since"]),
        (words("region_until"), region["until"]),
        (words("region_replaced_by"), _names(context, region["replaced_by"].split("|"))),
        (words("all_figures"), site if documents else ""),
    ]
    listed = sorted(
        (catalog.documents[one] for one in documents), key=lambda one: one.published, reverse=True
    )
    items = [
        html.Li(
            [
                link(words.text(one, "title"), context.address.to("document", one.id)),
                html.Span(context.issued(one)),
            ]
        )
        for one in listed
    ]
    cards: list[Component] = [list_facts(facts)]
    if items:
        heading = html.H2(words("documents"), id="documents")
        cards.append(
            html.Section(
                [heading, html.Ul(items, className="listing card")], **dashed(aria_labelledby="documents")
            )
        )
    return cards


def _names(context: Context, regions: Collection[str]) -> Fact:
    """The names of regions, each leading to its page where there are figures of it."""
    words, known = context.words, [id for id in regions if id in context.reader.catalog.regions]
    covered = context.reader.covered(known)
    names: list[Component | str] = []
    for id in known:
        name = words.term("region", id)
        comma = [words("list_comma")] if names else []
        names += [*comma, link(name, context.address.to("region", id)) if id in covered else name]
    return html.Span(names) if names else ""
