"""`make bench`: our overview beside a bare page, hand-written plotly.js, Dash, Streamlit and Vizro.

All serve the same figures at once on this machine and are measured in turn. BENCH_RUNS (5) shortens it.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import time
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.benchmarks import callbacks, lighthouse, reaches, report, roster
from tests.benchmarks.exhibit import exhibit
from tests.benchmarks.load import press_apart
from tests.benchmarks.opening import open_themes
from tests.benchmarks.processes import ROOT
from tests.benchmarks.roster import Peer, Peers
from tests.benchmarks.visits import DEVICES, Device, visit_twice
from tests.setup.serving import BROWSER_ARGUMENTS, browser_path, publish

RUNS = int(os.environ.get("BENCH_RUNS") or 5)
FEWER = max(1, RUNS // 2)  # runs of what takes long: the slow phone, and load
SECONDS = 1.6  # of load at each number of connections, in each run
CHANGES = {
    "ours": callbacks.our_changes,
    "Dash": callbacks.stock_changes,
    "Dash, our figures": callbacks.stock_changes,
}
OUTPUT = ROOT / "tests" / "output" / "bench.md"


def main() -> None:
    """Measure, print the tables, and write them to tests/output/bench.md."""
    began = time.monotonic()
    roster.install()
    lighthouse.install()
    results = report.Results()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        store_url = publish(folder)
        sections = exhibit(store_url)
        charts = sum(len(section["charts"]) for section in sections)
        browser = playwright.chromium.launch(executable_path=browser_path(), args=BROWSER_ARGUMENTS)
        with roster.serving(store_url, sections, folder) as peers:
            measure_changes(results, browser, peers)
            measure_loads(results, peers)
            measure_visits(results, browser, peers, charts)
            measure_clicks(results, browser, peers["ours"])
            measure_audits(results, peers["ours"], folder)
        head = _head(browser, charts, time.monotonic() - began)
        browser.close()
    text = f"{head}\n\n{report.tables(results, [*peers])}\n\n## reach\n\n{reaches.table(results)}\n"
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_text(text, encoding="utf-8")
    print(text)


def measure_changes(results: report.Results, browser: Browser, peers: Peers) -> None:
    """Time the change of region or year, ours and the stock pages', while nothing else is at work."""
    for name, find in CHANGES.items():
        server = peers[name].server
        change = callbacks.timed(server.port, find(browser, server.address))
        for measure, times in (("change", change.first), ("change again", change.again)):
            for time_taken in times:
                results.add(reaches.SERVER, name, {measure: time_taken})
    _say("changes of region and year are timed")


def measure_loads(results: report.Results, peers: Peers) -> None:
    """Load each server with its page at 1, 16 and 64 connections; this also warms every worker."""
    for turn in range(FEWER):

        def measure(peer: Peer) -> None:
            for connections in (1, 16, 64):
                load = press_apart(peer.server.port, "/", connections, SECONDS)
                if load.failed:
                    _say(f"{peer.name}: {load.failed} answers failed at {connections} connections")
                measured = {f"rate {connections}": load.rate, f"p99 {connections}": load.p99}
                results.add(reaches.SERVER, peer.name, measured)
            results.add(reaches.SERVER, peer.name, {"memory": peer.server.memory()})

        roster.each(peers, turn, measure)
        _say(f"load {turn + 1} of {FEWER}")


def measure_visits(results: report.Results, browser: Browser, peers: Peers, charts: int) -> None:
    """Visit each page twice, on each device, in turn; one whose charts never came isn't tried again."""
    hopeless: set[tuple[str, str]] = set()
    for turn, device in product(range(RUNS), DEVICES):

        def measure(peer: Peer, turn: int = turn, device: Device = device) -> None:
            if (peer.name, device.name) in hopeless or device.name not in peer.devices:
                return
            began = time.monotonic()
            visits = visit_twice(browser, device, peer.server.address, charts, peer.alive)
            for cache, measured in zip(("cold", "warm"), visits, strict=False):
                results.add(f"{device.name}, {cache}", peer.name, measured)
            if len(visits) < 2:
                hopeless.add((peer.name, device.name))
            _say(f"{device.name} {turn + 1}: {peer.name}, {time.monotonic() - began:.0f} s")

        if turn < FEWER or not device.network:
            roster.each(peers, turn, measure)


def measure_clicks(results: report.Results, browser: Browser, ours: Peer) -> None:
    """Click on each theme in our overview, on each device; there is no peer that has themes."""
    for device in DEVICES:
        for seconds in open_themes(browser, device, ours.server.address):
            results.add(f"{device.name}, cold", ours.name, {"theme": seconds})
        _say(f"{device.name}: themes opened")


def measure_audits(results: report.Results, ours: Peer, folder: Path) -> None:
    """Have Lighthouse look at our overview, as often as a phone visits it."""
    for _, device in product(range(FEWER), lighthouse.DEVICES):
        found = lighthouse.audit(ours.server.address, device, folder)
        results.add(f"{device}, cold", ours.name, found)
        _say(f"Lighthouse, {device}: {found}")


def _head(browser: Browser, charts: int, seconds: float) -> str:
    return HEAD.format(
        charts=charts,
        runs=RUNS,
        fewer=FEWER,
        processors=os.cpu_count(),
        python=platform.python_version(),
        browser=browser.version,
        minutes=seconds / 60,
    )


HEAD = """# Benchmark

The overview's {charts} charts, the same figures everywhere: median (smallest–largest) × ours.
{runs} alternating runs ({fewer} on the phone and under load), {minutes:.0f} min, {processors} processors,
Python {python}, Chromium {browser}. 2 workers each: ours, the bare page and plotly.js of granian,
Dash and Vizro of gunicorn; “Dash on granian” is the same page on our server, for requests/s alone; Streamlit
has its one process.
The bare page is ours without scripts, each picture at one width: the limit.
“Dash”, Streamlit and Vizro draw with plotly.express; “Dash, our figures” is handed ours, laid out before.
Memory is that of all a server's processes; what they share counts once (PSS).
Slow phone: 4× slower processor, 150 ms, 1.6 Mbit/s. Bytes are those on the wire, headers included."""


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
