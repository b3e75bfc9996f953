"""Between which places a figure stands among those of other regions, or why it has none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from data.model.catalog import Catalog
from data.model.interval import Interval
from data.model.observation import Observation
from data.model.period import Period
from data.statements.amounts import interval, interval_of, is_bounded
from data.statements.comparison import FIRM, stood, why_unlike
from data.statements.selection import charted, in_order

FEWEST = 3  # that make an order worth telling
SAME_LEVEL = {"district": "county"}  # a district of a city stands beside its counties


class Rank(NamedTuple):
    """Between which places a figure stands among those that digits order, from the largest."""

    first: int
    last: int
    among: int


class Group(NamedTuple):
    """Regions that are alike: those of one level, whose id is "", or a group that is declared."""

    id: str
    members: tuple[str, ...]


def peers_of(catalog: Catalog, region: str, when: Period | None = None) -> list[str]:
    """Return the regions of one level that lie in the same one; itself among them, as listed.

    Of a time, those that were there.
    """
    own = catalog.regions.get(region)
    if own is None or not own["parent"]:
        return [region]
    beside = [id for id in catalog.parts[own["parent"]] if are_of_one_level(catalog, region, id)]
    return [id for id in beside if id == region or when is None or stood(catalog, id, when)]


def groups_of(catalog: Catalog, region: str, when: Period | None = None) -> list[Group]:
    """Return the groups of regions among which one may be ranked: those of its level, and those declared.

    Each with its members of a time, itself among them; none that has too few ever to tell an order, or only
    those of one before it.
    """
    groups = [Group("", tuple(peers_of(catalog, region, when)))]
    for term in catalog.peers_of(region):
        there = (
            id for id in term.texts("members") if id == region or when is None or stood(catalog, id, when)
        )
        groups.append(Group(term.id, tuple(there)))
    distinct: dict[frozenset[str], Group] = {}
    for group in groups:
        distinct.setdefault(frozenset(group.members), group)
    own, *declared = distinct.values()
    return [*([own] if len(own.members) > 1 else []), *(g for g in declared if len(g.members) >= FEWEST)]


def rank(catalog: Catalog, row: Observation, others: Sequence[Observation]) -> Rank | str:
    """Return a figure's places among those of other regions, or why it has none: a key of [comparison].

    Two figures whose printed digits overlap tie: of eleven, one that three others may equal stands 第3—6位.
    """
    ranked: dict[str, Observation] = {}
    for other in in_order(catalog, others):  # of two copies the one nearest the body
        if other.region != row.region and not why_not_beside(catalog, row, other):
            ranked.setdefault(other.region, other)
    if why := why_unranked(catalog, row):
        return why
    return _place(interval(catalog, row), [interval(catalog, other) for other in ranked.values()])


def rank_each(catalog: Catalog, rows: Sequence[Observation]) -> dict[str, Rank | str]:
    """Return by region what `rank` says of each of some figures, one a region, that count the same."""
    whys = {row.region: why_unranked(catalog, row) for row in rows}
    intervals = {row.region: interval(catalog, row) for row in rows if not whys[row.region]}
    all_apart = are_apart(catalog, intervals)

    def beside(id: str) -> list[Interval]:
        apart = (other for other in intervals if all_apart or are_apart(catalog, (id, other)))
        return [intervals[other] for other in apart if other != id]

    return {id: why or _place(intervals[id], beside(id)) for id, why in whys.items()}


def _place(own: Interval, others: Sequence[Interval]) -> Rank | str:
    """Between which places a figure stands beside others; "few" where there are too few of them."""
    among = len(others) + 1
    if among < FEWEST:
        return "few"
    above = sum(other.exceeds(own) for other in others)
    below = sum(own.exceeds(other) for other in others)
    return Rank(above + 1, among - below, among)


def why_not_beside(catalog: Catalog, row: Observation, other: Observation) -> str:
    """Return why a figure of another region isn't ordered with this one's; "" where it is."""
    if why := _why_not_apart(catalog, row.region, other.region):
        return why
    return why_unranked(catalog, other) or why_unlike(catalog, row, other, over_time=False)


def are_of_one_level(catalog: Catalog, one: str, other: str) -> bool:
    """Say whether two regions are of one level; of one whose level isn't told, nothing is denied."""
    return len({level_of(catalog, one), level_of(catalog, other)} - {""}) < 2


def level_of(catalog: Catalog, region: str) -> str:
    """Return the level of a region, one word for those that stand side by side; "" where it isn't told."""
    level = catalog.regions[region]["level"]
    return SAME_LEVEL.get(level, level)


def are_apart(catalog: Catalog, regions: Iterable[str]) -> bool:
    """Say whether regions may be put in one order: alike, and none of them in another."""
    ids = {*regions}
    if not all(ids.isdisjoint(catalog.regions_above(id)) for id in ids):
        return False
    if len({level_of(catalog, id) for id in ids} - {""}) < 2:
        return True
    return not any(_why_not_apart(catalog, one, other) for one, other in combinations(ids, 2))


def contains(catalog: Catalog, region: str, other: str) -> bool:
    """Say whether one region lies in the other."""
    return region in catalog.regions_above(other)


def _why_not_apart(catalog: Catalog, one: str, other: str) -> str:
    if contains(catalog, one, other) or contains(catalog, other, one):
        return "within"
    if are_of_one_level(catalog, one, other):
        return ""
    return "" if any(other in group.texts("members") for group in catalog.peers_of(one)) else "level"


def why_unranked(catalog: Catalog, row: Observation) -> str:
    """Return why a figure has no place among any others; "" where nothing in it keeps it from one."""
    if row.value is None:
        return "stage"
    if row.status not in FIRM:
        return "status"
    if not charted(catalog, [row]):
        return "copy"
    if not stood(catalog, row.region, row.when):
        return "territory"
    return "" if is_bounded(interval_of(row)) else "unbounded"
