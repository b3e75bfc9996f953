"""Printed figures survive being read, refuse being guessed at, and bound what they can mean."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import QuantityError
from data.model.interval import Interval
from data.model.quantity import parse_quantity, split_unit

FULL_WIDTH = str.maketrans("0123456789,.-", "０１２３４５６７８９，．－")
MAGNITUDES = ["", "千", "万", "百万", "千万", "亿", "百亿", "千亿", "万亿"]
UNITS = ["", "元", "人", "个", "户", "公里", "平方米", "千瓦", "公里/百平方公里", "%", "％", "‰", "个百分点"]
# Prefixes, words in the middle and suffixes that may stand together without contradiction.
QUALIFIERS = [
    (["", "约", "近", "达"], ["", "余", "多"], ["", "左右"]),
    (["", "超", "逾", "超过", "至少"], ["", "余", "多"], ["", "以上"]),
    (["", "不足", "不到", "最多", "不超过"], [""], ["", "以内", "以下"]),
]
CONNECTORS = ["-", "–", "—", "——", "~", "～", "至", "到"]


@st.composite
def printed_digits(draw: st.DrawFn, least: str = "-999999999999", most: str = "999999999999") -> str:
    number = draw(st.decimals(least, most, places=draw(st.integers(0, 4))))
    number = abs(number) if number == 0 else number
    printed = f"{number:,f}" if draw(st.booleans()) else f"{number:f}"
    return printed.translate(FULL_WIDTH) if draw(st.booleans()) else printed


@st.composite
def printed_figures(draw: st.DrawFn) -> str:
    prefixes, middles, suffixes = draw(st.sampled_from(QUALIFIERS))
    prefix, middle, suffix = (draw(st.sampled_from(words)) for words in (prefixes, middles, suffixes))
    magnitude, unit = draw(st.sampled_from(MAGNITUDES)), draw(st.sampled_from(UNITS))
    measure = middle + magnitude if draw(st.booleans()) else magnitude + middle
    return prefix + draw(printed_digits()) + measure + unit + suffix


@st.composite
def printed_ranges(draw: st.DrawFn) -> str:
    low, high = draw(printed_digits("0", "999")), draw(printed_digits("1000", "999999"))
    unit = draw(st.sampled_from(MAGNITUDES)) + draw(st.sampled_from(UNITS))
    repeated = draw(st.sampled_from(["", unit]))
    return f"{low}{repeated}{draw(st.sampled_from(CONNECTORS))}{high}{unit}"


@st.composite
def qualified_ranges(draw: st.DrawFn) -> tuple[str, str, str]:
    """A range with words around it; its upper end alone, with what follows it; and what stands before."""
    prefixes, middles, suffixes = draw(st.sampled_from(QUALIFIERS))
    prefix, middle, suffix = (draw(st.sampled_from(words)) for words in (prefixes, middles, suffixes))
    magnitude, unit = draw(st.sampled_from(MAGNITUDES)), draw(st.sampled_from(UNITS))
    measure = middle + magnitude if draw(st.booleans()) else magnitude + middle
    low, high = draw(printed_digits("0", "999")), draw(printed_digits("1000", "999999"))
    upper = f"{high}{measure}{unit}{suffix}"
    return f"{prefix}{low}{draw(st.sampled_from(CONNECTORS))}{upper}", upper, prefix


@given(printed_figures() | printed_ranges())
def test_a_printed_figure_reads_back_as_it_was_printed(printed: str) -> None:
    figure = parse_quantity(printed)
    assert str(figure) == printed
    assert parse_quantity(str(figure)) == figure


@given(printed_figures() | printed_ranges())
def test_what_a_figure_admits_holds_the_printed_amount(printed: str) -> None:
    figure = parse_quantity(printed)
    assert figure.interval.contains(figure.amount)


@given(qualified_ranges())
def test_a_range_admits_all_that_is_said_of_its_upper_end(case: tuple[str, str, str]) -> None:
    printed, upper, prefix = case
    whole, end = parse_quantity(printed), parse_quantity(upper)
    assert (str(whole), whole.qualifier) == (printed, "range")
    assert whole.interval.contains(whole.amount) and whole.interval.contains(end.amount)
    if not any(upper.endswith(below) for below in ("以内", "以下")) and end.qualifier != "exact":
        assert whole.interval.high >= end.interval.high
    both = parse_quantity(prefix + upper)
    if both.qualifier in ("about", "at_least") or (
        both.qualifier == "more_than" and prefix in ("超", "逾", "超过")
    ):
        assert whole.interval.high >= both.interval.high


@given(st.decimals("-1e17", "1e17", places=3), st.sampled_from(MAGNITUDES))
def test_the_amount_is_the_printed_number_times_its_magnitude_exactly(
    number: Decimal, magnitude: str
) -> None:
    figure = parse_quantity(f"{number:f}{magnitude}元")
    assert Fraction(figure.amount) == Fraction(number) * Fraction(split_unit(magnitude + "元")[0])
    assert figure.in_unit(figure.unit) == figure.number == number


@pytest.mark.parametrize(
    ("printed", "number", "unit", "base_unit", "qualifier", "low", "high"),
    [
        ("26.68亿元", "26.68", "亿元", "元", "exact", "2667500000", "2668500000"),
        ("5830个", "5830", "个", "个", "exact", "5829.5", "5830.5"),
        ("１，２３４．５万元", "1234.5", "万元", "元", "exact", "12344500", "12345500"),
        ("−3.2％", "-3.2", "％", "%", "exact", "-3.25", "-3.15"),
        ("0.3百分点", "0.3", "百分点", "个百分点", "exact", "0.25", "0.35"),
        ("35万千瓦", "35", "万千瓦", "千瓦", "exact", "345000", "355000"),
        ("约52.85公里", "52.85", "公里", "公里", "about", "52.845", "52.855"),
        ("约50公里", "50", "公里", "公里", "about", "45", "55"),
        ("5.0%左右", "5.0", "%", "%", "about", "4.95", "5.05"),
        ("近3000万人", "3000", "万人", "人", "about", "25000000", "35000000"),
        ("约8000余人", "8000", "人", "人", "about", "7500", "8500"),
        ("8000余个", "8000", "个", "个", "more_than", "8000", "9000"),
        ("20余万人", "20", "万人", "人", "more_than", "200000", "300000"),
        ("20万余人", "20", "万人", "人", "more_than", "200000", "210000"),
        ("-20余万人", "-20", "万人", "人", "more_than", "-300000", "-200000"),
        ("达8000余人", "8000", "人", "人", "more_than", "8000", "9000"),
        ("超8000人", "8000", "人", "人", "more_than", "8000", "Infinity"),
        ("2万亿元以上", "2", "万亿元", "元", "at_least", "2000000000000", "Infinity"),
        ("65岁及以上", "65", "岁", "岁", "at_least", "65", "Infinity"),
        ("不足10%", "10", "%", "%", "less_than", "0", "10"),
        ("不足-10%", "-10", "%", "%", "less_than", "-Infinity", "-10"),
        ("4.5%以内", "4.5", "%", "%", "at_most", "0", "4.5"),
        ("10-20万元", "10", "万元", "元", "range", "100000", "200000"),
        ("10元至20万元", "10", "元", "元", "range", "10", "200000"),
        ("8000万元—1亿元", "8000", "万元", "元", "range", "80000000", "100000000"),
        ("-5%~-3%", "-5", "%", "%", "range", "-5", "-3"),
        ("10%-15%以上", "10", "%", "%", "range", "10", "Infinity"),
        ("5000-6000余人", "5000", "人", "人", "range", "5000", "7000"),
        ("10-20万余人", "10", "万人", "人", "range", "100000", "210000"),
        ("10%-15%左右", "10", "%", "%", "range", "5", "15.5"),
        ("约5000-6000人", "5000", "人", "人", "range", "4500", "6500"),
        ("至少10-15人", "10", "人", "人", "range", "10", "Infinity"),
        ("不超过10-15人", "10", "人", "人", "range", "0", "15"),
        ("突破20万亿元", "20", "万亿元", "元", "more_than", "20000000000000", "Infinity"),
        ("4114.8億元", "4114.8", "亿元", "元", "exact", "411475000000", "411485000000"),
        ("約8000餘個", "8000", "个", "个", "about", "7500", "8500"),
        ("0.5個百分點", "0.5", "个百分点", "个百分点", "exact", "0.45", "0.55"),
        ("一百二十八个", "128", "个", "个", "exact", "127.5", "128.5"),
        ("三万五千人", "35000", "人", "人", "exact", "34999.5", "35000.5"),
        ("七成以上", "7", "成", "成", "at_least", "7", "Infinity"),
        ("近百个", "100", "个", "个", "about", "50", "150"),
        ("上千人", "1000", "人", "人", "at_least", "1000", "Infinity"),
        ("百余人", "100", "人", "人", "more_than", "100", "200"),
        ("2.1 %", "2.1", "%", "%", "exact", "2.05", "2.15"),
        ("10-15公里以内", "10", "公里", "公里", "range", "10", "15"),
        ("-5%~-3余%", "-5", "%", "%", "range", "-5", "-3"),
    ],
)
def test_a_figure_means_what_a_statistician_reads_in_it(
    printed: str, number: str, unit: str, base_unit: str, qualifier: str, low: str, high: str
) -> None:
    figure = parse_quantity(printed)
    assert (figure.number, figure.unit, figure.base_unit) == (Decimal(number), unit, base_unit)
    assert (figure.qualifier, figure.interval) == (qualifier, Interval(Decimal(low), Decimal(high)))


NO_FIGURES = """
    个 abc NaN inf 1e309 1_000 1,00 1,2345 1,000， .5 5. 1.2.3 ٣ १२ ½ ² 三十 3万五千人 3万两千人 3百
    1亿3000万人 3万千人 013100 - --5 11:38 5km =5 约 约约5 8000余余个 20余万余人 5-3 5-5 3人-5个 10%-20 1-2-3
    10万元-9元 不足5以上 8000余人以内
    三五个 二〇二二年 一般 十 千万元 第三产业
    不足10-15%以上 6000-5999余人 6000-6000人以上
"""


@pytest.mark.parametrize("text", ["", "12 34", "5\n", " 5", "9" * 400, *NO_FIGURES.split()])
def test_what_is_no_printed_figure_is_refused_not_guessed(text: str) -> None:
    with pytest.raises(QuantityError):
        parse_quantity(text)


@given(st.text())
def test_any_text_is_either_read_completely_or_refused(text: str) -> None:
    try:
        assert str(parse_quantity(text)) == text
    except QuantityError as refused:
        assert text in refused.say("zh")


def test_amounts_convert_between_magnitudes_of_one_unit_and_no_further() -> None:
    assert parse_quantity("367670人").in_unit("万人") == Decimal("36.767")
    assert parse_quantity("47.98万人").in_unit("人") == 479800
    assert split_unit("万元") == (Decimal(10000), "元")
    assert split_unit("公里/百平方公里") == (Decimal(1), "公里/百平方公里")
    for printed, unit in [("5%", "个百分点"), ("5户", "人"), ("5", "元"), ("5元", "3元")]:
        with pytest.raises(QuantityError):
            parse_quantity(printed).in_unit(unit)


def test_a_figure_once_read_can_not_be_changed() -> None:
    with pytest.raises(AttributeError):
        parse_quantity("5人").digits = "6"  # type: ignore[misc]
