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


def count_changes(reader: ReleaseReader, indicators: Collection[str], most: int) -> list[ChangeCounts]:
    """Return the newest releases, up to the reader's, that changed figures of some indicators: so many."""
    t, after, now = observation_table, observation_table.alias(), reader.release.id
    wanted = t.c.indicator.in_(sorted(indicators))
    begun = sa.select(t.c.first_release, sa.func.count()).where(wanted).group_by(t.c.first_release)
    ended = sa.select(t.c.last_release + 1, sa.func.count()).where(wanted).group_by(t.c.last_release)
    begins = dict(reader.select(begun.where(ADDED_LATER, t.c.first_release <= now)))
    ends = dict(reader.select(ended.where(t.c.last_release < now)))
    if len(begins | ends) < most:  # all figures began with the first one: they are counted where that is told
        begins |= dict(reader.select(begun.where(t.c.first_release == 1)))
    releases = sorted(begins | ends, reverse=True)[:most]
    same = (after.c[name] == t.c[name] for name in KEY)
    follows = sa.exists().where(*same, after.c.first_release == t.c.last_release + 1)
    told = t.c.last_release.between(min(releases, default=now) - 1, now - 1)
    changed = dict(reader.select(ended.where(told, follows)))
    return [
        ChangeCounts(release, begin - both, both, end - both)
        for release in releases
        for begin, end, both in [[counts.get(release, 0) for counts in (begins, ends, changed)]]
    ]


def read_new(
    reader: ReleaseReader, indicators: Collection[str], release: int, most: int
) -> list[Observation]:
    """Return figures of some indicators as a release was the first to print them: at most so many."""
    t = observation_table
    query = sa.select(*OBSERVATION_COLUMNS)
    query = query.where(t.c.indicator.in_(sorted(indicators)), t.c.first_release == release)
    if release > 1:
        query = query.where(ADDED_LATER)  # without which the index is not used
    return reader.figures(query.order_by(*(t.c[name] for name in KEY)).limit(most))


def read_corrections(
    reader: ReleaseReader,
    start: int,
    most: int,
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
    if release is None and start:
        last, start = _last_of_part(reader, start, ended)
        ended = ended.where(t.c.last_release <= last)
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
    identity = ("first_release", *KEY)
    keys = sa.select(*(t.c[name] for name in identity)).where(t.c.first_release == release)
    if release > 1:
        same = [before.c[name] == t.c[name] for name in KEY]
        changed = sa.exists().where(*same, before.c.last_release == release - 1)
        keys = keys.where(ADDED_LATER, ~changed)  # the first of which makes the index be used
    # Of what stands before them the keys alone are read, which an index has: they may be millions.
    part = keys.order_by(*(t.c[name] for name in KEY)).offset(start).limit(most).subquery()
    these = sa.and_(*(t.c[name] == part.c[name] for name in identity))
    query = sa.select(*OBSERVATION_COLUMNS).join(part, these).order_by(*(t.c[name] for name in KEY))
    return reader.figures(query)


def _last_of_part(reader: ReleaseReader, start: int, ended: sa.Select[Any]) -> tuple[int, int]:
    """Up to which release the figure numbered `start` stood, and its number among those that ended with it.

    So what was changed later is counted in an index, and neither read nor sorted.
    """
    last = observation_table.c.last_release
    counts = ended.with_only_columns(last, sa.func.count()).group_by(last).order_by(last.desc())
    for release, figures in reader.select(counts):
        if start < figures:
            return release, start
        start -= figures
    return 0, start


def _latest_first(ended: sa.FromClause) -> list[sa.ColumnElement[Any]]:
    return [ended.c.last_release.desc(), *(ended.c[name] for name in KEY)]
