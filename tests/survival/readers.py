"""Readers who ask for page after page, and find fault with any that fails or speaks of two releases."""

from __future__ import annotations

import http.client
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.etl.small_curated import SmallCurated
from tests.setup.publishing import refresh
from tests.survival.scene import REPORT

READERS = 16
REST = 0.05  # s, that a reader looks at a page
PATIENCE = 90.0  # seconds; two cores may have much else to do
# Release 7 says 1007 wherever it says anything: whatever a page shows tells of which release it is.
FIRST = 1000
SPEAKING = (("约1234.5万立方米", "万立方米"), ("1.2亿元", "亿元"), ("8000万元", "万元"))
TELLING = re.compile(r"\b(1\d{3})(?:万立方米|亿元|万元)")
# What a page tells of the releases before: from what a figure was corrected.
SINCE = re.compile(
    r'<(p|span) class="(?:note revised|nature)">(?:[^<]|<(\w+)[^>]*>[^<]*</\2>)*</\1>'
    r'|<div class="parts revised">.*?</div>'  # of a headline
)
RELEASE = re.compile(r'data-release="(\d+)"|"release": ?(\d+)')
PATHS = ("/", "/themes/water", "/themes/water?lang=en", "/api/v1/observations", "/api/v1/observations.json")


def speak_of(curated: SmallCurated, release: int) -> None:
    """Make every telling figure say its release."""
    text = curated.text(REPORT)
    for printed, unit in SPEAKING:
        text = text.replace(printed, f"{FIRST + release}{unit}")
        text = TELLING.sub(lambda said: said[0].replace(said[1], str(FIRST + release)), text)
    curated.write(REPORT, text)


def publish(curated: SmallCurated, url: str, release: int) -> None:
    """Publish a state that speaks of its release."""
    speak_of(curated, release)
    refresh(curated.folder, url, "更正")


def soon(condition: Callable[[], bool]) -> bool:
    """Whether something comes true within a while."""
    until = time.monotonic() + PATIENCE
    while not condition() and time.monotonic() < until:
        time.sleep(0.05)
    return condition()


@dataclass
class Readers:
    """What readers met: how long each answer took, in seconds, the releases they saw, and every complaint."""

    address: str
    seconds: list[float] = field(default_factory=list)
    releases: set[int] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)

    def p99(self) -> float:
        """The time within which 99 of 100 answers came."""
        return sorted(self.seconds)[int(len(self.seconds) * 0.99)]

    def see(self, release: int) -> bool:
        """Whether any of them comes to see a release."""
        return soon(lambda: release in self.releases)

    def ask(self, stop: threading.Event, turn: int, rest: float) -> None:
        """Ask for one page after another, over one connection, until told to stop."""
        host = urlsplit(self.address).netloc
        connection = http.client.HTTPConnection(host, timeout=90)
        while not stop.wait(rest):
            path = PATHS[turn % len(PATHS)]
            turn += 1
            began = time.perf_counter()
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                self.judge(path, answer.status, answer.read().decode())
            except (OSError, http.client.HTTPException) as error:
                self.complaints.append(f"{path}: {error!r}")
                connection.close()
            self.seconds.append(time.perf_counter() - began)
        connection.close()

    def judge(self, path: str, status: int, text: str) -> None:
        """Note what is wrong with an answer."""
        if status != 200:
            self.complaints.append(f"{path}: {status}: {text[-300:]}")
            return
        named = {int(a or b) for a, b in RELEASE.findall(text)}
        told = {int(number) - FIRST for number in TELLING.findall(SINCE.sub("", text))}
        self.releases |= named
        if len(named) != 1 or told != named:
            self.complaints.append(f"{path}: the page of release {named} shows figures of {told}")


@contextmanager
def reading(address: str, rest: float = REST) -> Iterator[Readers]:
    """Let readers ask a server for pages until the end of the block, with so many seconds between two."""
    readers, stop = Readers(address), threading.Event()
    threads = [threading.Thread(target=readers.ask, args=(stop, turn, rest)) for turn in range(READERS)]
    for thread in threads:
        thread.start()
    try:
        yield readers
    finally:
        stop.set()
        for thread in threads:
            thread.join()
