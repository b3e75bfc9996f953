"""The whole state of a release as flat tables of text, and the state again out of the tables."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, get_type_hints

from data.model.catalog import (
    DOCUMENT_COLUMNS,
    LISTS,
    WAIVER_COLUMNS,
    Chart,
    Document,
    Identity,
    Indicator,
    Theme,
)
from etl.curated.contents import IN_THEMES, LIST_COLUMNS
from etl.curated.toml_writer import toml_key

FIGURES, DOCUMENTS, WORDS, WAIVERS = "figures", "documents", "words", "waivers"
ENTRIES: dict[str, type[Any]] = {
    DOCUMENTS: Document,
    "themes": Theme,
    "indicators": Indicator,
    "charts": Chart,
    "identities": Identity,
}
INSIDE = dict(zip(IN_THEMES, ("indicators", "charts", "identities"), strict=True))  # of a theme
TABLES = (FIGURES, *ENTRIES, *LISTS, WAIVERS, WORDS)
WORD_COLUMNS = ("language", "table", "key", "type", "text")
BETWEEN = "|"  # the items of a list
LISTED = ("list", "numbers")  # what a list holds: texts or numbers


class Column(NamedTuple):
    """A column: its name, and the sort of its texts: a type of a Frictionless field, or one of LISTED."""

    name: str
    sort: str = "string"


@dataclass(frozen=True, slots=True)
class Listing:
    """A table of text; an empty text stands for what isn't said."""

    columns: tuple[Column, ...]
    rows: list[tuple[str, ...]]

    def entries(self) -> Iterator[dict[str, Any]]:
        """Return the rows as entries of a file: typed, without what isn't said. Raises ValueError."""
        for row in self.rows:
            pairs = zip(self.columns, row, strict=True)
            yield {column.name: _read(text, column.sort) for column, text in pairs if text}


def tables_of(content: Mapping[str, Any], figures: Iterable[Sequence[str]]) -> dict[str, Listing]:
    """Return a release as tables by name: its catalogue, and its figures as (document, *DOCUMENT_COLUMNS)."""
    themes: list[Mapping[str, Any]] = content["themes"]
    inside = {
        name: [{"theme": theme["id"], **entry} for theme in themes for entry in theme.get(key, ())]
        for key, name in INSIDE.items()
    }
    alone = [{key: value for key, value in theme.items() if key not in INSIDE} for theme in themes]
    entries = {DOCUMENTS: content["documents"], "themes": alone, **inside}
    return {
        FIGURES: _listing(("document", *DOCUMENT_COLUMNS), figures),
        **{name: _entries(ENTRIES[name], entries[name]) for name in ENTRIES},
        **{name: _records(LIST_COLUMNS[name], content[name]) for name in LISTS},
        WAIVERS: _records(WAIVER_COLUMNS, content.get("waivers", ())),
        WORDS: _listing(WORD_COLUMNS, _words(content["languages"])),
    }


def content_of(tables: Mapping[str, Listing]) -> dict[str, Any]:
    """Return the catalogue of tables as a release keeps it. Raises KeyError, ValueError."""
    themes = list(tables["themes"].entries())
    for key, name in INSIDE.items():
        for entry in tables[name].entries():
            theme = next((theme for theme in themes if theme["id"] == entry["theme"]), None)
            if theme is None:
                raise ValueError(entry["theme"])
            theme.setdefault(key, []).append({k: v for k, v in entry.items() if k != "theme"})
    return {
        "themes": themes,
        "documents": list(tables[DOCUMENTS].entries()),
        "languages": _languages(tables[WORDS].rows),
        "waivers": records_of(tables[WAIVERS]),
        **{name: records_of(tables[name]) for name in LISTS},
    }


def records_of(table: Listing) -> list[dict[str, str]]:
    """Return the rows as `csv.DictReader` would."""
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


def columns_of(name: str) -> tuple[Column, ...]:
    """Return the columns that a table may have. Raises KeyError for no table of ours."""
    if name in ENTRIES:
        return _fields(ENTRIES[name])
    plain = {
        FIGURES: ("document", *DOCUMENT_COLUMNS),
        WAIVERS: WAIVER_COLUMNS,
        WORDS: WORD_COLUMNS,
        **LIST_COLUMNS,
    }
    return tuple(map(Column, plain[name]))


def _listing(columns: Iterable[str], rows: Iterable[Sequence[str]]) -> Listing:
    return Listing(tuple(map(Column, columns)), [tuple(row) for row in rows])


def _records(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> Listing:
    return _listing(columns, ([row.get(column, "") for column in columns] for row in rows))


def _entries(kind: type[Any], entries: Sequence[Mapping[str, Any]]) -> Listing:
    columns = _fields(kind)
    return Listing(columns, [tuple(_said(entry.get(column.name)) for column in columns) for entry in entries])


def _fields(kind: type[Any]) -> tuple[Column, ...]:
    return tuple(Column(field, _sort(hint)) for field, hint in get_type_hints(kind).items())


def _sort(hint: Any) -> str:
    sorts = {str: "string", int: "integer", bool: "boolean", tuple[float, ...]: "numbers"}
    return sorts.get(hint, "list")


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return BETWEEN.join(map(_said, value))
    return "" if value is None else str(value)


def _read(text: str, sort: str) -> Any:
    if sort in LISTED:
        items = text.split(BETWEEN)
        return items if sort == "list" else [_number(item) for item in items]
    if sort == "boolean":
        return {"true": True, "false": False}[text]
    return int(text) if sort == "integer" else text


def _number(text: str) -> float:
    try:
        return int(text)
    except ValueError:
        return float(text)


def _words(languages: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, ...]]:
    """Return every word of every language as (language, table, key, type, text), in their order."""
    for language, file in languages.items():
        yield from ((language, *word) for word in _leaves(file, ""))


def _leaves(table: Mapping[str, Any], name: str) -> Iterator[tuple[str, str, str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping) and value:
            yield from _leaves(value, f"{name}.{toml_key(key)}" if name else toml_key(key))
        elif isinstance(value, str):
            yield name, key, "text", value
        else:
            yield name, key, "json", json.dumps(value, ensure_ascii=False)


def _languages(rows: Iterable[Sequence[str]]) -> dict[str, Any]:
    languages: dict[str, Any] = {}
    for language, table, key, sort, text in rows:
        inside = languages.setdefault(language, {})
        for part in _parts(table):
            inside = inside.setdefault(part, {})
        inside[key] = json.loads(text) if sort == "json" else text
    return languages


def _parts(table: str) -> Iterator[str]:
    """The keys of a table's name, as TOML writes it. Raises ValueError."""
    inside = tomllib.loads(f"[{table}]") if table else {}
    while inside:
        [(key, inside)] = inside.items()
        yield key
