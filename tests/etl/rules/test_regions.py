"""What is known of regions beside their names, and the lists that tell like ones together and words apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.rules import contrasts, regions
from etl.rules.checking import check
from tests.etl.small_curated import SmallCurated, write_small_curated

REGIONS, PEERS, CONTRASTS = "curated/regions.csv", "curated/peer_groups.csv", "curated/contrasts.csv"
EN = "languages/en.toml"
REGION_RULES = (regions.histories, regions.readings_aloud, regions.peer_groups, contrasts.sides)
OF_REGIONS = {
    *("until_before_since", "replaced_while_there", "bad_reading"),
    *("one_member", "listed_twice", "word_on_both_sides"),
    *("unknown_peer_group", "unknown_contrast"),
}
HISTORY = """\
id,name,parent,level,since,until,replaced_by,pinyin
110101,大城县,110000,county,{since},{until},{replaced_by},{pinyin}
110000,乙市,,city,,,,
"""


@pytest.fixture
def curated(tmp_path: Path) -> SmallCurated:
    return write_small_curated(tmp_path)


def codes(curated: SmallCurated) -> list[tuple[str, str, int | None, str | None]]:
    return [(f.code, f.file, f.line, f.column) for f in check(curated.read())]


@pytest.mark.parametrize(
    ("facts", "code", "column"),
    [
        ({}, "", ""),
        ({"since": "1984", "until": "2004-05-01", "replaced_by": "110000"}, "", ""),
        ({"since": "2004", "until": "2004-05"}, "", ""),
        ({"pinyin": "dai cheng xian"}, "", ""),
        ({"since": "1984年"}, "bad_date", "since"),
        ({"until": "2004-13"}, "bad_date", "until"),
        ({"since": "1984-01-01/1985-02-01"}, "bad_date", "since"),
        ({"since": "2004", "until": "2003-12-31"}, "until_before_since", "until"),
        ({"replaced_by": "110000"}, "replaced_while_there", "replaced_by"),
        ({"until": "2004", "replaced_by": "110101"}, "circle", "replaced_by"),
        ({"until": "2004", "replaced_by": "110000|110999"}, "unknown_region", "replaced_by"),
        ({"pinyin": "dai cheng"}, "bad_reading", "pinyin"),
        ({"pinyin": "dàichéngxiàn"}, "bad_reading", "pinyin"),
        ({"pinyin": "Dai Cheng Xian"}, "bad_reading", "pinyin"),
    ],
)
def test_a_region_has_a_history_and_a_reading_that_can_be_true(
    curated: SmallCurated, facts: dict[str, str], code: str, column: str
) -> None:
    empty = dict.fromkeys(("since", "until", "replaced_by", "pinyin"), "")
    curated.write(REGIONS, HISTORY.format(**empty | facts))
    assert codes(curated) == ([(code, "regions.csv", 2, column)] if code else [])


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("like,同类,人口相近,统计年鉴,110101|110000", "", ""),
        ("like,同类,,统计年鉴,110101|110000", "missing_field", "method"),
        ("like,同类,人口相近, ,110101|110000", "missing_field", "source"),
        ("like,同类,人口相近,统计年鉴,110101", "one_member", "members"),
        ("like,同类,人口相近,统计年鉴,", "one_member", "members"),
        ("like,同类,人口相近,统计年鉴,110101|110000|110101", "listed_twice", "members"),
        ("like,同类,人口相近,统计年鉴,110101|110999", "unknown_region", "members"),
    ],
)
def test_a_group_of_like_regions_says_how_it_was_made_and_of_which(
    curated: SmallCurated, row: str, code: str, column: str
) -> None:
    curated.write(PEERS, f"id,name,method,source,members\n{row}\n")
    curated.edit(EN, "", '\n[peer_group]\nlike = "Alike"\n')
    assert codes(curated) == ([(code, "peer_groups.csv", 2, column)] if code else [])


@pytest.mark.parametrize(
    ("sides", "code"),
    [
        ("收入|支出", ""),
        ("城镇/城市|农村/乡村", ""),
        ("收入", "one_member"),
        ("收入|", "missing_field"),
        ("收入/|支出", "missing_field"),
        ("收入|收入/支出", "word_on_both_sides"),
        ("收入|纯收入", "word_on_both_sides"),
    ],
)
def test_a_contrast_has_words_that_stand_on_one_side_only(
    curated: SmallCurated, sides: str, code: str
) -> None:
    curated.write(CONTRASTS, f"id,name,sides\nsides,两边,{sides}\n")
    curated.edit(EN, "", '\n[contrast]\nsides = "Sides"\n')
    assert {*codes(curated)} == ({(code, "contrasts.csv", 2, "sides")} if code else set())


def test_a_folder_may_do_without_the_lists_and_columns_that_came_later(curated: SmallCurated) -> None:
    read = curated.read()
    assert read.faults == [] and codes(curated) == []
    assert [read.lists[name].rows() for name in ("peer_groups", "contrasts")] == [[], []]
    assert {row["pinyin"] for row in read.lists["regions"].rows()} == {""}


@pytest.mark.parametrize("kind", ["peer_group", "contrast"])
def test_a_language_names_no_group_and_no_contrast_that_is_not_there(
    curated: SmallCurated, kind: str
) -> None:
    curated.edit(EN, "", f'\n[{kind}]\nelse = "Else"\n')
    assert [code for code, *_ in codes(curated)] == [f"unknown_{kind}"]
