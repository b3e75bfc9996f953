"""How figures of a release were printed before, and what became of them since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

import sqlalchemy as sa

from data.model.observation import KEY, Observation
from data.store.queries import Release, ReleaseReader, read_releases
from data.store.tables import OBSERVATION_COLUMNS, observation_table

Key = tuple[str, ...]


class Revision(NamedTuple):
    """What is printed otherwise of a figure in other releases.

    `before` is what the version in place of which it came printed, "" where it has always been so; `since` is
    the release that changed or withdrew it, 0 where it still stands, and `after` what the newest release
    prints, "" where it has it no longer.
    """

    before: str = ""
    since: int = 0
    after: str = ""


def read_revisions(
    reader: ReleaseReader, regions: Collection[str], indicators: Collection[str]
) -> dict[Key, Revision]:
    """Return the revisions of some regions' figures of some indicators, by key; of those without any nothing.

    Only what has ended is looked for, and then what has come into its place since: of most figures, nothing.
    """
    t, now = observation_table, reader.release.id
    asked = (t.c.region.in_(sorted(regions)), t.c.indicator.in_(sorted(indicators)))
    query = sa.select(*OBSERVATION_COLUMNS, t.c.last_release).order_by(t.c.first_release)
    versions: dict[Key, list[tuple[Observation, int | None]]] = defaultdict(list)
    for *cells, last in reader.select(query.where(*asked, t.c.last_release.is_not(None))):
        row = Observation(*cells)
        versions[row.key].append((row, last))
    if since := [key for key, rows in versions.items() if any((last or 0) >= now for _, last in rows)]:
        column = t.c.period.in_(sorted({key[KEY.index("period")] for key in since}))
        standing = (t.c.first_release > now, t.c.last_release.is_(None))
        for *cells, last in reader.select(query.where(*asked, column, *standing)):
            row = Observation(*cells)
            if row.key in versions:
                versions[row.key].append((row, last))
    return {key: revision for key, rows in versions.items() if (revision := _revision(rows, now))}


def read_later_releases(reader: ReleaseReader) -> list[Release]:
    """Return the releases after a reader's own, newest first."""
    return [release for release in read_releases(reader.engine) if release.id > reader.release.id]


def _revision(versions: list[tuple[Observation, int | None]], now: int) -> Revision | None:
    """The revision of a figure by its versions that ended or came after release `now`, oldest first."""
    before = next((row.printed for row, last in reversed(versions) if last and last < now), "")
    shown = [(row, last) for row, last in versions if last and row.first_release <= now <= last]
    if not shown:
        return Revision(before) if before else None
    [(row, last)] = shown
    newest, end = versions[-1]
    after = "" if end else newest.printed
    if after == row.printed:  # it was corrected in another respect, such as where it stands
        return Revision(before) if before else None
    return Revision(before, (last or 0) + 1, after)
