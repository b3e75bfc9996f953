"""How a store comes from any earlier schema to today's: Alembic's steps, in the caller's transaction.

A step is one file in versions/; `data.store` has the tables as the last step leaves them. Whoever changes a
table changes it there, adds a step with `upgrade` and `downgrade`, and gives its number to SCHEMA.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from data.errors import StoreTooNew
from data.store import SCHEMA, schema_of

FOLDER = Path(__file__).parent


def upgrade(connection: sa.Connection, to: str = SCHEMA) -> None:
    """Bring the store behind a connection to a schema; an empty database gets its tables.

    Nothing is committed. Raises StoreTooNew, and StoreUnusable for somebody else's database.
    """
    found, config = schema_of(connection), _config(connection)
    if found > to:
        raise StoreTooNew(found)
    if found:
        command.stamp(config, found)  # what was made before steps were recorded
    command.upgrade(config, to)


def downgrade(connection: sa.Connection, to: str) -> None:
    """Take a store back to an earlier schema, without losing a figure; nothing is committed."""
    command.downgrade(_config(connection), to)


def _config(connection: sa.Connection) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config
