"""Releases on a real store: what changes, what stays, and that any earlier state can be asked for."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Engine

from data.errors import StoreBusy, StoreUnusable
from data.model.observation import Observation
from data.store.digest import select_release, verify_release
from data.store.queries import open_release, read_releases
from etl.releases.difference import Difference, compare, contents_of
from etl.releases.published_figures import Contents
from etl.releases.publishing import apply
from etl.releases.transactions import opened, writing
from tests.etl.small_curated import SmallCurated
from tests.setup.examples import examples

CONTENT: dict[str, Any] = {"themes": [], "note": "甲"}


def row(indicator: str, printed: str, value: float | None = 1.0, **facts: str) -> Observation:
    """A figure of one document, as printed."""
    named = {"region": "110101", "period": "2022", "breakdown": "", "status": "actual", "document": "report"}
    return Observation(
        **{**named, "locator": "第1段", "note": "", **facts},
        indicator=indicator,
        printed=printed,
        value=value,
    )


A, B, C = row("a", "1个"), row("b", "2个"), row("c", "3个")
A_CORRECTED = row("a", "10个", 10.0)


def state(*rows: Observation) -> Contents:
    """What documents hold that print these figures in this order."""
    documents = {row.document: [one for one in rows if one.document == row.document] for row in rows}
    return {
        id: sorted((row._replace(position=place) for place, row in enumerate(printed)), key=attrgetter("key"))
        for id, printed in documents.items()
    }


def publish(store: Engine, figures: Contents, content: Mapping[str, Any] = CONTENT) -> Difference:
    """Publish a state, whatever it changes."""
    diff = compare(content, figures, store)
    apply(store, diff, "更正" if diff.needs_reason else "")
    return diff


def rows_as_of(store: Engine, release: int) -> set[tuple[Any, ...]]:
    """What a release published."""
    with store.connect() as connection:
        return published_of(map(Observation._make, connection.execute(select_release(release))))


def published_of(rows: Iterable[Observation]) -> set[tuple[Any, ...]]:
    """What readers are told of figures, wherever they stand."""
    return {row.published for row in rows}


def counts(store: Engine) -> list[tuple[int, int, int]]:
    """How many figures each release added, changed and withdrew, oldest first."""
    return [(r.added, r.changed, r.withdrawn) for r in reversed(read_releases(store))]


def test_everything_is_new_in_the_first_release(store: Engine) -> None:
    diff = publish(store, state(A, B))
    assert (diff.base, published_of(diff.added), diff.changed, diff.withdrawn) == (
        0,
        published_of([A, B]),
        [],
        [],
    )
    assert counts(store) == [(2, 0, 0)]


def test_publishing_the_same_twice_makes_one_release(store: Engine) -> None:
    publish(store, state(A, B))
    diff = publish(store, state(A, B))
    assert (diff.empty, diff.base) == (True, 1)
    assert len(read_releases(store)) == 1


def test_a_state_and_another_and_the_first_again_are_three_releases(store: Engine) -> None:
    for figures in (state(A, B), state(A_CORRECTED, B), state(A, B)):
        publish(store, figures)
    first, second, third = reversed(read_releases(store))
    assert first.digest == third.digest != second.digest
    assert counts(store) == [(2, 0, 0), (0, 1, 0), (0, 1, 0)]
    assert [rows_as_of(store, n) for n in (1, 2, 3)] == [
        published_of(rows) for rows in ([A, B], [A_CORRECTED, B], [A, B])
    ]


def test_a_change_tells_what_was_and_what_is(store: Engine) -> None:
    publish(store, state(A, B))
    diff = compare(CONTENT, state(A_CORRECTED, C), store)
    assert [(change.before.printed, change.after.printed) for change in diff.changed] == [("1个", "10个")]
    assert published_of(diff.added) == published_of([C])
    assert published_of(diff.withdrawn) == published_of([B])
    assert diff.needs_reason


@pytest.mark.parametrize(
    "facts", [{"locator": "第2段"}, {"note": "更正"}, {"printed": "1.0个"}, {"value": 1.5}]
)
def test_a_figure_changes_with_its_text_its_place_its_note_or_its_value(
    store: Engine, facts: dict[str, Any]
) -> None:
    publish(store, state(A))
    assert len(compare(CONTENT, state(A._replace(**facts)), store).changed) == 1


@pytest.mark.parametrize("key", ["region", "indicator", "period", "breakdown", "status", "document"])
def test_a_figure_of_another_series_or_document_is_another_figure(store: Engine, key: str) -> None:
    publish(store, state(A))
    diff = compare(CONTENT, state(A._replace(**{key: "other"})), store)
    assert (len(diff.added), len(diff.changed), len(diff.withdrawn)) == (1, 0, 1)


def test_new_figures_need_no_reason(store: Engine) -> None:
    publish(store, state(A))
    assert not compare(CONTENT, state(A, B), store).needs_reason


def test_a_figure_that_stays_is_one_row_however_many_releases_there_are(store: Engine) -> None:
    for figures in (state(A), state(A, B), state(A, B, C)):
        publish(store, figures)
    with store.connect() as connection:
        found = connection.execute(
            sa.text("SELECT first_release, last_release FROM observation ORDER BY indicator")
        )
        assert [tuple(r) for r in found] == [(1, None), (2, None), (3, None)]


def test_words_alone_make_a_release_without_touching_a_figure(store: Engine) -> None:
    publish(store, state(A))
    diff = publish(store, state(A), CONTENT | {"note": "乙"})
    assert diff.catalogue_changed
    assert counts(store) == [(1, 0, 0), (0, 0, 0)]
    with store.connect() as connection:
        kept = connection.scalars(sa.text("SELECT content FROM catalog"))
        assert sorted(json.loads(content)["note"] for content in kept) == ["乙", "甲"]


def test_words_that_come_back_are_kept_once(store: Engine) -> None:
    for note in ("甲", "乙", "甲"):
        publish(store, state(A), CONTENT | {"note": note})
    with store.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM catalog")) == 2
    assert len(read_releases(store)) == 3


def test_rows_in_another_order_are_no_news_but_come_along_with_the_next_release(store: Engine) -> None:
    publish(store, state(A, B))
    assert compare(CONTENT, state(B, A), store).empty
    publish(store, state(C, B, A))
    with store.connect() as connection:
        places = connection.execute(sa.text("SELECT indicator, position FROM observation"))
        assert dict(tuple(r) for r in places) == {"c": 0, "b": 1, "a": 2}


def test_the_reason_and_the_time_of_a_release_are_kept(store: Engine) -> None:
    publish(store, state(A))
    publish(store, state(A_CORRECTED))
    newest, first = read_releases(store)
    assert (first.reason, newest.reason) == ("", "更正")
    assert first.created_at <= newest.created_at
    assert newest.created_at.endswith("+00:00")


def test_every_release_still_has_its_digest_until_a_value_is_tampered_with(store: Engine) -> None:
    for figures in (state(A, B), state(A_CORRECTED, B)):
        publish(store, figures)
    assert [verify_release(store, n) for n in (1, 2)] == [True, True]
    with store.begin() as connection:
        connection.execute(sa.text("UPDATE observation SET value = 11 WHERE printed = '10个'"))
    assert [verify_release(store, n) for n in (1, 2)] == [True, False]


def test_a_curated_folder_is_served_as_it_was_published(store: Engine, curated: SmallCurated) -> None:
    read = curated.read()
    contents = contents_of(read)
    publish(store, contents, read.content())
    reader = open_release(store)
    assert reader.catalog.home_region == "110101"
    assert {o.printed for o in reader.observations(derived=False)} == {
        row.printed for rows in contents.values() for row in rows
    }


ROWS = st.dictionaries(st.sampled_from("abcd"), st.integers(1, 3), max_size=4)


def rows_saying(figures: Mapping[str, int]) -> Iterable[Observation]:
    """One figure an indicator."""
    return (row(indicator, f"{number}个", float(number)) for indicator, number in figures.items())


@settings(deadline=None, max_examples=examples(20))
@given(st.lists(ROWS, min_size=1, max_size=6))
def test_any_release_can_be_asked_for_whatever_came_after(states: list[dict[str, int]]) -> None:
    with opened("sqlite://") as store:
        published = []
        for figures in states:
            wanted = set(rows_saying(figures))
            if not publish(store, state(*wanted)).empty:
                published.append(published_of(wanted))
        assert [rows_as_of(store, n) for n in range(1, len(published) + 1)] == published
        assert all(verify_release(store, n) for n in range(1, len(published) + 1))


def test_of_two_refreshes_from_one_state_the_second_is_told_to_look_again(store: Engine) -> None:
    publish(store, state(A))
    one, other = compare(CONTENT, state(A, B), store), compare(CONTENT, state(A, C), store)
    apply(store, one)
    with pytest.raises(StoreBusy):
        apply(store, other)
    assert rows_as_of(store, 2) == published_of([A, B])
    assert len(read_releases(store)) == 2


def test_a_refresh_waits_for_no_other_and_says_which_one_is_at_work(store: Engine, database: str) -> None:
    publish(store, state(A))
    with opened(database) as other, writing(other), pytest.raises(StoreBusy, match=f"pid {os.getpid()}"):
        publish(store, state(B))
    assert len(read_releases(store)) == 1


@pytest.mark.parametrize("steps", [1, 2], ids=["rows ended", "rows written"])
def test_a_release_that_fails_half_way_leaves_nothing_behind(store: Engine, steps: int) -> None:
    done: list[int] = []

    def fail(rows: int) -> None:
        done.append(rows)
        if len(done) == steps:
            raise InterruptedError

    publish(store, state(A))
    with pytest.raises(InterruptedError):
        apply(store, compare(CONTENT | {"note": "乙"}, state(B, C), store), "更正", fail)
    assert rows_as_of(store, 1) == published_of([A])
    assert [r.id for r in read_releases(store)] == [1]
    with store.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM catalog")) == 1
    publish(store, state(B))
    assert rows_as_of(store, 2) == published_of([B])


def test_a_database_of_somebody_else_is_left_alone(store: Engine) -> None:
    with store.begin() as connection:
        connection.execute(sa.text("CREATE TABLE accounts (id INTEGER)"))
    with pytest.raises(StoreUnusable, match="accounts"):
        publish(store, state(A))
    assert sa.inspect(store).get_table_names() == ["accounts"]


def test_a_database_of_another_version_is_left_alone(store: Engine) -> None:
    publish(store, state(A))
    with store.begin() as connection:
        connection.execute(sa.text("UPDATE livelihood_schema SET version_num = 9999"))
    with pytest.raises(StoreUnusable, match="9999"):
        publish(store, state(B))


@pytest.mark.parametrize("content", [b"not a database, whatever its name says" * 50, b"SQLite format 3\x00"])
def test_a_file_that_is_no_database_is_unusable(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "other.db").write_bytes(content)
    with pytest.raises(StoreUnusable), opened(f"sqlite:///{tmp_path / 'other.db'}") as store:
        publish(store, state(A))
    assert (tmp_path / "other.db").read_bytes() == content


def test_comparing_writes_nothing(store: Engine, tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path / 'none.db'}", read_only=True) as missing:
        assert compare(CONTENT, state(A), missing).base == 0
    assert not (tmp_path / "none.db").exists()


def test_a_refresh_takes_the_lock_before_it_looks_at_anything(store: Engine) -> None:
    diff, statements = compare(CONTENT, state(A), store), list[str]()

    def note(*facts: Any) -> None:
        statements.append(facts[2])

    sa.event.listen(Engine, "before_cursor_execute", note)
    try:
        apply(store, diff)
    finally:
        sa.event.remove(Engine, "before_cursor_execute", note)
    first = next(said for said in statements if not said.startswith(("PRAGMA", "SET LOCAL")))
    assert first == "BEGIN IMMEDIATE" or first.startswith("SELECT pg_advisory_xact_lock")


def test_a_figure_that_vanishes_needs_a_reason(store: Engine) -> None:
    publish(store, state(A, B))
    assert compare(CONTENT, state(A), store).needs_reason
