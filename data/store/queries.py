"""What pages read, as of one release; `ranking` compares regions with each other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple, TypedDict, Unpack

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from data.errors import NoRelease, NoSuchRelease, StoreUnusable
from data.model.catalog import Catalog, build_catalog
from data.model.observation import KEY, Observation
from data.model.period import parse_period
from data.statements.derived_values import derive
from data.statements.formula import names_in
from data.statements.supersession import standing
from data.store.access import read
from data.store.tables import OBSERVATION_COLUMNS, as_of, catalog_table, observation_table, release_table

FIELDS = Observation._fields


@dataclass(frozen=True, slots=True)
class Release:
    """One published state: when, why, and what it changed against the one before.

    `reworded` are the figures that stand, but by what they are called read otherwise.
    """

    id: int
    created_at: str
    digest: str
    catalog: str
    reason: str
    added: int
    changed: int
    withdrawn: int
    reworded: int


@dataclass(frozen=True, slots=True)
class Correction:
    """A published figure that a release changed or withdrew, and why; `after` is None for a withdrawal."""

    release: Release
    before: Observation
    after: Observation | None


class Filters(TypedDict, total=False):
    """Which figures are asked for; `year`: of all periods filed under it, `after`: of regions after one.

    `places` are those in a document, counted from 0.
    """

    indicators: Collection[str] | None
    regions: Collection[str] | None
    document: str | None
    places: range
    period: str | None
    year: int | None
    after: str


class Extent(NamedTuple):
    """How many rows a document has, how many with a value, how many before a place; and its last place."""

    rows: int
    measured: int
    before: int
    last: int


@dataclass(frozen=True)
class ReleaseReader:
    """Reads one release: its catalogue, and the figures that stand in it."""

    engine: Engine
    release: Release
    catalog: Catalog

    def observations(
        self, *, derived: bool = True, until: str = "", **filters: Unpack[Filters]
    ) -> list[Observation]:
        """Return the figures that match, in a stable order, and what is derived from them.

        A derived figure appears where all figures of its formula are published in this release. A figure that
        a superseding document gives anew appears only where its own document is asked for. `until` is the
        last region that is looked at.
        """
        matching = self._matching(filters)
        rows = self._published(matching.where(observation_table.c.region <= until) if until else matching)
        if (year := filters.get("year")) is not None:
            rows = [row for row in rows if row.when.year == year]
        by_document = filters.get("document") is not None
        if not by_document:
            rows = standing(self.catalog, rows)
        wanted = filters.get("indicators")
        chosen = None if wanted is None else set(wanted)
        if derived and not by_document and self._derives(chosen):
            rows += derive(self.catalog, rows)
        return [row for row in rows if chosen is None or row.indicator in chosen]

    def last_of_part(self, most: int, **filters: Unpack[Filters]) -> str:
        """Return the region up to which there are at most `most` published figures that match; "" for all.

        Pages break between regions, never inside one, because derived and superseded figures depend on the
        rest of their region. If the first region alone exceeds `most`, it is returned whole.
        """
        region = observation_table.c.region
        query = self._matching(filters).with_only_columns(region).order_by(region).limit(most + 1)
        regions = [region for (region,) in self.select(query)]
        whole = [region for region in regions if region != regions[-1]]
        return (whole or regions)[-1] if len(regions) > most else ""

    def extent(self, document: str, place: int) -> Extent:
        """Return how far a document's figures reach, and how many stand before a place in it."""
        t, count = observation_table, sa.func.count
        before, last = count().filter(t.c.position < place), sa.func.coalesce(sa.func.max(t.c.position), 0)
        query = sa.select(count(), count(t.c.value), before, last)
        [row] = self.select(query.where(t.c.document == document, as_of(self.release.id)))
        return Extent(*row)

    def covered(self, ids: Collection[str], column: str = "region") -> set[str]:
        """Return those of some regions, or of what else a column names, of which there are figures."""
        if not ids:
            return set()
        listed = sa.values(sa.column("id", sa.Text), name="listed").data([(id,) for id in ids]).cte()
        has = sa.exists().where(observation_table.c[column] == listed.c.id, as_of(self.release.id))
        return {id for (id,) in self.select(sa.select(listed.c.id).where(has))}

    def years(self, region: str) -> list[int]:
        """Return the years of which a region has figures, newest first.

        What holds as of the day its document came out in January or February makes none: it tells of the year
        before.
        """
        if region not in self._years:
            t = observation_table
            columns = sa.select(t.c.period, t.c.document).distinct()
            years = {
                when.year
                for period, id in self.select(columns.where(t.c.region == region, as_of(self.release.id)))
                if not (when := parse_period(period)).looks_back(self.catalog.documents[id].published)
            }
            self._years[region] = sorted(years, reverse=True)
        return self._years[region]

    @cached_property
    def _years(self) -> dict[str, list[int]]:
        return {}

    def measured(self, region: str) -> frozenset[str]:
        """Return the indicators of which a region has published figures, whatever their time."""
        if region not in self._measured:
            t = observation_table
            query = sa.select(t.c.indicator).distinct().where(t.c.region == region, as_of(self.release.id))
            self._measured[region] = frozenset(id for (id,) in self.select(query))
        return self._measured[region]

    @cached_property
    def _measured(self) -> dict[str, frozenset[str]]:
        return {}

    def _derives(self, wanted: set[str] | None) -> bool:
        return any(i.formula for i in self.catalog.indicators.values() if wanted is None or i.id in wanted)

    def _published(self, matching: sa.Select[Any]) -> list[Observation]:
        t = observation_table
        order = (t.c[name] for name in KEY)
        rows = self.select(matching.with_only_columns(*OBSERVATION_COLUMNS).order_by(*order))
        return [*map(Observation._make, rows)]

    def _matching(self, filters: Filters) -> sa.Select[Any]:
        t = observation_table
        query = sa.select(t).where(as_of(self.release.id))
        wanted = filters.get("indicators")
        asked = None if wanted is None else {*wanted, *ingredients(self.catalog, wanted)}
        for column, values in ((t.c.indicator, asked), (t.c.region, filters.get("regions"))):
            if values is not None:
                query = query.where(column.in_(sorted(values)))
        for column, value in ((t.c.document, filters.get("document")), (t.c.period, filters.get("period"))):
            if value is not None:
                query = query.where(column == value)
        if places := filters.get("places"):
            query = query.where(t.c.position.between(places.start, places.stop - 1))
        after = filters.get("after")
        return query.where(t.c.region > after) if after else query

    def select(self, query: sa.Select[*tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """Return the rows of a query. Raises StoreUnusable."""
        return read(self.engine, lambda store: [*map(tuple, store.execute(query).all())], self.release.id)


def open_release(engine: Engine, release: int | None = None) -> ReleaseReader:
    """Return one release (the newest by default) with its catalogue.

    Raises NoRelease, NotFound for a release that never was, StoreUnusable.
    """

    def find(connection: sa.Connection) -> ReleaseReader:
        record = _find_release(connection, release)
        return ReleaseReader(engine, record, _read_catalog(connection, record.catalog))

    return read(engine, find)


def read_release(engine: Engine, release: int | None = None) -> Release:
    """Return one release, the newest by default. Raises NoRelease, NotFound, StoreUnusable."""
    return read(engine, lambda connection: _find_release(connection, release))


def read_corrections(
    reader: ReleaseReader, start: int = 0, most: int | None = None, *, release: int | None = None
) -> list[Correction]:
    """Return figures that were changed or withdrawn up to a release, or by one, the latest first.

    They begin with the one numbered `start`, from 0, and are at most so many.
    """
    t, after = observation_table, observation_table.alias()
    ended = sa.select(t).where(t.c.last_release < reader.release.id)
    if release is not None:
        ended = ended.where(t.c.last_release == release - 1)
    before = ended.order_by(*_latest_first(t)).offset(start).limit(most).subquery()
    same = [after.c[name] == before.c[name] for name in KEY]
    follows = sa.and_(*same, after.c.first_release == before.c.last_release + 1)
    query = (
        sa.select(*release_table.c, *(before.c[n] for n in FIELDS), *(after.c[n] for n in FIELDS))
        .select_from(before)
        .join(release_table, release_table.c.id == before.c.last_release + 1)
        .outerjoin(after, follows)
        .order_by(*_latest_first(before))
    )
    ahead, width = len(release_table.c), len(FIELDS)
    return [
        Correction(
            Release(*row[:ahead]),
            Observation(*row[ahead : ahead + width]),
            Observation(*row[ahead + width :]) if row[ahead + width] is not None else None,
        )
        for row in reader.select(query)
    ]


def read_added(reader: ReleaseReader, release: int, most: int) -> list[Observation]:
    """Return figures that a release was the first to hold, in the order of the store: at most so many."""
    t, before = observation_table, observation_table.alias()
    same = [before.c[name] == t.c[name] for name in KEY]
    changed = sa.exists().where(*same, before.c.last_release == release - 1)
    query = sa.select(*OBSERVATION_COLUMNS).where(t.c.first_release == release, ~changed)
    query = query.order_by(*(t.c[name] for name in KEY)).limit(most)
    return [*map(Observation._make, reader.select(query))]


def _latest_first(ended: sa.FromClause) -> list[sa.ColumnElement[Any]]:
    return [ended.c.last_release.desc(), *(ended.c[name] for name in KEY)]


def read_releases(engine: Engine, until: int | None = None) -> list[Release]:
    """Return the releases up to `until`, newest first. Raises StoreUnusable."""
    query = sa.select(release_table).order_by(release_table.c.id.desc())
    if until is not None:
        query = query.where(release_table.c.id <= until)
    return read(engine, lambda connection: [Release(*row) for row in connection.execute(query)], until)


def _find_release(connection: sa.Connection, release: int | None) -> Release:
    query = sa.select(release_table).order_by(release_table.c.id.desc()).limit(1)
    if release is not None:
        query = query.where(release_table.c.id == release)
    if (row := connection.execute(query).first()) is not None:
        return Release(*row)
    raise NoRelease if release is None else NoSuchRelease(str(release))


def _read_catalog(connection: sa.Connection, digest: str) -> Catalog:
    content = connection.scalar(sa.select(catalog_table.c.content).where(catalog_table.c.digest == digest))
    if hashlib.sha256((content or "").encode()).hexdigest() != digest:
        raise StoreUnusable(f"catalogue {digest[:12]} ≠ SHA-256")
    return _built(digest, content)


@lru_cache(maxsize=16)
def _built(digest: str, content: str) -> Catalog:
    return build_catalog(json.loads(content))


def ingredients(catalog: Catalog, wanted: Collection[str]) -> set[str]:
    """Return the indicators that the formulas of some indicators speak of."""
    formulas = [catalog.indicators[i].formula for i in wanted if i in catalog.indicators]
    return {name for formula in formulas if formula for name in names_in(formula)}
