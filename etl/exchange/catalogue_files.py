"""The files of a catalogue with what was added to it, everything else in them left as it is written."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from data.errors import FileUnusable
from data.messages import Message
from data.model.catalog import LISTS, singular
from data.model.csv_text import escape
from etl.curated.contents import Curated
from etl.curated.source import Table, Toml
from etl.curated.toml_editing import with_entry, with_values
from etl.rules.fields import KINDS


def changed_files(before: Curated, after: Curated, folder: Path, languages: Path) -> dict[Path, str]:
    """Return the texts of the catalogue's files in which there is more after than before.

    Regions, indicators and the words of languages may have come. Raises FileUnusable for a file that can't be
    edited so.
    """
    texts: dict[Path, str] = {}
    old, new = before.lists.get("regions"), after.lists.get("regions")
    if old and new and len(new.lines) > len(old.lines):
        path = folder / old.file
        texts[path] = _with_rows(path.read_text(encoding="utf-8"), old, new)
    for theme, more in _differing(before.themes, after.themes):
        texts[folder / theme.file] = _edited(folder / theme.file, more, _with_indicators)
    for language, more in _differing(before.languages, after.languages):
        path = languages / f"{language.stem}.toml"
        texts[path] = _edited(path, more, with_words)
    return texts


def with_words(text: str, words: Mapping[str, Any]) -> str:
    """Return a language file with what is said in it of the catalogue's things; all else stays.

    Raises ValueError where a table is written so that nothing can be put into it.
    """
    for kind in (*KINDS, *map(singular, LISTS)):
        texts, there = words.get(kind, {}), tomllib.loads(text).get(kind, {})
        more = {id: texts[id] for id in texts if texts[id] != there.get(id)}
        if kind not in KINDS and more:
            text = with_values(text, (kind,), more)
        for id in more if kind in KINDS else ():
            text = with_values(text, (kind, id), more[id])
    return text


def added_to(before: Curated, after: Curated) -> list[str]:
    """Return the regions and indicators that have come, as 名称 [id]."""
    return [
        f"{name} [{id}]"
        for kind in ("region", "indicator")
        for id, name in after.names[kind].items()
        if id not in before.names[kind]
    ]


def _differing(before: list[Toml], after: list[Toml]) -> Iterator[tuple[Toml, Toml]]:
    yield from ((was, toml) for was, toml in zip(before, after, strict=True) if was.facts != toml.facts)


def _with_rows(text: str, old: Table, new: Table) -> str:
    """A list with the rows that have come; where they say more than it has columns, it is written anew."""
    rows = new.rows()[len(old.lines) :]
    header = next(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    lacking = [name for name in new.columns if name not in header and any(row[name] for row in rows)]
    out = io.StringIO(newline="")
    lines = csv.DictWriter(out, [*header, *lacking], lineterminator="\n", extrasaction="ignore")
    if lacking:
        lines.writeheader()
        rows, text = new.rows(), ""
    lines.writerows({name: escape(cell) for name, cell in row.items()} for row in rows)
    return text + ("" if not text or text.endswith("\n") else "\n") + out.getvalue()


def _with_indicators(text: str, theme: Mapping[str, Any]) -> str:
    """A theme's file with the indicators that have come. Raises ValueError."""
    for indicator in theme["indicator"][len(tomllib.loads(text).get("indicator", [])) :]:
        text = with_entry(text, "indicator", indicator)
    return text


def _edited(path: Path, toml: Toml, edit: Callable[[str, Mapping[str, Any]], str]) -> str:
    """The text of a file with what has come. Raises FileUnusable."""
    try:
        return edit(path.read_text(encoding="utf-8"), toml.facts)
    except ValueError as error:
        raise FileUnusable(str(path), why=Message("phrase.not_edited", {"table": error})) from error
