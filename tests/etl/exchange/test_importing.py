"""A workbook kept as curated files says there what it said, and is kept whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import ContentError
from etl.__main__ import main
from etl.command_line.exit_codes import NOT_CONFIRMED
from etl.curated.folder import read_curated
from etl.exchange.importing import opened_import
from etl.rules.checking import check
from tests.etl.admin import Admin, terminal_of
from tests.etl.corpus.making import book, csv, items, lines, read, row
from tests.etl.importing import import_file
from tests.etl.small_curated import SmallCurated

COST = row(
    indicator="水厂计划投资", breakdown="北厂", printed="1.3亿元", status="计划", note="含管网, 不含泵站"
)

SAME = items(编号="report", 标题="供水公报")  # the particulars of a document that is curated already


def test_a_workbook_becomes_the_pair_of_its_document(curated: SmallCurated, tmp_path: Path) -> None:
    path = book(row(period="2021年"), COST)(tmp_path)
    documents, notes = import_file(path, curated.folder)
    assert documents == ["handed-in"]
    assert {note.code for note in notes} == {"period_rewritten", "missing_words"}
    assert curated.text("curated/documents/handed-in.csv") == (
        "indicator,region,period,breakdown,printed,status,locator,note\n"
        "coverage,110000,2021,,95.5%,,第1段,\n"
        'plant_cost,110000,2021,north_plant,1.3亿元,plan,第1段,"含管网, 不含泵站"\n'
    )
    assert 'title = "乙市供水年报"\n' in curated.text("curated/documents/handed-in.toml")


def test_what_was_kept_reads_as_what_was_handed_in(curated: SmallCurated, tmp_path: Path) -> None:
    import_file(book(COST)(tmp_path), curated.folder)
    again = curated.read()
    assert [fault for fault in check(again) if fault.severity == "error"] == []
    [kept] = again.figures["handed-in"].rows()
    assert tuple(kept.values()) == read(
        indicator="plant_cost",
        breakdown="north_plant",
        printed="1.3亿元",
        status="plan",
        note="含管网, 不含泵站",
    )


def test_what_excel_did_to_a_curated_file_is_told_and_undone_by_importing_it(curated: SmallCurated) -> None:
    name = "curated/documents/report.csv"
    curated.edit(name, "supply,110101,2022,", "supply,110101,2022-10-01,")
    before = curated.text(name)
    spoilt = before.replace("2022-10-01", "2022/10/1").replace("\n", ",,\r\n") + ",,,,,,,,,\r\n"
    curated.write_bytes(name, b"\xef\xbb\xbf" + spoilt.encode())
    told = {fault.code for fault in check(curated.read())}
    assert told == {"blank_columns", "blank_rows", "period_became_date"}
    import_file(curated.root / name, curated.folder, replace=True)
    assert curated.text(name) == before
    assert check(curated.read()) == []


def test_a_csv_file_is_kept_with_the_particulars_beside_it(curated: SmallCurated, tmp_path: Path) -> None:
    import_file(csv(lines(), "gb18030")(tmp_path), curated.folder)
    assert "handed-in" in {document.stem for document in curated.read().documents}
    assert curated.text("curated/documents/handed-in.csv").splitlines()[1].startswith("coverage,110000")


def test_a_workbook_with_a_fault_leaves_everything_as_it_was(curated: SmallCurated, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in curated.folder.rglob("*") if path.is_file()}
    with pytest.raises(ContentError) as refused:
        import_file(book(COST, row(printed="很多"))(tmp_path), curated.folder)
    assert "unreadable_figure" in {fault.code for fault in refused.value.faults}
    assert {path: path.read_bytes() for path in curated.folder.rglob("*") if path.is_file()} == before


def test_a_curated_document_is_replaced_only_if_asked_for(curated: SmallCurated, tmp_path: Path) -> None:
    path = book(row(region="甲区", printed="95.6%"), particulars=SAME)(tmp_path)
    with pytest.raises(ContentError) as refused:
        import_file(path, curated.folder)
    assert "document_twice" in {fault.code for fault in refused.value.faults}
    assert import_file(path, curated.folder, replace=True)[0] == ["report"]
    assert [row["printed"] for row in curated.read().figures["report"].rows()] == ["95.6%"]


def test_a_replaced_document_may_have_been_unreadable(curated: SmallCurated, tmp_path: Path) -> None:
    curated.write("curated/documents/report.csv", "x\n")
    path = book(particulars=SAME)(tmp_path)
    import_file(path, curated.folder, replace=True)
    assert curated.read().faults == []


def test_nothing_is_left_of_writing_but_the_pair(curated: SmallCurated, tmp_path: Path) -> None:
    before = {*curated.folder.rglob("*")}
    import_file(book()(tmp_path), curated.folder)
    come = {path.name for path in {*curated.folder.rglob("*")} - before}
    assert come == {"handed-in.csv", "handed-in.toml"}
    assert read_curated(curated.folder, curated.root / "languages").faults == []


def test_what_is_replaced_is_said_before_and_kept_aside(
    curated: SmallCurated, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {name: curated.text(f"curated/documents/{name}") for name in ("report.csv", "report.toml")}
    coverage = row(region="甲区", period="2022", printed="96.5%")
    path = book(coverage, row(region="甲区"), particulars=SAME)(tmp_path)
    assert main(["import", str(path), "--replace", "--yes", "--curated", str(curated.folder)]) == 0
    said = capsys.readouterr().out
    assert "替换 report：原有 7 个数字，去掉 6 个，改动 1 个，新增 1 个" in said
    assert "- supply · 110101 · 2022 · 约1234.5万立方米 · 第1段" in said
    assert "资料不同：region、published、url" in said
    [folder] = (curated.root / "replaced").iterdir()
    assert str(folder) in said
    assert {
        file.name: file.read_text(encoding="utf-8") for file in (folder / "documents").iterdir()
    } == before


def test_a_replacement_that_loses_nothing_is_not_asked_about(curated: SmallCurated, tmp_path: Path) -> None:
    with opened_import(curated.folder / "documents" / "report.csv", curated.folder, True) as found:
        assert [(each.document, each.rows, each.loses) for each in found.replaced] == [("report", 7, False)]


@pytest.mark.parametrize("field", ["标题", "发布机构"])
def test_a_workbook_with_the_id_of_another_document_replaces_nothing(
    curated: SmallCurated, tmp_path: Path, field: str
) -> None:
    particulars = [(name, "另一份" if name == field else said) for name, said in SAME]
    with pytest.raises(ContentError) as refused:
        import_file(book(particulars=particulars)(tmp_path), curated.folder, replace=True)
    [fault] = [fault for fault in refused.value.faults if fault.severity == "error"]
    assert (fault.code, fault.sheet, fault.found) == ("other_document", "资料", "另一份")


def test_a_document_that_comes_twice_doesnt_contradict_itself(curated: SmallCurated, tmp_path: Path) -> None:
    rows = row(region="甲区", period="2022", printed="90%")
    with pytest.raises(ContentError) as refused:
        import_file(book(rows, particulars=SAME)(tmp_path), curated.folder)
    assert {fault.code for fault in refused.value.faults} - {"missing_words"} == {"document_twice"}


def test_nobody_replaces_what_is_lost_without_saying_so(curated: SmallCurated, tmp_path: Path) -> None:
    path = book(row(region="甲区"), particulars=SAME)(tmp_path)
    before = curated.text("curated/documents/report.csv")
    command = ("import", str(path), "--replace", "--curated", str(curated.folder))
    with terminal_of(Admin(curated), *command) as screen:
        screen.wait_for("这样替换？")
        screen.answer("n")
        assert screen.end() == NOT_CONFIRMED
    assert Admin(curated).run(*command).returncode == NOT_CONFIRMED  # nor with nobody there
    assert curated.text("curated/documents/report.csv") == before
