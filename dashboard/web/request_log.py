"""The log of requests: a line of JSON each, with the network of who asked and no more of their address."""

from __future__ import annotations

import atexit
import json
import logging
import os
import sys
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from pathlib import Path
from queue import Empty, Full, Queue
from threading import Thread

from dashboard.serving.page_cache import Environ
from data.errors import SettingUnusable
from data.model.words import BEIJING

log = logging.getLogger(__name__)

WAITING = 10_000  # lines; a disk that is slower than readers makes no reader wait
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
        self._lines: Queue[str | None] = Queue(WAITING)
        self._output = sys.stderr.fileno() if file is None else _opened(file)
        self._thread = Thread(target=self._write_all, name="request-log", daemon=True)
        self._thread.start()
        atexit.register(self.close)

    def add(self, line: str) -> None:
        """Have a line written; where too many wait, it is lost, and counted."""
        try:
            self._lines.put_nowait(line)
        except Full:
            self.lost += 1

    def close(self) -> None:
        """Write what is waiting, for a second at most."""
        atexit.unregister(self.close)
        if self._thread.is_alive():
            with suppress(Full):
                self._lines.put(None, timeout=1)
                self._thread.join(timeout=1)

    def _write_all(self) -> None:
        closing = False
        while not closing:
            lines = [self._lines.get()]
            try:
                while True:
                    lines.append(self._lines.get_nowait())
            except Empty:
                closing = None in lines
            self._write([line for line in lines if line is not None])

    def _write(self, lines: list[str]) -> None:
        content = "".join(lines).encode()
        try:
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
    path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
    record = {
        "time": datetime.now(BEIJING).isoformat(timespec="milliseconds"),
        "network": network_of(reader(environ)),
        "method": environ["REQUEST_METHOD"][:LONGEST],
        "path": path[:LONGEST],
        "status": status,
        "ms": round(seconds * 1000, 1),
    }
    return json.dumps(record, ensure_ascii=False) + "\n"


def reader(environ: Environ) -> str:
    """Return the address of who asked: where a proxy of this machine passed it on, the one that it names."""
    peer = str(environ.get("REMOTE_ADDR", ""))
    forwarded = str(environ.get("HTTP_X_FORWARDED_FOR", ""))
    return forwarded.rpartition(",")[2].strip() if forwarded and is_loopback(peer) else peer


@lru_cache(maxsize=1024)
def network_of(address: str) -> str:
    """Return the /24 or /48 that an address is in, "" for what is no address."""
    found = _parsed(address)
    return str(ip_network(f"{found}/{NETWORK[found.version]}", strict=False)) if found else ""


@lru_cache(maxsize=1024)
def is_loopback(address: str) -> bool:
    """Whether an address is this machine's own, which no other can have."""
    found = _parsed(address)
    return found is not None and found.is_loopback


def _parsed(written: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(written.strip("[]").partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _opened(file: Path) -> int:
    file.parent.mkdir(parents=True, exist_ok=True)
    return os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
