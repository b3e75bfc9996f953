"""A region's figures as a list without an end: newest first, in parts of which one is read at a time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Generic, NamedTuple, TypeVar

from dashboard.request.address import PART
from dashboard.request.context import Context, Time
from data.errors import NotFound
from data.model.observation import Observation
from data.model.period import parse_period

T = TypeVar("T")


class Part(NamedTuple, Generic[T]):
    """Rows of a list, how many stand before them, and among how many; None: there are more, uncounted."""

    rows: Sequence[T]
    before: int
    among: int | None


def part_of(context: Context, things: Sequence[T]) -> Part[T]:
    """Return the part of a list that the address asks for. Raises NotFound where there is none."""
    _start(context, len(things))
    return slice_of(context, things)


def slice_of(context: Context, things: Sequence[T]) -> Part[T]:
    """Return the same, without a row where there is none: of several lists on a page one is the longest."""
    before = start_of_part(context)
    return Part(things[before : before + PART], before, len(things))


def start_of_part(context: Context) -> int:
    """Return how many rows of a list stand before the part asked for."""
    return (int(context.address.part or 1) - 1) * PART


def _start(context: Context, among: int) -> int:
    before = start_of_part(context)
    if before and before >= among:
        raise NotFound(f"part={context.address.part}")
    return before


def part_of_figures(context: Context, indicators: Collection[str]) -> Part[Observation]:
    """Return a part of the region's figures of some indicators, of the year asked for, in reading order.

    Raises NotFound where there is no such part.
    """
    if context.is_short:
        return part_of(context, context.rows(indicators))
    sizes = _sizes(context, indicators)
    among = sum(sizes.values())
    before = _start(context, among)
    first, counted, read = 0, 0, set[tuple[Time, str]]()
    for time, indicator in sorted(sizes, key=lambda one: _place(context, *one)):
        end = counted + sizes[time, indicator]
        if end > before and counted < before + PART:
            first = first if read else counted
            read.add((time, indicator))
        counted = end
    ids, times = {indicator for _, indicator in read}, {time for time, _ in read}
    rows = [row for row in context.rows_at(ids, times) if (row.order, row.indicator) in read]
    return Part(rows[before - first : before - first + PART], before, among)


def _sizes(context: Context, indicators: Collection[str]) -> dict[tuple[Time, str], int]:
    """How many figures there are of each time and indicator."""
    sizes: dict[tuple[Time, str], int] = {}
    for id, period, cell in context.outline.of(indicators, context.year):
        key = parse_period(period).order, id
        sizes[key] = sizes.get(key, 0) + cell.figures
    for row in context.worked_out:
        if row.indicator in indicators:
            key = row.order, row.indicator
            sizes[key] = sizes.get(key, 0) + 1
    return sizes


def _place(context: Context, time: Time, indicator: str) -> tuple[int, int, int]:
    """Where the figures of a time and an indicator stand in reading order: the newest first."""
    end, start = time
    return -end.toordinal(), -start.toordinal(), context.reader.catalog.positions[indicator]
