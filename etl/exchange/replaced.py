"""What an import takes the place of: said before it is done, and kept aside afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from data.model.catalog import DOCUMENT_COLUMNS
from data.model.words import BEIJING
from etl.curated.contents import Curated
from etl.curated.source import ACTUAL

ASIDE = "replaced"  # the folder beside the curated one
KEY = ("indicator", "region", "period", "breakdown", "status")
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Replaced:
    """A curated document that another one, or none, takes the place of.

    `rows` is how many figures it has, `gone` those that won't be there any more, `changed` those that will
    read differently (before, after), `added` how many come; `particulars` are the fields that will differ.
    """

    document: str
    rows: int
    gone: list[Row]
    changed: list[tuple[Row, Row]]
    added: int
    particulars: list[str]

    @property
    def loses(self) -> bool:
        """Whether anything that was written is written no more."""
        return bool(self.gone or self.changed or self.particulars)


def replaced_by(before: Curated, after: Curated, documents: Iterable[str]) -> Iterator[Replaced]:
    """Return what documents of one curated folder lose or gain where another takes its place."""
    particulars = [{toml.stem: toml.facts for toml in curated.documents} for curated in (before, after)]
    for id in documents:
        old, new = (_rows(curated, id) for curated in (before, after))
        facts, others = (each.get(id, {}) for each in particulars)
        yield Replaced(
            id,
            len(old),
            [row for key, row in old.items() if key not in new],
            [(row, new[key]) for key, row in old.items() if key in new and row != new[key]],
            len(new.keys() - old.keys()),
            [name for name in facts if (facts[name] or None) != (others.get(name) or None)],
        )


def aside(curated: Path) -> Path:
    """Return a folder for what is replaced now, which isn't there yet."""
    return curated.resolve().parent / ASIDE / f"{datetime.now(BEIJING):%Y%m%dT%H%M%S.%f}"


def keep_pair(curated: Path, document: str, folder: Path) -> None:
    """Copy the two files of a document, or the one that is there, into a folder. Raises OSError."""
    for suffix in ("csv", "toml"):
        if (file := curated / "documents" / f"{document}.{suffix}").is_file():
            (folder / "documents").mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, folder / "documents" / file.name)


def _rows(curated: Curated, document: str) -> dict[tuple[str, ...], Row]:
    """The figures of a document by what each is of."""
    table = curated.figures.get(document)
    rows = ({name: row.get(name, "") for name in DOCUMENT_COLUMNS} for row in (table.rows() if table else ()))
    return {tuple(row[name] or (ACTUAL if name == "status" else "") for name in KEY): row for row in rows}
