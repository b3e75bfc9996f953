"""What was handed in, or exported, as curated files: the pair of a document, or a whole folder."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from data.errors import ContentError, Fault
from data.model.catalog import DOCUMENT_COLUMNS, LISTS
from data.model.csv_text import escape
from etl.curated.contents import WAIVERS, Curated
from etl.curated.folder import languages_beside, read_curated
from etl.curated.source import Toml
from etl.curated.toml_writer import toml_text
from etl.exchange.data_package import broken, read_package
from etl.exchange.destination import is_package
from etl.exchange.release_tables import FIGURES, Tables, content_of
from etl.exchange.release_workbook import is_state_book, read_state_book
from etl.faults.catalogue import Place, fault
from etl.office_files.findings import Findings
from etl.office_files.inputs import add_inputs
from etl.office_files.kinds import Content, sort_of
from etl.releases.transactions import writable
from etl.rules.checking import check


def import_file(path: Path, curated: Path, replace: bool = False) -> tuple[list[str], list[Fault]]:
    """Write what a file holds as curated files; return the ids of its documents, and the notes.

    A workbook or CSV becomes the pair of each of its documents in the folder `curated`; a whole release, as
    exported, becomes that folder, which must be new. Nothing is written unless all of it, together with what
    is curated, is without a fault; a curated document is replaced only if asked for. Raises ContentError.
    """
    if is_whole(path):
        return import_whole(path, curated), []
    before = read_curated(curated, languages_beside(curated))
    after = add_inputs(before, [path], replace=replace)
    faults = check(after)
    if any(fault.severity == "error" for fault in faults):
        raise ContentError(faults)
    come = [document for document in after.documents if document not in before.documents]
    write_pairs(curated / "documents", come, after)
    known = {fault.say("en") for fault in check(before)}
    return [document.stem for document in come], [f for f in faults if f.say("en") not in known]


def import_whole(path: Path, curated: Path) -> list[str]:
    """Write an exported release as a new curated folder, its languages beside it; return its documents.

    The languages go first: the same ones that an import left there when it was cut short may stay.
    """
    languages = curated.parent / "languages"
    if curated.exists():
        raise ContentError([fault("folder_exists", Place(str(curated)), curated.name)])
    book = path.is_file() and not is_package(path)
    folder = path.parent if path.is_file() else path
    tables = read_state_book(path) if book else read_package(folder)
    with writable(curated), _beside(curated) as part:
        try:
            write_folder(tables, part / "curated")
        except (KeyError, ValueError) as error:
            raise broken(Place(path.name), path.name, error) from error
        found = check(read_curated(part / "curated", part / "languages"))
        if any(fault.severity == "error" for fault in found):
            raise ContentError(found)
        if languages.exists() and _files(languages) != _files(part / "languages"):
            raise ContentError([fault("folder_exists", Place(str(languages)), languages.name)])
        os.sync()
        if not languages.exists():
            os.replace(part / "languages", languages)
        os.replace(part / "curated", curated)
    return [*tables["documents"]["id"]]


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A folder beside another, to write to, that is gone in the end."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(
        dir=folder.parent, prefix=f".{folder.name}.", ignore_cleanup_errors=True
    ) as part:
        yield Path(part)


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def is_whole(path: Path) -> bool:
    """Whether a path holds a whole release as it was exported. Raises ContentError."""
    if is_package(path):
        return True
    if path.is_dir():
        return False
    return sort_of(path, path.name, Findings()) is Content.BOOK and is_state_book(path)


def write_pairs(folder: Path, documents: Sequence[Toml], curated: Curated) -> None:
    """Write the two files of each document. Raises FileUnusable.

    Cut short at whatever point, all are as they were, or a `.toml` is missing: no check takes the new figures
    for those of the old particulars, and the same import again mends it.
    """
    figures, particulars = dict[Path, str](), dict[Path, str]()
    for document in documents:
        table = curated.figures.get(document.stem)
        rows = table.rows() if table else ()
        figures[folder / f"{document.stem}.csv"] = csv_of(DOCUMENT_COLUMNS, rows)
        particulars[folder / f"{document.stem}.toml"] = toml_text(document.facts)
    parts = {path: path.with_name(f".{path.name}.part") for path in (*figures, *particulars)}
    with writable(folder):
        try:
            for path, text in (figures | particulars).items():
                _write(parts[path], text, at_once=True)
            for path in particulars:
                path.unlink(missing_ok=True)
            _settle(folder)
            for path in (*figures, *particulars):
                os.replace(parts[path], path)
        except BaseException:
            for part in parts.values():
                with suppress(OSError):
                    part.unlink(missing_ok=True)
            raise
        _settle(folder)


def write_folder(tables: Tables, folder: Path) -> None:
    """Write a whole release as curated files, with its languages beside them. Raises KeyError, ValueError."""
    content = content_of(tables)
    for name in LISTS:
        _write(folder / f"{name}.csv", csv_of([*tables[name]], content[name]))
    if content["waivers"]:
        _write(folder / WAIVERS, csv_of(list(content["waivers"][0]), content["waivers"]))
    for theme in content["themes"]:
        _write(folder / "themes" / f"{theme['id']}.toml", toml_text(theme))
    figures: dict[str, list[Mapping[Any, str]]] = {document["id"]: [] for document in content["documents"]}
    for row in tables[FIGURES].to_dict("records"):
        figures[row["document"]].append(row)
    for document in content["documents"]:
        _write(
            folder / "documents" / f"{document['id']}.csv", csv_of(DOCUMENT_COLUMNS, figures[document["id"]])
        )
        _write(folder / "documents" / f"{document['id']}.toml", toml_text(document))
    for language, words in content["languages"].items():
        _write(folder.parent / "languages" / f"{language}.toml", toml_text(words))


def csv_of(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Return rows as curated CSV, which is safe to open in a spreadsheet."""
    out = io.StringIO(newline="")
    lines = csv.writer(out, lineterminator="\n")
    quoted = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    lines.writerow(columns)
    for row in rows:
        cells = [escape(row[column]) for column in columns]
        # The plain writer doesn't see that a carriage return would end the line.
        (quoted if any("\r" in cell for cell in cells) else lines).writerow(cells)
    return out.getvalue()


def _write(path: Path, text: str, at_once: bool = False) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        if at_once:
            file.flush()
            os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    entries = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(entries)
    finally:
        os.close(entries)
