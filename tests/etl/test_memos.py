"""What was checked once isn't read again, and whatever is held against it is judged as if it were."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from data.errors import StoreBusy
from data.model.catalog import CURATED, LANGUAGES
from etl.curated.folder import Curated, languages_beside, read_curated
from etl.curated.source import Unread
from etl.memos import read_memos
from etl.releases.difference import compare
from etl.releases.document_contents import holdings_of
from etl.releases.publishing import apply
from etl.releases.verification import audit
from etl.rules.checking import check
from tests.etl.admin import Admin
from tests.etl.second_document import add_yearbook
from tests.etl.small_curated import SmallCurated

CSV, TOML, THEME = (
    *("curated/documents/report.csv", "curated/documents/report.toml", "curated/themes/water.toml"),
)
ELSEWHERE = "supply,110000,2022,,9000万立方米,,表1,"


def reread(curated: SmallCurated, store: Engine) -> Curated:
    """The folder as a refresh of a store reads it."""
    return read_curated(curated.folder, languages_beside(curated.folder), known=read_memos(store))


def publish(curated: SmallCurated, store: Engine) -> None:
    """Publish the folder, whatever it changes."""
    found = compare(curated.read().content(), holdings_of(curated.read()), store)
    apply(store, found, "更正")


@pytest.fixture
def published(curated: SmallCurated, store: Engine) -> Engine:
    """A store that holds the folder, a yearbook of another region among it."""
    add_yearbook(curated, ELSEWHERE)
    publish(curated, store)
    return store


def test_a_file_that_is_as_it_was_stays_unread(curated: SmallCurated, published: Engine) -> None:
    read = reread(curated, published)
    assert [fault for fault in check(read) if fault.severity != "note"] == []
    assert {*read.memos} == {"report", "yearbook"}
    columns = [table.columns for table in read.figures.values()]
    assert all(isinstance(found, Unread) and "table" not in vars(found) for found in columns)
    assert compare(read.content(), holdings_of(read), published).empty


def test_a_file_that_stays_unread_can_still_be_asked_for_its_cells(
    curated: SmallCurated, published: Engine
) -> None:
    known, whole = reread(curated, published).figures["report"], curated.read().figures["report"]
    assert len(known.lines) == len(whole.lines)
    assert (known.rows(), [*known.lines]) == (whole.rows(), [*whole.lines])
    assert known.at(1, "printed") == whole.at(1, "printed")


@pytest.mark.parametrize(
    ("file", "old", "new", "unread"),
    [
        (CSV, "95.5%", "95.6%", {"yearbook"}),
        (CSV, "\n", "\r\n", {"yearbook"}),
        (TOML, 'published = "', 'published = "2', {"yearbook"}),
        (THEME, "全年供水总量。", "全年供水总量，含工业用水。", set()),
        ("curated/breakdowns.csv", "北厂", "北水厂", set()),
        ("curated/waivers.csv", "", "x,,,,,,,,,\n", {"report", "yearbook"}),
    ],
)
def test_a_file_is_read_again_where_it_or_what_it_is_checked_by_has_changed(
    curated: SmallCurated, published: Engine, file: str, old: str, new: str, unread: set[str]
) -> None:
    curated.edit(file, old, new)
    assert {*reread(curated, published).memos} == unread


EDITS = {
    "another figure for the same": "coverage,110101,2022,,96.5%,,表1,",
    "ten thousand times its history": "supply,110101,2023,,1234.5亿立方米,,表1,",
    "ten thousand times fewer": "supply,110101,2021,,1200立方米,,表1,",
    "a name that isn't there": "nothing,110101,2022,,1座,,表1,",
    "what agrees": "supply,110101,2021,,1200万立方米,,表1,",
}


@pytest.mark.parametrize("row", EDITS.values(), ids=EDITS)
def test_what_is_new_is_held_against_what_stays_unread(
    curated: SmallCurated, published: Engine, row: str
) -> None:
    add_yearbook(curated, ELSEWHERE, row)
    read = reread(curated, published)
    assert {*read.memos} == {"report"}
    assert check(read) == check(curated.read())


def test_a_file_that_was_published_with_a_note_is_read_again(admin: Admin) -> None:
    admin.curated.edit(CSV, "", "supply,110101,2023,,1234.5亿立方米,,第1段,\n")
    admin.curated.edit(
        "curated/waivers.csv", "", "magnitude,report,supply,110101,2023,,,核对过,李四,2099-12-31\n"
    )
    admin.publish()
    with sa.create_engine(admin.address).connect() as store:
        assert store.scalar(sa.text("SELECT memo FROM holding")) == ""


def test_a_memo_that_was_altered_is_not_believed(curated: SmallCurated, published: Engine) -> None:
    with published.begin() as connection:
        connection.execute(sa.text("UPDATE holding SET memo = replace(memo, '110101', '110102')"))
    assert {*reread(curated, published).memos} == {"yearbook"}


def test_only_what_was_edited_is_written_and_the_release_is_whole(
    curated: SmallCurated, published: Engine
) -> None:
    curated.edit(CSV, "95.5%", "95.6%")
    read = reread(curated, published)
    apply(published, compare(read.content(), holdings_of(read), published), "更正")
    assert audit(published).sound
    with published.connect() as store:
        held = store.execute(sa.text("SELECT document, first_release, last_release FROM holding")).all()
    assert sorted(map(tuple, held), key=str) == [
        *(("report", 1, 1), ("report", 2, None), ("yearbook", 1, None)),
    ]


def test_a_document_published_anew_meanwhile_stops_a_refresh_that_left_it_unread(
    curated: SmallCurated, published: Engine
) -> None:
    curated.edit(CSV, "95.5%", "95.6%")
    read = reread(curated, published)
    add_yearbook(curated, "supply,110000,2022,,9100万立方米,,表1,")
    publish(curated, published)
    with pytest.raises(StoreBusy):
        compare(read.content(), holdings_of(read), published)


def test_a_store_that_isnt_there_knows_of_no_file(tmp_path: Path) -> None:
    engine = sa.create_engine(f"sqlite:///file:{tmp_path / 'none.db'}?mode=ro&uri=true")
    assert read_memos(engine) == {}


def test_what_the_project_publishes_is_known_by_the_next_refresh(store_url: str) -> None:
    engine = sa.create_engine(store_url)
    read = read_curated(CURATED, LANGUAGES, known=read_memos(engine))
    engine.dispose()
    assert len(read.memos) == len(os.listdir(CURATED / "documents")) // 2
