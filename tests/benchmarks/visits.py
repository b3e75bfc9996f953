"""One visit of a page in a real browser, cold and then warm, and what it cost."""

from __future__ import annotations

import base64
import time
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession

PROBE = (Path(__file__).parent / "probe.js").read_text(encoding="utf-8")
PATIENCE = 75.0  # seconds after which charts that haven't come never come
QUIET = 2.0  # seconds without a request after which a page has everything


@dataclass(frozen=True)
class Device:
    """What the visitor holds: a window, a processor `slower` times slower, and a network (None: as it is)."""

    name: str
    viewport: tuple[int, int]
    slower: int = 1
    network: dict[str, float] | None = None
    options: dict[str, Any] = field(default_factory=dict)


# Slow 4G as Lighthouse emulates it: 150 ms there and back, 1.6 Mbit/s down, 750 kbit/s up.
SLOW_4G = {"latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
PHONE = {"is_mobile": True, "has_touch": True, "device_scale_factor": 2}
DEVICES = (
    Device("desktop", (1280, 800)),
    Device(
        "slow phone", (390, 844), 4, SLOW_4G, {"is_mobile": True, "has_touch": True, "device_scale_factor": 2}
    ),
)


class Traffic:
    """What went over the wire: requests, and bytes with the moment they had come (headers included)."""

    def __init__(self, session: CDPSession) -> None:
        self.requests = 0
        self.arrivals: list[tuple[float, float]] = []  # seconds since 1970, bytes
        self.changed = time.monotonic()
        self._open: set[str] = set()
        self._cached: set[str] = set()
        self._arrived: dict[str, float] = {}  # bytes of each request that are noted
        self._clock: float | None = None
        for event, note in {
            "requestWillBeSent": self._sent,
            "requestServedFromCache": lambda e: self._cached.add(e["requestId"]),
            "responseReceived": self._answered,
            "dataReceived": lambda e: self._more(e, e["encodedDataLength"]),
            "loadingFinished": self._finished,
            "loadingFailed": lambda e: self._closed(e["requestId"]),
            "webSocketFrameReceived": self._frame,
        }.items():
            session.on(f"Network.{event}", note)
        session.send("Network.enable")

    @property
    def quiet(self) -> bool:
        """Whether nothing is under way, nor has been for a while."""
        return not self._open and time.monotonic() - self.changed > QUIET

    def bytes(self, until: float = inf) -> float:
        """Return the bytes that had come at a moment (seconds since 1970)."""
        return sum(size for when, size in self.arrivals if when <= until)

    def _sent(self, event: dict[str, Any]) -> None:
        self._clock = self._clock or event["wallTime"] - event["timestamp"]
        self._open.add(event["requestId"])
        self.changed = time.monotonic()

    def _answered(self, event: dict[str, Any]) -> None:
        if event["response"].get("fromDiskCache"):
            self._cached.add(event["requestId"])
        self._more(event, event["response"]["encodedDataLength"])

    def _more(self, event: dict[str, Any], size: float) -> None:
        """Note what has come of an answer when it comes, be the answer whole or not."""
        if event["requestId"] not in self._cached and size > 0:
            self._arrived[event["requestId"]] = self._arrived.get(event["requestId"], 0) + size
            self._note(event, size)

    def _finished(self, event: dict[str, Any]) -> None:
        request, size = event["requestId"], event["encodedDataLength"]
        self._closed(request)
        if request not in self._cached and size > 0:
            self.requests += 1
            self._note(event, size - self._arrived.pop(request, 0))

    def _frame(self, event: dict[str, Any]) -> None:
        text = event["response"]["payloadData"]
        self._note(event, len(text if event["response"]["opcode"] == 1 else base64.b64decode(text)))
        self.changed = time.monotonic()

    def _note(self, event: dict[str, Any], size: float) -> None:
        self.arrivals.append((event["timestamp"] + (self._clock or 0), size))

    def _closed(self, request: str) -> None:
        self._open.discard(request)
        self.changed = time.monotonic()


def visit_twice(
    browser: Browser, device: Device, address: str, charts: int, alive: bool
) -> list[dict[str, float]]:
    """Return what a first and a second visit cost, by the names of `report.MEASURES`.

    Times in seconds since navigation began, inf for what never came; then there is no second visit. `alive`
    says whether the charts become interactive.
    """
    width, height = device.viewport
    context = browser.new_context(viewport={"width": width, "height": height}, **device.options)
    context.add_init_script(PROBE.replace("TOTAL", str(charts)).replace("ALIVE", str(alive).lower()))
    try:
        first = visit(context, device, address, charts, alive)
        return (
            [first, visit(context, device, address, charts, alive)] if first["all charts"] < inf else [first]
        )
    finally:
        context.close()


def visit(
    context: BrowserContext, device: Device, address: str, charts: int, alive: bool
) -> dict[str, float]:
    """Open the page in a new tab and stay until its charts are there and its requests are done."""
    page = context.new_page()
    session = context.new_cdp_session(page)
    traffic = Traffic(session)
    emulating(session, device)
    page.goto(address, wait_until="commit", timeout=PATIENCE * 1000)
    deadline = time.monotonic() + PATIENCE
    while not (evaluate(session, "window.probe?.done") and traffic.quiet) and time.monotonic() < deadline:
        page.wait_for_timeout(200)
    seen = evaluate(session, SUMMARY)
    page.close()
    return _measures(seen, traffic, charts, alive)


def emulating(session: CDPSession, device: Device) -> CDPSession:
    """Make a page as slow as on a device."""
    session.send("Network.enable")
    session.send("Emulation.setCPUThrottlingRate", {"rate": device.slower})
    if device.network:
        session.send("Network.emulateNetworkConditions", {"offline": False, **device.network})
    return session


def evaluate(session: CDPSession, expression: str) -> Any:
    """Return the value of a script's expression, past any content policy."""
    return session.send("Runtime.evaluate", {"expression": expression, "returnByValue": True})["result"].get(
        "value"
    )


SUMMARY = """({
  ...window.probe, origin: performance.timeOrigin,
  first: performance.getEntriesByName("first-contentful-paint")[0].startTime,
})"""


def _measures(seen: dict[str, Any], traffic: Traffic, charts: int, alive: bool) -> dict[str, float]:
    first = seen["first"]
    painted = [max(first, moment) for moment in seen["painted"]] + [inf] * charts
    answers = max(first, seen["alive"][0]) if seen["alive"] else inf
    found = {
        "first paint": first / 1000,
        "first chart": painted[0] / 1000,
        "all charts": painted[charts - 1] / 1000,
        "layout shift": largest_session(seen["shifts"]),
        "blocking": seen["blocked"] / 1000,
        "bytes before": traffic.bytes((seen["origin"] + painted[charts - 1]) / 1000) / 1000,
        "bytes": traffic.bytes() / 1000,
        "requests": traffic.requests,
    }
    return {**found, "answers": answers / 1000, "answers after": (answers - first) / 1000} if alive else found


def largest_session(shifts: list[tuple[float, float]]) -> float:
    """Return CLS: the largest sum of shifts less than 1 s apart within 5 s (web.dev/articles/cls)."""
    sums, began, last = [0.0], -inf, -inf
    for moment, value in shifts:
        if moment - last >= 1000 or moment - began >= 5000:
            sums.append(0.0)
            began = moment
        sums[-1] += value
        last = moment
    return max(sums)
