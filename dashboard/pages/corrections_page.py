"""What was changed since it was published: corrected, replaced by another document's, called otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dashboard.pages.changes import CORRECTED, REWORDED, corrected, reworded_rows
from dashboard.pages.paging import LATEST_FIRST, paging
from dashboard.pages.tables import tabulate
from dashboard.request import html
from dashboard.request.address import PART
from dashboard.request.context import Context
from dashboard.request.parts import Part, start_of_part
from data.errors import NotFound
from data.store.changes import read_corrections
from data.store.queries import read_releases
from data.store.reworded_figures import read_rewordings
from data.store.superseded import read_superseded


def cards_of_corrections(context: Context) -> list[html.Element]:
    """Return a table of each kind, the latest first. Raises NotFound for a part that there is none of."""
    cards = [*_cards(context)]
    if not cards and context.address.part:
        raise NotFound(f"part={context.address.part}")
    return cards


def _cards(context: Context) -> Iterator[html.Element]:
    words, reader = context.words, context.reader
    before = start_of_part(context)
    releases = read_releases(reader.engine, reader.release.id)
    among = sum(release.changed + release.withdrawn for release in releases)
    if changed := read_corrections(reader, before, PART) if before < among else []:
        table = tabulate(context, CORRECTED, corrected(context, changed), caption=words("corrections"))
        ways = paging(context, Part(changed, before, among), LATEST_FIRST)
        yield html.Div([table, *ways], className="card figures")
    replaced = read_superseded(reader, before + PART + 1)[before:]
    if replaced:
        among_replaced = before + len(replaced) if len(replaced) <= PART else None
        part = Part(replaced[:PART], before, among_replaced)
        yield _card(context, "superseded", CORRECTED, corrected(context, part.rows), part)
    rewordings = [*read_rewordings(reader)]
    if listed := rewordings[before : before + PART]:
        part_of_them = Part(listed, before, len(rewordings))
        yield _card(context, "reworded", REWORDED, reworded_rows(context, listed), part_of_them)


def _card(
    context: Context, heading: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], part: Part[Any]
) -> html.Element:
    title = context.words(heading)
    table = tabulate(context, columns, rows, caption=title)
    ways = paging(context, part, LATEST_FIRST)
    return html.Div([html.Div(html.H2(title), className="row"), table, *ways], className="card figures")
