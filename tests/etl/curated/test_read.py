"""The curated folder is read whole: what is published is what the catalogue reads from the same files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from data.messages import LANGUAGES
from data.model.catalog import CURATED, LIST_COLUMNS, LISTS
from etl.curated.folder import languages_beside, read_curated
from etl.rules.checking import check
from tests.etl.small_curated import SmallCurated
from tests.setup.content import read_content


def test_the_content_is_what_the_catalogue_reads_from_the_same_files() -> None:
    assert read_curated(CURATED, LANGUAGES).content() == read_content()


def test_a_files_name_never_comes_with_the_path_of_the_machine(curated: SmallCurated) -> None:
    read = curated.read()
    names = [toml.file for toml in (*read.themes, *read.documents, *read.languages)]
    assert names == ["themes/water.toml", "documents/report.toml", "languages/en.toml", "languages/zh.toml"]
    assert read.figures["report"].file == "documents/report.csv"


def test_every_closed_list_has_its_columns() -> None:
    assert set(LIST_COLUMNS) == set(LISTS)


@pytest.mark.parametrize("missing", ["documents/report.csv", "documents/report.toml", "units.csv"])
def test_a_file_that_belongs_to_another_is_missed_by_its_name(curated: SmallCurated, missing: str) -> None:
    curated.remove(f"curated/{missing}")
    assert ("missing_file", missing) in [(f.code, f.file) for f in check(curated.read())]


@pytest.mark.parametrize("folder", ["themes", "documents"])
def test_a_folder_that_isnt_there_is_missed_by_its_name(curated: SmallCurated, folder: str) -> None:
    shutil.rmtree(curated.folder / folder)
    assert ("missing_file", f"{folder}/") in [(f.code, f.file) for f in check(curated.read())]


def test_without_the_source_language_nothing_can_be_said(curated: SmallCurated) -> None:
    curated.remove("languages/zh.toml")
    assert [(f.code, f.file) for f in check(curated.read())] == [("missing_file", "languages/zh.toml")]


def test_languages_are_those_beside_the_folder_or_else_the_projects_own(
    curated: SmallCurated, tmp_path: Path
) -> None:
    assert languages_beside(curated.folder) == tmp_path / "languages"
    shutil.rmtree(tmp_path / "languages")
    assert languages_beside(curated.folder) == LANGUAGES
