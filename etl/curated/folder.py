"""The curated folder as it is written: every text with its file, line and column, nothing interpreted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from data.errors import ContentError, Fault, FileUnusable
from data.model.catalog import DOCUMENT_COLUMNS, LANGUAGES, LISTS, WAIVER_COLUMNS
from data.statements.supersession import superseders
from data.store.digest import Group
from etl.corrected import Corrected, groups_of, read_corrected
from etl.curated.csv_and_toml import read_raw, read_table, read_toml
from etl.curated.source import Entry, Table, Toml
from etl.faults.catalogue import Place, fault
from etl.memos import Fingerprint, Memo, context_of, fingerprint_of

LIST_COLUMNS = {
    "regions": ("id", "name", "parent", "level", "aliases"),
    "units": ("id", "name"),
    "breakdowns": ("id", "name", "kind", "part_of"),
    "stages": ("id", "name", "rank", "printed", "fill"),
    "statuses": ("id", "name"),
    "source_kinds": ("id", "name", "tier"),
}
OPTIONAL = ("aliases",)  # columns that a list may do without
WAIVERS = "waivers.csv"
NONE_KNOWN: Mapping[str, Memo] = {}
IN_THEMES = ("indicator", "chart", "identity")
# Where the things of a kind are declared; every other kind is one of LISTS.
FILES = {"theme": "themes", **dict.fromkeys(IN_THEMES, "themes"), "document": "documents"}


@dataclass(eq=False)
class Curated:
    """Everything the curated files say, the faults of reading them, and which of them weren't read whole.

    `now` is the time they were read at: what is due by then is. `fingerprints` are of the documents' files,
    `memos` of those that needn't be read again, and `corrected` those of which some rows were read.
    """

    themes: list[Toml] = field(default_factory=list)
    documents: list[Toml] = field(default_factory=list)
    languages: list[Toml] = field(default_factory=list)
    lists: dict[str, Table] = field(default_factory=dict)
    figures: dict[str, Table] = field(default_factory=dict)
    waivers: Table | None = None
    faults: list[Fault] = field(default_factory=list)
    incomplete: set[str] = field(default_factory=set)
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    fingerprints: dict[str, Fingerprint] = field(default_factory=dict)
    memos: dict[str, Memo] = field(default_factory=dict)
    corrected: dict[str, Corrected] = field(default_factory=dict)

    def content(self) -> dict[str, Any]:
        """Return the catalogue as a release keeps it: themes by id, and nothing empty."""
        themes = [_said(theme.facts) for theme in self.themes]
        return {
            "themes": sorted(themes, key=lambda theme: str(theme.get("id", ""))),
            "documents": [_said(document.facts) for document in self.documents],
            "languages": {language.stem: language.facts for language in self.languages},
            "waivers": self.waivers.rows() if self.waivers else [],
            **{name: self.lists[name].rows() for name in LISTS},
        }

    @cached_property
    def entries(self) -> dict[str, list[Entry]]:
        """The themes, what stands in them, and the documents, by kind, in the order of their files."""
        found: dict[str, list[Entry]] = {
            "theme": [Entry("theme", toml, "", toml.facts) for toml in self.themes],
            "document": [Entry("document", toml, "", toml.facts) for toml in self.documents],
        }
        for kind in IN_THEMES:
            found[kind] = [entry for toml in self.themes for entry in _tables(toml, kind)]
        return found

    @cached_property
    def names(self) -> dict[str, dict[str, str]]:
        """What is declared: id → name, by kind in the singular ("indicator", "region" …)."""
        found = {
            kind: {entry.id: entry.text("name", entry.text("title")) for entry in entries}
            for kind, entries in self.entries.items()
        }
        for name in LISTS:
            table = self.lists.get(name)
            found[singular(name)] = dict(zip(table["id"], table["name"], strict=False)) if table else {}
        return found

    @cached_property
    def aliases(self) -> dict[str, list[tuple[str, str, Place]]]:
        """The other names of indicators and regions: (alias, id, where it stands), by kind."""
        own = [(e, text) for e in self.entries["indicator"] for text in e.texts("aliases")]
        regions = self.lists.get("regions", Table("regions.csv", {}, ()))
        listed = [(n, text) for n, texts in enumerate(regions["aliases"]) for text in _parts(texts)]
        return {
            "indicator": [(text, entry.id, entry.at("aliases")) for entry, text in own],
            "region": [(text, regions.text(n, "id"), regions.at(n, "aliases")) for n, text in listed],
        }

    @cached_property
    def indicators(self) -> dict[str, Entry]:
        """The declared indicators by id."""
        return {entry.id: entry for entry in self.entries["indicator"]}

    @property
    def unchecked(self) -> dict[str, Table]:
        """The figures that haven't been found sound before."""
        rows = {id: corrected.table for id, corrected in self.corrected.items()}
        return {id: rows.get(id, table) for id, table in self.figures.items() if id not in self.memos}

    @property
    def unread(self) -> dict[str, tuple[Memo, Set[Group]]]:
        """The groups of documents that were found sound before and stay unread, with what tells them."""
        found = {id: (memo, memo.groups.keys()) for id, memo in self.memos.items()}
        parts = {id: (one.memo, one.memo.groups.keys() - one.groups) for id, one in self.corrected.items()}
        return {**found, **parts}

    def whole(self, kind: str) -> bool:
        """Whether every file that declares things of a kind was read; else none may be called unknown."""
        return FILES.get(kind, kind) not in self.incomplete


def languages_beside(curated: Path) -> Path:
    """Return the languages that go with a curated folder: those beside it, or else the project's own."""
    beside = curated.resolve().parent / "languages"
    return beside if beside.is_dir() else LANGUAGES


def read_curated(
    folder: Path,
    languages: Path,
    on_file: Callable[[], None] = lambda: None,
    known: Mapping[str, Memo] = NONE_KNOWN,
) -> Curated:
    """Read a curated folder and its languages. What can't be read is among the faults; nothing is raised.

    A document's figures stay unread where its file is still the one that its `known` memo is of, and so do
    all but the corrected ones where only figures of it were corrected. Where figures are gone, all is read:
    what they bore out may no longer stand.
    """
    curated = Curated()
    for name, columns in LIST_COLUMNS.items():
        table = _table(curated, folder, f"{name}.csv", columns, singular(name))
        curated.lists |= {name: table} if table else {}
    if (folder / WAIVERS).exists():
        curated.waivers = _table(curated, folder, WAIVERS, WAIVER_COLUMNS, "waivers")
    curated.themes = _tomls(curated, folder / "themes", "themes")
    curated.documents = _tomls(curated, folder / "documents", "documents")
    curated.languages = _tomls(curated, languages, "languages")
    context = "" if curated.faults else context_of(curated.content())
    particulars = _particulars(curated.entries["document"])
    for stem in document_stems(folder):
        name = f"documents/{stem}.csv"
        if (raw := _raw(curated, folder, name, "figures")) is not None:
            read = partial(_parsed, curated, raw, name, DOCUMENT_COLUMNS, "figures")
            if context:
                curated.fingerprints[stem] = fingerprint_of(context, particulars[stem], raw)
            if context and stem in known and (found := _recognise(curated, stem, name, known[stem], raw)):
                curated.figures[stem] = found.whole(name, partial(_again, read, name))
            elif table := read():
                curated.figures[stem] = table
        on_file()
    recognised = curated.memos or curated.corrected
    if recognised and any(_lacks(curated, id, memo) for id, memo in known.items()):
        return read_curated(folder, languages)
    return curated


def _particulars(documents: Sequence[Entry]) -> dict[str, Mapping[str, Any]]:
    """What is said of each document, and which stand above it and below it, be it through others."""
    above = superseders({entry.toml.stem: entry.texts("supersedes") for entry in documents})
    below: dict[str, list[str]] = defaultdict(list)
    for older, newer in sorted(above.items()):
        for id in newer:
            below[id].append(older)
    stems = {entry.toml.stem: entry.facts for entry in documents}
    return {stem: {**facts, "": [sorted(above.get(stem, ())), below[stem]]} for stem, facts in stems.items()}


def _lacks(curated: Curated, document: str, memo: Memo) -> bool:
    """Whether a document has no figure any more of a group that it is known to have had."""
    if document in curated.memos or document in curated.corrected:
        return False
    table = curated.figures.get(document)
    return table is None or not memo.groups.keys() <= groups_of(table)


def _recognise(curated: Curated, stem: str, name: str, memo: Memo, raw: bytes) -> Memo | Corrected | None:
    """What a file is known by: the memo that is of it, or what isn't as it was when that was written."""
    now = curated.fingerprints[stem]
    if memo.fingerprint == now:
        curated.memos[stem] = memo
        return memo
    if corrected := read_corrected(stem, name, memo, now, raw):
        curated.corrected[stem] = corrected
    return corrected


def _again(read: Callable[[], Table | None], name: str) -> Table:
    """The table of a file that is known to be sound. Raises FileUnusable where it can't be read."""
    if (table := read()) is None:
        raise FileUnusable(name, why="≠ SHA-256")
    return table


def size_of(folder: Path) -> tuple[int, int]:
    """Return how many documents a curated folder has, and the bytes of their figures."""
    sizes = [path.stat().st_size for path in (folder / "documents").glob("*.csv")]
    return len(sizes), sum(sizes)


def document_stems(folder: Path) -> list[str]:
    """Return the names, without suffix, of the pairs of files in documents/."""
    documents = folder / "documents"
    return sorted({path.stem for kind in ("csv", "toml") for path in documents.glob(f"*.{kind}")})


def _said(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What an entry says, and what stands in it: an empty text or list says nothing."""
    return {
        key: [_said(item) if isinstance(item, dict) else item for item in value]
        if isinstance(value, list)
        else value
        for key, value in facts.items()
        if value not in ("", [])
    }


def _tomls(curated: Curated, folder: Path, subject: str) -> list[Toml]:
    """The TOML files of a folder, by name; each document's figures need one beside them."""
    if not folder.is_dir():
        _note(curated, subject, [fault("missing_file", Place(f"{subject}/"), f"{subject}/")])
    suffixes = ("toml", "csv") if subject == "documents" else ("toml",)
    found = []
    for stem in sorted({path.stem for suffix in suffixes for path in folder.glob(f"*.{suffix}")}):
        try:
            found.append(read_toml(folder / f"{stem}.toml", f"{subject}/{stem}.toml"))
        except ContentError as error:
            _note(curated, subject, error.faults)
    return found


def _table(curated: Curated, folder: Path, name: str, columns: tuple[str, ...], subject: str) -> Table | None:
    raw = _raw(curated, folder, name, subject)
    return None if raw is None else _parsed(curated, raw, name, columns, subject)


def _raw(curated: Curated, folder: Path, name: str, subject: str) -> bytes | None:
    try:
        return read_raw(folder / name, name)
    except ContentError as error:
        _note(curated, subject, error.faults)
        return None


def _parsed(curated: Curated, raw: bytes, name: str, columns: tuple[str, ...], subject: str) -> Table | None:
    try:
        table, faults = read_table(raw, name, columns, [name for name in OPTIONAL if name in columns])
    except ContentError as error:
        _note(curated, subject, error.faults)
        return None
    _note(curated, subject, faults)
    return table


def _note(curated: Curated, subject: str, faults: Sequence[Fault]) -> None:
    if faults:
        curated.faults += faults
        curated.incomplete.add(subject)


def _tables(toml: Toml, kind: str) -> Iterator[Entry]:
    tables = toml.facts.get(kind)
    for n, facts in enumerate(tables if isinstance(tables, list) else ()):
        if isinstance(facts, dict):
            yield Entry(kind, toml, f"{kind}.{n}", facts)


def _parts(texts: str) -> list[str]:
    """The texts of a cell that may hold several, between bars."""
    return texts.split("|") if texts else []


def singular(name: str) -> str:
    """Return what one entry of a list is called: "status" of "statuses"."""
    return {"statuses": "status"}.get(name, name.removesuffix("s"))
