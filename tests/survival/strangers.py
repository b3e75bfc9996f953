"""Strangers who hold what they can: connections that are opened, and never used as they are meant."""

from __future__ import annotations

import resource
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.client import IncompleteRead
from urllib.parse import urlsplit
from urllib.request import urlopen

HALF_A_BODY = (
    b"POST /_dash-update-component HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    b"Content-Length: 300\r\n\r\n{"
)
HALF_A_HEAD = b"GET / HTTP/1.1\r\nHos"
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
SETTINGS, HEADERS, END_HEADERS = 0x4, 0x1, 0x4
SMALL = 4096  # bytes that a stranger lets the system take for it
SEGMENT = 1000  # bytes that come at once, as over a line; within a machine more would


@contextmanager
def holding(address: str, sent: bytes, number: int) -> Iterator[list[socket.socket]]:
    """Hold so many connections on which no more than `sent` is said, and nothing read."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    place = urlsplit(address)
    with ExitStack() as opened:
        held = [opened.enter_context(socket.socket()) for _ in range(number)]
        for connection in held:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, SEGMENT)
            connection.connect((place.hostname, place.port))
            connection.sendall(sent)
        yield held


@contextmanager
def sipping(
    address: str, sent: list[bytes], number: int, size: int, pause: float
) -> Iterator[list[socket.socket]]:
    """Hold so many connections of each, on which so many bytes of the answer are taken after each pause."""
    stop = threading.Event()

    def read(held: list[socket.socket]) -> None:
        while not stop.wait(pause):
            for connection in held:
                with suppress(OSError):
                    connection.recv(size, socket.MSG_DONTWAIT)

    with ExitStack() as opened:
        held = [one for request in sent for one in opened.enter_context(holding(address, request, number))]
        reading = threading.Thread(target=read, args=(held,))
        reading.start()
        yield held
        stop.set()
        reading.join()


def still_open(held: list[socket.socket]) -> int:
    """Return how many connections the server hasn't closed."""
    return sum(not _closed(connection) for connection in held)


def _closed(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        while connection.recv(65536):
            pass
    except BlockingIOError:
        return False
    except ConnectionError:
        return True
    return True


def seconds_for(address: str, path: str = "/") -> float:
    """Return how long a page takes, on a new connection. Raises OSError where it doesn't come whole."""
    began = time.perf_counter()
    with urlopen(f"{address}{path}", timeout=30) as answer:
        try:
            answer.read()
        except IncompleteRead as error:  # which isn't an OSError, though the server was lost all the same
            raise ConnectionError(error) from error
    return time.perf_counter() - began


def begun_posts(streams: int) -> bytes:
    """Requests of HTTP/2 whose bodies of 300 bytes never come."""
    fields = {
        ":method": "POST",
        ":scheme": "http",
        ":path": "/_dash-update-component",
        ":authority": "127.0.0.1",
        "content-type": "application/json",
        "content-length": "300",
    }
    block = b"".join(_literal(name, value) for name, value in fields.items())
    begun = (_frame(HEADERS, END_HEADERS, 2 * n + 1, block) for n in range(streams))
    return PREFACE + _frame(SETTINGS, 0, 0) + b"".join(begun)


def _frame(kind: int, flags: int, stream: int, payload: bytes = b"") -> bytes:
    return struct.pack(">I", len(payload))[1:] + bytes((kind, flags)) + struct.pack(">I", stream) + payload


def _literal(name: str, value: str) -> bytes:
    """A header field as HPACK writes it without its tables."""
    return b"\x00" + b"".join(bytes((len(text),)) + text.encode() for text in (name, value))
