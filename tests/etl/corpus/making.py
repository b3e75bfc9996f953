"""How the files of the corpus are made: by openpyxl, by xlsxwriter, and byte by byte."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet

from tests.etl.corpus.packing import Make, pack, parts_of

EMPTY_FORMULA = re.compile(r"<c ([^>]*)><f>([^<]*)</f><v ?(?:/>|></v>)</c>")
Edit = Callable[[openpyxl.Workbook, Worksheet], object]

SHEET = "xl/worksheets/sheet1.xml"  # the figures
HEAD = ("指标", "地区", "时期", "分项", "原文数字", "性质", "位置", "备注")
COLUMNS = ("indicator", "region", "period", "breakdown", "printed", "status", "locator", "note")
SOUND = (
    "自来水覆盖率",
    "乙市",
    "2021",
    "",
    "95.5%",
    "",
    "第1段",
    "",
)  # A2:H2 of every file unless it says otherwise
READ = ("coverage", "110000", "2021", "", "95.5%", "", "第1段", "")  # what is read of it
PARTICULARS = (
    ("编号", "handed-in"),
    ("标题", "乙市供水年报"),
    ("发布机构", "乙市水务局"),
    ("来源类型", "官方发布"),
    ("可信度", "高"),
    ("地区", "乙市"),
    ("发布日期", "2022-02-01"),
)
TOML = """id = "{}"
title = "乙市供水年报"
publisher = "乙市水务局"
kind = "official"
confidence = "high"
region = "110000"
"""


@dataclass(frozen=True)
class In:
    """A value in a number format."""

    format: str
    value: object


@dataclass(frozen=True)
class Result:
    """A formula with the result that Excel saved."""

    formula: str
    value: str | float


def row(**said: object) -> tuple[object, ...]:
    """Return the sound row with other things said in some of its columns."""
    return tuple(said.get(column, sound) for column, sound in zip(COLUMNS, SOUND, strict=True))


def named(**names: str) -> tuple[str, ...]:
    """Return the column names with others for some of them."""
    return tuple(names.get(column, name) for column, name in zip(COLUMNS, HEAD, strict=True))


def items(*more: tuple[str, str], **said: str) -> list[tuple[str, str]]:
    """Return the particulars with other content for some items, and items more at the end."""
    return [*((name, said.get(name, content)) for name, content in PARTICULARS), *more]


def read(**said: str) -> tuple[str, ...]:
    """Return what is read of the sound row, with other things read in some of its columns."""
    return tuple(said.get(column, sound) for column, sound in zip(COLUMNS, READ, strict=True))


def book(
    *rows: Sequence[object],
    head: Sequence[object] = HEAD,
    above: Iterable[Sequence[object]] = (),
    particulars: Iterable[Sequence[object]] = PARTICULARS,
    edit: Edit = lambda book, sheet: None,
    name: str = "供水.xlsx",
    sheet: str = "数字",
) -> Make:
    """A workbook of two sheets: rows (the sound one unless given) under their head, and the particulars."""

    def make(folder: Path) -> Path:
        made = openpyxl.Workbook()
        figures = made.active
        assert isinstance(figures, Worksheet)
        figures.title = sheet
        _write(figures, [*above, head, *(rows or (SOUND,))])
        if particulars:
            _write(made.create_sheet("资料"), particulars)
        edit(made, figures)
        path = folder / name
        made.save(path)
        return _with_results(path, rows)

    return make


def written(*rows: Sequence[object], edit: Callable[[Any, Any], object] = lambda book, sheet: None) -> Make:
    """The same by xlsxwriter, whose cells share their texts; `edit` gets its book and sheet."""

    def make(folder: Path) -> Path:
        path = folder / "供水.xlsx"
        with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as made:
            figures = made.add_worksheet("数字")
            for n, values in enumerate([HEAD, *(rows or (SOUND,))]):
                figures.write_row(n, 0, values)
            sheet = made.add_worksheet("资料")
            for n, values in enumerate(PARTICULARS):
                sheet.write_row(n, 0, values)
            edit(made, figures)
        return path

    return make


def patched(make: Make, *changes: tuple[str, str, str]) -> Make:
    """A workbook with text replaced within its parts: (part, old, new)."""

    def patch(folder: Path) -> Path:
        path = make(folder)
        parts = parts_of(path)
        for part, old, new in changes:
            text = parts[part].decode()
            assert old in text, f"{part}: {text}"
            parts[part] = text.replace(old, new).encode()
        return pack(path, parts)

    return patch


def calculated(make: Make) -> Make:
    """A workbook as Excel saves it, which needs no calculation when it is opened."""
    return patched(make, ("xl/workbook.xml", ' fullCalcOnLoad="1"', ""))


def with_part(make: Make, part: str, content: bytes) -> Make:
    """A workbook with one part more, or another in place of its own."""

    def add(folder: Path) -> Path:
        path = make(folder)
        return pack(path, parts_of(path) | {part: content})

    return add


def raw_sheet(rows: str, before: str = "", after: str = "", prefix: str = "") -> bytes:
    """The XML of a sheet, written by hand."""
    mark, colon = (f":{prefix}", f"{prefix}:") if prefix else ("", "")
    return (
        f'<{colon}worksheet xmlns{mark}="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{before}'
        f"<{colon}sheetData>{rows}</{colon}sheetData>{after}</{colon}worksheet>"
    ).encode()


def raw_row(values: Iterable[str], prefix: str = "") -> str:
    """A row whose cells carry their texts and no addresses."""
    p = f"{prefix}:" if prefix else ""
    cells = (f'<{p}c t="inlineStr"><{p}is><{p}t>{escape(v)}</{p}t></{p}is></{p}c>' for v in values)
    return f"<{p}row>{''.join(cells)}</{p}row>"


def csv(
    text: str | bytes, encoding: str = "utf-8", name: str = "handed-in.csv", toml: str | None = TOML
) -> Make:
    """A text file, with its particulars beside it unless there are none."""

    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        if toml:
            path.with_suffix(".toml").write_text(toml.format(path.stem), encoding="utf-8")
        return path

    return make


def lines(*rows: Sequence[str], head: Sequence[str] = HEAD, separator: str = ",", end: str = "\r\n") -> str:
    """The text of a CSV file."""
    return "".join(separator.join(cells) + end for cells in (head, *(rows or (SOUND,))))


def raw(name: str, content: bytes) -> Make:
    """A file of those bytes."""

    def make(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return make


def package(name: str, part: str) -> Make:
    """A zip file with a part that tells its sort."""

    def make(folder: Path) -> Path:
        return pack(folder / name, {part: b"x"})

    return make


def pipe(name: str) -> Make:
    """A named pipe, which nobody writes to."""

    def make(folder: Path) -> Path:
        os.mkfifo(folder / name)
        return folder / name

    return make


def dangling(name: str) -> Make:
    """A link to a file that isn't there."""

    def make(folder: Path) -> Path:
        (folder / name).symlink_to(folder / "nowhere")
        return folder / name

    return make


def folder_of(*makes: Make) -> Make:
    """A folder with several files."""

    def make(folder: Path) -> Path:
        inner = folder / "交来"
        inner.mkdir()
        for each in makes:
            each(inner)
        return inner

    return make


def _write(sheet: Worksheet, rows: Iterable[Sequence[object]]) -> None:
    for n, values in enumerate(rows, start=1):
        for column, value in enumerate(values, start=1):
            if value not in ("", None):
                _put(sheet.cell(n, column), value)


def _put(cell: Any, value: object) -> None:
    if isinstance(value, In):
        cell.number_format = value.format
        value = value.value
    if isinstance(value, Result):
        value = f"={value.formula}"
    elif isinstance(value, str) and value.startswith(("=", "#")):
        cell.value = value
        cell.data_type = "s"  # text, whatever it begins with
        return
    cell.value = value


def _with_results(path: Path, rows: Iterable[Sequence[object]]) -> Path:
    """Put the saved results of formulas in, which openpyxl leaves out."""
    inner = [value.value if isinstance(value, In) else value for values in rows for value in values]
    results = {escape(value.formula): value.value for value in inner if isinstance(value, Result)}

    def fill(cell: re.Match[str]) -> str:
        result = results.get(cell[2])
        kind = ' t="str"' if isinstance(result, str) else ""
        return f"<c {cell[1]}{kind}><f>{cell[2]}</f><v>{escape(str(result))}</v></c>" if results else cell[0]

    parts = parts_of(path)
    parts[SHEET] = EMPTY_FORMULA.sub(fill, parts[SHEET].decode()).encode()
    return pack(path, parts) if results else path
