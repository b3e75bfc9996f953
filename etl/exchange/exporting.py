"""The whole state of a release out of the store: a Frictionless data package, or a workbook."""

from __future__ import annotations

import json
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from data.errors import StoreDamaged
from data.package.data_package import package_files
from data.package.release_tables import Tables, tables_of
from data.store.digest import verify_release
from data.store.frame import document_table
from data.store.queries import Release, ReleaseReader, open_release
from data.store.tables import catalog_table
from etl.exchange.destination import put_in_place
from etl.exchange.release_workbook import write_workbook

BOOK = ".xlsx"


def export(engine: Engine, target: Path, release: int | None = None, replace: bool = False) -> Release:
    """Write a release, by default the newest, to a workbook (FILE.xlsx) or else to a folder; return which.

    What is written is whole or isn't there. Something in its place is replaced only if asked for, a folder
    only if it is such a package. Raises ContentError, FileUnusable, NoRelease, NotFound, StoreUnusable, and
    StoreDamaged for a release that isn't what was published.
    """
    reader = open_release(engine, release)
    if not verify_release(engine, reader.release.id):
        raise StoreDamaged(f"release={reader.release.id}")
    tables = tables_in(reader)
    with put_in_place(target, replace) as part:
        if target.suffix.lower() == BOOK:
            write_workbook(tables, reader.release, part)
        else:
            part.mkdir()
            for name, content in package_files(tables, reader.release).items():
                (part / name).write_bytes(content)
    return reader.release


def tables_in(reader: ReleaseReader) -> Tables:
    """Return a release as tables; figures by document, in the order in which it prints them."""
    known = sa.select(catalog_table.c.content).where(catalog_table.c.digest == reader.release.catalog)
    [(content,)] = reader.select(known)
    return tables_of(json.loads(content), document_table(reader))
