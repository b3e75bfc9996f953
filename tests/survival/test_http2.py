"""The server speaks HTTP/1 only: half-sent streams of HTTP/2 would hold its threads for good."""

from __future__ import annotations

import socket
import struct
from pathlib import Path
from urllib.request import urlopen

from tests.setup.serving import ROOT, SERVER, serving

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
SETTINGS, HEADERS, END_HEADERS = 0x4, 0x1, 0x4
CONNECTIONS, STREAMS = 6, 4


def frame(kind: int, flags: int, stream: int, payload: bytes = b"") -> bytes:
    return struct.pack(">I", len(payload))[1:] + bytes((kind, flags)) + struct.pack(">I", stream) + payload


def literal(name: str, value: str) -> bytes:
    """A header field as HPACK writes it without its tables."""
    return b"\x00" + b"".join(bytes((len(text),)) + text.encode() for text in (name, value))


def begun_posts() -> bytes:
    """Requests whose bodies of 300 bytes never come."""
    fields = {
        ":method": "POST",
        ":scheme": "http",
        ":path": "/_dash-update-component",
        ":authority": "127.0.0.1",
        "content-type": "application/json",
        "content-length": "300",
    }
    block = b"".join(literal(name, value) for name, value in fields.items())
    streams = (frame(HEADERS, END_HEADERS, 2 * n + 1, block) for n in range(STREAMS))
    return PREFACE + frame(SETTINGS, 0, 0) + b"".join(streams)


def test_streams_of_http2_that_never_end_hold_nothing_others_need(store_url: str, tmp_path: Path) -> None:
    with serving(store_url, tmp_path) as address:
        host, _, port = address.removeprefix("http://").partition(":")
        for _ in range(CONNECTIONS):
            with socket.create_connection((host, int(port)), timeout=5) as attacker:
                attacker.sendall(begun_posts())
                assert not attacker.recv(9).startswith(b"\x00\x00"), "it answers with a frame of HTTP/2"
        with urlopen(f"{address}/healthz", timeout=5) as answer:
            assert answer.status == 200


def test_what_make_run_starts_is_what_is_tested() -> None:
    assert "--http 1 " in (ROOT / "Makefile").read_text(encoding="utf-8")
    assert SERVER[SERVER.index("--http") + 1] == "1"
