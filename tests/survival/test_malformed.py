"""Requests that no browser sends are refused: none of them is an error of ours."""

from __future__ import annotations

import json
import random
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.setup.serving import serving

UPDATE: dict[str, Any] = {
    "output": "page.children",
    "outputs": {"id": "page", "property": "children"},
    "inputs": [{"id": "address", "property": "data-href", "value": "/themes/roads?period=2021"}],
    "changedPropIds": ["address.data-href"],
    "state": [],
}
WRONG: tuple[Any, ...] = (
    *(None, True, -1, 1e309, "", "/", "\ud800", "\x00", "中" * 300, [], {}, [[]], [{}], {"id": {}}),
    *("/../../etc/passwd", "//evil.example/", "/?release=-1", "/?region=%00&period=x", "javascript:1"),
)
METHODS = (
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "DELETE",
    "OPTIONS",
    "TRACE",
    "CONNECT",
    "PATCH",
    "get",
    "",
    "\x00",
    "G T",
)
PATHS = (
    *(
        "/",
        "//",
        "/%",
        "/%00",
        "/%ff",
        "/..",
        "/%2e%2e/%2e%2e/etc/passwd",
        "*",
        "",
        "http://evil.example/",
        "/中",
    ),
    *(
        "/api/v1/observations",
        "/api/v1/observations.csv",
        "/api/v1/%2e",
        "/charts/x.svg",
        "/charts/road_works.svg",
    ),
    *("/_dash-update-component", "/_dash-layout", "/_dash-component-suites/x", "/scripts/x-1.js", "/healthz"),
    *(
        "/documents/",
        "/documents/%0d%0aX:1",
        "/themes/roads",
        "/releases.atom",
        "/robots.txt",
        "/assets/../app.py",
    ),
)
QUERIES = (
    "",
    "?",
    "??",
    "?release=",
    "?release=99999999999999999999",
    "?width=0",
    "?width=1e9",
    "?lang=zz&lang=en",
)
MORE = (
    "?a=%zz",
    "?region=%00",
    "?period=2022%27--",
    "?after=x&limit=-1",
    "?\udce4",
    "?" + "x" * 9000,
    "?limit=9",
)
HEADERS = (
    *(
        b"Host: a",
        b"Host: xn--",
        b"Host: a, b",
        b"Host:",
        b"Content-Length: -1",
        b"Content-Length: 9999999999",
    ),
    *(
        b"Transfer-Encoding: chunked",
        b"Transfer-Encoding: x",
        b'If-None-Match: "',
        b"If-Match: *",
        b"Range: bytes=9-",
    ),
    *(
        b"Accept-Encoding: \xff",
        b"Accept-Encoding: br;q=x",
        b"Content-Type: application/json; charset=x",
        b": x",
    ),
    *(
        b"If-Modified-Since: x",
        b"Cookie: \x01",
        b"Content_Length: 5",
        b"X: " + b"y" * 9000,
        b"Expect: 100-continue",
    ),
    *(
        b"Forwarded: host=evil",
        b"X-Forwarded-Host: evil",
        b"Upgrade: h2c",
        b"Connection: upgrade",
        b"no colon",
    ),
)
QUICK = 400


@pytest.fixture(scope="module")
def address(store_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(store_url, tmp_path_factory.mktemp("served")) as address:
        yield address


class Stranger:
    """Sends bytes over one connection for as long as the server keeps it."""

    def __init__(self, address: str) -> None:
        place = urlsplit(address)
        self.place = (str(place.hostname), int(place.port or 80))
        self.connection: socket.socket | None = None

    def __enter__(self) -> Stranger:
        return self

    def __exit__(self, *_: object) -> None:
        self.hang_up()

    def hang_up(self) -> None:
        """Close the connection, if one is open."""
        if self.connection is not None:
            self.connection.close()
        self.connection = None

    def ask(self, sent: bytes, *, again: bool) -> int:
        """Return the status of the answer, 0 where the server hangs up; its body is read to ask again."""
        if self.connection is None:
            self.connection = socket.create_connection(self.place, timeout=15)
        answer = b""
        try:
            self.connection.sendall(sent)
            while b"\r\n\r\n" not in answer:
                answer += (got := self.connection.recv(65536))
                if not got:
                    raise ConnectionError
            head, _, body = answer.partition(b"\r\n\r\n")
            length = [
                line[15:] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")
            ]
            while again and length and len(body) < int(length[0]):
                body += self.connection.recv(65536)
        except ConnectionError:
            again = False
        if not again or b"connection: close" in answer.lower():
            self.hang_up()
        return int(answer[9:12] or 0)


def changed(lot: random.Random, value: Any) -> Any:
    """Return a value of JSON with something in it that is wrong."""
    if lot.random() < 0.25 or not value or not isinstance(value, dict | list):
        return lot.choice(WRONG)
    if isinstance(value, list):
        return [changed(lot, item) for item in value] * lot.choice((0, 1, 1, 2))
    key = lot.choice([*value])
    fate = lot.random()
    if fate < 0.2:
        return {k: v for k, v in value.items() if k != key}
    if fate < 0.4:
        return {**value, lot.choice(("x", "props", "__class__", "")): lot.choice(WRONG)}
    return {**value, key: changed(lot, value[key])}


def callback(lot: random.Random) -> bytes:
    """Return a callback of which something is wrong: its JSON, or its bytes."""
    body = json.dumps(changed(lot, UPDATE)).encode()
    if lot.random() < 0.2:
        place = lot.randrange(len(body) + 1)
        body = body[:place] + lot.randbytes(lot.randrange(4)) + body[place + lot.randrange(9) :]
    head = "POST /_dash-update-component HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def request(lot: random.Random) -> bytes:
    """Return a request of which something may be wrong: its method, address, version, headers or bytes."""
    method, path = (
        lot.choice(METHODS[: lot.choice((1, 3, 99))]),
        lot.choice(PATHS) + lot.choice(QUERIES + MORE),
    )
    version = lot.choice(("HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "", "HTTP/1.1 "))
    line = f"{method} {path} {version}".encode(errors="surrogateescape")
    headers = [b"Host: a"] * lot.choice((1, 1, 1, 0)) + lot.sample(HEADERS, lot.randrange(4))
    sent = b"\r\n".join((line, *headers, b"", b""))
    if lot.random() < 0.1:
        place = lot.randrange(len(line))
        sent = sent[:place] + lot.randbytes(1) + sent[place + 1 :]
    return sent


@pytest.mark.parametrize("number", [QUICK, pytest.param(100_000, marks=pytest.mark.soak)])
def test_no_callback_makes_the_program_fail(address: str, number: int) -> None:
    lot = random.Random(number)
    with Stranger(address) as stranger:
        for _ in range(number):
            sent = callback(lot)
            assert stranger.ask(sent, again=True) in (200, 400, 413), sent


@pytest.mark.parametrize("number", [QUICK, pytest.param(50_000, marks=pytest.mark.soak)])
def test_no_request_makes_the_program_fail(address: str, number: int) -> None:
    lot = random.Random(number)
    with Stranger(address) as stranger:
        for _ in range(number):
            sent = request(lot)
            assert stranger.ask(sent, again=False) < 500, sent
