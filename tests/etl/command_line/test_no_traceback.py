"""Whatever the system, the terminal or the database answers, an admin is told in a sentence."""

from __future__ import annotations

import os
import shlex
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.etl.admin import PATIENCE, PROJECT, Admin
from tests.etl.second_document import add_yearbook

NOWHERE = "/proc/nowhere/t.xlsx"


def told(done: subprocess.CompletedProcess[str], code: int, sentence: str) -> None:
    """Check that a command ended with a code and said a sentence."""
    assert "Traceback" not in done.stderr, done.stderr
    assert (done.returncode, sentence in done.stdout + done.stderr) == (code, True), done


def shell(admin: Admin, redirected: str, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a shell that leads its output elsewhere."""
    return subprocess.run(
        ["sh", "-c", f"{shlex.join(admin.command(*arguments))} {redirected}"],
        cwd=PROJECT,
        env=admin.environment | more,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def alter(admin: Admin, statement: str) -> None:
    """Change the database behind the program's back."""
    engine = sa.create_engine(admin.address)
    with engine.begin() as connection:
        connection.execute(sa.text(statement))
    engine.dispose()


@pytest.mark.parametrize("command", ["template", "export"])
def test_a_place_that_cant_be_written_to_is_named(admin: Admin, command: str) -> None:
    admin.publish()
    told(admin.run(command, NOWHERE), 2, f"文件“{NOWHERE}”不能用")


@pytest.mark.parametrize("target", ["录入.xlsx", "导出"])
@pytest.mark.parametrize("command", ["template", "export"])
def test_what_no_disk_has_room_for_is_told_and_isnt_there(
    admin: Admin, command: str, target: str, tmp_path: Path
) -> None:
    admin.publish()
    file = tmp_path / target
    limited = ["sh", "-c", f"ulimit -f 1; exec {shlex.join(admin.command(command, str(file)))}"]
    done = subprocess.run(
        limited, cwd=PROJECT, env=admin.environment, capture_output=True, text=True, timeout=PATIENCE
    )
    told(done, 2, f"文件“{file}”不能用")
    assert not list(tmp_path.glob(f"*{target}*"))


def test_a_name_that_is_too_long_for_a_file_is_told(admin: Admin) -> None:
    told(admin.run("check", f"{'年' * 100}.xlsx"), 2, "不能用：名字太长")


def test_a_template_replaces_a_file_only_where_asked(admin: Admin, tmp_path: Path) -> None:
    file = tmp_path / "报表.xlsx"
    assert admin.run("template", str(file)).returncode == 0
    assert admin.run("template", str(file)).returncode == 0  # it says the same
    file.write_bytes(b"filled in")
    told(admin.run("template", str(file)), 2, "已有同名的文件")
    assert admin.run("template", str(file), "--replace").returncode == 0


def test_a_template_of_a_folder_that_isnt_there_isnt_made(admin: Admin, tmp_path: Path) -> None:
    file = tmp_path / "报表.xlsx"
    done = admin.run("template", str(file), "--curated", str(tmp_path / "none"))
    told(done, 1, "[missing_file]")
    assert not file.exists()


@pytest.mark.parametrize("number", ["99999999999999999999", "-1", "一"])
@pytest.mark.parametrize("command", [("show",), ("rollback", "--yes"), ("export", NOWHERE, "--release")])
def test_what_is_no_number_of_a_release_is_a_wrong_command(
    admin: Admin, command: tuple[str, ...], number: str
) -> None:
    told(admin.run(*command, number), 2, "命令写错了")


def test_a_release_that_never_was_is_not_found(admin: Admin) -> None:
    admin.publish()
    told(admin.run("show", "999999999"), 2, "没有第 999999999 版")


@pytest.mark.parametrize("command", ["refresh", "diff", "show", "export", "rollback"])
def test_a_catalogue_that_was_altered_is_told_by_every_command(admin: Admin, command: str) -> None:
    admin.curated.edit("curated/documents/report.toml", "url =", 'supervisor = "一"\nurl =')
    admin.publish()
    alter(admin, "UPDATE catalog SET content = 'x' || content")
    given = {"show": ("1",), "rollback": ("1", "--yes"), "export": ("/tmp/无.xlsx",), "refresh": ("--yes",)}
    done = admin.run(command, *given.get(command, ()))
    assert "Traceback" not in done.stderr
    assert done.returncode in (3, 6), done


def test_figures_that_were_altered_are_not_exported(admin: Admin, tmp_path: Path) -> None:
    admin.publish()
    alter(admin, "UPDATE observation SET printed = '77%' WHERE printed = '95.5%'")
    told(admin.run("export", str(tmp_path / "全部.xlsx")), 6, "release=1：与发布时不符，已损坏")
    assert not (tmp_path / "全部.xlsx").exists()


def test_a_list_of_no_releases_says_that_there_are_none(admin: Admin) -> None:
    admin.publish()
    alter(admin, "DELETE FROM release")
    told(admin.run("history"), 0, "还没有发布任何数据")


@pytest.mark.parametrize("address", ["sqlite:///", "sqlite:///:memory:"])
def test_what_would_be_kept_nowhere_is_not_published(admin: Admin, address: str) -> None:
    told(admin.run("refresh", "--yes", "--database", address), 3, f"“{address}”没有写明文件")


def test_a_withdrawal_of_what_is_still_there_is_refused(admin: Admin) -> None:
    admin.publish()
    admin.curated.edit("curated/documents/report.csv", "95.5%", "95.6%")
    done = admin.call("refresh", "--yes", "--reason", "更正", "--withdraw", "nosuch=3")
    told(done, 5, "没有发布：nosuch 没有数字不见了")


def test_every_document_that_loses_figures_is_named(admin: Admin) -> None:
    add_yearbook(
        admin.curated, "supply,110000,2022,,9000万立方米,,表1,", "supply,110000,2021,,8000万立方米,,表1,"
    )
    admin.publish()
    add_yearbook(admin.curated, "supply,110000,2022,,9000万立方米,,表1,")
    supply = "supply,110101,2022,,约1234.5万立方米,,第1段,\n"
    admin.curated.edit("curated/documents/report.csv", supply, "")
    done = admin.call("refresh", "--yes", "--reason", "整理")
    told(done, 5, "yearbook 有 1 个已发布的数字不见了")
    told(done, 5, "report 有 1 个已发布的数字不见了")


def test_output_that_is_closed_or_full_stops_nothing_that_was_published(admin: Admin) -> None:
    assert shell(admin, ">&-", "refresh", "--yes").returncode == 0
    assert admin.releases() == 1
    done = shell(admin, ">/dev/full", "check")
    assert (done.returncode, "数据库" in done.stderr) == (2, False)
    assert "Traceback" not in done.stderr


def test_a_terminal_that_knows_no_chinese_is_told_all_the_same(admin: Admin) -> None:
    admin.curated.edit("curated/documents/report.csv", "95.5%", "195.5%")
    done = shell(admin, "", "check", PYTHONIOENCODING="ascii")
    told(done, 1, "[share_out_of_range]")


def test_a_name_in_another_encoding_is_told_all_the_same(admin: Admin, tmp_path: Path) -> None:
    path = os.path.join(os.fsencode(tmp_path), "年报.csv".encode("gb18030"))
    with open(path, "wb") as file:
        file.write(b"x")
    done = replace(admin, language="en").run("check", os.fsdecode(path))
    told(done, 1, "[no_header]")
