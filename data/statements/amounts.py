"""What a figure amounts to: between which bounds its digits leave it, in which unit, at its full size."""

from __future__ import annotations

from functools import lru_cache

from data.model.catalog import Catalog
from data.model.interval import Interval
from data.model.observation import Observation
from data.model.quantity import parse_quantity, split_unit
from data.model.unit import measure


def interval_of(row: Observation) -> Interval:
    """Return all amounts that a figure admits, in the base unit printed: by its digits, or as worked out."""
    return _between(row.bounds) if row.derived else row.quantity.interval


def unit_of(catalog: Catalog, row: Observation) -> str:
    """Return a figure's unit without its magnitude: 张/千人 where sources shorten it to 张."""
    indicator, printed = catalog.indicators[row.indicator], row.quantity.base_unit
    return split_unit(indicator.unit)[1] if printed == indicator.printed_as else printed


def full_size(catalog: Catalog, row: Observation) -> Interval:
    """Return what a figure admits at its full size: 26.68亿元 is some 2668000000, 81.94% some 0.8194."""
    return _admitted(row.printed, row.bounds, unit_of(catalog, row), counted=False)


def interval(catalog: Catalog, row: Observation) -> Interval:
    """Return the same, of an exact whole count just what it says."""
    unit = unit_of(catalog, row)
    term = catalog.units.get(unit)
    return _admitted(row.printed, row.bounds, unit, counted=bool(term and term["counted"]))


def is_amount(catalog: Catalog, row: Observation) -> bool:
    """Say whether there is more or less of what a figure measures; rates and averages are higher or lower."""
    term = catalog.units.get(unit_of(catalog, row))
    return catalog.indicators[row.indicator].additive or bool(term and term["counted"])


def in_unit(catalog: Catalog, row: Observation, amount: Interval, unit: str) -> Interval:
    """Return an amount at its full size in a unit as a figure has it, with any magnitude before it."""
    scale, word = split_unit(unit)
    size = measure(unit_of(catalog, row) if word == row.quantity.base_unit else word).size * scale
    return amount / Interval(size, size)


def is_bounded(interval: Interval) -> bool:
    """Say whether there is a lower and an upper end."""
    return interval.low.is_finite() and interval.high.is_finite()


@lru_cache(maxsize=16_384)
def _admitted(printed: str, bounds: str, unit: str, *, counted: bool) -> Interval:
    size = measure(unit).size
    if bounds:
        return _between(bounds) * Interval(size, size)
    quantity = parse_quantity(printed)
    exact = counted and quantity.is_whole
    amount = Interval(quantity.number, quantity.number) if exact else quantity.interval
    return amount * Interval(size, size)


@lru_cache(maxsize=4096)
def _between(bounds: str) -> Interval:
    low, _, high = bounds.partition("–")
    most = parse_quantity(high)
    return Interval(parse_quantity(low + most.unit).amount, most.amount)
