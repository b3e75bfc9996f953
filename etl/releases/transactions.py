"""Writing to a store: in today's schema, in one transaction that no other refresh can enter meanwhile."""

from __future__ import annotations

import glob
import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from data.errors import FileUnusable, LivelihoodError, StoreBusy, StoreUnusable
from data.store.access import code_of, reason_of_driver
from data.store.migrations import upgrade
from data.store.tables import SCHEMA, SECONDS, open_store, schema_of, store_url
from etl.releases.interrupts import interrupts_deferred

LOCK = 0x6C697665  # "live": the advisory lock that refreshes of one PostgreSQL database share
RESERVED = str(0x40000001)  # the byte of an SQLite file that whoever writes to it locks
LOCKED = ("SQLITE_BUSY", "55P03")  # what the drivers call a lock that somebody else holds
MOMENT = 1000  # milliseconds
PAGES = 10_000  # that are copied between two looks for an interrupt


@contextmanager
def opened(url: str | None, read_only: bool = False) -> Iterator[Engine]:
    """Open a store and close it in the end; what the driver or the system says becomes StoreUnusable.

    It is the one written to (a copy may lag behind), and whoever may write first brings it to today's schema.
    """
    try:
        with closed_after(open_store(url or store_url(), read_only=read_only)) as engine:
            if not read_only:
                _renew(engine)
            yield engine
    except (sa.exc.SQLAlchemyError, OSError, ImportError) as error:
        raise StoreUnusable(reason_of_driver(error)) from error


@contextmanager
def closed_after(engine: Engine) -> Iterator[Engine]:
    """Close a store at the end of the block; an interrupt is obeyed when that is done."""
    try:
        yield engine
    finally:
        with interrupts_deferred() as obey:
            engine.dispose()
            obey()


@contextmanager
def writing(engine: Engine) -> Iterator[sa.Connection]:
    """One transaction on a store of ours. Raises StoreBusy, which names whoever is at work, StoreUnusable.

    An SQLite file is never written to: a copy of it is, which takes its place when it is whole. An interrupt
    is obeyed between two statements; one that comes when all is written comes too late.
    """
    begun = _begun_beside if engine.dialect.name == "sqlite" and engine.url.database else _begun
    try:
        with interrupts_deferred() as obey, begun(engine, obey) as connection:
            sa.event.listen(connection, "before_cursor_execute", lambda *_: obey())
            upgrade(connection)
            yield connection
            obey()
    except sa.exc.OperationalError as error:
        if code_of(error).startswith(LOCKED):
            raise StoreBusy(_holder(engine)) from error
        raise


@contextmanager
def writable(file: Path) -> Iterator[None]:
    """What the system says of a file that can't be written becomes FileUnusable."""
    try:
        yield
    except LivelihoodError:
        raise
    except (OSError, sqlite3.Error, sa.exc.SQLAlchemyError) as error:
        raise FileUnusable(str(file), why=reason_of_driver(error)) from error


def _renew(engine: Engine) -> None:
    with engine.connect() as connection:
        schema = schema_of(connection)
    if "" < schema < SCHEMA:
        with writing(engine):
            pass  # the steps that are missing are all there is to write


@contextmanager
def _begun(engine: Engine, obey: Callable[[], None]) -> Iterator[sa.Connection]:
    """A transaction on the store itself."""
    with engine.begin() as connection:
        obey()
        _lock(connection)
        yield connection


@contextmanager
def _begun_beside(engine: Engine, obey: Callable[[], None]) -> Iterator[sa.Connection]:
    """A transaction on a copy of an SQLite file, which takes the file's place in the end.

    Whoever reads has the old file or the new one, and a writer that is killed leaves nothing to undo, for
    which a reader would have to be allowed to write.
    """
    file = Path(engine.url.database or "").resolve()
    if not file.exists():
        file.touch()
    inode = file.stat().st_ino
    with _unpooled(engine, file).connect() as lock:
        # All that is ever undone here is the start of a file that was empty, and no other process may see it.
        lock.exec_driver_sql("PRAGMA journal_mode = MEMORY")
        _lock(lock)
        _check_in_place(file, inode)
        for left in file.parent.glob(f".{glob.escape(file.name)}.*"):
            if left.suffix[1:].isdecimal():
                left.unlink()
        copy = file.with_name(f".{file.name}.{os.getpid()}")
        try:
            copy.touch(0o600)
            with _unpooled(engine, copy).connect() as connection:
                # It is thrown away, or synced once it is whole.
                connection.exec_driver_sql("PRAGMA journal_mode = OFF")
                connection.exec_driver_sql("PRAGMA synchronous = OFF")
                _copy_pages(engine, connection, obey)
                connection.exec_driver_sql("BEGIN")
                yield connection
                connection.exec_driver_sql(
                    "ANALYZE"
                )  # PostgreSQL counts its rows by itself, SQLite never does
                connection.commit()
            _own_as(file, copy)
            sync(copy)
            _check_in_place(file, inode)
            obey()
            copy.replace(file)
        except BaseException:
            copy.unlink(missing_ok=True)
            raise
        with suppress(OSError):  # it is published: a power cut would leave the old file, or the new one
            sync(file.parent)


def _unpooled(engine: Engine, file: Path) -> Engine:
    address = engine.url.set(database=str(file))
    return sa.create_engine(address, poolclass=sa.NullPool, connect_args={"timeout": SECONDS})


def _check_in_place(file: Path, inode: int) -> None:
    """Raise StoreBusy where another file has come in the place of the one that is locked."""
    if file.stat().st_ino != inode:
        raise StoreBusy


def _copy_pages(engine: Engine, connection: sa.Connection, obey: Callable[[], None]) -> None:
    """SQLite's online backup: a file that is opened and closed in any other way is no longer locked."""
    target: Any = connection.connection.driver_connection
    with engine.connect() as store:
        source: Any = store.connection.driver_connection
        try:
            source.backup(target, pages=PAGES, progress=lambda *_: obey())
        except sqlite3.Error as error:
            raise sa.exc.DBAPIError.instance(
                "backup", (), error, sqlite3.Error, dialect=engine.dialect
            ) from error


def _own_as(file: Path, copy: Path) -> None:
    """Give a copy the file's permissions, and its group and owner as far as we may."""
    status, own = file.stat(), copy.stat()
    if status.st_gid != own.st_gid:
        with suppress(PermissionError):
            os.chown(copy, -1, status.st_gid)
    if status.st_uid != own.st_uid:
        with suppress(PermissionError):
            os.chown(copy, status.st_uid, -1)
    copy.chmod(stat.S_IMODE(status.st_mode))


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _lock(connection: sa.Connection) -> None:
    """Wait a moment, in which what a killed refresh held is let go; whoever is at work takes longer."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {MOMENT}")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {SECONDS * 1000}")
    else:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {MOMENT}")
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
        connection.exec_driver_sql("SET LOCAL lock_timeout = DEFAULT")


def _holder(engine: Engine) -> str:
    """Whoever holds the lock, in brackets; nothing where that isn't known."""
    if engine.dialect.name == "sqlite":
        return _writer_of(engine)
    query = sa.text(
        "SELECT application_name FROM pg_stat_activity JOIN pg_locks USING (pid)"
        " WHERE locktype = 'advisory' AND objid = :lock AND granted"
    )
    with engine.connect() as connection:
        name = connection.scalar(query, {"lock": LOCK})
    return f" ({name})" if name else ""


def _writer_of(engine: Engine) -> str:
    """The process that holds SQLite's lock, in brackets; nothing where the system doesn't tell."""
    try:
        inode = os.stat(engine.url.database or "").st_ino
        locks = [line.split() for line in Path("/proc/locks").read_text().splitlines()]
    except OSError:
        return ""
    pids = [lock[4] for lock in locks if lock[-2] == RESERVED and lock[5].endswith(f":{inode}")]
    return f" (pid {pids[0]})" if pids else ""
