"""How a store comes from any earlier schema to today's: Alembic's steps, in the caller's transaction.

A step is one file in versions/; `data.store.tables` has the tables as the last step leaves them. Whoever
changes a table changes it there, adds a step with `upgrade`, and gives its number to SCHEMA.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from data.errors import StoreTooNew, StoreTooOld
from data.store.tables import FIRST_SCHEMA, SCHEMA, schema_of

FOLDER = Path(__file__).parent


def upgrade(connection: sa.Connection) -> None:
    """Bring the store behind a connection to today's schema; an empty database gets its tables.

    Nothing is committed. Raises StoreTooNew, StoreTooOld, and StoreUnusable for somebody else's database.
    """
    schema = schema_of(connection)
    if "" < schema < FIRST_SCHEMA:
        raise StoreTooOld(schema)
    if schema > SCHEMA:
        raise StoreTooNew(schema)
    if schema == SCHEMA:
        return
    from alembic import command  # which takes a tenth of a second, and isn't needed once all is done
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    command.upgrade(config, SCHEMA)
