"""Whether what is stored is what was published: every row, catalogue and record against their digests."""

from __future__ import annotations

import dataclasses
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from data.digest import DIGESTED, KEY, digest_record, line_of
from data.queries import Release, read_releases
from data.reading import read
from data.store import catalog_table, observation_table, seal_table

# What can be wrong with a release: its rows, its catalogue, how many figures it says it changed, its record.
ROWS, CATALOG, COUNTS, SEAL = "rows", "catalog", "counts", "seal"
# What can be wrong with the store beside them.
STRAY, PLACES, FILE = "stray", "places", "file"


@dataclass
class Verdict:
    """A release, and what of it no longer is as it was published; nothing where all is well."""

    release: Release
    seal: str
    broken: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Audit:
    """The verdicts, oldest release first, and what is wrong with the store as a whole."""

    verdicts: Sequence[Verdict]
    broken: Sequence[str]

    @property
    def sound(self) -> bool:
        """Whether everything is as it was published."""
        return not self.broken and not any(verdict.broken for verdict in self.verdicts)


def audit(engine: Engine) -> Audit:
    """Check every release and the store. Raises NoRelease, and StoreUnusable for what can't even be read."""
    releases = read_releases(engine)[::-1]
    return read(engine, lambda store: _audit(store, releases))


def _audit(store: sa.Connection, releases: Sequence[Release]) -> Audit:
    catalogs = {digest: content for digest, content in store.execute(sa.select(catalog_table))}
    seals = {release: seal for release, seal in store.execute(sa.select(seal_table))}
    tallies = defaultdict(_Tally, {release.id: _Tally(release.catalog) for release in releases})
    stray = _tally(tallies, store.execute(_rows().execution_options(yield_per=10_000)))
    verdicts, seal = [], ""
    for release in releases:
        content = str(catalogs.get(release.catalog))
        seal = digest_record(seal, dataclasses.astuple(release))
        checks = {
            ROWS: tallies[release.id].digest.hexdigest() == release.digest,
            CATALOG: hashlib.sha256(content.encode()).hexdigest() == release.catalog,
            COUNTS: tallies[release.id].counts == [release.added, release.changed, release.withdrawn],
            SEAL: seals.get(release.id) == seal,
        }
        verdicts.append(Verdict(release, seal, [check for check, passed in checks.items() if not passed]))
        seal = seals.get(release.id, seal)  # what was broken once is told once
    return Audit(verdicts, list(_of_the_store(store, stray or len(tallies) > len(releases))))


class _Tally:
    """What the rows say of one release: its digest; how many begin, replace another, or have ended."""

    def __init__(self, catalog: str = "") -> None:
        self.digest = hashlib.sha256(catalog.encode())
        self.began = self.changed = self.ended = 0

    @property
    def counts(self) -> list[int]:
        """How many figures were added, changed and withdrawn."""
        return [self.began - self.changed, self.changed, self.ended - self.changed]


def _rows() -> sa.Select[Any]:
    """Every row that ever stood, the versions of one figure after each other."""
    t = observation_table
    columns = [t.c[name] for name in (*DIGESTED, "first_release", "last_release")]
    return sa.select(*columns).order_by(*(t.c[name] for name in KEY), t.c.first_release)


def _tally(tallies: Mapping[int, _Tally], rows: Iterable[Sequence[Any]]) -> bool:
    """Add rows to the releases in which they stand; return whether one stands in none, or in one twice."""
    newest, stray = max(tallies), False
    figure, ended = (), 0  # the row before, and the release in which it stood last
    for *cells, first, last in rows:
        before = ended if tuple(cells[: len(KEY)]) == figure else 0
        until = newest if last is None else last
        if last == newest or not _follow(before, first, until, newest):
            stray = True
            continue
        figure, ended = tuple(cells[: len(KEY)]), until
        line = line_of(cells)
        for release in range(first, until + 1):
            tallies[release].digest.update(line)
        tallies[first].began += 1
        tallies[first].changed += 0 < before == first - 1
        if last is not None:
            tallies[last + 1].ended += 1
    return stray


def _follow(before: int, first: Any, until: Any, newest: int) -> bool:
    """Whether a row's releases come after those of the row before; SQLite may have made texts of numbers."""
    return isinstance(first, int) and isinstance(until, int) and before < first <= until <= newest


def _of_the_store(store: sa.Connection, stray: bool) -> Iterator[str]:
    if stray:
        yield STRAY
    if store.execute(_unlike_places()).first():
        yield PLACES
    if store.dialect.name == "sqlite":
        found = store.exec_driver_sql("PRAGMA integrity_check").scalar()
        if found != "ok" or store.exec_driver_sql("PRAGMA foreign_key_check").first():
            yield FILE


def _unlike_places() -> sa.Select[Any]:
    """The documents whose current figures don't stand in the places 0, 1, 2 …, each in one."""
    t = observation_table
    place, count = t.c.position, sa.func.count()
    unlike = sa.or_(
        sa.func.min(place) != 0, sa.func.max(place) != count - 1, sa.func.count(place.distinct()) != count
    )
    return sa.select(t.c.document).where(t.c.last_release.is_(None)).group_by(t.c.document).having(unlike)
