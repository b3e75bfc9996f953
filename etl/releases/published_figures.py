"""What is published already: a release's catalogue, digests and figures, as the store has them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence, Set
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from data.errors import NoRelease, StoreDamaged, StoreError
from data.model.observation import KEY, Observation
from data.store.access import read
from data.store.digest import digest_documents, digest_release, in_order, select_release
from data.store.queries import Release, read_releases
from data.store.tables import catalog_table, document_table, observation_table
from etl.curated.contents import Standing
from etl.releases.earlier_order import figures_as_of
from etl.releases.transactions import opened

MANY = 200  # regions or documents, above which those of all are read and sifted
Contents = Mapping[str, Sequence[Observation]]  # the figures of each document, in the order of their keys


def published_in(url: str | None) -> Callable[[Sequence[Observation]], Set[Standing]]:
    """Return what tells which of some figures stand in a store as they are printed; none where it can't say.

    For rules that name the new one of two figures that disagree. What is wrong with the store is told to
    whoever then publishes: checking files needs none.
    """

    def published(rows: Sequence[Observation]) -> Set[Standing]:
        t = observation_table
        where = within({row.region for row in rows}, {row.indicator for row in rows})
        query = sa.select(*(t.c[name] for name in (*KEY, "printed"))).where(t.c.last_release.is_(None), where)
        try:
            with opened(url, read_only=True) as engine:
                return read(engine, lambda s: {(tuple(key), printed) for *key, printed in s.execute(query)})
        except StoreError:
            return frozenset()

    return published


def all_releases(engine: Engine) -> list[Release]:
    """Return the releases, the newest first; none of a store that isn't there yet. Raises StoreUnusable."""
    try:
        return read_releases(engine)
    except NoRelease:
        return []


def read_published(engine: Engine, release: Release) -> tuple[dict[str, Any], Contents]:
    """Return the catalogue and the documents that a release published.

    Raises StoreDamaged where they are no longer what its digest says.
    """
    catalog = read_catalog(engine, release)
    contents = {id: in_order(rows) for id, rows in figures_as_of(engine, release.id).items()}
    if digest_release(release.catalog, digest_documents(contents)) != release.digest:
        raise StoreDamaged(f"release={release.id}")
    return json.loads(catalog), contents


def read_catalog(engine: Engine, release: Release) -> str:
    """Return the catalogue of a release as JSON. Raises StoreDamaged where it isn't what its digest says."""
    query = sa.select(catalog_table.c.content).where(catalog_table.c.digest == release.catalog)
    content = read(engine, lambda store: str(store.scalar(query)), release.id)
    if hashlib.sha256(content.encode()).hexdigest() != release.catalog:
        raise StoreDamaged(f"release={release.id}")
    return content


def read_digests(engine: Engine, release: int) -> dict[str, str]:
    """Return the digest of each document in a release. Raises StoreUnusable."""
    t = document_table
    still = sa.or_(t.c.last_release.is_(None), t.c.last_release >= release)
    query = sa.select(t.c.document, t.c.digest).where(t.c.first_release <= release, still)
    return read(engine, lambda store: {id: digest for id, digest in store.execute(query)}, release)


def read_rows(engine: Engine, release: int, which: sa.ColumnElement[bool]) -> list[Observation]:
    """Return figures of a release in the order of their keys. Raises StoreUnusable."""
    query = select_release(release).where(which)
    return read(engine, lambda store: [*map(Observation._make, store.execute(query))], release)


def of_document(document: str) -> sa.ColumnElement[bool]:
    """Return the condition that a figure is one of a document."""
    return observation_table.c.document == document


def within(regions: Set[str], indicators: Set[str]) -> sa.ColumnElement[bool]:
    """Return the condition that a figure is of some indicators, and of some regions unless these are many."""
    t = observation_table
    of_indicators = t.c.indicator.in_(sorted(indicators))
    few = len(regions) <= MANY
    return sa.and_(of_indicators, t.c.region.in_(sorted(regions))) if few else of_indicators
