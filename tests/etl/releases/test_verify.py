"""What is stored is what was published: whatever is altered since, verifying finds it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from data.store.tables import open_store
from etl.command_line.exit_codes import DAMAGED, UNUSABLE
from tests.etl.admin import Admin

CSV = "curated/documents/report.csv"


@pytest.fixture
def published(keeper: Admin) -> Admin:
    """An admin who corrected a figure, withdrew it and published it again."""
    keeper.publish()
    for old, new in (("1234.5", "1234.6"), ("万立方米,,第1段", "万立方米,plan,第1段"), ("1234.6", "1234.5")):
        keeper.curated.edit(CSV, old, new)
        keeper.publish("--reason", "更正", *(("--withdraw", "report=1") if "plan" in new else ()))
    return keeper


@pytest.fixture
def altered(published: Admin) -> Iterator[Engine]:
    """The store of such an admin, for somebody who goes behind their back."""
    engine = open_store(published.address)
    yield engine
    engine.dispose()


def test_what_was_published_is_found_whole(published: Admin) -> None:
    done = published.run("verify")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("4 版全部与发布时一致；封印 ")
    assert published.run("verify", "--lang", "en").stdout.startswith(
        "All 4 releases are as they were published"
    )


TAMPERING = {
    "UPDATE observation SET printed = '1.3亿元' WHERE printed = '1.2亿元'": "第 1 版：数字与发布时不符",
    "UPDATE observation SET value = 95.6 WHERE indicator = 'coverage'": "第 1 版：数字与发布时不符",
    "UPDATE observation SET note = '注' WHERE indicator = 'coverage'": "第 1 版：数字与发布时不符",
    "DELETE FROM observation WHERE last_release = 2": "第 2 版：数字与发布时不符",
    "UPDATE observation SET last_release = 1 WHERE last_release = 2": "第 2 版：数字与发布时不符",
    "UPDATE observation SET last_release = 9 WHERE last_release IS NULL": "有数字不属于任何一版",
    "UPDATE observation SET position = position + 1": "数字在文件中的次序已乱",
    "UPDATE document SET digest = 'f'": "各文件所含数字的记录与数字不符",
    "DELETE FROM document": "各文件所含数字的记录与数字不符",
    "UPDATE catalog SET content = replace(content, '供水', '用水')": "第 1 版：名称、口径、图表或用语",
    "UPDATE release SET reason = '笔误' WHERE id = 3": "第 3 版：发布时间、原因、校验码或封印被改动",
    "UPDATE release SET created_at = '2020-01-01T00:00:00+00:00' WHERE id = 1": "第 1 版：发布时间、原因",
    "UPDATE release SET withdrawn = 0": "第 3 版：新增、变动、撤下的个数与数字不符",
    "UPDATE seal SET digest = '' WHERE release = 4": "第 4 版：发布时间、原因、校验码或封印被改动",
    "DELETE FROM seal": "第 4 版：发布时间、原因、校验码或封印被改动",
}


@pytest.mark.parametrize("statement", TAMPERING)
def test_what_is_altered_behind_our_back_is_found_and_named(
    published: Admin, altered: Engine, statement: str
) -> None:
    with altered.begin() as connection:
        assert connection.execute(sa.text(statement)).rowcount
    done = published.call("verify")
    assert done.returncode == DAMAGED
    assert TAMPERING[statement] in done.stdout
    assert done.stderr.startswith("核验不符")


def test_a_record_that_is_altered_is_told_of_its_own_release_only(published: Admin, altered: Engine) -> None:
    with altered.begin() as connection:
        connection.execute(sa.text("UPDATE release SET reason = '笔误' WHERE id = 2"))
    assert published.call("verify").stdout.count("\n") == 1


def test_the_last_release_taken_off_is_missed_where_its_seal_was_noted(
    published: Admin, altered: Engine
) -> None:
    """A chain can't know that its end was cut; who keeps the seal that `verify` prints, does."""
    noted = published.call("verify").stdout.split()[-1]
    with altered.begin() as connection:
        for statement in (
            "DELETE FROM seal WHERE release = 4",
            "DELETE FROM observation WHERE first_release = 4",
            "UPDATE observation SET last_release = NULL WHERE last_release = 3",
            "DELETE FROM release WHERE id = 4",
            "DELETE FROM document WHERE first_release = 4",
            "UPDATE document SET last_release = NULL WHERE last_release = 3",
        ):
            connection.execute(sa.text(statement))
    done = published.call("verify")
    assert done.returncode == 0
    assert noted not in done.stdout


def test_an_empty_store_has_nothing_to_verify(keeper: Admin) -> None:
    done = keeper.call("verify")
    assert (done.returncode, "还没有发布任何数据" in done.stderr) == (UNUSABLE, True)
