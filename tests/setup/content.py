"""The catalogue's files as they lie there, read without any of the ETL."""

from __future__ import annotations

import csv
import pickle
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from data.messages import LANGUAGES, published
from data.model.catalog import CURATED, LISTS, Catalog


def read_content(curated: Path = CURATED, languages: Path = LANGUAGES) -> dict[str, Any]:
    """Read the catalogue's files (not the figures) into plain lists and mappings, as a release keeps them."""
    return dict(pickle.loads(_read(curated, languages)))  # whoever asks may change what he gets


@lru_cache(maxsize=1)
def _read(curated: Path, languages: Path) -> bytes:
    content = {
        "themes": [read_toml(file) for file in sorted((curated / "themes").glob("*.toml"))],
        "documents": [read_toml(file) for file in sorted((curated / "documents").glob("*.toml"))],
        "languages": {file.stem: published(read_toml(file)) for file in sorted(languages.glob("*.toml"))},
        "waivers": read_rows(curated / "waivers.csv") if (curated / "waivers.csv").exists() else [],
        **{name: read_rows(curated / f"{name}.csv") for name in LISTS},
    }
    return pickle.dumps(content)


@lru_cache(maxsize=1)
def measured() -> Mapping[str, Sequence[str]]:
    """Return the indicators of which each region has figures, in the order of the lists."""
    rows = [row for file in (CURATED / "documents").glob("*.csv") for row in read_rows(file)]
    there = {(row["region"], row["indicator"]) for row in rows}
    content = read_content()
    ids = [one["id"] for theme in content["themes"] for one in theme.get("indicator", ())]
    found = {r["id"]: [id for id in ids if (r["id"], id) in there] for r in content["regions"]}
    return {region: indicators for region, indicators in found.items() if indicators}


def measured_themes(catalog: Catalog) -> dict[str, list[str]]:
    """Return the themes of which each region has figures, in their order."""
    return {
        region: [theme for theme in catalog.themes if theme in {catalog.indicators[id].theme for id in ids}]
        for region, ids in measured().items()
    }


def whole(catalog: Catalog) -> list[tuple[str, str, str]]:
    """Return the pages of themes with figures, each as region, theme and language."""
    themes = measured_themes(catalog).items()
    return [(region, id, lang) for region, ids in themes for id in ids for lang in catalog.languages]


def sampled(catalog: Catalog) -> list[tuple[str, str, str]]:
    """Return of `whole` those of the home region, and of the others one in a language, by turns."""
    turns, pages = len(catalog.languages), enumerate(whole(catalog))
    return [page for n, page in pages if page[0] == catalog.home_region or n % turns == n // turns % turns]


def read_toml(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8-sig"))


def read_rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))
