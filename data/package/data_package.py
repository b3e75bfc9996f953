"""A release as a Frictionless data package: datapackage.json and a CSV file a table."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from data.model.csv_text import write_csv
from data.package import DESCRIPTOR
from data.package.release_tables import INSIDE, LISTED, Tables, columns_of
from data.store.queries import Release

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


class Extent(NamedTuple):
    """How long a file is, in bytes, and its SHA-256."""

    size: int
    digest: str


def package_files(tables: Tables, release: Release) -> dict[str, bytes]:
    """Return the files of a package, by name. The same release gives the same bytes."""
    files = table_files(tables)
    extents = {name: extent_of(files[f"{name}.csv"]) for name in tables}
    return {DESCRIPTOR: describe_package(release, extents), **files}


def table_files(tables: Tables) -> dict[str, bytes]:
    """Return tables as CSV files, by name."""
    return {
        f"{name}.csv": write_csv(table, table.itertuples(index=False, name=None)).encode()
        for name, table in tables.items()
    }


def extent_of(content: bytes) -> Extent:
    """Return how long a content is, and its digest."""
    return Extent(len(content), hashlib.sha256(content).hexdigest())


def describe_package(release: Release, extents: Mapping[str, Extent]) -> bytes:
    """Return the descriptor of a package of some tables, each with the extent of its file."""
    described = {
        "name": f"livelihood-release-{release.id}",
        "title": f"民生数据 第{release.id}版",
        "profile": "tabular-data-package",
        "created": release.created_at,
        "release": {"id": release.id, "digest": release.digest, "reason": release.reason},
        "resources": [_resource(name, extent) for name, extent in extents.items()],
    }
    return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode()


def _resource(name: str, extent: Extent) -> dict[str, Any]:
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
        "bytes": extent.size,
        "hash": f"sha256:{extent.digest}",
        "schema": schema,
    }
