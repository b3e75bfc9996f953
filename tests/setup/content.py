"""The catalogue's files as they lie there, read without any of the ETL."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path
from typing import Any

from data.messages import LANGUAGES, published
from data.model.catalog import CURATED, LISTS


def read_content(curated: Path = CURATED, languages: Path = LANGUAGES) -> dict[str, Any]:
    """Read the catalogue's files (not the figures) into plain lists and mappings, as a release keeps them."""
    return {
        "themes": [read_toml(file) for file in sorted((curated / "themes").glob("*.toml"))],
        "documents": [read_toml(file) for file in sorted((curated / "documents").glob("*.toml"))],
        "languages": {file.stem: published(read_toml(file)) for file in sorted(languages.glob("*.toml"))},
        "waivers": read_rows(curated / "waivers.csv") if (curated / "waivers.csv").exists() else [],
        **{name: read_rows(curated / f"{name}.csv") for name in LISTS},
    }


def read_toml(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8-sig"))


def read_rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))
