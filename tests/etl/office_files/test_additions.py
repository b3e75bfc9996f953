"""Regions, indicators and a document's English come into the catalogue from a workbook, or nothing does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from data.errors import ContentError
from etl.office_files.inputs import add_inputs
from etl.office_files.template import write_template
from etl.rules.checking import check
from tests.etl.admin import Admin
from tests.etl.corpus.making import Edit, book, items, row
from tests.etl.importing import import_file
from tests.etl.small_curated import SmallCurated

REGIONS = ("代码*", "名称*", "上级地区", "级别", "别名", "英文名称")
INDICATORS = (
    *("编号*", "名称*", "主题*", "单位", "口径", "类型", "可相加", "合理范围", "别名"),
    *("英文名称", "英文口径"),
)
TOWN = ("110201", "丙县", "乙市 [110000]", "county", "", "County C")
LEAKAGE = (
    *("leakage", "漏损率", "供水", "%", "漏损的水占供水量的比重。", "数量", "否", "0—60", "漏水率"),
    *("Leakage", "Water lost, in per cent of that supplied."),
)
ENGLISH = [("英文标题", "Water yearbook"), ("英文发布机构", "Water bureau of City B")]
LEAK = row(indicator="漏损率", region="丙县", printed="8.9%")


def adding(regions: Sequence[object] = (), indicators: Sequence[object] = ()) -> Edit:
    """Add the sheets of what comes into the catalogue."""

    def add(made: openpyxl.Workbook, _: Worksheet) -> None:
        for name, head, values in (("地区", REGIONS, regions), ("指标", INDICATORS, indicators)):
            sheet = made.create_sheet(name)
            sheet.append(head)
            if values:
                sheet.append([value or None for value in values])

    return add


def test_all_that_a_workbook_adds_is_written_where_it_belongs(curated: SmallCurated, tmp_path: Path) -> None:
    curated.edit("languages/en.toml", "[region]", "# where\n[region]")
    path = book(LEAK, particulars=[*items(), *ENGLISH], edit=adding(TOWN, LEAKAGE))(tmp_path)
    _, notes = import_file(path, curated.folder)
    assert notes == []
    assert curated.text("curated/regions.csv").endswith("\n110201,丙县,110000,county\n")
    theme = curated.text("curated/themes/water.toml")
    assert theme.index('id = "leakage"') < theme.index("[[identity]]")
    assert 'plausible = [0, 60]\naliases = ["漏水率"]' in theme and "additive = false" in theme
    english = curated.text("languages/en.toml")
    assert "# where\n[region]\n" in english and '110201 = "County C"\n' in english
    assert '[indicator.leakage]\nname = "Leakage"\ndefinition = "Water lost' in english
    assert '[document.handed-in]\ntitle = "Water yearbook"\npublisher = "Water bureau of City B"\n' in english
    assert check(curated.read()) == []
    assert "leakage,110201,2021,,8.9%" in curated.text("curated/documents/handed-in.csv")


def test_what_is_read_with_the_additions_is_what_is_read_after_them(
    curated: SmallCurated, tmp_path: Path
) -> None:
    path = book(LEAK, particulars=[*items(), *ENGLISH], edit=adding(TOWN, LEAKAGE))(tmp_path)
    before = add_inputs(curated.read(), [path]).content()
    import_file(path, curated.folder)
    after = curated.read().content()
    assert before["regions"] == after["regions"]
    assert before["languages"] == after["languages"]
    assert sorted(map(str, before["documents"])) == sorted(map(str, after["documents"]))
    assert before["themes"] == after["themes"]


def test_the_same_workbook_again_adds_nothing(curated: SmallCurated, tmp_path: Path) -> None:
    path = book(LEAK, particulars=[*items(), *ENGLISH], edit=adding(TOWN, LEAKAGE))(tmp_path)
    import_file(path, curated.folder)
    before = {
        path: path.read_bytes() for path in curated.root.rglob("*.[ct]*") if "replaced" not in path.parts
    }
    import_file(path, curated.folder, replace=True)
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize(
    ("regions", "indicators", "said"),
    [
        (("110201", "丙县", "丁省", "county", "", ""), LEAKAGE, ("unknown_region", "地区", "C2")),
        (("110000", "乙县", "", "city", "", ""), LEAKAGE, ("already_declared", "地区", "B2")),
        (("110000", "乙市", "", "city", "", "City Bee"), LEAKAGE, ("already_declared", "地区", "F2")),
        (TOWN, ("leakage", "漏损率", "供气", "%"), ("unknown_theme", "指标", "C2")),
        (TOWN, ("leakage", "漏损率", "供水", "吨"), ("unknown_unit", "指标", "D2")),
        (TOWN, ("leak age", "漏损率", "供水", "%"), ("bad_id", "指标", "A2")),
        (TOWN, ("supply", "漏损率", "供水", "%"), ("already_declared", "指标", "B2")),
        (TOWN, (*LEAKAGE[:5], "长度"), ("unknown_choice", "指标", "F2")),
        (TOWN, (*LEAKAGE[:6], "也许"), ("wrong_type", "指标", "G2")),
        (TOWN, (*LEAKAGE[:7], "很多"), ("wrong_type", "指标", "H2")),
    ],
)
def test_an_addition_that_isnt_sound_is_refused_at_its_cell_and_nothing_written(
    curated: SmallCurated,
    tmp_path: Path,
    regions: Sequence[str],
    indicators: Sequence[str],
    said: tuple[str, str, str],
) -> None:
    before = {path: path.read_bytes() for path in curated.root.rglob("*") if path.is_file()}
    path = book(LEAK, edit=adding(regions, indicators))(tmp_path)
    with pytest.raises(ContentError) as refused:
        import_file(path, curated.folder)
    faults = refused.value.faults
    assert said in [(f.code, f.sheet, f.column) for f in faults], "\n".join(f.say("en") for f in faults)
    assert {path: path.read_bytes() for path in before} == before


def test_a_workbook_may_add_to_the_catalogue_and_hold_no_document(
    curated: SmallCurated, tmp_path: Path
) -> None:
    path = tmp_path / "录入.xlsx"
    write_template(curated.read(), path)
    made = openpyxl.load_workbook(path)
    for column, value in enumerate(TOWN, start=1):
        made["地区"].cell(2, column).value = value or None
    made.save(path)
    assert import_file(path, curated.folder) == ([], [])
    assert curated.text("curated/regions.csv").endswith("\n110201,丙县,110000,county\n")


def test_what_is_wrong_with_the_catalogue_stays_a_fault_beside_what_is_added(
    curated: SmallCurated, tmp_path: Path
) -> None:
    curated.write("curated/themes/again.toml", curated.text("curated/themes/water.toml"))
    curated.edit("languages/en.toml", "[region]", 'indicator = "none"\n[region]')
    path = book(LEAK, particulars=[*items(), *ENGLISH], edit=adding(TOWN, LEAKAGE))(tmp_path)
    assert {"duplicate_id"} <= {fault.code for fault in check(add_inputs(curated.read(), [path]))}


def test_a_region_may_lie_in_one_that_comes_with_it(curated: SmallCurated, tmp_path: Path) -> None:
    def two(made: openpyxl.Workbook, _: Worksheet) -> None:
        sheet = made.create_sheet("地区")
        for values in (REGIONS, ("120101", "丁区", "戊市", "district"), ("120000", "戊市", "", "city")):
            sheet.append(values)

    import_file(book(edit=two)(tmp_path), curated.folder)
    assert "120101,丁区,120000,district\n120000,戊市,,city\n" in curated.text("curated/regions.csv")


def test_aliases_bring_their_column_with_them(curated: SmallCurated, tmp_path: Path) -> None:
    import_file(book(edit=adding((*TOWN[:4], "丙地、丙", "")))(tmp_path), curated.folder)
    assert curated.text("curated/regions.csv").splitlines()[::3] == [
        "id,name,parent,level,aliases",
        "110201,丙县,110000,county,丙地|丙",
    ]


def test_what_is_added_is_published_with_the_workbook_and_asked_for_again(
    admin: Admin, tmp_path: Path
) -> None:
    path = book(LEAK, particulars=[*items(), *ENGLISH], edit=adding(TOWN, LEAKAGE))(tmp_path)
    done = admin.call("refresh", str(path), "--yes")
    assert done.returncode == 0 and f"python -m etl import {path}" in done.stdout
    assert "8.9%" in admin.served()


def test_the_template_has_room_for_all_of_it_and_reads_as_it_was_filled_in(
    curated: SmallCurated, tmp_path: Path
) -> None:
    path = tmp_path / "录入.xlsx"
    write_template(curated.read(), path)
    made = openpyxl.load_workbook(path)
    about = {str(cells[0].value).strip("*"): cells[1] for cells in made["资料"].iter_rows(min_row=2)}
    for name, said in [*items(), *ENGLISH]:
        about[name].value = said
    for name, values in (("地区", TOWN), ("指标", LEAKAGE), ("数字", LEAK)):
        for column, value in enumerate(values, start=1):
            made[name].cell(2, column).value = value or None
    made.save(path)
    assert import_file(path, curated.folder)[0] == ["handed-in"]
    assert check(curated.read()) == []


def test_a_curated_document_is_corrected_in_a_workbook_of_its_own(admin: Admin, tmp_path: Path) -> None:
    before = admin.curated.text("curated/documents/report.csv")
    path, folder = str(tmp_path / "更正.xlsx"), ("--curated", str(admin.curated.folder))
    assert admin.run("template", path, "--document", "report", *folder).returncode == 0
    made = openpyxl.load_workbook(path)
    assert made["数字"]["E2"].value == "约1234.5万立方米"
    made["数字"]["E2"].value = "约1235.4万立方米"
    made.save(path)
    done = admin.run("import", path, "--replace", "--yes", *folder)
    assert done.returncode == 0 and "去掉 0 个，改动 1 个" in done.stdout
    assert admin.curated.text("curated/documents/report.csv") == before.replace("1234.5", "1235.4")
    assert admin.run("template", path, "--document", "nothing", *folder).returncode == 2
