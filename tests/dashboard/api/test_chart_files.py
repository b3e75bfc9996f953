"""The figures of a chart as files that anybody can read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from urllib.parse import unquote

import openpyxl
import pytest
from flask.testing import FlaskClient

from tests.setup.publishing import client_of

SITE = "https://data.example.cn"


@pytest.fixture(scope="module")
def client(store_url: str) -> Iterator[FlaskClient]:
    with client_of(store_url, SITE) as client:
        yield client


def rows_of(client: FlaskClient, chart: str, query: str = "") -> list[dict[str, str]]:
    """The rows of a chart's CSV."""
    return [*csv.DictReader(io.StringIO(client.get(f"/charts/{chart}.csv{query}").data.decode("utf-8-sig")))]


def test_a_charts_csv_has_its_figures_alone_with_heads_in_the_readers_language(client: FlaskClient) -> None:
    rows = rows_of(client, "jobs_and_fairs")
    assert [row["原文数字"] for row in rows] == ["5830个", "17场", "8000余个"]
    about = rows[2]
    assert (about["数值"], about["准确程度"], about["下限"], about["单位"]) == ("8000", "超过", "8000", "个")
    assert (about["发布单位"], about["发布日期"], about["出处"]) == ("安次区文明办", "2023-02-01", "第2段")
    assert about["文件标题"] and about["网址"] and about["版本"] == "第1版"
    english = rows_of(client, "jobs_and_fairs", "?lang=en")[2]
    assert (english["As published"], english["Unit"], english["How exact"]) == (
        "8000余个",
        "vacancies",
        "more than",
    )


def test_a_derived_figure_is_never_called_exact(client: FlaskClient) -> None:
    derived = [row for row in rows_of(client, "budget_shares") if not row["文件标题"]]
    assert derived and all(row["准确程度"] == "推算" and row["性质"] == "推算" for row in derived)


def test_a_number_is_at_its_full_size_and_its_text_as_printed(client: FlaskClient) -> None:
    [row] = [row for row in rows_of(client, "budget_shares") if row["原文数字"] == "26.68亿元"]
    assert (row["数值"], row["单位"], row["下限"], row["上限"]) == (
        "2668000000",
        "元",
        "2667500000",
        "2668500000",
    )


def test_a_charts_workbook_is_one_plain_table_and_what_it_is(client: FlaskClient) -> None:
    answer = client.get("/charts/budget_shares.xlsx")
    assert client.get("/charts/budget_shares.xlsx").data == answer.data
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    about, sheet = book.worksheets
    assert (about.title, sheet.title) == ("说明", "数据") and sheet["A1"].value == about["A1"].value
    assert not sheet.merged_cells.ranges and sheet.freeze_panes is None and sheet.auto_filter.ref is None
    [table] = sheet.tables.values()
    assert table.ref.startswith("A3:") and table.autoFilter is None
    cells = [*sheet.iter_rows(min_row=3, values_only=True)]
    heads, rows = cells[0], cells[1:]
    assert len(set(heads)) == len(heads) and all(cell not in (None, "") for row in rows for cell in row[:10])
    values = [row[heads.index("数值")] for row in rows]
    assert all(isinstance(value, int | float) for value in values) and 2668000000 in values
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    assert all(
        (cell.font.sz or 0) >= 12
        for row in sheet.iter_rows(min_row=1, max_row=5)
        for cell in row
        if cell.value
    )
    assert book.properties.title and book.properties.creator == "安次区文明办"
    assert sheet.print_title_rows == "$3:$3" and sheet.page_setup.paperSize == 9


def test_files_are_named_for_what_they_hold_and_read_alike(client: FlaskClient) -> None:
    answer = client.get("/charts/jobs_and_fairs.json")
    assert [row["printed"] for row in json.loads(answer.text)["observations"]] == [
        "5830个",
        "17场",
        "8000余个",
    ]
    for kind in ("csv", "xlsx", "json", "txt"):
        named = client.get(f"/charts/jobs_and_fairs.{kind}").headers["Content-Disposition"]
        assert named.startswith(f'attachment; filename="jobs_and_fairs-1.{kind}"')
        assert unquote(named).endswith(f"安次区-新增岗位与招聘活动-第1版-数据.{kind}")
    sentence = client.get("/charts/jobs_and_fairs.txt").text
    assert "8000余个" in sentence and "安次区文明办" in sentence and "第1版" in sentence
    assert (
        client.get("/charts/nothing.csv").status_code
        == client.get("/charts/jobs_and_fairs.ods").status_code
        == 404
    )
