"""What is worked out from published figures: declared formulas, by interval arithmetic on printed digits."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal

from data.errors import FormulaError
from data.model.catalog import Catalog, Indicator
from data.model.interval import Interval
from data.model.observation import BESIDE, Observation
from data.model.quantity import parse_quantity
from data.model.unit import measure
from data.statements.amounts import full_size
from data.statements.formula import OPERATIONS, SUMS, evaluate, names_in, parse_formula, show_formula
from data.statements.formula_checks import Part, flaws
from data.statements.selection import Rows, charted, tier

SIGNED = "-−－+＋"
_ROUGHLY = Context(prec=12)
MOST_DIGITS = 12


def derive(catalog: Catalog, observations: Iterable[Observation]) -> list[Observation]:
    """Return what the catalogue's formulas give for every region and period whose figures are all there.

    Plans, targets and broken-down figures are never mixed in: only whole, actual figures that may be charted
    count, and of two copies the one that charts draw. A formula that sums what isn't declared additive, or
    whose units don't come to its own, gives nothing; nor do figures of which one is defined otherwise than
    another. What all of them are defined as goes with the result.
    """
    by_place = _by_place(catalog, observations)
    formulas = [i for i in catalog.indicators.values() if i.formula and _is_sound(catalog, i)]
    worked_out = (
        _observe(catalog, indicator, region, period, figures)
        for (region, period), figures in by_place.items()
        for indicator in formulas
        if names_in(indicator.formula) <= figures.keys()
    )
    return [row for row in worked_out if row is not None]


def figures_in(catalog: Catalog, derived: Observation, observations: Iterable[Observation]) -> Rows:
    """Return the figures that a derived one is worked out from, by the names of their indicators."""
    formula = catalog.indicators[derived.indicator].formula
    known = _by_place(catalog, observations).get((derived.region, derived.period), {})
    return [known[name] for name in sorted(names_in(formula)) if name in known]


def _by_place(
    catalog: Catalog, observations: Iterable[Observation]
) -> dict[tuple[str, str], dict[str, Observation]]:
    """The figures that may stand in formulas, by region and period, and by indicator."""
    by_place: dict[tuple[str, str], dict[str, Observation]] = {}
    for row in charted(catalog, observations):
        if row.status == "actual" and not row.breakdown and row.value is not None:
            known = by_place.setdefault((row.region, row.period), {})
            first = known.setdefault(row.indicator, row)
            if row is not first and tier(catalog, row) < tier(catalog, first):
                known[row.indicator] = row
    return by_place


def settle(interval: Interval, digits: int) -> tuple[Decimal, bool]:
    """Return the middle of an interval at `digits` decimals, and whether its digits are all certain."""
    step = Decimal(1).scaleb(-digits)
    middle = ((interval.low + interval.high) / 2).quantize(step, ROUND_HALF_EVEN)
    same = max(middle - interval.low, interval.high - middle) <= step / 2  # 1.9 is all of 1.85 to 1.95
    certain = same and digits >= 0  # the zeros of a figure known to its hundreds are none that it shows
    return middle, certain


def digits_of(interval: Interval) -> int:
    """Return how many decimals an interval supports: within one of the last of them lies all of it.

    [32.552, 32.568] supports two, [8000, 9000] -3: thousands.
    """
    half = _ROUGHLY.divide(interval.high - interval.low, Decimal(2)).normalize()
    if not half:
        return min(max(0, -int(interval.low.normalize().as_tuple().exponent)), MOST_DIGITS)
    return -half.adjusted() - (half.scaleb(-half.adjusted()) != 1)


def print_interval(result: Interval, unit: str, digits: int) -> tuple[str, str]:
    """Return a result in `unit` as we print it, to so many decimals: 约8.5万人; and its bounds."""
    middle, certain = settle(result, digits)
    low = _plain(result.low, digits + 1, ROUND_FLOOR)
    high = _plain(result.high, digits + 1, ROUND_CEILING)  # outwards: the truth stays between them
    return f"{'' if certain else '约'}{middle + 0:f}{unit}", f"{low}–{high}{unit}"  # + 0: no -0


def _is_sound(catalog: Catalog, indicator: Indicator) -> bool:
    named = [catalog.indicators[name] for name in sorted(names_in(indicator.formula))]
    parts = tuple(Part(i.id, i.unit, i.additive) for i in named)
    return bool(parts) and not flaws(indicator.formula, indicator.unit, parts)


def _observe(
    catalog: Catalog, indicator: Indicator, region: str, period: str, figures: Mapping[str, Observation]
) -> Observation | None:
    named = {name: figures[name] for name in sorted(names_in(indicator.formula))}
    if len({row.definition for row in named.values()}) > 1:
        return None
    size = measure(indicator.unit).size
    try:
        result = evaluate(indicator.formula, {name: full_size(catalog, row) for name, row in named.items()})
    except FormulaError:
        return None  # divided by what may be zero
    if not (result.low.is_finite() and result.high.is_finite()):
        return None  # "more than" and the like set no bound that a figure could stand for
    result /= Interval(size, size)
    printed, bounds = print_interval(result, indicator.unit, _digits(indicator, result, named.values()))
    return Observation(
        region=region,
        indicator=indicator.id,
        period=period,
        breakdown="",
        status="derived",
        document="",
        printed=printed,
        value=float(parse_quantity(printed).number),
        locator=show_formula(indicator.formula, {name: show_printed(row) for name, row in named.items()}),
        note=BESIDE.join((bounds, *(row.note for row in [*named.values()][:1] if row.definition))),
        first_release=max(row.first_release for row in named.values()),
    )


def _digits(indicator: Indicator, result: Interval, figures: Iterable[Observation]) -> int:
    """How many decimals a result is printed with; whole numbers, added or subtracted, stay whole."""
    supported = digits_of(result)
    quantities = [row.quantity for row in figures]
    operations = {type(node) for node in ast.walk(parse_formula(indicator.formula))} & OPERATIONS.keys()
    whole = all(
        q.qualifier == "exact" and not q.magnitude and q.number == q.number.to_integral() for q in quantities
    )
    if not (whole and operations <= {*SUMS}):
        return supported
    ones = min(measure(q.base_unit).size for q in quantities)
    return max(supported, (measure(indicator.unit).size / ones).adjusted())


def show_printed(row: Observation) -> str:
    """Return a printed figure as it stands in arithmetic: a range, or one with a sign, in parentheses."""
    alone = row.quantity.connector or row.printed[0] in SIGNED
    return f"({row.printed})" if alone else row.printed


def _plain(number: Decimal, digits: int, rounding: str) -> str:
    rounded = number.quantize(Decimal(1).scaleb(-max(digits, 0)), rounding)
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
