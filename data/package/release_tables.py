"""The whole state of a release as flat tables of text, and the state again out of the tables."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, get_type_hints

import pandas as pd

from data.model.catalog import (
    DOCUMENT_COLUMNS,
    IN_THEMES,
    LIST_COLUMNS,
    LISTS,
    WAIVER_COLUMNS,
    Chart,
    Document,
    Identity,
    Indicator,
    Theme,
)
from data.model.toml_text import toml_key

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
# The items of a list stand between bars; a bar within one after a backslash: 甲|乙, 甲\|乙.
BETWEEN, ITEM = "|", re.compile(r"((?:\\.|[^\\|])*)\|", re.DOTALL)
LISTED = ("list", "numbers")  # what a list holds: texts or numbers


Tables = dict[str, pd.DataFrame]


def tables_of(content: Mapping[str, Any], figures: pd.DataFrame) -> Tables:
    """Return a release as tables by name: its catalogue, and its figures as (document, *DOCUMENT_COLUMNS).

    All cells are text; an empty one stands for what isn't said.
    """
    themes: list[Mapping[str, Any]] = content["themes"]
    inside = {
        name: [{"theme": theme["id"], **entry} for theme in themes for entry in theme.get(key, ())]
        for key, name in INSIDE.items()
    }
    alone = [{key: value for key, value in theme.items() if key not in INSIDE} for theme in themes]
    entries = {DOCUMENTS: content["documents"], "themes": alone, **inside}
    rows = {
        **{name: entries[name] for name in ENTRIES},
        **{name: content.get(name, ()) for name in LISTS},
        WAIVERS: content.get("waivers", ()),
        WORDS: [dict(zip(WORD_COLUMNS, word, strict=True)) for word in _words(content["languages"])],
    }
    return {FIGURES: figures, **{name: _table(name, table) for name, table in rows.items()}}


def content_of(tables: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    """Return the catalogue of tables as a release keeps it. Raises KeyError, ValueError."""
    themes = list(_entries("themes", tables))
    for key, name in INSIDE.items():
        for entry in _entries(name, tables):
            theme = next((theme for theme in themes if theme["id"] == entry["theme"]), None)
            if theme is None:
                raise ValueError(entry["theme"])
            theme.setdefault(key, []).append({k: v for k, v in entry.items() if k != "theme"})
    return {
        "themes": themes,
        "documents": list(_entries(DOCUMENTS, tables)),
        "languages": _languages(tables[WORDS][list(WORD_COLUMNS)].itertuples(index=False, name=None)),
        "waivers": tables[WAIVERS].to_dict("records"),
        **{name: tables[name].to_dict("records") for name in LISTS},
    }


def columns_of(name: str) -> dict[str, str]:
    """Return the columns of a table, each with the sort of its texts: a type of a Frictionless field, or
    one of LISTED. Raises KeyError for no table of ours."""
    if name in ENTRIES:
        return {field: _sort(hint) for field, hint in get_type_hints(ENTRIES[name]).items()}
    plain = {
        FIGURES: ("document", *DOCUMENT_COLUMNS),
        WAIVERS: WAIVER_COLUMNS,
        WORDS: WORD_COLUMNS,
        **LIST_COLUMNS,
    }
    return dict.fromkeys(plain[name], "string")


def _table(name: str, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    texts = [{column: _text_of(value) for column, value in row.items()} for row in rows]
    return pd.DataFrame(texts, columns=[*columns_of(name)], dtype="str").fillna("")


def _entries(name: str, tables: Mapping[str, pd.DataFrame]) -> Iterator[dict[str, Any]]:
    """The rows of a table as entries of a file: typed, without what isn't said. Raises ValueError."""
    sorts: Mapping[Any, str] = columns_of(name)
    for row in tables[name].to_dict("records"):
        yield {str(column): _read(text, sorts[column]) for column, text in row.items() if text}


def _sort(hint: Any) -> str:
    sorts = {str: "string", int: "integer", bool: "boolean", tuple[float, ...]: "numbers"}
    return sorts.get(hint, "list")


def _text_of(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return BETWEEN.join(re.sub(r"([\\|])", r"\\\1", _text_of(item)) for item in value)
    return "" if value is None else str(value)


def _read(text: str, sort: str) -> Any:
    if sort in LISTED:
        items = [re.sub(r"\\(.)", r"\1", item) for item in ITEM.findall(text + BETWEEN)]
        if _text_of(items) != text:  # a backslash before anything else, or at the end
            raise ValueError(text)
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
        for part in _sections(table):
            inside = inside.setdefault(part, {})
        inside[key] = json.loads(text) if sort == "json" else text
    return languages


def _sections(table: str) -> Iterator[str]:
    """The keys of a table's name, as TOML writes it. Raises ValueError."""
    inside = tomllib.loads(f"[{table}]") if table else {}
    while inside:
        [(key, inside)] = inside.items()
        yield key
