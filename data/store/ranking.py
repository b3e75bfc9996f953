"""Where an indicator is largest, and when: what compares regions with each other, read in bounded time.

A page needs the first of thousands of regions, in milliseconds: the index gives them, without pandas. Who
wants the whole order sorts a frame of the release (data/store/frame.py); both put regions in the same one.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import count
from typing import Any

import sqlalchemy as sa

from data.model.observation import Observation
from data.model.period import parse_period
from data.store.queries import ReleaseReader, ingredients
from data.store.tables import OBSERVATION_COLUMNS, as_of, observation_table


def ranking(reader: ReleaseReader, indicator: str, period: str, limit: int) -> list[Observation]:
    """Return the whole results of a period in the `limit` regions where they are largest, the largest first.

    Of equal ones that of the later code comes first, as the index has them, and of two copies that of the
    later document; both rank. Plans, targets, what is broken down, and what a superseding document gives anew
    don't.
    """
    if reader.catalog.indicators[indicator].formula:
        return _largest(reader.observations(indicators=[indicator], period=period), limit)
    t = observation_table
    query = sa.select(*OBSERVATION_COLUMNS).where(*_ranks(indicator, period), as_of(reader.release.id))
    query = query.order_by(t.c.value.desc(), t.c.region.desc(), t.c.document.desc()).limit(limit + 1)
    superseding = any(document.supersedes for document in reader.catalog.documents.values())
    rows: list[Observation] = []
    for turn in count():  # another one only where copies or superseded figures stand among the largest
        batch = reader.figures(query.offset(turn * (limit + 1)))
        if superseding:
            regions = {row.region for row in batch} - {row.region for row in rows}
            rows += reader.observations(indicators=[indicator], regions=regions, period=period)
        else:
            rows += batch
        ranked = _largest(rows, limit)
        enough = len({row.region for row in ranked}) == limit and _size(ranked[-1]) > _size(batch[-1])
        if enough or len(batch) <= limit:
            break
    return ranked


def count_ranked(reader: ReleaseReader, indicator: str, period: str) -> int:
    """Return in how many regions a period has results that rank."""
    if reader.catalog.indicators[indicator].formula:
        return len({row.region for row in ranking(reader, indicator, period, len(reader.catalog.regions))})
    query = sa.select(sa.func.count(observation_table.c.region.distinct()))
    [(number,)] = reader.select(query.where(*_ranks(indicator, period), as_of(reader.release.id)))
    return int(number)


def periods(reader: ReleaseReader, indicator: str) -> list[str]:
    """Return the periods of which an indicator, or what it is derived from, has figures, newest first."""
    stored = {
        period
        for one in _with_ingredients(reader, indicator)
        for (period,) in reader.select(_periods(one, reader.release.id))
    }
    return sorted(stored, key=lambda period: parse_period(period).order, reverse=True)


def most_compared(reader: ReleaseReader, indicators: Collection[str], regions: Collection[str]) -> str:
    """Return which of some indicators most of some regions have results of; "" where none has any."""
    t = observation_table
    results = (t.c.indicator.in_(indicators), t.c.region.in_(regions), t.c.breakdown == "")
    query = sa.select(t.c.indicator, sa.func.count(t.c.region.distinct())).group_by(t.c.indicator)
    query = query.where(*results, t.c.status == "actual", t.c.value.is_not(None), as_of(reader.release.id))
    counts = dict(reader.select(query))
    return max(counts, key=lambda id: (counts[id], -reader.catalog.positions[id]), default="")


def has_more(reader: ReleaseReader, indicator: str, figures: int) -> bool:
    """Return whether an indicator has, with what it is derived from, more than so many figures."""
    t = observation_table
    query = sa.select(sa.literal(1)).select_from(t).where(as_of(reader.release.id)).offset(figures).limit(1)
    return bool(reader.select(query.where(t.c.indicator.in_(_with_ingredients(reader, indicator)))))


def _with_ingredients(reader: ReleaseReader, indicator: str) -> list[str]:
    return sorted({indicator, *ingredients(reader.catalog, [indicator])})


def _ranks(indicator: str, period: str) -> tuple[sa.ColumnElement[bool], ...]:
    t = observation_table
    whole = (t.c.breakdown == "", t.c.status == "actual", t.c.value.is_not(None))
    return (t.c.indicator == indicator, t.c.period == period, *whole)


def _largest(rows: list[Observation], regions: int) -> list[Observation]:
    whole = [
        row
        for row in rows
        if not row.breakdown and row.status in ("actual", "derived") and row.value is not None
    ]
    ranked = sorted(whole, key=_size, reverse=True)
    first = set(list(dict.fromkeys(row.region for row in ranked))[:regions])
    return [row for row in ranked if row.region in first]


def _size(row: Observation) -> tuple[float, str]:
    return (row.value or 0.0, row.region)


def _periods(indicator: str, release: int) -> sa.Select[Any]:
    """Each period of an indicator, by leaps in the index over the figures of each."""
    t, last = observation_table, sa.func.max(observation_table.c.period)
    leap = sa.select(last.label("period")).where(t.c.indicator == indicator).cte("leap", recursive=True)
    one_before = sa.select(last).where(t.c.indicator == indicator, t.c.period < leap.c.period)
    leap = leap.union_all(sa.select(one_before.scalar_subquery()).where(leap.c.period.is_not(None)))
    there = (t.c.indicator == indicator, t.c.period == leap.c.period)
    return sa.select(leap.c.period).where(sa.exists().where(*there, as_of(release)))
