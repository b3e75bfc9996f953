"""Wider indexes: what is counted of an indicator, or by release, is counted without a look at the rows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0103"
down_revision = "0102"


def upgrade() -> None:
    """Build the indexes anew."""
    by_indicator = ["indicator", "period", "value", "region"]
    by_indicator += ["breakdown", "status", "first_release", "last_release"]
    for name, columns, condition in (
        ("observation_by_indicator", by_indicator, None),
        ("observation_ended", ["last_release", "indicator"], "last_release IS NOT NULL"),
        ("observation_added", ["first_release", "indicator"], "first_release > 1"),
    ):
        where = sa.text(condition) if condition else None
        op.drop_index(name, "observation")
        op.create_index(name, "observation", columns, sqlite_where=where, postgresql_where=where)
