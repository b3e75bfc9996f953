"""What a curated folder says, text by text, with the place of each; nothing interpreted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from data.errors import Fault
from data.messages import published
from data.model.catalog import IN_THEMES, LISTS, singular, split
from data.model.observation import Observation
from etl.curated.source import Entry, Table, Toml
from etl.faults.catalogue import Place

OPTIONAL_LISTS = ("peer_groups", "contrasts")  # lists that a folder may do without
# Columns that a list may do without.
OPTIONAL = ("aliases", "full_name", "counted", "since", "until", "replaced_by", "pinyin")
WAIVERS = "waivers.csv"
# Where the things of a kind are declared; every other kind is one of LISTS.
FILES = {"theme": "themes", **dict.fromkeys(IN_THEMES, "themes"), "document": "documents"}
Standing = tuple[tuple[str, ...], str]  # the key of a figure, and what is printed of it


@dataclass(eq=False)
class Curated:
    """Everything the curated files say, the faults of reading them, and which of them weren't read whole.

    `figures` are the rows of each document by its id; `now` is the time at which all was read. `published`
    tells which of some figures stand in the newest release as they are printed here.
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
    published: Callable[[Sequence[Observation]], Set[Standing]] = field(default=lambda rows: frozenset())

    def content(self) -> dict[str, Any]:
        """Return the catalogue as a release keeps it: themes by id, and nothing empty."""
        themes = [_without_blanks(theme.facts) for theme in self.themes]
        return {
            "themes": sorted(themes, key=lambda theme: str(theme.get("id", ""))),
            "documents": [_without_blanks(document.facts) for document in self.documents],
            "languages": {language.stem: self._of_documents(language) for language in self.languages},
            "waivers": self.waivers.rows() if self.waivers else [],
            **{name: self.lists[name].rows() for name in LISTS},
        }

    def _of_documents(self, language: Toml) -> dict[str, Any]:
        """What a language says, but of documents only of those that there are."""
        words = published(language.facts)
        there = {document.stem for document in self.documents}
        documents = {id: texts for id, texts in language.tables("document").items() if id in there}
        return words | ({"document": documents} if "document" in words else {})

    @cached_property
    def entries(self) -> dict[str, list[Entry]]:
        """The themes, what stands in them, and the documents, by kind, in the order of their files."""
        entries: dict[str, list[Entry]] = {
            "theme": [Entry("theme", toml, "", toml.facts) for toml in self.themes],
            "document": [Entry("document", toml, "", toml.facts) for toml in self.documents],
        }
        for kind in IN_THEMES:
            entries[kind] = [entry for toml in self.themes for entry in _tables(toml, kind)]
        return entries

    @cached_property
    def names(self) -> dict[str, dict[str, str]]:
        """What is declared: id → name, by kind in the singular ("indicator", "region" …)."""
        names = {
            kind: {entry.id: entry.text("name", entry.text("title")) for entry in entries}
            for kind, entries in self.entries.items()
        }
        for name in LISTS:
            table = self.lists.get(name)
            names[singular(name)] = dict(zip(table["id"], table["name"], strict=False)) if table else {}
        return names

    @cached_property
    def aliases(self) -> dict[str, list[tuple[str, str, Place]]]:
        """The other names of indicators, themes and regions: (alias, id, where it stands), by kind."""
        own = {
            kind: [(text, e.id, e.at("aliases")) for e in self.entries[kind] for text in e.texts("aliases")]
            for kind in ("indicator", "theme")
        }
        regions = self.lists.get("regions", Table("regions.csv", {}, ()))
        listed = [(n, text) for n, texts in enumerate(regions["aliases"]) for text in split(texts)]
        return {
            **own,
            "region": [(text, regions.text(n, "id"), regions.at(n, "aliases")) for n, text in listed],
        }

    @cached_property
    def indicators(self) -> dict[str, Entry]:
        """The declared indicators by id."""
        return {entry.id: entry for entry in self.entries["indicator"]}

    def place(self, row: Observation, column: str = "printed") -> Place:
        """Return where a figure's cell stands."""
        return self.figures[row.document].at(row.position, column)

    def label(self, kind: str, id: str) -> str:
        """Return what a declared thing is called where somebody reads of it: 名称 [id]."""
        return label(id, self.names[kind].get(id, ""))

    def whole(self, kind: str) -> bool:
        """Whether every file that declares things of a kind was read; else none may be called unknown."""
        return FILES.get(kind, kind) not in self.incomplete


def label(id: str, name: str) -> str:
    """Return an id with its name, as it stands in messages, drop-downs and exported workbooks: 名称 [id]."""
    return f"{name} [{id}]" if id and name and name != id else id


def _without_blanks(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What an entry says, and what stands in it: an empty text or list says nothing."""
    return {
        key: [_without_blanks(item) if isinstance(item, dict) else item for item in value]
        if isinstance(value, list)
        else value
        for key, value in facts.items()
        if value not in ("", [])
    }


def _tables(toml: Toml, kind: str) -> Iterator[Entry]:
    tables = toml.facts.get(kind)
    for n, facts in enumerate(tables if isinstance(tables, list) else ()):
        if isinstance(facts, dict):
            yield Entry(kind, toml, f"{kind}.{n}", facts)
