"""What is proposed of sentences of every phenomenon, and what holds of proposals whatever the text."""

from __future__ import annotations

import random
import time
from itertools import pairwise

import pytest

from data.model.catalog import CURATED, Catalog, build_catalog
from data.model.quantity import parse_quantity
from data.prose.report import propose
from data.prose.view import view
from etl.curated.folder import languages_beside, read_curated
from tests.data.prose.marked import Score, cases, proposed_for, score

CASES = list(cases())


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return build_catalog(read_curated(CURATED, languages_beside(CURATED)).content())


@pytest.mark.parametrize("phenomenon", dict.fromkeys(case.phenomenon for case in CASES))
def test_every_figure_of_a_phenomenon_is_proposed_as_it_is_meant_and_no_other(
    phenomenon: str, catalog: Catalog
) -> None:
    total = Score()
    for case in CASES:
        if case.phenomenon == phenomenon:
            score(case, proposed_for(case, catalog), total)
    assert total.lines == []


def test_every_number_has_one_fate_and_stands_where_it_says(catalog: Catalog) -> None:
    text = "\n".join(case.text for case in CASES)
    rows = propose(text, catalog, "2023-02-01", "131002").rows
    assert all(text[row.start : row.end] == row.printed for row in rows)
    assert all(one.end <= other.start for one, other in pairwise(rows))
    assert {row.verdict for row in rows} == {"used", "rejected", "open"}
    assert all(bool(row.reason) for row in rows if row.verdict != "used")
    held = {place for row in rows for place in range(row.start, row.end)}
    assert {place for place, character in enumerate(view(text)) if character.isdecimal()} <= held
    assert len({row.id for row in rows}) == len(rows)


def test_a_figure_that_is_used_can_be_imported_as_it_is_printed(catalog: Catalog) -> None:
    for case in CASES:
        for row in proposed_for(case, catalog).of_verdict("used"):
            assert str(parse_quantity(row.printed)) == row.printed


def test_the_same_text_gives_the_same_rows(catalog: Catalog) -> None:
    for case in random.Random(1).sample(CASES, 20):
        assert proposed_for(case, catalog).rows == proposed_for(case, catalog).rows


def test_any_text_is_accounted_for(catalog: Catalog) -> None:
    """Sentences cut anywhere and put together anyhow: nothing fails, and every row stands where it says."""
    dice = random.Random(5)
    for _ in range(80):
        texts = [case.text for case in dice.choices(CASES, k=3)]
        text = dice.choice("，。\n-(“").join(
            t[dice.randint(0, len(t) // 2) : dice.randint(0, len(t))] for t in texts
        )
        rows = propose(text, catalog, dice.choice(["", "2023-02-01"]), "131002").rows
        assert all(text[row.start : row.end] == row.printed for row in rows)
        assert all(one.end <= other.start for one, other in pairwise(rows))


def test_a_view_keeps_every_character_in_its_place() -> None:
    text = "財政收入１２．５億元，⼈⼝　二〇二二年３萬⼾"
    assert view(text) == "财政收入12.5亿元，人口 2022年3万户"
    assert view("x" * 1000 + "\U00020000") == "x" * 1000 + "\U00020000"


@pytest.mark.parametrize("part", ["1,", "12万元、", "增长12万元，", "其中12万元，", "2022年，", "（", "一"])
def test_a_line_without_end_is_read_in_time_that_grows_as_it_does(part: str, catalog: Catalog) -> None:
    text = (part * 6_000)[:6_000]
    began = time.process_time()
    rows = propose(text, catalog, "2023-02-01", "131002").rows
    assert time.process_time() - began < 2  # by the square it took twenty
    assert all(text[row.start : row.end] == row.printed for row in rows)


def test_growth_over_years_and_what_is_of_a_part_are_of_no_indicator(catalog: Catalog) -> None:
    def indicators(text: str) -> list[str]:
        return [row.indicator for row in propose(text, catalog, "2022-01-20", "131002").of_verdict("used")]

    growth = "城镇居民人均可支配收入增长8.1%，农村居民人均可支配收入增长9.2%。"
    yearly = ["urban_resident_income_growth", "rural_resident_income_growth"]
    assert indicators(f"2021年，{growth}") == yearly
    assert indicators(f"过去五年，{growth}") == ["", ""]
    assert indicators("过去五年，城镇和农村居民人均可支配收入年均分别增长8.1%、9.2%。") == ["", ""]
    assert indicators("2021年，全区专任教师8108人。") == ["full_time_teachers"]
    assert indicators("2021年，义务教育招生3万人，专任教师5108人。")[1:] == [""]
    schools = "2021年，普通中学23所，专任教师1563人；小学52所，专任教师2210人。"
    assert indicators(schools) == ["", "", "", ""]
