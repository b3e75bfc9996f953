"""What a release's digest is made of, so that whoever writes it and whoever checks it agree."""

from __future__ import annotations

import hashlib
import json
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


def digest_rows(catalog: str, rows: Iterable[Sequence[Any]]) -> str:
    """Return the SHA-256 of a catalogue's digest and of rows of DIGESTED, which come in the order of KEY."""
    digest = hashlib.sha256(catalog.encode())
    for row in rows:
        digest.update(line_of(row))
    return digest.hexdigest()


def line_of(row: Sequence[Any]) -> bytes:
    """Return what a row of DIGESTED adds to a digest."""
    value = row[VALUE]
    text = "" if value is None else repr(float(value))
    return ("\x1f".join((*row[:VALUE], text, *row[VALUE + 1 :])) + "\x1e").encode()


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
        found = digest_rows(row.catalog, connection.execute(select_release(release)))
        return found == str(row.digest)

    return read(engine, verify, release)


def select_release(release: int) -> sa.Select[Any]:
    """Return the query of a release's rows as `digest_rows` takes them."""
    t = observation_table
    still = sa.or_(t.c.last_release.is_(None), t.c.last_release >= release)
    columns = [t.c[name] for name in DIGESTED]
    return sa.select(*columns).where(t.c.first_release <= release, still).order_by(*(t.c[k] for k in KEY))
