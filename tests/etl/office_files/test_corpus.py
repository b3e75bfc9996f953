"""What offices hand in is read right with a note, or refused at the cell: the corpus is the specification."""

from __future__ import annotations

import pickle
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.curated.contents import Curated
from etl.faults.catalogue import HANDED_IN
from etl.office_files.inputs import add_inputs
from etl.rules.checking import check
from tests.etl.corpus import (
    cases_of_brackets,
    cases_of_cells,
    cases_of_documents,
    cases_of_files,
    cases_of_formulas,
    cases_of_offices,
    cases_of_tables,
    cases_of_text,
    cases_of_titles,
    cases_of_units,
    cases_of_wide,
)
from tests.etl.corpus.case import Case, said
from tests.etl.corpus.making import COLUMNS
from tests.etl.small_curated import write_small_curated

TABLES = (
    *(cases_of_text, cases_of_files, cases_of_tables, cases_of_units, cases_of_wide),
    *(
        cases_of_documents,
        cases_of_cells,
        cases_of_formulas,
        cases_of_brackets,
        cases_of_offices,
        cases_of_titles,
    ),
)
CASES = [case for table in TABLES for case in table.CASES]

THEME = "curated/themes/water.toml"


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Curated]:
    """The small folder without its document, and with two indicators of one name: as it was, after all."""
    curated = write_small_curated(tmp_path_factory.mktemp("small"))
    curated.remove("curated/documents/report.toml")
    curated.remove("curated/documents/report.csv")
    kept = curated.text("languages/en.toml").partition("[document.report]")[0]
    curated.write("languages/en.toml", kept)
    for id in ("used", "used_in_town"):
        curated.edit(
            THEME, "[[chart]]", f'[[indicator]]\nid = "{id}"\nname = "用水量"\nunit = "公里"\n\n[[chart]]'
        )
    read = curated.read()
    content = pickle.dumps(read.content())
    yield read
    assert pickle.dumps(read.content()) == content and not read.faults


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a test's file is handed in."""
    folder = tmp_path / "handed in"
    folder.mkdir()
    return folder


def rows_of(curated: Curated) -> list[tuple[str, ...]]:
    """Every row of every document, in the order of the curated columns."""
    return [
        tuple(row[column] for column in COLUMNS) for table in curated.figures.values() for row in table.rows()
    ]


@pytest.mark.parametrize("case", [case.parameter for case in CASES])
def test_a_file_is_read_right_or_refused_at_its_cell(case: Case, catalogue: Curated, folder: Path) -> None:
    curated = add_inputs(catalogue, [case.make(folder)])
    faults = [fault for fault in check(curated) if fault.code != "missing_words"]
    told = "\n".join(fault.say("zh") for fault in faults)
    assert not {unicodedata.category(character) for character in told if character != "\n"} & {"Cc", "Cs"}
    assert sorted(map(said, faults)) == sorted(case.says), told
    if all(fault.severity == "note" for fault in faults):
        assert rows_of(curated) == list(case.rows), told
    else:
        assert not case.rows


def test_the_specification_has_a_file_for_every_code_of_what_is_handed_in() -> None:
    shown = {each.partition(" ")[0] for case in CASES for each in case.says}
    elsewhere = {"bad_package", "other_document", "already_declared"}  # shown in tests of their own
    assert set(HANDED_IN) - shown - elsewhere == set()
    assert len(CASES) >= 120
