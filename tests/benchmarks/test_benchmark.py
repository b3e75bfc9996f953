"""The benchmark counts as it says; how long anything takes is no test's business."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable
from itertools import cycle
from math import inf, isnan
from pathlib import Path
from typing import Any, cast

import brotli
import pytest
from playwright.sync_api import CDPSession

from tests.benchmarks.exhibit import exhibit
from tests.benchmarks.load import Connection, length_of
from tests.benchmarks.peers import bare_page, express
from tests.benchmarks.reaches import DESKTOP, PHONE, SERVER, WARM, Reach, reaches
from tests.benchmarks.refreshing import Measured, Run
from tests.benchmarks.refreshing import table as refreshes
from tests.benchmarks.report import Results, markdown, tables
from tests.benchmarks.visits import Traffic, largest_session
from tests.setup.publishing import client_of


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


def test_what_was_not_measured_is_no_number() -> None:
    results = Results()
    assert isnan(results.largest("desktop, cold", "bytes")) and isnan(results.median("desktop", "bytes"))


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


class Session:
    """A browser's session that tells what it is told to."""

    def __init__(self) -> None:
        self.listeners: dict[str, Callable[[dict[str, Any]], None]] = {}

    def on(self, event: str, listener: Callable[[dict[str, Any]], None]) -> None:
        self.listeners[event.removeprefix("Network.")] = listener

    def send(self, *_: object) -> None:
        """Take an order."""

    def tell(self, event: str, moment: float, request: str = "1", **facts: Any) -> None:
        self.listeners[event]({"requestId": request, "timestamp": moment, **facts})


def answer(session: Session, request: str, began: float, *, cached: bool = False) -> None:
    """One answer: 200 bytes of headers after a second, then 1000 bytes a second, three times."""
    session.tell("requestWillBeSent", began, request, wallTime=began + 1000)
    response = {"encodedDataLength": 200, "fromDiskCache": cached}
    session.tell("responseReceived", began + 1, request, response=response)
    for second in (2, 3, 4):
        session.tell("dataReceived", began + second, request, dataLength=4000, encodedDataLength=1000)
    session.tell("loadingFinished", began + 4, request, encodedDataLength=3200)


def traffic() -> tuple[Traffic, Session]:
    session = Session()
    return Traffic(cast(CDPSession, session)), session


def test_bytes_count_when_they_come_and_not_when_the_answer_is_whole() -> None:
    found, session = traffic()
    answer(session, "1", 10.0)
    assert [found.bytes(1010 + second) for second in (0, 1, 2, 3, 4)] == [0, 200, 1200, 2200, 3200]
    assert (found.bytes(), found.requests) == (3200, 1)


def test_bytes_that_no_event_told_of_count_at_the_end() -> None:
    found, session = traffic()
    session.tell("requestWillBeSent", 10.0, wallTime=1010.0)
    session.tell("loadingFinished", 12.0, encodedDataLength=500)
    assert (found.bytes(1011), found.bytes(1012)) == (0, 500)


def test_what_comes_out_of_the_cache_costs_nothing() -> None:
    found, session = traffic()
    answer(session, "1", 10.0, cached=True)
    assert (found.bytes(), found.requests) == (0, 0)


def measured(shifts: list[float], dash: dict[str, float]) -> Results:
    """Results of three runs that differ in layout shift alone, and of servers."""
    made = Results()
    each = ("first chart", "answers", "answers after", "blocking", "bytes before", "bytes")
    for heading in (DESKTOP, PHONE, *WARM.values()):
        for shift in shifts:
            made.add(heading, "ours", {**dict.fromkeys(each, 1.0), "layout shift": shift})
        for peer in ("bare page", "plotly.js", "Dash"):
            made.add(heading, peer, dict.fromkeys(each, 1.0))
    for connections in (1, 16, 64):
        for peer, rate in {"ours": 100.0, **dash}.items():
            made.add(SERVER, peer, {f"rate {connections}": rate})
    made.add(SERVER, "ours", {"change": 1.0})
    return made


def test_one_shift_in_one_run_misses_the_reach() -> None:
    servers = {"Dash": 10.0, "Dash on granian": 10.0}
    for shifts, met in (([0.0, 0.0, 0.0], True), ([0.0, 0.3, 0.0], False)):
        found = [r for r in reaches(measured(shifts, servers)) if "layout shift" in r.what]
        assert [r.met for r in found] == [met, met]


def test_requests_are_held_against_dash_as_it_is_served() -> None:
    found = [r for r in reaches(measured([0.0], {"Dash": 10.0, "Dash on granian": 40.0})) if "/s" in r.what]
    assert [(r.found, r.met) for r in found] == [(10.0, True)] * 3


def test_peers_draw_every_chart_that_the_overview_shows(store_url: str) -> None:
    charts = [chart for section in exhibit(store_url) for chart in section["charts"]]
    assert charts
    assert all(express.draw(chart).data for chart in charts)


def test_the_bare_page_has_every_word_one_drawing_a_chart_and_nothing_to_run(
    store_url: str, tmp_path: Path
) -> None:
    with client_of(store_url) as client:
        page = client.get("/").text
    bare_page.build(tmp_path / "bare", page)
    bare = brotli.decompress((tmp_path / "bare" / "index.html.br").read_bytes()).decode()
    charts = page.count('<figure class="chart"')
    assert charts and (bare.count("<svg"), bare.count('class="points"'), bare.count("<script")) == (
        charts,
        0,
        0,
    )
    for words in (r"<h2.*?</h2>", r"<figcaption.*?</figcaption>", r"<table.*?</table>"):
        assert re.findall(words, bare, re.DOTALL) == re.findall(words, page, re.DOTALL) != []


def test_every_peer_shows_the_charts_of_our_overview(store_url: str) -> None:
    with client_of(store_url) as client:
        page = client.get("/").text
    shown = re.findall(r'<article id="chart-([^"]+)"', page)
    compared = [chart["id"] for section in exhibit(store_url) for chart in section["charts"]]
    assert compared and sorted(compared) == sorted(shown)


def test_a_connection_sends_the_next_request_once_it_has_an_answer() -> None:
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                while got := connection.recv(1000):
                    asked.append(got)
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

        thread = threading.Thread(target=serve)
        thread.start()
        connection = Connection(listener.getsockname()[1], cycle([b"first", b"second"]))
        for _ in range(3):
            connection.ask()
            while connection.read() is None:
                pass
        connection.ask()
        connection.close()
        thread.join()
    assert (asked, connection.failed) == ([b"first", b"second", b"first", b"second"], 0)
    assert connection.missing == 0 and connection.head.endswith(b"ok")  # what was under way has come


def test_a_refresh_is_set_beside_the_databases_own_bulk_load() -> None:
    runs = [Run(4.0, 900.0), Run(5.0, 1000.0), Run(6.0, 950.0)]
    corrected = {"one document": [Run(1.0, 100.0)], "all documents": [Run(16.0, 100.0)]}
    text = refreshes([Measured("SQLite", "executemany", runs, corrected, [2.0], [1.0])], 1000)
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines()]
    assert lines[2] == ["refresh into an empty store, s", "", "5.0 (4.0–6.0)"]
    found = [line[2] for line in lines if line[1].startswith(("≥", "≤"))]
    assert found == ["0.40 NO", "1000 yes", "1.00 yes", "16.00 NO"]
