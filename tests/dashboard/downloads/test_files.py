"""The figures of every page as files that anybody can read: alike, named, and never more than is known."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest
from flask.testing import FlaskClient
from openpyxl.worksheet.worksheet import Worksheet

from tests.setup.markup import having, read_html, text_of
from tests.setup.publishing import client_of, copy_curated, refresh, replace_text

SITE = "https://data.example.cn"
ARTICLE = "anci-livelihood-2023-02-01"
JOBS = f"/figures/131002/new_urban_jobs/2022/{ARTICLE}"
PAGES = (
    "/charts/budget_shares",
    "/themes/education",
    "/indicators/resident_population",
    f"/documents/{ARTICLE}",
    JOBS,
    "/regions/131000",
    "/all",
)
KINDS = ("csv", "xlsx", "json", "jsonstat", "txt")
Row = dict[str, Any]


@pytest.fixture(scope="module")
def client(store_url: str) -> Iterator[FlaskClient]:
    with client_of(store_url, SITE) as client:
        yield client


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """The application over two releases: the second corrects a figure and withdraws another."""
    folder = tmp_path_factory.mktemp("corrected")
    curated, url = copy_curated(folder), f"sqlite:///{folder / 'livelihood.db'}"
    refresh(curated, url)
    figures = curated / "documents" / f"{ARTICLE}.csv"
    replace_text(figures, "5830个", "5838个")
    lines = figures.read_text(encoding="utf-8").splitlines(keepends=True)
    figures.write_text("".join(line for line in lines if "17场" not in line), encoding="utf-8")
    refresh(curated, url, "误录", withdraw=f"{ARTICLE}=1")
    with client_of(url, SITE) as client:
        yield client


def rows_of(client: FlaskClient, page: str, query: str = "") -> list[Row]:
    """The rows of a page's CSV."""
    answer = client.get(f"{page}.csv{query}")
    assert answer.status_code == 200, answer.text
    return [*csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")))]


def book_of(client: FlaskClient, address: str) -> openpyxl.Workbook:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return openpyxl.load_workbook(io.BytesIO(answer.data))


def table_in(sheet: Worksheet) -> list[Row]:
    """The rows of a sheet's one table, by their heads."""
    [table] = sheet.tables.values()
    heads, *rows = ([cell.value for cell in cells] for cells in sheet[table.ref])
    return [dict(zip(heads, row, strict=True)) for row in rows]


# ---- what files say ---------------------------------------------------------------------------


def test_a_csv_has_the_figures_of_its_page_with_heads_in_the_readers_language(client: FlaskClient) -> None:
    rows = rows_of(client, "/charts/jobs_and_fairs")
    assert [row["原文数字"] for row in rows] == ["5830个", "17场", "8000余个"]
    about = rows[2]
    assert (about["数值"], about["准确程度"], about["下限"], about["单位"]) == ("8000", "超过", "8000", "个")
    assert (about["发布单位"], about["发布日期"], about["出处"]) == ("安次区文明办", "2023-02-01", "第2段")
    assert about["文件标题"] and about["网址"] and about["版本"] == "第1版"
    english = rows_of(client, "/charts/jobs_and_fairs", "?lang=en")[2]
    assert (english["As published"], english["Unit"], english["Precision"]) == (
        "8000余个",
        "vacancies",
        "more than",
    )


@pytest.mark.parametrize("page", PAGES)
def test_every_kind_of_file_has_the_same_figures(client: FlaskClient, page: str) -> None:
    printed = [row["原文数字"].removeprefix("'") for row in rows_of(client, page)]
    listed = json.loads(client.get(f"{page}.json").text)["observations"]
    assert printed and [row["printed"] for row in listed] == printed
    assert [row["原文数字"] for row in table_in(book_of(client, f"{page}.xlsx")["数据"])] == printed
    sentences = client.get(f"{page}.txt").text.splitlines()
    assert len(sentences) == len(printed)
    for sentence, figure in zip(sentences, printed, strict=True):
        assert figure in sentence and "第1版" in sentence and SITE in sentence
    told = [text for cube in cubes_of(client, page) for text in cube["extension"]["printed"].values()]
    assert sorted(told) == sorted(printed)


def test_a_page_and_its_files_have_the_same_figures(client: FlaskClient) -> None:
    for page in ("/themes/education", f"/documents/{ARTICLE}", "/indicators/resident_population"):
        [card] = having(read_html(client.get(page).text), "figures")
        shown = [text_of(next(cell.iter("a"))) for cell in having(card, "printed")]
        assert [row["原文数字"].removeprefix("'") for row in rows_of(client, page)] == shown


@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_a_derived_figure_is_never_called_exact_and_has_its_formula_and_bounds(
    client: FlaskClient, query: str
) -> None:
    derived, name = ("derived", "Derived") if query else ("推算", "推算")
    rows = [row for row in map(list, map(dict.values, rows_of(client, "/all", query))) if not row[11]]
    assert rows
    for row in rows:
        assert (row[6], row[9]) == (derived, name) and " = " in row[14] and row[18]
        assert Decimal(row[7]) <= Decimal(row[4]) <= Decimal(row[8])
    for row in json.loads(client.get(f"/all.json{query}").text)["observations"]:
        assert (row["qualifier"] == derived) == (row["ids"]["status"] == "derived")


def test_the_bounds_of_a_derived_figure_are_those_that_its_page_says(client: FlaskClient) -> None:
    [row] = [row for row in rows_of(client, "/charts/budget_shares") if row["原文数字"] == "5.88亿元"]
    assert (row["下限"], row["上限"], row["注"]) == (
        "587700000",
        "588400000",
        "按原文数字的精度，在5.877–5.884亿元之间",
    )


def test_a_number_is_at_its_full_size_and_its_text_as_printed(client: FlaskClient) -> None:
    [row] = [row for row in rows_of(client, "/charts/budget_shares") if row["原文数字"] == "26.68亿元"]
    assert (row["数值"], row["单位"], row["下限"], row["上限"]) == (
        "2668000000",
        "元",
        "2667500000",
        "2668500000",
    )


def test_an_english_file_has_no_chinese_unit(client: FlaskClient) -> None:
    units = {row["Unit"] for row in rows_of(client, "/all", "?lang=en")}
    assert "people" in units and not [unit for unit in units if re.search("[一-鿿]", unit)]
    for cube in cubes_of(client, "/all", "?lang=en"):
        units = {
            unit["label"] for unit in cube["dimension"]["indicator"]["category"].get("unit", {}).values()
        }
        assert not [unit for unit in units if re.search("[一-鿿]", unit)]


def test_what_became_of_a_figure_is_marked(corrected: FlaskClient) -> None:
    [row] = [row for row in rows_of(corrected, "/themes/jobs") if row["原文数字"] == "5838个"]
    assert row["标记"] == "[r] 更正，原为5830个"
    before = [row["标记"] for row in rows_of(corrected, "/themes/jobs", "?release=1") if row["标记"]]
    assert before == ["[r] 第2版更正为5838个", "[r] 第2版撤回"]


def test_a_withdrawn_figure_is_still_had_from_its_page(corrected: FlaskClient) -> None:
    page = f"/figures/131002/job_fairs/2022/{ARTICLE}"
    [row] = rows_of(corrected, page)
    assert (row["原文数字"], row["标记"], row["版本"]) == ("17场", "[r] 第2版撤回", "第1版")


def test_a_sentence_says_where_a_figure_is_from_and_how_it_is_worked_out(client: FlaskClient) -> None:
    [said] = client.get(f"{JOBS}.txt").text.splitlines()
    title = "民生无小事 枝叶总关情——安次区持续改善民生 增进群众福祉"
    assert said == (
        f"安次区2022年城镇新增就业岗位：5830个。来源：安次区文明办《{title}》，2023-02-01，第2段。"
        f"安次区民生数据第1版，{SITE}{JOBS}?release=1"
    )
    derived = client.get("/figures/131002/other_share_of_budget/2022@derived.txt").text
    assert "18.06%（推算：100% − 81.94%；按原文数字的精度，在18.055–18.065%之间）" in derived


# ---- JSON-stat --------------------------------------------------------------------------------


def cubes_of(client: FlaskClient, page: str, query: str = "") -> list[Row]:
    """The datasets of a page's JSON-stat."""
    facts = json.loads(client.get(f"{page}.jsonstat{query}").text)
    assert facts["version"] == "2.0"
    return [facts] if facts["class"] == "dataset" else facts["link"]["item"]


@pytest.mark.parametrize("page", PAGES)
def test_each_value_of_a_cube_stands_where_its_categories_meet(client: FlaskClient, page: str) -> None:
    values = {
        (row["ids"]["region"], row["ids"]["indicator"], row["ids"]["period"], row["printed"]): row
        for row in json.loads(client.get(f"{page}.json").text)["observations"]
    }
    for cube in cubes_of(client, page):
        assert cube["class"] == "dataset" and {id for ids in cube["role"].values() for id in ids} <= {
            *cube["id"]
        }
        categories = [cube["dimension"][name]["category"]["index"] for name in cube["id"]]
        assert [len(ids) for ids in categories] == cube["size"]
        for place, ids in enumerate(product(*categories)):
            if (printed := cube["extension"]["printed"].get(str(place))) is not None:
                row = values[(*ids[:3], printed)]
                assert cube["value"][str(place)] == row["value"]
                assert (cube["status"][str(place)] == "derived") == (row["ids"]["status"] == "derived")


# ---- workbooks --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def books(client: FlaskClient) -> list[openpyxl.Workbook]:
    return [book_of(client, f"{page}.xlsx") for page in PAGES]


def test_a_sheet_has_one_table_under_its_title_with_heads_that_differ(books: list[openpyxl.Workbook]) -> None:
    for book in books:
        names = [name for sheet in book.worksheets for name in sheet.tables]
        assert len({*names}) == len(names) == len(book.worksheets)
        for sheet in book.worksheets:
            [table] = sheet.tables.values()
            assert table.ref.startswith("A") and table.headerRowCount == 1 and table.autoFilter is None
            assert sheet["A1"].value and sheet["A2"].value == "本页有1个表。"
            heads = [cell.value for cell in sheet[table.ref][0]]
            assert len({*heads}) == len(heads) and all(heads)
            assert sheet.max_row == int(re.findall(r"\d+", table.ref)[1])


def test_nothing_is_merged_hidden_worked_out_filtered_frozen_or_left_empty(
    books: list[openpyxl.Workbook],
) -> None:
    for book in books:
        assert not book.vba_archive and not book.defined_names
        for sheet in book.worksheets:
            assert not sheet.merged_cells.ranges and sheet.freeze_panes is None
            assert sheet.auto_filter.ref is None and sheet.sheet_state == "visible"
            assert not [
                one
                for one in (*sheet.column_dimensions.values(), *sheet.row_dimensions.values())
                if one.hidden
            ]
            links = [cell.hyperlink for row in sheet.iter_rows() for cell in row if cell.hyperlink]
            assert all(link.target is None and link.location for link in links)
            [table] = sheet.tables.values()
            cells = [cell for row in sheet[table.ref] for cell in row]
            assert all(cell.value not in (None, "") and cell.data_type != "f" for cell in cells)
            assert all(sheet.cell(n, 1).value for n in range(1, sheet.max_row + 1))


def test_the_first_sheet_says_what_it_is_and_leads_to_the_others(client: FlaskClient) -> None:
    book = book_of(client, "/all.xlsx")
    assert book.sheetnames == ["说明", "数据", "注释", "出处"]
    about = book["说明"]
    said = "\n".join(str(row[0].value) for row in about.iter_rows())
    for fact in ("第1版", "发布于", f"{SITE}/all?release=1", "发布单位：", "单位：", "[z]", "转载请注明"):
        assert fact in said
    links = {cell.value: cell.hyperlink.location for [cell, *_] in about.iter_rows() if cell.hyperlink}
    assert links == {name: f"'{name}'!A1" for name in ("数据", "注释", "出处")}


def test_a_cell_without_a_number_says_why_and_a_number_is_one(client: FlaskClient) -> None:
    data = table_in(book_of(client, "/all.xlsx")["数据"])
    for row in data:
        for name in ("数值", "下限", "上限"):
            if isinstance(row[name], str):
                assert row[name] in ("[z]", "[x]") and row[name] in row["标记"]
    stages = [row for row in data if row["数值"] == "[z]"]
    assert stages and all(row["单位"] == row["下限"] == "[z]" for row in stages)
    assert 2668000000 in [row["数值"] for row in data]


def test_notes_are_numbered_and_stand_on_a_sheet_of_their_own(client: FlaskClient) -> None:
    book = book_of(client, "/all.xlsx")
    texts = {row["编号"]: row["文字"] for row in table_in(book["注释"])}
    plain = rows_of(client, "/all")
    data = table_in(book["数据"])
    assert [texts.get(row["注"], "") for row in data] == [row["注"].removeprefix("'") for row in plain]
    assert {row["注"] for row in data} == {*texts, "—"}
    sources = {row["文件标题"] for row in table_in(book["出处"])}
    assert sources == {row["文件标题"] for row in plain if row["文件标题"]}


def test_a_workbook_names_its_title_author_and_language_and_opens_at_its_beginning(
    client: FlaskClient, books: list[openpyxl.Workbook]
) -> None:
    book = books[PAGES.index("/themes/education")]
    assert (book.properties.title, book.properties.language) == ("安次区教育", "zh-CN")
    assert book.properties.creator and book.properties.subject
    assert book_of(client, "/themes/education.xlsx?lang=en").properties.language == "en"
    for book in books:
        assert book.active is book.worksheets[0]
        for sheet in book.worksheets:
            assert sheet.sheet_view.selection[0].activeCell in (None, "A1")


def test_a_workbook_is_set_in_twelve_points_and_prints_on_a4(books: list[openpyxl.Workbook]) -> None:
    for book in books:
        for sheet in book.worksheets:
            fonts = {cell.font.sz for row in sheet.iter_rows(max_row=20) for cell in row if cell.value}
            assert min(fonts) >= 12
            [table] = sheet.tables.values()
            head = re.findall(r"\d+", table.ref)[0]
            assert sheet.print_title_rows == f"${head}:${head}" and sheet.page_setup.paperSize == 9
            assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0


@cache
def office() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.skipif(office() is None, reason="no LibreOffice on this machine")
def test_libreoffice_reads_the_figures_of_a_workbook(client: FlaskClient, tmp_path: Path) -> None:
    (tmp_path / "figures.xlsx").write_bytes(client.get("/themes/education.xlsx").data)
    sheet = 'csv:"Text - txt - csv (StarCalc)":44,34,76,1,,0,false,true,false,false,false,2'
    command = [
        office() or "",
        "--headless",
        "--convert-to",
        sheet,
        "--outdir",
        tmp_path,
        tmp_path / "figures.xlsx",
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    [made] = tmp_path.glob("*.csv")
    rows = [*csv.DictReader(made.read_text(encoding="utf-8").splitlines()[2:])]
    assert [row["原文数字"] for row in rows] == [
        row["原文数字"] for row in rows_of(client, "/themes/education")
    ]


# ---- addresses --------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_each_page_links_to_its_files_and_each_gives_the_same_bytes(client: FlaskClient, page: str) -> None:
    links = [a.get("href", "") for a in read_html(client.get(page).text).iter("a")]
    for kind in KINDS:
        assert f"{page}.{kind}?release=1" in links
        answer = client.get(f"{page}.{kind}?release=1")
        assert answer.status_code == 200 and answer.data == client.get(f"{page}.{kind}").data


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("/charts/jobs_and_fairs", "安次区-新增岗位与招聘活动-第1版"),
        ("/themes/jobs", "安次区-就业-第1版"),
        ("/themes/jobs?period=2022", "安次区-就业-2022-第1版"),
        ("/indicators/resident_population", "常住人口-第1版"),
        (JOBS, "安次区-城镇新增就业岗位-2022年-第1版"),
        ("/all?lang=en", "AnciDistrictlivelihoodfigures-Release1"),
    ],
)
def test_files_are_named_for_what_they_hold(client: FlaskClient, page: str, name: str) -> None:
    path, _, query = page.partition("?")
    named = client.get(f"{path}.xlsx?{query}").headers["Content-Disposition"]
    plain, _, full = named.partition("; filename*=UTF-8''")
    assert unquote(full) == f"{name}.xlsx"
    assert re.fullmatch(r'attachment; filename="[\w-]+\.xlsx"', plain, re.ASCII)


@pytest.mark.parametrize(
    "address",
    [
        "/themes/nothing.csv",
        "/themes/jobs.ods",
        "/themes/jobs.csv?regoin=131000",
        "/themes/jobs.csv?release=9999",
        "/themes/jobs.csv?period=1850",
        "/indicators/resident_population.csv?region=131000",
        "/figures/131002/new_urban_jobs/2022/nobody.csv",
        "/all.csv?lang=tlh",
        "/all.exe",
        "/charts/jobs_and_fairs.txt?lang=en&last=x",
    ],
)
def test_what_there_is_no_file_of_is_a_404_with_a_sentence(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    said = answer.get_json()["error"] if answer.is_json else text_of(read_html(answer.text))
    assert answer.status_code == 404 and re.search("没有|here (is|are) no", said), said


def test_more_figures_than_a_file_holds_are_refused_and_not_linked_to(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.downloads.selection.MOST", 100)
    monkeypatch.setattr("dashboard.pages.pages.MOST", 100)
    for address, sentence in (
        ("/all.xlsx?color=dark", "放不下"),
        ("/all.csv?lang=en&type=large", "too many"),
    ):
        refused = client.get(address)
        assert refused.status_code == 400 and sentence in refused.text and "/all.zip" in refused.text
    assert client.get("/themes/jobs.csv").status_code == 200


def test_the_query_of_the_api_stands_beside_each_table_and_gives_its_figures(client: FlaskClient) -> None:
    for page in ("/themes/jobs?lang=en", "/indicators/resident_population", f"/documents/{ARTICLE}"):
        root = read_html(client.get(page).text)
        [query] = having(root, "query")
        [shown] = query.iter("code")
        [link] = shown.iter("a")
        assert text_of(shown) == f"{SITE}{link.get('href')}"
        [button] = query.iter("button")
        assert button.get("data-copy") == text_of(shown)
        listed = client.get(link.get("href", "")).get_json()["observations"]
        [card] = having(root, "figures")
        shown_printed = [text_of(next(cell.iter("a"))) for cell in having(card, "printed")]
        assert sorted(row["printed"] for row in listed) == sorted(shown_printed)
