"""A derived figure is what the printed digits admit, is called derived, and is never mixed with plans."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.catalog import Catalog, Indicator, build_catalog, read_content
from data.derive import derive, evaluate, names_in, settle
from data.errors import FormulaError
from data.observation import Observation
from data.quantity import Interval, parse_quantity

SPENT, SHARE = "livelihood_expenditure", "livelihood_share_of_budget"
TOTAL, REST, REST_SHARE = "total_budget_expenditure", "other_expenditure", "other_share_of_budget"

numbers = st.decimals("0.001", "1000000", places=3)
intervals = st.tuples(numbers, numbers).map(lambda pair: Interval(min(pair), max(pair)))


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return build_catalog(read_content())


def published(indicator: str, printed: str, **facts: str) -> Observation:
    place = {"region": "131002", "period": "2022", "breakdown": "", "status": "actual"} | facts
    q = parse_quantity(printed)
    return Observation(
        **place,
        indicator=indicator,
        document="d",
        printed=printed,
        value=float(q.number),
        locator="",
        note="",
    )


@pytest.fixture(scope="module")
def spent() -> list[Observation]:
    return [published(SPENT, "26.68亿元"), published(SHARE, "81.94%")]


@pytest.fixture(scope="module")
def found(catalog: Catalog, spent: list[Observation]) -> dict[str, Observation]:
    return {o.indicator: o for o in derive(catalog, spent)}


def test_the_budget_that_spending_and_its_share_imply_is_known_to_its_bounds(
    found: dict[str, Observation],
) -> None:
    total = found[TOTAL]
    assert total.printed == "约32.56亿元"  # not each of its digits is certain
    assert total.note == "32.552–32.568亿元"
    assert total.locator == "(26.68亿元 ÷ 81.94%) × 100"


def test_the_rest_of_the_budget_is_what_the_printed_share_leaves(found: dict[str, Observation]) -> None:
    assert found[REST_SHARE].printed == "18.06%"
    assert found[REST_SHARE].note == "18.055–18.065%"


def test_a_derived_figure_says_so_and_names_no_document(found: dict[str, Observation]) -> None:
    assert set(found) == {TOTAL, REST, REST_SHARE}
    for o in found.values():
        assert (o.status, o.document, o.derived) == ("derived", "", True)
        assert o.locator


@pytest.mark.parametrize(
    "other",
    [
        {"region": "131000"},
        {"period": "2021"},
        {"status": "plan"},
        {"status": "target"},
        {"status": "estimate"},
        {"breakdown": "male"},
    ],
)
def test_nothing_is_derived_from_figures_that_do_not_belong_together(
    catalog: Catalog, spent: list[Observation], other: dict[str, str]
) -> None:
    found = derive(catalog, [spent[0], replace(spent[1], **other)])
    assert TOTAL not in {o.indicator for o in found}


def test_a_bound_that_is_open_makes_no_figure(catalog: Catalog) -> None:
    rows = [published(SPENT, "超过26亿元"), published(SHARE, "81.94%")]
    assert TOTAL not in {o.indicator for o in derive(catalog, rows)}


formulas = st.recursive(
    st.sampled_from(["a", "b", "100"]),
    lambda part: st.tuples(part, st.sampled_from("+-*"), part).map(lambda x: f"({x[0]} {x[1]} {x[2]})"),
    max_leaves=6,
)


@given(formulas, intervals, intervals, st.data())
def test_whatever_the_true_figures_are_the_true_result_lies_in_the_interval(
    formula: str, a: Interval, b: Interval, data: st.DataObject
) -> None:
    true_a, true_b = (data.draw(st.decimals(i.low, i.high, places=3)) for i in (a, b))
    exact = evaluate(formula, {"a": Interval(true_a, true_a), "b": Interval(true_b, true_b)})
    assert evaluate(formula, {"a": a, "b": b}).contains(exact.low)


@given(intervals, intervals, st.data())
def test_a_share_lies_in_the_interval_of_its_share(a: Interval, b: Interval, data: st.DataObject) -> None:
    true_a, true_b = (data.draw(st.decimals(i.low, i.high, places=3)) for i in (a, b))
    found = evaluate("a / b * 100", {"a": a, "b": b})
    assert found.low * true_b <= true_a * 100 + Decimal("1e-20")
    assert found.high * true_b >= true_a * 100 - Decimal("1e-20")


@pytest.mark.parametrize(
    "formula",
    [
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
        "a = b",
        "__import__('os')",
        "1j",
        "(" * 500 + "a" + ")" * 500,
        "True",
    ],
)
def test_only_arithmetic_on_known_figures_is_a_formula(formula: str) -> None:
    one = Interval(Decimal(1), Decimal(1))
    with pytest.raises(FormulaError):
        evaluate(formula, {"a": one, "b": one})


def test_a_division_by_what_may_be_zero_has_no_result() -> None:
    with pytest.raises(FormulaError):
        evaluate("a / b", {"a": Interval(Decimal(1), Decimal(1)), "b": Interval(Decimal(-1), Decimal(1))})


def test_a_figure_is_certain_only_where_all_its_digits_are() -> None:
    assert settle(Interval(Decimal("5.871"), Decimal("5.874"))) == (Decimal("5.87"), True)
    assert settle(Interval(Decimal("5.874"), Decimal("5.884"))) == (Decimal("5.88"), False)


def test_a_formula_names_the_indicators_it_needs() -> None:
    assert names_in("a / (b + 100)") == {"a", "b"}


@pytest.fixture(scope="module")
def derived_indicators(catalog: Catalog) -> Iterator[list[Indicator]]:
    yield [i for i in catalog.indicators.values() if i.formula]


def test_every_declared_formula_speaks_of_published_indicators(
    catalog: Catalog, derived_indicators: list[Indicator]
) -> None:
    assert derived_indicators
    for indicator in derived_indicators:
        for name in names_in(indicator.formula):
            assert not catalog.indicators[name].formula, (indicator.id, name)
