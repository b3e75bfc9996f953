"""What each document holds: its figures in the order of their keys, and the digest they are known by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Self

from data.model.observation import Observation
from data.store.digest import digest_document
from etl.curated.contents import Curated
from etl.curated.readings import readings


@dataclass(frozen=True, slots=True)
class DocumentContents:
    """The figures of a document in the order of their keys, and their SHA-256."""

    rows: tuple[Observation, ...]
    digest: str

    @classmethod
    def of(cls, rows: Iterable[Observation]) -> Self:
        """Return the contents that some figures of one document make."""
        ordered = tuple(sorted(rows, key=attrgetter("key")))
        return cls(ordered, digest_document(ordered))


def contents_of(curated: Curated) -> dict[str, DocumentContents]:
    """Return what each document of checked files holds, by its id; one without a figure holds nothing."""
    documents = readings(curated).observations
    return {id: DocumentContents.of(rows) for id, rows in documents.items() if rows}
