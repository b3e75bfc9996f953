"""review keeps what a person decides on a report's figures, and writes only what passes the gate."""

from __future__ import annotations

import csv
import io
import sys
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from data.model.catalog import build_catalog
from data.prose.decisions import decide, lay_over, refusals
from data.prose.proposal import Proposed
from data.prose.report import propose
from etl.__main__ import main
from etl.command_line.exit_codes import DONE, WRONG
from etl.reports.decision_file import add_decisions, beside, read_decisions
from tests.setup.content import read_content

TEXT = "2022年，民生支出26.68亿元，失业人员再就业689人。\n举办文化活动60场，养殖大闸蟹31吨。\n"
NAMES = (("printed", "原文数字"), ("decision", "采纳"), ("indicator", "指标"))
OPTIONS = ("--published", "2023-02-01", "--region", "131002", "--by", "张三")


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TEXTS_FOLDER", str(tmp_path / "texts"))
    (tmp_path / "报告.txt").write_text(TEXT, "utf-8")
    return tmp_path / "报告.txt"


def review(report: Path, monkeypatch: pytest.MonkeyPatch, answers: str, *more: str) -> int:
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{answer}\n" for answer in answers.split("|"))))
    return main(["review", str(report), *OPTIONS, *more])


def proposed(text: str = TEXT) -> Proposed:
    return propose(text, build_catalog(read_content()), "2023-02-01", "131002")


def test_decisions_are_kept_and_only_what_is_undecided_is_asked_again(
    report: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert review(report, monkeypatch, "2|n|q") == DONE
    decisions = read_decisions(beside(report))
    assert [(one.printed, one.decision, one.by) for one in decisions] == [
        ("26.68亿元", "accept", "张三"),
        ("689人", "reject", "张三"),
    ]
    capsys.readouterr()
    assert review(report, monkeypatch, "2|e|elderly_home_adaptations||||") == DONE
    said = capsys.readouterr().out
    assert "60场" in said and "26.68亿元　" not in said
    assert '+aliases = ["居家适老化改造", "家庭适老化改造", "养殖大闸蟹"]' in said
    last = read_decisions(beside(report))[-1]
    assert (last.printed, last.decision, last.indicator) == ("31吨", "edit", "elderly_home_adaptations")


def test_accepted_figures_become_a_workbook_to_import(
    report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    workbook = tmp_path / "录入.xlsx"
    assert review(report, monkeypatch, "2|n|n|y|y", "--approved", str(workbook)) == DONE
    said = capsys.readouterr().out
    assert "未写入 31吨：没有指标" in said and "未写入 689人" not in said
    sheets = openpyxl.load_workbook(workbook)
    cells = {str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row}
    figures = [row for row in sheets["数字"].iter_rows(values_only=True) if "26.68亿元" in row]
    assert len(figures) == 1 and "第1段" in figures[0]
    assert "31吨" not in cells  # it names no indicator


@pytest.mark.parametrize(("suffix", "encoding"), [("xlsx", ""), ("csv", "utf-8-sig"), ("csv", "gb18030")])
def test_decisions_are_read_from_the_column_of_a_table(
    suffix: str, encoding: str, report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / f"核对.{suffix}"
    assert main(["propose", str(report), "-o", str(table), *OPTIONS[:4]]) == DONE
    fill_in(table, {"26.68亿元": ("采纳", "livelihood_expenditure"), "31吨": ("采纳", "cultural_events")})
    if encoding:  # that of Excel
        table.write_text(table.read_text("utf-8-sig"), encoding)
    assert review(report, monkeypatch, "", "--decided", str(table)) == DONE
    decided = {one.printed: (one.decision, one.indicator) for one in read_decisions(beside(report))}
    assert decided == {
        "26.68亿元": ("accept", "livelihood_expenditure"),
        "31吨": ("edit", "cultural_events"),
    }
    if encoding:
        table.write_text(table.read_text(encoding), "utf-8-sig")
    fill_in(table, {"689人": ("好", "")})
    assert review(report, monkeypatch, "", "--decided", str(table)) == WRONG
    report.write_text("序。" + TEXT, "utf-8")
    assert review(report, monkeypatch, "", "--decided", str(table)) == WRONG


def fill_in(table: Path, choices: dict[str, tuple[str, str]]) -> None:
    """Write choices and indicators into the rows of a table, by the figure."""
    if table.suffix == ".csv":
        with table.open(encoding="utf-8-sig", newline="") as stream:
            head, *rows = csv.reader(stream)
    else:
        book = openpyxl.load_workbook(table)
        head, *rows = ([cell or "" for cell in row] for row in book.active.iter_rows(values_only=True))
    columns = [next(n for n, name in enumerate(head) if name in names) for names in NAMES]
    for row in rows:
        if row[columns[0]] in choices:
            row[columns[1]], row[columns[2]] = choices[row[columns[0]]]
    if table.suffix == ".csv":
        with table.open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream).writerows([head, *rows])
    else:
        for line, row in enumerate(rows, start=2):
            for column in columns:
                book.active.cell(line, column + 1, row[column] or None)
        book.save(table)


def test_in_a_corrected_text_a_decision_is_found_again_by_its_words_or_asked_for(tmp_path: Path) -> None:
    first = proposed()
    [row] = [row for row in first.rows if row.printed == "689人"]
    kept = decide(first, row, "accept", "张三", "2023-02-02T09:00:00+08:00")
    wider = replace(kept, start=kept.start - 1, printed="业689人")  # as another way of reading had it
    assert [*lay_over(first, [wider]).changed] == [row.id] and not lay_over(first, [wider]).of_row
    cases = (
        ("序言。\n" + TEXT, "kept", "689人"),
        (TEXT.replace("，失业人员", "，年内失业人员"), "kept", "689人"),
        (TEXT.replace("689", "691"), "changed", "691人"),
        (TEXT.replace("2022年", "2021年"), "changed", "689人"),  # the same figure of another year
        (TEXT * 2, "gone", ""),
        (TEXT.replace("失业人员再就业689人", "其他工作有序推进"), "gone", ""),
    )
    for text, fate, printed in cases:
        again = proposed(text)
        laid = lay_over(again, [kept])
        fates = {"kept": laid.of_row, "changed": laid.changed, "gone": {"": 1} if laid.gone else {}}
        assert [name for name, rows in fates.items() if rows] == [fate], text
        assert {row.printed for row in again.rows if row.id in fates[fate]} == {printed} - {""}


def test_the_last_decision_counts_and_what_does_not_hold_passes_no_gate(tmp_path: Path) -> None:
    whole = proposed()
    [row] = [row for row in whole.rows if row.printed == "26.68亿元"]
    at = "2023-02-02T09:00:00+08:00"
    file = tmp_path / "decisions.csv"
    for choice in ("accept", "reject"):
        add_decisions(file, [decide(whole, row, choice, "张三", at)])
    last = lay_over(whole, read_decisions(file)).of_row[row.id]
    assert refusals(whole, row, last, []) == ["rejected"]
    accepted = decide(whole, row, "accept", "张三", at)
    assert refusals(whole, row, accepted, []) == []
    assert refusals(whole, row, accepted, [row]) == ["overlaps"]
    assert refusals(whole, row, decide(whole, row, "edit", "张三", at, indicator=""), []) == ["no_indicator"]


def test_a_file_of_something_else_is_refused(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    beside(report).write_text("a,b\n1,2\n", "utf-8")
    assert review(report, monkeypatch, "q") == WRONG
