"""A stranger may not hold what others need: connections, threads, workers, the port."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError

import pytest

from dashboard.__main__ import GRACE, SILENT, UNREAD
from dashboard.serving.scripts import scripts
from dashboard.web.gateway import BODY_SECONDS
from tests.setup.serving import ROOT, SERVER, serving, site
from tests.survival.strangers import (
    HALF_A_BODY,
    HALF_A_HEAD,
    begun_posts,
    holding,
    seconds_for,
    sipping,
    still_open,
)

AT_ONCE = 1.0  # s in which the overview comes whatever strangers do
SOON = 5.0  # s in which any page does
LONG = f"GET {scripts()['plotly'].path} HTTP/1.1\r\nHost: x\r\n\r\n".encode()


@pytest.fixture(scope="module")
def address(store_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(store_url, tmp_path_factory.mktemp("served")) as address:
        yield address


def test_streams_of_http2_that_never_end_hold_nothing_others_need(address: str) -> None:
    for _ in range(6):
        with holding(address, begun_posts(streams=4), 1) as [stranger]:
            stranger.settimeout(5)
            assert not stranger.recv(9).startswith(b"\x00\x00"), "it answers with a frame of HTTP/2"
    assert seconds_for(address) < AT_ONCE
    assert seconds_for(address, "/healthz") < AT_ONCE


@pytest.mark.parametrize(
    ("sent", "number"),
    [(HALF_A_BODY, 16), (HALF_A_BODY, 300), (b"", 2_500), (HALF_A_HEAD, 2_500), (LONG, 300)],
    ids=["16 half bodies", "300 half bodies", "2500 silent", "2500 half heads", "300 that never read"],
)
def test_connections_that_are_only_held_keep_no_page_from_others(
    address: str, sent: bytes, number: int
) -> None:
    with holding(address, sent, number) as held:
        assert seconds_for(address) < AT_ONCE
        for path in ("/themes/roads", "/?period=2021", "/api/v1/observations"):
            assert seconds_for(address, path) < SOON, path  # made first, on whatever machine
        assert still_open(held) == number or sent == LONG  # so that something was withstood


def test_whoever_says_nothing_more_is_let_go(address: str) -> None:
    with (
        holding(address, HALF_A_BODY, 20) as bodies,
        holding(address, HALF_A_HEAD, 20) as heads,
        holding(address, b"", 20) as silent,
    ):
        time.sleep(max(BODY_SECONDS, SILENT) + 2)
        told = bodies.pop().recv(4096)
        assert told.startswith(b"HTTP/1.1 408 ") and "10秒" in told.decode()
        deadline = time.monotonic() + SOON
        while any(still_open(held) for held in (bodies, heads, silent)):
            assert time.monotonic() < deadline
            time.sleep(0.2)


LET_GO = 2 * UNREAD  # s, within which whoever reads too slowly is


@pytest.mark.parametrize(
    ("size", "pause", "seconds"),
    [(1, 1, 2), *(pytest.param(*sip, LET_GO, marks=pytest.mark.soak) for sip in [(1, 1), (2000, 8)])],
    ids=["a byte a second", "until they are let go", "a sip now and then"],
)
def test_whoever_reads_slowly_keeps_no_page_from_others_and_is_let_go(
    address: str, size: int, pause: float, seconds: float
) -> None:
    for path in ("/", "/corrections", "/themes/roads") * 4:  # made once by either worker
        seconds_for(address, path)
    page = b"GET /corrections HTTP/1.1\r\nHost: x\r\n\r\n"
    with sipping(address, [LONG * 8, page * 160], 250, size, pause) as held:  # more than the system takes
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            assert seconds_for(address) < AT_ONCE
            assert seconds_for(address, "/themes/roads") < SOON
            time.sleep(0.2)
        assert seconds < LET_GO or still_open(held) == 0


# ---- lists ------------------------------------------------------------------------------------


@pytest.fixture(
    scope="module",
    params=[(2, 30), *(pytest.param(size, marks=pytest.mark.soak) for size in [(300, 1), (2, 300)])],
    ids="{0[0]} regions, {0[1]} groups".format,
)
def large(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of 1,800 figures a region, of which the second has so many groups."""
    folder = tmp_path_factory.mktemp("large")
    url = f"sqlite:///{folder / 'large.db'}"
    fill = f"from tests.benchmarks.scale.fill import fill; fill({url!r})"
    regions, groups = request.param
    size = {"BENCH_REGIONS": str(regions), "BENCH_GROUPS": str(groups)}
    subprocess.run([sys.executable, "-c", fill], cwd=ROOT, env=os.environ | size, check=True)
    with serving(url, folder) as address:
        yield address


@pytest.mark.parametrize("path", ["/api/v1/observations.json", "/api/v1/observations.csv?after=d0001,{}"])
def test_whoever_asks_for_the_largest_lists_over_and_over_keeps_no_page_from_others(
    large: str, path: str
) -> None:
    stop = threading.Event()

    def ask(number: int) -> list[int]:
        statuses = []
        while not stop.is_set():
            number = (number * 7 + 1) % 30
            try:
                seconds_for(large, path.format(1995 + number))
                statuses.append(200)
            except HTTPError as error:
                error.close()
                statuses.append(error.code)
        return statuses

    seconds_for(large)  # made once
    with ThreadPoolExecutor(16) as strangers:
        asking = [strangers.submit(ask, number) for number in range(16)]
        took = []
        for _ in range(4):
            time.sleep(0.1)
            took.append(seconds_for(large))
        stop.set()
    statuses = [status for one in asking for status in one.result()]
    assert max(took) < AT_ONCE, took
    assert 200 in statuses and {*statuses} <= {200, 503}


# ---- workers ----------------------------------------------------------------------------------


def test_a_worker_that_is_killed_is_replaced_by_one_that_shares_memory_and_only_what_it_had_in_hand_is_lost(
    store_url: str, tmp_path: Path
) -> None:
    with site(store_url, tmp_path) as served:
        stop, failed, answered = threading.Event(), [], []

        def ask(_: int) -> None:
            while not stop.is_set():
                try:
                    answered.append(seconds_for(served.address))
                except OSError as error:
                    failed.append(error)
                time.sleep(0.1)  # readers, and no attack

        with ThreadPoolExecutor(8) as readers:
            asking = readers.map(ask, range(8))
            time.sleep(0.5)
            killed, *_ = served.workers()
            os.kill(killed, signal.SIGKILL)
            time.sleep(1)
            enough, until = len(answered) + 100, time.monotonic() + 2 * SOON
            while len(answered) < enough and time.monotonic() < until:
                time.sleep(0.05)
            stop.set()
            list(asking)
        assert len(failed) <= 8, failed
        assert len(answered) >= enough
        assert max(answered) < AT_ONCE
        assert len(served.workers()) == 2 and killed not in served.workers()
        assert all(own_part_of(worker) < 0.6 for worker in served.workers())


def own_part_of(pid: int) -> float:
    """Which part of a process's memory no other process has in the same place."""
    parts = [line.split()[:2] for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]]
    size = {name: int(kilobytes) for name, kilobytes in parts}
    return (size["Private_Clean:"] + size["Private_Dirty:"]) / size["Rss:"]


def test_the_server_ends_when_it_is_told_to_whatever_strangers_hold(store_url: str, tmp_path: Path) -> None:
    with (
        site(store_url, tmp_path) as served,
        holding(served.address, HALF_A_BODY, 100),
        holding(served.address, LONG, 50),
        holding(served.address, b"", 50),
    ):
        began = time.monotonic()
        served.process.terminate()
        assert served.process.wait(20) == 0
        assert time.monotonic() - began < 10


def test_no_worker_outlives_a_server_that_is_killed(store_url: str, tmp_path: Path) -> None:
    with site(store_url, tmp_path) as served:
        workers = served.workers()
        served.process.kill()
        until = time.monotonic() + GRACE + 3
        while any(map(_runs, workers)) and time.monotonic() < until:
            time.sleep(0.1)
        assert not any(map(_runs, workers))


def _runs(pid: int) -> bool:
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


# ---- the port ---------------------------------------------------------------------------------


def start(**settings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *SERVER]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **settings}, capture_output=True, text=True, timeout=20
    )


def test_a_second_server_does_not_share_the_port_of_the_first() -> None:
    with socket.create_server(("127.0.0.1", 0)) as first:
        port = str(first.getsockname()[1])
        done = start(PORT=port)
    assert done.returncode == 1
    assert f"不能在 127.0.0.1:{port} 提供网页" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "settings",
    [{"PORT": "0"}, {"PORT": "x"}, {"PORT": "65536"}, {"HOST": "nowhere.invalid"}, {"HOST": "::g"}],
)
def test_an_address_that_is_none_is_refused_in_a_sentence(settings: dict[str, str]) -> None:
    done = start(**{"PORT": "8059", **settings})
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert next(iter(settings.values())) in done.stderr
