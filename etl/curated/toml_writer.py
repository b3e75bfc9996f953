"""Writes TOML as this project's files have it: what the standard library reads back is what was given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from data.model.toml_text import quoted, toml_key


def toml_text(facts: Mapping[str, Any]) -> str:
    """Return texts, numbers, booleans, lists and tables as TOML. Raises TypeError for anything else."""
    return "\n".join(_lines(facts, "")).strip("\n") + "\n"


def _lines(facts: Mapping[str, Any], table: str) -> Iterator[str]:
    items = [*facts.items()]
    plain = max((n for n, (_, value) in enumerate(items, start=1) if not _is_table(value)), default=0)
    # A table before the last plain value is written inline, so that all stay in their order.
    yield from (f"{toml_key(key)} = {_value(value)}" for key, value in items[:plain])
    for key, value in items[plain:]:
        name = f"{table}.{toml_key(key)}" if table else toml_key(key)
        for each in [value] if isinstance(value, Mapping) else value:
            yield ""
            yield f"[{name}]" if isinstance(value, Mapping) else f"[[{name}]]"
            yield from _lines(each, name)


def _is_table(value: Any) -> bool:
    if isinstance(value, list):
        return bool(value) and all(isinstance(item, Mapping) for item in value)
    return isinstance(value, Mapping)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{toml_key(k)} = {_value(v)}" for k, v in value.items()) + "}"
    raise TypeError(type(value).__name__)
