"""A release as a Frictionless data package: datapackage.json and a CSV file a table, and back again."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pandas as pd

from data.errors import ContentError
from data.model.csv_text import unescape, write_csv
from data.store.queries import Release
from etl.curated.csv_and_toml import read_text
from etl.exchange.destination import DESCRIPTOR
from etl.exchange.release_tables import INSIDE, LISTED, TABLES, Tables, columns_of
from etl.faults.catalogue import Place, fault

# The columns by which a row is known, and those that name a row of another table.
KEYS = {
    "figures": ("document", "indicator", "region", "period", "breakdown", "status"),
    "words": ("language", "table", "key"),
}
REFERENCES = {
    "figures": {
        "document": "documents",
        "indicator": "indicators",
        "region": "regions",
        "status": "statuses",
    },
    "documents": {"region": "regions", "kind": "source_kinds"},
    **{name: {"theme": "themes"} for name in INSIDE.values()},
}
UNKEYED = ("waivers",)


def package_files(tables: Tables, release: Release) -> dict[str, bytes]:
    """Return the files of a package, by name. The same release gives the same bytes."""
    files = {
        f"{name}.csv": write_csv(table, table.itertuples(index=False, name=None)).encode()
        for name, table in tables.items()
    }
    described = {
        "name": f"livelihood-release-{release.id}",
        "title": f"民生数据 第{release.id}版",
        "profile": "tabular-data-package",
        "created": release.created_at,
        "release": {"id": release.id, "digest": release.digest, "reason": release.reason},
        "resources": [_resource(name, files[f"{name}.csv"]) for name in tables],
    }
    text = json.dumps(described, ensure_ascii=False, indent=2) + "\n"
    return {DESCRIPTOR: text.encode(), **files}


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


def _resource(name: str, content: bytes) -> dict[str, Any]:
    fields = [
        {"name": column, "type": "string" if sort in LISTED else sort}
        for column, sort in columns_of(name).items()
    ]
    keys = KEYS.get(name, ("id",))
    references = [
        {"fields": [field], "reference": {"resource": other, "fields": ["id"]}}
        for field, other in REFERENCES.get(name, {}).items()
    ]
    schema: dict[str, Any] = {"fields": fields, "foreignKeys": references}
    if name not in UNKEYED:
        schema["primaryKey"] = list(keys)
    return {
        "name": name,
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema,
    }


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
