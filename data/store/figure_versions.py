"""One published figure through the releases, and what other documents print for the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import sqlalchemy as sa

from data.model.observation import KEY, Observation
from data.store.queries import ReleaseReader
from data.store.tables import OBSERVATION_COLUMNS, as_of, observation_table


class Version(NamedTuple):
    """What a figure was published as, and up to which release it stood; None while it stands."""

    observation: Observation
    last_release: int | None


def read_versions(reader: ReleaseReader, key: tuple[str, ...]) -> list[Version]:
    """Return a figure by its key as each release up to the reader's published it, oldest first."""
    t = observation_table
    known = (t.c[name] == value for name, value in zip(KEY, key, strict=True))
    query = sa.select(*OBSERVATION_COLUMNS, t.c.last_release)
    published = query.where(*known, t.c.first_release <= reader.release.id).order_by(t.c.first_release)
    return [
        Version(Observation(*cells), last if last is not None and last < reader.release.id else None)
        for *cells, last in reader.select(published)
    ]


def read_alike(reader: ReleaseReader, row: Observation) -> list[Observation]:
    """Return what all documents of a release print for the same as a figure, itself among them."""
    t = observation_table
    same = (t.c[name] == value for name, value in zip(KEY[:5], row.subject, strict=True))
    query = sa.select(*OBSERVATION_COLUMNS).where(*same, as_of(reader.release.id)).order_by(t.c.document)
    return reader.figures(query)


def count_keys(reader: ReleaseReader, region: str, before: tuple[str, ...] = ()) -> int:
    """Return how many figures of a region a release has, those superseded too; or how many `before` a key."""
    t = observation_table
    query = sa.select(sa.func.count()).where(as_of(reader.release.id), t.c.region == region)
    if before:
        query = query.where(sa.tuple_(*(t.c[name] for name in KEY)) < before)
    [(number,)] = reader.select(query)
    return int(number)


def read_key(reader: ReleaseReader, region: str, place: int) -> tuple[str, ...]:
    """Return the key at a place, from 0, among those of a region's figures in order; there is one."""
    t = observation_table
    columns = [t.c[name] for name in KEY]
    query = sa.select(*columns).where(as_of(reader.release.id), t.c.region == region)
    [key] = reader.select(query.order_by(*columns).offset(place).limit(1))
    return key


def read_keys(reader: ReleaseReader, most: int) -> Iterator[tuple[str, ...]]:
    """Yield the keys of the figures of a release, at most so many, in their order."""
    t = observation_table
    columns = [t.c[name] for name in KEY]
    yield from reader.select(
        sa.select(*columns).where(as_of(reader.release.id)).order_by(*columns).limit(most)
    )
