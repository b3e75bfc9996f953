"""Yearbook tables become figures with their cells, or questions: the tables are the specification."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import Fault
from data.messages import LANGUAGES
from data.model.catalog import CURATED
from data.model.period import parse_period
from data.model.quantity import parse_quantity
from data.model.words import say_note
from etl.curated.contents import Curated
from etl.curated.folder import read_curated
from etl.faults.catalogue import YEARBOOKS
from etl.office_files.findings import Findings
from etl.office_files.grid import Cell, Grid, Kind, Range, Row
from etl.office_files.labels import Labels
from etl.office_files.template import write_template
from etl.office_files.units import Units
from etl.office_files.yearbook.answers import read_answers
from etl.office_files.yearbook.headings import Headings
from etl.office_files.yearbook.meanings import Meanings
from etl.office_files.yearbook.reading import unpivot
from etl.office_files.yearbook.unpivoting import Unpivot
from tests.etl.admin import PROJECT, Admin
from tests.etl.corpus.making import TOML
from tests.etl.small_curated import SmallCurated
from tests.etl.yearbooks import (
    cases_of_heads,
    cases_of_offices,
    cases_of_rows,
    cases_of_signs,
    cases_of_tables,
    cases_of_times,
    cases_of_units,
)
from tests.etl.yearbooks.layouts import Laid, layouts
from tests.etl.yearbooks.table import Table, lines_of
from tests.setup.examples import examples

CASES: list[Table] = [
    *cases_of_heads.CASES,
    *cases_of_times.CASES,
    *cases_of_tables.CASES,
    *cases_of_rows.CASES,
    *cases_of_units.CASES,
    *cases_of_signs.CASES,
    *cases_of_offices.CASES,
]
PEOPLE = """\
id = "people"
name = "人口与收入"
order = 2
color = "#4a5a6a"

[[indicator]]
id = "population"
name = "常住人口"
unit = "万人"
aliases = ["年末常住人口"]

[[indicator]]
id = "population_growth"
name = "常住人口增长"
unit = "%"

[[indicator]]
id = "population_share"
name = "常住人口占全市比重"
unit = "%"

[[indicator]]
id = "urban_income"
name = "城镇居民人均可支配收入"
unit = "元"

[[indicator]]
id = "urban_income_growth"
name = "城镇居民人均可支配收入同比增速"
unit = "%"
aliases = ["城镇居民人均可支配收入比上年增长"]

[[indicator]]
id = "income"
name = "人均可支配收入"
unit = "元"

[[indicator]]
id = "revenue"
name = "一般公共预算收入"
unit = "亿元"

[[indicator]]
id = "used"
name = "用水量"
unit = "公里"

[[indicator]]
id = "used_in_town"
name = "用水量"
unit = "公里"

[[indicator]]
id = "birth_rate"
name = "出生率"
unit = "‰"
"""


@pytest.fixture
def catalogue(curated: SmallCurated) -> SmallCurated:
    """The small folder with indicators that yearbooks have."""
    curated.write("curated/themes/people.toml", PEOPLE)
    curated.edit("curated/units.csv", "立方米,立方米", "人,人\n‰,‰\n立方米,立方米")
    return curated


@pytest.fixture
def known(catalogue: SmallCurated) -> Curated:
    """That folder, read."""
    return catalogue.read()


def said(fault: Fault) -> str:
    """A fault as the specification writes it."""
    sheet = f"{fault.sheet}!" if fault.sheet not in (None, "表") else ""
    place = fault.column if fault.sheet else f"{fault.column or ''}{fault.line or ''}"
    where = fault.file if fault.file.startswith("--") else f"{sheet}{place or ''}"
    return " ".join(filter(None, (fault.code, where, fault.found)))


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_table_is_read_as_its_figures_or_asked_about(
    case: Table, catalogue: SmallCurated, tmp_path: Path
) -> None:
    figures, faults = case.read(tmp_path, catalogue.read())
    told = "\n".join(fault.say("zh") for fault in faults)
    assert figures == lines_of(case.figures), told
    assert sorted(map(said, faults)) == sorted(lines_of(case.says)), told


def test_a_period_that_nothing_gives_is_asked_for_the_whole_table(known: Curated, tmp_path: Path) -> None:
    case = Table("", "地区 | 常住人口（万人）\n甲区 | 48.3")
    _, [asked] = case.read(tmp_path, known)
    assert '--period "时期"' in asked.say("zh") and '"=' not in asked.say("zh")


ASKED = [case for case in CASES if re.search("unclear_(?:period|unit) ", case.says)]


@pytest.mark.parametrize("case", ASKED, ids=[case.name for case in ASKED])
def test_the_option_that_a_question_names_answers_it(case: Table, known: Curated, tmp_path: Path) -> None:
    asked = {said(fault): fault for fault in case.read(tmp_path, known)[1] if "unclear_" in fault.code}
    options = {kind: [*answers] for kind, answers in case.options.items()}
    for fault in asked.values():
        for kind, heading in re.findall('--(period|unit) "(.+?)=(?:时期|单位)"', fault.say("zh")):
            answer = "2022" if kind == "period" else known.indicators["population"].text("unit")
            options.setdefault(kind, []).append(f"{heading}={answer}")
    if options == case.options:
        return  # a question of the whole table
    _, faults = replace(case, options=options).read(tmp_path, known)
    assert not [fault.say("zh") for fault in faults if fault.code == "unused_answer"]
    assert not {*asked} & {*map(said, faults)}


def test_what_we_note_of_a_figure_is_said_in_english() -> None:
    words = tomllib.loads((LANGUAGES / "en.toml").read_text(encoding="utf-8"))["note"]
    notes = {note for case in CASES for note in re.findall(r"\((\D[^()]*)\)$", case.figures, re.MULTILINE)}
    assert len(notes) > 10
    assert [note for note in sorted(notes) if say_note(note, words) is None] == []


def test_the_specification_has_a_table_for_every_code() -> None:
    shown = {line.partition(" ")[0] for case in CASES for line in lines_of(case.says)}
    assert set(YEARBOOKS) - shown == set()
    assert len(CASES) >= 40


def test_thirty_rows_of_years_are_published_by_three_commands(
    catalogue: SmallCurated, tmp_path: Path
) -> None:
    admin, years = Admin(catalogue), range(2014, 2024)
    names = [f"乡镇{n}常住人口" for n in range(30)]
    themes = "".join(
        f'[[indicator]]\nid = "town_{n}"\nname = "{name}"\nunit = "万人"\n\n' for n, name in enumerate(names)
    )
    catalogue.edit("curated/themes/people.toml", "", themes)
    rows = [f"{name} | " + " | ".join(f"{n}.{year % 100}" for year in years) for n, name in enumerate(names)]
    head = "指标 | " + " | ".join(f"{year}年" for year in years)
    table = "\n".join(["6-1 各乡镇常住人口 | 单位：万人", head, *rows, "数据来源：统计局"])
    wide, long = Table("", table).make(tmp_path), str(tmp_path / "长表.xlsx")
    wide.with_suffix(".toml").write_text(TOML.format("yearbook-2024"), encoding="utf-8")

    assert "python -m etl unpivot" in admin.call("check", str(wide)).stdout
    curated = ("--curated", str(catalogue.folder))
    assert admin.call("unpivot", str(wide), "-o", long, "--region", "甲区", *curated).returncode == 0
    assert admin.call("import", long, *curated).returncode == 0
    admin.publish()
    assert {f"{n}.{year % 100}万人" for n in range(30) for year in years} <= admin.served()


def test_a_workbook_of_a_table_says_where_each_figure_stood_and_what_was_left_out(
    catalogue: SmallCurated, tmp_path: Path
) -> None:
    case = Table("", "指标 | 2022年\n常住人口（万人） | 48.3\n户籍人口（万人） | 40.1")
    found = unpivot(case.make(tmp_path), catalogue.read(), {"region": ["甲区"]})
    write_template(catalogue.read(), tmp_path / "长表.xlsx", found.figures, found.particulars, found.notes)
    book = openpyxl.load_workbook(tmp_path / "长表.xlsx")
    assert [*book["数字"].values][1] == (
        *("常住人口 [population]", "甲区 [110101]", "2022", None, "48.3万人", None, "表 B2", "单位取自行名"),
    )
    [(place, name, why)] = [*book["未收"].values][1:]
    assert (place, name) == ("表 A3", "户籍人口（万人）")
    assert "没有 户籍人口" in why


def test_the_particulars_beside_a_table_go_with_its_figures(known: Curated, tmp_path: Path) -> None:
    about = (
        "项目 | 内容\n编号 | yearbook-2024\n标题 | 乙市统计年鉴\n英文标题 | Yearbook of City B\n地区 | 乙市"
    )
    table = f"==== 6-1\n指标 | 2022年\n常住人口（万人） | 548.3\n==== 资料\n{about}"
    found = unpivot(Table("", table).make(tmp_path), known, {"region": ["乙市"]})
    write_template(known, tmp_path / "长表.xlsx", found.figures, found.particulars, found.notes)
    items = {row[0]: row[1] for row in openpyxl.load_workbook(tmp_path / "长表.xlsx")["资料"].values}
    assert (items["编号*"], items["标题*"]) == ("yearbook-2024", "乙市统计年鉴")
    assert (items["英文标题"], items["地区*"]) == ("Yearbook of City B", "乙市 [110000]")


def test_a_table_never_takes_its_own_place(catalogue: SmallCurated, tmp_path: Path) -> None:
    table = Table("", "指标 | 2022年\n常住人口（万人） | 48.3").make(tmp_path)
    before = table.read_bytes()
    options = ("--region", "甲区", "--replace", "--curated", str(catalogue.folder))
    done = Admin(catalogue).call("unpivot", str(table), "-o", str(table), *options)
    assert (done.returncode, table.read_bytes()) == (2, before)


def test_what_pandas_is_for_is_loaded_by_no_other_command() -> None:
    loaded = "import sys, etl.__main__; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loaded], cwd=PROJECT, check=False).returncode == 0


def test_the_guides_example_is_read_as_it_says(tmp_path: Path) -> None:
    guide = (PROJECT / "docs" / "admin-guide.md").read_text(encoding="utf-8").partition("### 年鉴表")[2]
    wide, long = re.findall(r"(?:^\|.*\n)+", guide, re.MULTILINE)[:2]
    rows = [line.strip("|").strip() for line in wide.splitlines() if "---" not in line]
    found = unpivot(
        Table("", "==== 6-1\n" + "\n".join(rows)).make(tmp_path),
        read_curated(CURATED, LANGUAGES),
        {"region": ["安次区"]},
    )
    names = {
        "resident_population": "常住人口",
        "general_budget_revenue": "一般公共预算收入",
        "131002": "安次区",
    }
    columns = ("indicator", "region", "period", "printed", "locator", "note")
    assert [[names.get(row[c], row[c]) for c in columns] for row in found.figures] == [
        [cell.strip() for cell in line.strip("|").split("|")] for line in long.splitlines()[2:]
    ]
    assert {note.found for note in found.notes} == {"…", "其中：税收收入", "2022年增长（%）", "①", "一、人口"}


@settings(
    max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(layouts())
def test_whatever_the_layout_every_figure_is_that_of_its_indicator_region_and_year(
    known: Curated, laid: Laid
) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        (Path(folder) / "表.csv").open("w", encoding="utf-8") as file,
    ):
        csv.writer(file).writerows(laid.rows)
        file.flush()
        found = unpivot(Path(file.name), known, laid.options)
    columns = ("indicator", "region", "period")
    assert {tuple(row[c] for c in columns): row["printed"] for row in found.figures} == laid.figures


PIECES = st.sampled_from(
    (
        *(
            "",
            "",
            "指标",
            "地区",
            "年份",
            "单位",
            "2021",
            "2022年",
            "1-9月",
            "本年",
            "甲区",
            "常住人口",
            "#",
            "其中：男",
        ),
        *(
            "续表",
            "48.3",
            "…",
            "—",
            "(1.2)",
            "↓3",
            "增长%",
            "①",
            "单位：万人",
            "万人",
            "％",
            "一、",
            "注：x",
            "合计",
        ),
        *("2021/2022", "2021年末", "2016—2020年", "\u3000", "0", "序号", "计划数"),
    )
)


@settings(
    max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.lists(PIECES, min_size=1, max_size=5), min_size=1, max_size=7))
def test_no_table_however_odd_breaks_the_reader(known: Curated, rows: list[list[str]]) -> None:
    cells = [{n: Cell(Kind.TEXT, text) for n, text in enumerate(row, start=1) if text} for row in rows]
    merged = [Range(1, 1, 2, 1), Range(2, 2, 2, 3)]
    grid = Grid("表", "表", [Row(n, row) for n, row in enumerate(cells, start=1) if row], merged)
    labels, units, findings = Labels(known), Units(known), Findings()
    answers = read_answers({"region": ["甲区"], "unit": ["万人"]}, labels, units, findings)
    reader = Unpivot(known, Meanings(labels, Headings(labels, units), answers), units, answers, findings)
    reader.read(grid, "表")
    assert all(fault.say("zh") for fault in (*findings.faults(), *reader.tallies.faults()))
    assert all(parse_period(row["period"]) and parse_quantity(row["printed"]) for row in reader.figures)
