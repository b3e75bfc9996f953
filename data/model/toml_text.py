"""How TOML writes a key and a text."""

from __future__ import annotations

import re

BARE = re.compile(r"[A-Za-z0-9_-]+")
ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}
MUST = re.compile(r'["\\\x00-\x1f\x7f]')


def toml_key(key: str) -> str:
    """Return a key as TOML writes it: in quotes where it has to be."""
    return key if BARE.fullmatch(key) else quoted(key)


def quoted(text: str) -> str:
    """Return a text as TOML writes it."""
    return '"' + MUST.sub(lambda c: ESCAPES.get(c[0], f"\\u{ord(c[0]):04x}"), text) + '"'
