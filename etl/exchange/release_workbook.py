"""A release as a workbook that people can read: a sheet a table, names beside ids; and back again."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pandas as pd

from data.errors import ContentError
from data.model.words import beijing_time
from data.package.release_tables import Tables
from data.store.queries import Release
from etl.curated.contents import label
from etl.exchange.data_package import broken, check_header
from etl.faults.catalogue import Place, fault
from etl.office_files.columns import DOCUMENTS, FIGURES
from etl.office_files.grid import Cell, Grid, Kind
from etl.office_files.labels import CONFIDENCE, id_in
from etl.office_files.xlsx.archive import too_large
from etl.office_files.xlsx.workbook import opened_book
from etl.office_files.xlsx.worksheet import MOST_ROWS
from etl.office_files.xlsx.writing import new_book

SHEETS = {
    "figures": "数字",
    "documents": "文件",
    "themes": "主题",
    "indicators": "指标",
    "charts": "图表",
    "identities": "恒等式",
    "regions": "地区",
    "units": "单位",
    "breakdowns": "分组",
    "stages": "阶段",
    "statuses": "性质",
    "source_kinds": "来源类型",
    "peer_groups": "同类地区",
    "contrasts": "对立词",
    "waivers": "豁免",
    "words": "用语",
}
CHINESE_NAMES = {"figures": FIGURES, "documents": DOCUMENTS}  # the columns that have Chinese names
# The columns that say a name beside the id, and where the names are.
LABELLED = {
    "figures": {
        "indicator": "indicators",
        "region": "regions",
        "breakdown": "breakdowns",
        "status": "statuses",
    },
    "documents": {"region": "regions", "kind": "source_kinds", "confidence": "confidence"},
}
ABOUT, LONGEST = "说明", 32_767  # characters that a cell holds
WIDTHS = {"title": 48, "definition": 60, "text": 60, "finding": 48, "note": 40, "url": 40}


def write_workbook(tables: Tables, release: Release, path: Path) -> None:
    """Write a release as a workbook. Raises ContentError for what a workbook can't hold, and OSError."""
    _within_bounds(tables, path)
    names = {name: _names(table) for name, table in tables.items()} | {"confidence": CONFIDENCE}
    with new_book(path, datetime.fromisoformat(release.created_at).replace(tzinfo=None)) as book:
        text = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
        head = book.add_format({"num_format": "@", "bold": True, "bg_color": "#eeeae0", "bottom": 1})
        about = book.add_worksheet(ABOUT)
        about.set_column(0, 0, 100)
        for row, line in enumerate(_about(release)):
            about.write_string(row, 0, line)
        for name, table in tables.items():
            sheet = book.add_worksheet(SHEETS[name])
            for n, column in enumerate(map(str, table)):
                sheet.set_column(n, n, WIDTHS.get(column, 18), text)
                sheet.write_string(0, n, CHINESE_NAMES.get(name, {}).get(column, column), head)
                named = names.get(LABELLED.get(name, {}).get(column, ""), {})
                sheet.write_column(1, n, [label(text, named.get(text, "")) for text in table[column]])
            sheet.freeze_panes(1, 0)


def read_workbook(path: Path) -> Tables:
    """Return the tables of a workbook that `write_workbook` made. Raises ContentError."""
    with opened_book(path, path.name) as book:
        sheets = {sheet.name: sheet for sheet in book.sheets}
        return {name: _table(book.read(sheets[title]), name) for name, title in SHEETS.items()}


def is_release_workbook(path: Path) -> bool:
    """Whether a workbook holds a whole release, and not just documents. Raises ContentError."""
    with opened_book(path, path.name) as book:
        return {*SHEETS.values()} <= {sheet.name for sheet in book.sheets}


def _about(release: Release) -> tuple[str, ...]:
    return (
        f"民生数据 第{release.id}版，{beijing_time(release.created_at)[:10]} 发布",
        f"内容校验码（SHA-256）{release.digest}",
        "全部内容都在这里：python -m etl import 这个文件 --curated 新文件夹，就得到整理的文件夹。",
        "方括号里是编号，请勿改动。",
    )


def _names(table: pd.DataFrame) -> dict[str, str]:
    """The name of each id, where the table has both."""
    return dict(zip(table["id"], table["name"], strict=True)) if {"id", "name"} <= {*table} else {}


def _within_bounds(tables: Tables, path: Path) -> None:
    for name, table in tables.items():
        place = Place(path.name, None, None, SHEETS[name])
        longest = max((len(text) for column in table for text in table[column]), default=0)
        if longest > LONGEST:
            raise too_large(place, SHEETS[name], longest, LONGEST)
        if len(table) >= MOST_ROWS:
            raise ContentError([fault("too_many_rows", place, most=f"{MOST_ROWS:,}")])


def _table(grid: Grid, name: str) -> pd.DataFrame:
    """The table of a sheet; every cell is text as it was written."""
    rows = [
        {column: _text(grid, row.number, column, cell) for column, cell in row.cells.items()}
        for row in grid.rows
    ]
    top = rows[0] if rows else {}
    known = {chinese: field for field, chinese in CHINESE_NAMES.get(name, {}).items()}
    header = [known.get(top.get(n, ""), top.get(n, "")) for n in range(1, max(top, default=0) + 1)]
    check_header(name, header, grid.place(1))
    readers = [id_in if column in LABELLED.get(name, {}) else str for column in header]
    cells = [[read(row.get(n, "")) for n, read in enumerate(readers, start=1)] for row in rows[1:]]
    return pd.DataFrame(cells, columns=header, dtype="str")


def _text(grid: Grid, row: int, column: int, cell: Cell) -> str:
    if cell.kind is not Kind.TEXT or cell.formula is not None:
        raise broken(grid.place(row, column), cell.text, "text")
    return cell.text
