"""Titles of charts over regions claim only what every value that the printed digits admit bears out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts.region_view import region_view
from dashboard.request.address import Address
from dashboard.request.context import Context
from data.model.catalog import build_catalog
from data.model.observation import Observation
from data.model.quantity import parse_quantity
from data.model.words import Words
from data.statements.amounts import interval
from data.statements.claims import claims_in
from data.store.queries import ReleaseReader
from tests.setup.content import read_content

CATALOG = build_catalog(read_content())
REGIONS = ["131002", "131003", "131022", "131023", "131024", "131025"]
INDICATOR = CATALOG.indicators["resident_population_year_end"]
PRINTED = st.builds(
    lambda before, number, unit, after: f"{before}{number}{after}{unit}",
    st.sampled_from(["", "", "约"]),
    st.one_of(st.integers(10, 60), st.decimals(10, 60, places=1)),
    st.sampled_from(["万人", "万人", "人"]),
    st.sampled_from(["", "", "余"]),
)


def figure(region: str, period: str, printed: str, indicator: str = INDICATOR.id) -> Observation:
    value = float(parse_quantity(printed).number)
    return Observation(region, indicator, period, "", "actual", "d", printed, value, "", "")


def title(rows: list[Observation], kind: str, language: str = "zh") -> str:
    reader = cast(ReleaseReader, SimpleNamespace(catalog=CATALOG))
    context = Context(reader, Words(CATALOG, language), Address("compare"))
    return region_view(context, CATALOG.indicators[rows[0].indicator], rows, kind).title


def value(data: st.DataObject, row: Observation) -> Decimal:
    """Any of the values that a figure's digits admit."""
    box = interval(CATALOG, row)
    return data.draw(st.decimals(box.low, box.high, allow_nan=False), label=row.printed)


@settings(max_examples=60)
@given(st.lists(PRINTED, min_size=3, max_size=6), st.data())
def test_what_is_said_to_be_the_most_is_so_whatever_the_digits_hide(
    printed: list[str], data: st.DataObject
) -> None:
    rows = [figure(region, "2022", text) for region, text in zip(REGIONS, printed, strict=False)]
    said = title(rows, "bars")
    if "最多" not in said:
        return
    [top] = [row for row in rows if f"：{CATALOG.regions[row.region].name}{row.printed}，" in said]
    assert all(value(data, top) >= value(data, row) for row in rows if row is not top)


@settings(max_examples=60)
@given(st.lists(st.tuples(PRINTED, PRINTED), min_size=1, max_size=6), st.data())
def test_as_many_rose_and_fell_as_a_title_counts(pairs: list[tuple[str, str]], data: st.DataObject) -> None:
    rows = [
        figure(region, period, text)
        for region, pair in zip(REGIONS, pairs, strict=False)
        for period, text in zip(("2021", "2022"), pair, strict=True)
    ]
    said = title(rows, "lines")
    values = [value(data, row) for row in rows]
    ways = [(new - old) for old, new in zip(values[::2], values[1::2], strict=True)]
    if "年比" not in said and "都比" not in said:
        return
    rose, fell = (
        int(found[1]) if (found := re.search(rf"(\d+)个{word}", said)) else 0 for word in ("增加", "减少")
    )
    if said.endswith(("年增加", "年减少")):
        rose, fell = (len(ways), 0) if said.endswith("增加") else (0, len(ways))
    assert sum(way >= 0 for way in ways) >= rose and sum(way <= 0 for way in ways) >= fell


@pytest.mark.parametrize(
    ("pairs", "kind", "said"),
    [
        ((("40万人", "41万人"), ("50万人", "52万人")), "lines", "年末常住人口：2个地区2022年都比2021年增加"),
        ((("41万人", "40万人"),), "lines", "年末常住人口2022年比2021年减少"),
        (
            (("40万人", "41万人"), ("50万人", "48万人")),
            "panels",
            "年末常住人口：2022年比2021年，2个地区中1个增加、1个减少",
        ),
        (
            (("40万人", "41万人"), ("约50万人", "50.1万人")),
            "lines",
            "年末常住人口：2022年比2021年，2个地区中1个增加、1个持平或分不出",
        ),
        ((("约50万人", "50.1万人"),) * 2, "lines", "各地区历年年末常住人口"),
    ],
)
def test_a_title_says_what_the_digits_order(pairs: tuple[tuple[str, str], ...], kind: str, said: str) -> None:
    assert title(of_two_years(pairs), kind) == said


def of_two_years(pairs: Sequence[tuple[str, str]], indicator: str = INDICATOR.id) -> list[Observation]:
    return [
        figure(region, period, text, indicator)
        for region, pair in zip(REGIONS, pairs, strict=False)
        for period, text in zip(("2021", "2022"), pair, strict=True)
    ]


def test_rates_are_higher_and_rise_where_counts_are_more_and_grow() -> None:
    rates = of_two_years(
        [("4.1%", "4.5%"), ("3.1%", "3.9%"), ("2.1%", "1.7%")], "registered_unemployment_rate"
    )
    assert title(rates[1::2], "bars") == "城镇登记失业率：安次区4.5%，3个地区中最高"
    assert title(rates, "lines") == "城镇登记失业率：2022年比2021年，3个地区中2个提高、1个降低"
    assert title(rates[:2], "lines") == "城镇登记失业率2022年比2021年提高"
    people = of_two_years([("41万人", "45万人"), ("31万人", "39万人"), ("21万人", "17万人")])
    assert title(people[1::2], "bars") == "年末常住人口：安次区45万人，3个地区中最多"
    assert "the highest of 3 regions" in title(rates[1::2], "bars", "en")


@pytest.mark.parametrize("other", ["131000", "150700"])
def test_a_region_that_holds_another_or_is_of_another_level_has_not_the_most_of_them(other: str) -> None:
    rows = [figure(region, "2022", "40万人") for region in REGIONS[:2]]
    assert title([*rows, figure(other, "2022", "400万人")], "bars") == "各地区年末常住人口"


def test_figures_of_different_periods_have_no_common_title() -> None:
    rows = [figure("131002", "2021", "40万人"), figure("131002", "2022", "41万人")]
    rows += [figure("131003", "2020", "40万人"), figure("131003", "2022", "41万人")]
    assert "增加" not in title(rows, "lines")


KINDS = ("", "_points")
CLAIMED = {
    "compare_most": {"most"},
    "compare_highest": {"most"},
    "compare_one": set[str](),  # as its way does
    "compare_all": set[str](),
    "compare_ways": set[str](),
    "ways_rest": set[str](),
    **{f"{key}_{way}{kind}": {way} for key in ("way", "ways") for way in ("rise", "fall") for kind in KINDS},
}


@pytest.mark.parametrize("language", CATALOG.languages)
@pytest.mark.parametrize("key", CLAIMED)
def test_a_title_claims_in_every_language_what_was_checked_for_it(key: str, language: str) -> None:
    claims = claims_in(Words(CATALOG, language).known(key) or "", CATALOG.languages[language]["claims"])
    assert {claim.kind for claim in claims} == CLAIMED[key]
