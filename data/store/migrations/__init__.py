"""How a store comes from any earlier schema to today's: Alembic's steps, in the caller's transaction.

A step is one file in versions/; `data.store.tables` has the tables as the last step leaves them. Whoever
changes a table changes it there, adds a step with `upgrade` and `downgrade`, and gives its number to SCHEMA.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from data.errors import StoreTooNew
from data.store.tables import SCHEMA, SCHEMA_TABLE, schema_of

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent


def upgrade(connection: sa.Connection, to: str = SCHEMA) -> None:
    """Bring the store behind a connection to a schema; an empty database gets its tables.

    Nothing is committed. Raises StoreTooNew, and StoreUnusable for somebody else's database.
    """
    found = schema_of(connection)
    if found > to:
        raise StoreTooNew(found)
    if found == to and SCHEMA_TABLE in sa.inspect(connection).get_table_names():
        return
    from alembic import command  # which takes a tenth of a second, and isn't needed once all is done

    config = _config(connection)
    if found:
        command.stamp(config, found)  # what was made before steps were recorded
    command.upgrade(config, to)


def downgrade(connection: sa.Connection, to: str) -> None:
    """Take a store back to an earlier schema, without losing a figure; nothing is committed."""
    from alembic import command

    command.downgrade(_config(connection), to)


def _config(connection: sa.Connection) -> Config:
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config
