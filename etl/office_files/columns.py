"""The row of column names: where it stands, which columns it names, and what the brackets after them say."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from etl.faults.catalogue import fault
from etl.office_files.findings import Findings, shortened
from etl.office_files.grid import INVISIBLE, Cell, Grid, Row, filled

# Each column by its name in the curated CSV, and by that on a Chinese sheet.
FIGURES = {
    "document": "文件",
    "indicator": "指标",
    "region": "地区",
    "period": "时期",
    "breakdown": "分项",
    "printed": "原文数字",
    "unit": "单位",
    "status": "性质",
    "locator": "位置",
    "note": "备注",
}
DOCUMENTS = {
    "id": "编号",
    "title": "标题",
    "publisher": "发布机构",
    "published": "发布日期",
    "url": "网址",
    "region": "地区",
    "kind": "来源类型",
    "confidence": "可信度",
    "supervisor": "主管单位",
    "reprinted_by": "转载单位",
    "supersedes": "取代",
    "publish_at": "公开时间",
    "text_digest": "原文校验码",
    "note": "备注",
}
EXTRA = ("document", "unit")  # columns that a sheet of figures may have or not, without a word about it
BLANK = ("breakdown", "status", "note")  # columns that may be blank throughout, so that a note will do
NUMBERING = ("序号", "no.", "#")
LEAST = 3  # so many names make a row of column names
WITHIN = 40  # rows in which they are looked for

SPACE = re.compile(rf"[\s{INVISIBLE}]+")
OPENING, CLOSING, MARKS = r"（(\[【［〔｛{", r"）)\]】］〕｝}", "*＊:："
BRACKETED = re.compile(rf"([^{OPENING}]+)[{OPENING}](.*)")
BETWEEN = re.compile(rf"[{OPENING}{CLOSING},，;；、]+")
# What brackets say to whoever fills the table in, and not of what stands below.
REMARKS = (
    *("可空", "可留空", "可不填", "必填", "选填", "照抄", "照抄原文", "照原文", "原文", "文本格式"),
    *("含单位", "带单位", "见说明", "从列表选", "下拉选择", "年", "年份", "年月", "年月日", "名称", "编号"),
    *("代码", "名称或编号", "名称或代码", "指标名称", "地区名称"),
)
UNIT_IS = re.compile(r"(?:计量)?单位[：:为]?(?=.)")


@dataclass(frozen=True, slots=True)
class Header:
    """The row of column names, each one's column (from 1), and those that only number the rows.

    `brackets` are the words that stand in brackets after a name, by column.
    """

    row: Row
    columns: Mapping[str, int]
    ignored: frozenset[int]
    brackets: Mapping[int, Sequence[str]]


def find_header(grid: Grid, names: Mapping[str, str]) -> Row | None:
    """Return the row that names the columns: the first one in which at least three names are known."""
    return next((row for row in grid.rows[:WITHIN] if is_header(row, names)), None)


def is_header(row: Row, names: Mapping[str, str]) -> bool:
    """Whether a row names columns."""
    words = _by_word(tuple(names.items()))
    return len({words.get(bare(cell.text)) for _, cell in filled(row.cells)} - {None}) >= LEAST


def repeats(row: Row, header: Header, names: Mapping[str, str]) -> bool:
    """Whether a row names the same columns as the header does, with the same words in brackets."""
    return _names_in(row, names) == _names_in(header.row, names)


def _names_in(row: Row, names: Mapping[str, str]) -> dict[int, tuple[str, ...]]:
    """What a row of column names says of each column."""
    return {
        column: (_known(cell, names) or bare(cell.text), *bracketed(cell.text))
        for column, cell in filled(row.cells)
    }


def read_header(grid: Grid, row: Row, names: Mapping[str, str], findings: Findings) -> Header:
    """Return what a row of column names says; columns unknown or given twice are faults."""
    columns: dict[str, int] = {}
    for column, cell in filled(row.cells):
        grid.labels[column] = shortened(cell.text)
        name = _known(cell, names)
        if name is None:
            _unknown(grid, row, column, names, findings)
        elif name in columns:
            findings.add("duplicate_column", grid.place(row.number, column), cell.text)
        else:
            columns[name] = column
    _unnamed(grid, row, findings)
    ignored = frozenset(column for column, cell in filled(row.cells) if _is_numbering(cell))
    understood = ignored | {*columns.values()}
    brackets = {n: bracketed(row.cells[n].text) for n in sorted(understood)}
    return Header(row, columns, ignored, brackets)


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """Return a name without spaces, line feeds, marks of what must be filled in, and what's in brackets."""
    text = SPACE.sub("", text).strip(MARKS)
    match = BRACKETED.fullmatch(text)
    return match[1].strip(MARKS) if match else text


@lru_cache(maxsize=4096)
def bracketed(text: str) -> tuple[str, ...]:
    """Return what brackets after a name say, at their commas: 万元, 2022年 of 原文数字（万元，2022年）."""
    match = BRACKETED.fullmatch(SPACE.sub("", text).strip(MARKS))
    parts = (UNIT_IS.sub("", part, count=1) for part in BETWEEN.split(match[2] if match else ""))
    return tuple(part for part in (part.strip(MARKS) for part in parts) if part and part not in REMARKS)


def _known(cell: Cell, names: Mapping[str, str]) -> str | None:
    return _by_word(tuple(names.items())).get(bare(cell.text))


@lru_cache(maxsize=8)
def _by_word(names: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """The column that each word names."""
    return {word: name for name, chinese in names for word in (chinese, name)}


def _is_numbering(cell: Cell) -> bool:
    return bare(cell.text).lower() in NUMBERING


def _unknown(grid: Grid, row: Row, column: int, names: Mapping[str, str], findings: Findings) -> None:
    cell = row.cells[column]
    if _is_numbering(cell):
        findings.add("ignored_column", grid.place(row.number, column), cell.text)
        return
    near = dict.fromkeys(names.values(), "")
    listed = "、".join(names.values())
    found = fault(
        "unknown_column", grid.place(row.number, column), shortened(cell.text), near, columns=listed
    )
    findings.extend([found])


def missing_columns(grid: Grid, header: Header, given: Collection[str], findings: Findings) -> None:
    """Add what is to be said of the columns of figures that aren't there, nor `given` in another way."""
    for name in FIGURES.keys() - header.columns.keys() - {*EXTRA, *given}:
        code = "column_left_out" if name in BLANK else "missing_column"
        findings.add(code, grid.place(header.row.number), FIGURES[name], column=name)


def _unnamed(grid: Grid, header: Row, findings: Findings) -> None:
    """A column without a name may hold nothing below the row of names."""
    named = {column for column, _ in filled(header.cells)}
    seen: set[int] = set()
    for row in grid.rows:
        if row.number > header.number and not row.cells.keys() <= named | seen:
            for column, cell in filled(row.cells):
                if column not in named | seen:
                    seen.add(column)
                    findings.add("unnamed_column", grid.place(row.number, column), cell.text)


def columns_of(
    fields: Mapping[str, str], names: Sequence[str], languages: Mapping[str, str]
) -> dict[str, str]:
    """Return columns together with those of the fields that other languages say: title.en is 英文标题."""
    more = {f"{name}.{code}": f"{word}{fields[name]}" for code, word in languages.items() for name in names}
    return {**fields, **more}


def taken_words(facts: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Take what other languages say out of a row, and return it: title.en as {"en": {"title": …}}."""
    words: dict[str, dict[str, str]] = {}
    for name in [name for name in facts if "." in name]:
        field, _, code = name.partition(".")
        words.setdefault(code, {})[field] = facts.pop(name)
    return words


def above(grid: Grid, number: int) -> Sequence[Row]:
    """Return the rows above the row of that number."""
    return [row for row in grid.rows[:WITHIN] if row.number < number]
