"""propose writes what a report holds as a table, a workbook or a page: the same bytes each time."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from data.prose.proposal import COLUMNS
from etl.__main__ import main
from tests.setup.markup import read_html, text_of

REPORT = Path(__file__).parents[1] / "reports" / "report.txt"
WORDS = ("--published", "2023-01-12", "--region", "131002", "--lang", "en")


def propose(output: Path, *more: str, report: Path = REPORT) -> int:
    return main(["propose", str(report), "-o", str(output), *WORDS, *more])


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "html"])
def test_the_same_report_gives_the_same_file(suffix: str, tmp_path: Path) -> None:
    one, other = tmp_path / f"one.{suffix}", tmp_path / f"other.{suffix}"
    assert propose(one) == propose(other) == 0
    assert one.read_bytes() == other.read_bytes()


def test_every_number_of_a_report_is_a_row_of_the_table(tmp_path: Path) -> None:
    assert propose(tmp_path / "rows.csv") == 0
    with (tmp_path / "rows.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    text = REPORT.read_text("utf-8")
    assert [*rows[0]] == ["decision", "earlier", *COLUMNS, "checks", "sentence"]
    assert all(text[int(row["start"]) : int(row["end"])] == row["printed"].lstrip("'") for row in rows)
    [jobs] = [row for row in rows if row["printed"] == "5830人"]
    assert (jobs["indicator"], jobs["period"], jobs["status"]) == ("urban_new_employment", "2022", "actual")
    assert "城镇新增就业5830人" in jobs["sentence"]


def test_the_workbook_has_a_column_to_decide_in(tmp_path: Path) -> None:
    assert propose(tmp_path / "rows.xlsx") == 0
    sheet = openpyxl.load_workbook(tmp_path / "rows.xlsx").active
    assert [sheet.cell(1, 1).value, sheet.cell(2, 1).value] == ["accept", None]
    cells = {cell for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {"at least", "Anci District [131002]"} <= cells  # in words, and by names
    assert not {"at_least", "131002"} & cells
    [choice] = sheet.data_validations.dataValidation
    assert choice.formula1 == '"accept,reject,accept as edited"'


def test_the_page_holds_the_text_with_each_number_marked_and_what_contradicts_it(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("2022年，财政收入由2021年的40.12亿元增加到44.53亿元，增长21.0%。<b>&", "utf-8")
    assert propose(tmp_path / "page.html", "--publisher", "财政局", report=wrong) == 0
    page = (tmp_path / "page.html").read_text("utf-8")
    assert "<script" not in page and "<b>" not in page
    said = text_of(read_html(page))
    assert "44.53亿元 ÷ 40.12亿元 − 1 gives 10.952–11.031%" in said and "财政局" in said
    assert page.count('id="n') == page.count('id="r') == 5


@pytest.mark.parametrize(
    ("output", "more"),
    [("rows.docx", ()), ("rows.csv", ("--published", "1.2.2023"))],
)
def test_what_can_not_be_written_or_meant_is_refused(
    output: str, more: tuple[str, ...], tmp_path: Path
) -> None:
    assert propose(tmp_path / output, *more) != 0
    assert not (tmp_path / output).exists()
