"""What a release's digest is made of, so that whoever writes it and whoever checks it agree."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from data.store.access import read
from data.store.tables import catalog_table, observation_table, release_table

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
# Rows of a document that have these in common are digested together, so that a correction asks for no more.
GROUP = KEY[:2]
Group = tuple[str, str]
VALUE = DIGESTED.index("value")  # the only one that is a number, or nothing


def digest_content(content: Mapping[str, Any]) -> tuple[str, str]:
    """Return the catalogue as JSON, and its SHA-256.

    The words of a language stand in their own order, since it counts; that of an entry's fields does not.
    """
    ordered = json.loads(json.dumps(content, sort_keys=True))
    ordered |= {name: part for name, part in content.items() if name == "languages"}
    text = json.dumps(ordered, ensure_ascii=False, separators=(",", ":"))
    return text, hashlib.sha256(text.encode()).hexdigest()


class DocumentDigest:
    """The digest of the rows of one document, added one by one in the order of KEY."""

    def __init__(self) -> None:
        self._whole = hashlib.sha256()
        self._part = hashlib.sha256()
        self._group: tuple[Any, ...] = ()

    def add(self, row: Sequence[Any]) -> None:
        """Add a row of DIGESTED."""
        group = tuple(row[: len(GROUP)])
        if group != self._group:
            self._close(self._whole)
            self._group, self._part = group, hashlib.sha256()
        self._part.update(line_of(row).encode())

    def hexdigest(self) -> str:
        """Return the digest of the rows so far; what `digest_document` makes of their groups."""
        whole = self._whole.copy()
        self._close(whole)
        return whole.hexdigest()

    def _close(self, whole: hashlib._Hash) -> None:
        if self._group:
            whole.update(self._part.hexdigest().encode())


def digest_groups(rows: Iterable[Sequence[Any]]) -> dict[Group, str]:
    """Return the SHA-256 of the rows of each GROUP of one document; rows of DIGESTED in the order of KEY."""
    return {
        group: hashlib.sha256("".join(map(line_of, found)).encode()).hexdigest()
        for group, found in groupby(rows, itemgetter(*range(len(GROUP))))
    }


def digest_document(groups: Mapping[Group, str]) -> str:
    """Return the SHA-256 of the digests of all groups of a document, which come in the order of KEY."""
    return hashlib.sha256("".join(groups.values()).encode()).hexdigest()


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
        documents: dict[str, DocumentDigest] = defaultdict(DocumentDigest)
        for figure in connection.execute(select_release(release).execution_options(yield_per=10_000)):
            documents[figure.document].add(figure)
        digests = {id: digest.hexdigest() for id, digest in documents.items()}
        return digest_release(row.catalog, digests) == str(row.digest)

    return read(engine, verify, release, streams=True)


def select_release(release: int) -> sa.Select[Any]:
    """Return the query of a release's rows of DIGESTED, in the order of KEY."""
    t = observation_table
    still = sa.or_(t.c.last_release.is_(None), t.c.last_release >= release)
    columns = [t.c[name] for name in DIGESTED]
    return sa.select(*columns).where(t.c.first_release <= release, still).order_by(*(t.c[k] for k in KEY))
