"""Reads a store: checks that it is ours, retries what fails in passing, turns drivers' errors into ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from time import sleep
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from data.errors import (
    NoRelease,
    StoreBehind,
    StoreOutdated,
    StoreSlow,
    StoreTooNew,
    StoreTooOld,
    StoreUnusable,
    reason_of,
    reason_of_system,
)
from data.messages import Message
from data.store.tables import FIRST_SCHEMA, SCHEMA, release_table, schema_of, schema_table, store_file

T = TypeVar("T")
RECEIVED = "release"  # the newest that a connection is known to lead to
AGAIN = (0.0, 0.2)  # seconds after which what failed in passing is tried again

# What the drivers call it, SQLite by name, PostgreSQL by SQLSTATE.
NO_FILE = "SQLITE_CANTOPEN"
NO_TABLE = ("SQLITE_ERROR", "42P01")
CUT_SHORT = "SQLITE_READONLY_ROLLBACK"  # an earlier version was killed; only a writer may undo what it wrote
NO_DATABASE = "SQLITE_NOTADB"  # nor is one that was put back, to a connection that met what was there before
TIMED_OUT = "57014"
# The last two: a standby ended a query for the primary's sake; a deadlock.
IN_PASSING = (CUT_SHORT, NO_DATABASE, "40001", "40P01")


def read(
    engine: Engine, work: Callable[[sa.Connection], T], release: int | None = None, *, streams: bool = False
) -> T:
    """Return what `work` reads over one connection; `work` starts anew where that one broke on the way.

    The next may lead to another server, and one that hasn't received `release` is not asked for its figures:
    it would give those of an earlier one. Work that `streams` rows needs a transaction; a release never
    changes, so all other does without, which saves a server two answers. Raises NoRelease, StoreUnusable.
    """
    plain = {} if streams or store_file(engine) else {"isolation_level": "AUTOCOMMIT"}
    for pause in (*AGAIN, None):
        try:
            with engine.connect().execution_options(**plain) as connection:
                _check(connection, release)
                return work(connection)
        except UnicodeDecodeError as error:  # what SQLite quotes of a damaged file needn't be text
            raise StoreUnusable(error.reason) from error
        except (sa.exc.SQLAlchemyError, StoreBehind) as error:
            if pause is None or not _in_passing(error):
                raise unusable(error, store_file(engine)) from error
            if code_of(error) == CUT_SHORT:
                _undo(engine)
            if code_of(error) == NO_DATABASE:
                engine.dispose()
            sleep(pause)
    raise AssertionError("the last attempt returns or raises")


def reason_of_driver(error: Exception) -> str | Message:
    """Return the first line of what the driver, or else the system, has to say; but not where a server is.

    What is usual (no such file, the disk is full) is said in the reader's language.
    """
    if isinstance(error, OSError):
        return reason_of_system(error)
    code = code_of(error) or str(getattr(error, "sqlite_errorname", ""))
    lines = str(getattr(error, "orig", None) or error).splitlines() or [type(error).__name__]
    text = lines[0].partition(" (Background on this error")[0]  # SQLAlchemy's own manual helps no reader
    text = text.rpartition(" failed: ")[2] if text.startswith("connection ") else text
    return reason_of(code, text)


def code_of(error: Exception) -> str:
    """Return what the driver calls an error: SQLite's name, PostgreSQL's SQLSTATE, or nothing."""
    cause = getattr(error, "orig", None)
    return str(getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or "")


def unusable(error: Exception, file: Path | None = None) -> NoRelease | StoreUnusable:
    """Return an error of a driver as one of ours; a file that isn't there yet holds no release."""
    if isinstance(error, StoreUnusable):
        return error
    if isinstance(error, sa.exc.TimeoutError) or code_of(error) == TIMED_OUT:
        return StoreSlow(reason_of_driver(error))
    if code_of(error) == NO_FILE and file:
        try:
            file.open("rb").close()
        except FileNotFoundError:
            return NoRelease()
        except OSError as reason:
            return StoreUnusable(reason_of_system(reason))
    return StoreUnusable(reason_of_driver(error))


def _check(connection: sa.Connection, release: int | None) -> None:
    """Raise unless the store has today's schema, and the release.

    A connection that leads to the release is asked once: what a server has received it doesn't lose. Whoever
    asks for a release by its number has read it before, and was told of the schema then.
    """
    if release and release <= connection.info.get(RECEIVED, 0):
        return
    has = sa.exists().where(release_table.c.id == release) if release else sa.true()
    try:
        schema, received = connection.execute(sa.select(schema_table.c.version_num, has)).one()
    except (sa.exc.DBAPIError, sa.exc.NoResultFound) as error:
        if code_of(error) not in (*NO_TABLE, ""):
            raise
        connection.rollback()
        schema, received = schema_of(connection), False
    if not schema:
        raise NoRelease
    if schema > SCHEMA:
        raise StoreTooNew(schema)
    if schema < FIRST_SCHEMA:
        raise StoreTooOld(schema)
    if schema < SCHEMA:
        raise StoreOutdated(f"{schema} < {SCHEMA}")
    if not received:
        raise StoreBehind(str(release))
    if release:
        connection.info[RECEIVED] = release


def _in_passing(error: Exception) -> bool:
    lost = isinstance(error, sa.exc.DBAPIError) and error.connection_invalidated
    return lost or isinstance(error, StoreBehind) or code_of(error) in IN_PASSING


def _undo(engine: Engine) -> None:
    """Let SQLite take back what an earlier version had begun to write, where we may; or all stays."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(store_file(engine) or "")) as writer:
        writer.execute("PRAGMA user_version")
