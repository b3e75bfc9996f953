"""A stage is told as of a day, or of a time that a note shows its source to give."""

from __future__ import annotations

import pytest

from etl.rules.checking import check
from tests.etl.small_curated import SmallCurated

CSV, TOML = "curated/documents/report.csv", "curated/documents/report.toml"
STAGE = "plant_stage,110101,2022,north_plant,建成,,第3段,"
NOTE = 'note = "时期：第3段“2022年”"\n'


def told(curated: SmallCurated) -> list[tuple[str, str | None]]:
    return [(f.found, f.column) for f in check(curated.read()) if f.code == "stage_of_no_time"]


@pytest.mark.parametrize(
    ("period", "status", "note", "given"),
    [
        ("2023-02-01", "", "", True),
        ("2022-12-31", "", "", True),
        ("2022", "", "", False),
        ("2022", "", "见附表，2022年", False),
        ("2022", "", "时期：原文“2022年”", True),
        ("2022", "", "Period: “in 2022”", True),
        ("2022", "", "时期：原文“2021年”", False),
        ("2022", "", "时期：", False),
        ("2021/2022", "", "时期：“2021—2022年”", True),
        ("2022-06", "", "", False),
        ("2022-01-01/2023-02-01", "", "时期：“2022年以来”", True),
        ("2022-01-01/2023-02-01", "", "时期：“截至2023年2月”", False),
        ("2022-01-01/2023-02-01", "", "", False),
        ("2024", "plan", "", True),  # a plan is for its time
    ],
)
def test_a_stage_stands_under_a_time_that_its_source_gives(
    curated: SmallCurated, period: str, status: str, note: str, given: bool
) -> None:
    curated.edit(TOML, NOTE, "")
    curated.edit(CSV, "plant_stage,110101,2022,south_plant,开工,,第3段,\n", "")
    curated.edit(CSV, STAGE, f"plant_stage,110101,{period},north_plant,建成,{status},第3段,{note}")
    assert told(curated) == ([] if given else [(period, "period")])


@pytest.mark.parametrize(
    ("note", "faults"),
    [
        ("时期：第3段“2022年”", 0),
        ("时期：第1段“2021年”；第3段“2022年全年”", 0),
        ("时期：第1段“2022年”", 2),  # of another paragraph
        ("第3段“2022年”", 2),
        ("时期：第3段“去年”", 2),
        ("", 2),
    ],
)
def test_a_document_may_quote_the_time_of_a_paragraph_once_for_all(
    curated: SmallCurated, note: str, faults: int
) -> None:
    curated.edit(TOML, NOTE, f"note = '{note}'\n" if note else "")
    assert len(told(curated)) == faults


def test_a_quantity_needs_no_such_note(curated: SmallCurated) -> None:
    curated.edit(TOML, NOTE, "")
    assert {period for period, _ in told(curated)} == {"2022"} and len(told(curated)) == 2
