"""Regions: which lie in which, since when, what they replaced, and which documents tell of them."""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice

from dashboard.pages.fact_lists import Fact, list_documents, list_facts, newest_first
from dashboard.pages.paging import paging
from dashboard.pages.phrases import unseen
from dashboard.request import html
from dashboard.request.address import PART
from dashboard.request.context import Context
from dashboard.request.links import link
from dashboard.request.parts import slice_of
from data.errors import NotFound
from data.statements.ranks import peers_of


def list_regions(context: Context, covered: Collection[str]) -> html.Element:
    """The regions that lie in no other, each with those in it; those without figures are no links.

    Of very many, those are shown in which the page's own region lies, and what lies in these; of all others
    how many are in them, and where.
    """
    words, catalog = context.words, context.reader.catalog
    few = len(catalog.regions) <= PART
    opened = {context.region, *catalog.regions_above(context.region)}

    def branch(id: str) -> html.Element:
        name: html.Element | str = words.term("region", id)
        there = context.address.to("region", id)
        if id in covered:
            name = link(name, there)
        parts = catalog.parts.get(id, ())
        if not parts:
            return html.Li(name)
        # Beside the region's link: in the summary it would be a control within a control.
        parted: list[html.Element | str] = [words("region_parts"), unseen(f" {words.term('region', id)}")]
        if not few and (id not in opened or len(parts) > PART):
            count = [words("region_parts_count", count=len(parts)), unseen(f" {words.term('region', id)}")]
            return html.Li([name, " ", html.Small(link(count, there))])
        leaves = not any(catalog.parts.get(part) for part in parts)
        content = html.Ul([branch(part) for part in parts], className="leaves" if leaves else None)
        return html.Li([name, html.Details([html.Summary(parted), content], open=True)])

    tops = (id for id, term in catalog.regions.items() if term["parent"] not in catalog.regions)
    return html.Ul([branch(id) for id in islice(tops, PART)], className="listing tree card")


def cards_of_region(context: Context, id: str, documents: Collection[str]) -> list[html.Element]:
    """What is known of a region, and the documents that give its figures.

    Raises NotFound for a part that there is none of, be it of these or of the regions in it.
    """
    words, catalog = context.words, context.reader.catalog
    region = catalog.regions[id]
    site = link(
        words("region_site", region=words.term("region", id)),
        context.address.to("overview", region=context.region_of(id)),
    )
    parts = slice_of(context, catalog.parts.get(id, []))
    facts: list[tuple[str, Fact]] = [
        (words("region_code"), id),
        (words("region_part_of"), _names(context, [region["parent"]])),
        (words("region_parts"), _names(context, parts.rows)),
        (words("region_peers"), _peers(context, id)),
        (words("region_since"), region["since"]),
        (words("region_until"), region["until"]),
        (words("region_replaced_by"), _names(context, region["replaced_by"].split("|"))),
        (words("all_figures"), site if documents else ""),
    ]
    listed = slice_of(context, newest_first(catalog.documents[one] for one in documents))
    if context.address.part and not (parts.rows or listed.rows):
        raise NotFound(f"part={context.address.part}")
    cards: list[html.Element] = [list_facts(facts), *paging(context, parts)]
    if listed.rows:
        heading = html.Div(html.H2(words("documents"), id="documents"), className="row")
        cards.append(
            html.Section(
                [heading, list_documents(context, listed.rows), *paging(context, listed)],
                className="card figures",
            )
        )
    return cards


def _peers(context: Context, id: str) -> Fact:
    """The regions of the same level, or where they are listed."""
    peers = [one for one in peers_of(context.reader.catalog, id) if one != id]
    if len(peers) <= PART:
        return _names(context, peers)
    parent = context.reader.catalog.regions[id]["parent"]
    count = context.words("region_parts_count", count=len(peers) + 1)
    return link(count, context.address.to("region", parent))


def _names(context: Context, regions: Collection[str]) -> Fact:
    """The names of regions, each leading to its page where there are figures of it."""
    words, known = context.words, [id for id in regions if id in context.reader.catalog.regions]
    covered = context.reader.covered_among(known)
    names: list[html.Element | str] = []
    for id in known:
        name, comma = words.term("region", id), words("list_comma") if id != known[-1] else ""
        shown = link(name, context.address.to("region", id)) if id in covered else name
        # No line begins with a mark, nor ends within a name; one of several words breaks between them.
        names += [shown, comma] if " " in name else [html.Span([shown, comma], className="whole")]
    return html.Span(names) if names else ""
