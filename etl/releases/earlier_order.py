"""The order in which documents gave their figures in an earlier release, though figures moved since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from data.model.observation import Observation
from data.store.access import read
from data.store.tables import OBSERVATION_COLUMNS, observation_table


class Stored(NamedTuple):
    """A figure, at its place in its document when it was last published, and the last release that has it."""

    row: Observation
    last_release: int | None


def figures_as_of(engine: Engine, release: int) -> dict[str, list[Observation]]:
    """Return the figures of a release by document, in the order of each. Raises StoreUnusable."""
    t = observation_table
    later = sa.or_(t.c.last_release.is_(None), t.c.last_release >= release)
    query = sa.select(*OBSERVATION_COLUMNS, t.c.last_release).where(later)
    documents: dict[str, list[Stored]] = defaultdict(list)
    for *cells, last in read(engine, lambda store: store.execute(query).all(), release):
        row = Observation._make(cells)
        documents[row.document].append(Stored(row, last))
    ordered = {id: [*order_as_of(stored, release)] for id, stored in documents.items()}
    return {id: rows for id, rows in ordered.items() if rows}


def order_as_of(stored: Sequence[Stored], release: int) -> Iterator[Observation]:
    """Return the figures of one document, each at its place in a release.

    A withdrawn figure remembers its place. So we start from today's order and undo releases, newest first,
    putting each figure that ended back at its place: today's a c, and b that ended at place 1, were a b c.
    Figures that changed places among themselves keep the new ones.
    """
    order = sorted((one for one in stored if one.last_release is None), key=lambda one: one.row.position)
    for last in sorted({one.last_release for one in stored if one.last_release is not None}, reverse=True):
        ended = sorted((one for one in stored if one.last_release == last), key=lambda one: one.row.position)
        order = _among([one for one in order if one.row.first_release <= last], ended)
    rows = [one.row for one in order if one.row.first_release <= release]
    return (row._replace(position=place) for place, row in enumerate(rows))


def _among(staying: Sequence[Stored], ended: Sequence[Stored]) -> list[Stored]:
    """What stays, with what ended in its places."""
    order: list[Stored] = []
    waiting = iter(staying)
    for one in ended:
        while len(order) < one.row.position and (next_one := next(waiting, None)):
            order.append(next_one)
        order.append(one)
    return [*order, *waiting]
