"""What a release changed: the figures it added, by theme, those it corrected or withdrew, and why."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from dash import html
from dash.development.base_component import Component

from dashboard.pages.changes import CORRECTED, REWORDED, corrected, reworded_rows
from dashboard.pages.tables import table, tabulate
from dashboard.request.context import Context
from data.errors import NotFound
from data.store.queries import Release, read_added, read_corrections, read_releases
from data.store.reworded_figures import read_rewordings

LISTED = 500  # figures, of either kind, that a page lists


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


def cards_of_release(context: Context, release: Release) -> list[Component]:
    """Tables of what was corrected or withdrawn, called otherwise, and added."""
    return [*_cards(context, release)] or [html.P(context.words("release_nothing"), className="nothing card")]


def _cards(context: Context, release: Release) -> Iterator[Component]:
    words, reader = context.words, context.reader
    if rows := corrected(context, read_corrections(reader, 0, LISTED, release=release.id)):
        title = words("release_changed")
        yield _card(title, tabulate(context, CORRECTED, rows, caption=title))
    edits = ((one, edit) for one, edit in read_rewordings(reader) if one.id == release.id)
    if rows := reworded_rows(context, [*islice(edits, LISTED)]):
        title = words("reworded")
        yield _card(title, tabulate(context, REWORDED, rows, caption=title))
    if not release.added:
        return
    # What a later release took out of the catalogue is told as a correction there.
    known = reader.catalog.indicators
    added = [row for row in read_added(reader, release.id, LISTED) if row.indicator in known]
    for theme in reader.catalog.themes.values():
        rows_of_theme = [row for row in context.ordered(added) if known[row.indicator].theme == theme.id]
        if rows_of_theme:
            title = f"{words('release_added')} · {words.text(theme)}"
            yield _card(title, table(context, rows_of_theme, caption=title, regions=True))
    if release.added > LISTED:
        among = {"first": 1, "last": LISTED, "among": release.added}
        yield html.P(words("showing_part", **among), className="note")


def _card(title: str, content: Component) -> html.Section:
    return html.Section([html.Div(html.H2(title), className="row"), content], className="card figures")
