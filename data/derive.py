"""What is worked out from published figures: declared formulas, by interval arithmetic on printed digits."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache

from data.catalog import Catalog, Indicator
from data.errors import FormulaError
from data.observation import Observation
from data.quantity import Interval, split_unit

OPERATIONS = {
    ast.Add: Interval.__add__,
    ast.Sub: Interval.__sub__,
    ast.Mult: Interval.__mul__,
    ast.Div: Interval.__truediv__,
}


def derive(catalog: Catalog, observations: Iterable[Observation]) -> list[Observation]:
    """Return what the catalogue's formulas give for every region and period whose figures are all there.

    Plans, targets and broken-down figures are never mixed in: only whole, actual figures count.
    """
    places: dict[tuple[str, str], dict[str, Observation]] = {}
    for o in observations:
        if o.status == "actual" and not o.breakdown and o.value is not None:
            places.setdefault((o.region, o.period), {})[o.indicator] = o
    formulas = [i for i in catalog.indicators.values() if i.formula]
    worked_out = (
        _observe(catalog, indicator, region, period, figures)
        for (region, period), figures in places.items()
        for indicator in formulas
        if names_in(indicator.formula) <= figures.keys()
    )
    return [o for o in worked_out if o is not None]


@lru_cache(maxsize=256)
def names_in(formula: str) -> frozenset[str]:
    """Return the indicators a formula speaks of. Raises FormulaError."""
    return frozenset(node.id for node in ast.walk(_parse(formula)) if isinstance(node, ast.Name))


def evaluate(formula: str, figures: Mapping[str, Interval]) -> Interval:
    """Work a formula out over intervals (Moore, Interval Analysis, 1966): + - * / and parentheses only.

    Raises FormulaError for anything else, an unknown name, or a division by what may be zero.
    """

    def work(node: ast.expr) -> Interval:
        match node:
            case ast.BinOp(left, op, right) if type(op) in OPERATIONS:
                return OPERATIONS[type(op)](work(left), work(right))
            case ast.Name(name) if name in figures:
                return figures[name]
            case ast.Constant(int() | float() as number) if not isinstance(number, bool):
                return Interval(Decimal(str(number)), Decimal(str(number)))
        raise FormulaError(formula, why=ast.unparse(node))

    return work(_parse(formula))


def settle(interval: Interval, digits: int = 2) -> tuple[Decimal, bool]:
    """Return the middle of an interval at `digits` decimals, and whether its digits are all certain."""
    step = Decimal(1).scaleb(-digits)
    middle = ((interval.low + interval.high) / 2).quantize(step, ROUND_HALF_EVEN)
    certain = interval.low.quantize(step) == interval.high.quantize(step)
    return middle, certain


def _observe(
    catalog: Catalog, indicator: Indicator, region: str, period: str, figures: Mapping[str, Observation]
) -> Observation | None:
    named = {name: figures[name] for name in sorted(names_in(indicator.formula))}
    units = {name: catalog.indicators[name].unit for name in named}
    result = evaluate(indicator.formula, {name: _interval(o, units[name]) for name, o in named.items()})
    if not (result.low.is_finite() and result.high.is_finite()):
        return None  # "more than" and the like set no bound that a figure could stand for
    middle, certain = settle(result)
    return Observation(
        region=region,
        indicator=indicator.id,
        period=period,
        breakdown="",
        status="derived",
        document="",
        printed=f"{'' if certain else '约'}{middle}{indicator.unit}",
        value=float(middle),
        locator=_show(indicator.formula, named),
        note=f"{_plain(result.low)}–{_plain(result.high)}{indicator.unit}",
        first_release=max(o.first_release for o in named.values()),
    )


def _interval(o: Observation, unit: str) -> Interval:
    """The interval of a figure in its indicator's unit, which is what formulas speak of."""
    scale, _ = split_unit(unit)
    return Interval(o.quantity.interval.low / scale, o.quantity.interval.high / scale)


def _show(formula: str, figures: Mapping[str, Observation]) -> str:
    """The formula with printed figures for names, which is what a reader can check."""

    def words(node: ast.expr, inside: bool = False) -> Iterator[str]:
        if isinstance(node, ast.BinOp):
            sign = {ast.Add: "+", ast.Sub: "−", ast.Mult: "×", ast.Div: "÷"}[type(node.op)]
            text = f"{''.join(words(node.left, True))} {sign} {''.join(words(node.right, True))}"
            yield f"({text})" if inside else text
        elif isinstance(node, ast.Name):
            yield figures[node.id].printed
        else:
            yield ast.unparse(node)

    return "".join(words(_parse(formula)))


def _plain(number: Decimal) -> str:
    return f"{number.quantize(Decimal('0.001')):f}"


@lru_cache(maxsize=256)
def _parse(formula: str) -> ast.expr:
    try:
        return ast.parse(formula, mode="eval").body
    except (SyntaxError, ValueError, RecursionError) as error:
        raise FormulaError(formula, why=str(error)) from error
