"""The catalogues of releases as texts: a year's are many megabytes, and most have been read before."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache

from sqlalchemy.engine import Engine

from data.store.access import read
from data.store.queries import Release, ReleaseReader, read_catalog_text

CATALOGS = 1024  # of which a process keeps what follows from them: more than there are releases in years


@dataclass(frozen=True)
class CatalogText:
    """A catalogue by its digest, by which alone it is told from others; the text is read where it is needed.

    So what follows from a text can be kept by whoever works it out, and is then not read for again.
    """

    digest: str
    _engine: Engine = field(compare=False, repr=False)
    _release: int = field(compare=False, repr=False)

    def read(self) -> str:
        """Return the text. Raises StoreUnusable."""
        return read(self._engine, lambda store: read_catalog_text(store, self.digest), self._release)


def catalog_text(reader: ReleaseReader, release: Release) -> CatalogText:
    """Return the catalogue of a release, not read yet; the reader's store has received that release."""
    return CatalogText(release.catalog, reader.engine, reader.release.id)


@lru_cache(maxsize=64)
def ids_in(catalog: CatalogText) -> frozenset[str]:
    """Return the ids of the regions, documents, themes, indicators and charts of a catalogue."""
    content = json.loads(catalog.read())
    themes = content["themes"]
    listed = [*content["regions"], *content["documents"], *themes]
    listed += [entry for theme in themes for kind in ("indicator", "chart") for entry in theme.get(kind, ())]
    return frozenset(entry["id"] for entry in listed)
