"""What a release changed: the figures it added, by theme, those it corrected or withdrew, and why."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.pages.changes import CORRECTED, REWORDED, corrected, reworded_rows
from dashboard.pages.paging import paging
from dashboard.pages.tables import table, tabulate
from dashboard.request import html
from dashboard.request.address import PART
from dashboard.request.context import Context
from dashboard.request.parts import Part, start_of_part
from data.errors import NotFound
from data.store.changes import read_added, read_corrections
from data.store.queries import Release, read_releases
from data.store.reworded_figures import read_rewordings


def find_release(context: Context) -> Release:
    """Return the release that an address names. Raises NotFound for one later than the release shown."""
    for release in read_releases(context.reader.engine, context.reader.release.id):
        if str(release.id) == context.address.id:
            return release
    raise NotFound(context.address.id)


def lead_of_release(context: Context, release: Release) -> str:
    """Return when a release was published, what it changed, and why."""
    counts = {name: getattr(release, name) for name in ("added", "changed", "withdrawn", "reworded")}
    lead = context.words("release_lead", moment=context.words.moment(release.created_at), **counts)
    return " ".join(filter(None, (lead, release.reason)))


def cards_of_release(context: Context, release: Release) -> list[html.Element]:
    """Tables of what was corrected or withdrawn, called otherwise, and added: of each the part asked for.

    Raises NotFound for a part that there is none of.
    """
    if cards := [*_cards(context, release)]:
        return cards
    if context.address.part:
        raise NotFound(f"part={context.address.part}")
    return [html.P(context.words("release_nothing"), className="nothing card")]


def _cards(context: Context, release: Release) -> Iterator[html.Element]:
    words, reader = context.words, context.reader
    before = start_of_part(context)
    if changed := read_corrections(reader, before, PART, release=release.id):
        title = words("release_changed")
        shown = tabulate(context, CORRECTED, corrected(context, changed), caption=title)
        yield _card(
            title, shown, *paging(context, Part(changed, before, release.changed + release.withdrawn))
        )
    edits = [*read_rewordings(reader, release.id)]
    if listed := edits[before : before + PART]:
        title = words("reworded")
        shown = tabulate(context, REWORDED, reworded_rows(context, listed), caption=title)
        yield _card(title, shown, *paging(context, Part(listed, before, len(edits))))
    if release.added <= before:
        return
    # What a later release took out of the catalogue is told as a correction there.
    known = reader.catalog.indicators
    read = read_added(reader, release.id, before, PART)
    added = context.ordered(row for row in read if row.indicator in known)
    for theme in reader.catalog.themes.values():
        rows_of_theme = [row for row in added if known[row.indicator].theme == theme.id]
        if rows_of_theme:
            title = f"{words('release_added')} · {words.text(theme)}"
            yield _card(title, table(context, rows_of_theme, caption=title, regions=True))
    yield from paging(context, Part(read, before, release.added))


def _card(title: str, *content: html.Element) -> html.Element:
    return html.Section([html.Div(html.H2(title), className="row"), *content], className="card figures")
