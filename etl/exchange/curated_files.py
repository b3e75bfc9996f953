"""Curated files as they are written: each whole or not at all, in CSV that a spreadsheet may open."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from data.model.catalog import DOCUMENT_COLUMNS, LISTS
from data.model.csv_text import escape
from data.package.release_tables import FIGURES, Tables
from etl.curated.contents import WAIVERS, Curated
from etl.curated.source import ACTUAL, Toml
from etl.curated.toml_writer import toml_text
from etl.releases.transactions import sync, writable


def write_files(texts: Mapping[Path, str]) -> None:
    """Write files that are there already, each whole or not at all. Raises FileUnusable."""
    for path, text in texts.items():
        part = path.with_name(f".{path.name}.part")
        with writable(path):
            try:
                write_text(part, text, at_once=True)
                os.replace(part, path)
            finally:
                part.unlink(missing_ok=True)
            sync(path.parent)


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
                write_text(parts[path], text, at_once=True)
            for path in particulars:
                path.unlink(missing_ok=True)
            sync(folder)
            for path in (*figures, *particulars):
                os.replace(parts[path], path)
        except BaseException:
            for part in parts.values():
                with suppress(OSError):
                    part.unlink(missing_ok=True)
            raise
        sync(folder)


def write_folder(tables: Tables, content: Mapping[str, Any], folder: Path) -> None:
    """Write a whole release, but for its languages, as curated files."""
    for name in LISTS:
        write_text(folder / f"{name}.csv", csv_of([*tables[name]], content[name]))
    if content["waivers"]:
        write_text(folder / WAIVERS, csv_of(list(content["waivers"][0]), content["waivers"]))
    for theme in content["themes"]:
        write_text(folder / "themes" / f"{theme['id']}.toml", toml_text(theme))
    figures: dict[str, list[Mapping[Any, str]]] = {document["id"]: [] for document in content["documents"]}
    for row in tables[FIGURES].to_dict("records"):
        figures[row["document"]].append(row | ({"status": ""} if row["status"] == ACTUAL else {}))
    for document in content["documents"]:
        pair = folder / "documents" / document["id"]
        write_text(pair.with_name(f"{pair.name}.csv"), csv_of(DOCUMENT_COLUMNS, figures[document["id"]]))
        write_text(pair.with_name(f"{pair.name}.toml"), toml_text(document))


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


def write_text(path: Path, text: str, at_once: bool = False) -> None:
    """Write a file, its folder with it; `at_once` waits until it is on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        if at_once:
            file.flush()
            os.fsync(file.fileno())
