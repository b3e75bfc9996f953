"""Asks a server over and over on a number of connections: requests per second and how long the slowest took.

`python -m tests.benchmarks.load PORT PATH CONNECTIONS SECONDS` prints what `Load` holds as JSON; a process of
its own, so that nothing else of the benchmark takes its time.
"""

from __future__ import annotations

import dataclasses
import json
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import cycle

SPELLS = 4
WARM_UP = 0.15  # seconds of each spell that aren't counted

REQUEST = (
    "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip, br\r\n"
    "Accept: text/html,application/json\r\nContent-Type: application/json\r\nContent-Length: {size}\r\n\r\n"
)


@dataclass(frozen=True)
class Load:
    """How a server stood a load: answers per second, milliseconds in which 50, 95, 99 % came, refusals."""

    rate: float
    p50: float
    p95: float
    p99: float
    failed: int


def request(port: int, path: str, body: bytes = b"") -> bytes:
    """Return a request as it is sent: a GET, or a POST where there is a body."""
    head = REQUEST.format(method="POST" if body else "GET", path=path, port=port, size=len(body))
    return head.encode() + body


class Connection:
    """A kept-alive connection that sends the next of its requests as soon as it has a whole answer."""

    def __init__(self, port: int, asked: Iterator[bytes]) -> None:
        self.port, self.asked = port, asked
        self.failed = 0
        self.open()

    def open(self) -> None:
        """Connect (anew)."""
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self) -> None:
        """Send the request."""
        self.began = time.perf_counter()
        self.head = b""
        self.missing = 0
        self.socket.sendall(next(self.asked))

    def read(self) -> float | None:
        """Take what has come; return the seconds the answer took once it is whole. Raises ConnectionError."""
        got = self.socket.recv(1 << 18)
        if not got:
            raise ConnectionError
        if self.missing:
            self.missing -= len(got)
        else:
            self.head += got
            end = self.head.find(b"\r\n\r\n")
            if end < 0:
                return None
            self.failed += not self.head.startswith((b"HTTP/1.1 200", b"HTTP/1.1 304"))
            self.missing = length_of(self.head[:end]) - (len(self.head) - end - 4)
        return None if self.missing else time.perf_counter() - self.began

    def close(self) -> None:
        """Wait for the answer that is under way, which would hold up who comes next, and hang up."""
        with suppress(ConnectionError):
            while self.read() is None:
                pass
        self.socket.close()


def length_of(head: bytes) -> int:
    """Return the length that an answer's head announces. Raises ValueError for one that announces none."""
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line[15:])
    raise ValueError(f"an answer without a length: {head!r}")


def press(port: int, asked: Sequence[bytes], connections: int, seconds: float, spells: int = SPELLS) -> Load:
    """Send requests in turn on so many connections for so long.

    In spells: each connects anew, as workers share unevenly; one where answers take long.
    """
    took: list[float] = []
    turn = cycle(asked)
    failed = sum(_spell(port, turn, connections, seconds / spells, took) for _ in range(spells))
    ordered = sorted(took) or [float("nan")]
    at = [ordered[min(len(ordered) - 1, int(len(ordered) * part))] * 1000 for part in (0.5, 0.95, 0.99)]
    return Load(len(took) / seconds, *at, failed=failed)


def _spell(port: int, asked: Iterator[bytes], connections: int, seconds: float, took: list[float]) -> int:
    """Add what each answer took, in seconds, and return how many failed."""
    with selectors.DefaultSelector() as selector:
        made = [Connection(port, asked) for _ in range(connections)]
        for connection in made:
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.ask()
        counted = time.perf_counter() + WARM_UP
        while (now := time.perf_counter()) < counted + seconds:
            for key, _ in selector.select(counted + seconds - now):
                answered = _answered(selector, key.data)
                if answered is not None and now > counted:
                    took.append(answered)
    for connection in made:
        connection.close()
    return sum(connection.failed for connection in made)


def _answered(selector: selectors.BaseSelector, connection: Connection) -> float | None:
    """Read; ask again after a whole answer, and connect again where the server hung up."""
    try:
        took = connection.read()
    except ConnectionError:
        selector.unregister(connection.socket)
        connection.socket.close()
        connection.failed += 1
        connection.open()
        selector.register(connection.socket, selectors.EVENT_READ, connection)
        connection.ask()
        return None
    if took is not None:
        connection.ask()
    return took


def press_apart(port: int, path: str, connections: int, seconds: float) -> Load:
    """Do as `press` in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.load", str(port), path, str(connections), str(seconds)]
    return Load(**json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout))


if __name__ == "__main__":
    given_port, given_path, given_connections, given_seconds = sys.argv[1:]
    asked_for = request(int(given_port), given_path)
    found = press(int(given_port), [asked_for], int(given_connections), float(given_seconds))
    print(json.dumps(dataclasses.asdict(found)))
