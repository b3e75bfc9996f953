"""A note that speaks of what isn't drawn beside it is a fault, unless a condition keeps it away."""

from __future__ import annotations

import pytest

from data.errors import Fault
from etl.rules.checking import check
from tests.etl.small_curated import SmallCurated

THEME, EN, CSV = "curated/themes/water.toml", "languages/en.toml", "curated/documents/report.csv"
SUPPLIED = 'finding = "供水{supply}"'


def told(curated: SmallCurated, note: str, english: str = "As published.") -> list[tuple[str, str]]:
    """What is told of a note of the chart of the water supplied in 2022, by file."""
    curated.edit(THEME, SUPPLIED, f'{SUPPLIED}\nnote = """{note}"""')
    curated.edit(EN, '"{supply} supplied"', f'"{{supply}} supplied"\nnote = """{english}"""')
    faults: list[Fault] = [fault for fault in check(curated.read()) if fault.code != "missing_words"]
    assert {fault.code for fault in faults} <= {"note_of_undrawn"}, faults
    return [(fault.file, fault.found) for fault in faults]


@pytest.mark.parametrize(
    ("note", "named"),
    [
        ("全年供水。", []),
        ("2022年的数。", []),
        ("2021年的数。", ["2021"]),
        ("2021年与2022年口径不同。", []),  # contrasted with what is drawn
        ("计划数，不是完成数。", ["计划"]),
        ("推算。", ["推算"]),
        ("甲区的数。", []),
        ("乙市的数。", ["乙市"]),
        ("甲区与乙市口径不同。", []),
        ("北厂未计。", ["北厂"]),
        ("开工的水厂未计。", ["开工的水厂"]),  # an indicator
        ("供水量不含损耗。", []),
        ("自来水覆盖率另计。", ["自来水覆盖率"]),
        ("自来水覆盖率与供水量是两个指标。", []),
        ("{supply@plan?}计划数，不是完成数。", []),
        ("{supply@2021?}2021年的数。", []),
        ("{supply@110000?}乙市的数。", []),
        ("{supply?}计划数。", ["计划"]),
        ("{supply@plan?}计划数。\n2021年的数。", ["2021"]),
        ("计划投资{plant_cost@north_plant}。", []),  # the figure itself is said, with its status
        ("编号20221。", []),
    ],
)
def test_a_note_names_only_what_is_drawn_beside_it(
    curated: SmallCurated, note: str, named: list[str]
) -> None:
    conditions = [line[: line.rindex("?}") + 2] if "?}" in line else "" for line in note.split("\n")]
    english = "\n".join(f"{condition}As published." for condition in conditions)
    assert told(curated, note, english) == [("themes/water.toml", name) for name in named]


@pytest.mark.parametrize(
    ("english", "named"),
    [
        ("Of City B.", ["City B"]),
        ("A plan, the Plan.", ["Plan"]),
        ("Planned.", []),
        ("Without the North plant.", ["North plant"]),
        ("Of 2021.", ["2021"]),
    ],
)
def test_a_translation_is_held_to_the_same(curated: SmallCurated, english: str, named: list[str]) -> None:
    assert told(curated, "全年供水。", english) == [("languages/en.toml", name) for name in named]


def test_a_year_in_which_less_is_drawn_is_told_of(curated: SmallCurated) -> None:
    curated.edit(CSV, "", "supply,110101,2021,,1000万立方米,,第1段,\n")
    curated.edit(THEME, SUPPLIED, f'{SUPPLIED}\nnote = "2022年起含工业用水。"')
    curated.edit(EN, '"{supply} supplied"', '"{supply} supplied"\nnote = "As published."')
    [fault] = [fault for fault in check(curated.read()) if fault.code == "note_of_undrawn"]
    assert "甲区 [110101] 2021年" in fault.say("zh")


def test_a_stage_is_looked_for_only_where_stages_are_drawn(curated: SmallCurated) -> None:
    """Its names are common words: 竣工 of a count that is drawn alone is no stage of a project."""
    assert told(curated, "竣工的计入。") == []


@pytest.mark.parametrize(
    ("note", "named"), [("建成的不等于验收。", []), ("开工不等于竣工。", []), ("停建的未计。", ["停建"])]
)
def test_of_the_stages_that_a_note_names_one_is_drawn(
    curated: SmallCurated, note: str, named: list[str]
) -> None:
    curated.edit("curated/stages.csv", "", "stopped,停建,0,停建,quarter\n")
    curated.edit(EN, 'started = "Started"', 'started = "Started"\nstopped = "Stopped"')
    curated.edit(THEME, 'note = "投资见{plant_cost@north_plant}"', f'note = "{note}"')
    curated.edit(EN, "For the investment see {plant_cost@north_plant}", "As published")
    assert [f.found for f in check(curated.read()) if f.code == "note_of_undrawn"] == named
