"""What is published, and was, of the things that a text speaks of."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import sqlalchemy as sa

from data.model.observation import Observation
from data.model.words import beijing_time
from data.statements.supersession import Known, Replacement, standing
from data.store.queries import ReleaseReader, read_releases
from data.store.tables import OBSERVATION_COLUMNS, as_of, observation_table


def read_known(
    reader: ReleaseReader, regions: Collection[str], indicators: Collection[str], periods: Collection[str]
) -> Known:
    """Return the figures of regions that are of one of the indicators or periods, standing or replaced.

    Of other regions there are those of an indicator and a period of these.
    """
    t, release = observation_table, reader.release.id
    here, of = t.c.region.in_(sorted(regions)), t.c.indicator.in_(sorted(indicators))
    then = t.c.period.in_(sorted(periods))
    published = sa.select(*OBSERVATION_COLUMNS).where(as_of(release))
    rows = {
        row.key: row
        for query in (published.where(here, sa.or_(of, then)), published.where(of, then))
        for row in reader.figures(query)
    }
    stands = standing(reader.catalog, [*rows.values()])
    ended = sa.select(*OBSERVATION_COLUMNS, t.c.last_release).where(here, of, t.c.last_release < release)
    before = [(Observation(*cells), last) for *cells, last in reader.select(ended)]
    return Known(stands, [*_superseded(reader, [*rows.values()], stands), *_corrected(reader, before, rows)])


def _superseded(
    reader: ReleaseReader, rows: list[Observation], stands: list[Observation]
) -> Iterator[Replacement]:
    """What another document gives anew, since that was published."""
    newer = {(*row.series, row.period): row for row in stands}
    keys = {row.key for row in stands}
    for row in rows:
        after = newer.get((*row.series, row.period))
        if row.key not in keys and after is not None:
            yield Replacement(row, after, reader.catalog.documents[after.document].published)


def _corrected(
    reader: ReleaseReader, before: list[tuple[Observation, int]], rows: dict[tuple[str, ...], Observation]
) -> Iterator[Replacement]:
    """What a release corrected or withdrew, since that was published."""
    if not before:
        return
    days = {one.id: beijing_time(one.created_at)[:10] for one in read_releases(reader.engine)}
    for row, last in before:
        after = rows.get(row.key)
        if after is None or after.printed != row.printed:
            yield Replacement(row, after, days[last + 1])
