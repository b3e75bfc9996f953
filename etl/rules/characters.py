"""Rules for characters: what pictures can't be written with is told before anybody asks for one.

Languages are left out: one that our fonts don't have would be told in every line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from data.errors import Fault
from data.model.characters import undrawable
from etl.curated.contents import Curated
from etl.curated.source import Toml
from etl.faults.catalogue import Place, fault

DRAWN = ("name", "full_name", "printed", "locator")  # columns of tables whose texts stand in pictures


def drawable_characters(curated: Curated) -> Iterator[Fault]:
    """Everything that a picture may say is of characters that our fonts have."""
    for table in (*curated.lists.values(), *curated.figures.values()):
        for column in DRAWN:
            missing = undrawable("".join(table.distinct(column)))
            for row, text in enumerate(table[column] if missing else ()):
                yield from _lacking(text, table.at(row, column))
    for toml in (*curated.themes, *curated.documents):
        for place, text in _texts(toml, toml.facts):
            yield from _lacking(text, place)


def _lacking(text: str, place: Place) -> Iterator[Fault]:
    if missing := undrawable(text):
        yield fault("undrawable_character", place, missing)


def _texts(toml: Toml, facts: Mapping[str, Any], table: str = "") -> Iterator[tuple[Place, str]]:
    """Every text of a TOML file, with its place."""
    for key, value in facts.items():
        inner = f"{table}.{key}" if table else key
        if isinstance(value, str):
            yield toml.at(table, key), value
        elif isinstance(value, Mapping):
            yield from _texts(toml, value, inner)
        elif isinstance(value, list):
            for n, item in enumerate(value):
                if isinstance(item, Mapping):
                    yield from _texts(toml, item, f"{inner}.{n}")
                elif isinstance(item, str):
                    yield toml.at(table, key), item
