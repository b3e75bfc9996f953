"""Indexes over the few figures that a later release brought or ended: by region, and by the release."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0102"
down_revision = "0101"


def upgrade() -> None:
    """Create the indexes."""
    for name, columns, condition in (
        ("observation_ended_of_region", ["region", "indicator"], "last_release IS NOT NULL"),
        ("observation_added", ["first_release"], "first_release > 1"),
    ):
        where = sa.text(condition)
        op.create_index(name, "observation", columns, sqlite_where=where, postgresql_where=where)
