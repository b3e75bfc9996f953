"""How bytes go out: encoded, tagged, cacheable; and the whole pages that are kept."""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import Generic, TypeVar

import brotli
import flask

from dashboard.serving.page_cache import best_encoding

Made = TypeVar("Made")
PAGES_KEPT = 512
FOREVER = "public, max-age=31536000, immutable"
# A release never changes, but how it is drawn may, with a new version of this software.
OF_A_RELEASE = "public, max-age=3600"
# The newest: ask again each time; a cache in front may answer a crowd for ten seconds.
NEWEST = "public, max-age=0, s-maxage=10, must-revalidate"


@dataclass(frozen=True)
class Answer:
    """Bytes to send, compressed at most once in each encoding; `style` admits a page's style sheet."""

    plain: bytes
    media: str
    style: str = ""
    encoded: dict[str, bytes] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock, repr=False, compare=False)

    @cached_property
    def tag(self) -> str:
        """Names the content."""
        return hashlib.sha256(self.plain).hexdigest()[:20]

    def read(self, encoding: str) -> bytes:
        """Return the bytes in an encoding: "br", "gzip" or "" for plain."""
        with self.lock:
            if encoding not in self.encoded:
                self.encoded[encoding] = compress(self.plain, encoding)
            return self.encoded[encoding]


class Kept(Generic[Made]):
    """What is made already, by release and canonical address; the longest not asked for goes first."""

    def __init__(self, most: int = PAGES_KEPT) -> None:
        self.most = most
        self._made: OrderedDict[str, Made] = OrderedDict()
        self._making: dict[str, Lock] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._made)

    def get(self, key: str, make: Callable[[], Made]) -> Made:
        """Return what is kept under `key`, making it first where there is nothing.

        One request makes it while the others who ask for it wait: after a release they all come at once.
        """
        with self._lock:
            if kept := self._made.get(key):
                self._made.move_to_end(key)
                return kept
            making = self._making.setdefault(key, Lock())
        with making:
            if kept := self._made.get(key):
                return kept
            try:
                return self._keep(key, make())
            finally:
                self._making.pop(key, None)

    def _keep(self, key: str, made: Made) -> Made:
        with self._lock:
            self._made[key] = made
            while len(self._made) > self.most:
                self._made.popitem(last=False)
        return made


def send(read: Callable[[str], bytes], tag: str, media: str, caching: str) -> flask.Response:
    """Send bytes in the best encoding the browser takes; 304 where it has them already."""
    encoding = best_encoding(flask.request.headers.get("Accept-Encoding", ""))
    response = flask.Response(read(encoding), content_type=media)
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = caching
    response.set_etag(f"{tag}-{encoding}" if encoding else tag)
    response.make_conditional(flask.request)
    return response


def compress(content: bytes, encoding: str) -> bytes:
    """Compress in an encoding; "" leaves it plain."""
    if encoding == "br":
        return bytes(brotli.compress(content, quality=6))
    return gzip.compress(content, 6, mtime=0) if encoding else content
