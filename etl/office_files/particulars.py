"""Who published a document, when and where: a sheet of one item a line, or of one document a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from etl.curated.source import Toml
from etl.faults.catalogue import Place, fault
from etl.office_files.body import FOOTNOTE, body
from etl.office_files.cells import LONGEST, MARKUP, Cells, mistrust, tidy
from etl.office_files.columns import (
    DOCUMENTS,
    bare,
    bracketed,
    columns_of,
    find_header,
    read_header,
    taken_words,
)
from etl.office_files.findings import Findings, shortened
from etl.office_files.grid import Cell, Grid, Kind, filled, visible
from etl.office_files.labels import Labels

LABELLED = {"region": "region", "kind": "source_kind", "confidence": "confidence"}
LISTS = ("supersedes",)
SEPARATOR = re.compile(r"[\s,，;；、|]+")
HEADING, BESIDE = ("项目", "内容", "说明"), "说明"
# What stands beside each item of the particulars.
HINTS = {
    "id": "自己起，只用小写字母、数字和连字符，如 anci-report-2024；以后不再改",
    "title": "文件标题，照抄",
    "publisher": "发布机构，照抄",
    "published": "如 2024-02-01",
    "url": "网页地址，没有就留空",
    "region": "从列表选",
    "kind": "从列表选",
    "confidence": "从列表选：来源直接、完整为高；转载、节录为中；不能核对为低",
    "supervisor": "没有就留空",
    "reprinted_by": "转载的单位，没有就留空",
    "supersedes": "这份文件取代的旧文件的编号，没有就留空",
    "publish_at": "到时才公开，如 2024-02-01T09:00:00+08:00；没有就留空",
    "text_digest": "由 review 或 attach 填写，没有就留空",
    "note": "需要向读者说明的话，没有就留空",
}
IN_LANGUAGES = ("title", "publisher", "supervisor", "reprinted_by", "note")  # said in other languages, too
IN_LANGUAGE_HINT = "外文网页上的写法，没有就留空"
CHINESE_ONLY: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Particulars(Toml):
    """What a sheet says of one document, in place of its .toml; its places are cells.

    `words` is what other languages say of it: by the language's code, field by field.
    """

    places: Mapping[str, Place] = field(default_factory=dict)
    top: Place | None = None
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def stem(self) -> str:
        """The id: a workbook may be called anything."""
        id = self.facts.get("id", "")
        return id if isinstance(id, str) else ""

    def at(self, table: str, key: str = "") -> Place:
        """Return the cell of an item, or the sheet and the item's name where it isn't there."""
        top = self.top or Place(self.file)
        return self.places.get(key) or replace(top, column=DOCUMENTS.get(key, key) or None)


class ParticularsReader:
    """Reads particulars by the names of a catalogue; `languages` are the others it has, {"en": "英文"}."""

    def __init__(
        self, labels: Labels, findings: Findings, languages: Mapping[str, str] = CHINESE_ONLY
    ) -> None:
        self.labels = labels
        self.findings = findings
        self.names = columns_of(DOCUMENTS, IN_LANGUAGES, languages)

    def read(self, grid: Grid) -> list[Particulars]:
        """Return the documents of a sheet: a table of them, or one with an item a line."""
        if row := find_header(grid, self.names):
            header = read_header(grid, row, self.names, self.findings)
            for column in header.brackets:
                self._brackets(grid, row.number, column, row.cells[column])
            return [
                self._document(grid, {name: (row.number, column) for name, column in header.columns.items()})
                for row in body(grid, header, {}, self.findings)
            ]
        return [self._document(grid, dict(self._items(grid)))]

    def beside(self, toml: Toml) -> Toml:
        """Return the particulars beside a CSV file, whose texts are judged as those of a sheet are."""
        for name, value in toml.facts.items():
            texts = value if isinstance(value, list) else [value]
            for text in (text for text in texts if isinstance(text, str)):
                if code := mistrust(text) or mistrust(tidy(text)):
                    markup = MARKUP.search(text) or MARKUP.search(tidy(text))
                    facts = {"markup": markup[0] if markup else "", "most": f"{LONGEST:,}"}
                    self.findings.add(code, toml.at("", name), text, **facts)
        return toml

    def _items(self, grid: Grid) -> Iterator[tuple[str, tuple[int, int]]]:
        """The row and column of each item's content."""
        left = min((column for row in grid.rows for column, _ in filled(row.cells)), default=1)
        seen, heads = set[str](), dict[int, str]()
        self._hidden_columns(grid, left)
        for row in grid.rows:
            name = self._item(grid, row.number, left, row.cells)
            others = {column: cell for column, cell in filled(row.cells) if column > left + 1}
            if name:
                self._beside(grid, row.number, others, heads)
            elif left in row.cells and bare(row.cells[left].text) in HEADING:
                heads = {column: bare(cell.text) for column, cell in others.items()}
            if name in seen:
                place = grid.place(row.number, left)
                self.findings.add("duplicate_field", place, row.cells[left].text)
            elif name:
                self._brackets(grid, row.number, left, row.cells[left])
                seen.add(name)
                yield name, (row.number, left + 1)
            if name and row.hidden:
                self.findings.add("hidden_row", grid.place(row.number), row.cells[left].text)

    def _brackets(self, grid: Grid, row: int, column: int, cell: Cell) -> None:
        """Add the fault of what stands in brackets after the name of an item."""
        for word in bracketed(cell.text):
            self.findings.add("unread_brackets", grid.place(row, column), word)

    def _hidden_columns(self, grid: Grid, left: int) -> None:
        for column in (left, left + 1):
            first = next((row for row in grid.rows if column in row.cells), None)
            if first and grid.is_hidden(column):
                self.findings.add("hidden_column", grid.place(first.number, column), first.cells[column].text)

    def _beside(self, grid: Grid, row: int, others: Mapping[int, Cell], heads: Mapping[int, str]) -> None:
        """What stands beside an item's content isn't read; under no heading, it may belong to the content."""
        for column, cell in others.items():
            place = grid.place(row, column)
            if column not in heads:
                self.findings.add("unnamed_column", place, cell.text)
            elif heads[column] != BESIDE or cell.text not in (*HINTS.values(), IN_LANGUAGE_HINT):
                self.findings.add("ignored_cell", place, cell.text)

    def _item(self, grid: Grid, row: int, column: int, cells: Mapping[int, Cell]) -> str:
        """What a line is about; nothing for a heading or footnote, a fault for what is unknown."""
        cell = cells.get(column)
        item = bare(cell.text) if cell else ""
        name = next((name for name, chinese in self.names.items() if item in (name, chinese)), "")
        others = [c for c, _ in filled(cells) if c != column]
        if cell is None or name or item in HEADING or FOOTNOTE.match(cell.text.strip()):
            return name
        if others and item:
            near = dict.fromkeys(self.names.values(), "")
            fields = "、".join(self.names.values())
            found = shortened(cell.text)
            unknown = fault("unknown_field", grid.place(row, column), found, near, fields=fields)
            self.findings.extend([unknown])
        elif item:
            self.findings.add("footnote_row", grid.place(row, column), cell.text)
        return ""

    def _document(self, grid: Grid, where: Mapping[str, tuple[int, int]]) -> Particulars:
        cells, rows = Cells(grid, self.findings), {row.number: row.cells for row in grid.rows}
        facts: dict[str, str | list[str]] = {}
        for name, (row, column) in where.items():
            cell = rows[row].get(column)
            if cell and (text := self._text(cells, name, row, column, cell)):
                facts[name] = text
        places = {name: grid.place(*at) for name, at in where.items()}
        words = taken_words(facts)
        return Particulars(grid.file, facts, {}, places, grid.top(), words)

    def _text(self, cells: Cells, name: str, row: int, column: int, cell: Cell) -> str | list[str]:
        read = {"published": cells.day, "publish_at": cells.moment}.get(name, cells.text)
        text = read(row, column, cell)
        if text is None:
            return "" if cell.kind is Kind.MISSING else visible(cell.text)
        if name in LISTS:
            return [id for id in SEPARATOR.split(text) if id]
        if name not in LABELLED:
            return text
        id, code, facts = self.labels.find(LABELLED[name], text)
        if code:
            cells.say(code, row, column, text, **facts)
        return id
