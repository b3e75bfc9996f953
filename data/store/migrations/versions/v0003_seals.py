"""Each release gets a seal: a chain of digests over all that is recorded of it and of those before it."""

from __future__ import annotations

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

RECORDED = ("id", "created_at", "digest", "catalog", "reason", "added", "changed", "withdrawn")


def upgrade() -> None:
    """Create the table, and seal what was published before there were seals."""
    seals = op.create_table(
        "seal",
        sa.Column("release", sa.Integer, sa.ForeignKey("release.id"), primary_key=True, autoincrement=False),
        sa.Column("digest", sa.Text, nullable=False),
    )
    seal = ""
    for row in op.get_bind().execute(sa.text(f"SELECT {', '.join(RECORDED)} FROM release ORDER BY id")).all():
        text = json.dumps([seal, *row], ensure_ascii=False)
        seal = hashlib.sha256(text.encode()).hexdigest()
        op.bulk_insert(seals, [{"release": row.id, "digest": seal}])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("seal")
