"""Writes TOML as this project's files have it: what the standard library reads back is what was given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

BARE = re.compile(r"[A-Za-z0-9_-]+")
ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}
MUST = re.compile(r'["\\\x00-\x1f\x7f]')


def toml_text(facts: Mapping[str, Any]) -> str:
    """Return texts, numbers, booleans, lists and tables as TOML. Raises TypeError for anything else."""
    return "\n".join(_lines(facts, "")).strip("\n") + "\n"


def _lines(facts: Mapping[str, Any], table: str) -> Iterator[str]:
    inner = {key: value for key, value in facts.items() if _is_table(value)}
    yield from (f"{_key(key)} = {_value(value)}" for key, value in facts.items() if key not in inner)
    for key, value in inner.items():
        name = f"{table}.{_key(key)}" if table else _key(key)
        for each in [value] if isinstance(value, Mapping) else value:
            yield ""
            yield f"[{name}]" if isinstance(value, Mapping) else f"[[{name}]]"
            yield from _lines(each, name)


def _is_table(value: Any) -> bool:
    if isinstance(value, list):
        return bool(value) and all(isinstance(item, Mapping) for item in value)
    return isinstance(value, Mapping)


def _key(key: str) -> str:
    return key if BARE.fullmatch(key) else _quoted(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items()) + "}"
    raise TypeError(type(value).__name__)


def _quoted(text: str) -> str:
    return '"' + MUST.sub(lambda c: ESCAPES.get(c[0], f"\\u{ord(c[0]):04x}"), text) + '"'
