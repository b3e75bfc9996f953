"""What was derived of other figures before, and what is derived now: a corrected figure changes these too."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy.engine import Engine

from data.model.observation import Observation
from data.store.queries import Filters, ReleaseReader, ingredients, open_release, read_release
from data.store.revisions import Key, Revision


def read_derived_revisions(
    reader: ReleaseReader, rows: Collection[Observation], revisions: Mapping[Key, Revision]
) -> dict[Key, Revision]:
    """Return the revisions of derived figures, by key, as they are told of published ones.

    `revisions` are those of the published figures of the same regions, the parts of the derived among them.
    """
    newest = read_release(reader.engine).id
    now = _derived_in(reader.engine, newest, rows) if newest > reader.release.id else {}
    changed = {(key[0], key[2], key[1]) for key, revision in revisions.items() if revision.before}
    found = {}
    for row in rows:
        parts = ingredients(reader.catalog, [row.indicator])
        before, since, after = "", 0, ""
        if row.first_release > 1 and changed & {(row.region, row.period, part) for part in parts}:
            before = _derived_in(reader.engine, row.first_release - 1, [row]).get(row.key, "")
        if newest > reader.release.id and (after := now.get(row.key, "")) != row.printed:
            since = _since(reader, row, newest)
        if before not in ("", row.printed) or since:
            found[row.key] = Revision(before, since, after)
    return found


def _since(reader: ReleaseReader, row: Observation, newest: int) -> int:
    """The release that changed a derived figure of the reader's, which the newest one has otherwise."""
    same, other = reader.release.id, newest
    while other - same > 1:
        between = (same + other) // 2
        if _derived_in(reader.engine, between, [row]).get(row.key) == row.printed:
            same = between
        else:
            other = between
    return other


def _derived_in(engine: Engine, release: int, rows: Collection[Observation]) -> dict[Key, str]:
    """What a release derives for the same as some figures, as it prints it."""
    then = open_release(engine, release)
    indicators = {row.indicator for row in rows} & then.catalog.indicators.keys()
    asked: Filters = {"indicators": indicators, "regions": {row.region for row in rows}}
    asked["periods"] = {row.period for row in rows}
    known = then.observations(**asked) if indicators else []
    return {row.key: row.printed for row in known if row.derived}
