"""The whole state of a release out of the store: a Frictionless data package, or a workbook."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from data.errors import ContentError, StoreDamaged
from data.model.catalog import DOCUMENT_COLUMNS
from data.store.access import read
from data.store.digest import verify_release
from data.store.queries import Release, ReleaseReader, open_release
from data.store.tables import catalog_table
from etl.exchange.data_package import DESCRIPTOR, package_files
from etl.exchange.release_tables import Listing, tables_of
from etl.exchange.release_workbook import write_state_book
from etl.faults.catalogue import Place, fault
from etl.releases.transactions import writable

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
            write_state_book(tables, reader.release, part)
        else:
            part.mkdir()
            for name, content in package_files(tables, reader.release).items():
                (part / name).write_bytes(content)
    return reader.release


def tables_in(reader: ReleaseReader) -> dict[str, Listing]:
    """Return a release as tables; figures by document, in the order in which it prints them."""
    known = sa.select(catalog_table.c.content).where(catalog_table.c.digest == reader.release.catalog)
    content = read(reader.engine, lambda store: str(store.scalar(known)), reader.release.id)
    found = sorted(reader.observations(derived=False), key=lambda o: (o.document, o.position))
    figures = ((o.document, *(str(getattr(o, name)) for name in DOCUMENT_COLUMNS)) for o in found)
    return tables_of(json.loads(content), figures)


@contextmanager
def put_in_place(target: Path, replace: bool) -> Iterator[Path]:
    """A place beside the target to write to, which takes the target's place once all is written."""
    ours = target.is_file() or (target / DESCRIPTOR).is_file()
    if target.exists() and not (replace and ours):
        raise ContentError([fault("file_exists", Place(str(target)), target.name)])
    with writable(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as folder:
            part = Path(folder) / target.name
            yield part
            if target.is_dir():
                shutil.move(target, Path(folder) / "old")
            os.replace(part, target)
