"""A title that figures don't bear out is a fault, wherever it would be shown; a name claims nothing."""

from __future__ import annotations

import pytest

from data.errors import Fault
from etl.rules.checking import check
from tests.etl.small_curated import SmallCurated

THEME, EN, CSV = "curated/themes/water.toml", "languages/en.toml", "curated/documents/report.csv"
FINDING, ENGLISH = 'finding = "供水{supply}"', 'finding = "{supply} supplied"'
LINE = """
[[chart]]
id = "years"
kind = "line"
name = "历年供水"
indicators = ["supply"]
finding = "供水增长，达{supply}"
"""
WORDS = '\n[chart.years]\nname = "Water by year"\nfinding = "Water supplied: {supply}"\n'


def told(curated: SmallCurated, code: str = "claim_not_borne_out") -> list[Fault]:
    return [fault for fault in check(curated.read()) if fault.code == code]


def test_the_largest_is_one_by_the_digits_of_every_region_and_year(curated: SmallCurated) -> None:
    title = 'finding = "{plant_cost@period}{plant_cost@status}：{plant_cost@top}投资最多"'
    curated.edit(THEME, title, 'finding = "北厂{plant_cost@north_plant}，投资最多"')
    curated.edit(
        EN,
        'finding = "{plant_cost@status}, {plant_cost@period}: {plant_cost@top} costs most"',
        'finding = "{plant_cost@north_plant}"',
    )
    assert told(curated) == []
    curated.edit(CSV, "8000万元", "约1.2亿元")
    [fault] = told(curated)
    assert (fault.file, fault.column, fault.found) == ("themes/water.toml", "finding", "最多")
    assert "1.2亿元, 约1.2亿元" in fault.say("zh") and "110101" in fault.say("en")


def test_a_claim_that_holds_at_latest_and_not_in_a_year_is_told_of_the_year(curated: SmallCurated) -> None:
    name = 'kind = "ranked_bars"\nname = "水厂投资"'
    curated.edit(THEME, name, f'{name}\nfinding = "北厂{{plant_cost@north_plant}}最多"')
    curated.edit(EN, '"Investment by plant"', '"Investment by plant"\nfinding = "{plant_cost@north_plant}"')
    for plant, cost in (("north", "1亿元"), ("south", "2亿元")):
        curated.edit(CSV, "", f"plant_cost,110101,2021,{plant}_plant,{cost},plan,第2段,\n")
    assert any(
        "图表 水厂投资 [by_plant] 在地区 甲区 [110101] 2021年" in fault.say("zh") for fault in told(curated)
    )


def test_a_rise_is_one_only_on_a_line_whose_figures_compare(curated: SmallCurated) -> None:
    curated.edit(THEME, "", LINE)
    curated.edit(EN, "", WORDS)
    curated.edit(CSV, "", "supply,110101,2021,,1000万立方米,,第1段,\n")
    assert told(curated) == []
    curated.edit(CSV, "1000万立方米", "1234万立方米")  # 约1234.5 may be as little
    assert [fault.found for fault in told(curated)] == ["增长"]
    curated.edit(CSV, "1234万立方米", "1000万立方米")
    curated.edit(THEME, 'kind = "line"', 'kind = "dots"')
    assert [fault.found for fault in told(curated)] == ["增长"]


def test_a_statement_of_one_year_shows_no_rise(curated: SmallCurated) -> None:
    curated.edit(THEME, FINDING, 'finding = "供水增长到{supply}"')
    curated.edit(CSV, "", "supply,110101,2021,,1000万立方米,,第1段,\n")
    assert [fault.found for fault in told(curated)] == ["增长"]


def test_the_increase_that_is_published_is_one_where_it_is_declared_a_change(curated: SmallCurated) -> None:
    curated.edit(THEME, FINDING, 'finding = "供水增长{supply}"')
    assert told(curated)
    curated.edit(THEME, "additive = true", "additive = true\nchange = true")
    assert told(curated) == []
    curated.edit(CSV, "约1234.5万立方米", "-20万立方米")
    assert told(curated)


def test_each_language_is_held_to_its_own_words(curated: SmallCurated) -> None:
    curated.edit(EN, ENGLISH, 'finding = "{supply} supplied, the most of all"')
    [fault] = told(curated)
    assert (fault.file, fault.found) == ("languages/en.toml", "most")


def test_the_first_is_borne_out_by_nothing(curated: SmallCurated) -> None:
    curated.edit(EN, ENGLISH, 'finding = "First {supply}"')
    assert [fault.found for fault in told(curated)] == ["First"]


def test_only_the_line_that_is_the_title_is_judged(curated: SmallCurated) -> None:
    curated.edit(THEME, FINDING, 'finding = """\n供水{supply}\n供水{supply}最多"""')
    assert told(curated) == []
    curated.edit(THEME, "\n供水{supply}\n供水", "\n{supply@2019?}供水{supply}\n供水")
    curated.edit(EN, ENGLISH, 'finding = """\n{supply@2019?}{supply} supplied\n{supply} supplied"""')
    assert [fault.found for fault in told(curated)] == ["最多"]


def test_what_stands_under_a_headline_is_held_to_the_same(curated: SmallCurated) -> None:
    curated.edit(THEME, 'headline_note = "覆盖率{coverage}"', 'headline_note = "覆盖率增长到{coverage}"')
    assert [(fault.column, fault.found) for fault in told(curated)] == [("headline_note", "增长")]


@pytest.mark.parametrize("name", ["供水最多的水厂", "供水增长"])
def test_a_name_claims_nothing(curated: SmallCurated, name: str) -> None:
    curated.edit(THEME, 'kind = "statement"\nname = "供水量"', f'kind = "statement"\nname = "{name}"')
    assert [fault.column for fault in told(curated, "claim_in_name")] == ["name"]


def test_a_name_may_say_that_it_shows_a_rise_where_its_figures_are_changes(curated: SmallCurated) -> None:
    curated.edit(THEME, 'kind = "statement"\nname = "供水量"', 'kind = "statement"\nname = "供水增长"')
    curated.edit(THEME, "additive = true", "additive = true\nchange = true")
    assert told(curated, "claim_in_name") == []


@pytest.mark.parametrize(("kind", "faults"), [("ranked_bars", 1), ("statement", 0)])
def test_what_a_note_says_does_not_compare_is_not_ranked(
    curated: SmallCurated, kind: str, faults: int
) -> None:
    curated.edit(
        THEME,
        'kind = "ranked_bars"\nname = "水厂投资"',
        f'kind = "{kind}"\nname = "水厂投资"\nnote = "各厂不可比。"',
    )
    curated.edit(EN, '"Investment by plant"', '"Investment by plant"\nnote = "By plant."')
    found = told(curated, "incomparable_compared")
    assert [(fault.file, fault.found) for fault in found] == [("themes/water.toml", "不可比")] * faults


def test_what_is_defined_not_to_compare_is_not_ranked_and_may_stand_on_a_line(curated: SmallCurated) -> None:
    curated.edit(THEME, 'unit = "亿元"', 'unit = "亿元"\ndefinition = "时期长短不同的不可比。"')
    assert [fault.column for fault in told(curated, "incomparable_compared")] == ["definition"]
    curated.edit(THEME, 'kind = "ranked_bars"', 'kind = "line"')
    assert told(curated, "incomparable_compared") == []
