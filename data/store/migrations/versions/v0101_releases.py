"""Releases, their seals and catalogues, the figures with the releases in which they stand, and documents."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0101"
down_revision = None

ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
COUNTS = ("added", "changed", "withdrawn", "reworded")
KEY = ("region", "indicator", "period", "breakdown", "status", "document")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "catalog",
        sa.Column("digest", sa.Text, primary_key=True),
        sa.Column("content", sa.Text, nullable=False),
    )
    op.create_table(
        "release",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("catalog", sa.Text, sa.ForeignKey("catalog.digest"), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in COUNTS),
    )
    op.create_table(
        "seal",
        sa.Column("release", sa.Integer, sa.ForeignKey("release.id"), primary_key=True, autoincrement=False),
        sa.Column("digest", sa.Text, nullable=False),
    )
    op.create_table(
        "observation",
        *(sa.Column(name, ID, primary_key=True) for name in KEY),
        sa.Column("first_release", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("last_release", sa.Integer),
        sa.Column("printed", sa.Text, nullable=False),
        sa.Column("value", sa.Float),
        sa.Column("locator", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
    )
    op.create_index("observation_by_indicator", "observation", ["indicator", "period", "value", "region"])
    op.create_index("observation_by_document", "observation", ["document"])
    ended = sa.text("last_release IS NOT NULL")
    op.create_index(
        "observation_ended", "observation", ["last_release"], sqlite_where=ended, postgresql_where=ended
    )
    op.create_table(
        "document",
        sa.Column("document", ID, primary_key=True),
        sa.Column("first_release", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("last_release", sa.Integer),
        sa.Column("figures", sa.Integer, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
    )
