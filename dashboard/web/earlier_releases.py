"""Where an address leads under which the newest release has nothing any more: to the last one that has."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from itertools import pairwise
from urllib.parse import parse_qsl, urlencode

import sqlalchemy as sa

from dashboard.pages.pictured import view_at
from dashboard.request.address import HISTORIES, Address, parse_address
from dashboard.request.context import make_context
from dashboard.request.links import figure_key
from dashboard.serving.served_releases import ServedReleases
from data.errors import LivelihoodError, NotFound
from data.statements.selection import indicators_in
from data.store.catalog_texts import catalog_text, ids_in
from data.store.queries import ReleaseReader, ingredients, read_releases
from data.store.tables import observation_table

MOST = 16  # releases that are looked at for either reason
LISTED = ("overview", "theme", "indicator", "document", "region")  # pages of what a catalogue lists
DRAWN = ("chart", "figure")  # those that are there only with figures
_FRAME = re.compile(r"/embed/([^/.]+)")
_PICTURE = re.compile(r"(/(?:charts|figures)/.+)\.(?:svg|png|pdf)")


def last_published(releases: ServedReleases, path: str, query: str) -> str:
    """Return the address of what the newest release lacks, as of the last that has it; "" for no such page.

    Of pages, frames and pictures alone, which say what became of their figures since; not of files.
    """
    page = _FRAME.sub(r"/charts/\1", path) if _FRAME.fullmatch(path) else _PICTURE.sub(r"\1", path)
    try:
        address = parse_address(page, query)
        known = address.page in (*LISTED, *DRAWN) and not address.release and not address.part
        release = _last(releases, address) if known else ""
    except LivelihoodError:  # a store that can't be read now, too: what is asked for isn't there, as is said
        return ""
    if not release:
        return ""
    if page == path:
        return str(address.but(release=release))
    return f"{path}?{urlencode([*parse_qsl(query), ('release', release)])}"


def _last(releases: ServedReleases, address: Address) -> str:
    newest = releases.get()
    for id in (newest.release.id, *_looked_at(newest, address)):
        then = address.but(release=str(id))
        with suppress(NotFound):
            context = make_context(releases.get(then.release, history=then.page in HISTORIES), then)
            if address.page in DRAWN:
                view_at(context)
            return "" if id == newest.release.id else then.release  # what it lacks is something else
    return ""


def _looked_at(reader: ReleaseReader, address: Address) -> list[int]:
    """The last releases of catalogues that know what it names, and those after which figures of it ended.

    The newest first; for what nobody ever published there is none, and none is opened.
    """
    named = {*figure_key(address.id)[:2]} if address.page == "figure" else {address.id, address.region} - {""}
    is_listed = named <= ids_in(catalog_text(reader, reader.release))
    looked_at = set[int]()
    if address.page in DRAWN or not is_listed:
        looked_at.update(_naming(reader, named))
    if address.page == "figure" or is_listed:
        looked_at.update(_ended(reader, address))
    return sorted(looked_at, reverse=True)


def _naming(reader: ReleaseReader, named: Collection[str]) -> Iterator[int]:
    releases = pairwise(read_releases(reader.engine))
    last = [before for after, before in releases if after.catalog != before.catalog]
    for release in last[:MOST]:
        if ids_in(catalog_text(reader, release)).issuperset(named):
            yield release.id


def _ended(reader: ReleaseReader, address: Address) -> Iterator[int]:
    t, catalog = observation_table, reader.catalog
    here = address.id if address.page == "region" else address.region
    region, indicators = here or catalog.home_region, None
    if address.page == "chart" and address.id in catalog.charts:
        indicators = _with_parts(reader, indicators_in(catalog.charts[address.id]))
    elif address.page == "figure":
        region, indicator = figure_key(address.id)[:2]
        indicators = _with_parts(reader, [indicator])
    query = sa.select(t.c.last_release).distinct().where(t.c.region == region, t.c.last_release.is_not(None))
    if address.period:
        query = query.where(t.c.period.contains(address.period, autoescape=True))
    if indicators is not None:
        query = query.where(t.c.indicator.in_(sorted(indicators)))
    for (last,) in reader.select(query.order_by(t.c.last_release.desc()).limit(MOST)):
        yield int(last)


def _with_parts(reader: ReleaseReader, indicators: Collection[str]) -> set[str]:
    return {*indicators, *ingredients(reader.catalog, indicators)}
