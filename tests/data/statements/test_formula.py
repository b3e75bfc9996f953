"""A formula is plain arithmetic, encloses the truth, and is shown as what a reader can work out again."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import FormulaError
from data.model.interval import Interval
from data.statements.formula import evaluate, names_in, show_formula
from tests.data.arithmetic import work_out

numbers = st.decimals("0.001", "1000000", places=3)
intervals = st.tuples(numbers, numbers).map(lambda pair: Interval(min(pair), max(pair)))


def formulas(signs: str) -> st.SearchStrategy[str]:
    return st.recursive(
        st.sampled_from(["a", "b", "12", "100%"]),
        lambda part: st.tuples(part, st.sampled_from(signs), part).map(lambda x: f"({x[0]} {x[1]} {x[2]})"),
        max_leaves=6,
    )


@given(formulas("+-*"), intervals, intervals, st.data())
def test_whatever_the_true_figures_are_the_true_result_lies_in_the_interval(
    formula: str, a: Interval, b: Interval, data: st.DataObject
) -> None:
    true_a, true_b = (data.draw(st.decimals(i.low, i.high, places=3)) for i in (a, b))
    exact = evaluate(formula, {"a": Interval(true_a, true_a), "b": Interval(true_b, true_b)})
    assert evaluate(formula, {"a": a, "b": b}).contains(exact.low)


@given(intervals, intervals, st.data())
def test_a_share_lies_in_the_interval_of_its_share(a: Interval, b: Interval, data: st.DataObject) -> None:
    true_a, true_b = (data.draw(st.decimals(i.low, i.high, places=3)) for i in (a, b))
    found = evaluate("a / b", {"a": a, "b": b})
    assert found.low * true_b <= true_a + Decimal("1e-20")
    assert found.high * true_b >= true_a - Decimal("1e-20")


@given(formulas("+-*/"), st.integers(1, 99), st.integers(1, 99))
def test_what_is_shown_comes_to_the_same_wherever_its_parentheses_are_left_out(
    formula: str, a: int, b: int
) -> None:
    figures = {name: Interval(Decimal(n), Decimal(n)) for name, n in (("a", a), ("b", b))}
    try:
        worked_out = evaluate(formula, figures)
    except FormulaError:
        return  # divided by zero
    shown = work_out(show_formula(formula, {"a": f"{a}人", "b": f"{b}人"}))
    assert abs(worked_out.low - shown) <= abs(shown) * Decimal("1e-20") + Decimal("1e-15")


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("a / b", "甲 ÷ 乙"),
        ("100% - b", "100% − 乙"),
        ("a - (b - 2.5)", "甲 − (乙 − 2.5)"),
        ("(a - b) - 1", "甲 − 乙 − 1"),
        ("(a * b) + 1", "甲 × 乙 + 1"),
        ("a * (b + 1)", "甲 × (乙 + 1)"),
        ("a / (b / 2)", "甲 ÷ (乙 ÷ 2)"),
    ],
)
def test_a_formula_is_shown_with_no_parentheses_but_those_it_needs(formula: str, shown: str) -> None:
    assert show_formula(formula, {"a": "甲", "b": "乙"}) == shown


@pytest.mark.parametrize(
    "formula",
    [
        *(
            "",
            "a +",
            "unknown * 2",
            "a ** 2",
            "a // b",
            "-a",
            "sum(a)",
            "a.real",
            "'a'",
            "a if b else a",
            "[a]",
        ),
        *(
            "a = b",
            "__import__('os')",
            "1j",
            "(" * 500 + "a" + ")" * 500,
            "True",
            "a % b",
            "100%b",
            "100 % - a",
        ),
        *("a%", "'100%' - a", '"100%"', "100%%"),
    ],
)
def test_only_arithmetic_on_known_figures_is_a_formula(formula: str) -> None:
    one = Interval(Decimal(1), Decimal(1))
    with pytest.raises(FormulaError):
        evaluate(formula, {"a": one, "b": one})


def test_a_division_by_what_may_be_zero_has_no_result() -> None:
    with pytest.raises(FormulaError):
        evaluate("a / b", {"a": Interval(Decimal(1), Decimal(1)), "b": Interval(Decimal(-1), Decimal(1))})


def test_a_percentage_in_a_formula_is_so_many_hundredths() -> None:
    assert evaluate("100% - 2.5%", {}) == Interval(Decimal("0.975"), Decimal("0.975"))


def test_a_formula_names_the_indicators_it_needs() -> None:
    assert names_in("a / (b + 100%)") == {"a", "b"}
