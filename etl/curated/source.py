"""What was read and where it stood: a CSV file by columns, a TOML file by tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

from etl.faults.catalogue import Place

ACTUAL = "actual"  # the status of a row that gives none
DERIVED = "derived"  # that of what we work out, which no document has
HEADER = re.compile(r"\s*(\[\[?)([^\[\]]+)\]")
KEY = re.compile(r"""\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=""")
BARE = re.compile(r"[\w-]+")
PART = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([^.\s"']+))\s*\.?""")


@dataclass(frozen=True)
class Table:
    """A CSV file: its columns of text as written, and the line on which each row starts.

    A missing column is empty, so that it is one fault and not one a row. Rows of a sheet have a `locate`,
    which tells the cell of a row and a column, and the place of their `head`.
    """

    file: str
    columns: Mapping[str, Sequence[str]]
    lines: Sequence[int]
    sheet: str | None = None
    locate: Callable[[int, str], Place] | None = field(default=None, compare=False)
    head: Place | None = None
    _distinct: dict[str, Set[str]] = field(default_factory=dict, repr=False, compare=False, kw_only=True)

    def __getitem__(self, column: str) -> Sequence[str]:
        return self.columns.get(column, ())

    def distinct(self, column: str) -> Set[str]:
        """Return the texts of a column, each once."""
        if column not in self._distinct:
            self._distinct[column] = frozenset(self[column])
        return self._distinct[column]

    def text(self, row: int, column: str) -> str:
        """Return the text of a cell, nothing where its column is missing; rows count from 0."""
        cells = self[column]
        return cells[row] if cells else ""

    def at(self, row: int, column: str) -> Place:
        """Return the place of a cell; rows count from 0."""
        if self.locate:
            return self.locate(row, column)
        return Place(self.file, self.lines[row], column, self.sheet)

    def top(self) -> Place:
        """Return the place of the header."""
        return self.head or Place(self.file, 1, None, self.sheet)

    def rows(self) -> list[dict[str, str]]:
        """Return the rows as mappings, as `csv.DictReader` would."""
        return [
            dict(zip(self.columns, cells, strict=True)) for cells in zip(*self.columns.values(), strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Toml:
    """A TOML file: what it says, and the line of each key by (table, key); a table's own line has key ""."""

    file: str
    facts: Mapping[str, Any]
    lines: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @property
    def stem(self) -> str:
        """The file's name without folder and suffix."""
        return PurePosixPath(self.file).stem

    def tables(self, name: str) -> Mapping[str, Any]:
        """Return what stands under a key that should be a table; nothing where it is something else."""
        value = self.facts.get(name)
        return value if isinstance(value, dict) else {}

    def texts(self, *names: str) -> dict[str, str]:
        """Return the texts of a table, such as texts("theme", "roads"); only those of its values that are."""
        table: Any = self.facts
        for name in names:
            table = table.get(name, {}) if isinstance(table, dict) else {}
        items = table.items() if isinstance(table, dict) else ()
        return {key: value for key, value in items if isinstance(value, str)}

    def at(self, table: str, key: str = "") -> Place:
        """Return the place of a key, or that of its table where the key isn't there."""
        line = self.lines.get((table, key)) or self.lines.get((table, ""))
        return Place(self.file, line, key or None)


@dataclass(frozen=True, slots=True)
class Entry:
    """One theme, indicator, chart or document, with the table of the file in which it stands."""

    kind: str
    toml: Toml
    table: str
    facts: Mapping[str, Any]

    @property
    def id(self) -> str:
        """Its id, empty where there is none."""
        return self.text("id")

    def at(self, key: str = "") -> Place:
        """Return the place of a field."""
        return self.toml.at(self.table, key)

    def missing(self, key: str) -> Place:
        """Return the place where a field is missing: its own line if it is empty, else that of the table."""
        place = self.at(key)
        return place if place.column else replace(place, column=key)

    def text(self, key: str, default: str = "") -> str:
        """Return a field that should be a text; `default` where it is missing or something else."""
        value = self.facts.get(key, default)
        return value if isinstance(value, str) else default

    def texts(self, key: str) -> list[str]:
        """Return a field that should be a list of texts; only those of its items that are."""
        value = self.facts.get(key)
        return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def find_keys(text: str) -> dict[tuple[str, str], int]:
    """Return the line of each key of a TOML text, by (table, key); the nth `[[x]]` is table `x.n`, from 0.

    A small locator for messages, not a parser: inline tables count as the key they stand under.
    """
    lines: dict[tuple[str, str], int] = {("", ""): 1}
    counts: dict[str, int] = {}
    table, inside = "", ""
    for number, line in enumerate(text.splitlines(), start=1):
        if not inside and (header := HEADER.match(line)):
            table = _table(header, counts)
            lines[table, ""] = number
        elif not inside and (key := KEY.match(line)):
            lines.setdefault((table, _dotted(key[1])), number)
        inside = _inside(line, inside)
    return lines


def _table(header: re.Match[str], counts: dict[str, int]) -> str:
    name = _dotted(header[2])
    if header[1] == "[":
        return name
    counts[name] = counts.get(name, -1) + 1
    return f"{name}.{counts[name]}"


def _dotted(name: str) -> str:
    if BARE.fullmatch(name):
        return name
    return ".".join(next(part for part in parts if part) for parts in PART.findall(name) if any(parts))


def _inside(line: str, inside: str) -> str:
    """Which multi-line quotes are open at the end of a line."""
    for quotes in ('"""', "'''"):
        if quotes in (inside or quotes) and line.count(quotes) % 2:
            return "" if inside else quotes
    return inside
