"""What was handed in, or exported, as curated files: the pair of a document, or a whole folder."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from data.catalog import DOCUMENT_COLUMNS, LISTS
from data.errors import ContentError, Fault
from etl.faults import Place, fault
from etl.package import broken, is_package, read_package
from etl.places import Toml
from etl.read import WAIVERS, Curated, languages_beside, read_curated
from etl.rules import check
from etl.sheets.findings import Findings
from etl.sheets.kinds import Content, sort_of
from etl.state import FIGURES, Listing, content_of
from etl.state_book import is_state_book, read_state_book
from etl.toml_text import toml_text
from etl.workbook import add_inputs


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
    for document in come:
        write_pair(curated / "documents", document, after)
    known = {fault.say("en") for fault in check(before)}
    return [document.stem for document in come], [f for f in faults if f.say("en") not in known]


def import_whole(path: Path, curated: Path) -> list[str]:
    """Write an exported release as a new curated folder, its languages beside it; return its documents."""
    if curated.exists() or (curated.parent / "languages").exists():
        raise ContentError([fault("folder_exists", Place(str(curated)), curated.name)])
    book = path.is_file() and not is_package(path)
    folder = path.parent if path.is_file() else path
    tables = read_state_book(path) if book else read_package(folder)
    curated.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=curated.parent, prefix=f".{curated.name}.") as part:
        try:
            write_folder(tables, Path(part) / "curated")
        except (KeyError, ValueError) as error:
            raise broken(Place(path.name), path.name, error) from error
        found = check(read_curated(Path(part) / "curated", Path(part) / "languages"))
        if any(fault.severity == "error" for fault in found):
            raise ContentError(found)
        os.replace(Path(part) / "languages", curated.parent / "languages")
        os.replace(Path(part) / "curated", curated)
    return [row[0] for row in tables["documents"].rows]


def is_whole(path: Path) -> bool:
    """Whether a path holds a whole release as it was exported. Raises ContentError."""
    if is_package(path):
        return True
    if path.is_dir():
        return False
    return sort_of(path, path.name, Findings()) is Content.BOOK and is_state_book(path)


def write_pair(folder: Path, document: Toml, curated: Curated) -> None:
    """Write the two files of a document, each at once and the figures first."""
    table = curated.figures.get(document.stem)
    _write(folder / f"{document.stem}.csv", csv_of(DOCUMENT_COLUMNS, table.rows() if table else ()))
    _write(folder / f"{document.stem}.toml", toml_text(document.facts))


def write_folder(tables: Mapping[str, Listing], folder: Path) -> None:
    """Write a whole release as curated files, with its languages beside them. Raises KeyError, ValueError."""
    content = content_of(tables)
    for name in LISTS:
        _write(folder / f"{name}.csv", csv_of([c.name for c in tables[name].columns], content[name]))
    if content["waivers"]:
        _write(folder / WAIVERS, csv_of(list(content["waivers"][0]), content["waivers"]))
    for theme in content["themes"]:
        _write(folder / "themes" / f"{theme['id']}.toml", toml_text(theme))
    figures: dict[str, list[Mapping[str, str]]] = {document["id"]: [] for document in content["documents"]}
    for document, *cells in tables[FIGURES].rows:
        figures[document].append(dict(zip(DOCUMENT_COLUMNS, cells, strict=True)))
    for document in content["documents"]:
        _write(
            folder / "documents" / f"{document['id']}.csv", csv_of(DOCUMENT_COLUMNS, figures[document["id"]])
        )
        _write(folder / "documents" / f"{document['id']}.toml", toml_text(document))
    for language, words in content["languages"].items():
        _write(folder.parent / "languages" / f"{language}.toml", toml_text(words))


def csv_of(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Return rows as curated CSV."""
    out = io.StringIO(newline="")
    lines = csv.writer(out, lineterminator="\n")
    quoted = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    lines.writerow(columns)
    for row in rows:
        cells = [row[column] for column in columns]
        # The plain writer doesn't see that a carriage return would end the line.
        (quoted if any("\r" in cell for cell in cells) else lines).writerow(cells)
    return out.getvalue()


def _write(path: Path, text: str) -> None:
    """Write a file so that it is whole or as it was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8", newline="")
    os.replace(part, path)
