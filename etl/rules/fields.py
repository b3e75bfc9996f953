"""Rules for the fields of themes, indicators, charts and documents: known, there, of their type, own ids."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any, get_type_hints

from data.errors import Fault
from data.messages import Message
from data.model.catalog import IN_THEMES, Chart, Document, Identity, Indicator, Theme
from etl.curated.contents import Curated
from etl.curated.source import Entry
from etl.faults.catalogue import Place, fault

KINDS: dict[str, type[Any]] = {
    "theme": Theme,
    "indicator": Indicator,
    "chart": Chart,
    "identity": Identity,
    "document": Document,
}
TABLES = {"theme": IN_THEMES}
# What a field of a type should be.
TYPES = {
    str: Message("phrase.text"),
    int: Message("phrase.whole_number"),
    bool: Message("phrase.true_or_false"),
    tuple[str, ...]: Message("phrase.texts"),
    tuple[float, ...]: Message("phrase.numbers"),
    list[dict]: Message("phrase.tables"),  # type: ignore[type-arg]
}
# What the items of a list may be, by the type of the field.
ITEMS: dict[Any, tuple[type, ...]] = {
    tuple[str, ...]: (str,),
    tuple[float, ...]: (int, float),
    list[dict]: (dict,),  # type: ignore[type-arg]
}
ID = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
# The fields that a language says in its own words.
WORDED = {
    "theme": ["name", "headline_note"],
    "indicator": ["name", "definition"],
    "chart": ["name", "finding", "note"],
    "identity": [],
    "document": ["title", "publisher", "note", "supervisor", "reprinted_by"],
}
NAMED = ("theme", *IN_THEMES)


def declared_fields(curated: Curated) -> Iterator[Fault]:
    """A table holds only the fields of its kind, each of its type, and those that are needed."""
    for kind, model in KINDS.items():
        fields = _fields(kind)
        for entry in curated.entries[kind]:
            yield from _unknown_fields(entry, fields)
            yield from _wrong_types(entry, fields)
            for name in _needed(model, fields):
                if entry.facts.get(name) in (None, "", []):
                    yield fault("missing_field", entry.missing(name))


def ids(curated: Curated) -> Iterator[Fault]:
    """Ids are plain ASCII, each is used once, and a document's is the name of its file."""
    for kind in KINDS:
        first: dict[str, Entry] = {}
        for entry in curated.entries[kind]:
            yield from bad_id(entry.id, entry.at("id"), word=kind in NAMED) if entry.id else ()
            if entry.id and first.setdefault(entry.id, entry) is not entry:
                where = first[entry.id].at("id")
                yield fault("duplicate_id", entry.at("id"), entry.id, first=f"{where.file}:{where.line}")
    for entry in curated.entries["document"]:
        if entry.id and entry.id != entry.toml.stem:
            yield fault("id_unlike_file", entry.at("id"), entry.id, stem=entry.toml.stem)


def bad_id(id: str, place: Place, word: bool = False) -> Iterator[Fault]:
    """Yield a fault for an id that is empty or not plain; a `word` (it stands in formulas) has no hyphen."""
    if not id:
        yield fault("missing_field", place)
    elif not (NAME if word else ID).fullmatch(id):
        yield fault("bad_id", place, id, marks="_" if word else "_ -")


def text_fields(kind: str) -> list[str]:
    """Return the fields of a kind that are said in a language: texts that are neither ids nor choices."""
    return WORDED[kind]


def _fields(kind: str) -> dict[str, Any]:
    """The fields of a kind as a file may give them, with their types; a theme's own id isn't repeated."""
    hints = get_type_hints(KINDS[kind])
    if kind in IN_THEMES:
        del hints["theme"]
    return hints | dict.fromkeys(TABLES.get(kind, ()), list[dict])  # type: ignore[type-arg]


def _needed(model: type[Any], fields: dict[str, Any]) -> list[str]:
    return [
        f.name for f in dataclasses.fields(model) if f.default is dataclasses.MISSING and f.name in fields
    ]


def _unknown_fields(entry: Entry, fields: dict[str, Any]) -> Iterator[Fault]:
    for name in entry.facts.keys() - fields.keys():
        unused = {field: "" for field in fields if field not in entry.facts}
        yield fault("unknown_field", entry.at(name), name, unused, fields=", ".join(fields))


def _wrong_types(entry: Entry, fields: dict[str, Any]) -> Iterator[Fault]:
    for name in entry.facts.keys() & fields.keys():
        if not _is_a(entry.facts[name], fields[name]):
            yield fault("wrong_type", entry.at(name), entry.facts[name], type=TYPES[fields[name]])


def _is_a(value: object, kind: Any) -> bool:
    if kind in (str, int, bool):
        return type(value) is kind
    return isinstance(value, list) and all(type(item) in ITEMS[kind] for item in value)
