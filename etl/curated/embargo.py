"""Documents that may not be published yet: a release is made as if they were not there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from etl.curated.contents import Curated
from etl.curated.source import Entry, Table, Toml


def publication_time(text: str) -> datetime:
    """Read ISO 8601 with an offset, such as 2024-02-01T09:00:00+08:00; raise ValueError for anything else."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or "T" not in text:
        raise ValueError(text)
    return moment


def embargoed(documents: Iterable[Entry], now: datetime) -> list[Entry]:
    """Return the documents that may be published only after a time: that at which the files were read.

    Their times are checked before: a document whose time can't be read is a fault.
    """
    timed = [document for document in documents if document.text("publish_at")]
    return [document for document in timed if publication_time(document.text("publish_at")) > now]


def without(curated: Curated, ids: Collection[str]) -> Curated:
    """Return the curated files without some documents: their figures, particulars, words and waivers."""
    documents = [document for document in curated.documents if document.facts.get("id") not in ids]
    return replace(
        curated,
        documents=[_superseding_none(document, ids) for document in documents],
        figures={id: table for id, table in curated.figures.items() if id not in ids},
        languages=[_silent_on(language, ids) for language in curated.languages],
        waivers=_without_rows(curated.waivers, ids) if curated.waivers else None,
    )


def _superseding_none(document: Toml, ids: Collection[str]) -> Toml:
    """A document that supersedes none of those left out."""
    superseded = document.facts.get("supersedes", [])
    if gone := {*superseded} & {*ids}:
        named = {"supersedes": [id for id in superseded if id not in gone]}
        return replace(document, facts={**document.facts, **named})
    return document


def _silent_on(language: Toml, ids: Collection[str]) -> Toml:
    words: Mapping[str, Any] = language.tables("document")
    if not {*words} & {*ids}:
        return language
    others = {id: text for id, text in words.items() if id not in ids}
    return replace(language, facts={**language.facts, "document": others})


def _without_rows(waivers: Table, ids: Collection[str]) -> Table:
    rows = [row for row, document in enumerate(waivers["document"]) if document not in ids]
    columns = {name: [cells[row] for row in rows] for name, cells in waivers.columns.items()}
    return replace(waivers, columns=columns, lines=[waivers.lines[row] for row in rows])
