"""A whole release as one ZIP: data package, SQLite file, digests and a README in every language.

Figures are read and written a part at a time, so that a release of any length takes little memory. Of a
catalogue's waivers, which name who answers for what, nothing is given away.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import sqlalchemy as sa

from data.model.catalog import DOCUMENT_COLUMNS
from data.model.csv_text import write_csv
from data.model.observation import KEY
from data.model.words import Words, beijing_time
from data.package import DESCRIPTOR
from data.package.data_package import Extent, describe_package, table_files
from data.package.release_tables import FIGURES, WAIVERS, Tables, tables_of
from data.store.queries import ReleaseReader
from data.store.tables import as_of, catalog_table, observation_table

STEP = 20_000  # figures that are held at once
BLOCK = 1 << 20  # bytes
STORE, DIGESTS = "livelihood.db", "SHA256SUMS"
COLUMNS = ("document", *DOCUMENT_COLUMNS)
Row = tuple[Any, ...]


def write_archive(reader: ReleaseReader, site: str, file: IO[bytes]) -> None:
    """Write a release. The same release gives the same bytes; `site` is the site's own address, if known."""
    with ZipFile(file, "w") as archive, tempfile.TemporaryDirectory() as folder:
        writer = _Archive(archive, reader)
        tables = _tables(reader)
        store = Path(folder) / STORE
        with closing(sqlite3.connect(store, isolation_level=None)) as connection:
            _begin_store(connection, tables)
            extents = {FIGURES: writer.add(f"{FIGURES}.csv", _figures(reader, connection))}
            _end_store(connection)
        files = table_files(tables)
        extents |= {name: writer.add(f"{name}.csv", [files[f"{name}.csv"]]) for name in tables}
        writer.add(DESCRIPTOR, [describe_package(reader.release, extents)])
        writer.add(STORE, read_blocks(store))
        for code in reader.catalog.languages:
            writer.add(f"README.{code}.txt", [_readme(reader, code, site)])
        writer.add(DIGESTS, ["".join(writer.digests).encode()])


class _Archive:
    """The archive as it is written: each file with the time of the release, and its digest noted."""

    def __init__(self, archive: ZipFile, reader: ReleaseReader) -> None:
        self.archive = archive
        self.moment = datetime.fromisoformat(reader.release.created_at).timetuple()[:6]
        self.digests: list[str] = []

    def add(self, name: str, parts: Iterator[bytes] | list[bytes]) -> Extent:
        info = ZipInfo(name, self.moment)
        info.compress_type, info.create_system, info.external_attr = ZIP_DEFLATED, 3, 0o644 << 16
        size, digest = 0, hashlib.sha256()
        with self.archive.open(info, "w", force_zip64=True) as out:
            for part in parts:
                out.write(part)
                size += len(part)
                digest.update(part)
        self.digests.append(f"{digest.hexdigest()}  {name}\n")
        return Extent(size, digest.hexdigest())


def _tables(reader: ReleaseReader) -> Tables:
    """The tables of a release but its figures, without what is nobody's business."""
    import pandas as pd  # pages do without

    known = sa.select(catalog_table.c.content).where(catalog_table.c.digest == reader.release.catalog)
    [(content,)] = reader.select(known)
    public = {**json.loads(content), WAIVERS: ()}
    tables = tables_of(public, pd.DataFrame(columns=[*COLUMNS], dtype="str"))
    return {name: table for name, table in tables.items() if name != FIGURES}


def _figures(reader: ReleaseReader, store: sqlite3.Connection) -> Iterator[bytes]:
    """The figures as CSV, by document and in the order printed; they go into the store on the way."""
    yield write_csv(COLUMNS, ()).encode()
    inserted = f"INSERT INTO {FIGURES} VALUES ({', '.join('?' * (len(COLUMNS) + 1))})"
    for rows in _parts(reader):
        store.executemany(inserted, rows)
        text = write_csv((), [row[: len(COLUMNS)] for row in rows])
        yield text.partition("\r\n")[2].encode()


def _parts(reader: ReleaseReader) -> Iterator[list[Row]]:
    """The published figures with their values, so many at a time."""
    t = observation_table
    columns = (*(t.c[name] for name in COLUMNS), t.c.value)
    for document in sorted(reader.catalog.documents):
        query = sa.select(*columns).where(t.c.document == document, as_of(reader.release.id))
        query = query.order_by(t.c.position, *(t.c[name] for name in KEY))
        last = reader.extent(document, 0).last
        for start in range(0, last + 1, STEP):
            yield reader.select(query.where(t.c.position.between(start, start + STEP - 1)))


def _begin_store(store: sqlite3.Connection, tables: Tables) -> None:
    """The tables of a release in a file of their own, which knows no other release."""
    store.execute("PRAGMA journal_mode=OFF")
    store.execute("PRAGMA synchronous=OFF")
    store.execute("BEGIN")
    columns = ", ".join(f'"{name}" TEXT NOT NULL' for name in COLUMNS)
    store.execute(f"CREATE TABLE {FIGURES} ({columns}, value REAL)")
    for name, table in tables.items():
        columns = ", ".join(f'"{column}" TEXT NOT NULL' for column in table)
        store.execute(f"CREATE TABLE {name} ({columns})")
        marks = ", ".join("?" * len(table.columns))
        rows = table.itertuples(index=False, name=None)
        store.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)


def _end_store(store: sqlite3.Connection) -> None:
    for column in ("indicator", "region", "document"):
        store.execute(f"CREATE INDEX figures_by_{column} ON {FIGURES} ({column})")
    store.execute("COMMIT")


def read_blocks(path: Path) -> Iterator[bytes]:
    """Yield a file a part at a time."""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _readme(reader: ReleaseReader, language: str, site: str) -> bytes:
    words, release = Words(reader.catalog, language), reader.release
    text = words(
        "archive_readme",
        site=words("site", region=words.term("region", reader.catalog.home_region)),
        edition=words("edition", number=release.id),
        date=beijing_time(release.created_at)[:10],
        digest=release.digest,
        address=f"{site}/all?release={release.id}",
        reuse=words("reuse"),
        store=STORE,
        digests=DIGESTS,
    )
    return f"{text.strip()}\n".encode()
