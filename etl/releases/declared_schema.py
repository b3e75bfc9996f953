"""Whether an SQLite store's tables are those that are declared: by other declarations rows read otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from data.store.tables import metadata

TRAITS = {
    "table_xinfo": 'name, type, "notnull", dflt_value, pk, hidden',
    "foreign_key_list": 'id, seq, "table", "from", "to", on_update, on_delete, match',
    "index_list": 'name, "unique", origin, partial',
}
INDEX_TRAITS = 'seqno, cid, name, "desc", coll, key'


def as_declared(store: sa.Connection) -> bool:
    """Whether every table has the columns, keys and indices that it should have."""
    engine = sa.create_engine("sqlite://")
    try:
        with engine.begin() as fresh:
            metadata.create_all(fresh)
            return all([*_traits(store, name)] == [*_traits(fresh, name)] for name in metadata.tables)
    finally:
        engine.dispose()


def _traits(store: sa.Connection, table: str) -> Iterator[list[tuple[Any, ...]]]:
    for pragma, columns in TRAITS.items():
        yield _asked(store, pragma, table, columns)
    for name, *_ in _asked(store, "index_list", table, TRAITS["index_list"]):
        yield _asked(store, "index_xinfo", name, INDEX_TRAITS)


def _asked(store: sa.Connection, pragma: str, of: str, columns: str) -> list[tuple[Any, ...]]:
    rows = store.exec_driver_sql(f"SELECT {columns} FROM pragma_{pragma}(?)", (of,))
    return sorted(map(tuple, rows), key=repr)
