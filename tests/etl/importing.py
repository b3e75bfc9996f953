"""An import from reading to writing, without anybody who is asked."""

from __future__ import annotations

from pathlib import Path

from data.errors import Fault
from etl.exchange.importing import opened_import


def import_file(path: Path, curated: Path, replace: bool = False) -> tuple[list[str], list[Fault]]:
    """Write what a file holds as curated files; return the ids of its documents, and the notes."""
    with opened_import(path, curated, replace) as found:
        found.write()
        return found.documents, found.notes
