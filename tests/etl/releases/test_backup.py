"""A backup is the whole store at one moment, verified; restoring it is all or nothing and loses nothing."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from data.store.tables import metadata, open_store
from etl.command_line.exit_codes import BUSY, DAMAGED, NOT_CONFIRMED, UNUSABLE, WRONG
from etl.releases.transactions import opened, writing
from tests.etl.admin import Admin, terminal_of

CSV = "curated/documents/report.csv"


@pytest.fixture
def published(keeper: Admin) -> Admin:
    """An admin with two releases."""
    keeper.publish()
    keeper.curated.edit(CSV, "1234.5", "1234.6")
    keeper.publish("--reason", "更正")
    return keeper


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the backup goes."""
    return tmp_path / "备份 1.db"


@contextmanager
def engine_of(address: str) -> Iterator[Engine]:
    """The store at an address, or in a file."""
    engine = open_store(address if "://" in address else f"sqlite:///{address}")
    yield engine
    engine.dispose()


def everything(address: object) -> dict[str, list[str]]:
    """Every row of every table."""
    with engine_of(str(address)) as engine, engine.connect() as connection:
        return {
            table.name: sorted(str(tuple(row)) for row in connection.execute(sa.select(table)))
            for table in metadata.sorted_tables
        }


def go_on(admin: Admin) -> None:
    """Publish something more."""
    admin.curated.edit(CSV, "1234.6", "1234.7")
    admin.publish("--reason", "再更正")


def test_a_backup_holds_every_row_of_the_store(published: Admin, file: Path) -> None:
    done = published.call("backup", str(file))
    assert (done.returncode, done.stdout) == (0, f"已备份到 {file}，核验无误\n")
    assert everything(file) == everything(published.address)
    assert [path.name for path in file.parent.iterdir() if path.name.startswith(".")] == []


def test_a_backup_can_be_read_like_any_store(published: Admin, file: Path) -> None:
    published.call("backup", str(file))
    copy = Admin(published.curated, url=f"sqlite:///{file}")
    assert copy.call("verify").stdout == published.call("verify").stdout
    assert copy.served() == published.served()


def test_restoring_brings_back_every_row_and_keeps_what_was_there(published: Admin, file: Path) -> None:
    before = everything(published.address)
    published.call("backup", str(file))
    go_on(published)
    after = everything(published.address)
    done = published.call("restore", str(file), "--yes")
    assert done.returncode == 0, done.stderr
    assert "备份有 2 版，最新的是第 2 版" in done.stdout
    assert "现在的数据库有 3 版，最新的是第 3 版" in done.stdout
    assert done.stdout.endswith("已恢复，核验无误；当前是第 2 版\n")
    assert everything(published.address) == before
    [kept] = file.parent.glob("livelihood-before-restore-*.db")
    assert everything(kept) == after


def test_work_goes_on_after_restoring(published: Admin, file: Path) -> None:
    published.call("backup", str(file))
    go_on(published)
    published.call("restore", str(file), "--yes")
    published.publish("--reason", "再更正")
    assert published.releases() == 3
    assert published.call("verify").returncode == 0


def test_a_backup_of_one_kind_of_database_is_restored_into_the_other(
    published: Admin, file: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """The way from SQLite to PostgreSQL, and back, with every release and its number."""
    published.call("backup", str(file))
    if published.address.startswith("sqlite"):
        server = request.getfixturevalue("postgres")
        with server.database() as url:
            assert_restored(published, file, url)
    else:
        assert_restored(published, file, f"sqlite:///{tmp_path / 'other.db'}")


def assert_restored(published: Admin, file: Path, url: str) -> None:
    other = Admin(published.curated, url=url)
    assert "现在的数据库是空的" in other.call("restore", str(file), "--yes").stdout
    assert everything(url) == everything(published.address)
    assert other.call("verify").stdout == published.call("verify").stdout


def test_a_backup_overwrites_nothing(published: Admin, file: Path) -> None:
    file.write_text("something else")
    done = published.call("backup", str(file))
    assert (done.returncode, "已有同名的文件" in done.stderr) == (WRONG, True)
    assert file.read_text() == "something else"


def test_backups_in_a_folder_get_names_that_say_release_and_time(published: Admin, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    assert published.call("backup", str(folder)).returncode == 0
    [made] = folder.iterdir()
    assert re.fullmatch(r"livelihood-2-\d{8}T\d{6}\.db", made.name)


@pytest.mark.parametrize("folder", ["backup/", "backup", "more/backups.2024/"])
def test_a_folder_of_backups_is_made_and_takes_one_night_after_another(
    published: Admin, tmp_path: Path, folder: str
) -> None:
    assert published.call("backup", f"{tmp_path}/{folder}").returncode == 0
    assert published.call("backup", f"{tmp_path}/{folder}").returncode == 0
    assert len([*(tmp_path / folder).iterdir()]) == 2


@pytest.mark.parametrize("place", ["nowhere/backup.db", "long" * 80])
def test_a_place_that_cannot_be_written_to_is_told(admin: Admin, tmp_path: Path, place: str) -> None:
    admin.publish()
    done = admin.run("backup", str(tmp_path / place))
    assert (done.returncode, "不能用" in done.stderr, "Traceback" in done.stderr) == (WRONG, True, False)


def test_an_empty_store_has_nothing_to_back_up(keeper: Admin, file: Path) -> None:
    assert keeper.call("backup", str(file)).returncode == UNUSABLE
    assert not file.exists()


def test_a_damaged_store_makes_no_backup(published: Admin, file: Path) -> None:
    with engine_of(published.address) as engine, engine.begin() as connection:
        connection.execute(sa.text("UPDATE observation SET value = 1 WHERE last_release = 1"))
    done = published.call("backup", str(file))
    assert (done.returncode, "release=1：与发布时不符，已损坏" in done.stderr) == (DAMAGED, True)
    assert not file.exists()


def test_a_damaged_backup_is_restored_nowhere(published: Admin, file: Path) -> None:
    published.call("backup", str(file))
    before = everything(published.address)
    with closing(sqlite3.connect(file)) as copy:
        copy.execute("UPDATE release SET reason = '笔误' WHERE id = 2")
        copy.commit()
    done = published.call("restore", str(file), "--yes")
    assert (done.returncode, everything(published.address)) == (DAMAGED, before)
    assert f"{file}：与发布时不符，已损坏" in done.stderr


@pytest.mark.parametrize("content", [None, b"", b"not a database" * 400, b"SQLite format 3\x00"])
def test_what_is_no_backup_is_restored_nowhere(published: Admin, file: Path, content: bytes | None) -> None:
    before = everything(published.address)
    if content is not None:
        file.write_bytes(content)
    done = published.call("restore", str(file), "--yes")
    assert (done.returncode, everything(published.address)) == (WRONG, before)
    assert "不能用" in done.stderr


def test_nobody_restores_unasked(published: Admin, file: Path) -> None:
    published.call("backup", str(file))
    go_on(published)
    before = everything(published.address)
    assert published.call("restore", str(file)).returncode == NOT_CONFIRMED
    assert everything(published.address) == before
    assert not list(file.parent.glob("livelihood-before-restore-*"))


def test_somebody_at_a_terminal_is_asked_before_restoring(admin: Admin, file: Path) -> None:
    admin.publish()
    admin.call("backup", str(file))
    with terminal_of(admin, "restore", str(file)) as screen:
        screen.wait_for("用备份换下现在的数据库？")
        screen.answer("y")
        assert screen.end() == 0


def test_restoring_waits_for_no_refresh_and_says_that_it_is_at_work(published: Admin, file: Path) -> None:
    published.call("backup", str(file))
    before = everything(published.address)
    with opened(published.address) as other, writing(other):
        assert published.call("restore", str(file), "--yes").returncode == BUSY
    assert everything(published.address) == before


def test_a_backup_from_before_the_first_version_is_refused_and_the_store_stays(
    published: Admin, file: Path
) -> None:
    before = everything(published.address)
    published.call("backup", str(file))
    with closing(sqlite3.connect(file)) as copy, copy:
        copy.execute("UPDATE livelihood_schema SET version_num = '0005'")
    done = published.call("restore", str(file), "--yes")
    assert (done.returncode, "结构 0005" in done.stderr) == (WRONG, True), done.stderr
    assert everything(published.address) == before


DAMAGE = {
    "a byte of a value": lambda whole: whole.replace(b"95.5%", b"95.7%"),
    "no database any more": lambda whole: b"\0" * 100 + whole[100:],
    "a page of nothing": lambda whole: whole[: 5 * 4096] + b"\xff" * 4096 + whole[6 * 4096 :],
    "cut short": lambda whole: whole[: 3 * 4096 + 100],
    "empty": lambda whole: b"",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_restoring_heals_a_damaged_file_and_keeps_it_for_whoever_wants_to_look(
    admin: Admin, file: Path, damage: str
) -> None:
    admin.publish()
    before = everything(admin.address)
    admin.call("backup", str(file))
    broken = DAMAGE[damage](admin.database.read_bytes())
    admin.database.write_bytes(broken)
    done = admin.call("restore", str(file), "--yes")
    assert done.returncode == 0, done.stdout + done.stderr
    assert everything(admin.address) == before
    assert admin.call("verify").returncode == 0
    [kept] = file.parent.glob("livelihood-before-restore-*.db")
    assert kept.read_bytes() == broken or damage not in ("no database any more", "cut short")


def test_a_database_of_somebody_else_is_not_overwritten(published: Admin, file: Path, tmp_path: Path) -> None:
    published.call("backup", str(file))
    with closing(sqlite3.connect(tmp_path / "theirs.db")) as theirs:
        theirs.execute("CREATE TABLE accounts (id INTEGER)")
    other = Admin(published.curated, url=f"sqlite:///{tmp_path / 'theirs.db'}")
    done = other.call("restore", str(file), "--yes")
    assert (done.returncode, "accounts" in done.stderr) == (UNUSABLE, True)
