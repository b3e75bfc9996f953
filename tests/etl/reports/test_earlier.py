"""What was decided of a report is laid over it when it is read again, and over the next of its office."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

import pytest

from data.prose.decisions import NEEDED
from etl.__main__ import main
from etl.command_line.exit_codes import DONE, WRONG
from etl.reports.decision_file import add_decisions, beside, read_decisions

FIRST = """2022年工作报告
2022年，全区兜底保障支出26.68亿元，城镇新增就业6120人，养殖大闸蟹31吨。
失业人员再就业702人，修剪绿篱12万米。
"""
CORRECTED = (
    FIRST.replace("6120人", "6125人").replace("失业人员", "全年失业人员").replace("，养殖大闸蟹31吨", "")
)
NEXT = """2023年工作报告
2023年，全区兜底保障支出27.11亿元，城镇新增就业6204人，养殖大闸蟹28吨。
失业人员再就业715人，新建口袋公园3个，修剪绿篱15万米。
"""
OPTIONS = ("--region", "131002", "--lang", "en")


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The first report, decided on: a name given to one of its figures, the crabs and the hedges left out."""
    path = tmp_path / "报告.txt"
    path.write_text(FIRST, "utf-8")
    answers = ["1", "e", "livelihood_expenditure", "", "", "", "", "y"]
    review(path, monkeypatch, answers, "2023-01-20")
    return path


def review(
    report: Path, monkeypatch: pytest.MonkeyPatch, answers: list[str], day: str, *more: str
) -> tuple[int, int]:
    """Answer what is asked; return the exit code and how many answers were not needed."""
    keyboard = io.StringIO("".join(f"{answer}\n" for answer in answers))
    monkeypatch.setattr(sys, "stdin", keyboard)
    code = main(["review", str(report), "--published", day, "--by", "张三", *OPTIONS, *more])
    return code, len(keyboard.read().split("\n")) - 1


def propose(report: Path, day: str, *more: str) -> dict[str, dict[str, str]]:
    """Return the rows of the table that a report proposes, by the figure."""
    table = report.with_suffix(".csv")
    assert (
        main(["propose", str(report), "-o", str(table), "--published", day, "--replace", *OPTIONS, *more])
        == DONE
    )
    with table.open(encoding="utf-8-sig", newline="") as stream:
        return {row["printed"]: row for row in csv.DictReader(stream) if row["verdict"] == "used"}


def test_decisions_stand_in_the_table_of_the_same_report(report: Path) -> None:
    rows = propose(report, "2023-01-20")
    assert {printed: row["decision"] for printed, row in rows.items()} == {
        "26.68亿元": "edit",
        "6120人": "accept",
        "31吨": "reject",
        "702人": "accept",
        "12万米": "reject",
    }
    assert {row["earlier"] for row in rows.values()} == {"kept"}
    assert rows["26.68亿元"]["indicator"] == "livelihood_expenditure"


def test_a_corrected_report_tells_what_is_changed_and_what_is_gone(
    report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report.write_text(CORRECTED, "utf-8")
    capsys.readouterr()
    rows = propose(report, "2023-01-20")
    assert {printed: row["earlier"] for printed, row in rows.items()} == {
        "26.68亿元": "kept",
        "6125人": "changed 6120人",
        "702人": "kept",
        "12万米": "kept",
    }
    assert (rows["6125人"]["decision"], rows["702人"]["decision"]) == ("", "accept")
    said = capsys.readouterr().out
    assert "3 hold, 1 changed" in said and "1 gone" in said and "31吨" in said
    page = report.with_suffix(".html")
    assert main(["propose", str(report), "-o", str(page), "--published", "2023-01-20", *OPTIONS]) == DONE
    assert "changed, was 6120人" in page.read_text("utf-8")


def test_the_next_report_of_an_office_is_decided_as_the_one_before_with_one_answer(
    report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = tmp_path / "报告2023.txt"
    later.write_text(NEXT, "utf-8")
    rows = propose(later, "2024-01-20", "--earlier", str(report))
    assert {printed: (row["earlier"], row["decision"]) for printed, row in rows.items()} == {
        "27.11亿元": ("foreseen", "edit"),
        "6204人": ("foreseen", "accept"),
        "28吨": ("foreseen", "reject"),
        "715人": ("foreseen", "accept"),
        "3个": ("new", ""),
        "15万米": ("foreseen", "reject"),
    }
    assert (rows["27.11亿元"]["indicator"], rows["27.11亿元"]["period"]) == ("livelihood_expenditure", "2023")
    earlier = ("--earlier", str(beside(report)))
    assert review(later, monkeypatch, ["y", "y"], "2024-01-20", *earlier) == (DONE, 0)
    decided = {
        one.printed: (one.decision, one.indicator, one.period) for one in read_decisions(beside(later))
    }
    assert decided["27.11亿元"] == ("edit", "livelihood_expenditure", "2023")
    assert decided["28吨"][0] == decided["3个"][0] == "reject" and len(decided) == 6


def test_words_that_were_decided_on_in_two_ways_foresee_nothing(report: Path, tmp_path: Path) -> None:
    file = beside(report)
    one = next(one for one in read_decisions(file) if one.printed == "702人")
    add_decisions(
        file, [type(one)(**{**{n: getattr(one, n) for n in one.__slots__}, "start": 0, "decision": "reject"})]
    )
    later = tmp_path / "报告2023.txt"
    later.write_text(NEXT, "utf-8")
    assert propose(later, "2024-01-20", "--earlier", str(report))["715人"]["earlier"] == "new"


def test_decisions_read_in_again_are_not_somebody_elses(
    report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, before = propose(report, "2023-01-20"), read_decisions(beside(report))
    assert len(rows) == 5
    table = str(report.with_suffix(".csv"))
    again = ["review", str(report), "--published", "2023-01-20", "--by", "李四", "--decided", table, *OPTIONS]
    assert main(again) == DONE
    assert read_decisions(beside(report)) == before


def test_a_file_of_decisions_without_the_newest_columns_is_read_and_added_to(report: Path) -> None:
    file = beside(report)
    before = read_decisions(file)
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, NEEDED, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    add_decisions(file, before[:1])
    assert [one.printed for one in read_decisions(file)] == [one.printed for one in [*before, before[0]]]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",accept,", ",acept,", "“acept”; expected accept, reject or edit"),
        (",reject,", ",", "hasn't 17 cells"),
        ("digest,start", "digest,begin", "line 1 should name the columns digest, start"),
        (",6120人,", ",6120人,x,", "hasn't 17 cells"),
    ],
)
def test_a_decision_mistyped_by_hand_is_told_by_its_line(
    old: str, new: str, said: str, report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = beside(report)
    text = file.read_text("utf-8-sig")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    capsys.readouterr()
    assert main(["propose", str(report), "-o", str(report.with_suffix(".xlsx")), *OPTIONS]) == WRONG
    assert said in capsys.readouterr().err
    assert not report.with_suffix(".xlsx").exists()


def test_an_earlier_report_that_nobody_decided_on_is_said_to_be_so(
    report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "其他.txt"
    other.write_text(NEXT, "utf-8")
    output = str(tmp_path / "rows.csv")
    assert main(["propose", str(report), "-o", output, *OPTIONS, "--earlier", str(other)]) == WRONG
    assert "nothing is decided of this report" in capsys.readouterr().err


def test_what_is_edited_is_named_by_id_or_name_and_asked_again_where_there_is_no_such_thing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "报告.txt"
    path.write_text(FIRST, "utf-8")
    answers = ["1", "e", "livelihood_expenditur", "民生支出", "999999", "", "2o22", "2021", "", "", "q"]
    assert review(path, monkeypatch, answers, "2023-01-20") == (DONE, 0)
    said = capsys.readouterr().out
    assert "“livelihood_expenditur”; near it: livelihood_expenditure" in said
    assert "no region “999999”" in said and "no period “2o22”" in said
    decided = {one.printed: one for one in read_decisions(beside(path))}
    assert (decided["26.68亿元"].indicator, decided["26.68亿元"].period) == ("livelihood_expenditure", "2021")
