"""Only what was corrected of a long file is read again, and all is found that reading it whole would find."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Engine

from data.errors import StoreBusy
from data.store.tables import open_store
from etl.curated.folder import Curated, languages_beside, read_curated
from etl.curated.source import Unread
from etl.memos import read_memos
from etl.releases.difference import Diff, compare
from etl.releases.document_contents import holdings_of
from etl.releases.publishing import apply
from etl.releases.verification import audit
from etl.rules.checking import check
from tests.etl.second_document import add_districts, add_yearbook
from tests.etl.small_curated import SmallCurated, write_small_curated

YEARBOOK = "yearbook"
CSV = "curated/documents/yearbook.csv"
ROWS = [
    f"{indicator},{region},{year},,{printed},,表1,"
    for region in ("110101", "110000")
    for indicator, printed in (("supply", "1200万立方米"), ("coverage", "90.5%"))
    for year in range(1960, 2022)
]
COLUMNS = {
    name: n
    for n, name in enumerate(
        ["indicator", "region", "period", "breakdown", "printed", "status", "locator", "note"]
    )
}


def write(curated: SmallCurated, rows: Sequence[str]) -> None:
    """Write a yearbook of these rows."""
    add_yearbook(curated, *rows)


def edited(n: int, column: str, text: str, rows: Sequence[str] = ROWS) -> list[str]:
    """The rows, with another text in a cell of one of them."""
    cells = rows[n].split(",")
    cells[COLUMNS[column]] = text
    return [*rows[:n], ",".join(cells), *rows[n + 1 :]]


def reread(curated: SmallCurated, store: Engine) -> Curated:
    """The folder as a refresh of a store reads it."""
    return read_curated(curated.folder, languages_beside(curated.folder), known=read_memos(store))


def difference(read: Curated, store: Engine) -> Diff:
    """What publishing files without a fault would change."""
    return compare(read.content(), holdings_of(read), store)


def publish(curated: SmallCurated, store: Engine) -> None:
    """Publish the folder, of which only what isn't known is read."""
    apply(store, difference(reread(curated, store), store), "更正")


@pytest.fixture
def published(curated: SmallCurated, store: Engine) -> Engine:
    """A store that holds the folder with the yearbook."""
    write(curated, ROWS)
    publish(curated, store)
    return store


def test_of_a_long_file_only_the_series_that_was_corrected_is_read(
    curated: SmallCurated, published: Engine
) -> None:
    write(curated, edited(30, "printed", "1201万立方米"))
    read = reread(curated, published)
    assert {fault.severity for fault in check(read)} <= {"note"}
    table = read.unchecked[YEARBOOK]
    assert {*zip(table["region"], table["indicator"], strict=True)} == {("110101", "supply")}
    assert [*table.lines] == [*range(2, 64)]
    whole = read.figures[YEARBOOK].columns
    assert isinstance(whole, Unread) and "table" not in vars(whole)
    [change] = difference(read, published).changed
    assert (change.before.printed, change.after.printed) == ("1200万立方米", "1201万立方米")


def test_a_figure_added_at_the_end_leaves_the_rest_unread(curated: SmallCurated, published: Engine) -> None:
    write(curated, [*ROWS, "coverage,110000,2022,,91.5%,,表1,"])
    read = reread(curated, published)
    assert {*read.corrected} == {YEARBOOK}
    found = difference(read, published)
    assert ([row.printed for row in found.added], found.changed, found.withdrawn) == (["91.5%"], [], [])


READ_WHOLE = {
    "a row in between": [*ROWS[:30], "supply,110101,2022,,1234.5万立方米,,表1,", *ROWS[30:]],
    "a row less": ROWS[:-1],
    "rows of another region": [
        *ROWS[:20],
        *(row.replace("110101", "110000") for row in ROWS[20:40]),
        *ROWS[40:],
    ],
    "a cell in quotes": edited(30, "locator", '"表1"'),
    "two rows on one line": edited(30, "note", "\r" + ROWS[31]),
    "an empty line": [*ROWS[:30], "", *ROWS[31:]],
    "more than a quarter": [row.replace("1200", "1201") for row in ROWS],
}


@pytest.mark.parametrize("rows", READ_WHOLE.values(), ids=READ_WHOLE)
def test_a_file_is_read_whole_where_more_than_figures_may_differ(
    curated: SmallCurated, published: Engine, rows: list[str]
) -> None:
    write(curated, rows)
    read = reread(curated, published)
    assert (YEARBOOK in read.corrected, YEARBOOK in read.memos) == (False, False)
    assert check(read) == check(curated.read())


def test_a_file_whose_lines_are_no_rows_is_read_whole(curated: SmallCurated, published: Engine) -> None:
    write(curated, [*ROWS[:10], "", *edited(30, "printed", "1202万立方米")[10:]])
    publish(curated, published)
    assert {*reread(curated, published).memos} == {"report", YEARBOOK}
    write(curated, [*ROWS[:10], "", *edited(30, "printed", "1201万立方米")[10:]])
    read = reread(curated, published)
    assert not read.corrected
    [change] = difference(read, published).changed
    assert (change.before.key, change.after.printed) == (change.after.key, "1201万立方米")


# ---- the rest is held against what was corrected ----------------------------------------------

NINETY, TEN = "coverage,110000,2022,,90%,,表1,", "leak,110000,2022,,10%,,表1,"
ALIKE = [f"supply,11010{n},2022,,1234.5万立方米,,表1," for n in range(2, 7)]
BIG = [row.replace("1234.5万", "1234.5亿") for row in ALIKE]
REST = {
    "a share of the same file": ([NINETY, *ROWS, TEN], [], "90%", "91%", "chart_refused"),
    "a share of another file": ([*ROWS, NINETY], [TEN], "90%", "91%", "chart_refused"),
    "like regions of the same file": (*([*ROWS, *ALIKE], [], ALIKE[0], BIG[0], "magnitude"),),
    "like regions of another file": (*([*ROWS, ALIKE[0]], ALIKE[1:], ALIKE[0], BIG[0], "magnitude"),),
    "another file's figure": ([*ROWS, NINETY], [NINETY], "90%", "91%", "contradiction"),
}


def office_of(curated: SmallCurated, rows: Sequence[str], others: Sequence[str]) -> None:
    """Write a yearbook and add rows to the other document; there are more regions and a chart of shares."""
    add_districts(curated)
    curated.edit("curated/documents/report.csv", "", "".join(f"{row}\n" for row in others))
    write(curated, rows)


@pytest.mark.parametrize(("rows", "others", "old", "new", "code"), REST.values(), ids=REST)
def test_what_stays_unread_is_held_against_what_was_corrected(
    curated: SmallCurated, store: Engine, rows: list[str], others: list[str], old: str, new: str, code: str
) -> None:
    office_of(curated, rows, others)
    publish(curated, store)
    curated.edit(CSV, old, new)
    read = reread(curated, store)
    assert {*read.corrected} == {YEARBOOK}
    assert check(read) == check(curated.read())
    assert code in {fault.code for fault in check(read)}


LATER = {
    "its size": (BIG, [ALIKE[0].replace("110102", "110107")], "magnitude"),
    "what it speaks of": ([NINETY], [NINETY.replace("90%", "91%")], "contradiction"),
}


@pytest.mark.parametrize(("added", "others", "code"), LATER.values(), ids=LATER)
def test_what_was_added_is_held_against_what_comes_later(
    curated: SmallCurated, store: Engine, added: list[str], others: list[str], code: str
) -> None:
    office_of(curated, ROWS, [])
    curated.edit("curated/documents/report.csv", "supply,110101,2022,,约1234.5万立方米,,第1段,\n", "")
    publish(curated, store)
    write(curated, [*ROWS, *added])
    publish(curated, store)
    curated.edit("curated/documents/report.csv", "", "".join(f"{row}\n" for row in others))
    read = reread(curated, store)
    assert {*read.memos} == {YEARBOOK}
    assert check(read) == check(curated.read())
    assert code in {fault.code for fault in check(read)}


def test_corrections_one_after_another_leave_a_sound_store_that_knows_the_file(
    curated: SmallCurated, published: Engine
) -> None:
    steps = [
        edited(30, "printed", "1201万立方米"),
        edited(30, "printed", "1202万立方米", edited(200, "note", "初步")),
        [*edited(200, "note", "初步"), "coverage,110000,2022,,91.5%,,表1,"],
    ]
    for rows in steps:
        write(curated, rows)
        assert {*reread(curated, published).corrected} == {YEARBOOK}
        publish(curated, published)
        assert audit(published).sound
        assert {*reread(curated, published).memos} == {"report", YEARBOOK}
        assert difference(curated.read(), published).empty


def test_a_document_published_anew_meanwhile_stops_a_refresh_that_read_a_part_of_it(
    curated: SmallCurated, published: Engine
) -> None:
    write(curated, edited(30, "printed", "1201万立方米"))
    read = reread(curated, published)
    write(curated, edited(60, "printed", "1202万立方米"))
    publish(curated, published)
    with pytest.raises(StoreBusy):
        difference(read, published)


# ---- whatever is edited -----------------------------------------------------------------------

PLACES = st.integers(0, len(ROWS) - 1)
CELLS = {
    "printed": ("1200万立方米", "1201万立方米", "1200亿立方米", "1234.5", "91.5%", "191%", "许多", ""),
    "period": ("1960", "2021", "2022", "2030", "20222", "1999-2001"),
    "indicator": ("supply", "coverage", "nothing"),
    "region": ("110101", "110000", "0"),
    "status": ("", "plan", "derived", "actual"),
    "note": ("", "口径：含农村", "初步"),
    "locator": ("表2", "", '"表1"'),
}
ANOTHER_CELL = st.sampled_from([(name, text) for name, texts in CELLS.items() for text in texts])
NEW_ROWS = st.sampled_from(
    ["supply,110101,2022,,1234.5万立方米,,表1,", "coverage,110101,2022,,96.5%,,表1,", ROWS[0], ""]
)
EDITS = st.one_of(
    st.tuples(st.just("cell"), PLACES, ANOTHER_CELL),
    st.tuples(st.just("add"), st.just(len(ROWS)), NEW_ROWS),
    st.tuples(st.just("insert"), PLACES, NEW_ROWS),
    st.tuples(st.just("remove"), PLACES, st.none()),
    st.tuples(st.just("swap"), PLACES, PLACES),
)


def after(edits: Sequence[tuple[str, int, Any]]) -> list[str]:
    """The rows after edits."""
    rows = [*ROWS]
    for sort, n, what in edits:
        if sort == "cell" and n < len(rows) and rows[n].count(",") == len(COLUMNS) - 1:
            rows = edited(n, *what, rows)
        elif sort in ("add", "insert"):
            rows.insert(n if sort == "insert" else len(rows), what)
        elif sort == "remove":
            del rows[n : n + 1]
        elif sort == "swap" and max(n, what) < len(rows):
            rows[n], rows[what] = rows[what], rows[n]
    return rows


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SmallCurated, Engine]]:
    """A folder and a store that holds it, to be compared and never published again."""
    root: Path = tmp_path_factory.mktemp("office")
    curated, engine = write_small_curated(root), open_store(f"sqlite:///{root / 'livelihood.db'}")
    write(curated, ROWS)
    publish(curated, engine)
    yield curated, engine
    engine.dispose()


@settings(max_examples=150)
@given(edits=st.lists(EDITS, min_size=1, max_size=3))
def test_whatever_was_edited_is_found_as_if_all_had_been_read(
    office: tuple[SmallCurated, Engine], edits: list[tuple[str, int, Any]]
) -> None:
    curated, store = office
    write(curated, after(edits))
    known, whole = reread(curated, store), curated.read()
    assert check(known) == check(whole)
    if any(fault.severity != "note" for fault in check(whole)):
        return
    found, expected = difference(known, store), difference(whole, store)
    assert (found.added, found.changed, found.withdrawn) == (
        *(expected.added, expected.changed, expected.withdrawn),
    )
    assert sorted(found.moved) == sorted(expected.moved)
    assert found.state.digest == expected.state.digest
