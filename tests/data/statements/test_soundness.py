"""Nothing is summed that isn't declared additive, and no result bears another unit than its figures make."""

from __future__ import annotations

import pytest

from data.errors import FormulaError
from data.statements.formula_checks import Part, flaws

PARTS = tuple(
    Part(id, unit, additive)
    for id, unit, additive in [
        *(("boys", "人", True), ("girls", "万人", True), ("jobless", "人", False), ("poor", "人", False)),
        *(("fairs", "场", True), ("spent", "亿元", True), ("wage", "元", False), ("rate", "元/人", False)),
        *(("share", "%", False), ("growth", "个百分点", False), ("area", "平方公里", True)),
        *(("roads", "公里", True), ("odd", "3人", True)),
    ]
)


def kinds(formula: str, unit: str) -> list[str]:
    return [flaw.kind for flaw in flaws(formula, unit, PARTS)]


@pytest.mark.parametrize(
    ("formula", "unit"),
    [
        ("boys + girls", "万人"),
        ("boys - jobless", "人"),
        ("jobless - poor", "人"),
        ("boys / (boys + girls)", "%"),
        ("boys / girls - 1", "%"),
        ("boys / girls - 100%", "%"),
        ("100% - share", "%"),
        ("1 - share", "%"),
        ("share - growth", "%"),
        ("spent / share", "元"),
        ("spent * share", "亿元"),
        ("spent / share * (100% - share)", "亿元"),
        ("spent * share + spent * (100% - share)", "亿元"),
        ("spent / boys", "元/人"),
        ("spent / boys", "元/万人"),
        ("rate * girls", "亿元"),
        ("roads / area", "公里/百平方公里"),
        ("wage * 12", "元"),
        ("wage * boys", "亿元"),  # 元 × 人: an income per head is printed in 元
        ("wage * boys - spent", "亿元"),
        ("odd + boys", "人"),  # a unit that can't be read is another fault's matter
        ("boys + nobody", "人"),  # and so is what nothing declares
    ],
)
def test_a_formula_whose_figures_go_together_has_no_flaw(formula: str, unit: str) -> None:
    assert kinds(formula, unit) == []


@pytest.mark.parametrize(
    ("formula", "unit", "flaw"),
    [
        ("jobless + poor", "人", "not_additive not_additive"),
        ("boys + poor", "人", "not_additive"),
        ("boys - (girls - poor)", "人", "not_additive"),
        ("boys - girls - poor", "人", "not_additive"),
        ("(jobless + boys) / girls", "%", "not_additive"),
        ("(wage + wage) / 2", "元", "not_additive"),
        ("share + share", "%", "not_additive"),
        ("wage * share + spent", "元", "not_additive"),
        ("wage / share * 2 + spent", "元", "not_additive"),
        ("boys + fairs", "人", "unlike_units"),
        ("boys - fairs", "人", "unlike_units"),
        ("boys + share", "人", "unlike_units not_additive"),
        ("boys + 1", "人", "unlike_units"),
        ("100 - share", "%", "unlike_units"),
        ("boys / girls - 100", "%", "unlike_units"),
        ("spent / boys - spent", "元", "unlike_units"),
        ("spent / share * 100", "亿元", "conversion"),
        ("boys / girls * 100", "%", "conversion"),
        ("100 / share * spent", "元", "conversion"),
        ("spent * share / 100", "亿元", "conversion"),
        ("spent * 0.0001 / girls", "元/人", "conversion"),
        ("boys / girls", "人", "unit"),
        ("spent / share", "%", "unit"),
        ("spent * share", "人", "unit"),
        ("spent / boys", "元", "unit"),
        ("boys / spent", "元/人", "unit"),
        ("100% / boys", "%", "unit"),
        ("boys - jobless", "场", "unit"),
    ],
)
def test_a_formula_whose_figures_do_not_go_together_is_told_why(formula: str, unit: str, flaw: str) -> None:
    assert kinds(formula, unit) == flaw.split()


def test_a_flaw_says_what_shows_it() -> None:
    [unlike] = flaws("boys - fairs", "人", PARTS)
    assert unlike.facts == {"left": "人", "right": "场"}
    [number] = flaws("100 - share", "%", PARTS)
    assert number.facts == {"left": "100", "right": "%"}
    [unit] = flaws("spent / boys", "亿元", PARTS)
    assert unit.facts == {"unit": "元/人", "declared": "亿元"}


def test_what_is_no_formula_is_not_judged() -> None:
    with pytest.raises(FormulaError):
        flaws("boys ** 2", "人", PARTS)
