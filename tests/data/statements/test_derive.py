"""A derived figure is what the printed digits admit, is called derived, and is never mixed with plans."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from data.model.catalog import Catalog, Indicator, build_catalog
from data.model.interval import Interval
from data.model.observation import Observation
from data.model.quantity import parse_quantity
from data.statements.amounts import interval
from data.statements.comparison import Difference, Unlike, compare
from data.statements.derived_values import derive, digits_of, settle
from data.statements.formula import names_in
from tests.data.arithmetic import work_out
from tests.setup.content import read_content

SPENT, SHARE = "livelihood_expenditure", "livelihood_share_of_budget"
TOTAL, REST, REST_SHARE = "total_budget_expenditure", "other_expenditure", "other_share_of_budget"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return build_catalog(read_content())


def published(indicator: str, printed: str, **facts: str) -> Observation:
    place = {"region": "131002", "period": "2022", "breakdown": "", "status": "actual", "note": ""} | facts
    q = parse_quantity(printed)
    return Observation(
        **place,
        indicator=indicator,
        document="d",
        printed=printed,
        value=float(q.number),
        locator="",
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
    assert total.note == "32.552–32.569亿元"
    assert total.locator == "26.68亿元 ÷ 81.94%"


@pytest.mark.parametrize("share", ["81.94%", "33.3%", "7%", "99.99%", "约80%", "60—70%"])
@pytest.mark.parametrize("spent", ["26.68亿元", "1亿元", "3307.18万元", "约52.85亿元", "10—20万元"])
def test_the_bounds_shown_hold_all_that_the_digits_admit(catalog: Catalog, spent: str, share: str) -> None:
    rows = [published(SPENT, spent), published(SHARE, share)]
    one = Interval(Decimal(100_000_000), Decimal(100_000_000))
    hundred = Interval(Decimal(100), Decimal(100))
    exact = rows[0].quantity.interval * hundred / rows[1].quantity.interval / one
    total = {o.indicator: o for o in derive(catalog, rows)}[TOTAL]
    low, high = map(Decimal, total.note.removesuffix("亿元").split("–"))
    assert low <= exact.low and exact.high <= high
    step = Decimal(1).scaleb(min(low.as_tuple().exponent, high.as_tuple().exponent))  # type: ignore[type-var]
    assert exact.low - low < step * 10 and high - exact.high < step * 10


def test_the_rest_of_the_budget_is_what_the_printed_share_leaves(found: dict[str, Observation]) -> None:
    rest, share = found[REST], found[REST_SHARE]
    assert (rest.printed, rest.note) == ("5.88亿元", "5.877–5.884亿元")
    assert rest.locator == "26.68亿元 ÷ 81.94% × (100% − 81.94%)"
    assert (share.printed, share.note) == ("18.06%", "18.055–18.065%")
    assert share.locator == "100% − 81.94%"


def test_a_reader_who_works_the_formula_out_finds_the_figure_shown(found: dict[str, Observation]) -> None:
    for o in found.values():
        shown = parse_quantity(o.printed)
        unit = shown.scale / (100 if shown.base_unit == "%" else 1)
        digits = -int(shown.number.as_tuple().exponent)
        assert round(work_out(o.locator) / unit, digits) == shown.number, o.locator


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
    found = derive(catalog, [spent[0], spent[1]._replace(**other)])
    assert TOTAL not in {o.indicator for o in found}


def test_a_bound_that_is_open_makes_no_figure(catalog: Catalog) -> None:
    rows = [published(SPENT, "超过26亿元"), published(SHARE, "81.94%")]
    assert TOTAL not in {o.indicator for o in derive(catalog, rows)}


def of_two(
    catalog: Catalog, formula: str, unit: str, units: tuple[str, str], additive: bool = True
) -> Catalog:
    """A catalogue with a derived indicator `c` over `a` and `b`."""
    a, b = (Indicator(id, "t", id, u, additive=additive) for id, u in zip("ab", units, strict=True))
    c = Indicator("c", "t", "c", unit, formula=formula)
    return replace(catalog, indicators={i.id: i for i in (a, b, c)})


def worked_out(catalog: Catalog, a: str, b: str) -> list[str]:
    return [o.printed for o in derive(catalog, [published("a", a), published("b", b)])]


@pytest.mark.parametrize(
    ("a", "b", "formula", "unit", "printed"),
    [
        ("706人", "300人", "a + b", "人", "约1006人"),
        ("706人", "300人", "a - b", "人", "约406人"),
        ("706人", "300人", "a + b + b + b", "人", "约1606人"),
        ("706人", "300人", "a - a", "人", "约0人"),
        ("706人", "300人", "a + b", "万人", "约0.1006万人"),
        ("5%", "12%", "a + b", "%", "约17%"),
        ("26.68亿元", "3307.18万元", "a + b", "亿元", "约27.01亿元"),
        ("47万人", "12万人", "a - b", "万人", "约35万人"),
        ("8000余人", "35人", "a + b", "人", "约9000人"),
        ("706人", "300人", "a / b", "%", "约235%"),
        ("26.68亿元", "36.77万人", "a / b", "元/人", "约7260元/人"),
        ("26.68亿元", "81.94%", "a * b", "万元", "约218600万元"),
        ("3%", "5%", "a - b", "个百分点", "约-2个百分点"),
        ("-3%", "5%", "b - a", "%", "约8%"),
    ],
)
def test_a_derived_figure_has_the_digits_that_the_printed_ones_support_and_no_more(
    catalog: Catalog, a: str, b: str, formula: str, unit: str, printed: str
) -> None:
    units = tuple(parse_quantity(text).base_unit for text in (a, b))
    assert worked_out(of_two(catalog, formula, unit, units), a, b) == [printed]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("low", "high", "digits"),
    [
        ("32.552", "32.568", 2),
        ("18.055", "18.065", 2),
        ("1005", "1007", 0),
        ("1004", "1007", -1),
        ("8000", "9000", -3),
        ("2.5", "2.5", 1),
        ("300", "300", 0),
    ],
)
def test_an_interval_supports_the_digits_within_one_of_whose_last_it_lies(
    low: str, high: str, digits: int
) -> None:
    assert digits_of(Interval(Decimal(low), Decimal(high))) == digits


def test_the_bounds_of_a_sum_of_whole_numbers_have_no_invented_digits(catalog: Catalog) -> None:
    [total] = derive(
        of_two(catalog, "a + b", "人", ("人", "人")), [published("a", "706人"), published("b", "300人")]
    )
    assert (total.note, total.value) == ("1005–1007人", 1006)


def test_a_figure_with_a_sign_and_a_range_stand_in_parentheses(catalog: Catalog) -> None:
    rows = [published("a", "-3%"), published("b", "5%-6%")]
    [difference] = derive(of_two(catalog, "b - a", "%", ("%", "%")), rows)
    assert difference.locator == "(5%-6%) − (-3%)"


@pytest.mark.parametrize(
    ("formula", "unit", "units", "additive"),
    [
        ("a + b", "人", ("人", "人"), False),
        ("a + b", "人", ("人", "场"), True),
        ("a - b", "人", ("人", "场"), False),
        ("a / b", "人", ("人", "场"), True),
        ("a / b * 100", "%", ("人", "人"), True),
        ("12", "人", ("人", "人"), True),
    ],
)
def test_what_is_not_declared_additive_or_of_another_unit_is_not_worked_out_even_where_no_check_was_made(
    catalog: Catalog, formula: str, unit: str, units: tuple[str, str], additive: bool
) -> None:
    made = of_two(catalog, formula, unit, units, additive)
    assert worked_out(made, f"706{units[0]}", f"300{units[1]}") == []


def test_a_figure_that_would_be_divided_by_what_may_be_zero_is_left_out(catalog: Catalog) -> None:
    shares = of_two(catalog, "a / b", "%", ("人", "人"))
    assert (worked_out(shares, "7人", "0人"), len(worked_out(shares, "7人", "1人"))) == ([], 1)


def test_a_figure_is_certain_only_where_all_its_digits_are() -> None:
    assert settle(Interval(Decimal("5.871"), Decimal("5.874")), 2) == (Decimal("5.87"), True)
    assert settle(Interval(Decimal("5.874"), Decimal("5.884")), 2) == (Decimal("5.88"), False)
    assert settle(Interval(Decimal(1996), Decimal(2004)), -1) == (Decimal(2000), False)


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


def test_figures_that_are_defined_otherwise_make_no_figure_together(catalog: Catalog) -> None:
    spent, share = published(SPENT, "26.68亿元", note="口径：不含基金"), published(SHARE, "81.94%")
    assert TOTAL not in {o.indicator for o in derive(catalog, [spent, share])}


def test_how_the_figures_are_defined_goes_with_what_is_derived_of_them(catalog: Catalog) -> None:
    rows = [
        published(id, text, note="口径：含开发区") for id, text in ((SPENT, "26.68亿元"), (SHARE, "81.94%"))
    ]
    total = {o.indicator: o for o in derive(catalog, rows)}[TOTAL]
    assert (total.bounds, total.remark, total.definition) == (
        "32.552–32.569亿元",
        "口径：含开发区",
        "含开发区",
    )
    plain = {o.indicator: o for o in derive(catalog, [row._replace(note="", period="2021") for row in rows])}[
        TOTAL
    ]
    assert compare(catalog, plain, total) == Unlike(plain, total, "definition")


def test_a_unit_that_sources_shorten_has_its_whole_size() -> None:
    content = read_content()
    beds = {"id": "beds", "name": "床位", "unit": "张", "formula": "beds_per_1000 * resident_population"}
    theme = {"id": "t", "name": "t", "order": 99, "color": "#000000", "indicator": [beds]}
    catalog = build_catalog(content | {"themes": [*content["themes"], theme]})
    rows = [published("beds_per_1000", "5.00张"), published("resident_population", "40.0万人")]
    assert [o.printed for o in derive(catalog, rows) if o.indicator == "beds"] == ["约2000张"]
    assert interval(catalog, rows[0]) == interval(catalog, published("beds_per_1000", "5.00张/千人"))


def test_derived_figures_compare_by_what_they_are_known_to_and_not_by_how_they_are_printed(
    catalog: Catalog,
) -> None:
    rows = [published(SPENT, "26.68亿元"), published(SHARE, "81.94%")]
    total = {o.indicator: o for o in derive(catalog, rows)}[TOTAL]
    nearly = published(TOTAL, "32.567亿元", period="2023")  # above what 约32.56 rounds to, not above 32.569
    change = compare(catalog, total, nearly)
    assert isinstance(change, Difference) and change.way == "unclear"
