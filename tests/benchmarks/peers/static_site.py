"""Serves a folder of files by WSGI out of memory, compressed beforehand: as fast as granian can."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

MEDIA = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml; charset=utf-8",
}
FOLDER = Path(os.environ["BENCH_SITE"])
FILES = {
    f"/{p.relative_to(FOLDER).as_posix().removesuffix('.br')}": p.read_bytes() for p in FOLDER.rglob("*.br")
}
TAGS = {path: f'"{hashlib.sha256(content).hexdigest()[:20]}"' for path, content in FILES.items()}


def server(environ: dict[str, Any], start: Callable[[str, list[tuple[str, str]]], Any]) -> Iterable[bytes]:
    """Answer with a file; "/" is index.html, asked for again each time, the rest is kept for ever."""
    path = "/index.html" if environ["PATH_INFO"] == "/" else environ["PATH_INFO"]
    if path not in FILES:
        start("404 Not Found", [("Content-Length", "0")])
        return []
    caching = "no-cache" if path == "/index.html" else "public, max-age=31536000, immutable"
    headers = [("ETag", TAGS[path]), ("Cache-Control", caching), ("Vary", "Accept-Encoding")]
    if environ.get("HTTP_IF_NONE_MATCH") == TAGS[path]:
        start("304 Not Modified", headers)
        return []
    media = [("Content-Type", MEDIA[Path(path).suffix]), ("Content-Encoding", "br")]
    start("200 OK", [*headers, *media, ("Content-Length", str(len(FILES[path])))])
    return [FILES[path]]
