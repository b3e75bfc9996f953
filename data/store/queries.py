"""What pages read, as of one release; `ranking` compares regions with each other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple, TypedDict, Unpack

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Engine

from data.errors import NoRelease, NoSuchRelease, StoreUnusable
from data.model.catalog import Catalog, build_catalog
from data.model.observation import KEY, RESULTS, Observation
from data.model.period import parse_period
from data.statements.derived_values import derive
from data.statements.formula import names_in
from data.statements.supersession import standing, superseders
from data.store.access import read
from data.store.outline import Cell, Outline
from data.store.tables import (
    OBSERVATION_COLUMNS,
    as_of,
    catalog_table,
    observation_table,
    release_table,
)

OUTLINES = 64  # regions of which a reader keeps what there is
# In this order long lists are divided, never within one place: what supersedes what is told by figures of one
# place, and what is derived by those of one region and period.
PLACE = ("region", "period", "indicator", "breakdown")
Place = tuple[str, ...]  # the first so many of these; all figures that begin with them


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


class Filters(TypedDict, total=False):
    """Which figures are asked for; `year`: of all periods filed under it.

    `places` are those in a document, counted from 0; `after` and `until` are in the order of PLACE.
    """

    indicators: Collection[str] | None
    regions: Collection[str] | None
    breakdowns: Collection[str] | None
    periods: Collection[str] | None
    document: str | None
    places: range
    period: str | None
    year: int | None
    after: Place
    until: Place


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

    def observations(self, *, derived: bool = True, **filters: Unpack[Filters]) -> list[Observation]:
        """Return the figures that match, in a stable order, and what is derived from them.

        A derived figure appears where all figures of its formula are published in this release. A figure that
        a superseding document gives anew appears only where its own document is asked for.
        """
        rows = self._published(filters)
        by_document = filters.get("document") is not None
        if not by_document:
            rows = standing(self.catalog, rows)
        wanted = filters.get("indicators")
        chosen = None if wanted is None else set(wanted)
        if derived and not by_document and self._derives(chosen):
            rows += self._derived(rows, filters)
        return [row for row in rows if chosen is None or row.indicator in chosen]

    def end_of_part(self, most: int, **filters: Unpack[Filters]) -> Place:
        """Return the place up to which there are at most `most` published figures that match; () for all.

        Parts end between regions; where one region has more, between its periods, and so on. Of a single
        place there may be more: as many as there are documents that print it.
        """
        place: Place = ()
        matching = self._matching(filters)
        for name in PLACE:
            column = observation_table.c[name]
            first = matching.with_only_columns(column).order_by(column).limit(most + 1)
            found = [value for (value,) in self.select(first)]
            if len(found) <= most:
                return ()
            whole = [value for value in found if value != found[-1]]
            if whole:
                return (*place, whole[-1])
            place = (*place, found[-1])
            matching = matching.where(column == found[-1])
        return place

    def count(self) -> int:
        """Return how many published figures stand, without those that a superseding document gives anew."""
        query = sa.select(sa.func.count()).select_from(observation_table)
        [(number,)] = self.select(query.where(as_of(self.release.id), ~self._superseded()))
        return int(number)

    def extent(self, document: str, place: int) -> Extent:
        """Return how far a document's figures reach, and how many stand before a place in it."""
        t, count = observation_table, sa.func.count
        before, last = count().filter(t.c.position < place), sa.func.coalesce(sa.func.max(t.c.position), 0)
        query = sa.select(count(), count(t.c.value), before, last)
        [row] = self.select(query.where(t.c.document == document, as_of(self.release.id)))
        return Extent(*row)

    @cached_property
    def covered_regions(self) -> frozenset[str]:
        """The regions of which there are figures."""
        return frozenset(self.covered_among(self.catalog.regions))

    def covered_among(self, regions: Collection[str]) -> set[str]:
        """Return those of some regions of which there are figures: each is looked up once for all pages."""
        known = self._covered
        if unknown := [id for id in regions if id not in known]:
            found = self.covered(unknown)
            known.update((id, id in found) for id in unknown)
        return {id for id in regions if known[id]}

    @cached_property
    def _covered(self) -> dict[str, bool]:
        return {}

    @cached_property
    def compared_indicators(self) -> frozenset[str]:
        """The indicators that have figures of a whole anywhere, or are derived from such: looked up once."""
        t, indicators = observation_table, self.catalog.indicators
        listed = self._listed(indicators)
        whole = (t.c.indicator == listed.c.value, t.c.breakdown == "", t.c.value.is_not(None))
        has = sa.exists().where(*whole, as_of(self.release.id))
        found = {id for (id,) in self.select(sa.select(listed.c.value).where(has))}
        formulas = {i.id for i in indicators.values() if i.formula}
        return frozenset(found | {id for id in formulas if ingredients(self.catalog, [id]) <= found})

    def covered(
        self, ids: Collection[str], column: str = "region", indicators: Collection[str] | None = None
    ) -> set[str]:
        """Return those of some regions, or of what else a column names, of which there are figures.

        Of some `indicators`, where they are given.
        """
        if not ids:
            return set()
        t = observation_table
        listed = self._listed(ids)
        has = sa.exists().where(t.c[column] == listed.c.value, as_of(self.release.id))
        if indicators is not None:
            has = has.where(t.c.indicator.in_(sorted(indicators)))
        return {id for (id,) in self.select(sa.select(listed.c.value).where(has))}

    def _listed(self, ids: Collection[str]) -> sa.TableValuedAlias:
        """Ids as rows with a `value`, of one parameter: a thousand take longer to be named than looked up."""
        text = sa.literal(json.dumps([*ids]), sa.Text)
        if self.engine.dialect.name == "sqlite":
            return sa.func.json_each(text).table_valued(sa.column("value", sa.Text))
        rows = sa.func.json_array_elements_text(sa.cast(text, postgresql.JSON))
        return rows.table_valued(sa.column("value", sa.Text))

    @cached_property
    def outline(self) -> Callable[[str], Outline]:
        """What there is of a region, counted once for all its pages; of the last few regions asked for."""
        return lru_cache(OUTLINES)(self._count)

    def _count(self, region: str) -> Outline:
        t, count = observation_table, sa.func.count
        here, result = (t.c.region == region, as_of(self.release.id)), t.c.status.in_(RESULTS)
        columns = (t.c.indicator, t.c.period, count().filter(result), count().filter(~result))
        query = sa.select(*columns, count(t.c.value)).where(*here, ~self._superseded())
        cells: dict[str, dict[str, Cell]] = {}
        for indicator, period, *counts in self.select(query.group_by(t.c.indicator, t.c.period)):
            cells.setdefault(indicator, {})[period] = Cell(*counts)
        early = {period for periods in cells.values() for period in periods if parse_period(period).is_early}
        if not early:
            return Outline(cells)
        query = sa.select(t.c.indicator, t.c.period, t.c.document).distinct().where(*here)
        documents = self.catalog.documents
        back, not_back = set[tuple[str, str]](), set[tuple[str, str]]()
        for indicator, period, document in self.select(query.where(t.c.period.in_(sorted(early)))):
            looks_back = parse_period(period).looks_back(documents[document].published)
            (back if looks_back else not_back).add((indicator, period))
        return Outline(cells, frozenset(back - not_back))

    def _superseded(self) -> sa.ColumnElement[bool]:
        """The condition that another document gives a figure anew in the release, and is believed."""
        above = superseders(self.catalog.superseding)
        t, newer = observation_table, observation_table.alias()
        same = [newer.c[name] == t.c[name] for name in KEY[:5]]
        pairs = [
            sa.and_(t.c.document == older, newer.c.document.in_(sorted(above[older]))) for older in above
        ]
        given = sa.exists().where(*same, sa.or_(sa.false(), *pairs), as_of(self.release.id, newer))
        return sa.and_(t.c.document.in_(sorted(above)), given) if above else sa.false()

    def years(self, region: str, indicators: Collection[str] | None = None) -> list[int]:
        """Return the years of which a region has figures, of some indicators or any, newest first."""
        return self.outline(region).years(indicators)

    def measured(self, region: str) -> frozenset[str]:
        """Return the indicators of which a region has published figures, whatever their time."""
        return self._measured(region)

    @cached_property
    def _measured(self) -> Callable[[str], frozenset[str]]:
        """The same, looked up once for all pages of the last few regions: each page names the themes."""

        def read(region: str) -> frozenset[str]:
            t = observation_table
            query = sa.select(t.c.indicator).distinct().where(t.c.region == region, as_of(self.release.id))
            return frozenset(id for (id,) in self.select(query))

        return lru_cache(OUTLINES)(read)

    def documents_of(self, region: str) -> list[str]:
        """Return the documents that print figures of a region, in the order of their ids."""
        t = observation_table
        query = sa.select(t.c.document).distinct().where(t.c.region == region, as_of(self.release.id))
        return sorted(document for (document,) in self.select(query))

    def indicators_of_breakdown(self, breakdown: str) -> list[str]:
        """Return the indicators of which figures are published of a group or project."""
        t = observation_table
        query = sa.select(t.c.indicator).distinct().where(t.c.breakdown == breakdown, as_of(self.release.id))
        return sorted((id for (id,) in self.select(query)), key=self.catalog.positions.__getitem__)

    def _derives(self, wanted: set[str] | None) -> bool:
        return any(i.formula for i in self.catalog.indicators.values() if wanted is None or i.id in wanted)

    def _derived(self, rows: list[Observation], filters: Filters) -> list[Observation]:
        """What is derived from some figures, and stands where they do.

        Where a part ends within a period, the rest of that period is read too.
        """
        after, until = filters.get("after", ()), filters.get("until", ())
        split = {place[:2] for place in (after, until) if len(place) > 2}
        if not split:
            return derive(self.catalog, rows)
        t = observation_table
        undivided: Filters = {**filters, "after": (), "until": ()}
        for region, period in split:
            there = sa.and_(t.c.region == region, t.c.period == period, t.c.breakdown == "")
            rows = rows + self._published(undivided, there)
        return [
            row
            for row in derive(self.catalog, standing(self.catalog, rows))
            if _place(row, after) > after and (not until or _place(row, until) <= until)
        ]

    def _published(self, filters: Filters, *also: sa.ColumnElement[bool]) -> list[Observation]:
        t = observation_table
        order = (t.c[name] for name in KEY)
        matching = self._matching(filters).where(*also).with_only_columns(*OBSERVATION_COLUMNS)
        rows = self.figures(matching.order_by(*order))
        year = filters.get("year")
        return rows if year is None else [row for row in rows if row.when.year == year]

    def _matching(self, filters: Filters) -> sa.Select[Any]:
        t = observation_table
        query = sa.select(t).where(as_of(self.release.id))
        wanted = filters.get("indicators")
        asked = None if wanted is None else {*wanted, *ingredients(self.catalog, wanted)}
        for column, values in (
            (t.c.indicator, asked),
            (t.c.region, filters.get("regions")),
            (t.c.breakdown, filters.get("breakdowns")),
            (t.c.period, filters.get("periods")),
        ):
            if values is not None:
                query = query.where(column.in_(sorted(values)))
        for column, value in ((t.c.document, filters.get("document")), (t.c.period, filters.get("period"))):
            if value is not None:
                query = query.where(column == value)
        if places := filters.get("places"):
            query = query.where(t.c.position.between(places.start, places.stop - 1))
        if after := filters.get("after"):
            query = query.where(t.c.region >= after[0], _places(after) > after)
        if until := filters.get("until"):
            query = query.where(t.c.region <= until[0], _places(until) <= until)
        return query

    def select(self, query: sa.Select[*tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """Return the rows of a query. Raises StoreUnusable."""
        return read(self.engine, lambda store: [*map(tuple, store.execute(query).all())], self.release.id)

    def figures(self, query: sa.Select[*tuple[Any, ...]]) -> list[Observation]:
        """Return the rows of a query of OBSERVATION_COLUMNS. Raises StoreUnusable."""
        make = Observation._make
        return read(self.engine, lambda store: [*map(make, store.execute(query).all())], self.release.id)


def open_release(engine: Engine, release: int | None = None) -> ReleaseReader:
    """Return one release (the newest by default) with its catalogue.

    Raises NoRelease, NotFound for a release that never was, StoreUnusable.
    """

    def find(connection: sa.Connection) -> ReleaseReader:
        record = _find_release(connection, release)
        return ReleaseReader(
            engine, record, _built(record.catalog, read_catalog_text(connection, record.catalog))
        )

    return read(engine, find)


def read_release(engine: Engine, release: int | None = None) -> Release:
    """Return one release, the newest by default. Raises NoRelease, NotFound, StoreUnusable."""
    return read(engine, lambda connection: _find_release(connection, release))


def read_releases(engine: Engine, until: int | None = None) -> list[Release]:
    """Return the releases up to `until`, newest first. Raises StoreUnusable."""
    query = sa.select(release_table).order_by(release_table.c.id.desc())
    if until is not None:
        query = query.where(release_table.c.id <= until)
    return read(engine, lambda connection: [Release(*row) for row in connection.execute(query)], until)


def _places(like: Place) -> sa.Tuple:
    """The columns that a place is compared with."""
    return sa.tuple_(*(observation_table.c[name] for name in PLACE[: len(like)]))


def _place(row: Observation, like: Place) -> Place:
    """Where a figure stands, as exactly as another place says."""
    return tuple(getattr(row, name) for name in PLACE[: len(like)])


def _find_release(connection: sa.Connection, release: int | None) -> Release:
    query = sa.select(release_table).order_by(release_table.c.id.desc()).limit(1)
    if release is not None:
        query = query.where(release_table.c.id == release)
    if (row := connection.execute(query).first()) is not None:
        return Release(*row)
    raise NoRelease if release is None else NoSuchRelease(str(release))


def read_catalog_text(connection: sa.Connection, digest: str) -> str:
    """Return a catalogue as a release keeps it. Raises StoreUnusable for one that isn't what it was."""
    content = connection.scalar(sa.select(catalog_table.c.content).where(catalog_table.c.digest == digest))
    text: str = content or ""
    if hashlib.sha256(text.encode()).hexdigest() != digest:
        raise StoreUnusable(f"catalogue {digest[:12]} ≠ SHA-256")
    return text


@lru_cache(maxsize=16)
def _built(digest: str, content: str) -> Catalog:
    return build_catalog(json.loads(content))


def ingredients(catalog: Catalog, wanted: Collection[str]) -> set[str]:
    """Return the indicators that the formulas of some indicators speak of."""
    formulas = [catalog.indicators[i].formula for i in wanted if i in catalog.indicators]
    return {name for formula in formulas if formula for name in names_in(formula)}
