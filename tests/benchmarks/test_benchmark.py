"""The benchmark counts as it says; how long anything takes is no test's business."""

from __future__ import annotations

from math import inf

import pytest

from tests.benchmarks.load import length_of
from tests.benchmarks.reaches import Reach
from tests.benchmarks.refreshing import Measured, Run
from tests.benchmarks.refreshing import table as refreshes
from tests.benchmarks.report import Results, markdown, tables
from tests.benchmarks.scale.content import DISTRICTS, INDICATORS, YEARS, content
from tests.benchmarks.visits import largest_session


def results(**found: list[float]) -> Results:
    """Results of one measure, by peer."""
    made = Results()
    for peer, values in found.items():
        for value in values:
            made.add("desktop, cold", peer, {"first chart": value})
    return made


def test_a_cell_gives_the_median_its_range_and_how_many_times_ours_it_is() -> None:
    text = tables(results(ours=[0.2, 0.1, 0.4], Dash=[3.0, 1.0, 2.0]), ["ours", "Dash"])
    assert "| 0.20 (0.10–0.40) |" in text
    assert "| 2.00 (1.00–3.00) ×10 |" in text


def test_what_never_came_is_said_to_and_has_no_ratio() -> None:
    assert "| never |" in tables(results(ours=[0.2], Vizro=[inf]), ["ours", "Vizro"])


def test_a_peer_that_was_not_measured_has_a_dash() -> None:
    assert tables(results(ours=[0.2]), ["ours", "Vizro"]).endswith("| 0.20 |     — |")


def test_the_columns_of_a_table_line_up() -> None:
    lines = markdown(["", "ours"], [["first chart", "1"], ["a", "1.25"]]).splitlines()
    assert len({len(line) for line in lines}) == 1


@pytest.mark.parametrize(
    ("reach", "met"),
    [
        (Reach("first chart", 1.3, 1.3, "×"), True),
        (Reach("first chart", 1.3, 1.31, "×"), False),
        (Reach("requests/s", 5, 5, "×", at_least=True), True),
        (Reach("requests/s", 5, 4.9, "×", at_least=True), False),
        (Reach("not measured", 5, float("nan"), "×"), False),
    ],
)
def test_a_reach_is_met_up_to_its_bound_and_never_by_what_was_not_measured(reach: Reach, met: bool) -> None:
    assert reach.met is met


@pytest.mark.parametrize(
    ("shifts", "largest"),
    [
        ([], 0.0),
        ([(0, 0.1), (500, 0.1)], 0.2),
        ([(0, 0.1), (1500, 0.3)], 0.3),  # a second without a shift ends a session
        ([(n * 900, 0.1) for n in range(7)], 0.6),  # and so do five seconds
    ],
)
def test_layout_shift_is_the_largest_session(shifts: list[tuple[float, float]], largest: float) -> None:
    assert largest_session(shifts) == pytest.approx(largest)


def test_an_answer_without_a_length_is_not_counted() -> None:
    assert length_of(b"HTTP/1.1 200 OK\r\nContent-Length: 12") == 12
    with pytest.raises(ValueError, match="without a length"):
        length_of(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked")


def test_the_large_catalogue_names_five_million_figures() -> None:
    made = content()
    districts = [region for region in made["regions"] if region["level"] == "district"]
    indicators = [indicator for theme in made["themes"] for indicator in theme["indicator"]]
    assert (len(districts), len(indicators)) == (DISTRICTS, INDICATORS)
    assert DISTRICTS * INDICATORS * len(YEARS) > 5_000_000


def test_a_refresh_is_set_beside_the_databases_own_bulk_load() -> None:
    runs = [Run(4.0, 900.0), Run(5.0, 1000.0), Run(6.0, 950.0)]
    corrected = [Run(1.5, 100.0)]
    text = refreshes([Measured("SQLite", "executemany", runs, corrected, [1.0], [2.0])], 1000)
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines()]
    assert lines[2] == ["refresh into an empty store, s", "", "5.0 (4.0–6.0)"]
    found = [line[2] for line in lines if line[1].startswith(("≥", "≤"))]
    assert found == ["0.20 NO", "0.40 yes", "1000 yes", "0.30 NO"]
