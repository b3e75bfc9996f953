"""The order in which documents gave their figures in an earlier release, though figures moved since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from data.store.access import read
from data.store.digest import DIGESTED
from data.store.tables import observation_table
from etl.curated.readings import Row


class Stood(NamedTuple):
    """A figure, the releases in which it stands, and its place in its document when it was last published."""

    row: Row
    first: int
    last: int | None
    position: int


def figures_as_of(engine: Engine, release: int) -> dict[Row, int]:
    """Return the figures of a release, each with its place in its document, counted from 0.

    Raises StoreUnusable.
    """
    t = observation_table
    columns = [t.c[name] for name in (*DIGESTED, "first_release", "last_release", "position")]
    query = sa.select(*columns).where(sa.or_(t.c.last_release.is_(None), t.c.last_release >= release))
    documents: dict[str, list[Stood]] = defaultdict(list)
    for *cells, first, last, position in read(engine, lambda store: store.execute(query).all(), release):
        row = Row._make(cells)
        documents[row.document].append(Stood(row, first, last, position))
    return {
        row: place for stood in documents.values() for place, row in enumerate(order_as_of(stood, release))
    }


def order_as_of(stood: Sequence[Stood], release: int) -> list[Row]:
    """Return the figures of one document in the order that they had in a release.

    Where a figure ended its place is known, and the others go around it as they still follow each other: so
    we go back from one end to the one before. Figures that changed places among themselves keep the new ones.
    """
    order = sorted((figure for figure in stood if figure.last is None), key=lambda f: f.position)
    for last in sorted({figure.last for figure in stood if figure.last is not None}, reverse=True):
        ended = sorted((figure for figure in stood if figure.last == last), key=lambda f: f.position)
        order = _among([figure for figure in order if figure.first <= last], ended)
    return [figure.row for figure in order if figure.first <= release]


def _among(staying: Sequence[Stood], ended: Sequence[Stood]) -> list[Stood]:
    """What stays, with what ended in its places."""
    order: list[Stood] = []
    waiting = iter(staying)
    for figure in ended:
        while len(order) < figure.position and (next_one := next(waiting, None)):
            order.append(next_one)
        order.append(figure)
    return [*order, *waiting]
