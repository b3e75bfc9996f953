"""What differs between two states of the figures: what a refresh would publish, or what a release did."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from data.digest import DIGESTED, digest_content, digest_rows, select_release
from data.errors import NoRelease, StoreDamaged
from data.queries import Release, read_releases
from data.reading import read
from data.store import catalog_table, observation_table
from etl.figures import Row
from etl.order import figures_as_of
from etl.superseding import superseding


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that reads differently now, with what it was."""

    before: Row
    after: Row


@dataclass(frozen=True)
class Changes:
    """The figures that one state has and the other hasn't, paired by what makes them the same figure.

    `superseded` stand as they stood, but another document's figure is believed from now on.
    """

    added: Sequence[Row]
    changed: Sequence[Change]
    withdrawn: Sequence[Row]
    superseded: Sequence[Change] = field(default=(), kw_only=True)

    @property
    def count(self) -> int:
        """How many figures differ."""
        return len(self.added) + len(self.changed) + len(self.withdrawn)

    @property
    def ending(self) -> list[Row]:
        """The rows that stand no longer; they are kept for whoever asks for an earlier release."""
        return [*self.withdrawn, *(change.before for change in self.changed)]

    @property
    def beginning(self) -> list[Row]:
        """The rows that stand from the new release on."""
        return [*self.added, *(change.after for change in self.changed)]

    @property
    def vanishing(self) -> Counter[str]:
        """How many figures each document loses."""
        return Counter(row.document for row in self.withdrawn)


@dataclass(frozen=True)
class State:
    """What a release publishes: the catalogue as JSON, the figures with their places in their documents."""

    catalog: str
    catalog_digest: str
    figures: Mapping[Row, int]

    @cached_property
    def digest(self) -> str:
        """The SHA-256 that a release of this state has."""
        return digest_rows(self.catalog_digest, sorted(self.figures))


@dataclass(frozen=True)
class Diff(Changes):
    """What a refresh would do to the release numbered `base` (0: nothing is published yet).

    `moved` only changed places in their documents, which alone is no news. `restored`: the release that
    stands took an earlier state back, so that whoever goes on from there owes a reason.
    """

    base: int
    restored: bool
    catalogue_changed: bool
    moved: Sequence[Row]
    state: State

    @property
    def empty(self) -> bool:
        """Whether the new state is the one that is already published."""
        return not (self.catalogue_changed or self.count)

    @property
    def needs_reason(self) -> bool:
        """Whether a published figure would read differently or vanish: readers are owed a reason."""
        differ = self.changed or self.withdrawn or self.superseded
        return bool(differ) or (self.restored and not self.empty)


def compare(content: Mapping[str, Any], figures: Mapping[Row, int], engine: Engine) -> Diff:
    """Return what publishing a checked catalogue and its figures would change. Raises StoreUnusable.

    A store that isn't there yet is an empty one.
    """
    return compare_state(State(*digest_content(content), figures), engine)


def compare_state(state: State, engine: Engine) -> Diff:
    """Return what publishing a state would change. Raises StoreUnusable."""
    releases = _releases(engine)
    newest = releases[0] if releases else None
    before = _figures(engine, newest.id) if newest else {}
    changes = pair(before.keys() - state.figures.keys(), state.figures.keys() - before.keys())
    return Diff(
        added=changes.added,
        changed=changes.changed,
        withdrawn=changes.withdrawn,
        superseded=_superseded(engine, newest, before, state) if newest else (),
        base=newest.id if newest else 0,
        restored=newest is not None and newest.digest in {r.digest for r in releases[1:]},
        catalogue_changed=newest is None or newest.catalog != state.catalog_digest,
        moved=[row for row, place in state.figures.items() if before.get(row, place) != place],
        state=state,
    )


def pair(gone: Iterable[Row], come: Iterable[Row]) -> Changes:
    """Return rows that went and rows that came as changes, in the order of their keys."""
    old, new = {row.key: row for row in gone}, {row.key: row for row in come}
    return Changes(
        added=sorted(row for key, row in new.items() if key not in old),
        changed=[Change(old[key], new[key]) for key in sorted(old.keys() & new.keys())],
        withdrawn=sorted(row for key, row in old.items() if key not in new),
    )


def changes_of(engine: Engine, release: int) -> Changes:
    """Return what a release changed against the one before it. Raises StoreUnusable."""
    t = observation_table
    columns = [t.c[name] for name in DIGESTED]

    def rows(which: sa.ColumnElement[bool]) -> list[Row]:
        query = sa.select(*columns).where(which)
        return read(engine, lambda store: [Row._make(row) for row in store.execute(query)], release)

    return pair(rows(t.c.last_release == release - 1), rows(t.c.first_release == release))


def read_state(engine: Engine, release: Release) -> State:
    """Return what a release published. Raises StoreDamaged where it is no longer what its digest says."""
    content = _catalog(engine, release)
    state = State(content, release.catalog, figures_as_of(engine, release.id))
    kept = hashlib.sha256(content.encode()).hexdigest() == release.catalog
    if not kept or state.digest != release.digest:
        raise StoreDamaged(f"release={release.id}")
    return state


def _superseded(engine: Engine, newest: Release, before: Mapping[Row, int], state: State) -> list[Change]:
    """The figures in whose place another document's are believed from now on."""
    now = superseding(state.catalog, state.figures)
    then = superseding(_catalog(engine, newest), before) if now else {}
    return [Change(row, now[row]) for row in sorted(now) if now[row] != then.get(row)]


def _catalog(engine: Engine, release: Release) -> str:
    query = sa.select(catalog_table.c.content).where(catalog_table.c.digest == release.catalog)
    return read(engine, lambda store: str(store.scalar(query)), release.id)


def _releases(engine: Engine) -> list[Release]:
    try:
        return read_releases(engine)
    except NoRelease:
        return []


def _figures(engine: Engine, release: int) -> dict[Row, int]:
    """The figures of a release, with their places in their documents."""
    query = select_release(release).add_columns(observation_table.c.position)

    def rows(store: sa.Connection) -> dict[Row, int]:
        return {Row._make(cells): place for *cells, place in store.execute(query)}

    return read(engine, rows, release)
