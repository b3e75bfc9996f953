"""A workbook kept as curated files says there what it said, and is kept whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import ContentError
from etl.curated.folder import read_curated
from etl.exchange.importing import import_file
from etl.rules.checking import check
from tests.etl.corpus.making import book, csv, items, lines, read, row
from tests.etl.small_curated import SmallCurated

COST = row(
    indicator="水厂计划投资", breakdown="北厂", printed="1.3亿元", status="计划", note="含管网, 不含泵站"
)


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
    path = book(row(region="甲区", printed="95.6%"), particulars=items(编号="report"))(tmp_path)
    with pytest.raises(ContentError) as refused:
        import_file(path, curated.folder)
    assert "document_twice" in {fault.code for fault in refused.value.faults}
    assert import_file(path, curated.folder, replace=True)[0] == ["report"]
    assert [row["printed"] for row in curated.read().figures["report"].rows()] == ["95.6%"]


def test_a_replaced_document_may_have_been_unreadable(curated: SmallCurated, tmp_path: Path) -> None:
    curated.write("curated/documents/report.csv", "x\n")
    path = book(particulars=items(编号="report"))(tmp_path)
    import_file(path, curated.folder, replace=True)
    assert curated.read().faults == []


def test_nothing_is_left_of_writing_but_the_pair(curated: SmallCurated, tmp_path: Path) -> None:
    before = {*curated.folder.rglob("*")}
    import_file(book()(tmp_path), curated.folder)
    come = {path.name for path in {*curated.folder.rglob("*")} - before}
    assert come == {"handed-in.csv", "handed-in.toml"}
    assert read_curated(curated.folder, curated.root / "languages").faults == []
