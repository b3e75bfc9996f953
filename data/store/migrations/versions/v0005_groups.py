"""The digest of a document is made of those of its groups: the figures of one indicator of one region."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from data.store.migrations.versions.v0004_holdings import (
    by_document,
    digest_anew,
    digest_of,
    line_of,
    nested,
    rows_of,
)

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Digest each document, and each release anew. Raises StoreDamaged."""
    _hold_anew(_plain, _grouped)
    digest_anew(nested, _nested_in_groups)


def downgrade() -> None:
    """Digest each document, and each release as before. Raises StoreDamaged."""
    _hold_anew(_grouped, _plain)
    digest_anew(_nested_in_groups, nested)


def _hold_anew(before: Any, after: Any) -> None:
    """Give holdings the other digest; memos are of one only, and what has none is read and checked again."""
    bind = op.get_bind()
    bind.execute(sa.text("UPDATE holding SET memo = '', memo_digest = ''"))
    renew = sa.text("UPDATE holding SET digest = :new WHERE document = :id AND digest = :old")
    for (release,) in bind.execute(sa.text("SELECT DISTINCT first_release FROM holding")).all():
        old, new = before(rows_of(release)), after(rows_of(release))
        for id in old:
            bind.execute(renew, {"id": id, "old": old[id], "new": new[id]})


def _plain(rows: Iterable[Sequence[Any]]) -> dict[str, str]:
    return {id: digest for id, (_, digest) in by_document(rows).items()}


def _grouped(rows: Iterable[Sequence[Any]]) -> dict[str, str]:
    groups: Mapping[tuple[str, str, str], Any] = defaultdict(hashlib.sha256)
    for row in rows:
        groups[row[5], row[0], row[1]].update(line_of(row))
    documents: Mapping[str, Any] = defaultdict(hashlib.sha256)
    for (document, *_), digest in groups.items():
        documents[document].update(digest.hexdigest().encode())
    return {id: digest.hexdigest() for id, digest in documents.items()}


def _nested_in_groups(catalog: str, rows: Iterable[Sequence[Any]]) -> str:
    return digest_of(catalog, _grouped(rows))
