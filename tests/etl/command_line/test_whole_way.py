"""A report becomes figures on pages, as an administrator would go about it: nothing is typed twice."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from data.store.queries import open_release
from data.store.tables import open_store
from etl.__main__ import main
from tests.setup.markup import having, read_html, text_of, the
from tests.setup.publishing import client_of, copy_curated

PARAGRAPHS = (
    "某某区2023年民生情况",
    "2023年，全区城镇新增就业6120人，失业人员再就业702人。",
    "一般公共预算收入下降1.2%，修剪绿篱12万米；咨询电话0316-1234567。",
)
MISSING = {"编号": "anci-2023", "标题": "2023年民生情况", "来源类型": "官方发布", "可信度": "高"}


def test_a_report_becomes_figures_whose_pages_show_the_sentences_they_stand_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEXTS_FOLDER", str(tmp_path / "texts"))
    curated, url = copy_curated(tmp_path), f"sqlite:///{tmp_path / 'store.db'}"
    report, workbook, page = (tmp_path / name for name in ("报告.docx", "录入.xlsx", "核对.html"))
    document = Document()
    for paragraph in PARAGRAPHS:
        document.add_paragraph(paragraph)
    document.save(str(report))
    said = ["--published", "2024-01-20", "--region", "131002", "--publisher", "安次区统计局"]
    where = ["--curated", str(curated)]

    assert main(["propose", str(report), "-o", str(page), *said, *where]) == 0
    assert page.read_text("utf-8").count("失业人员再就业") >= 2
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\ny\n"))  # as shown, sentence by sentence
    assert main(["review", str(report), "--by", "张三", "--approved", str(workbook), *said, *where]) == 0
    book = openpyxl.load_workbook(workbook)
    for cells in book["资料"].iter_rows(min_row=2):
        cells[1].value = MISSING.get(str(cells[0].value).strip("*"), cells[1].value)
    book.save(workbook)
    assert main(["import", str(workbook), *where]) == 0
    assert main(["refresh", "--yes", "--database", url, *where]) == 0

    engine = open_store(url, read_only=True)
    rows = open_release(engine).observations(document="anci-2023")
    engine.dispose()
    assert {(row.indicator, row.period, row.printed, row.locator) for row in rows} == {
        ("urban_new_employment", "2023", "6120人", "第2段"),
        ("unemployed_reemployed", "2023", "702人", "第2段"),
        ("general_budget_revenue_growth", "2023", "-1.2%", "第3段"),
    }
    with client_of(url) as client:
        answer = client.get("/figures/131002/unemployed_reemployed/2023/anci-2023").text
        [original] = having(read_html(answer), "original")
        assert text_of(the(original, "p")) == PARAGRAPHS[1] and text_of(the(original, "mark")) == "702人"
        fall = client.get("/figures/131002/general_budget_revenue_growth/2023/anci-2023").text
        assert "-1.2%" in fall and 'data-text="withheld_phone"' in fall and "1234567" not in fall
        [card] = having(read_html(client.get("/documents/anci-2023").text), "texts")
        assert "3" in text_of(the(card, "tbody")[0])
