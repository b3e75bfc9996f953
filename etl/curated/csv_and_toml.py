"""One file at a time: CSV as text only, TOML with the line of each key; what can't be read is a fault."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from data.errors import ContentError, Fault, reason_of_system
from data.messages import Message
from data.model.csv_text import unescape
from etl.curated.source import Table, Toml, find_keys
from etl.curated.toml_mistakes import mistake_in
from etl.faults.catalogue import Place, fault

CONTROLS = bytes({*range(32), 127} - set(b"\t\n\r"))
CONTROL = re.compile(f"[{re.escape(CONTROLS.decode())}]")
MARK = b"\xef\xbb\xbf"
NOT_UTF_8 = Message("phrase.not_utf_8")
GBK = Message("phrase.gbk_not_utf_8")
# What Python's reader says of a text that is no CSV, and the phrase for it.
NO_CSV = {
    "unexpected end": "open_quote",
    "expected after": "text_after_quote",
    "new-line character": "lone_return",
}
# A table as it was read: its header, its columns, and the line on which each row starts.
Raw = tuple[Sequence[str], Sequence[Sequence[str]], Sequence[int]]


def read_text(path: Path, name: str) -> str:
    """Return the text of a UTF-8 file, with or without a byte-order mark. Raises ContentError."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise ContentError([fault("missing_file", Place(name), path.name)]) from None
    except OSError as error:
        why = reason_of_system(error)
        raise ContentError([fault("unreadable_file", Place(name), path.name, why=why)]) from error
    try:
        text = raw.removeprefix(MARK).decode("utf-8")
    except UnicodeDecodeError as error:
        raise ContentError([_bad_byte(name, raw, error)]) from error
    if len(raw.translate(None, CONTROLS)) < len(raw):
        raise ContentError([_bad_character(name, text, control) for control in CONTROL.finditer(text)])
    return text


def read_toml(path: Path, name: str) -> Toml:
    """Return a TOML file, to be called `name` in faults. Raises ContentError."""
    text = read_text(path, name)
    try:
        toml = Toml(name, tomllib.loads(text), find_keys(text))
    except tomllib.TOMLDecodeError as error:
        line = _line(error, text)
        quoted = text.splitlines()[line - 1].strip() if text else ""
        why = mistake_in(quoted, str(error))
        raise ContentError([fault("bad_toml", Place(name, line), quoted, why=why)]) from error
    if control := next(filter(None, map(CONTROL.search, _texts(toml.facts))), None):
        raise ContentError([fault("bad_character", Place(name), f"U+{ord(control[0]):04X}")])
    return toml


def read_table(
    path: Path, name: str, columns: Sequence[str], optional: Sequence[str] = ()
) -> tuple[Table, list[Fault]]:
    """Return a CSV file by columns, and what is wrong with its shape: rows that don't fit are left out.

    An `optional` column that isn't there reads as blank; an apostrophe before what a spreadsheet would work
    out is no part of the text. Raises ContentError where nothing of it can be read.
    """
    faults: list[Fault] = []
    text = read_text(path, name)
    raw = _regular(text) or _irregular(text, name, faults)
    raw = _without_blank_columns(raw, name, faults)
    header, cells, lines = _without_blank_rows(raw, name, faults)
    if "'" in text:
        cells = [[*map(unescape, column)] for column in cells]
    faults += _check_header(header, columns, optional, name)
    first = {column: header.index(column) for column in header if column in columns}
    blank = {column: ("",) * len(lines) for column in optional if column not in first}
    return Table(name, {column: cells[n] for column, n in first.items()} | blank, lines), faults


def _regular(text: str) -> Raw | None:
    """The columns of a CSV text with one row on each line, all of one width; None of another.

    Without a quote in it a comma is a comma: nothing is left to parse.
    """
    plain = text.replace("\r\n", "\n")
    rows = plain.removesuffix("\n").split("\n")
    width = rows[0].count(",") + 1
    if '"' in plain or "\r" in plain or not all(rows) or {row.count(",") for row in rows} != {width - 1}:
        return None
    cells = ",".join(rows).split(",")
    return cells[:width], [tuple(cells[width + n :: width]) for n in range(width)], range(2, len(rows) + 1)


def _irregular(text: str, name: str, faults: list[Fault]) -> Raw:
    """The columns of any CSV text: of its rows that are as wide as the first one."""
    numbered = _rows(text, name, faults)
    _, header = next(numbered, (0, []))
    rows = [*_fitting(numbered, len(header), name, faults)]
    columns: list[Sequence[str]] = [*zip(*(cells for _, cells in rows), strict=True)]
    return header, columns or [()] * len(header), [line for line, _ in rows]


def _without_blank_columns(raw: Raw, name: str, faults: list[Fault]) -> Raw:
    """A table without the columns at its right that have neither a name nor content, which are a fault."""
    header, cells, lines = raw
    width = len(header)
    while width > 1 and not header[width - 1] and not any(cells[width - 1]):
        width -= 1
    if width < len(header):
        faults.append(fault("blank_columns", Place(name, 1), "," * (len(header) - width)))
    return header[:width], cells[:width], lines


def _without_blank_rows(raw: Raw, name: str, faults: list[Fault]) -> Raw:
    """A table without the rows that hold nothing but commas, which are a fault, told once."""
    header, cells, lines = raw
    if not cells or "" not in cells[0]:
        return raw
    rows = [*zip(*cells, strict=True)]
    filled = [n for n, row in enumerate(rows) if any(row)]
    if len(filled) == len(rows):
        return raw
    blank = next(n for n, row in enumerate(rows) if not any(row))
    faults.append(fault("blank_rows", Place(name, lines[blank]), count=len(rows) - len(filled)))
    return header, [[column[n] for n in filled] for column in cells], [lines[n] for n in filled]


def _rows(text: str, name: str, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV text with the line on which each starts; empty lines say nothing."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for row in reader:
            if row:
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        faults.append(fault("bad_csv", Place(name, line), why=why_no_csv(error)))


def why_no_csv(error: csv.Error) -> Message | str:
    """Return what is wrong with a CSV text in the reader's language, as far as we know it."""
    text = str(error)
    known = (key for phrase, key in NO_CSV.items() if phrase in text)
    return next((Message(f"phrase.{key}") for key in known), text)


def _check_header(
    header: Sequence[str], columns: Sequence[str], optional: Sequence[str], name: str
) -> Iterator[Fault]:
    missing = dict.fromkeys((c for c in columns if c not in header), "")
    for column in missing.keys() - {*optional}:
        yield fault("missing_column", Place(name, 1, column))
    for n, column in enumerate(header):
        if column not in columns:
            yield fault("unknown_column", Place(name, 1), column, missing, columns=", ".join(columns))
        elif column in header[:n]:
            yield fault("duplicate_column", Place(name, 1, column), column)


def _fitting(
    rows: Iterator[tuple[int, list[str]]], width: int, name: str, faults: list[Fault]
) -> Iterator[tuple[int, list[str]]]:
    """The rows as wide as the header; the others are faults."""
    for line, row in rows:
        if len(row) == width:
            yield line, row
        else:
            code = "short_row" if len(row) < width else "long_row"
            faults.append(fault(code, Place(name, line), ",".join(row), width=width, cells=len(row)))


def _bad_byte(name: str, raw: bytes, error: UnicodeDecodeError) -> Fault:
    """The first byte that isn't UTF-8, by its place in the file, counted from 0."""
    at = error.start + len(raw) - len(raw.removeprefix(MARK))
    return bad_encoding(name, raw, at, GBK if _is_gbk(raw) else NOT_UTF_8)


def _is_gbk(raw: bytes) -> bool:
    """Whether bytes are text in the encoding of older Chinese Windows, with common characters in it."""
    try:
        return re.search("[一-鿿]{2}", raw.decode("gbk")) is not None
    except UnicodeDecodeError:
        return False


def bad_encoding(name: str, raw: bytes, at: int, why: Message) -> Fault:
    """Return the fault of a byte, and what is said of it."""
    line = raw.count(b"\n", 0, at) + 1
    remedy = Message("phrase.save_text_utf_8" if name.endswith(".toml") else "phrase.save_csv_utf_8")
    return fault("bad_encoding", Place(name, line), f"0x{raw[at]:02X}", byte=at, why=why, remedy=remedy)


def _bad_character(name: str, text: str, control: re.Match[str]) -> Fault:
    line = text.count("\n", 0, control.start()) + 1
    return fault("bad_character", Place(name, line), f"U+{ord(control[0]):04X}")


def _texts(value: object) -> Iterator[str]:
    """Every text in a TOML file, keys too: an escape may have put into it what no file may hold."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from chain.from_iterable(map(_texts, value))
    elif isinstance(value, dict):
        yield from _texts([*value, *value.values()])


def _line(error: tomllib.TOMLDecodeError, text: str) -> int:
    """The line that a TOML error speaks of; the last one where it speaks of the end."""
    match = re.search(r"at line (\d+)", str(error))
    return int(match[1]) if match else max(1, len(text.splitlines()))
