"""What differs between two states of the figures: what a refresh would publish, or what a release did."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from data.errors import NoRelease, StoreBusy, StoreDamaged
from data.store.access import read
from data.store.digest import DIGESTED, digest_content, digest_release, select_release
from data.store.queries import Release, read_releases
from data.store.tables import catalog_table, holding_table, observation_table
from etl.curated.readings import Row
from etl.releases.document_contents import Holding, hold
from etl.releases.earlier_order import figures_as_of
from etl.releases.superseded_figures import superseding, superseding_documents

MANY = 200  # documents, above which the figures of all are read and sifted


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
    """What a release publishes: the catalogue as JSON, and what each document holds, by its id."""

    catalog: str
    catalog_digest: str
    holdings: Mapping[str, Holding]

    @cached_property
    def digest(self) -> str:
        """The SHA-256 that a release of this state has."""
        digests = {id: holding.digest for id, holding in self.holdings.items() if holding.figures}
        return digest_release(self.catalog_digest, digests)

    @property
    def read(self) -> dict[str, Holding]:
        """The holdings of which figures are at hand; all others are as they stand in the store."""
        return {id: holding for id, holding in self.holdings.items() if holding.rows is not None}

    def place(self, row: Row) -> int:
        """Return the place of a figure in its document."""
        return self.holdings[row.document].place[row.key]


@dataclass(frozen=True)
class Diff(Changes):
    """What a refresh would do to the release numbered `base` (0: nothing is published yet).

    `held` are the digests of what documents hold in it. `moved` only changed places in their documents,
    which alone is no news. `restored`: the release that stands took an earlier state back, so that whoever
    goes on from there owes a reason.
    """

    base: int
    restored: bool
    catalogue_changed: bool
    held: Mapping[str, str]
    moved: Sequence[Row]
    state: State
    engine: Engine = field(repr=False)

    @property
    def empty(self) -> bool:
        """Whether the new state is the one that is already published."""
        return not (self.catalogue_changed or self.count)

    def standing(self, regions: Set[str], indicators: Set[str]) -> list[Row]:
        """Return figures of the release that stands, by region and indicator. Raises StoreUnusable."""
        t = observation_table
        query = select_release(self.base).where(t.c.indicator.in_(sorted(indicators)))
        if len(regions) <= MANY:
            query = query.where(t.c.region.in_(sorted(regions)))

        def rows(store: sa.Connection) -> list[Row]:
            return [row for cells in store.execute(query) if (row := Row._make(cells)).region in regions]

        return read(self.engine, rows, self.base)

    @property
    def needs_reason(self) -> bool:
        """Whether a published figure would read differently or vanish: readers are owed a reason."""
        differ = self.changed or self.withdrawn or self.superseded
        return bool(differ) or (self.restored and not self.empty)


def compare(content: Mapping[str, Any], holdings: Mapping[str, Holding], engine: Engine) -> Diff:
    """Return what publishing a checked catalogue and its figures would change.

    A store that isn't there yet is an empty one. Raises StoreUnusable; StoreBusy where another refresh has
    changed a document since its file was found to hold what is published.
    """
    return compare_state(State(*digest_content(content), holdings), engine)


def compare_state(state: State, engine: Engine) -> Diff:
    """Return what publishing a state would change. Raises StoreUnusable, StoreBusy."""
    releases = _releases(engine)
    newest = releases[0] if releases else None
    held = _held(engine, newest.id) if newest else {}
    at_hand = state.read
    since = {id: holding.since for id, holding in state.holdings.items() if holding.since}
    if since and since.items() - _memos(engine).items():
        raise StoreBusy
    new = [row for id, holding in at_hand.items() if id not in held for row in holding.rows or ()]
    now = {id: at_hand.get(id) for id in sorted(held) if id in at_hand or id not in state.holdings}
    gone, come, moved = _unlike(engine, newest.id, now) if newest and now else ([], [], [])
    changes = pair(gone, come, new)
    return Diff(
        added=changes.added,
        changed=changes.changed,
        withdrawn=changes.withdrawn,
        superseded=_superseded(engine, newest, state) if newest else (),
        base=newest.id if newest else 0,
        restored=newest is not None and newest.digest in {r.digest for r in releases[1:]},
        catalogue_changed=newest is None or newest.catalog != state.catalog_digest,
        held=held,
        moved=moved,
        state=state,
        engine=engine,
    )


def pair(gone: Iterable[Row], come: Iterable[Row], only_come: Sequence[Row] = ()) -> Changes:
    """Return rows that went and rows that came as changes, in the order of their keys.

    What `only_come` comes of documents that nothing went of.
    """
    old, new = {row.key: row for row in gone}, {row.key: row for row in come}
    return Changes(
        added=sorted((*only_come, *(row for key, row in new.items() if key not in old))),
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
    documents: dict[str, list[Row]] = defaultdict(list)
    for row in figures_as_of(engine, release.id):
        documents[row.document].append(row)
    state = State(content, release.catalog, {id: hold(id, rows) for id, rows in documents.items()})
    if state.digest != release.digest:
        raise StoreDamaged(f"release={release.id}")
    return state


def _superseded(engine: Engine, newest: Release, state: State) -> list[Change]:
    """The figures in whose place another document's are believed from now on."""
    documents = superseding_documents(state.catalog)
    if not documents:
        return []
    at_hand = state.read

    def standing(store: sa.Connection) -> list[Row]:
        return [row for id in sorted(documents) for row, _ in _placed(store, newest.id, id)]

    before = read(engine, standing, newest.id)
    ended = {row for id in documents & at_hand.keys() for row, _ in at_hand[id].before or ()}
    stay = {id for id, holding in state.holdings.items() if holding.since}
    after = [row for row in before if row.document in stay and row not in ended]
    after += (row for id in documents & at_hand.keys() for row in at_hand[id].rows or ())
    now, then = superseding(state.catalog, after), superseding(_catalog(engine, newest), before)
    return [Change(row, now[row]) for row in sorted(now) if now[row] != then.get(row)]


def _catalog(engine: Engine, release: Release) -> str:
    query = sa.select(catalog_table.c.content).where(catalog_table.c.digest == release.catalog)
    content = read(engine, lambda store: str(store.scalar(query)), release.id)
    if hashlib.sha256(content.encode()).hexdigest() != release.catalog:
        raise StoreDamaged(f"release={release.id}")
    return content


def _releases(engine: Engine) -> list[Release]:
    try:
        return read_releases(engine)
    except NoRelease:
        return []


def _held(engine: Engine, release: int) -> dict[str, str]:
    """The digests of what documents hold in a release."""
    t = holding_table
    still = sa.or_(t.c.last_release.is_(None), t.c.last_release >= release)
    query = sa.select(t.c.document, t.c.digest).where(t.c.first_release <= release, still)
    return read(engine, lambda store: {id: digest for id, digest in store.execute(query)}, release)


def _memos(engine: Engine) -> dict[str, str]:
    """The digests of the memos of what documents hold now."""
    t = holding_table
    query = sa.select(t.c.document, t.c.memo_digest).where(t.c.last_release.is_(None))
    return read(engine, lambda store: {id: digest for id, digest in store.execute(query)})


def _unlike(
    engine: Engine, release: int, now: Mapping[str, Holding | None]
) -> tuple[list[Row], list[Row], list[Row]]:
    """The figures of published documents that went, that came, and that only changed places.

    One document at a time, so that no more than one is held twice.
    """

    def compare(store: sa.Connection) -> tuple[list[Row], list[Row], list[Row]]:
        found: tuple[list[Row], list[Row], list[Row]] = ([], [], [])
        for id, holding in now.items():
            corrected = holding.before if holding else None
            before = _placed(store, release, id) if corrected is None else corrected
            after = zip(holding.rows or (), holding.places, strict=True) if holding else ()
            _walk(before, after, *found)
        return found

    return read(engine, compare, release)


def _walk(
    before: Sequence[tuple[Row, int]],
    after: Iterable[tuple[Row, int]],
    gone: list[Row],
    come: list[Row],
    moved: list[Row],
) -> None:
    """Go through the figures of a document as they were and as they are, both in the order of their keys."""
    at = 0
    for row, place in after:
        while at < len(before) and (was := before[at][0]) != row and was.key <= row.key:
            gone.append(was)
            at += 1
        if at == len(before) or before[at][0] != row:
            come.append(row)
            continue
        if before[at][1] != place:
            moved.append(row)
        at += 1
    gone += (row for row, _ in before[at:])


def _placed(store: sa.Connection, release: int, document: str) -> list[tuple[Row, int]]:
    """The figures of a document in a release in the order of their keys, with their places in it."""
    t = observation_table
    query = select_release(release).add_columns(t.c.position).where(t.c.document == document)
    return [(Row._make(cells), place) for *cells, place in store.execute(query).all()]
