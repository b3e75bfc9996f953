"""Which figures are superseded by another document's, and by which."""

from __future__ import annotations

from collections.abc import Iterable

from data.model.observation import Observation
from data.statements.supersession import superseders_in


def superseding_documents(catalog: str) -> set[str]:
    """Return the documents of a release's JSON that supersede another or are superseded."""
    above = superseders_in(catalog)
    return {*above, *(document for documents in above.values() for document in documents)}


def superseding(catalog: str, rows: Iterable[Observation]) -> dict[Observation, Observation]:
    """Return, by superseded figure, the one that stands in its place; `catalog` is a release's JSON."""
    above = superseders_in(catalog)
    figures = {row.key: row for row in rows}
    return {
        row: figures[*row.subject, document]
        for row in figures.values()
        for document in sorted(above.get(row.document, ()))
        if (*row.subject, document) in figures
    }
