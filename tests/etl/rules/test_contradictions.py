"""Documents that speak of the same agree, or say which one is to be believed, or what they count."""

from __future__ import annotations

import pytest

from data.errors import Fault
from data.store.queries import open_release
from data.store.tables import open_store
from etl.rules.checking import check
from tests.etl.admin import Admin
from tests.etl.second_document import add_yearbook
from tests.etl.small_curated import SmallCurated

CSV = "curated/documents/report.csv"


def errors(curated: SmallCurated) -> list[Fault]:
    """The faults that stop a refresh."""
    return [fault for fault in check(curated.read()) if fault.severity != "note"]


def codes(curated: SmallCurated) -> list[str]:
    """Their codes."""
    return [fault.code for fault in errors(curated)]


def test_two_figures_for_the_same_are_refused_and_told_of_the_later_document(curated: SmallCurated) -> None:
    add_yearbook(curated, "coverage,110101,2022,,96.5%,,表1,")
    [fault] = errors(curated)
    assert (fault.code, fault.file, fault.line, fault.column) == (
        *("contradiction", "documents/yearbook.csv", 2, "printed"),
    )
    said = fault.say("zh")
    assert "“96.5%”；report 写作“95.5%”（documents/report.csv › 3）" in said
    assert "supersedes" in said and "口径" in said


AGREEING = [
    ("supply", "1235万立方米", "1234.5 and a little more", True),
    ("supply", "1230万立方米", "约 is about the last digit printed", False),
    ("coverage", "95.50%", "one more digit of the same", True),
    ("coverage", "95.6%", "the next one", False),
    ("coverage", "95.54%", "95.5 may stand for it", True),
    ("coverage", "95.56%", "which would be printed 95.6", False),
    ("coverage", "96%", "rounded to the whole", True),
    ("coverage", "95%以上", "at least 95", True),
    ("coverage", "不足95%", "less than 95", False),
    ("plants_started", "3座", "the same", True),
    ("plants_started", "4座", "another", False),
]


@pytest.mark.parametrize(("indicator", "printed", "why", "agree"), AGREEING)
def test_printed_digits_decide_whether_two_figures_agree(
    curated: SmallCurated, indicator: str, printed: str, why: str, agree: bool
) -> None:
    add_yearbook(curated, f"{indicator},110101,2022,,{printed},,表1,")
    assert codes(curated) == ([] if agree else ["contradiction"]), why


@pytest.mark.parametrize(
    "row",
    [
        "coverage,110000,2022,,80%,,表1,",
        "coverage,110101,2021,,80%,,表1,",
        "coverage,110101,2022,,80%,plan,表1,",
        "plant_cost,110101,2022,north_plant,9亿元,,表1,",
    ],
)
def test_another_region_period_breakdown_or_status_is_another_figure(curated: SmallCurated, row: str) -> None:
    add_yearbook(curated, row)
    assert "contradiction" not in codes(curated)


@pytest.mark.parametrize(("printed", "found"), [("竣工", []), ("开工", ["contradiction"])])
def test_a_project_is_at_one_stage_whatever_words_are_used(
    curated: SmallCurated, printed: str, found: list[str]
) -> None:
    add_yearbook(curated, f"plant_stage,110101,2022,north_plant,{printed},,表1,时期：“2022年”")
    assert codes(curated) == found


def test_a_document_that_supersedes_the_other_is_believed(curated: SmallCurated) -> None:
    add_yearbook(curated, "coverage,110101,2022,,96.5%,,表1,", more='supersedes = ["report"]\n')
    assert codes(curated) == []


@pytest.mark.parametrize("note", ["口径：按常住人口计算", "口径: 含乡村", "Definition: residents only"])
def test_a_stated_difference_of_definition_settles_it(curated: SmallCurated, note: str) -> None:
    add_yearbook(curated, f"coverage,110101,2022,,96.5%,,表1,{note}")
    assert codes(curated) == []


@pytest.mark.parametrize(
    "note",
    [
        *("原文如此，未写明口径", "口径", "口径：", "口径：。", "口径与上年一致", "口径不同，含乡村"),
        *("口径：同上", "口径：见原文", "口径: x", "口径：不同", "口径：另行说明", "definition: see source"),
    ],
)
def test_any_other_note_settles_nothing(curated: SmallCurated, note: str) -> None:
    add_yearbook(curated, f"coverage,110101,2022,,96.5%,,表1,{note}")
    assert codes(curated) == ["contradiction"]


def test_definitions_that_are_the_same_settle_nothing(curated: SmallCurated) -> None:
    first = ",110101,2022,,95.5%,,第1段,"
    curated.edit(CSV, first, f"{first}口径：常住人口")
    add_yearbook(curated, "coverage,110101,2022,,96.5%,,表1,口径： 常住人口")
    assert codes(curated) == ["contradiction"]


def test_documents_that_supersede_each_other_are_refused(curated: SmallCurated) -> None:
    add_yearbook(curated, "coverage,110101,2022,,96.5%,,表1,", more='supersedes = ["report"]\n')
    curated.edit("curated/documents/report.toml", "url =", 'supersedes = ["yearbook"]\nurl =')
    assert codes(curated) == ["superseding_circle", "superseding_circle"]


def test_readers_get_the_superseding_figure_and_each_document_shows_its_own(admin: Admin) -> None:
    add_yearbook(admin.curated, "coverage,110101,2022,,96.5%,,表1,", more='supersedes = ["report"]\n')
    admin.publish()
    engine = open_store(admin.address, read_only=True)
    reader = open_release(engine)
    read = {o.printed for o in reader.observations(indicators=["coverage"], derived=False)}
    rest = [o.printed for o in reader.observations(indicators=["uncovered"])]
    own = {o.printed for o in reader.observations(document="report")}
    engine.dispose()
    assert (read, rest) == ({"96.5%"}, ["3.5%"])
    assert {"95.5%", "建成"} < own


def test_a_figure_in_whose_place_another_is_believed_is_shown_and_needs_a_reason(keeper: Admin) -> None:
    keeper.publish()
    add_yearbook(keeper.curated, "coverage,110101,2022,,96.5%,,表1,", more='supersedes = ["report"]\n')
    done = keeper.call("refresh", "--yes")
    assert (done.returncode, keeper.releases()) == (5, 1)
    assert "被另一份文件取代 1" in done.stdout
    assert "≠ 自来水覆盖率 · 甲区 · 2022年 · 95.5% → 96.5%  (yearbook › 表1)" in done.stdout
    keeper.publish("--reason", "年鉴修订")
    assert "没有变动" in keeper.call("diff").stdout


@pytest.mark.parametrize(
    ("day", "more", "codes"),
    [
        ("2022-12-31", "", {"superseding_newer"}),
        ("2022-12-31", 'note = "年鉴早于公报付印，但其数字经过核实。"\n', set()),
        ("2023-02-01", "", set()),
    ],
)
def test_a_document_stands_above_a_newer_one_only_if_it_says_why(
    curated: SmallCurated, day: str, more: str, codes: set[str]
) -> None:
    add_yearbook(curated, "coverage,110101,2021,,95.6%,,表1,", more=f'supersedes = ["report"]\n{more}')
    curated.edit("curated/documents/yearbook.toml", "2023-09-01", day)
    assert {fault.code for fault in check(curated.read()) if fault.severity == "error"} == codes
