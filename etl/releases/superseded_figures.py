"""Which figures of a state are superseded by another document's, and by which."""

from __future__ import annotations

from collections.abc import Iterable

from data.statements.supersession import superseders_in
from etl.curated.readings import Row


def superseding_documents(catalog: str) -> set[str]:
    """Return the documents of a release's JSON that supersede another or are superseded."""
    above = superseders_in(catalog)
    return {*above, *(document for documents in above.values() for document in documents)}


def superseding(catalog: str, figures: Iterable[Row]) -> dict[Row, Row]:
    """Return, by superseded figure, the one that stands in its place; `catalog` is a release's JSON."""
    above = superseders_in(catalog)
    newer = {document for documents in above.values() for document in documents}
    rows = {row.key: row for row in figures if row.document in above or row.document in newer}
    found = {}
    for row in rows.values():
        for document in sorted(above.get(row.document, ())):
            if instead := rows.get((*row.key[:-1], document)):
                found[row] = instead
    return found
