"""Sends again what was sent before, ahead of Flask, for as long as the store hasn't changed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any, NamedTuple

from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header, parse_etags, unquote_etag

MOST = 64_000_000  # bytes
PARTS = 64  # of them, one of which a response may take; a larger one would drive out too many others
HEAD = 1_000  # bytes, about, that a response takes besides its body
# Set in the request's environment by whoever answers with a page under its canonical address.
CACHEABLE = "livelihood.cacheable"
# Set there to the file of an answer that is too long to be held: whoever can sends it from there.
FILE_OF_ANSWER = "livelihood.file"
# Set there where the response was cached.
CACHED = "livelihood.cached"
ENCODINGS = ("br", "gzip")
OF_A_BODY = ("content-type", "content-length", "content-encoding")
Headers = list[tuple[str, str]]
Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class Response(NamedTuple):
    """A whole response: its status as sent ("200 OK"), headers and body, or else the `file` that has it."""

    status: str
    headers: Headers
    body: bytes
    file: str = ""


@dataclass(frozen=True, slots=True)
class CachedResponse:
    """A 200 response as sent, and the headers of its 304."""

    headers: Headers
    headers_304: Headers
    tag: str  # without its quotes
    body: bytes


class PageCache:
    """A WSGI application in front of another. `stamp` changes with the store; None: nothing is cached."""

    def __init__(
        self, application: Application, stamp: Callable[[], Hashable | None], most: int = MOST
    ) -> None:
        self.application = application
        self.stamp = stamp
        self.most = most
        self._stamp: Hashable | None = None
        self._responses: OrderedDict[Hashable, CachedResponse] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        stamp = self.stamp() if _is_plain(environ) else None
        if stamp is None:
            return self.application(environ, start_response)
        if (response := self._find(stamp, environ)) is None:
            return self._ask(environ, start_response, stamp)
        environ[CACHED] = True
        start_response(response.status, response.headers)
        return (response.body,) if response.body else ()

    def find(self, environ: Environ) -> Response | None:
        """Return what a request is answered with out of the cache, None where it isn't there; never waits."""
        stamp = self.stamp() if _is_plain(environ) else None
        return None if stamp is None else self._find(stamp, environ)

    def key(self, environ: Environ) -> Hashable | None:
        """Return what the answer to a request would be kept under, None for one that is not kept."""
        if environ["REQUEST_METHOD"] != "GET" or not _is_plain(environ) or self.stamp() is None:
            return None
        return _key(environ)

    def __len__(self) -> int:
        return len(self._responses)

    def get(self, stamp: Hashable | None, key: Hashable) -> CachedResponse | None:
        """Return what was put under a key since the store is as `stamp` says."""
        with self._lock:
            if stamp != self._stamp or key not in self._responses:
                return None
            self._responses.move_to_end(key)
            return self._responses[key]

    def put(self, stamp: Hashable, key: Hashable, headers: Headers, body: bytes) -> None:
        """Keep a response that was begun when the store was as `stamp` says."""
        without = [(name, value) for name, value in headers if name.lower() not in OF_A_BODY]
        tag, _ = unquote_etag(next(value for name, value in headers if name.lower() == "etag"))
        with self._lock:
            if stamp != self._stamp:
                self._responses.clear()
                self._stamp, self._size = stamp, 0
            if key not in self._responses and len(body) <= self.most // PARTS:
                self._responses[key] = CachedResponse(headers, without, tag, body)
                self._size += len(body) + HEAD
            while self._size > self.most:
                _, oldest = self._responses.popitem(last=False)
                self._size -= len(oldest.body) + HEAD

    def _find(self, stamp: Hashable, environ: Environ) -> Response | None:
        if (cached := self.get(stamp, _key(environ))) is None:
            return None
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known and parse_etags(known).contains_weak(cached.tag):
            return Response("304 NOT MODIFIED", cached.headers_304, b"")
        return Response("200 OK", cached.headers, b"" if environ["REQUEST_METHOD"] == "HEAD" else cached.body)

    def _ask(self, environ: Environ, start_response: Callable[..., Any], stamp: Hashable) -> Iterable[bytes]:
        heads: list[tuple[str, Headers]] = []

        def listen(status: str, headers: Headers, error: Any = None) -> Any:
            heads.append((status, headers))
            return start_response(status, headers, error)

        answer = self.application(environ, listen)
        status, headers = heads[-1]
        if not environ.get(CACHEABLE) or environ["REQUEST_METHOD"] != "GET" or status[:3] != "200":
            return answer
        try:
            body = b"".join(answer)
        finally:
            getattr(answer, "close", lambda: None)()
        self.put(stamp, _key(environ), headers, body)
        return (body,)


def _key(environ: Environ) -> Hashable:
    """What a response depends on: not the host, as no page depends on the name it was asked by."""
    encoding = best_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
    return environ["PATH_INFO"], environ["QUERY_STRING"], encoding


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
