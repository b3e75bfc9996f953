"""What Alembic runs its steps in: the connection, and the transaction, that it is given."""

from alembic import context

from data.store.tables import SCHEMA_TABLE

context.configure(connection=context.config.attributes["connection"], version_table=SCHEMA_TABLE)
context.run_migrations()
