"""What a release's digest is made of, so that whoever writes it and whoever checks it agree."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from data.model.observation import KEY, PUBLISHED, Observation
from data.store.access import read
from data.store.tables import OBSERVATION_COLUMNS, as_of, catalog_table, observation_table, release_table

VALUE = PUBLISHED.index("value")  # the only field that is a number, or nothing
WIDTH = len(PUBLISHED)


def digest_content(content: Mapping[str, Any]) -> tuple[str, str]:
    """Return the catalogue as JSON, and its SHA-256.

    The words of a language stand in their own order, since it counts; that of an entry's fields does not.
    """
    ordered = json.loads(json.dumps(content, sort_keys=True))
    ordered |= {name: part for name, part in content.items() if name == "languages"}
    text = json.dumps(ordered, ensure_ascii=False, separators=(",", ":"))
    return text, hashlib.sha256(text.encode()).hexdigest()


def digest_document(rows: Iterable[Sequence[Any]]) -> str:
    """Return the SHA-256 of the figures of one document, which come in the order of KEY."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(line_of(row).encode())
    return digest.hexdigest()


def digest_documents(contents: Mapping[str, Sequence[Observation]]) -> dict[str, str]:
    """Return the digest of each document, given its figures in the order of KEY."""
    return {id: digest_document(rows) for id, rows in contents.items()}


def in_order(rows: Iterable[Observation]) -> list[Observation]:
    """Return figures in the order of KEY, in which they are digested."""
    return sorted(rows, key=attrgetter("key"))


def digest_release(catalog: str, documents: Mapping[str, str]) -> str:
    """Return the SHA-256 of a catalogue's digest and of those of the figures of each document, by its id."""
    parts = (f"{id}\x1f{documents[id]}\x1e" for id in sorted(documents, key=str))
    return hashlib.sha256(f"{catalog}{''.join(parts)}".encode()).hexdigest()


def line_of(row: Sequence[Any]) -> str:
    """Return what a row that begins with the fields of PUBLISHED adds to the digest of its document."""
    value = row[VALUE]
    try:
        number = "" if value is None else repr(float(value))
        return "\x1f".join((*row[:VALUE], number, *row[VALUE + 1 : WIDTH])) + "\x1e"
    except (TypeError, ValueError):  # in a damaged file SQLite may find a number where a text was, or a text
        return repr(row[:WIDTH])


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
    """Return the query of a release's observations, in the order of KEY."""
    return (
        sa.select(*OBSERVATION_COLUMNS)
        .where(as_of(release))
        .order_by(*(observation_table.c[name] for name in KEY))
    )
