"""What a workbook adds to the catalogue: regions, indicators, and the words of other languages.

A sheet of regions and one of indicators, a row each; the words of another language stand beside the Chinese
ones, in columns such as 英文名称. What is there already and says the same is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from babel import Locale, UnknownLocaleError

from data.messages import SOURCE_LANGUAGE
from etl.curated.contents import Curated
from etl.curated.source import Table, Toml
from etl.faults.catalogue import Place, fault
from etl.office_files.body import body
from etl.office_files.cells import Cells
from etl.office_files.columns import columns_of, find_header, read_header, taken_words
from etl.office_files.findings import Findings
from etl.office_files.grid import Grid
from etl.office_files.labels import Labels, id_in

REGIONS_SHEET, INDICATORS_SHEET = "地区", "指标"
REGIONS = {"id": "代码", "name": "名称", "parent": "上级地区", "level": "级别", "aliases": "别名"}
INDICATORS = {
    "id": "编号",
    "name": "名称",
    "theme": "主题",
    "unit": "单位",
    "definition": "口径",
    "measure": "类型",
    "additive": "可相加",
    "plausible": "合理范围",
    "aliases": "别名",
}
# What may be written for the value of a field.
MEASURES = {"数量": "quantity", "进展": "stage"}
YES_OR_NO = {"是": True, "否": False, "true": True, "false": False}
LISTED = re.compile(r"[,，、;；|]+")
RANGE = re.compile(r"\[?\s*(-?[\d.]+)\s*(?:[-—–~至到,，、]|——)\s*(-?[\d.]+)\s*\]?")
# The fields that other languages say.
SAID = {"region": ("name",), "indicator": ("name", "definition")}


@dataclass(frozen=True)
class ExtendedTable(Table):
    """A curated list with rows out of a workbook, whose places are cells."""

    places: Mapping[int, Mapping[str, Place]] = field(default_factory=dict)

    def at(self, row: int, column: str) -> Place:
        """Return the place of a cell; rows count from 0."""
        if row not in self.places:
            return super().at(row, column)
        return self.places[row].get(column) or self.places[row]["id"]


@dataclass(frozen=True, slots=True)
class ExtendedToml(Toml):
    """A curated TOML file with values out of a workbook, whose places are cells."""

    places: Mapping[tuple[str, str], Place] = field(default_factory=dict)

    def at(self, table: str, key: str = "") -> Place:
        """Return the place of a key, or that of its table where the key isn't there."""
        found = self.places.get((table, key)) or self.places.get((table, ""))
        return found or super(ExtendedToml, self).at(table, key)


@dataclass(frozen=True, slots=True)
class Addition:
    """A thing that a sheet adds: its fields, what languages say of it, and the place of each."""

    facts: dict[str, Any]
    words: dict[str, dict[str, str]]
    places: dict[str, Place]


def language_words(curated: Curated) -> dict[str, str]:
    """Return what each language but Chinese is called in a column's name, by its code: en is 英文."""
    words = {}
    for language in curated.languages:
        locale = language.facts.get("locale")
        if language.stem != SOURCE_LANGUAGE and isinstance(locale, str):
            try:
                name = Locale.parse(locale).get_language_name("zh") or language.stem
            except (UnknownLocaleError, ValueError):
                continue
            words[language.stem] = f"{name.removesuffix('语')}文" if name.endswith("语") else name
    return words


def with_additions(
    curated: Curated, regions: Grid | None, indicators: Grid | None, findings: Findings
) -> Curated:
    """Return the catalogue with what two sheets add to it; what differs from what is there is a fault."""
    languages = language_words(curated)
    rows = [*_rows(regions, columns_of(REGIONS, SAID["region"], languages), findings)] if regions else []
    curated = _with_regions(curated, rows, findings)
    columns = columns_of(INDICATORS, SAID["indicator"], languages)
    return _with_indicators(curated, [*_rows(indicators, columns, findings)] if indicators else [], findings)


def with_words(
    curated: Curated, kind: str, id: str, words: Mapping[str, Mapping[str, str]], places: Mapping[str, Place]
) -> Curated:
    """Return the catalogue with what languages say of a thing, in place of what they said of these fields."""
    languages = []
    for language in curated.languages:
        if texts := words.get(language.stem):
            facts, table = _deeper(language.facts, kind, id, texts), f"{kind}.{id}"
            cells = {name: places.get(f"{name}.{language.stem}") for name in texts}
            at = {
                (kind, id) if kind == "region" else (table, name): cell
                for name, cell in cells.items()
                if cell
            }
            known = language.places if isinstance(language, ExtendedToml) else {}
            language = ExtendedToml(language.file, facts, language.lines, {**known, **at})
        languages.append(language)
    return replace(curated, languages=languages)


def _deeper(facts: Mapping[str, Any], kind: str, id: str, texts: Mapping[str, str]) -> dict[str, Any]:
    """A language's facts with what it says of one thing; a region is a text, all else a table of them."""
    there = _table(facts.get(kind))
    one: Any = texts["name"] if kind == "region" else {**_table(there.get(id)), **texts}
    return {**facts, kind: {**there, id: one}}


def _table(value: object) -> Mapping[str, Any]:
    """What should be a table; nothing where it is something else, which is a fault of its own."""
    return value if isinstance(value, dict) else {}


def _rows(grid: Grid, columns: Mapping[str, str], findings: Findings) -> Iterator[Addition]:
    """The rows of a sheet, whose columns are named like this."""
    if (head := find_header(grid, columns)) is None:
        return
    header = read_header(grid, head, columns, findings)
    cells = Cells(grid, findings)
    for column, words in header.brackets.items():
        for word in words:
            cells.say("unread_brackets", head.number, column, word)
    for row in body(grid, header, {}, findings):
        facts: dict[str, Any] = {}
        for name, column in header.columns.items():
            if (cell := row.cells.get(column)) and (text := cells.text(row.number, column, cell)):
                facts[name] = text
        places = {name: grid.place(row.number, column) for name, column in header.columns.items()}
        yield Addition(facts, taken_words(facts), {"id": grid.place(row.number), **places})


def _with_regions(curated: Curated, rows: Sequence[Addition], findings: Findings) -> Curated:
    """The catalogue with regions more; one may lie in another that comes with it."""
    table = curated.lists.get("regions")
    if not rows or table is None:
        return curated
    for row in rows:
        row.facts["aliases"] = "|".join(filter(None, LISTED.split(row.facts.get("aliases", ""))))
    labels = Labels(_with_region_rows(curated, table, rows))
    for row in rows:
        row.facts["parent"] = labels.find("region", row.facts.get("parent", ""))[0]
    known = {row["id"]: row for row in table.rows()}
    new = [row for row in rows if not _is_known(row, known, table.file, findings)]
    return _with_all_words(_with_region_rows(curated, table, new), "region", rows, findings)


def _with_region_rows(curated: Curated, table: Table, rows: Sequence[Addition]) -> Curated:
    columns = {name: [*table[name], *(row.facts.get(name, "") for row in rows)] for name in table.columns}
    lines = [*table.lines, *(row.places["id"].line or 1 for row in rows)]
    places = {len(table.lines) + n: row.places for n, row in enumerate(rows)}
    extended = ExtendedTable(table.file, columns, lines, places=places)
    return replace(curated, lists={**curated.lists, "regions": extended})


def _with_indicators(curated: Curated, rows: Sequence[Addition], findings: Findings) -> Curated:
    """The catalogue with indicators more, each in its theme."""
    known = {
        id: {"theme": entry.toml.facts.get("id"), **entry.facts} for id, entry in curated.indicators.items()
    }
    ids = {name: id for id, name in curated.names["theme"].items()}
    themes, numbers = [*curated.themes], {theme.facts.get("id"): n for n, theme in enumerate(curated.themes)}
    for row in rows:
        text = row.facts.get("theme", "")
        row.facts.update(_typed(row.facts), theme=ids.get(text, id_in(text)))
        if _is_known(row, known, "themes/", findings):
            continue
        theme = row.facts.pop("theme")
        if (number := numbers.get(theme)) is not None:
            themes[number] = _with_indicator(themes[number], row)
        else:
            place = row.places.get("theme", row.places["id"])
            findings.extend([fault("unknown_theme", place, text, curated.names["theme"])])
    return _with_all_words(replace(curated, themes=themes), "indicator", rows, findings)


def _with_indicator(theme: Toml, row: Addition) -> Toml:
    """A theme with an indicator more."""
    there = theme.facts.get("indicator") or []
    table = f"indicator.{len(there)}"
    at = {(table, "" if name == "id" else name): place for name, place in row.places.items()}
    known = theme.places if isinstance(theme, ExtendedToml) else {}
    facts = {**theme.facts, "indicator": [*there, row.facts]}
    return ExtendedToml(theme.file, facts, theme.lines, {**known, **at})


def _typed(texts: Mapping[str, str]) -> dict[str, Any]:
    """The fields of an indicator that are no texts, from what is written for them."""
    facts: dict[str, Any] = {}
    if measure := texts.get("measure"):
        facts["measure"] = MEASURES.get(measure, measure)
    if additive := texts.get("additive"):
        facts["additive"] = YES_OR_NO.get(additive.lower(), additive)
    if aliases := texts.get("aliases"):
        facts["aliases"] = [alias for alias in LISTED.split(aliases) if alias]
    if plausible := texts.get("plausible"):
        ends = RANGE.fullmatch(plausible)
        facts["plausible"] = [_number(end) for end in ends.groups()] if ends else plausible
    return facts


def _number(text: str) -> float | int | str:
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return text


def _is_known(row: Addition, known: Mapping[str, Mapping[str, Any]], file: str, findings: Findings) -> bool:
    """Whether a row is of a thing that is there; where it says otherwise it is a fault."""
    there = known.get(row.facts.get("id", ""))
    if there is None:
        return False
    for name, value in row.facts.items():
        if value and value != there.get(name):
            place = row.places.get(name, row.places["id"])
            findings.add("already_declared", place, value, known=there.get(name, ""), file=file)
    return True


def _with_all_words(curated: Curated, kind: str, rows: Sequence[Addition], findings: Findings) -> Curated:
    """The catalogue with what languages say of all rows; where they said otherwise it is a fault."""
    for row in rows:
        id = row.facts.get("id", "")
        for language in curated.languages:
            texts = (
                {"name": language.texts(kind).get(id, "")} if kind == "region" else language.texts(kind, id)
            )
            for name, word in row.words.get(language.stem, {}).items():
                if texts.get(name) and texts[name] != word:
                    place = row.places[f"{name}.{language.stem}"]
                    findings.add("already_declared", place, word, known=texts[name], file=language.file)
        if id:
            curated = with_words(curated, kind, id, row.words, row.places)
    return curated
