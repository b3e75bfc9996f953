"""Where a series over time can't be joined: at a break in definition, over a missing period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from data.model.catalog import Catalog
from data.model.observation import Observation
from data.statements.comparison import stood

_QUARTER, _YEAR = 92, 365  # days


class Gap(NamedTuple):
    """Two neighbours that no line joins, and why.

    By "definition", "replaced" (another indicator), "territory" (the region wasn't there, as it is, through
    both), or "missing".
    """

    before: Observation
    after: Observation
    why: str


def root_of(catalog: Catalog, indicator: str) -> str:
    """Return the first of the indicators of which each took another's place, down to this one."""
    passed = [indicator]
    while (known := catalog.indicators.get(passed[-1])) and known.replaces and known.replaces not in passed:
        passed.append(known.replaces)
    return passed[-1]


def gaps(catalog: Catalog, rows: Sequence[Observation]) -> Iterator[Gap]:
    """Return where the lines of some figures stop, of each series from its beginning."""
    series: dict[tuple[str, ...], list[Observation]] = {}
    for row in sorted(rows, key=lambda row: row.order):
        key = (row.region, root_of(catalog, row.indicator), row.breakdown)
        series.setdefault(key, []).append(row)
    for points in series.values():
        for before, after in pairwise(points):
            if before.indicator != after.indicator:
                yield Gap(before, after, "replaced")
            elif before.definition != after.definition:
                yield Gap(before, after, "definition")
            elif not all(stood(catalog, row.region, row.when) for row in (before, after)):
                yield Gap(before, after, "territory")
            if _is_missing_between(before, after):
                yield Gap(before, after, "missing")


def _is_missing_between(one: Observation, other: Observation) -> bool:
    """Say whether a year, quarter or month lies between two, or a year between the same parts of two years.

    Of days, such as those of censuses, none is expected between.
    """
    (end, start), (_, begin) = one.order, other.order
    if end == start:
        return False
    length = (end - start).days + 1
    is_part = _QUARTER < length < _YEAR
    return (begin - start).days > 1.5 * (_YEAR if is_part else length)
