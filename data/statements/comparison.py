"""How two figures of one thing compare: by how much they differ, or why that can't be said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from data.model.catalog import Catalog
from data.model.interval import Interval
from data.model.observation import Observation
from data.model.period import Period, parse_period
from data.model.quantity import parse_quantity, split_unit
from data.model.unit import SHARES, measure
from data.statements.amounts import in_unit, interval, interval_of, is_amount, is_bounded, unit_of
from data.statements.derived_values import digits_of, print_interval, show_printed
from data.statements.selection import in_order

POINTS = "个百分点"
FIRM = ("actual", "derived")  # the statuses whose figures tell how things were
PERCENT = Interval(Decimal("0.01"), Decimal("0.01"))
HUNDRED = Interval(Decimal(100), Decimal(100))
GROWTH_DIGITS = 1  # decimals of a growth, at most
LOOSEST = 2  # times its lower bound that the upper one may be; of a looser amount only the way is said
# Which way a change goes for the better, by the polarity of its indicator.
BETTER = {"more_is_better": "rise", "less_is_better": "fall"}


class Amount(NamedTuple):
    """What we work out from two figures, without its sign: as we print it, between which bounds, and how."""

    printed: str
    bounds: str
    formula: str
    exact: bool = False


@dataclass(frozen=True)
class Difference:
    """What lies between two figures of one thing; how much that is is worked out where somebody says it.

    `way` is "rise", "fall", "level" (exactly the same), or "unclear" where the printed digits don't tell;
    these two leave no amount to say.
    """

    catalog: Catalog
    before: Observation
    after: Observation
    way: str

    @cached_property
    def amount(self) -> Amount | None:
        """How much, in the larger of the units printed, or in percentage points; None where that is loose."""
        return _amount(self.catalog, self.before, self.after) if self.way in BETTER.values() else None

    @cached_property
    def growth(self) -> Amount | None:
        """The same in per cent of the earlier; None where that says nothing: shares, changes, nought."""
        return _growth(self.catalog, self.before, self.after) if self.way in BETTER.values() else None


class Share(NamedTuple):
    """A figure beside that of the region in which its own lies: what part it is, None where that is loose."""

    part: Observation
    whole: Observation
    amount: Amount | None


class Unlike(NamedTuple):
    """Two figures that don't compare, and which part of them differs: unlike_WHY in [interface]."""

    before: Observation
    after: Observation
    why: str


def compare(catalog: Catalog, before: Observation, after: Observation) -> Difference | Unlike:
    """Return how a figure differs from an earlier one of the same series, by interval arithmetic.

    >>> compare(catalog, row_of_2021, row_of_2022)  # 5600个, 5830个: exact counts
    Difference(…, way="rise")  # its amount 230个, its growth 4.1%
    """
    if why := why_unlike(catalog, before, after, over_time=True):
        return Unlike(before, after, why)
    return _difference(catalog, before, after)


def previous(catalog: Catalog, row: Observation, rows: Iterable[Observation]) -> Difference | Unlike | None:
    """Return a figure against the newest earlier one of its series that compares with it.

    Where none compares, why the newest doesn't: where its own series begins with it, that of the indicator
    that its own replaces. None where there is no earlier one.
    """
    end = row.when.end
    earlier = [one for one in rows if one.status in FIRM and one.when.end < end]
    replaced = catalog.indicators[row.indicator].replaces
    unlike: Unlike | None = None
    for one in _newest_first(catalog, [one for one in earlier if thing(one) == thing(row)]):
        comparison = compare(catalog, one, row)
        if isinstance(comparison, Difference):
            return comparison
        unlike = unlike or comparison
    own = (row.region, replaced, row.breakdown)
    others = [] if unlike else in_order(catalog, (one for one in earlier if thing(one) == own))
    return Unlike(others[0], row, "replaced") if others else unlike


def _newest_first(catalog: Catalog, rows: list[Observation]) -> Iterator[Observation]:
    """Yield figures in order, time by time: the first is most often all that is asked for."""
    while rows:
        newest = max(row.order for row in rows)
        yield from in_order(catalog, (row for row in rows if row.order == newest))
        rows = [row for row in rows if row.order != newest]


def beside_whole(
    catalog: Catalog, row: Observation, whole: Observation
) -> Share | Difference | Unlike | None:
    """Return a figure beside the one of the region in which its own lies, of the same time.

    What may be summed is a part of that; rates and averages differ from it. None for counts that may not be
    summed, and for a part that would be more than all.
    """
    if why := why_unlike(catalog, whole, row, over_time=False):
        return Unlike(whole, row, why)
    if not is_amount(catalog, row):
        return _difference(catalog, whole, row)
    if not catalog.indicators[row.indicator].additive:
        return None
    part, all_of_it = interval(catalog, row), interval(catalog, whole)
    if part.low < 0 or all_of_it.low <= 0 or part.exceeds(all_of_it):
        return None
    share = part / all_of_it / PERCENT
    formula = f"{show_printed(row)} ÷ {show_printed(whole)}"
    return Share(row, whole, amount_of(share, "%", min(digits_of(share), GROWTH_DIGITS), formula))


def order_of(catalog: Catalog, one: Observation, other: Observation) -> str:
    """Return "above" or "below" where digits order two figures of one kind and time; "" where they don't.

    Nor are they in any order of which one is defined otherwise, or is no result while the other is.
    """
    if one.definition != other.definition or (one.status in FIRM) != (other.status in FIRM):
        return ""
    this, that = interval(catalog, one), interval(catalog, other)
    return "above" if this.exceeds(that) else "below" if that.exceeds(this) else ""


def judged(catalog: Catalog, comparison: Difference) -> str:
    """Return "better" or "worse" where an indicator says which way is meant to be that; else ""."""
    better = BETTER.get(catalog.indicators[comparison.after.indicator].polarity)
    if better is None or comparison.way not in BETTER.values():
        return ""
    return "better" if comparison.way == better else "worse"


def thing(row: Observation) -> tuple[str, str, str]:
    """Return what a figure is of: its region, indicator and breakdown."""
    return row.region, row.indicator, row.breakdown


def stood(catalog: Catalog, region: str, when: Period) -> bool:
    """Say whether a region was there, as it is, through all of a period."""
    term = catalog.regions.get(region)
    since, until = (term["since"], term["until"]) if term else ("", "")
    begun = not since or parse_period(since).start <= when.start
    return begun and (not until or when.end <= parse_period(until).end)


def why_unlike(
    catalog: Catalog, one: Observation, other: Observation, *, over_time: bool, statuses: bool = True
) -> str:
    """Return why two figures don't compare, "" where they do: of one region in two periods, or of two in one.

    With `statuses` false one of them may be a target.
    """
    if (one.indicator, one.breakdown) != (other.indicator, other.breakdown):
        return "measure"
    if one.value is None or other.value is None:
        return "stage"
    if statuses and not {one.status, other.status} <= {*FIRM}:
        return "status"
    if over_time and one.region != other.region:
        return "territory"
    if not all(stood(catalog, row.region, row.when) for row in (one, other)):
        return "territory"
    if one.definition != other.definition:
        return "definition"
    if over_time and one.when.stretch != other.when.stretch:
        return "stretch"
    if not over_time and one.when.shortest != other.when.shortest:
        return "period"
    if over_time and one.when.shortest == other.when.shortest:
        return "same_period"
    if over_time and one.when.overlaps(other.when):
        return "overlap"
    if measure(unit_of(catalog, one)).powers != measure(unit_of(catalog, other)).powers:
        return "unit"
    if statuses and not all(is_bounded(interval_of(row)) for row in (one, other)):
        return "unbounded"
    return ""


def _difference(catalog: Catalog, before: Observation, after: Observation) -> Difference:
    old, new = interval(catalog, before), interval(catalog, after)
    is_level = old == new and old.low == old.high
    way = "rise" if new.exceeds(old) else "fall" if old.exceeds(new) else "level" if is_level else "unclear"
    return Difference(catalog, before, after, way)


def _amount(catalog: Catalog, before: Observation, after: Observation) -> Amount | None:
    old, new = interval(catalog, before), interval(catalog, after)
    one, other = (before, after) if new.exceeds(old) else (after, before)
    result = interval(catalog, other) - interval(catalog, one)
    unit = max((row.quantity.unit for row in (before, after)), key=lambda unit: split_unit(unit)[0])
    share = after.quantity.base_unit in SHARES
    unit = POINTS if share else unit
    result = in_unit(catalog, after, result, unit)
    return amount_of(result, unit, digits_of(result), f"{show_printed(other)} − {show_printed(one)}")


def _growth(catalog: Catalog, before: Observation, after: Observation) -> Amount | None:
    old, new = interval(catalog, before), interval(catalog, after)
    if after.quantity.base_unit in SHARES or old.low <= 0 or catalog.indicators[after.indicator].change:
        return None
    grown = new.exceeds(old)
    ratio = new / old / PERCENT
    result = ratio - HUNDRED if grown else HUNDRED - ratio
    parts = (show_printed(after), show_printed(before))
    formula = f"{parts[0]} ÷ {parts[1]} − 100%" if grown else f"100% − {parts[0]} ÷ {parts[1]}"
    return amount_of(result, "%", min(digits_of(result), GROWTH_DIGITS), formula)


def amount_of(result: Interval, unit: str, digits: int, formula: str) -> Amount | None:
    """Return a positive result as we print it; None where its bounds are too far apart to say it."""
    if result.high > LOOSEST * result.low:
        return None
    printed, bounds = print_interval(result, unit, digits)
    exact = result.low == result.high
    return Amount(printed, bounds, formula, exact) if parse_quantity(printed).number else None
