"""The workbook in which an office writes down one document, with lists to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from data.errors import Fault
from data.messages import SOURCE_LANGUAGE
from data.model.catalog import DOCUMENT_COLUMNS
from etl.curated.contents import Curated, label
from etl.curated.source import DERIVED
from etl.office_files.additions import (
    INDICATORS,
    INDICATORS_SHEET,
    MEASURES,
    REGIONS,
    REGIONS_SHEET,
    SAID,
    language_words,
)
from etl.office_files.columns import BLANK, DOCUMENTS, FIGURES, columns_of
from etl.office_files.labels import CONFIDENCE
from etl.office_files.particulars import HINTS, IN_LANGUAGE_HINT, IN_LANGUAGES
from etl.office_files.sheet_names import (
    CHOICES_SHEET,
    EXAMPLES_SHEET,
    FIGURES_SHEET,
    LEFT_OUT_SHEET,
    NOTES_SHEET,
    PARTICULARS_SHEET,
)
from etl.office_files.xlsx.writing import new_book

NOTHING: Mapping[str, Any] = {}
ROWS = 2000  # with lists to choose from
# What is chosen from a list: the column or item, and the kind of thing.
CHOSEN = {"indicator": "indicator", "region": "region", "breakdown": "breakdown", "status": "status"}
CHOSEN_ITEMS = {"region": "region", "kind": "source_kind", "confidence": "confidence"}
NEEDED_OF_ADDITIONS = ("id", "name", "theme")
NEEDED = ("id", "title", "publisher", "region", "kind", "confidence")
WIDTHS = {"indicator": 44, "breakdown": 34, "note": 40, "definition": 60}

NOTES = (
    "怎么填",
    f"1.“{PARTICULARS_SHEET}”写一份文件的出处，带 * 的必填。一份文件一个工作簿。",
    f"2.“{FIGURES_SHEET}”每行一个数字，指标、地区、分项、性质从下拉列表选。",
    f"   列表里没有的地区、指标，先在“{REGIONS_SHEET}”“{INDICATORS_SHEET}”表里各写一行；没有就留空。",
    "3. 原文数字照抄，连同“约、余、以上”和单位：8000余个、81.94%、3307.18万元。不换算、不凑整、不相加。",
    "4. 时期写 2022、2022年、2022年10月、2019年前三季度、2016—2020年；“2022年以来”写成 2022-01-01/文件日期。",
    "5. 位置写出处，如 第2段。已经发生的，性质可留空。",
    "6. 有英文网页的，英文标题、英文发布机构等写在中文的下面；没有就留空，英文网页上显示中文。",
    "7. 不要合并、隐藏单元格，不要写公式、合计行。做了也会逐格告诉您该怎么改。",
    "填好以后",
    "python -m etl check 文件.xlsx       检查，列出全部错误",
    "python -m etl import 文件.xlsx      存为整理好的文件",
    "python -m etl refresh               发布",
)


def write_template(
    curated: Curated,
    path: Path,
    figures: Sequence[Mapping[str, str]] = (),
    particulars: Mapping[str, Any] = NOTHING,
    left_out: Sequence[Fault] = (),
) -> None:
    """Write the workbook of one document, with the lists of a catalogue and rows of it as examples.

    It is empty unless figures, by the curated columns, and particulars are given; `left_out` is what was said
    of the file that they come from. Raises OSError.
    """
    with new_book(path) as book:
        about, sheet = book.add_worksheet(PARTICULARS_SHEET), book.add_worksheet(FIGURES_SHEET)
        examples, notes = book.add_worksheet(EXAMPLES_SHEET), book.add_worksheet(NOTES_SHEET)
        regions, indicators = book.add_worksheet(REGIONS_SHEET), book.add_worksheet(INDICATORS_SHEET)
        lists = _write_choices(book.add_worksheet(CHOICES_SHEET), curated)
        languages = language_words(curated)
        items = columns_of(DOCUMENTS, IN_LANGUAGES, languages)
        _write_particulars(book, about, lists, items, _labelled(curated, particulars))
        _write_additions(book, regions, columns_of(REGIONS, SAID["region"], languages))
        _write_additions(book, indicators, columns_of(INDICATORS, SAID["indicator"], languages))
        _choose(regions, [*REGIONS].index("parent"), lists["region"])
        _choose(indicators, [*INDICATORS].index("theme"), lists["theme"])
        _choose(indicators, [*INDICATORS].index("measure"), [*MEASURES])
        _write_table(book, sheet, [_labels(curated, row) for row in figures])
        for n, column in enumerate(DOCUMENT_COLUMNS):
            if column in CHOSEN:
                _choose(sheet, n, lists[CHOSEN[column]])
        _write_table(book, examples, _examples(curated))
        notes.set_column(0, 0, 110)
        notes.write_column(0, 0, NOTES)
        if left_out:
            _write_left_out(book, book.add_worksheet(LEFT_OUT_SHEET), left_out)


def _write_choices(sheet: Worksheet, curated: Curated) -> dict[str, str]:
    """Write what can be chosen, a column a kind, on a sheet out of sight; return each one's range."""
    ranges = {}
    known = {**curated.names, "confidence": CONFIDENCE}
    for column, kind in enumerate(dict.fromkeys([*CHOSEN.values(), *CHOSEN_ITEMS.values(), "theme"])):
        names = {id: name for id, name in known[kind].items() if not _is_derived(curated, id)}
        sheet.write_column(0, column, [label(id, name) for id, name in names.items()])
        letter = chr(ord("A") + column)
        ranges[kind] = f"='{CHOICES_SHEET}'!${letter}$1:${letter}${max(1, len(names))}"
    sheet.very_hidden()
    return ranges


def _is_derived(curated: Curated, id: str) -> bool:
    """Whether an id stands for what is derived, which is printed nowhere."""
    indicator = curated.indicators.get(id)
    return id == DERIVED or (indicator is not None and bool(indicator.text("formula")))


def _choose(sheet: Worksheet, column: int, source: str | list[str]) -> None:
    """Let what stands in a column be chosen from a list."""
    sheet.data_validation(1, column, ROWS, column, _choice(source))


def _choice(source: str | list[str]) -> dict[str, object]:
    return {
        "validate": "list",
        "source": source,
        "error_type": "warning",
        "error_title": "不在列表里",
        "error_message": f"请从下拉列表选；新的地区、指标，请也写进“{REGIONS_SHEET}”“{INDICATORS_SHEET}”表。",
    }


def _write_additions(book: Workbook, sheet: Worksheet, columns: Mapping[str, str]) -> None:
    """Write the columns in which regions or indicators are added to the catalogue."""
    head, text = _styles(book)
    for n, (name, word) in enumerate(columns.items()):
        sheet.set_column(n, n, WIDTHS.get(name, 18), text)
        sheet.write_string(0, n, f"{word}*" if name in NEEDED_OF_ADDITIONS else word, head)
    sheet.freeze_panes(1, 0)


def _write_left_out(book: Workbook, sheet: Worksheet, faults: Sequence[Fault]) -> None:
    """Write what was left out of a file that was turned into figures, and what should be seen of it."""
    head, text = _styles(book)
    sheet.set_column(0, 0, 20, text)
    sheet.set_column(1, 1, 40, text)
    sheet.set_column(2, 2, 90, text)
    sheet.write_row(0, 0, ("位置", "内容", "说明"), head)
    for row, fault in enumerate(faults, start=1):
        place = " ".join(filter(None, (fault.sheet, fault.column or (str(fault.line) if fault.line else ""))))
        sheet.write_row(
            row, 0, (place, fault.found, "".join(message.say(SOURCE_LANGUAGE) for message in fault.expected))
        )


def _write_particulars(
    book: Workbook,
    sheet: Worksheet,
    lists: Mapping[str, str],
    items: Mapping[str, str],
    known: Mapping[str, str],
) -> None:
    head, text = _styles(book)
    grey = book.add_format({"font_color": "#777777", "text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 60, text)
    sheet.set_column(2, 2, 60, grey)
    sheet.write_row(0, 0, ("项目", "内容", "说明"), head)
    for row, (name, word) in enumerate(items.items(), start=1):
        sheet.write_string(row, 0, f"{word}*" if name in NEEDED else word)
        sheet.write_string(row, 1, known.get(name, ""))
        sheet.write_string(row, 2, HINTS.get(name, IN_LANGUAGE_HINT))
        if name in CHOSEN_ITEMS:
            sheet.data_validation(row, 1, row, 1, _choice(lists[CHOSEN_ITEMS[name]]))


def _write_table(book: Workbook, sheet: Worksheet, rows: Sequence[Sequence[str]]) -> None:
    """Write the columns of figures, all of them text, so that Excel makes no dates of what is typed."""
    head, text = _styles(book)
    for n, column in enumerate(DOCUMENT_COLUMNS):
        needed = "" if column in BLANK else "*"
        sheet.set_column(n, n, WIDTHS.get(column, 18), text)
        sheet.write_string(0, n, FIGURES[column] + needed, head)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows, start=1):
        sheet.write_row(number, 0, row)


def _examples(curated: Curated) -> list[list[str]]:
    """The first figures that are curated, one of each document, as an office would write them."""
    rows = (table.rows()[0] for table in curated.figures.values() if table.lines)
    return [_labels(curated, row) for row in islice(rows, 5)]


def _labels(curated: Curated, row: Mapping[str, str]) -> list[str]:
    """A row of figures as an office would write it."""
    names = {column: curated.names[kind] for column, kind in CHOSEN.items()}
    return [label(row[column], names.get(column, {}).get(row[column], "")) for column in DOCUMENT_COLUMNS]


def _labelled(curated: Curated, particulars: Mapping[str, Any]) -> dict[str, str]:
    """Particulars as an office would write them."""
    known = {**curated.names, "confidence": CONFIDENCE}
    texts = {
        name: "、".join(value) if isinstance(value, list) else str(value)
        for name, value in particulars.items()
    }
    kinds = {name: known[kind] for name, kind in CHOSEN_ITEMS.items()}
    return {name: label(text, kinds.get(name, {}).get(text, "")) for name, text in texts.items()}


def _styles(book: Workbook) -> tuple[object, object]:
    head = book.add_format({"num_format": "@", "bold": True, "bg_color": "#eeeae0", "bottom": 1})
    return head, book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
