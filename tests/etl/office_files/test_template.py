"""The empty workbook asks for what a document needs, and read back when filled in says it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import openpyxl
import pytest

from data.model.catalog import Document
from etl.curated.contents import Curated
from etl.office_files.columns import DOCUMENTS
from etl.office_files.inputs import add_inputs
from etl.office_files.template import CHOICES_SHEET, HINTS, ROWS, write_template
from etl.rules.checking import check
from tests.etl.corpus.making import HEAD, PARTICULARS, READ, SOUND
from tests.etl.small_curated import SmallCurated

CHOSEN = {"A": "自来水覆盖率 [coverage]", "B": "乙市 [110000]", "D": "北厂 [north_plant]", "F": "计划 [plan]"}


@pytest.fixture
def template(curated: SmallCurated, tmp_path: Path) -> Path:
    """A template of the small folder."""
    write_template(curated.read(), tmp_path / "录入.xlsx")
    return tmp_path / "录入.xlsx"


def filled(template: Path, curated: SmallCurated) -> Curated:
    """What is read of a template that somebody filled in."""
    book = openpyxl.load_workbook(template)
    said = dict(PARTICULARS)
    for row in book["资料"].iter_rows(min_row=2):
        row[1].value = said.get(str(row[0].value).strip("*"))
    for cell, value in zip(book["数字"][2], SOUND, strict=True):
        cell.value = value or None
    book.save(template)
    return add_inputs(curated.read(), [template])


def test_a_template_filled_in_is_read_without_a_word(template: Path, curated: SmallCurated) -> None:
    again = filled(template, curated)
    assert [fault for fault in check(again) if fault.code != "missing_words"] == []
    assert [tuple(row.values()) for row in again.figures["handed-in"].rows()] == [READ]


def test_an_empty_template_asks_for_each_item_that_is_needed(template: Path, curated: SmallCurated) -> None:
    faults = check(add_inputs(curated.read(), [template]))
    assert {(fault.code, fault.sheet) for fault in faults} == {
        ("missing_field", "资料"),
        ("empty_file", "数字"),
    }
    starred = [row[0] for row in openpyxl.load_workbook(template)["资料"].values if str(row[0]).endswith("*")]
    assert len(starred) == len([fault for fault in faults if fault.code == "missing_field"])


def test_everything_that_a_document_may_say_has_its_item() -> None:
    assert {*DOCUMENTS} == {*HINTS} == {field.name for field in dataclasses.fields(Document)}


def test_columns_have_chinese_names_and_hold_text(template: Path) -> None:
    sheet = openpyxl.load_workbook(template)["数字"]
    assert [str(cell.value).strip("*") for cell in sheet[1]] == [*HEAD]
    spans = [(d.min, d.max, d.number_format) for d in sheet.column_dimensions.values()]
    assert {format for _, _, format in spans} == {"@"}
    assert {n for first, last, _ in spans for n in range(first, last + 1)} == {*range(1, 9)}


@pytest.mark.parametrize(("column", "choice"), CHOSEN.items())
def test_a_list_offers_names_with_their_ids(template: Path, column: str, choice: str) -> None:
    book = openpyxl.load_workbook(template)
    [list_] = [
        v
        for v in book["数字"].data_validations.dataValidation
        if str(v.sqref) == f"{column}2:{column}{ROWS + 1}"
    ]
    first, _, last = str(list_.formula1).split("!")[1].replace("$", "").partition(":")
    offered = [row[0].value for row in book[CHOICES_SHEET][f"{first}:{last}"]]
    assert choice in offered


def test_no_list_offers_what_is_derived(template: Path) -> None:
    offered = {value for row in openpyxl.load_workbook(template)[CHOICES_SHEET].values for value in row}
    assert not {"未覆盖率 [uncovered]", "推算 [derived]"} & offered
    assert "供水量 [supply]" in offered


def test_examples_are_figures_that_are_published(template: Path) -> None:
    examples = list(openpyxl.load_workbook(template)["示例"].values)
    assert examples[1][:5] == ("供水量 [supply]", "甲区 [110101]", "2022", None, "约1234.5万立方米")
