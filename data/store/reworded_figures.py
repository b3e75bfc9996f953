"""How many published figures read otherwise by what changed in the catalogue, and when that was."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import sqlalchemy as sa

from data.statements.rewordings import ALL, Rewording, rewordings
from data.store.catalog_texts import CATALOGS, CatalogText, catalog_text
from data.store.queries import Release, ReleaseReader, read_releases
from data.store.tables import as_of, observation_table


class Reworded(NamedTuple):
    """What differs in a catalogue, with how many figures read otherwise by it; and how many do by all."""

    rewordings: Sequence[tuple[Rewording, int]]
    figures: int


def count_reworded(reader: ReleaseReader, edits: Sequence[Rewording]) -> Reworded:
    """Return how many figures of a release read otherwise, derived ones included. Raises StoreUnusable."""
    counts = {column: _counts(reader, column) for column in {edit.column for edit in edits} - {"", ALL}}
    reading = [edit for edit in edits if edit.column]
    derived = _derived(reader, reading)
    everything = _count(reader, sa.true())

    def figures_of(edit: Rewording) -> int:
        if edit.column == ALL:
            return everything
        stored = sum(counts[edit.column].get(value, 0) for value in edit.values) if edit.column else 0
        return stored + sum(derived.get(id, 0) for id in _indicators(edit))

    counted = [(edit, figures_of(edit)) for edit in edits]
    if any(edit.column == ALL for edit in reading):
        return Reworded(counted, everything)
    t = observation_table
    touched = {c: frozenset().union(*(edit.values for edit in reading if edit.column == c)) for c in counts}
    which = sa.or_(sa.false(), *(t.c[column].in_(sorted(values)) for column, values in touched.items()))
    return Reworded(counted, _count(reader, which) + sum(derived.values()))


def read_rewordings(reader: ReleaseReader, release: int | None = None) -> Iterator[tuple[Release, Rewording]]:
    """Return what readers saw figures called otherwise by, up to a release, the latest first; or by one."""
    for one, before in pairwise(read_releases(reader.engine, reader.release.id)):
        if one.catalog != before.catalog and release in (None, one.id):
            edits = _between(catalog_text(reader, before), catalog_text(reader, one))
            yield from ((one, edit) for edit in edits if edit.column)


@lru_cache(maxsize=CATALOGS)
def _between(before: CatalogText, after: CatalogText) -> list[Rewording]:
    return rewordings(json.loads(before.read()), json.loads(after.read()))


def _indicators(edit: Rewording) -> frozenset[str]:
    return edit.values if edit.column == "indicator" else frozenset()


def _derived(reader: ReleaseReader, edits: Sequence[Rewording]) -> dict[str, int]:
    """How many figures are derived of each indicator whose name or formula reads otherwise."""
    known = reader.catalog.indicators
    named = {id for edit in edits for id in _indicators(edit) if id in known and known[id].formula}
    rows = reader.observations(indicators=named) if named else []
    return {id: sum(row.derived and row.indicator == id for row in rows) for id in named}


def _counts(reader: ReleaseReader, column: str) -> dict[str, int]:
    t = observation_table
    query = sa.select(t.c[column], sa.func.count()).where(as_of(reader.release.id)).group_by(t.c[column])
    return dict(reader.select(query.where(t.c.value.is_(None)) if column == "printed" else query))


def _count(reader: ReleaseReader, which: sa.ColumnElement[bool]) -> int:
    query = sa.select(sa.func.count()).select_from(observation_table).where(as_of(reader.release.id), which)
    [(number,)] = reader.select(query)
    return int(number)
