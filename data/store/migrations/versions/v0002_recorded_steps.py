"""The schema is what Alembic records, and no longer a number of our own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Drop the number."""
    op.drop_table("store")


def downgrade() -> None:
    """Put it back."""
    version = sa.Column("schema_version", sa.Integer, primary_key=True, autoincrement=False)
    op.bulk_insert(op.create_table("store", version), [{"schema_version": 1}])
