"""Arithmetic on what printed figures admit never loses the true result."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import FormulaError
from data.model.interval import Interval
from data.model.quantity import parse_quantity


def test_a_budget_follows_from_spending_and_its_share_as_far_as_the_digits_go() -> None:
    hundred = Interval(Decimal(100), Decimal(100))
    spending, share = parse_quantity("26.68亿元"), parse_quantity("81.94%")
    budget = spending.interval / share.interval * hundred
    assert Decimal("32.552e8") < budget.low < Decimal("32.5605e8") < budget.high < Decimal("32.569e8")
    assert [round(bound / spending.scale, 3) for bound in (budget.low, budget.high)] == [
        Decimal("32.552"),
        Decimal("32.568"),
    ]


amounts = st.decimals("0.001", "1e9", places=5)


@given(amounts, amounts, st.integers(0, 3))
def test_arithmetic_on_printed_figures_always_encloses_the_true_result(
    x: Decimal, y: Decimal, places: int
) -> None:
    bounds = [parse_quantity(f"{number:.{places}f}人").interval for number in (x, y)]
    (printed_x, printed_y), (true_x, true_y) = bounds, (Fraction(x), Fraction(y))
    assert encloses(printed_x + printed_y, true_x + true_y)
    assert encloses(printed_x - printed_y, true_x - true_y)
    assert encloses(printed_x * printed_y, true_x * true_y)
    if printed_y.low > 0:
        assert encloses(printed_x / printed_y, true_x / true_y)


signed = st.decimals("-1e6", "1e6", places=2)


@given(signed, signed, signed, signed, st.fractions(0, 1), st.fractions(0, 1))
def test_arithmetic_encloses_results_of_either_sign(
    a: Decimal, b: Decimal, c: Decimal, d: Decimal, along: Fraction, across: Fraction
) -> None:
    x, y = Interval(min(a, b), max(a, b)), Interval(min(c, d), max(c, d))
    true_x = Fraction(x.low) + along * (Fraction(x.high) - Fraction(x.low))
    true_y = Fraction(y.low) + across * (Fraction(y.high) - Fraction(y.low))
    assert encloses(x * y, true_x * true_y)
    assert encloses(x - y, true_x - true_y)
    if not y.contains(Decimal(0)):
        assert encloses(x / y, true_x / true_y)


def encloses(interval: Interval, true: Fraction) -> bool:
    return Fraction(interval.low) <= true <= Fraction(interval.high)


def test_exact_numbers_stay_exact() -> None:
    six, three = Interval(Decimal(6), Decimal(6)), Interval(Decimal(3), Decimal(3))
    assert six / three == Interval(Decimal(2), Decimal(2))
    assert str(six * three - six) == "[12, 12]"


def test_what_has_no_upper_bound_stays_without_one() -> None:
    many, few = parse_quantity("超8000人").interval, parse_quantity("0.5人").interval
    some_or_none = parse_quantity("不足10人").interval
    endless = Decimal("Infinity")
    assert many * few == Interval(Decimal(3600), endless)
    assert many * some_or_none == Interval(Decimal(0), endless)
    assert (many / many) == Interval(Decimal(0), endless)
    assert (few / many) == Interval(Decimal(0), Decimal("0.00006875"))
    assert (many - many) == Interval(-endless, endless)


def test_dividing_by_what_may_be_zero_is_an_error() -> None:
    with pytest.raises(FormulaError, match="0 ∈"):
        parse_quantity("5人").interval / parse_quantity("0人").interval
    with pytest.raises(FormulaError):
        Interval(Decimal(2), Decimal(1))
