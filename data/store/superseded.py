"""Which published figures gave way to another document's, and in which release readers saw that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import sqlalchemy as sa

from data.model.observation import KEY, Observation
from data.statements.supersession import superseders_in
from data.store.catalog_texts import CATALOGS, CatalogText, catalog_text
from data.store.changes import Correction
from data.store.queries import Release, ReleaseReader, read_releases
from data.store.tables import observation_table

SAME = KEY[:5]  # what makes figures of two documents figures for the same
Pair = tuple[str, str]  # the document that is superseded, and the one that supersedes it


class Span(NamedTuple):
    """From which release to which a document supersedes another."""

    pair: Pair
    first: int
    last: int


def read_superseded(reader: ReleaseReader, most: int) -> list[Correction]:
    """Return figures in whose place readers see another one since, the latest first: at most so many.

    Only where another one is printed, and once for each figure: what becomes of the one in its place is a
    correction of that.
    """
    releases = {release.id: release for release in read_releases(reader.engine, reader.release.id)}
    earliest: dict[tuple[str, ...], tuple[int, Correction]] = {}
    for span in _spans(reader, [*releases.values()][::-1]):
        for n, before, after in _given_way(reader, span, most):
            key = (*before.series, before.period, before.document)
            if key not in earliest or n < earliest[key][0]:
                earliest[key] = n, Correction(releases[n], before, after)
    ordered = sorted(earliest.items(), key=lambda item: (-item[1][0], item[0]))
    return [correction for _, (_, correction) in ordered[:most]]


def _spans(reader: ReleaseReader, releases: Sequence[Release]) -> Iterator[Span]:
    """The spans of all pairs in the catalogues of releases, oldest first."""
    since: dict[Pair, int] = {}
    for release in releases:
        now = _pairs(catalog_text(reader, release))
        for pair in since.keys() - now:
            yield Span(pair, since.pop(pair), release.id - 1)
        since |= {pair: release.id for pair in now - since.keys()}
    for pair, first in since.items():
        yield Span(pair, first, reader.release.id)


@lru_cache(maxsize=CATALOGS)
def _pairs(catalog: CatalogText) -> frozenset[Pair]:
    """The pairs that a catalogue declares, be it through others."""
    above = superseders_in(catalog.read())
    return frozenset((older, newer) for older in above for newer in above[older])


def _given_way(
    reader: ReleaseReader, span: Span, most: int
) -> Iterator[tuple[int, Observation, Observation]]:
    """The figures of a pair, with the release in which the newer one came into the place of the older one."""
    older, newer = observation_table.alias(), observation_table.alias()
    since = sa.case((newer.c.first_release > span.first, newer.c.first_release), else_=span.first)
    stand = [sa.or_(t.c.last_release.is_(None), t.c.last_release >= since) for t in (older, newer)]
    query = (
        sa.select(since, *(t.c[name] for t in (older, newer) for name in Observation._fields))
        .where(
            *(older.c[name] == newer.c[name] for name in SAME),
            older.c.document == span.pair[0],
            newer.c.document == span.pair[1],
            older.c.first_release < since,
            since <= span.last,
            older.c.printed != newer.c.printed,
            *stand,
        )
        .order_by(since.desc(), *(older.c[name] for name in SAME))
        .limit(most)
    )
    width = len(Observation._fields)
    for n, *cells in reader.select(query):
        yield n, Observation(*cells[:width]), Observation(*cells[width:])
