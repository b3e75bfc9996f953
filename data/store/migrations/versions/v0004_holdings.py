"""What each document holds gets a digest of its own, of which that of a release is made."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from data.errors import StoreDamaged

revision = "0004"
down_revision = "0003"

ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
KEY = ("region", "indicator", "period", "breakdown", "status", "document")
COLUMNS = (*KEY, "printed", "value", "locator", "note")
RECORDED = ("id", "created_at", "digest", "catalog", "reason", "added", "changed", "withdrawn")
Digest = Callable[[str, Iterable[Sequence[Any]]], str]


def upgrade() -> None:
    """Create the table, fill it, and digest and seal each release anew. Raises StoreDamaged."""
    holdings = op.create_table(
        "holding",
        sa.Column("document", ID, primary_key=True),
        sa.Column("first_release", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("last_release", sa.Integer),
        sa.Column("figures", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("digest", "memo", "memo_digest")),
    )
    digest_anew(_flat, nested)
    for row in _spans():
        op.bulk_insert(holdings, [row | {"memo": "", "memo_digest": ""}])


def downgrade() -> None:
    """Drop the table, and digest and seal each release as before. Raises StoreDamaged."""
    digest_anew(nested, _flat)
    op.drop_table("holding")


def digest_anew(before: Digest, after: Digest) -> None:
    """Put another digest in the place of one that still holds: what was altered must not look sound."""
    bind, seal = op.get_bind(), ""
    for row in bind.execute(sa.text(f"SELECT {', '.join(RECORDED)} FROM release ORDER BY id")).all():
        if before(row.catalog, rows_of(row.id)) != row.digest:
            raise StoreDamaged(f"release={row.id}")
        record = [*row[:2], after(row.catalog, rows_of(row.id)), *row[3:]]
        seal = hashlib.sha256(json.dumps([seal, *record], ensure_ascii=False).encode()).hexdigest()
        facts = {"id": row.id, "digest": record[2], "seal": seal}
        bind.execute(sa.text("UPDATE release SET digest = :digest WHERE id = :id"), facts)
        bind.execute(sa.text("UPDATE seal SET digest = :seal WHERE release = :id"), facts)


def _spans() -> list[dict[str, Any]]:
    """From which release to which each document holds the same figures."""
    spans: list[dict[str, Any]] = []
    current: dict[str, dict[str, Any]] = {}
    for (release,) in op.get_bind().execute(sa.text("SELECT id FROM release ORDER BY id")).all():
        found = by_document(rows_of(release))
        for id, span in [*current.items()]:
            if found.get(id) != (span["figures"], span["digest"]):
                span["last_release"] = release - 1
                del current[id]
        for id in found.keys() - current.keys():
            figures, digest = found[id]
            current[id] = {"document": id, "first_release": release, "last_release": None}
            current[id] |= {"figures": figures, "digest": digest}
            spans.append(current[id])
    return spans


def rows_of(release: int) -> Iterable[Sequence[Any]]:
    """Return the rows of a release in the order of their keys."""
    query = (
        f"SELECT {', '.join(COLUMNS)} FROM observation WHERE first_release <= :release"
        f" AND (last_release IS NULL OR last_release >= :release) ORDER BY {', '.join(KEY)}"
    )
    return op.get_bind().execute(sa.text(query), {"release": release})


def _flat(catalog: str, rows: Iterable[Sequence[Any]]) -> str:
    digest = hashlib.sha256(catalog.encode())
    for row in rows:
        digest.update(line_of(row))
    return digest.hexdigest()


def nested(catalog: str, rows: Iterable[Sequence[Any]]) -> str:
    """Return the digest of a release that is made of those of its documents."""
    return digest_of(catalog, {id: digest for id, (_, digest) in by_document(rows).items()})


def digest_of(catalog: str, documents: Mapping[str, str]) -> str:
    """Return the digest of a release by the digests of its documents."""
    parts = (f"{id}\x1f{documents[id]}\x1e" for id in sorted(documents))
    return hashlib.sha256((catalog + "".join(parts)).encode()).hexdigest()


def by_document(rows: Iterable[Sequence[Any]]) -> dict[str, tuple[int, str]]:
    """Return how many figures each document has, and their digest."""
    counts: dict[str, int] = defaultdict(int)
    digests: dict[str, Any] = defaultdict(hashlib.sha256)
    for row in rows:
        counts[row[5]] += 1
        digests[row[5]].update(line_of(row))
    return {id: (counts[id], digests[id].hexdigest()) for id in counts}


def line_of(row: Sequence[Any]) -> bytes:
    """Return what a row adds to a digest."""
    number = "" if row[7] is None else repr(float(row[7]))
    return ("\x1f".join((*row[:7], number, *row[8:])) + "\x1e").encode()
