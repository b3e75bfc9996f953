"""What differs between two states of the figures: what a refresh would publish, or what a release did."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from data.model.observation import KEY, Observation
from data.statements.rewordings import rewordings
from data.store.access import read
from data.store.digest import digest_content, digest_documents, digest_release, in_order
from data.store.queries import Release, open_release
from data.store.reworded_figures import Reworded, count_reworded
from data.store.tables import OBSERVATION_COLUMNS, observation_table
from etl.curated.contents import Curated
from etl.curated.readings import observations
from etl.releases.published_figures import (
    MANY,
    Contents,
    all_releases,
    of_document,
    read_catalog,
    read_digests,
    read_rows,
    within,
)
from etl.releases.superseded_figures import superseding, superseding_documents


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that reads differently now, with what it was."""

    before: Observation
    after: Observation


@dataclass(frozen=True)
class Changes:
    """The figures that one state has and the other hasn't, paired by what makes them the same figure.

    `superseded` stand as they stood, but another document's figure is believed from now on; `moved` only
    changed places in their documents, which alone is no news; `returning` are those of the added that were
    withdrawn once.
    """

    added: Sequence[Observation]
    changed: Sequence[Change]
    withdrawn: Sequence[Observation]
    moved: Sequence[Observation] = ()
    superseded: Sequence[Change] = ()
    returning: Sequence[Observation] = ()

    @property
    def count(self) -> int:
        """How many figures differ."""
        return len(self.added) + len(self.changed) + len(self.withdrawn)

    @property
    def ending(self) -> list[Observation]:
        """The figures that stand no longer; they are kept for whoever asks for an earlier release."""
        return [*self.withdrawn, *(change.before for change in self.changed)]

    @property
    def beginning(self) -> list[Observation]:
        """The figures that stand from the new release on."""
        return [*self.added, *(change.after for change in self.changed)]

    @property
    def vanishing(self) -> Counter[str]:
        """How many figures each document loses."""
        return Counter(row.document for row in self.withdrawn)


@dataclass(frozen=True, kw_only=True)
class Difference(Changes):
    """What publishing a catalogue (as JSON) and documents would do to the release numbered `base`.

    That is 0 where nothing is published yet. `digests` are those of the documents, `published` those of the
    documents of that release; `reworded` is what differs in its catalogue. `restored`: the release that
    stands took an earlier state back, so that whoever goes on from there owes a reason.
    """

    catalog: str
    catalog_digest: str
    contents: Contents
    digests: Mapping[str, str]
    base: int
    restored: bool
    catalogue_changed: bool
    published: Mapping[str, str]
    reworded: Reworded
    engine: Engine = field(repr=False)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 that the new release has."""
        return digest_release(self.catalog_digest, self.digests)

    @property
    def empty(self) -> bool:
        """Whether the new state is the one that is already published."""
        return not (self.catalogue_changed or self.count)

    @property
    def needs_reason(self) -> bool:
        """Whether a published figure would read differently, vanish or come back: readers are owed why."""
        differ = self.changed or self.withdrawn or self.superseded or self.returning or self.reworded.figures
        return bool(differ) or (self.restored and not self.empty)

    def standing(self, regions: Set[str], indicators: Set[str]) -> list[Observation]:
        """Return figures of the release that stands, by region and indicator. Raises StoreUnusable."""
        rows = read_rows(self.engine, self.base, within(regions, indicators))
        return [row for row in rows if row.region in regions]


def contents_of(curated: Curated) -> Contents:
    """Return what each document of checked files holds, by its id; one without a figure holds nothing."""
    return {id: in_order(rows) for id, rows in observations(curated).items() if rows}


def compare(content: Mapping[str, Any], contents: Contents, engine: Engine) -> Difference:
    """Return what publishing a checked catalogue and what documents hold would change.

    A store that isn't there yet is an empty one. A document whose digest is the published one isn't compared
    further. Raises StoreUnusable.
    """
    catalog, catalog_digest = digest_content(content)
    releases = all_releases(engine)
    newest = releases[0] if releases else None
    published = read_digests(engine, newest.id) if newest else {}
    digests = digest_documents(contents)
    unlike = sorted(id for id in digests.keys() | published.keys() if digests.get(id) != published.get(id))
    changes = _changes(engine, newest.id if newest else 0, unlike, published, contents)
    return Difference(
        added=sorted(changes.added),
        changed=sorted(changes.changed, key=lambda change: change.after),
        withdrawn=sorted(changes.withdrawn),
        moved=changes.moved,
        returning=_returning(engine, newest, changes.added) if newest else (),
        superseded=_superseded(engine, newest, catalog, contents) if newest else (),
        catalog=catalog,
        catalog_digest=catalog_digest,
        contents=contents,
        digests=digests,
        base=newest.id if newest else 0,
        restored=newest is not None and newest.digest in {release.digest for release in releases[1:]},
        catalogue_changed=newest is None or newest.catalog != catalog_digest,
        published=published,
        reworded=_reworded(engine, newest, catalog) if newest else Reworded((), 0),
        engine=engine,
    )


def compare_rows(before: Iterable[Observation], after: Iterable[Observation]) -> Changes:
    """Return what differs between figures that stood and figures that stand."""
    now = {row.key: row for row in after}
    changed, withdrawn, moved = list[Change](), list[Observation](), list[Observation]()
    for was in before:
        row = now.pop(was.key, None)
        if row is None:
            withdrawn.append(was)
        elif row.published != was.published:
            changed.append(Change(was, row))
        elif row.position != was.position:
            moved.append(row)
    return Changes([*now.values()], changed, withdrawn, moved)


def changes_of(engine: Engine, release: int) -> Changes:
    """Return what a release changed against the one before it. Raises StoreUnusable."""
    t = observation_table

    def rows(which: sa.ColumnElement[bool]) -> list[Observation]:
        query = sa.select(*OBSERVATION_COLUMNS).where(which)
        return read(engine, lambda store: sorted(map(Observation._make, store.execute(query))), release)

    return compare_rows(rows(t.c.last_release == release - 1), rows(t.c.first_release == release))


def _changes(
    engine: Engine, release: int, documents: Sequence[str], published: Mapping[str, str], contents: Contents
) -> Changes:
    """What differs in some documents, one at a time, so that no more than one is held twice."""
    by_document = []
    for id in documents:
        rows = contents.get(id, ())
        if id in published:
            by_document.append(compare_rows(read_rows(engine, release, of_document(id)), rows))
        else:
            by_document.append(Changes(rows, (), ()))
    return Changes(
        [row for changes in by_document for row in changes.added],
        [change for changes in by_document for change in changes.changed],
        [row for changes in by_document for row in changes.withdrawn],
        [row for changes in by_document for row in changes.moved],
    )


def _superseded(engine: Engine, newest: Release, catalog: str, contents: Contents) -> list[Change]:
    """The figures in whose place another document's are believed from now on."""
    documents = superseding_documents(catalog)
    if not documents:
        return []

    before = [row for id in sorted(documents) for row in read_rows(engine, newest.id, of_document(id))]
    after = [row for id in documents & contents.keys() for row in contents[id]]
    now = superseding(catalog, after)
    then = {
        old.published: new.published for old, new in superseding(read_catalog(engine, newest), before).items()
    }
    return [Change(row, now[row]) for row in sorted(now) if now[row].published != then.get(row.published)]


def _returning(engine: Engine, newest: Release, added: Sequence[Observation]) -> list[Observation]:
    """Those of the added figures that were withdrawn once."""
    t = observation_table
    ended = sa.select(*(t.c[name] for name in KEY)).where(t.c.last_release < newest.id)
    documents = sorted({row.document for row in added})
    if not documents:
        return []
    query = ended.where(t.c.document.in_(documents)) if len(documents) <= MANY else ended
    known = read(engine, lambda store: {*map(tuple, store.execute(query))}, newest.id)
    return [row for row in added if row.key in known]


def _reworded(engine: Engine, newest: Release, catalog: str) -> Reworded:
    """What differs between the catalogue of the release that stands and another one."""
    before = read_catalog(engine, newest)
    if before == catalog:
        return Reworded((), 0)
    edits = rewordings(json.loads(before), json.loads(catalog))
    if not any(edit.column for edit in edits):
        return Reworded([(edit, 0) for edit in edits], 0)
    return count_reworded(open_release(engine, newest.id), edits)
