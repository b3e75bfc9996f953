"""What releases changed of some indicators: how many figures they added, corrected or withdrew, and which."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import sqlalchemy as sa

from data.model.observation import KEY, Observation
from data.store.queries import ReleaseReader
from data.store.tables import ADDED_LATER, OBSERVATION_COLUMNS, observation_table


class Changes(NamedTuple):
    """How many figures of some indicators a release added, changed and withdrew."""

    release: int
    added: int
    changed: int
    withdrawn: int


def count_changes(reader: ReleaseReader, indicators: Collection[str]) -> list[Changes]:
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
        found.append(Changes(release, begin - changed, changed, end - changed))
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
