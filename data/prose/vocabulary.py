"""The words that the reading of prose goes by, from the files of `words`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

WORDS = Path(__file__).parent / "words"


@lru_cache(maxsize=16)
def words_of(name: str) -> Mapping[str, Any]:
    """Return the content of a file of words."""
    return tomllib.loads((WORDS / f"{name}.toml").read_text("utf-8"))


def any_of(words: Iterable[str]) -> str:
    """Return a pattern of words, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w))) + ")"


@lru_cache(maxsize=1)
def measures() -> str:
    """Return a pattern of the measure words, each only where it isn't the beginning of another word."""
    content = words_of("measures")
    guards: dict[str, str] = {}
    for word, beginnings, *whole in map(str.split, content["not_before"].splitlines()):
        apart = f"(?!{'|'.join(whole)})" if whole else ""
        guards[word] = f"(?!{apart}[{beginnings}])"
    words = sorted(set(content["words"].split()), key=lambda word: (-len(word), word))
    plain = "|".join(re.escape(w) + guards.get(w, "") for w in words)
    return f"(?:{content['rates']}|{plain})"
