"""The tables of a release read from a Frictionless data package as they were written to it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pandas as pd

from data.errors import ContentError
from data.model.csv_text import unescape
from data.package import DESCRIPTOR
from data.package.release_tables import TABLES, Tables, columns_of
from etl.curated.csv_and_toml import read_text
from etl.faults.catalogue import Place, fault


def read_package(folder: Path) -> Tables:
    """Return the tables of a package that `package_files` made. Raises ContentError."""
    return {name: _table(folder / f"{name}.csv", name) for name in _resources(folder)}


def check_header(name: str, header: list[str], place: Place) -> None:
    """Raise ContentError unless a header has all and only the columns of a table."""
    columns = columns_of(name)
    if [*dict.fromkeys(header)] != header or columns.keys() != {*header}:
        raise broken(place, ", ".join(header), f"{name}: {', '.join(columns)}")


def broken(place: Place, found: str, why: object) -> ContentError:
    """Return the fault of something that isn't as it was exported."""
    return ContentError([fault("bad_package", place, found, why=why)])


def _resources(folder: Path) -> list[str]:
    """The names of the tables that a package has."""
    try:
        described = json.loads(read_text(folder / DESCRIPTOR, DESCRIPTOR))
        names = [resource["name"] for resource in described["resources"]]
    except (ValueError, LookupError, TypeError) as error:
        raise broken(Place(DESCRIPTOR), DESCRIPTOR, repr(error)) from error
    if {*names} != {*TABLES}:
        raise broken(Place(DESCRIPTOR), ", ".join(map(str, names)), ", ".join(TABLES))
    return names


def _table(path: Path, name: str) -> pd.DataFrame:
    try:
        lines = list(csv.reader(io.StringIO(read_text(path, path.name), newline=""), strict=True))
    except csv.Error as error:
        raise broken(Place(path.name), name, error) from error
    header, *rows = lines or [[]]
    check_header(name, header, Place(path.name, 1))
    for number, line in enumerate(rows, start=2):
        if len(line) != len(header):
            raise broken(Place(path.name, number), ",".join(line), f"{len(line)} ≠ {len(header)}")
    return pd.DataFrame([[*map(unescape, line)] for line in rows], columns=header, dtype="str")
