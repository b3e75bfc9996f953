"""Going back to an earlier release, and being told what any release holds."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from data.model.observation import Observation
from data.model.words import beijing_time
from data.store.digest import select_release
from data.store.queries import ReleaseReader, open_release, read_releases
from data.store.tables import open_store
from etl.command_line.exit_codes import DAMAGED, NOT_CONFIRMED, UNUSABLE, WRONG
from tests.etl.admin import Admin, terminal_of

CSV = "curated/documents/report.csv"
THEME = "curated/themes/water.toml"
SUPPLY = "supply,110101,2022,,约1234.5万立方米,,第1段,"


@pytest.fixture
def published(keeper: Admin) -> Admin:
    """An admin with three releases: one, a correction with another name of the theme, an addition."""
    keeper.publish()
    keeper.curated.edit(CSV, "1234.5", "1234.6")
    keeper.curated.edit(THEME, 'name = "供水"', 'name = "用水"')
    keeper.publish("--reason", "来源更正")
    keeper.curated.edit(CSV, "", SUPPLY.replace("2022", "2021") + "\n")
    keeper.publish()
    return keeper


def reader(admin: Admin, release: int) -> ReleaseReader:
    """A release as pages read it; its store is closed again."""
    engine = open_store(admin.address, read_only=True)
    try:
        return open_release(engine, release)
    finally:
        engine.dispose()


def rows(admin: Admin, release: int) -> list[tuple[object, ...]]:
    """Every figure of a release, each with its place in its document."""
    engine = open_store(admin.address, read_only=True)
    try:
        with engine.connect() as connection:
            found = map(Observation._make, connection.execute(select_release(release)))
            return [(*row.published, row.position) for row in found]
    finally:
        engine.dispose()


def test_going_back_is_a_release_of_its_own_that_says_exactly_what_the_old_one_said(published: Admin) -> None:
    done = published.call("rollback", "1", "--reason", "第2版的更正有误", "--yes")
    assert done.returncode == 0, done.stderr
    assert "约1234.6万立方米 → 约1234.5万立方米" in done.stdout
    assert "已发布第 4 版" in done.stdout
    assert rows(published, 4) == rows(published, 1)
    old, new = reader(published, 1), reader(published, 4)
    assert new.release.digest == old.release.digest
    assert new.catalog.themes["water"].name == "供水"
    assert (new.release.reason, new.release.added, new.release.changed, new.release.withdrawn) == (
        *("退回第 1 版：第2版的更正有误", 0, 1, 1),
    )
    assert published.call("verify").returncode == 0


def test_whoever_goes_back_is_told_that_the_files_still_say_otherwise(published: Admin) -> None:
    done = published.call("rollback", "1", "--reason", "更正有误", "--yes")
    assert "python -m etl import --replace 第1版.xlsx" in done.stdout


def test_after_going_back_nothing_is_published_again_without_a_reason(published: Admin) -> None:
    """Else whatever refreshes by itself would undo the rollback at once, additions first of all."""
    published.call("rollback", "2", "--reason", "2021年的数字有误", "--yes")
    done = published.call("refresh", "--yes")
    assert (done.returncode, published.releases()) == (NOT_CONFIRMED, 4)
    assert "当前版本是退回到以前的状态" in done.stderr
    published.publish("--reason", "已核实")
    assert published.releases() == 5


def test_going_back_needs_a_reason_and_a_confirmation(published: Admin) -> None:
    assert published.call("rollback", "1", "--yes").returncode == NOT_CONFIRMED
    assert published.call("rollback", "1", "--reason", "更正有误").returncode == NOT_CONFIRMED
    assert published.releases() == 3


def test_going_back_to_what_stands_changes_nothing(published: Admin) -> None:
    done = published.call("rollback", "3", "--reason", "无", "--yes")
    assert (done.returncode, published.releases()) == (0, 3)
    assert done.stdout == "没有变动；当前是第 3 版\n"


def test_going_back_and_forth_restores_each_state(published: Admin) -> None:
    for release in (1, 3, 2):
        assert published.call("rollback", str(release), "--reason", "试", "--yes").returncode == 0
    assert [rows(published, n) for n in (4, 5, 6)] == [rows(published, n) for n in (1, 3, 2)]
    assert published.call("verify").returncode == 0


def test_figures_come_back_in_the_order_in_which_their_document_prints_them(keeper: Admin) -> None:
    """However many were withdrawn, added and corrected meanwhile, wherever they stand."""
    keeper.publish()
    first = keeper.curated.text(CSV)
    lines = first.splitlines()
    keeper.curated.write(CSV, "\n".join([lines[0], *lines[3:]]) + "\n")
    keeper.publish("--reason", "撤下", "--withdraw", "report=2")
    keeper.curated.edit(CSV, lines[3], f"{SUPPLY.replace('2022', '2020')}\n{lines[3].replace('1.2', '1.3')}")
    keeper.publish("--reason", "更正")
    keeper.curated.edit(CSV, lines[6] + "\n", "")
    keeper.publish("--reason", "撤下", "--withdraw", "report=1")
    assert keeper.call("rollback", "1", "--reason", "误撤", "--yes").returncode == 0
    placed = sorted(rows(keeper, 5), key=lambda row: int(str(row[-1])))
    assert [row[-1] for row in placed] == list(range(7))
    assert [(row[1], row[3]) for row in placed] == [
        (line.split(",")[0], line.split(",")[3]) for line in lines[1:]
    ]
    assert keeper.call("verify").returncode == 0


@pytest.mark.parametrize("command", [("rollback", "9", "--reason", "试", "--yes"), ("show", "9")])
def test_a_release_that_never_was_is_a_wrong_command(published: Admin, command: tuple[str, ...]) -> None:
    done = published.call(*command)
    assert (done.returncode, done.stderr) == (WRONG, "没有第 9 版\n")


@pytest.mark.parametrize("command", [("rollback", "1", "--reason", "试", "--yes"), ("show", "1")])
def test_an_empty_store_has_no_release(keeper: Admin, command: tuple[str, ...]) -> None:
    assert keeper.call(*command).returncode in (WRONG, UNUSABLE)


def test_nobody_goes_back_to_a_release_that_is_damaged(published: Admin) -> None:
    engine = open_store(published.address)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE observation SET value = 1 WHERE last_release = 1"))
    engine.dispose()
    done = published.call("rollback", "1", "--reason", "试", "--yes")
    assert (done.returncode, published.releases()) == (DAMAGED, 3)
    assert "release=1：与发布时不符" in done.stderr


def test_somebody_at_a_terminal_is_asked_before_going_back(admin: Admin) -> None:
    admin.publish()
    admin.curated.edit(CSV, "1234.5", "1234.6")
    admin.publish("--reason", "更正")
    with terminal_of(admin, "rollback", "1") as screen:
        screen.wait_for("请写明原因")
        screen.answer("更正有误")
        screen.wait_for("发布为第 3 版？")
        screen.answer("y")
        assert screen.end() == 0
    assert "约1234.5万立方米" in admin.served()


def test_a_release_is_shown_with_its_time_reason_size_and_what_it_changed(published: Admin) -> None:
    said = published.call("show", "2").stdout.splitlines()
    engine = open_store(published.address, read_only=True)
    second = read_releases(engine)[1]
    engine.dispose()
    assert said[0] == f"第 2 版，北京时间 {beijing_time(second.created_at)} 发布"
    assert said[1:4] == ["7 个数字、1 份文件", f"内容校验码（SHA-256）{second.digest}", "原因：来源更正"]
    assert said[-2] == "变动 1"
    assert "供水量 · 甲区 · 2022年 · 约1234.5万立方米 → 约1234.6万立方米" in said[-1]


def test_an_old_release_is_shown_in_the_words_it_was_published_with(published: Admin) -> None:
    published.curated.edit(THEME, 'name = "供水量"', 'name = "全年供水量"')
    published.publish("--reason", "名称更全")
    assert "+ 供水量 · 甲区 · 2022年" in published.call("show", "1").stdout
    assert "+ Water supplied · District A · 2022" in published.run("show", "1", "--lang", "en").stdout


def test_a_catalogue_is_kept_as_it_was_written(published: Admin) -> None:
    published.call("rollback", "1", "--reason", "试", "--yes")
    engine = open_store(published.address, read_only=True)
    with engine.connect() as connection:
        kept = [json.loads(text) for text in connection.scalars(sa.text("SELECT content FROM catalog"))]
    engine.dispose()
    assert sorted(content["themes"][0]["name"] for content in kept) == ["供水", "用水"]
