"""Which figures of a state are superseded by another document's, and by which."""

from __future__ import annotations

import json
from collections.abc import Iterable

from data.supersession import superseders
from etl.figures import Row


def superseding(catalog: str, figures: Iterable[Row]) -> dict[Row, Row]:
    """Return, by superseded figure, the one that stands in its place; `catalog` is a release's JSON."""
    documents = json.loads(catalog).get("documents", ())
    above = superseders({document["id"]: document.get("supersedes", ()) for document in documents})
    newer = {document for documents in above.values() for document in documents}
    rows = {row.key: row for row in figures if row.document in above or row.document in newer}
    found = {}
    for row in rows.values():
        for document in sorted(above.get(row.document, ())):
            if instead := rows.get((*row.key[:-1], document)):
                found[row] = instead
    return found
