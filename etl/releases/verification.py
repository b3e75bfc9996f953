"""Whether what is stored is what was published: every row, catalogue and record against their digests."""

from __future__ import annotations

import dataclasses
import hashlib
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, zip_longest
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from data.model.observation import KEY, PUBLISHED
from data.store.access import read
from data.store.digest import digest_record, digest_release, line_of
from data.store.queries import Release, read_releases
from data.store.tables import catalog_table, document_table, observation_table, seal_table
from etl.releases.declared_schema import as_declared

# What can be wrong with a release: its rows, its catalogue, how many figures it says it changed, its record.
ROWS, CATALOG, COUNTS, SEAL = "rows", "catalog", "counts", "seal"
# What can be wrong with the store beside them.
STRAY, POSITIONS, DOCUMENTS, FILE = "stray", "positions", "documents", "file"


DOCUMENT = PUBLISHED.index("document")


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
    return read(engine, lambda store: _audit(store, releases), streams=True)


def _audit(store: sa.Connection, releases: Sequence[Release]) -> Audit:
    catalogs = {digest: content for digest, content in store.execute(sa.select(catalog_table))}
    seals = {release: seal for release, seal in store.execute(sa.select(seal_table))}
    newest = max((release.id for release in releases), default=0)
    tallies: dict[int, _Tally] = defaultdict(_Tally)
    documents = _documents(store, newest)
    stray = _tally(tallies, documents, newest, store.execute(_rows().execution_options(yield_per=10_000)))
    verdicts, seal = [], ""
    for release in releases:
        content = str(catalogs.get(release.catalog))
        seal = digest_record(seal, dataclasses.astuple(release))
        digests = {
            id: digest for id, history in documents.items() if (digest := history.digest_in(release.id))
        }
        checks = {
            ROWS: digest_release(release.catalog, digests) == release.digest,
            CATALOG: hashlib.sha256(content.encode()).hexdigest() == release.catalog,
            COUNTS: tallies[release.id].counts == [release.added, release.changed, release.withdrawn],
            SEAL: seals.get(release.id) == seal,
        }
        verdicts.append(Verdict(release, seal, [check for check, passed in checks.items() if not passed]))
        seal = seals.get(release.id, seal)  # what was broken once is told once
    stray |= not {*tallies} <= {release.id for release in releases}
    return Audit(verdicts, list(_of_the_store(store, stray, documents)))


@dataclass
class _Tally:
    """How many rows begin in a release, replace another, or have ended before it."""

    began: int = 0
    changed: int = 0
    ended: int = 0

    @property
    def counts(self) -> list[int]:
        """How many figures were added, changed and withdrawn."""
        return [self.began - self.changed, self.changed, self.ended - self.changed]


class _History:
    """What a document holds between two releases that may have changed it: how many rows, their digest."""

    def __init__(self, changes: Iterable[int]) -> None:
        self.changes = sorted(changes)
        self.counts = [0] * len(self.changes)
        self.digests = [hashlib.sha256() for _ in self.changes]

    def add(self, row: Sequence[Any], first: int, until: int) -> None:
        """Add a row that stands from one release to another; rows come in the order of their keys."""
        line = line_of(row).encode()
        for span in range(bisect_left(self.changes, first), bisect_right(self.changes, until)):
            self.counts[span] += 1
            self.digests[span].update(line)

    def digest_in(self, release: int) -> str:
        """Return the digest of what it holds in a release; nothing where it holds nothing."""
        span = bisect_right(self.changes, release) - 1
        return self.digests[span].hexdigest() if span >= 0 and self.counts[span] else ""

    def spans(self) -> Iterator[tuple[int, int | None, int, str]]:
        """Yield from which release to which it holds how many rows, and their digest."""
        same = groupby(
            zip(self.changes, self.counts, self.digests, strict=True),
            lambda span: (span[1], span[2].hexdigest()),
        )
        spans = [(next(group)[0], *contents) for contents, group in same]
        for (first, count, digest), after in zip_longest(spans, spans[1:]):
            if count:
                yield first, after[0] - 1 if after else None, count, digest


def _documents(store: sa.Connection, newest: int) -> dict[str, _History]:
    """The documents, each with the releases in which a row of it begins, or has ended."""
    t = observation_table
    ends = sa.select(t.c.document, t.c.last_release + 1).where(t.c.last_release.is_not(None))
    changes: dict[str, set[int]] = defaultdict(set)
    for document, release in store.execute(sa.union(sa.select(t.c.document, t.c.first_release), ends)):
        if isinstance(release, int) and 0 < release <= newest:
            changes[document].add(release)
    return {document: _History(releases) for document, releases in changes.items()}


def _rows() -> sa.Select[Any]:
    """Every row that ever stood, the versions of one figure after each other."""
    t = observation_table
    columns = [t.c[name] for name in (*PUBLISHED, "first_release", "last_release")]
    return sa.select(*columns).order_by(*(t.c[name] for name in KEY), t.c.first_release)


def _tally(
    tallies: dict[int, _Tally], documents: Mapping[str, _History], newest: int, rows: Iterable[Sequence[Any]]
) -> bool:
    """Add rows to the releases in which they stand; return whether one stands in none, or in one twice."""
    figure, ended = (), 0  # the row before, and the release in which it stood last
    stray = False
    for *cells, first, last in rows:
        before = ended if tuple(cells[: len(KEY)]) == figure else 0
        until = newest if last is None else last
        if last == newest or not _follow(before, first, until, newest):
            stray = True
            continue
        figure, ended = tuple(cells[: len(KEY)]), until
        documents[cells[DOCUMENT]].add(cells, first, until)
        tallies[first].began += 1
        tallies[first].changed += 0 < before == first - 1
        if last is not None:
            tallies[last + 1].ended += 1
    return stray


def _follow(before: int, first: Any, until: Any, newest: int) -> bool:
    """Whether a row's releases come after those of the row before; SQLite may have made texts of numbers."""
    return isinstance(first, int) and isinstance(until, int) and before < first <= until <= newest


def _of_the_store(store: sa.Connection, stray: bool, documents: Mapping[str, _History]) -> Iterator[str]:
    if stray:
        yield STRAY
    if store.execute(_misplaced()).first():
        yield POSITIONS
    if not _match_records(store, documents):
        yield DOCUMENTS
    if store.dialect.name == "sqlite":
        integrity = store.exec_driver_sql("PRAGMA integrity_check").scalar()
        if (
            integrity != "ok"
            or store.exec_driver_sql("PRAGMA foreign_key_check").first()
            or not as_declared(store)
        ):
            yield FILE


def _match_records(store: sa.Connection, documents: Mapping[str, _History]) -> bool:
    """Whether what is recorded of the documents is what their rows say."""
    recorded = {tuple(row) for row in store.execute(sa.select(document_table))}
    return recorded == {(id, *span) for id, history in documents.items() for span in history.spans()}


def _misplaced() -> sa.Select[Any]:
    """The documents whose current figures don't have the positions 0, 1, 2 …, each one of them."""
    t = observation_table
    position, count = t.c.position, sa.func.count()
    unlike = sa.or_(
        sa.func.min(position) != 0,
        sa.func.max(position) != count - 1,
        sa.func.count(position.distinct()) != count,
    )
    return sa.select(t.c.document).where(t.c.last_release.is_(None)).group_by(t.c.document).having(unlike)
