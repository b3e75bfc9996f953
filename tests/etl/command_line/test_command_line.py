"""python -m etl as an admin runs it: what it says, asks and refuses, and with which exit code it leaves."""

from __future__ import annotations

import re
import sqlite3
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from etl.__main__ import main
from etl.command_line.messages import Messages
from etl.command_line.terminal import Terminal
from tests.etl.admin import Admin, add_regions, terminal_of
from tests.etl.small_curated import SmallCurated

CSV = "curated/documents/report.csv"
SUPPLY = "supply,110101,2022,,约1234.5万立方米,,第1段,"


def test_a_sound_folder_is_checked_in_chinese_unless_asked_otherwise(admin: Admin) -> None:
    done = admin.run("check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "7 个数字、1 份文件，没有错误和警告\n", "")
    assert admin.run("check", "--lang", "en").stdout == "7 figures, 1 documents, no fault and no warning\n"
    assert (
        Admin(admin.curated, "en").run("check").stdout == "7 figures, 1 documents, no fault and no warning\n"
    )


def test_every_fault_is_listed_by_file_line_and_column_and_nothing_is_loaded(admin: Admin) -> None:
    assert admin.refresh() == 0
    before = admin.served()
    admin.curated.edit(CSV, SUPPLY, SUPPLY.replace("supply", "suply").replace("2022", "20222"))
    admin.curated.edit("curated/stages.csv", "竣工,2", "竣工,二")
    for command in ("check", "diff", "refresh"):
        done = admin.run(command)
        assert done.returncode == 1
        assert [line.split("：")[0] for line in done.stdout.splitlines()] == [
            "错误 [unknown_indicator] documents/report.csv › 第2行 › indicator",
            "错误 [unreadable_period] documents/report.csv › 第2行 › period",
            "错误 [bad_number] stages.csv › 第2行 › rank",
        ]
        assert done.stderr == "3 处错误；有错误或警告，什么都没有写入\n"
    assert (admin.served(), admin.releases()) == (before, 1)


def test_errors_warnings_and_notes_are_told_apart_in_words_and_counted(admin: Admin) -> None:
    admin.curated.edit(CSV, SUPPLY, SUPPLY.replace("1234.5万立方米", "很多"))
    admin.curated.edit(CSV, "3座", "0座")
    admin.curated.edit("languages/en.toml", 'name = "Coverage"', "")
    done = admin.call("check")
    words = [line.split(" ")[0] for line in done.stdout.splitlines()]
    assert sorted(words) == ["提示", "警告", "错误"]
    assert done.stderr == "1 处错误、1 处警告、1 条提示；有错误或警告，什么都没有写入\n"


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("show", "甲"), "“甲”不是版本号"),
        (("show",), "缺少 N"),
        (("publish",), "不能是“publish”"),
        (("check", "--lang", "fr"), "--lang 不能是“fr”；可以是"),
        (("check", "--every"), "不认识 --every"),
        (("refresh", "--reason"), "--reason 后面要写内容"),
    ],
)
def test_a_wrong_command_is_told_in_the_readers_language(
    capsys: pytest.CaptureFixture[str], command: tuple[str, ...], told: str
) -> None:
    with pytest.raises(SystemExit):
        main([*command])
    said = capsys.readouterr().err
    assert told in said and "argument" not in said


def test_refreshing_twice_makes_one_release(admin: Admin) -> None:
    assert (admin.refresh(), admin.refresh()) == (0, 0)
    assert admin.releases() == 1
    assert "没有变动；当前是第 1 版" in admin.run("refresh").stdout


def test_a_figure_that_changes_and_comes_back_makes_three_releases_with_their_reasons(admin: Admin) -> None:
    admin.refresh()
    admin.curated.edit(CSV, "1234.5", "1234.6")
    assert admin.refresh("--reason", "来源更正") == 0
    admin.curated.edit(CSV, "1234.6", "1234.5")
    assert admin.refresh("--reason", "撤回更正") == 0
    said = admin.run("history").stdout
    assert admin.releases() == 3
    assert [line.split()[0] for line in said.splitlines()] == ["版本", "3", "2", "1"]
    assert "来源更正" in said and "撤回更正" in said


def test_the_difference_is_shown_with_names_old_and_new_and_nothing_is_written(admin: Admin) -> None:
    admin.refresh()
    admin.curated.edit(CSV, "1234.5", "1234.6")
    admin.curated.edit(CSV, "plants_started,110101,2022,,3座,,第3段,\n", "")
    admin.curated.edit(CSV, SUPPLY.replace("1234.5", "1234.6"), SUPPLY.replace("1234.5", "1234.6") + "核定")
    done = admin.run("diff")
    assert done.returncode == 0
    assert "~ 供水量 · 甲区 · 2022年 · 约1234.5万立方米 → 约1234.6万立方米  (report › 第1段)" in done.stdout
    assert "- 开工的水厂 · 甲区 · 2022年 · 3座  (report › 第3段)" in done.stdout
    assert "Water supplied · District A · 2022 · 约1234.5" in admin.run("diff", "--lang", "en").stdout
    assert admin.releases() == 1


def test_many_changes_are_counted_and_shown_in_full_when_asked_for(admin: Admin) -> None:
    admin.curated.edit(
        CSV, "", "".join(f"supply,110101,{1950 + n},,{n + 1}万立方米,,第1段,\n" for n in range(60))
    )
    assert "新增 67" in admin.run("diff").stdout
    assert "……另有 17 项，--all 全部列出" in admin.run("diff").stdout
    assert admin.run("diff", "--all").stdout.count("  + ") == 67


def test_with_nobody_to_confirm_nothing_is_published(admin: Admin) -> None:
    done = admin.run("refresh")
    assert (done.returncode, done.stderr) == (5, "没有发布：未得到确认。无人值守时请加 --yes\n")
    assert admin.run("history").returncode == 0


def test_a_figure_doesnt_change_without_a_reason(admin: Admin) -> None:
    admin.refresh()
    before = admin.served()
    admin.curated.edit(CSV, "1234.5", "1234.6")
    for reason in ((), ("--reason", "  ")):
        done = admin.run("refresh", "--yes", *reason)
        assert (done.returncode, admin.served()) == (5, before)
        assert "--reason" in done.stderr


def test_somebody_at_a_terminal_is_asked_why_and_whether(admin: Admin) -> None:
    admin.refresh()
    admin.curated.edit(CSV, "1234.5", "1234.6")
    with terminal_of(admin, "refresh") as screen:
        screen.wait_for("请写明原因")
        screen.answer("来源更正")
        screen.wait_for("发布为第 2 版？")
        screen.answer("y")
        assert screen.end() == 0
    assert "约1234.6万立方米" in admin.served()
    assert "来源更正" in admin.run("history").stdout


@pytest.mark.parametrize("answer", ["", "no"])
def test_anything_but_yes_publishes_nothing(admin: Admin, answer: str) -> None:
    with terminal_of(admin, "refresh") as screen:
        screen.wait_for("发布为第 1 版？")
        screen.answer(answer)
        assert screen.end() == 5
    assert "还没有发布任何数据" in admin.run("history").stderr


def test_an_interrupt_while_asking_stops_with_a_sentence_and_nothing_written(admin: Admin) -> None:
    with terminal_of(admin, "refresh") as screen:
        screen.wait_for("发布为第 1 版？")
        screen.interrupt()
        assert screen.end() == 130
    assert "已停止，什么都没有写入" in screen.shown
    assert "Traceback" not in screen.shown


def test_long_work_shows_how_far_it_has_come(admin: Admin) -> None:
    add_regions(admin, count=500)
    with terminal_of(admin, "refresh", "--yes") as screen:
        assert screen.end() == 0
    for step in ("读取", "检查", "写入", "行/秒"):
        assert step in screen.shown
    assert len(admin.served()) > 60


@pytest.mark.parametrize(("language", "rate"), [("zh", "1,000 行/秒"), ("en", "1,000 rows/s")])
def test_progress_tells_the_rate_and_the_time_left(language: str, rate: str) -> None:
    screen, seconds = StringIO(), iter(range(1000))
    terminal = Terminal(Messages(language))
    terminal.err = Console(file=screen, force_terminal=True, width=120)
    terminal.err.get_time = lambda: float(next(seconds))  # type: ignore[method-assign]
    with terminal.progress(long=True) as start:
        advance = start("writing", 20_000)
        for _ in range(10):
            advance(1000)
    assert rate in screen.getvalue()
    assert re.search(r"0:00:1\d", screen.getvalue())


def test_short_work_shows_no_progress(admin: Admin) -> None:
    with terminal_of(admin, "refresh", "--yes") as screen:
        assert screen.end() == 0
    assert "读取" not in screen.shown


def test_another_refresh_at_work_is_told_by_an_exit_code_of_its_own(admin: Admin) -> None:
    admin.refresh()
    admin.curated.edit(CSV, SUPPLY, f"{SUPPLY}\n{SUPPLY.replace('2022', '2021')}")
    with terminal_of(admin, "refresh") as screen:
        screen.wait_for("发布为第 2 版？")
        assert admin.refresh() == 0
        screen.answer("y")
        assert screen.end() == 4
    assert "另一次更新正在进行" in screen.shown
    assert admin.releases() == 2


@pytest.mark.parametrize("command", ["diff", "refresh", "history"])
def test_a_file_that_is_no_database_is_told_by_an_exit_code_of_its_own(admin: Admin, command: str) -> None:
    admin.database.parent.mkdir()
    admin.database.write_bytes(b"not a database" * 100)
    done = admin.run(command)
    assert (done.returncode, "数据库不能使用" in done.stderr) == (3, True)
    assert admin.database.read_bytes() == b"not a database" * 100


@pytest.mark.parametrize("address", ["nonsense", "oracle://x/y", "sqlite:////proc/no/where.db"])
def test_an_address_that_leads_nowhere_is_told_without_a_traceback(admin: Admin, address: str) -> None:
    done = admin.run("refresh", "--yes", "--database", address)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr


def test_the_database_may_be_named_at_the_command_line(admin: Admin, tmp_path: Path) -> None:
    assert admin.refresh("--database", f"sqlite:///{tmp_path / '别处 1.db'}") == 0
    with sqlite3.connect(tmp_path / "别处 1.db") as found:
        assert found.execute("SELECT count(*) FROM observation").fetchone() == (7,)
    found.close()
    assert not admin.database.exists()


def test_a_folder_that_isnt_there_is_a_fault_and_no_traceback(admin: Admin, tmp_path: Path) -> None:
    done = Admin(SmallCurated(tmp_path / "none")).run("check")
    assert (done.returncode, "[missing_file]" in done.stdout, "Traceback" in done.stderr) == (1, True, False)


@pytest.mark.parametrize("wrong", [("publish",), ("check", "--yes"), ("refresh", "--rea", "x")])
def test_a_wrong_command_is_explained(admin: Admin, wrong: tuple[str, ...]) -> None:
    done = admin.run(*wrong)
    assert (done.returncode, "命令写错了" in done.stderr) == (2, True)


@pytest.mark.parametrize("command", [(), ("refresh",)])
def test_help_tells_the_exit_codes(admin: Admin, command: tuple[str, ...]) -> None:
    done = admin.run(*command, "--help")
    assert done.returncode == 0
    assert all(f"{code} " in done.stdout for code in (0, 1, 2, 3, 4, 5, 130))


def test_a_figure_doesnt_vanish_without_a_declaration(admin: Admin) -> None:
    admin.publish()
    before = admin.served()
    admin.curated.edit(CSV, SUPPLY + "\n", "")
    for declared in ((), ("--withdraw", "report=2"), ("--withdraw", "other=1")):
        done = admin.call("refresh", "--yes", "--reason", "更正覆盖率", *declared)
        assert (done.returncode, admin.served()) == (5, before)
        assert "report 有 1 个已发布的数字不见了" in done.stderr
        assert "--withdraw report=1" in done.stderr
    admin.publish("--reason", "来源撤回", "--withdraw", "report=1")
    assert admin.served() == before - {"约1234.5万立方米"}


def test_a_document_doesnt_vanish_without_a_declaration(admin: Admin) -> None:
    admin.publish()
    admin.curated.remove("curated/documents/report.csv")
    admin.curated.remove("curated/documents/report.toml")
    admin.curated.edit("languages/en.toml", '[document.report]\ntitle = "Water bulletin"', "")
    admin.curated.edit("languages/en.toml", 'publisher = "Water bureau of City B"', "")
    done = admin.call("refresh", "--yes", "--reason", "整理")
    assert (done.returncode, "report 有 7 个已发布的数字不见了" in done.stderr) == (5, True)


def test_a_figure_moved_to_another_year_is_one_that_vanishes(admin: Admin) -> None:
    admin.publish()
    admin.curated.edit(CSV, SUPPLY, SUPPLY.replace("2022", "2021"))
    assert admin.call("refresh", "--yes", "--reason", "更正").returncode == 5


@pytest.mark.parametrize(("typed", "code"), [("1", 0), ("y", 5), ("7", 5)])
def test_somebody_at_a_terminal_types_how_many_figures_to_withdraw(
    admin: Admin, typed: str, code: int
) -> None:
    admin.publish()
    admin.curated.edit(CSV, SUPPLY + "\n", "")
    with terminal_of(admin, "refresh", "--reason", "来源撤回") as screen:
        screen.wait_for("确要撤下，请输入 1：")
        screen.answer(typed)
        if code == 0:
            screen.wait_for("发布为第 2 版？")
            screen.answer("y")
        assert screen.end() == code
    assert ("约1234.5万立方米" in admin.served()) == (code != 0)


@pytest.mark.parametrize("withdrawal", ["report", "report=", "=1", "report=some", "report=-1"])
def test_a_withdrawal_names_a_document_and_a_number(admin: Admin, withdrawal: str) -> None:
    done = admin.run("refresh", "--withdraw", withdrawal)
    assert (done.returncode, "文件编号=个数" in done.stderr) == (2, True)
