"""Reading a curated folder: every text with its file, line and column; what can't be read is a fault."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from data.errors import ContentError, Fault
from data.messages import LANGUAGES
from data.model.catalog import DOCUMENT_COLUMNS, LIST_COLUMNS, WAIVER_COLUMNS, singular
from etl.curated.contents import OPTIONAL, OPTIONAL_LISTS, WAIVERS, Curated
from etl.curated.csv_and_toml import read_table, read_toml
from etl.curated.source import Table, Toml
from etl.faults.catalogue import Place, fault


def languages_beside(curated: Path) -> Path:
    """Return the languages that go with a curated folder: those beside it, or else the project's own."""
    beside = curated.resolve().parent / "languages"
    return beside if beside.is_dir() else LANGUAGES


def read_curated(folder: Path, languages: Path, on_file: Callable[[], None] = lambda: None) -> Curated:
    """Read a curated folder and its languages. What can't be read is among the faults; nothing is raised.

    `on_file` is called after each document.
    """
    curated = Curated()
    for name, columns in LIST_COLUMNS.items():
        file = f"{name}.csv"
        if name in OPTIONAL_LISTS and not (folder / file).exists():
            table: Table | None = Table(file, {column: () for column in columns}, ())
        else:
            table = _table(curated, folder, file, columns, singular(name))
        curated.lists |= {name: table} if table else {}
    if (folder / WAIVERS).exists():
        curated.waivers = _table(curated, folder, WAIVERS, WAIVER_COLUMNS, "waivers")
    curated.themes = _tomls(curated, folder / "themes", "themes")
    curated.documents = _tomls(curated, folder / "documents", "documents")
    curated.languages = _tomls(curated, languages, "languages")
    for stem in document_stems(folder):
        if table := _table(curated, folder, f"documents/{stem}.csv", DOCUMENT_COLUMNS, "figures"):
            curated.figures[stem] = table
        on_file()
    return curated


def size_of(folder: Path) -> tuple[int, int]:
    """Return how many documents a curated folder has, and the bytes of their figures."""
    sizes = [path.stat().st_size for path in (folder / "documents").glob("*.csv")]
    return len(sizes), sum(sizes)


def document_stems(folder: Path) -> list[str]:
    """Return the names, without suffix, of the pairs of files in documents/."""
    documents = folder / "documents"
    return sorted({path.stem for kind in ("csv", "toml") for path in documents.glob(f"*.{kind}")})


def _tomls(curated: Curated, folder: Path, subject: str) -> list[Toml]:
    """The TOML files of a folder, by name; each document's figures need one beside them."""
    if not folder.is_dir():
        _add_faults(curated, subject, [fault("missing_file", Place(f"{subject}/"), f"{subject}/")])
    suffixes = ("toml", "csv") if subject == "documents" else ("toml",)
    tomls = []
    for stem in sorted({path.stem for suffix in suffixes for path in folder.glob(f"*.{suffix}")}):
        try:
            tomls.append(read_toml(folder / f"{stem}.toml", f"{subject}/{stem}.toml"))
        except ContentError as error:
            _add_faults(curated, subject, error.faults)
    return tomls


def _table(curated: Curated, folder: Path, name: str, columns: tuple[str, ...], subject: str) -> Table | None:
    try:
        optional = [column for column in OPTIONAL if column in columns]
        table, faults = read_table(folder / name, name, columns, optional)
    except ContentError as error:
        _add_faults(curated, subject, error.faults)
        return None
    _add_faults(curated, subject, faults)
    return table


def _add_faults(curated: Curated, subject: str, faults: Sequence[Fault]) -> None:
    if faults:
        curated.faults += faults
        curated.incomplete.add(subject)
