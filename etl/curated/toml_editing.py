"""Puts values into the text of a TOML file, and leaves its comments and its order as they are."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from data.model.toml_text import toml_key
from etl.curated.source import HEADER, find_keys
from etl.curated.toml_writer import toml_text


def with_values(text: str, table: Sequence[str], values: Mapping[str, str]) -> str:
    """Return a text whose table (("document", "report")) says these values; it is added where there is none.

    Raises ValueError where that can't be done: the table is written inline, or by dotted keys.
    """
    expected = tomllib.loads(text)
    inside: Any = expected
    for name in table:
        inside = inside.setdefault(name, {})
    inside |= values
    edited = _edited(text, table, values)
    if tomllib.loads(edited) != expected:
        raise ValueError(".".join(table))
    return edited


def with_entry(text: str, kind: str, facts: Mapping[str, Any]) -> str:
    """Return a text with an entry [[kind]] more, after the last one of its kind. Raises ValueError."""
    expected = tomllib.loads(text)
    expected.setdefault(kind, []).append(dict(facts))
    lines = text.rstrip("\n").split("\n")
    at = _after(lines, kind)
    lines[at:at] = ["", f"[[{kind}]]", *toml_text(facts).rstrip("\n").split("\n")]
    edited = _joined(lines)
    if tomllib.loads(edited) != expected:
        raise ValueError(kind)
    return edited


def _edited(text: str, table: Sequence[str], values: Mapping[str, str]) -> str:
    name = ".".join(table)
    lines, where = text.rstrip("\n").split("\n"), find_keys(text)
    if (name, "") not in where:
        at = _after(lines, table[0])
        head = f"[{'.'.join(map(toml_key, table))}]"
        lines[at:at] = ["", head, *toml_text(values).rstrip("\n").split("\n")]
        return _joined(lines)
    for key, value in values.items():
        where = find_keys("\n".join(lines))
        own = [line for (each, key_), line in where.items() if each == name and key_]
        written = toml_text({key: value}).rstrip("\n")
        if line := where.get((name, key)):
            lines[line - 1 : _end(lines, line)] = [written]
        else:
            last = _end(lines, max(own)) if own else where[name, ""]
            lines.insert(last, written)
    return _joined(lines)


def _end(lines: Sequence[str], line: int) -> int:
    """The last line, from 1, of the value that begins on a line."""
    for end in range(line, len(lines) + 1):
        try:
            tomllib.loads("\n".join(lines[line - 1 : end]))
        except tomllib.TOMLDecodeError:
            continue
        return end
    return line


def _after(lines: Sequence[str], kind: str) -> int:
    """Where what comes after the last table of a kind begins: its comments and blank lines before it."""
    heads = [(n, match[2].strip()) for n, line in enumerate(lines) if (match := HEADER.match(line))]
    same = [n for n, name in heads if name == kind or name.startswith(f"{kind}.")]
    end = next((n for n, _ in heads if same and n > same[-1]), len(lines))
    while end < len(lines) and end > 0 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return end


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(lines).strip("\n") + "\n"
