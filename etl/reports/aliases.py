"""What decisions teach: another name of an indicator, as a change of a theme's file for a person to make."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from etl.curated.toml_writer import toml_text


def alias_changes(folder: Path, learnt: Mapping[str, set[str]]) -> Iterator[str]:
    """Yield the lines of a diff of theme files, in which indicators get the names learnt for them, by id.

    No file is written. Raises OSError.
    """
    for path in sorted(folder.glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        lines, ids = text.split("\n"), [entry["id"] for entry in tomllib.loads(text).get("indicator", ())]
        heads = [place for place, line in enumerate(lines) if line.strip() == "[[indicator]]"]
        if len(heads) != len(ids):  # written in another way: whoever did so knows where a name goes
            continue
        edited = list(lines)
        for place, id in reversed([*zip(heads, ids, strict=True)]):
            if id in learnt:
                _add_names(edited, place, sorted(learnt[id]))
        yield from difflib.unified_diff(lines, edited, f"a/{path.name}", f"b/{path.name}", "", "", 1, "")


def _add_names(lines: list[str], head: int, names: list[str]) -> None:
    for place in range(head + 1, len(lines)):
        if lines[place].startswith("["):
            break
        if lines[place].startswith("aliases"):
            try:
                known = tomllib.loads(lines[place])["aliases"]
            except tomllib.TOMLDecodeError:  # over several lines
                return
            lines[place] = toml_text({"aliases": list(dict.fromkeys([*known, *names]))}).rstrip("\n")
            return
    lines.insert(head + 2, toml_text({"aliases": names}).rstrip("\n"))
