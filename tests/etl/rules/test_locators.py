"""A paragraph is told by its number or by name, one at a time, and in a document always the same way."""

from __future__ import annotations

import pytest

from etl.rules.checking import check
from tests.etl.small_curated import SmallCurated

CSV = "curated/documents/report.csv"
ROW = "supply,110101,2021,,1000万立方米,,{},\n"


def only(curated: SmallCurated, *locators: str) -> None:
    """Let a document have so many figures, at these places."""
    head = curated.text(CSV).splitlines()[0]
    rows = (f"supply,110101,{2000 + n},,1000万立方米,,{place}," for n, place in enumerate(locators))
    curated.write(CSV, "\n".join((head, *rows)) + "\n")


def told(curated: SmallCurated) -> list[tuple[str, str]]:
    codes = ("unreadable_locator", "mixed_locators")
    return [(fault.code, fault.found) for fault in check(curated.read()) if fault.code in codes]


@pytest.mark.parametrize(
    "place",
    [
        *("第1段", "第18段", "“主要预期目标”段", "“2023年工作回顾”第2段"),
        *(
            "标题",
            "第3页",
            "表1",
            "表第7行",
            "附表2 路段",
            "Sheet“1-80”第185行",
            "Sheet“1-80”“总计”行",
            "表2 C5",
        ),
        *("para. 4", "https://example.org/#3", "Sheet“分段统计”第3行"),
    ],
)
def test_a_place_is_a_paragraph_by_number_or_name_or_of_a_table(curated: SmallCurated, place: str) -> None:
    only(curated, place)
    assert told(curated) == []


@pytest.mark.parametrize(
    ("place", "meant"),
    [
        ("首段", "第1段"),
        ("标题/首段", "第1段"),
        ("正文第2-4段", "第2段"),
        ("第2—4段", "第4段"),
        ("第二段", "第2段"),
        ("第十二段", "第12段"),
        ("第２段", "第2段"),
        ("第2自然段", "第2段"),
        ("第4段“2019年前三季度…”", "第4段"),
        ("第 3 段", "第3段"),
        ("第0段", ""),
        ("最后一段", ""),
        ("主要预期目标段", ""),
        ("“经济运行平稳恢复/产业结构”段，第2段", ""),
        ("“十三五”以来段", ""),
    ],
)
def test_a_paragraph_told_otherwise_is_a_fault_that_says_which_may_be_meant(
    curated: SmallCurated, place: str, meant: str
) -> None:
    only(curated, f'"{place.replace(chr(34), chr(34) * 2)}"')
    [fault] = [fault for fault in check(curated.read()) if fault.code == "unreadable_locator"]
    assert (fault.found, fault.column) == (place, "locator")
    assert meant in fault.say("zh")


def test_paragraphs_are_told_in_the_way_of_most_of_a_document(curated: SmallCurated) -> None:
    only(curated, "第1段", "第2段", "“工作回顾”段", "标题", "表1")
    assert told(curated) == [("mixed_locators", "“工作回顾”段")]
    only(curated, "“工作回顾”第1段", "“工作回顾”第2段", "第3段")
    assert told(curated) == [("mixed_locators", "第3段")]


def test_another_document_may_have_another_way(curated: SmallCurated) -> None:
    curated.write(
        "curated/documents/other.toml",
        curated.text("curated/documents/report.toml").replace('id = "report"', 'id = "other"'),
    )
    curated.write(
        "curated/documents/other.csv", curated.text(CSV).splitlines()[0] + "\n" + ROW.format("“供水”段")
    )
    assert told(curated) == []
