"""Files handed in beside the curated folder: every fault in one run, in either language, within bounds."""

from __future__ import annotations

import resource
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from etl.curated.contents import Curated
from etl.office_files.inputs import add_inputs
from etl.rules.checking import check
from tests.etl.admin import PROJECT, Admin
from tests.etl.corpus.case import Case
from tests.etl.corpus.cases_of_files import TOO_MUCH
from tests.etl.corpus.making import HEAD, SOUND, Make, book, csv, folder_of, items, lines, read, row
from tests.etl.small_curated import SmallCurated

CSV = "curated/documents/report.csv"
MEMORY, SECONDS = 1 << 30, 60  # bytes of address space, the libraries' own included; on a busy machine


def faults_of(curated: Curated) -> list[str]:
    """Every fault with its file's name, notes left out."""
    return [f"{Path(f.file).name}: {f.code}" for f in check(curated) if f.severity == "error"]


def test_workbooks_stand_beside_what_is_curated(curated: SmallCurated, tmp_path: Path) -> None:
    folder = folder_of(book(), csv(lines(), name="second.csv"))(tmp_path)
    both = add_inputs(curated.read(), [folder])
    assert faults_of(both) == []
    assert [document.stem for document in both.documents] == ["report", "second", "handed-in"]
    assert [*both.figures] == ["report", "second", "handed-in"]
    assert tuple(both.figures["handed-in"].rows()[0].values()) == read()


def test_a_row_remembers_its_file_sheet_and_cell(curated: SmallCurated, tmp_path: Path) -> None:
    both = add_inputs(curated.read(), [book(SOUND, SOUND, above=[("表一",)])(tmp_path)])
    place = both.figures["handed-in"].at(1, "printed")
    assert (Path(place.file).name, place.sheet, place.column, place.line) == ("供水.xlsx", "数字", "E4", 4)


def test_all_faults_of_all_files_are_told_in_one_run(curated: SmallCurated, tmp_path: Path) -> None:
    curated.edit(CSV, "95.5%", "很多")
    bad_row = row(indicator="水", period="2021年末", printed="=1")
    folder = folder_of(
        book(bad_row, SOUND, particulars=items(编号="a", 标题="<b>")),
        csv(lines(row(region="丙")), name="b.csv"),
        csv("", name="c.csv"),
    )(tmp_path)
    assert sorted(faults_of(add_inputs(curated.read(), [folder]))) == [
        "b.csv: unknown_region",
        "c.csv: empty_file",
        "report.csv: unreadable_figure",
        "供水.xlsx: formula_as_text",
        "供水.xlsx: markup_in_text",
        "供水.xlsx: moment_for_period",
        "供水.xlsx: unknown_indicator",
    ]


def test_a_fault_is_told_by_file_sheet_and_cell_what_was_found_expected_and_to_do(
    curated: SmallCurated, tmp_path: Path
) -> None:
    path = book(row(printed="0.065"))(tmp_path)
    [fault] = [f for f in check(add_inputs(curated.read(), [path])) if f.severity == "error"]
    assert fault.say("zh") == (
        f"错误 [percent_or_share] {path} › 数字 › E2：“0.065”；"
        "分不清是 0.065% 还是 6.5%；请照原文写成带 % 的文字"
    )
    assert fault.say("en") == (
        f"fault [percent_or_share] {path} › 数字 › E2: “0.065”; "
        "is it 0.065% or 6.5%? Write it as printed, with its %"
    )


@pytest.mark.parametrize("head", [("指標", "地區", "時期"), ("INDICATOR", "REGION", "PERIOD")])
@pytest.mark.parametrize("made", [book, lambda head: csv(lines(head=head))], ids=["a workbook", "CSV"])
def test_a_table_without_column_names_is_told_by_its_first_line(
    head: Sequence[str], made: Callable[..., Make], curated: SmallCurated, tmp_path: Path
) -> None:
    read = add_inputs(curated.read(), [made(head=head)(tmp_path)])
    assert [fault.found for fault in check(read) if fault.code == "no_header"] == [" ".join(head)]


@pytest.mark.parametrize(
    ("content", "zh", "en"),
    [
        (lines().encode("utf-16")[:-1], "UTF-16 的文件断在这里", "the UTF-16 file is cut off here"),
        (lines().encode("utf-16-le"), "缺标记的 UTF-16", "UTF-16 without its mark"),
        (lines().encode("gb18030")[:-4], "既不是 UTF-8，也不是 GB18030", "neither UTF-8 nor GB18030"),
        (b"\xef\xbb\xbf\xff", "不是 UTF-8", "isn't UTF-8"),
    ],
    ids=["UTF-16 cut off", "UTF-16 without a mark", "GB18030 cut off", "UTF-8 spoilt"],
)
def test_a_byte_that_cant_be_read_is_told_by_the_encoding_it_is_in(
    content: bytes, zh: str, en: str, curated: SmallCurated, tmp_path: Path
) -> None:
    read = add_inputs(curated.read(), [csv(content)(tmp_path)])
    [fault] = [fault for fault in check(read) if fault.code == "bad_encoding"]
    assert zh in fault.say("zh") and en in fault.say("en")


def test_a_note_that_holds_for_a_column_is_told_once_with_how_often(
    curated: SmallCurated, tmp_path: Path
) -> None:
    rows = [row(period=f"{year}年") for year in range(2001, 2031)]
    told = [
        f for f in check(add_inputs(curated.read(), [book(*rows)(tmp_path)])) if f.code == "period_rewritten"
    ]
    assert [(f.column, f.found) for f in told] == [("C2", "2001年")]
    assert "这一列共 30 格如此" in told[0].say("zh")


def test_a_cell_that_cant_be_read_is_one_fault_and_not_two(curated: SmallCurated, tmp_path: Path) -> None:
    path = book(row(period="#REF!", printed="<i>95.5%</i>"))(tmp_path)
    assert faults_of(add_inputs(curated.read(), [path])) == [
        "供水.xlsx: error_value",
        "供水.xlsx: markup_in_text",
    ]


def test_a_refresh_publishes_what_is_handed_in_and_shows_its_notes(admin: Admin, tmp_path: Path) -> None:
    path = book(row(period="2021年"))(tmp_path)
    done = admin.call("refresh", str(path), "--yes")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "[period_rewritten]" in done.stdout
    assert "95.5%" in admin.served()


def test_a_refresh_with_a_fault_in_a_workbook_publishes_nothing(admin: Admin, tmp_path: Path) -> None:
    admin.publish()
    done = admin.call("refresh", str(book(SOUND, row(printed="很多"))(tmp_path)), "--yes")
    assert done.returncode == 1
    assert "数字 › E3：“很多”" in done.stdout
    assert admin.releases() == 1


def test_the_commands_of_files_work_from_template_to_import(admin: Admin, tmp_path: Path) -> None:
    folder = ("--curated", str(admin.curated.folder))
    assert admin.run("template", str(tmp_path / "录入.xlsx"), *folder).returncode == 0
    assert admin.run("template", "--replace", str(tmp_path / "录入.xlsx"), *folder).returncode == 0
    done = admin.run("import", str(book()(tmp_path)), *folder)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "已存入：handed-in")
    assert admin.refresh() == 0
    for target in ("数据包", "全部.xlsx"):
        assert admin.run("export", str(tmp_path / target)).returncode == 0
        new = tmp_path / f"{target}-new" / "curated"
        assert admin.run("import", str(tmp_path / target), "--curated", str(new)).returncode == 0
        again = admin.run("diff", "--curated", str(new))
        assert "没有变动" in again.stdout


@pytest.mark.parametrize("case", [case.parameter for case in TOO_MUCH])
def test_what_is_too_much_is_refused_within_memory_and_time(case: Case, admin: Admin, tmp_path: Path) -> None:
    path = case.make(tmp_path)
    done = subprocess.run(
        admin.command("check", str(path)),
        cwd=PROJECT,
        env=admin.environment,
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )
    assert done.returncode == 1, done.stderr
    assert f"[{case.says[0].split()[0]}]" in done.stdout


def test_columns_of_figures_are_those_of_the_curated_files() -> None:
    assert len(HEAD) == len(SOUND) == len(read())


def test_a_number_that_is_nearly_a_year_is_asked_about_and_not_only_taken_for_a_day(
    curated: SmallCurated, tmp_path: Path
) -> None:
    path = book(row(period=20222))(tmp_path)
    [fault] = [f for f in check(add_inputs(curated.read(), [path])) if f.severity == "error"]
    assert (fault.code, fault.column) == ("date_serial", "C2")
    assert "1955-05-13" in fault.say("zh") and "是否应为 2022？" in fault.say("zh")
    assert "did you mean 2022?" in fault.say("en")
