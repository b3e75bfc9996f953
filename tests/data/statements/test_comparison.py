"""What is said of two figures follows from the digits printed, or isn't said, with the reason."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.model.catalog import Catalog, build_catalog
from data.model.observation import Observation
from data.model.quantity import parse_quantity
from data.statements.amounts import interval
from data.statements.comparison import Difference, Unlike, beside_whole, compare, judged, previous
from data.statements.outcomes import Outcome, outcome, progress
from data.statements.ranks import Rank, groups_of, peers_of, rank, rank_each
from tests.setup.content import read_content

HOME, CITY, PROVINCE = "131002", "131000", "130000"
SIBLINGS = [f"13102{n}" for n in range(8)]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The shipped catalogue with siblings of the home district, one of them younger than the figures."""
    content = read_content()
    districts = [{"id": id, "name": id, "parent": CITY, "level": "district"} for id in SIBLINGS]
    districts[-1]["since"] = "2015-06-01"
    return build_catalog(content | {"regions": [*content["regions"], *districts]})


def figure(printed: str, period: str = "2022", **facts: str) -> Observation:
    values = {
        "region": HOME,
        "indicator": "new_urban_jobs",
        "breakdown": "",
        "status": "actual",
        "document": "anci-livelihood-2023-02-01",
        "locator": "第1段",
        "note": "",
    } | facts
    return Observation(period=period, printed=printed, value=float(parse_quantity(printed).number), **values)


def said(comparison: Difference | Unlike) -> tuple[str, ...]:
    if isinstance(comparison, Unlike):
        return (comparison.why,)
    amounts = (comparison.amount, comparison.growth)
    return (comparison.way, *(amount.printed for amount in amounts if amount))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("5600个", "5830个", ("rise", "230个", "4.1%")),
        ("5830个", "5600个", ("fall", "230个", "3.9%")),
        ("5830个", "5830个", ("level",)),
        ("8000余个", "8500个", ("unclear",)),
        ("8000余个", "9200个", ("rise",)),
        ("26.68亿元", "26.68亿元", ("unclear",)),
        ("26.68亿元", "28.10亿元", ("rise", "约1.42亿元", "约5.3%")),
        ("9876万元", "1.2亿元", ("rise", "约0.2亿元", "约20%")),
        ("81.94%", "83.1%", ("rise", "约1.2个百分点")),
        ("4.1%", "4.08%", ("unclear",)),
        ("约50公里", "约52.85公里", ("unclear",)),
        ("超过5000个", "5830个", ("unbounded",)),
        ("5600人", "5830个", ("unit",)),
    ],
)
def test_two_periods_give_the_change_that_their_digits_bear(
    catalog: Catalog, before: str, after: str, expected: tuple[str, ...]
) -> None:
    assert said(compare(catalog, figure(before, "2021"), figure(after))) == expected


@pytest.mark.parametrize(
    ("before", "why"),
    [
        (figure("5600个", "2021", region=CITY), "territory"),
        (figure("5600个", "2021", note="口径：含灵活就业"), "definition"),
        (figure("5600个", "2021-Q1/2021-Q3"), "stretch"),
        (figure("5600个", "2022-01/2022-12"), "stretch"),
        (figure("5600个", "2021", status="target"), "status"),
        (figure("5600个", "2021", breakdown="male"), "measure"),
        (figure("5600个", "2021", indicator="job_fairs"), "measure"),
        (figure("5600个", "2021", note="含灵活就业"), "definition"),
        (figure("5600个", "2021", note="按户籍地统计"), "definition"),
        (figure("5600个", "2021", note="按可比价格计算"), "definition"),
        (figure("5600个", "2021", note="原文作“城镇新增就业”"), ""),
    ],
)
def test_figures_that_differ_in_more_than_time_give_the_reason(
    catalog: Catalog, before: Observation, why: str
) -> None:
    assert said(compare(catalog, before, figure("5830个")))[0] == (why or "rise")


def test_sums_over_years_that_overlap_give_no_change(catalog: Catalog) -> None:
    five = figure("3万个", "2017/2021")
    assert said(compare(catalog, figure("2万个", "2016/2020"), five)) == ("overlap",)
    assert said(compare(catalog, figure("2万个", "2012/2016"), five))[0] == "rise"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("0个", "5个", ("rise", "5个")),
        ("5个", "0个", ("fall", "5个", "100%")),
        ("-3个", "2个", ("rise", "5个")),
        ("-2.0%", "-1.0%", ("rise", "约1.0个百分点")),
        ("-1.0%", "-2.0%", ("fall", "约1.0个百分点")),
        ("52.9%", "52.85%", ("unclear",)),
        ("6.8‰", "5.2‰", ("fall", "约0.16个百分点")),
        ("约50个", "53个", ("unclear",)),
        ("不足50个", "53个", ("rise",)),
        ("40—50个", "45个", ("unclear",)),
        ("40—50个", "55个", ("rise",)),
    ],
)
def test_nought_less_than_nought_and_loose_figures_bear_what_they_bear(
    catalog: Catalog, before: str, after: str, expected: tuple[str, ...]
) -> None:
    assert said(compare(catalog, figure(before, "2021"), figure(after))) == expected


def test_a_unit_shortened_in_one_year_is_the_same_unit(catalog: Catalog) -> None:
    facts = {"indicator": "beds_per_1000"}
    before, after = figure("5.00张/千人", "2021", **facts), figure("6.00张", **facts)
    assert said(compare(catalog, before, after)) == ("rise", "约1.00张/千人", "20%")
    level = compare(catalog, figure("6张", "2021", **facts), figure("6张", **facts))
    assert said(level) == ("unclear",)  # a rate is rounded, whatever it counts


@pytest.mark.parametrize(
    ("indicator", "own", "above", "expected"),
    [
        ("hospitals", "583个", "5830家", "10%"),
        ("hospitals", "600余个", "5830家", "约11%"),
        ("hospitals", "5830个", "583个", None),  # more than all
        ("basic_insurance_coverage", "95.88%", "95.0%", "约0.9个百分点"),
        ("urban_resident_income", "32204元", "30000元", "约2204元"),
        ("resident_population", "47.98万人", "546.41万人", None),  # not to be summed
    ],
)
def test_a_region_is_a_part_of_the_one_above_or_differs_from_it(
    catalog: Catalog, indicator: str, own: str, above: str, expected: str | None
) -> None:
    facts = {"indicator": indicator}
    beside = beside_whole(catalog, figure(own, **facts), figure(above, region=CITY, **facts))
    amount = None if beside is None or isinstance(beside, Unlike) else beside.amount
    assert (amount.printed if amount else None) == expected
    other = figure(above, "2021", region=CITY, **facts)
    assert beside_whole(catalog, figure(own, **facts), other) == Unlike(other, figure(own, **facts), "period")


def test_a_region_is_not_compared_with_the_time_before_it_was_what_it_is(catalog: Catalog) -> None:
    young = SIBLINGS[-1]
    assert said(compare(catalog, figure("1个", "2014", region=young), figure("2个", region=young))) == (
        "territory",
    )
    assert (
        said(compare(catalog, figure("1个", "2016", region=young), figure("2个", region=young)))[0] == "rise"
    )


@pytest.mark.parametrize(
    ("fact", "time", "period", "alike"),
    [
        ("since", "2015", "2014", False),
        ("since", "2015", "2015", True),
        ("since", "2015-06", "2015", False),
        ("until", "2021", "2021", True),
        ("until", "2021-06-30", "2021", False),
    ],
)
def test_a_region_is_compared_over_the_years_that_it_was_there(
    fact: str, time: str, period: str, alike: bool
) -> None:
    content = read_content()
    region = {"id": "139999", "name": "旧区", "parent": CITY, "level": "district", fact: time}
    catalog = build_catalog(content | {"regions": [*content["regions"], region]})
    one, other = figure("1个", period, region="139999"), figure("2个", "2017", region="139999")
    earlier, later = sorted((one, other), key=lambda row: row.order)
    assert (said(compare(catalog, earlier, later)) == ("territory",)) is not alike
    peers = peers_of(catalog, HOME, one.when)
    assert ("139999" in peers) is alike


def test_a_target_is_judged_where_the_indicator_says_which_way_is_better(catalog: Catalog) -> None:
    facts = {"indicator": "good_air_days"}
    for target, result, verdict in (
        ("300天", "310天", "met"),
        ("300天", "290天", "missed"),
        ("300天", "300天", "met"),
        ("300-310天", "320天", "met"),  # beyond its better end
        ("300-310天", "290天", "missed"),
    ):
        beside = outcome(catalog, figure(result, **facts), [figure(target, status="target", **facts)])
        assert beside is not None and beside.verdict == verdict
    fall = {"indicator": "pm25"}
    change = compare(catalog, figure("40微克/立方米", "2021", **fall), figure("35微克/立方米", **fall))
    assert isinstance(change, Difference) and judged(catalog, change) == "better"
    neutral = compare(catalog, figure("5600个", "2021"), figure("5830个"))
    assert isinstance(neutral, Difference) and judged(catalog, neutral) == ""


def test_more_than_a_target_is_not_met_by_just_that(catalog: Catalog) -> None:
    beside = outcome(catalog, figure("5000人"), [figure("超过5000人", status="target")])
    assert beside is not None and beside.verdict == "missed"


@pytest.mark.parametrize(
    ("newest", "period", "verdict"),
    [
        ("加快建设", "2023-02-01", "late"),
        ("加快建设", "2022-08", "open"),
        ("投用", "2022-09", "reached"),
        ("竣工", "2023-02-01", "open"),
    ],
)
def test_a_project_is_late_where_it_is_told_to_be_unfinished_after_its_date(
    catalog: Catalog, newest: str, period: str, verdict: str
) -> None:
    def stage(printed: str, period: str, status: str = "actual") -> Observation:
        return Observation(HOME, "school_project_status", period, "school", status, "", printed, None, "", "")

    rows = [stage("开工", "2021-03-22"), stage("投用", "2022-10", "plan"), stage(newest, period)]
    found = progress(catalog, rows[2], rows)
    assert found is not None and found.verdict == verdict
    assert progress(catalog, rows[1], rows) == found
    assert progress(catalog, rows[0], rows[::2]) is None


def test_the_period_before_is_the_newest_that_compares(catalog: Catalog) -> None:
    rows = [
        figure("4000个", "2019"),
        figure("5000个", "2020"),
        figure("5600个", "2021", note="口径：含灵活就业"),
        figure("6000个", "2023", status="target"),
    ]
    change = previous(catalog, figure("5830个"), rows)
    assert isinstance(change, Difference) and change.before.period == "2020"
    unlike = previous(catalog, figure("5830个"), rows[2:])
    assert isinstance(unlike, Unlike) and unlike.why == "definition"
    assert previous(catalog, figure("5830个"), rows[3:]) is None


@pytest.mark.parametrize(
    ("target", "result", "verdict", "gap"),
    [
        ("5700人以上", "5650人", "missed", "50人"),
        ("5700人以上", "5700人", "met", None),
        ("5700人以上", "6435人", "met", "735人"),
        ("5700人以上", "5000余人", "unclear", None),
        ("4.5%以内", "4.1%", "met", "0.4个百分点"),
        ("4.5%以内", "4.6%", "missed", None),
        ("5000人", "5487人", "above", "487人"),
        ("5000人", "4800人", "below", "200人"),
        ("5000人", "5000人", "even", None),
        ("约5000人", "约5000人", "unclear", None),
        ("5.0%", "5.0%", "unclear", None),
        ("5000-6000人", "5487人", "met", None),
        ("5000-6000人", "6100人", "above", None),
        ("7%", "5.1%", "below", "1.9个百分点"),  # a target is set, and not rounded
        ("7%", "6.8%", "below", "0.2个百分点"),
        ("7%左右", "6.8%", "unclear", None),
        ("1.2亿元", "1.16亿元", "below", "0.04亿元"),
    ],
)
def test_a_target_is_met_where_its_words_and_the_digits_say_so(
    catalog: Catalog, target: str, result: str, verdict: str, gap: str | None
) -> None:
    beside = outcome(catalog, figure(result), [figure(target, status="target")])
    assert beside is not None
    assert (beside.verdict, beside.amount.printed if beside.amount else None) == (verdict, gap)


def test_a_target_of_another_time_or_definition_is_beside_no_result(catalog: Catalog) -> None:
    for target in (
        figure("5000人", "2023", status="target"),
        figure("5000人", status="target", note="口径：含灵活就业"),
        figure("5000人", status="plan"),
    ):
        assert outcome(catalog, figure("5487人"), [target]) is None


def places(catalog: Catalog, own: str, others: list[str]) -> Rank | str:
    rows = [figure(text, region=id) for text, id in zip(others, SIBLINGS, strict=False)]
    return rank(catalog, figure(own), rows)


def test_overlapping_figures_share_places(catalog: Catalog) -> None:
    assert places(catalog, "48万人", ["60万人", "40万人", "30万人"]) == Rank(2, 2, 4)
    assert places(catalog, "48万人", ["60万人", "约50万人", "47.9万人", "30万人"]) == Rank(2, 4, 5)
    assert places(catalog, "5000人", ["5000人", "5000人"]) == Rank(1, 3, 3)


def test_a_region_is_ranked_among_those_of_its_level_and_in_each_group_declared(catalog: Catalog) -> None:
    level, counties = groups_of(catalog, HOME)  # of two districts no order is worth telling
    assert (level.id, len(level.members)) == ("", 13)
    assert (counties.id, len(counties.members)) == ("langfang_counties", 10)
    shipped = build_catalog(read_content())
    assert [group.id for group in groups_of(shipped, HOME)] == [""]  # the same regions once
    assert groups_of(shipped, "100000") == []


def test_regions_of_another_level_take_no_place_unless_a_group_is_declared_that_has_both() -> None:
    content = read_content()
    towns = [{"id": f"13100210{n}", "name": f"镇{n}", "parent": CITY, "level": "town"} for n in range(3)]
    group = {"id": "both", "name": "两级", "method": "", "source": "", "members": f"{HOME}|131002100"}
    catalog = build_catalog(content | {"regions": [*content["regions"], *towns], "peer_groups": [group]})
    assert not {town["id"] for town in towns} & {*peers_of(catalog, HOME)}
    rows = [figure("9个", region=id) for id in ("131003", "131022", "131002100", "131002101", "150700")]
    assert rank(catalog, figure("10个"), rows) == Rank(1, 1, 4)
    alone = {id: figure("9个", region=id) for id in ("131002100", "131002101")}
    assert rank(catalog, alone["131002101"], [figure("10个"), *rows[:2], alone["131002100"]]) == "few"


def test_unlike_figures_are_not_ranked(catalog: Catalog) -> None:
    assert places(catalog, "48万人", ["60万人"]) == "few"
    assert places(catalog, "超过48万人", ["60万人", "40万人"]) == "unbounded"
    within = [figure("9万人", region=CITY), figure("9万人", region=PROVINCE)]
    assert rank(catalog, figure("48万人"), within) == "few"
    mirror = figure("48万人", document="population-ranking-langfang")
    assert rank(catalog, mirror, [figure("9万人", region=id) for id in SIBLINGS]) == "copy"


@pytest.mark.parametrize("few", [1, 3, 8])
def test_figures_ranked_together_have_the_places_that_each_has_by_itself(catalog: Catalog, few: int) -> None:
    texts = ["60万人", "48万人", "约50万人", "48万人", "47.9万人", "超过48万人", "30万人", "9万人"]
    rows = [figure(text, region=id) for text, id in zip(texts, SIBLINGS, strict=True)][:few]
    rows += [figure("90万人", region=CITY), figure("48万人", document="population-ranking-langfang")]
    assert rank_each(catalog, rows) == {row.region: rank(catalog, row, rows) for row in rows}


PRINTED = st.builds(
    lambda before, number, unit, after: f"{before}{number}{after}{unit}",
    st.sampled_from(["", "约", "近", ""]),
    st.one_of(st.integers(1, 10**6), st.decimals(1, 10**4, places=2).filter(lambda d: d > 0)),
    st.sampled_from(["人", "万人", "%", "亿元", "公里"]),
    st.sampled_from(["", "余"]),
)


@settings(max_examples=50)
@given(PRINTED, PRINTED, st.data())
def test_no_change_is_said_that_some_true_values_belie(before: str, after: str, data: st.DataObject) -> None:
    catalog = _CATALOG
    one, other = figure(before, "2021"), figure(after)
    change = compare(catalog, one, other)
    if not isinstance(change, Difference):
        return
    old, new = (
        data.draw(st.decimals(box.low, box.high, allow_nan=False), label=row.printed)
        for row in (one, other)
        for box in [interval(catalog, row)]
    )
    if change.way == "rise":
        assert new >= old
    if change.way == "fall":
        assert new <= old
    for amount, true in (
        (change.amount, abs(new - old)),
        (change.growth, abs(new / old - 1) if old else Decimal(0)),
    ):
        if amount:
            low, _, high = amount.bounds.partition("–")
            top = parse_quantity(high)
            scale = top.scale * {"%": Decimal("0.01"), "个百分点": Decimal("0.01")}.get(
                top.base_unit, Decimal(1)
            )
            assert Decimal(low) * scale <= true + Decimal("1e-20") <= (top.number * scale) + Decimal("1e-12")


@settings(max_examples=50)
@given(
    PRINTED.map(lambda text: re.sub(r"\D+$", "人", text)),
    st.lists(PRINTED, min_size=2, max_size=6),
    st.data(),
)
def test_no_rank_is_said_that_some_true_values_belie(
    own: str, others: list[str], data: st.DataObject
) -> None:
    rows = [figure(text, region=id) for text, id in zip(others, SIBLINGS, strict=False)]
    places = rank(_CATALOG, figure(own), rows)
    if isinstance(places, str):
        return
    boxes = [interval(_CATALOG, row) for row in rows if row.quantity.base_unit == "人"]
    mine = interval(_CATALOG, figure(own))
    values = [data.draw(st.decimals(box.low, box.high, allow_nan=False)) for box in boxes]
    true = data.draw(st.decimals(mine.low, mine.high, allow_nan=False))
    assert places.among == len(boxes) + 1
    assert sum(value >= true for value in values) >= places.first - 1  # 1余人 is more than 1人
    assert sum(value > true for value in values) + 1 <= places.last


_CATALOG = build_catalog(
    (content := read_content())
    | {
        "regions": [
            *content["regions"],
            *({"id": id, "name": id, "parent": CITY, "level": "district"} for id in SIBLINGS),
        ]
    }
)


def test_an_outcome_names_both_figures(catalog: Catalog) -> None:
    beside = outcome(catalog, figure("6435人"), [figure("5700人", status="target")])
    assert isinstance(beside, Outcome)
    assert (beside.target.printed, beside.result.printed) == ("5700人", "6435人")
    assert beside.amount and beside.amount.formula == "6435人 − 5700人"
