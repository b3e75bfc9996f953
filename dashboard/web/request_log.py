"""The log of requests: a line of JSON each, with the network of who asked and no more of their address."""

from __future__ import annotations

import logging
import os
import sys
import time
from collections import deque
from datetime import datetime
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from json.encoder import encode_basestring as quoted
from multiprocessing.util import Finalize
from pathlib import Path
from threading import Event, Thread

from dashboard.serving.page_cache import Environ
from data.errors import SettingUnusable
from data.model.words import BEIJING

log = logging.getLogger(__name__)

PAUSE = 0.2  # s between two looks for lines to be written
WAITING = 20_000  # lines; a disk that is slower than readers makes no reader wait
LONGEST = 200  # characters of a path
NETWORK = {4: 24, 6: 48}  # bits of an address that are kept


class RequestLog:
    """Adds lines to a file, or to the standard error output; in a thread, as a disk or a pipe may be slow.

    A file that was moved away is made anew: whatever rotates logs need tell nobody.
    """

    def __init__(self, file: Path | None) -> None:
        self.file = file
        self.lost = 0  # lines that couldn't be written
        self._failing = False
        self._lines: deque[str] = deque()
        self._closing = Event()
        self._output = sys.stderr.fileno() if file is None else _opened(file)
        self._thread = Thread(target=self._write_all, name="request-log", daemon=True)
        self._thread.start()
        # A worker leaves without what atexit would do; this is done by workers and by all others.
        self._at_end = Finalize(None, self.close, exitpriority=1)

    def add(self, line: str) -> None:
        """Have a line written soon; where too many wait, it is lost, and counted."""
        if len(self._lines) < WAITING:
            self._lines.append(line)
        else:
            self.lost += 1

    def close(self) -> None:
        """Write what is waiting, for a second at most."""
        self._at_end.cancel()
        self._closing.set()
        self._thread.join(timeout=1)

    def _write_all(self) -> None:
        # Woken by the clock and not by each line, which would cost a reader more than the line itself.
        while not self._closing.wait(PAUSE):
            self._write([self._lines.popleft() for _ in range(len(self._lines))])
        self._write(list(self._lines))

    def _write(self, lines: list[str]) -> None:
        # Into a pipe line by line: of more than one at once, other processes' might stand between the halves.
        parts = lines if self.file is None else ["".join(lines)] if lines else []
        try:
            for content in (part.encode() for part in parts):
                if self.file is not None:
                    self._follow(self.file)
                while content:
                    content = content[os.write(self._output, content) :]
                self._failing = False
        except OSError as error:
            self.lost += len(lines)
            if not self._failing:
                log.error("requests can't be logged in %s: %s", self.file or "stderr", error.strerror)
            self._failing = True

    def _follow(self, file: Path) -> None:
        """Open the file anew where it isn't the one that is open."""
        try:
            there = file.stat()
        except FileNotFoundError:
            there = None
        if there is None or not os.path.samestat(there, os.fstat(self._output)):
            output = _opened(file)
            os.close(self._output)
            self._output = output


def request_log() -> RequestLog | None:
    """Return the log that REQUEST_LOG says: the standard error output by default, a file, or "" for none.

    Raises SettingUnusable for a file that can't be written.
    """
    written = os.environ.get("REQUEST_LOG")
    if written == "":
        return None
    try:
        return RequestLog(Path(written) if written else None)
    except OSError as error:
        example = "/var/log/livelihood/requests.jsonl"
        raise SettingUnusable(f"{written}: {error.strerror}", name="REQUEST_LOG", example=example) from error


def line_of(environ: Environ, status: int, seconds: float) -> str:
    """Return what the log says of a request: nothing after the `?`, which readers may have typed."""
    path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")[:LONGEST]
    method = environ["REQUEST_METHOD"][:LONGEST]
    whole, part = divmod(time.time_ns() // 1_000_000, 1000)
    return (  # by hand, as every request pays for it
        f'{{"time":"{_second(whole)}.{part:03}+08:00","network":"{network_of(reader(environ))}",'
        f'"method":{quoted(method)},"path":{quoted(path)},"status":{status},"ms":{seconds * 1000:.1f}}}\n'
    )


@lru_cache(maxsize=1)
def _second(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, BEIJING):%Y-%m-%dT%H:%M:%S}"


def reader(environ: Environ) -> str:
    """Return the address of who asked: where a proxy of this machine passed it on, the one that it names."""
    peer = str(environ.get("REMOTE_ADDR", ""))
    forwarded = str(environ.get("HTTP_X_FORWARDED_FOR", ""))
    return forwarded.rpartition(",")[2].strip() if forwarded and is_loopback(peer) else peer


@lru_cache(maxsize=1024)
def network_of(address: str) -> str:
    """Return the /24 or /48 that an address is in, "" for what is no address."""
    ip = _parsed(address)
    return str(ip_network(f"{ip}/{NETWORK[ip.version]}", strict=False)) if ip else ""


@lru_cache(maxsize=1024)
def is_loopback(address: str) -> bool:
    """Whether an address is this machine's own, which no other can have."""
    ip = _parsed(address)
    return ip is not None and ip.is_loopback


def _parsed(written: str) -> IPv4Address | IPv6Address | None:
    try:
        ip = ip_address(written.strip("[]").partition("%")[0])
    except ValueError:
        return None
    return getattr(ip, "ipv4_mapped", None) or ip


def _opened(file: Path) -> int:
    file.parent.mkdir(parents=True, exist_ok=True)
    return os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
