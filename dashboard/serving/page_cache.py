"""Answers again what was answered before, ahead of Flask, for as long as the store hasn't changed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any

from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header, parse_etags, unquote_etag

KEPT = 512
# Set in the request's environment by whoever answers with a page under its canonical address.
KEEP = "livelihood.keep"
# Set there by us: the answer was kept.
FOUND = "livelihood.found"
ENCODINGS = ("br", "gzip")
OF_A_BODY = ("content-type", "content-length", "content-encoding")
Headers = list[tuple[str, str]]
Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it was sent, and without its body for whoever has it already."""

    headers: Headers
    headers_304: Headers
    tag: str  # without its quotes
    body: bytes


class Front:
    """A WSGI application in front of another. `stamp` changes with the store; None: don't keep anything."""

    def __init__(self, application: Application, stamp: Callable[[], Hashable | None]) -> None:
        self.application = application
        self.stamp = stamp
        self._stamp: Hashable | None = None
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._lock = Lock()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        stamp = self.stamp() if _is_plain(environ) else None
        if stamp is None:
            return self.application(environ, start_response)
        encoding = best_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        # Not the host: no page depends on the name it was asked by.
        key = (environ["PATH_INFO"], environ["QUERY_STRING"], encoding)
        kept = self.find(stamp, key)
        if kept is None:
            return self._ask(environ, start_response, stamp, key)
        environ[FOUND] = True
        if parse_etags(environ.get("HTTP_IF_NONE_MATCH")).contains_weak(kept.tag):
            start_response("304 NOT MODIFIED", kept.headers_304)
            return ()
        start_response("200 OK", kept.headers)
        return () if environ["REQUEST_METHOD"] == "HEAD" else (kept.body,)

    def __len__(self) -> int:
        return len(self._kept)

    def find(self, stamp: Hashable | None, key: Hashable) -> Kept | None:
        """Return what was kept since the store is as `stamp` says."""
        with self._lock:
            if stamp != self._stamp or key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key]

    def _ask(
        self, environ: Environ, start_response: Callable[..., Any], stamp: Hashable, key: Hashable
    ) -> Iterable[bytes]:
        said: list[Any] = []

        def listen(status: str, headers: Headers, error: Any = None) -> Any:
            said[:] = [status, headers]
            return start_response(status, headers, error)

        answer = self.application(environ, listen)
        if not environ.get(KEEP) or environ["REQUEST_METHOD"] != "GET" or said[0][:3] != "200":
            return answer
        try:
            body = b"".join(answer)
        finally:
            getattr(answer, "close", lambda: None)()
        self.keep(stamp, key, said[1], body)
        return (body,)

    def keep(self, stamp: Hashable, key: Hashable, headers: Headers, body: bytes) -> None:
        """Keep an answer that was begun when the store was as `stamp` says."""
        without = [(name, value) for name, value in headers if name.lower() not in OF_A_BODY]
        tag, _ = unquote_etag(next(value for name, value in headers if name.lower() == "etag"))
        with self._lock:
            if stamp != self._stamp:
                self._kept.clear()
                self._stamp = stamp
            self._kept[key] = Kept(headers, without, tag, body)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)


def _is_plain(environ: Environ) -> bool:
    """Whether a request can be answered with what was sent before; the application judges all others."""
    return (
        environ["REQUEST_METHOD"] in ("GET", "HEAD")
        and "HTTP_IF_MATCH" not in environ
        and "," not in environ.get("HTTP_HOST", "")  # two Host headers
    )


@lru_cache(maxsize=256)
def best_encoding(accepted: str) -> str:
    """Return "br", "gzip" or "": what an Accept-Encoding header takes, best first."""
    offered = parse_accept_header(accepted, Accept)
    return next((encoding for encoding in ENCODINGS if offered[encoding] > 0), "")
