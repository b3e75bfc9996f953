"""How bytes go out: encoded, tagged, cacheable."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable

import brotli
import flask

from dashboard.serving.page_cache import best_encoding

FOREVER = "public, max-age=31536000, immutable"
# A release never changes, but how it is drawn may, with a new version of this software.
OF_A_RELEASE = "public, max-age=3600"
# The newest: ask again each time; a cache in front may answer a crowd for ten seconds.
NEWEST = "public, max-age=0, s-maxage=10, must-revalidate"


def send(content: bytes, media: str, caching: str) -> flask.Response:
    """Send bytes, named by their digest, in the best encoding the browser takes."""
    tag = hashlib.sha256(content).hexdigest()[:20]
    return send_encoded(lambda encoding: compress(content, encoding), tag, media, caching)


def send_encoded(read: Callable[[str], bytes], tag: str, media: str, caching: str) -> flask.Response:
    """Send what `read` gives in the best encoding the browser takes; 304 where it has that already."""
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
    """Compress in an encoding, "br" or "gzip"; "" leaves it plain."""
    if encoding == "br":
        return bytes(brotli.compress(content, quality=6))
    return gzip.compress(content, 6, mtime=0) if encoding else content
