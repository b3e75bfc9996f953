"""How two figures of one thing compare: by how much they differ, or why that can't be said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from data.model.catalog import Catalog
from data.model.observation import Observation
from data.model.quantity import Interval, parse_quantity, split_unit
from data.model.unit import SHARES, measure
from data.statements.derived_values import digits_of, print_interval, show_printed
from data.statements.selection import in_order, tier

POINTS = "个百分点"
FIRM = ("actual", "derived")  # the statuses whose figures tell how things were
PERCENT = Interval(Decimal("0.01"), Decimal("0.01"))
HUNDRED = Interval(Decimal(100), Decimal(100))
GROWTH_DIGITS = 1  # decimals of a growth, at most
LOOSEST = 2  # times its lower bound that the upper one may be; of a looser amount only the way is said
FEWEST_RANKED = 3  # that make an order worth telling
RANKED_TIER = 2  # copies beyond it stand in tables, marked, and are ranked nowhere


class Amount(NamedTuple):
    """What we work out from two figures, without its sign: as we print it, between which bounds, and how."""

    printed: str
    bounds: str
    formula: str
    exact: bool = False


class Difference(NamedTuple):
    """What lies between two figures of one thing.

    `way` is "rise", "fall", "level" (exactly the same), or "unclear" where the printed digits don't tell.
    `amount` is in the unit of the figures, in percentage points for shares; `growth` in per cent of the
    earlier, None where that says nothing: for shares, for changes, from nought. Both are None where `way`
    leaves nothing to say.
    """

    before: Observation
    after: Observation
    way: str
    amount: Amount | None = None
    growth: Amount | None = None


class Unlike(NamedTuple):
    """Two figures that don't compare, and which part of them differs: a key of [comparison] in languages."""

    before: Observation
    after: Observation
    why: str


class Outcome(NamedTuple):
    """A result beside what was meant for it.

    `verdict` is "met", "missed" or "unclear" where the target's words set a bound (以上, 控制在…以内) or the
    indicator says which way is better; else "above", "below", "even" or "unclear", which judges nothing.
    `amount` lies between the result and the bound, and `over` says that the result is the larger.
    """

    target: Observation
    result: Observation
    verdict: str
    amount: Amount | None = None
    over: bool = False


class Rank(NamedTuple):
    """Between which places a figure stands among those that digits order, from the largest."""

    first: int
    last: int
    among: int


def compare(catalog: Catalog, before: Observation, after: Observation) -> Difference | Unlike:
    """Return how a figure differs from an earlier one of the same series, by interval arithmetic.

    >>> compare(catalog, row_of_2021, row_of_2022)  # 5600个, 5830个: exact counts
    Difference(…, way="rise", amount=Amount("230个", …), growth=Amount("4.1%", …))
    """
    if why := _why_unlike(catalog, before, after, over_time=True):
        return Unlike(before, after, why)
    return _difference(catalog, before, after)


def previous(catalog: Catalog, row: Observation, rows: Iterable[Observation]) -> Difference | Unlike | None:
    """Return a figure against the newest earlier one of its series that compares with it.

    Where none compares, why the newest doesn't; None where there is no earlier one.
    """
    earlier = [one for one in rows if _thing(one) == _thing(row) and one.when.end < row.when.end]
    earlier = [one for one in earlier if one.status in FIRM]
    unlike: Unlike | None = None
    for one in in_order(catalog, earlier):
        comparison = compare(catalog, one, row)
        if isinstance(comparison, Difference):
            return comparison
        unlike = unlike or comparison
    return unlike


def outcome(catalog: Catalog, result: Observation, rows: Iterable[Observation]) -> Outcome | None:
    """Return a result beside the target for the same thing and time; None where there is none to compare.

    A range as a target is met inside it.
    """
    for target in rows:
        if target.status != "target" or _thing(target) != _thing(result) or target.value is None:
            continue
        same_time = target.when.shortest == result.when.shortest
        if same_time and not _why_unlike(catalog, target, result, over_time=False, statuses=False):
            return _outcome(catalog, target, result)
    return None


def peers_of(catalog: Catalog, region: str) -> list[str]:
    """Return the regions that lie in the same one, which are of one level; itself among them, as listed."""
    own = catalog.regions.get(region)
    if own is None or not own["parent"]:
        return [region]
    return catalog.parts.get(own["parent"], [region])


def rank(catalog: Catalog, row: Observation, others: Sequence[Observation]) -> Rank | str:
    """Return a figure's places among those of other regions, or why it has none: a key of [comparison].

    Two figures whose printed digits overlap tie: of eleven, one that three others may equal stands 第3—6位.
    """
    ranked = {
        other.region: other
        for other in others
        if other.region != row.region and not why_not_beside(catalog, row, other)
    }
    if why := _why_unranked(catalog, row):
        return why
    if len(ranked) + 1 < FEWEST_RANKED:
        return "few"
    own = interval(catalog, row)
    above = sum(interval(catalog, other).exceeds(own) for other in ranked.values())
    below = sum(own.exceeds(interval(catalog, other)) for other in ranked.values())
    return Rank(above + 1, len(ranked) + 1 - below, len(ranked) + 1)


def why_not_beside(catalog: Catalog, row: Observation, other: Observation) -> str:
    """Return why a figure of another region isn't ordered with this one's; "" where it is."""
    if contains(catalog, row.region, other.region) or contains(catalog, other.region, row.region):
        return "within"
    return _why_unranked(catalog, other) or _why_unlike(catalog, row, other, over_time=False)


def contains(catalog: Catalog, region: str, other: str) -> bool:
    """Say whether one region lies in the other."""
    return region in catalog.regions_above(other)


def interval(catalog: Catalog, row: Observation) -> Interval:
    """Return what a figure admits at its full size; an exact whole count is just what it says."""
    base_unit, counted, rounded = _admitted(row.printed)
    unit = catalog.units.get(base_unit)
    return counted if unit and unit["counted"] else rounded


@lru_cache(maxsize=16_384)
def _admitted(printed: str) -> tuple[str, Interval, Interval]:
    """The unit of a figure, and what it admits at its full size: if it is counted, and if it is rounded."""
    quantity = parse_quantity(printed)
    size = measure(quantity.base_unit).size
    number, rounded = quantity.number, quantity.interval
    whole = quantity.qualifier == "exact" and not quantity.magnitude and "." not in quantity.digits
    counted = Interval(number, number) if whole else rounded
    sizes = Interval(size, size)
    return quantity.base_unit, counted * sizes, rounded * sizes


def _why_unlike(
    catalog: Catalog, one: Observation, other: Observation, *, over_time: bool, statuses: bool = True
) -> str:
    """Why two figures don't compare: of one region at two times, or of two regions at one time."""
    if (one.indicator, one.breakdown) != (other.indicator, other.breakdown):
        return "measure"
    if one.value is None or other.value is None:
        return "stage"
    if statuses and not {one.status, other.status} <= {*FIRM}:
        return "status"
    if over_time and (one.region != other.region or not _stood(catalog, one)):
        return "territory"
    if one.definition != other.definition:
        return "definition"
    if over_time and one.when.stretch != other.when.stretch:
        return "stretch"
    if not over_time and one.when.shortest != other.when.shortest:
        return "period"
    if over_time and one.when.shortest == other.when.shortest:
        return "same_period"
    if measure(one.quantity.base_unit).powers != measure(other.quantity.base_unit).powers:
        return "unit"
    if statuses and not all(_is_bounded(row.quantity.interval) for row in (one, other)):
        return "unbounded"
    return ""


def _why_unranked(catalog: Catalog, row: Observation) -> str:
    if row.value is None:
        return "stage"
    if row.status not in FIRM:
        return "status"
    if tier(catalog, row) > RANKED_TIER:
        return "copy"
    return "" if _is_bounded(row.quantity.interval) else "unbounded"


def _stood(catalog: Catalog, row: Observation) -> bool:
    """Whether a region was there, as it is now, when a figure of it begins."""
    region = catalog.regions.get(row.region)
    since = region["since"] if region else ""
    return not since or row.when.start.isoformat() >= since or len(since) == 4 <= row.when.start.year


def _is_bounded(interval: Interval) -> bool:
    return interval.low.is_finite() and interval.high.is_finite()


def _difference(catalog: Catalog, before: Observation, after: Observation) -> Difference:
    old, new = interval(catalog, before), interval(catalog, after)
    if old == new and old.low == old.high:
        return Difference(before, after, "level")
    way = "rise" if new.exceeds(old) else "fall" if old.exceeds(new) else "unclear"
    if way == "unclear":
        return Difference(before, after, way)
    return Difference(before, after, way, _amount(catalog, before, after), _growth(catalog, before, after))


def _amount(catalog: Catalog, before: Observation, after: Observation) -> Amount | None:
    """The difference, in the larger of the two units printed; None where it is too loose to say."""
    old, new = interval(catalog, before), interval(catalog, after)
    one, other = (before, after) if new.exceeds(old) else (after, before)
    result = interval(catalog, other) - interval(catalog, one)
    unit = max((row.quantity.unit for row in (before, after)), key=lambda unit: split_unit(unit)[0])
    share = after.quantity.base_unit in SHARES
    unit = POINTS if share else unit
    size = measure(unit).size
    result /= Interval(size, size)
    return _printed(result, unit, digits_of(result), f"{show_printed(other)} − {show_printed(one)}")


def _growth(catalog: Catalog, before: Observation, after: Observation) -> Amount | None:
    old, new = interval(catalog, before), interval(catalog, after)
    if after.quantity.base_unit in SHARES or old.low <= 0 or catalog.indicators[after.indicator].change:
        return None
    grown = new.exceeds(old)
    ratio = new / old / PERCENT
    result = ratio - HUNDRED if grown else HUNDRED - ratio
    parts = (show_printed(after), show_printed(before))
    formula = f"{parts[0]} ÷ {parts[1]} − 100%" if grown else f"100% − {parts[0]} ÷ {parts[1]}"
    return _printed(result, "%", min(digits_of(result), GROWTH_DIGITS), formula)


def _printed(result: Interval, unit: str, digits: int, formula: str) -> Amount | None:
    if result.high > LOOSEST * result.low:
        return None
    printed, bounds = print_interval(result, unit, digits)
    exact = result.low == result.high
    return Amount(printed, bounds, formula, exact) if parse_quantity(printed).number else None


def _outcome(catalog: Catalog, target: Observation, result: Observation) -> Outcome:
    meant, reached = interval(catalog, target), interval(catalog, result)
    qualifier = target.qualifier
    if qualifier in ("at_least", "more_than"):
        verdict = _verdict(reached.low >= meant.low, reached.high < meant.low)
        bound = Interval(meant.low, meant.low)
    elif qualifier in ("at_most", "less_than"):
        verdict = _verdict(reached.high <= meant.high, reached.low > meant.high)
        bound = Interval(meant.high, meant.high)
    elif qualifier == "range":
        inside = meant.low <= reached.low and reached.high <= meant.high
        verdict = _verdict(inside, reached.high < meant.low or reached.low > meant.high)
        return Outcome(target, result, verdict)
    else:
        verdict = "even" if meant == reached else _side(reached, meant)
        bound = meant
    if not (reached.exceeds(bound) or bound.exceeds(reached)):
        return Outcome(target, result, verdict)
    over = reached.exceeds(bound)
    return Outcome(target, result, verdict, _gap(target, result, bound, reached), over)


def _gap(target: Observation, result: Observation, bound: Interval, reached: Interval) -> Amount | None:
    over = reached.exceeds(bound)
    difference = reached - bound if over else bound - reached
    share = result.quantity.base_unit in SHARES
    unit = POINTS if share else result.quantity.unit
    size = measure(unit).size
    difference /= Interval(size, size)
    order = (result, target) if over else (target, result)
    formula = " − ".join(show_printed(row) for row in order)
    return _printed(difference, unit, digits_of(difference), formula)


def _verdict(met: bool, missed: bool) -> str:
    return "met" if met else "missed" if missed else "unclear"


def _side(reached: Interval, meant: Interval) -> str:
    return "above" if reached.exceeds(meant) else "below" if meant.exceeds(reached) else "unclear"


def _thing(row: Observation) -> tuple[str, str, str]:
    return row.region, row.indicator, row.breakdown
