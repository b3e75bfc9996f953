"""A document that may not be published yet is in no release, whatever else is refreshed before its time."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import sqlalchemy as sa

from data.model.catalog import build_catalog
from data.store.queries import open_release
from data.store.tables import open_store
from etl.curated.embargo import embargoed, without
from etl.releases.difference import contents_of
from etl.rules.checking import check
from tests.etl.admin import Admin
from tests.etl.second_document import add_yearbook
from tests.etl.small_curated import SmallCurated

LATER = 'publish_at = "2099-02-01T09:00:00+08:00"\n'
ROW = "coverage,110101,2021,,94%,,表1,"
EN, TOML = "languages/en.toml", "curated/documents/report.toml"
WAIVED = "magnitude,yearbook,coverage,110101,2021,,,原文如此,李四,2099-12-31\n"


def add_embargoed(curated: SmallCurated, *rows: str, publish_at: str = LATER) -> None:
    """Add a document for later, with its title in English and a waiver."""
    add_yearbook(curated, *(rows or (ROW,)), more=publish_at)
    curated.edit(EN, "[document.report]", '[document.yearbook]\ntitle = "Yearbook"\n\n[document.report]')
    curated.edit("curated/waivers.csv", "", WAIVED)


def everything_stored(admin: Admin) -> str:
    """All text of the database."""
    engine = open_store(admin.address, read_only=True)
    with engine.connect() as connection:
        tables = [sa.text(f"SELECT * FROM {name}") for name in ("release", "catalog", "observation")]
        found = json.dumps(
            [[list(row) for row in connection.execute(query)] for query in tables], default=str
        )
    engine.dispose()
    return found.encode().decode("unicode_escape", errors="replace")


def test_a_document_for_later_leaves_no_trace_in_a_release(keeper: Admin) -> None:
    add_embargoed(keeper.curated)
    done = keeper.call("refresh", "--yes")
    assert done.returncode == 0
    assert "yearbook 要到北京时间 2099-02-01 09:00 才发布，这次不计在内" in done.stdout
    assert "yearbook" not in everything_stored(keeper)
    assert "Yearbook" not in everything_stored(keeper)
    assert keeper.served() >= {"95.5%"} and "94%" not in keeper.served()


def test_a_release_is_the_same_as_if_the_document_were_not_there(keeper: Admin) -> None:
    keeper.publish()
    add_embargoed(keeper.curated)
    assert "没有变动；当前是第 1 版" in keeper.call("refresh", "--yes").stdout
    assert keeper.releases() == 1


def test_the_next_refresh_after_its_time_takes_it_in(keeper: Admin) -> None:
    keeper.publish()
    add_embargoed(keeper.curated)
    keeper.publish()
    keeper.curated.edit("curated/documents/yearbook.toml", "2099", "2020")
    keeper.publish()
    assert "94%" in keeper.served()
    assert keeper.releases() == 2


def test_its_time_is_a_moment_wherever_it_is_read(curated: SmallCurated) -> None:
    add_embargoed(curated, publish_at='publish_at = "2024-02-01T09:00:00+08:00"\n')
    read = curated.read()
    for now, held in (
        (datetime(2024, 2, 1, 0, 59, 59, tzinfo=UTC), ["yearbook"]),
        (datetime(2024, 2, 1, 1, 0, 0, tzinfo=UTC), []),
    ):
        assert [document.id for document in embargoed(read.entries["document"], now)] == held


def test_a_document_for_later_is_checked_now(keeper: Admin) -> None:
    add_embargoed(keeper.curated, ROW.replace("94%", "94公里"))
    done = keeper.call("refresh", "--yes")
    assert (done.returncode, "[wrong_unit] documents/yearbook.csv" in done.stdout) == (1, True)


def test_a_document_for_later_supersedes_nothing_before_its_time(keeper: Admin) -> None:
    add_embargoed(
        keeper.curated, "coverage,110101,2022,,96.5%,,表1,", publish_at=f'supersedes = ["report"]\n{LATER}'
    )
    keeper.publish()
    assert {"95.5%"} <= keeper.served()


def test_no_document_names_one_for_later(curated: SmallCurated) -> None:
    add_embargoed(curated)
    curated.edit(TOML, "url =", 'supersedes = ["yearbook"]\nurl =')
    read = curated.read()
    assert [fault for fault in check(read) if fault.severity != "note"] == []
    public = without(read, {"yearbook"})
    assert "yearbook" not in json.dumps(public.content())
    assert build_catalog(public.content()).documents["report"].supersedes == ()
    assert {*contents_of(public)} == {"report"}


def test_a_document_put_off_after_it_was_published_doesnt_vanish_unasked(keeper: Admin) -> None:
    add_embargoed(keeper.curated, publish_at="")
    keeper.publish()
    keeper.curated.edit("curated/documents/yearbook.toml", "", LATER)
    done = keeper.call("refresh", "--yes", "--reason", "推迟发布")
    assert (done.returncode, "yearbook 有 1 个已发布的数字不见了" in done.stderr) == (5, True)


def test_what_is_shown_before_a_release_says_nothing_of_a_document_for_later(keeper: Admin) -> None:
    add_embargoed(keeper.curated)
    keeper.publish()
    for command in (("show", "1"), ("history",), ("verify",)):
        said = keeper.call(*command)
        assert "yearbook" not in said.stdout + said.stderr
    engine = open_store(keeper.address, read_only=True)
    assert list(open_release(engine).catalog.documents) == ["report"]
    engine.dispose()
