"""A refresh that leaves known files unread finds what one that reads all of them would, after any history."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from data.errors import Fault
from data.store.queries import read_release
from data.store.tables import open_store
from etl.curated.folder import Curated, languages_beside, read_curated
from etl.memos import Memo, read_memos
from etl.releases.difference import Diff, compare, compare_state, read_state
from etl.releases.document_contents import holdings_of
from etl.releases.publishing import apply
from etl.releases.verification import audit
from etl.rules.checking import check
from tests.etl.second_document import add_districts, add_document
from tests.etl.small_curated import SmallCurated

WAIVER = "magnitude,a,supply,110102,2020,,,核对过,李四,2099-12-31\n"
LIMIT = """
[[identity]]
id = "limit"
name = "上限"
holds = "coverage <= 96"
"""


@dataclass
class Office:
    """A curated folder of more regions, and the store that it is published to."""

    curated: SmallCurated
    store: Engine

    def write(self, id: str, *rows: str, more: str = "", end: str = "\n") -> None:
        """Write a document."""
        add_document(self.curated, id, *rows, more=more, end=end)

    def remove(self, id: str) -> None:
        """Remove a document."""
        for suffix in ("toml", "csv"):
            self.curated.remove(f"curated/documents/{id}.{suffix}")

    def read(self, known: bool = True) -> tuple[Curated, list[Fault]]:
        """What a refresh reads and finds, or one that knows no file."""
        memos: dict[str, Memo] = read_memos(self.store) if known else {}
        read = read_curated(self.curated.folder, languages_beside(self.curated.folder), known=memos)
        found = check(read)
        told = {fault.file for fault in found if fault.severity == "note"}
        sound = {id: own for id, own in read.fingerprints.items() if f"documents/{id}.csv" not in told}
        read.fingerprints = sound
        return read, [fault for fault in found if fault.code != "missing_words"]

    def difference(self, known: bool = True) -> Diff:
        """What would be published."""
        read, _ = self.read(known)
        return compare(read.content(), holdings_of(read), self.store)

    def publish(self) -> None:
        """Publish what is known to differ."""
        apply(self.store, self.difference(), "更正")
        assert audit(self.store).sound

    def roll_back(self, release: int) -> None:
        """Publish an earlier release again."""
        state = read_state(self.store, read_release(self.store, release))
        apply(self.store, compare_state(state, self.store), "退回")

    def found_alike(self) -> set[str]:
        """Check that both ways find the same; return the codes of what they find."""
        (_, known), (_, whole) = self.read(), self.read(known=False)
        assert known == whole
        if all(fault.severity == "note" for fault in whole):
            one, other = self.difference(), self.difference(known=False)
            assert (one.added, one.changed, one.withdrawn) == (other.added, other.changed, other.withdrawn)
            assert sorted(one.moved) == sorted(other.moved)
            assert one.state.digest == other.state.digest
        return {fault.code for fault in whole}


@pytest.fixture
def office(curated: SmallCurated, tmp_path: Path) -> Iterator[Office]:
    """An office with nothing published yet."""
    add_districts(curated)
    curated.edit("curated/themes/water.toml", "", LIMIT)
    store = open_store(f"sqlite:///{tmp_path / 'livelihood.db'}")
    yield Office(curated, store)
    store.dispose()


def supply(region: int, year: int, printed: str = "1200万立方米") -> str:
    return f"supply,{region},{year},,{printed},,表1,"


def share(indicator: str, printed: str, year: int = 2021) -> str:
    return f"{indicator},110102,{year},,{printed},,表1,"


LONG = [supply(110101, year) for year in range(1930, 2020)]
LONG_ELSEWHERE = [supply(110103, year) for year in range(1930, 2020)]
ODD = [supply(110102, 2001, "1万立方米"), supply(110102, 2002, "10000万立方米")]
BETWEEN = [supply(110102, year, "100万立方米") for year in range(2003, 2010)]


def test_figures_are_known_by_where_they_stand_even_after_a_rollback(office: Office) -> None:
    office.write("a", *LONG)
    office.write("b", supply(110102, 2000))
    office.publish()
    office.write("a", *LONG[:5], *LONG[6:])
    office.publish()
    elsewhere = [*LONG[:5], *LONG[6:50], LONG[5], *LONG[50:]]
    office.write("a", *elsewhere)
    office.write("b", supply(110102, 2000, "1300万立方米"))
    office.publish()
    office.roll_back(1)
    elsewhere[19] = supply(110101, 2021)
    office.write("a", *elsewhere)
    assert office.found_alike() == set()
    office.publish()
    assert office.difference(known=False).empty


@pytest.mark.parametrize("row", [supply(110101, 2021), LONG[19].replace("1200", "1201")])
def test_lines_that_are_no_rows_are_not_counted_as_rows(office: Office, row: str) -> None:
    lines = [*LONG[:5], "", *LONG[5:60], LONG[60] + "\r" + LONG[61], *LONG[62:]]
    office.write("a", *lines)
    office.publish()
    lines[20] = row
    office.write("a", *lines)
    assert office.found_alike() == set()


def test_a_figure_nobody_touched_is_judged_by_all_or_not_at_all(office: Office) -> None:
    office.write("a", *LONG, *BETWEEN)
    office.write("b", supply(110101, 2020), *ODD)
    office.publish()
    office.write("a", *LONG[:3], LONG[3].replace("1200", "1201"), *LONG[4:], *BETWEEN)
    assert office.found_alike() == set()


def test_a_warning_that_is_waived_comes_back_with_the_waiver(office: Office) -> None:
    office.write("a", *LONG, supply(110102, 2020))
    office.write("b", *(supply(110100 + n, 2020) for n in range(3, 6)))
    office.publish()
    office.write("b", *(supply(110100 + n, 2020, "1200亿立方米") for n in range(3, 7)))
    assert office.found_alike() == {"magnitude"}
    office.curated.edit("curated/waivers.csv", "", WAIVER)
    office.publish()
    assert office.found_alike() == {"magnitude"}
    office.curated.edit("curated/waivers.csv", WAIVER, "")
    assert office.found_alike() == {"magnitude"}


def without_the_chart(office: Office) -> None:
    """A share is printed of two documents, and the one that stands above the other no longer has it."""
    office.write("a", share("coverage", "90%"), share("leak", "2%"))
    office.write("b", *LONG_ELSEWHERE, share("leak", "10%"), more='supersedes = ["a"]\n')
    office.publish()
    office.write("b", *LONG_ELSEWHERE, more='supersedes = ["a"]\n')


def without_the_years_between(office: Office) -> None:
    """The figures by which two of another document could be believed are gone."""
    office.write("a", *ODD)
    office.write("b", *LONG_ELSEWHERE, *BETWEEN)
    office.publish()
    office.write("b", *LONG_ELSEWHERE)


def without_the_document(office: Office) -> None:
    """The document is gone that stood above another, whose figure can't be."""
    office.write("a", share("coverage", "99%"))
    office.write("b", share("coverage", "80%"), more='supersedes = ["a"]\n')
    office.publish()
    office.remove("b")


def without_what_stood_between(office: Office) -> None:
    """A document stood above another through a third one."""
    office.write("a", share("coverage", "90%"), more='supersedes = ["b"]\n')
    office.write("b", supply(110107, 2000), more='supersedes = ["c"]\n')
    office.write("c", share("coverage", "80%"))
    office.publish()
    office.write("b", supply(110107, 2000))


GONE: dict[str, Callable[[Office], None]] = {
    "chart_refused": without_the_chart,
    "magnitude": without_the_years_between,
    "identity_broken": without_the_document,
    "contradiction": without_what_stood_between,
}


@pytest.mark.parametrize("code", GONE)
def test_what_is_gone_is_held_against_what_it_bore_out(office: Office, code: str) -> None:
    GONE[code](office)
    assert code in office.found_alike()


def test_of_two_documents_that_print_the_same_the_same_one_is_told(office: Office) -> None:
    office.write("a", share("coverage", "93%"))
    office.write("b", share("coverage", "93%"), share("leak", "7%"))
    office.publish()
    office.write("b", share("coverage", "93%"), share("leak", "8%"))
    assert office.found_alike() == {"chart_refused"}


def test_lines_may_end_as_windows_ends_them(office: Office) -> None:
    office.write("a", *LONG, end="\r\n")
    office.publish()
    office.write("a", LONG[0].replace("1200", "1201"), *LONG[1:], end="\r\n")
    assert {*office.read()[0].corrected} == {"a"}
    assert office.found_alike() == set()


def test_a_theme_without_an_id_is_a_fault(office: Office) -> None:
    office.curated.edit("curated/themes/water.toml", 'id = "water"\n', "")
    assert "missing_field" in office.found_alike()
