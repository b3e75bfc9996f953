"""What is exported is all of a release, valid for anyone, and imported again is the same release."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy.engine import Engine

from data.errors import ContentError, FileUnusable
from data.messages import LANGUAGES
from data.model.catalog import CURATED
from data.store.queries import open_release
from data.store.tables import open_store
from etl.__main__ import main
from etl.command_line.exit_codes import WRONG
from etl.curated.contents import Curated
from etl.curated.folder import read_curated
from etl.exchange.data_package import read_package
from etl.exchange.exporting import export, tables_in
from etl.exchange.release_workbook import SHEETS, read_workbook
from etl.releases.difference import compare, contents_of
from tests.etl.admin import Admin
from tests.etl.importing import import_file
from tests.etl.same_tables import assert_same_tables

CSV, TOML = "curated/documents/report.csv", "curated/documents/report.toml"
BOTH = ("数据包", "全部.xlsx")


@pytest.fixture
def published(admin: Admin) -> Engine:
    """A store with a release in which much needs care: formulas, quotes, line feeds, a fall."""
    admin.curated.edit(CSV, "第1段,\nc", '第1段,"=1+1，不是公式"\nc')
    admin.curated.edit(CSV, "第1段,\np", "第1段,\"两行\n与“引号”, '逗号'\"\np")
    admin.curated.edit(TOML, "供水公报", "@供水公报 [终稿]")
    admin.publish()
    return open_store(admin.address, read_only=True)


def reread(target: Path, folder: Path) -> Curated:
    """What importing an export gives."""
    import_file(target, folder / "curated")
    return read_curated(folder / "curated", folder / "languages")


def validated(descriptor: Path) -> dict[str, object]:
    """What the reference implementation of Frictionless says of a package."""
    command = [sys.executable, "-m", "frictionless", "validate", str(descriptor), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("name", BOTH)
def test_a_release_exported_and_imported_is_the_same_release(
    published: Engine, tmp_path: Path, name: str
) -> None:
    release = export(published, tmp_path / name)
    again = reread(tmp_path / name, tmp_path / "new")
    found = compare(again.content(), contents_of(again), published)
    assert found.empty
    assert found.digest == release.digest


@pytest.mark.parametrize("name", BOTH)
def test_a_figure_in_whose_place_a_newer_one_is_shown_is_exported_too(
    admin: Admin, tmp_path: Path, name: str
) -> None:
    curated = admin.curated
    older = curated.text(TOML).replace('"report"', '"older"').replace("2023-02", "2023-01")
    curated.write("curated/documents/older.toml", older)
    head, *rows = curated.text(CSV).splitlines()
    covered = next(row for row in rows if row.startswith("coverage,"))
    curated.write("curated/documents/older.csv", f"{head}\n{covered.replace('95.5%', '95.4%')}\n")
    curated.edit(TOML, "url =", 'supersedes = ["older"]\nurl =')
    admin.publish()
    store = open_store(admin.address, read_only=True)
    export(store, tmp_path / name)
    again = reread(tmp_path / name, tmp_path / "new")
    assert [row["printed"] for row in again.figures["older"].rows()] == ["95.4%"]
    assert compare(again.content(), contents_of(again), store).empty


@pytest.mark.parametrize("name", BOTH)
def test_what_the_project_publishes_comes_back_whole(store_url: str, tmp_path: Path, name: str) -> None:
    store = open_store(store_url, read_only=True)
    export(store, tmp_path / name)
    again, curated = reread(tmp_path / name, tmp_path / "new"), read_curated(CURATED, LANGUAGES)
    assert again.content() == curated.content()
    assert contents_of(again) == contents_of(curated)


def test_an_earlier_release_is_exported_as_it_was(admin: Admin, tmp_path: Path) -> None:
    admin.publish()
    admin.curated.edit(CSV, "95.5%", "95.6%")
    admin.publish("--reason", "更正")
    store = open_store(admin.address, read_only=True)
    export(store, tmp_path / "1", release=1)
    assert "95.5%" in (tmp_path / "1" / "figures.csv").read_text(encoding="utf-8")
    assert_same_tables(read_package(tmp_path / "1"), tables_in(open_release(store, 1)))


def test_a_package_is_valid_for_the_reference_implementation(published: Engine, tmp_path: Path) -> None:
    export(published, tmp_path / "数据包")
    report = validated(tmp_path / "数据包" / "datapackage.json")
    assert report["valid"] is True
    assert len(list(report["tasks"])) == len(SHEETS)  # type: ignore[call-overload]


def test_a_spoilt_package_is_not_valid(published: Engine, tmp_path: Path) -> None:
    """So that the test above could fail: a figure of an indicator that isn't there."""
    export(published, tmp_path / "数据包")
    figures = tmp_path / "数据包" / "figures.csv"
    figures.write_bytes(figures.read_bytes().replace(b"coverage,", b"coverate,"))
    report = validated(tmp_path / "数据包" / "datapackage.json")
    assert report["valid"] is False


def test_a_package_tells_the_size_and_hash_of_each_file(published: Engine, tmp_path: Path) -> None:
    export(published, tmp_path / "数据包")
    described = json.loads((tmp_path / "数据包" / "datapackage.json").read_text(encoding="utf-8"))
    for resource in described["resources"]:
        content = (tmp_path / "数据包" / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_the_same_release_gives_the_same_package(published: Engine, tmp_path: Path) -> None:
    for name in ("a", "b"):
        export(published, tmp_path / name)
    first, second = ({p.name: p.read_bytes() for p in (tmp_path / n).iterdir()} for n in ("a", "b"))
    assert first == second


def test_excel_takes_the_csv_for_utf_8_and_no_text_for_a_formula(published: Engine, tmp_path: Path) -> None:
    export(published, tmp_path / "数据包")
    assert (tmp_path / "数据包" / "figures.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    import_file(tmp_path / "数据包", tmp_path / "new" / "curated")
    for path in (*(tmp_path / "数据包").glob("*.csv"), *(tmp_path / "new").rglob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as lines:
            cells = [cell for row in csv.reader(lines) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "@", "\t", "\r"))], path.name
    assert "'=1+1，不是公式" in (tmp_path / "new" / "curated" / "documents" / "report.csv").read_text("utf-8")


def test_the_apostrophe_before_a_text_is_no_part_of_it_wherever_it_is_read(admin: Admin) -> None:
    admin.curated.edit(CSV, "第1段,\nc", "'-5-3,\nc")
    before = admin.curated.text(CSV)
    assert next(iter(admin.curated.read().figures["report"].rows()))["locator"] == "-5-3"
    import_file(admin.curated.root / CSV, admin.curated.folder, replace=True)
    assert admin.curated.text(CSV) == before


def test_a_workbook_holds_texts_only_and_says_names_beside_ids(published: Engine, tmp_path: Path) -> None:
    export(published, tmp_path / "全部.xlsx")
    book = openpyxl.load_workbook(tmp_path / "全部.xlsx")
    assert {*SHEETS.values()} < {*book.sheetnames}
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert book["数字"]["B2"].value == "供水量 [supply]"
    assert_same_tables(read_workbook(tmp_path / "全部.xlsx"), tables_in(open_release(published)))


def test_an_export_takes_no_place_that_is_taken(published: Engine, tmp_path: Path) -> None:
    for name in BOTH:
        export(published, tmp_path / name)
        export(published, tmp_path / name)  # which says the same
        other = tmp_path / name / "figures.csv" if name == "数据包" else tmp_path / name
        other.write_bytes(other.read_bytes() + b"x")
        with pytest.raises(FileUnusable) as refused:
            export(published, tmp_path / name)
        assert "--replace" in refused.value.say("zh")
        export(published, tmp_path / name, replace=True)


def test_no_folder_but_a_package_is_ever_replaced(published: Engine, tmp_path: Path) -> None:
    (tmp_path / "家").mkdir()
    (tmp_path / "家" / "照片").write_text("x")
    with pytest.raises(FileUnusable) as refused:
        export(published, tmp_path / "家", replace=True)
    assert "--replace" not in refused.value.say("zh")
    assert (tmp_path / "家" / "照片").exists()


def test_an_export_leaves_nothing_behind_but_itself(published: Engine, tmp_path: Path) -> None:
    before = {*tmp_path.iterdir()}
    for name in BOTH:
        export(published, tmp_path / name)
        export(published, tmp_path / name, replace=True)
    assert {*tmp_path.iterdir()} - before == {tmp_path / name for name in BOTH}


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("datapackage.json", '"themes"', '"theme"'),
        ("datapackage.json", "{", "["),
        ("figures.csv", "locator,", "place,"),
        ("figures.csv", "coverage,", "coverage,more,"),
        ("figures.csv", '"', '""x"'),
        ("indicators.csv", "supply,water", "supply,fire"),
        ("themes.csv", ",1,", ",one,"),
        ("indicators.csv", "true", "yes"),
        ("charts.csv", "coverage|uncovered", "coverage|uncovered\\"),
    ],
)
def test_a_package_that_was_spoilt_is_refused_and_nothing_written(
    published: Engine, tmp_path: Path, file: str, old: str, new: str
) -> None:
    export(published, tmp_path / "数据包")
    path = tmp_path / "数据包" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        import_file(tmp_path / "数据包", tmp_path / "new" / "curated")
    assert {fault.code for fault in refused.value.faults} == {"bad_package"}
    assert not [*(tmp_path / "new").glob("*")]


def test_columns_are_known_by_name_whatever_their_order(published: Engine, tmp_path: Path) -> None:
    export(published, tmp_path / "数据包")
    for name in ("figures", "words", "regions", "documents"):
        path = tmp_path / "数据包" / f"{name}.csv"
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = [row[::-1] for row in csv.reader(lines)]
        with path.open("w", encoding="utf-8", newline="") as lines:
            csv.writer(lines).writerows(rows)
    again = reread(tmp_path / "数据包", tmp_path / "new")
    assert compare(again.content(), contents_of(again), published).empty


def test_a_package_with_a_fault_in_what_it_says_is_refused_by_the_rules(
    published: Engine, tmp_path: Path
) -> None:
    export(published, tmp_path / "数据包")
    path = tmp_path / "数据包" / "figures.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("95.5%", "95.5公里"), encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        import_file(tmp_path / "数据包", tmp_path / "new" / "curated")
    assert "wrong_unit" in {fault.code for fault in refused.value.faults}
    assert not [*(tmp_path / "new").glob("*")]


def test_a_whole_release_takes_the_place_of_curated_files_only_if_asked_for(
    published: Engine, tmp_path: Path, admin: Admin
) -> None:
    export(published, tmp_path / "数据包")
    with pytest.raises(FileUnusable) as refused:
        import_file(tmp_path / "数据包", admin.curated.folder)
    assert "--replace" in refused.value.say("zh") and "--curated" in refused.value.say("zh")


def test_after_a_rollback_the_files_are_brought_back_and_say_what_is_published(
    admin: Admin, tmp_path: Path
) -> None:
    admin.curated.edit("curated/themes/water.toml", 'id = "water"', '# 供水\nid = "water"')
    admin.publish()
    before = {path: path.read_bytes() for path in admin.curated.folder.rglob("*") if path.is_file()}
    admin.curated.edit(CSV, "1234.5", "1243.5")
    admin.curated.edit("curated/themes/water.toml", 'name = "供水量"', 'name = "用水量"')
    admin.curated.edit("languages/en.toml", 'name = "Coverage"', 'name = "Share"')
    admin.publish("--reason", "笔误")
    admin.call("rollback", "1", "--yes", "--reason", "改错了")
    target, folder = str(tmp_path / "第3版.xlsx"), ("--curated", str(admin.curated.folder))
    assert admin.call("export", target).returncode == 0
    assert main(["import", target, *folder]) == WRONG
    assert main(["import", target, "--replace", "--yes", *folder]) == 0
    changed = {p for p in before if p.read_bytes() != before[p]}
    assert {path.name for path in changed} == {"water.toml"}  # whose comment is kept with what was replaced
    assert 'name = "Coverage"' in admin.curated.text("languages/en.toml")
    assert 'release = "release {release}"' in admin.curated.text("languages/en.toml")
    assert "没有变动" in admin.call("refresh", "--yes").stdout
    [aside] = (admin.curated.root / "replaced").iterdir()
    assert "1243.5" in (aside / "curated" / "documents" / "report.csv").read_text(encoding="utf-8")


def test_files_that_say_what_a_release_says_keep_their_comments(admin: Admin, tmp_path: Path) -> None:
    admin.curated.edit("curated/themes/water.toml", 'id = "water"', '# 供水\nid = "water"')
    admin.curated.write("curated/说明.txt", "自己的")
    admin.publish()
    theme, note = admin.curated.text("curated/themes/water.toml"), admin.curated.folder / "说明.txt"
    admin.call("export", str(tmp_path / "数据包"))
    import_file(tmp_path / "数据包", admin.curated.folder, replace=True)
    assert admin.curated.text("curated/themes/water.toml") == theme
    assert note.read_text(encoding="utf-8") == "自己的"
