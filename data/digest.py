"""What a release's digest is made of, so that whoever writes it and whoever checks it agree."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from data.reading import read
from data.store import catalog_table, observation_table, release_table

# The columns of a row that are published, in the order of the key; a row is known by these.
DIGESTED = (
    "region",
    "indicator",
    "period",
    "breakdown",
    "status",
    "document",
    "printed",
    "value",
    "locator",
    "note",
)
KEY = DIGESTED[:6]
VALUE = DIGESTED.index("value")  # the only one that is a number, or nothing


def digest_content(content: Mapping[str, Any]) -> tuple[str, str]:
    """Return the catalogue as JSON, and its SHA-256.

    The words of a language stand in their own order, since it counts; that of an entry's fields does not.
    """
    ordered = json.loads(json.dumps(content, sort_keys=True))
    ordered |= {name: part for name, part in content.items() if name == "languages"}
    text = json.dumps(ordered, ensure_ascii=False, separators=(",", ":"))
    return text, hashlib.sha256(text.encode()).hexdigest()


def digest_figures(rows: Iterable[Sequence[Any]]) -> tuple[int, str]:
    """Return how many rows of DIGESTED one document has, in the order of KEY, and their SHA-256."""
    lines = [*map(line_of, rows)]
    return len(lines), hashlib.sha256("".join(lines).encode()).hexdigest()


def digest_release(catalog: str, documents: Mapping[str, str]) -> str:
    """Return the SHA-256 of a catalogue's digest and of those of the figures of each document, by its id."""
    parts = (f"{id}\x1f{documents[id]}\x1e" for id in sorted(documents, key=str))
    return hashlib.sha256(f"{catalog}{''.join(parts)}".encode()).hexdigest()


def line_of(row: Sequence[Any]) -> str:
    """Return what a row of DIGESTED adds to the digest of its document."""
    value = row[VALUE]
    try:
        number = "" if value is None else repr(float(value))
        return "\x1f".join((*row[:VALUE], number, *row[VALUE + 1 :])) + "\x1e"
    except (TypeError, ValueError):  # in a damaged file SQLite may find a number where a text was, or a text
        return repr(row)


def digest_record(seal: str, record: Sequence[Any]) -> str:
    """Return the seal of a release: the SHA-256 of the seal before it ("" for none) and of its whole row."""
    text = json.dumps([seal, *record], ensure_ascii=False, default=repr)
    return hashlib.sha256(text.encode()).hexdigest()


def verify_release(engine: Engine, release: int) -> bool:
    """Whether the rows and the catalogue of a release are still those it was published with."""

    def verify(connection: sa.Connection) -> bool:
        row = connection.execute(sa.select(release_table).where(release_table.c.id == release)).one()
        named = catalog_table.c.digest == row.catalog
        content = connection.scalar(sa.select(catalog_table.c.content).where(named)) or ""
        if hashlib.sha256(content.encode()).hexdigest() != row.catalog:
            return False
        documents: dict[str, hashlib._Hash] = defaultdict(hashlib.sha256)
        for figure in connection.execute(select_release(release).execution_options(yield_per=10_000)):
            documents[figure.document].update(line_of(figure).encode())
        digests = {id: digest.hexdigest() for id, digest in documents.items()}
        return digest_release(row.catalog, digests) == str(row.digest)

    return read(engine, verify, release, streams=True)


def select_release(release: int) -> sa.Select[Any]:
    """Return the query of a release's rows of DIGESTED, in the order of KEY."""
    t = observation_table
    still = sa.or_(t.c.last_release.is_(None), t.c.last_release >= release)
    columns = [t.c[name] for name in DIGESTED]
    return sa.select(*columns).where(t.c.first_release <= release, still).order_by(*(t.c[k] for k in KEY))
