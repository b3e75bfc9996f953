"""Which of some figures stand in the newest release, for rules that name the new one of two that disagree."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set

import sqlalchemy as sa

from data.errors import StoreError
from data.model.observation import KEY, Observation
from data.store.access import read
from data.store.tables import observation_table
from etl.curated.contents import Standing
from etl.releases.transactions import opened

MANY = 200  # regions, above which the figures of all are read and sifted


def published_in(url: str | None) -> Callable[[Sequence[Observation]], Set[Standing]]:
    """Return what tells which of some figures stand in a store as they are printed; none where it can't say.

    What is wrong with the store is told to whoever then publishes: checking files needs none.
    """

    def published(rows: Sequence[Observation]) -> Set[Standing]:
        try:
            with opened(url, read_only=True) as engine:
                return read(engine, lambda store: _standing(store, rows))
        except StoreError:
            return frozenset()

    return published


def _standing(store: sa.Connection, rows: Sequence[Observation]) -> Set[Standing]:
    t = observation_table
    regions, indicators = ({getattr(row, name) for row in rows} for name in ("region", "indicator"))
    query = sa.select(*(t.c[name] for name in (*KEY, "printed"))).where(t.c.last_release.is_(None))
    query = query.where(t.c.indicator.in_(sorted(indicators)))
    if len(regions) <= MANY:
        query = query.where(t.c.region.in_(sorted(regions)))
    return {(tuple(key), printed) for *key, printed in store.execute(query)}
