"""What releases changed: which figures they added, corrected or withdrew, and how many of some indicators."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa

from data.model.observation import KEY, Observation
from data.store.queries import Release, ReleaseReader
from data.store.tables import ADDED_LATER, OBSERVATION_COLUMNS, observation_table, release_table


@dataclass(frozen=True, slots=True)
class Correction:
    """A published figure that a release changed or withdrew, and why; `after` is None for a withdrawal."""

    release: Release
    before: Observation
    after: Observation | None


class ChangeCounts(NamedTuple):
    """How many figures of some indicators a release added, changed and withdrew."""

    release: int
    added: int
    changed: int
    withdrawn: int


def count_changes(reader: ReleaseReader, indicators: Collection[str]) -> list[ChangeCounts]:
    """Return the releases up to the reader's that changed figures of some indicators, newest first."""
    t, after, now = observation_table, observation_table.alias(), reader.release.id
    wanted, count = t.c.indicator.in_(sorted(indicators)), sa.func.count()
    follows = sa.and_(
        *(after.c[name] == t.c[name] for name in KEY), after.c.first_release == t.c.last_release + 1
    )
    begun = sa.select(t.c.first_release, count).where(wanted, t.c.first_release <= now)
    ended = sa.select(t.c.last_release + 1, count).where(wanted, t.c.last_release < now)
    by_release = {
        name: {int(release): int(number) for release, number in reader.select(query)}
        for name, query in {
            "begun": begun.group_by(t.c.first_release),
            "ended": ended.group_by(t.c.last_release),
            "changed": ended.where(sa.exists().where(follows)).group_by(t.c.last_release),
        }.items()
    }
    found = []
    for release in sorted({*by_release["begun"], *by_release["ended"]}, reverse=True):
        begin, end, changed = (by_release[name].get(release, 0) for name in ("begun", "ended", "changed"))
        found.append(ChangeCounts(release, begin - changed, changed, end - changed))
    return found


def read_new(
    reader: ReleaseReader, indicators: Collection[str], release: int, most: int
) -> list[Observation]:
    """Return figures of some indicators as a release was the first to print them: at most so many."""
    t = observation_table
    query = sa.select(*OBSERVATION_COLUMNS)
    query = query.where(t.c.indicator.in_(sorted(indicators)), t.c.first_release == release)
    if release > 1:
        query = query.where(ADDED_LATER)  # without which the index is not used
    return [*map(Observation._make, reader.select(query.order_by(*(t.c[name] for name in KEY)).limit(most)))]


def read_corrections(
    reader: ReleaseReader,
    start: int = 0,
    most: int | None = None,
    *,
    release: int | None = None,
    indicators: Collection[str] | None = None,
) -> list[Correction]:
    """Return figures that were changed or withdrawn up to a release, or by one, the latest first.

    Of some `indicators`, where they are given. They begin with the one numbered `start`, from 0, and are at
    most so many.
    """
    t, after = observation_table, observation_table.alias()
    ended = sa.select(t).where(t.c.last_release < reader.release.id)
    if release is not None:
        ended = ended.where(t.c.last_release == release - 1)
    if indicators is not None:
        ended = ended.where(t.c.indicator.in_(sorted(indicators)))
    before = ended.order_by(*_latest_first(t)).offset(start).limit(most).subquery()
    same = [after.c[name] == before.c[name] for name in KEY]
    follows = sa.and_(*same, after.c.first_release == before.c.last_release + 1)
    query = (
        sa.select(*release_table.c, *(t.c[name] for t in (before, after) for name in Observation._fields))
        .select_from(before)
        .join(release_table, release_table.c.id == before.c.last_release + 1)
        .outerjoin(after, follows)
        .order_by(*_latest_first(before))
    )
    ahead, width = len(release_table.c), len(Observation._fields)
    return [
        Correction(
            Release(*row[:ahead]),
            Observation(*row[ahead : ahead + width]),
            Observation(*row[ahead + width :]) if row[ahead + width] is not None else None,
        )
        for row in reader.select(query)
    ]


def read_added(reader: ReleaseReader, release: int, start: int, most: int) -> list[Observation]:
    """Return figures that a release was the first to hold, in the order of the store.

    They begin with the one numbered `start`, from 0, and are at most so many.
    """
    t, before = observation_table, observation_table.alias()
    same = [before.c[name] == t.c[name] for name in KEY]
    changed = sa.exists().where(*same, before.c.last_release == release - 1)
    query = sa.select(*OBSERVATION_COLUMNS).where(t.c.first_release == release, ~changed)
    if release > 1:
        query = query.where(ADDED_LATER)  # without which the index is not used
    query = query.order_by(*(t.c[name] for name in KEY)).offset(start).limit(most)
    return [*map(Observation._make, reader.select(query))]


def _latest_first(ended: sa.FromClause) -> list[sa.ColumnElement[Any]]:
    return [ended.c.last_release.desc(), *(ended.c[name] for name in KEY)]
