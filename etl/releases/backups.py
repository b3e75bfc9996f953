"""Copies of a whole store, of either engine, as an SQLite file, verified; and restoring one into either."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from itertools import chain, count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from data.errors import FileUnusable, NoRelease, StoreDamaged, StoreError, StoreUnusable
from data.model.words import BEIJING
from data.store.access import code_of, read, reason_of_driver
from data.store.queries import read_release, read_releases
from data.store.tables import (
    catalog_table,
    document_table,
    observation_table,
    open_store,
    release_table,
    seal_table,
    store_url,
)
from etl.releases.transactions import closed_after, opened, writable, writing
from etl.releases.verification import audit

# In an order in which what is referred to stands before what refers to it.
TABLES = (catalog_table, release_table, seal_table, document_table, observation_table)
BATCH = 10_000


def back_up(engine: Engine, target: str) -> Path:
    """Copy a store into a file that isn't there yet, or a new one in a folder; return the file, verified.

    A target that ends in a stroke or has no suffix is a folder, which is made where there is none.

    The copy is of one moment, whatever is published meanwhile. Raises NoRelease, StoreUnusable; StoreDamaged
    where the store isn't what was published; FileUnusable where the copy can't be written.
    """
    newest, file = read_release(engine), Path(target)
    with writable(file):
        if file.is_dir() or target.endswith("/") or not file.suffix:
            file.mkdir(parents=True, exist_ok=True)
            file = _free(file, f"livelihood-{newest.id}-{datetime.now(BEIJING):%Y%m%dT%H%M%S}")
        if file.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        part = file.with_name(f".{file.name}.{os.getpid()}")
        try:
            _copy(engine, part)
            _verify(part)
            with part.open("rb") as whole:
                os.fsync(whole.fileno())
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
    return file


def _free(folder: Path, name: str) -> Path:
    """A file of a folder that isn't there yet: a second one within the same second gets a number."""
    names = chain([name], (f"{name}-{n}" for n in count(2)))
    return next(path for path in (folder / f"{each}.db" for each in names) if not path.exists())


@contextmanager
def checked(file: Path) -> Iterator[Engine]:
    """Open a copy of a backup, in today's schema, once it is verified; the backup itself is left as it is.

    Raises FileUnusable for what is no backup, StoreDamaged for one that isn't what was published.
    """
    with writable(file):
        scratch = TemporaryDirectory(ignore_cleanup_errors=True)
    with scratch as folder:
        copy = Path(folder) / "copy.db"
        try:
            shutil.copy(file, copy)
            with opened(_url(copy)):
                pass  # whoever may write brings it to today's schema
            _verify(copy)
        except StoreDamaged as error:
            raise StoreDamaged(str(file)) from error
        except (OSError, StoreError) as error:
            raise FileUnusable(
                str(file), why=error if isinstance(error, StoreError) else reason_of_driver(error)
            ) from error
        with opened(_url(copy), read_only=True) as engine:
            yield engine


@contextmanager
def as_it_stands(url: str | None) -> Iterator[Engine]:
    """Open a store that may be damaged; what the driver or the system says becomes StoreUnusable."""
    try:
        with closed_after(open_store(url or store_url())) as engine:
            yield engine
    except (sa.exc.SQLAlchemyError, OSError, ImportError) as error:
        raise StoreUnusable(reason_of_driver(error)) from error


def set_aside(engine: Engine, folder: Path) -> Path | None:
    """Copy a store, damaged as it may be, before it is overwritten; return the copy, or None of an empty one.

    Raises FileUnusable where the copy can't be written.
    """
    file = folder / f"livelihood-before-restore-{datetime.now(BEIJING):%Y%m%dT%H%M%S.%f}.db"
    live = Path(str(engine.url.database))
    with writable(file):
        if engine.dialect.name == "sqlite" and live.is_file():
            _copy_somehow(engine, live, file)
        elif engine.dialect.name == "sqlite" or not _has_releases(engine):
            return None
        else:
            _copy(engine, file)
    return file


def _copy_somehow(engine: Engine, live: Path, file: Path) -> None:
    try:
        _copy_pages(engine, file)
    except (sqlite3.Error, sa.exc.SQLAlchemyError):
        shutil.copy(live, file)  # what SQLite can't read is kept byte by byte


def put_back(backup: Engine, engine: Engine) -> bool:
    """Make a store hold what a verified backup holds; return whether its file had to be replaced for it.

    All of it or nothing, in one transaction; an SQLite file that is too damaged to be written to is replaced
    whole. Raises StoreBusy, StoreUnusable.
    """
    try:
        with writing(engine) as target, backup.connect() as source:
            for table in reversed(TABLES):
                target.execute(table.delete())
            _copy_rows(source, target)
        if audit(engine).sound:
            return False
        if engine.dialect.name != "sqlite":
            raise StoreDamaged(engine.url.render_as_string())
    except (sa.exc.DatabaseError, StoreUnusable) as error:
        if not _is_damage(error):
            raise
    _replace(backup, engine)
    return True


def _replace(backup: Engine, engine: Engine) -> None:
    """Put a file in the place of an SQLite store's; what was half written to the old one goes first."""
    engine.dispose()
    live = Path(str(engine.url.database))
    part = live.with_name(f".{live.name}.{os.getpid()}")
    with writable(live):
        try:
            _copy(backup, part)
            live.with_name(f"{live.name}-journal").unlink(missing_ok=True)
            part.replace(live)
        finally:
            part.unlink(missing_ok=True)


def _has_releases(engine: Engine) -> bool:
    try:
        return bool(read_releases(engine))
    except NoRelease:
        return False


def _verify(file: Path) -> None:
    with opened(_url(file), read_only=True) as engine:
        result = audit(engine)
    broken = [verdict.release.id for verdict in result.verdicts if verdict.broken]
    if not result.sound:
        raise StoreDamaged(", ".join(f"release={n}" for n in broken) or ", ".join(result.broken))


def _copy(engine: Engine, file: Path) -> None:
    """Copy a store as it is at one moment: page by page from SQLite, row by row from PostgreSQL."""
    if engine.dialect.name == "sqlite":
        _copy_pages(engine, file)
        return
    snapshot = engine.execution_options(isolation_level="REPEATABLE READ")

    def copy(store: sa.Connection) -> None:
        with opened(_url(file)) as target, writing(target) as connection:
            _copy_rows(store, connection)

    read(snapshot, copy, streams=True)


def _copy_pages(engine: Engine, file: Path) -> None:
    """SQLite's online backup."""
    with engine.connect() as store, closing(sqlite3.connect(file)) as target:
        source: Any = store.connection.driver_connection
        source.backup(target)


def _copy_rows(source: sa.Connection, target: sa.Connection) -> None:
    for table in TABLES:
        rows = source.execution_options(yield_per=BATCH).execute(sa.select(table))
        for batch in rows.mappings().partitions(BATCH):
            target.execute(table.insert(), [dict(row) for row in batch])


def _is_damage(error: BaseException) -> bool:
    """Whether SQLite says that the file is no database, or a broken one."""
    codes = (code_of(one) for one in (error, error.__cause__) if isinstance(one, Exception))
    return any(code.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")) for code in codes)


def _url(file: Path) -> str:
    return f"sqlite:///{file.resolve()}"
