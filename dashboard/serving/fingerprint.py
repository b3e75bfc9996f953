"""What names a release and how its charts are drawn, so that a figure may be kept for ever."""

from __future__ import annotations

import hashlib
from functools import cache

from dashboard.serving.scripts import ROOT
from data.store.queries import Release


def identity(release: Release) -> str:
    """Return what tells a release from all others: its digest alone returns with a rollback."""
    return f"{release.id} {release.created_at} {release.digest}"


def fingerprint(release: Release) -> str:
    """Return what changes whenever a chart of a release may look different."""
    return hashlib.sha256(f"{identity(release)} {_software()}".encode()).hexdigest()[:12]


@cache
def _software() -> str:
    """The SHA-256 of the code that draws, and of the versions it is to run with."""
    code = [path for room in ("dashboard", "data") for path in sorted((ROOT / room).rglob("*.py"))]
    digest = hashlib.sha256()
    for path in (ROOT / "requirements.txt", *code):
        digest.update(path.read_bytes())
    return digest.hexdigest()
