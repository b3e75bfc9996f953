"""A file with yearbook tables: which of its sheets are read, and whose document it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.errors import ContentError, Fault
from etl.curated.contents import Curated
from etl.curated.csv_and_toml import read_toml
from etl.faults.catalogue import Place, fault
from etl.office_files.additions import language_words
from etl.office_files.columns import FIGURES, WITHIN, find_header
from etl.office_files.findings import Findings
from etl.office_files.grid import Grid, first_of
from etl.office_files.kinds import Content, sort_of
from etl.office_files.labels import Labels
from etl.office_files.particulars import Particulars, ParticularsReader
from etl.office_files.sheet_names import AIDS, DOCUMENTS_SHEET, PARTICULARS_SHEET
from etl.office_files.text_table import read_text_table
from etl.office_files.units import Units
from etl.office_files.void import is_void_sheet
from etl.office_files.xlsx.workbook import Book, opened_book
from etl.office_files.yearbook.answers import read_answers
from etl.office_files.yearbook.headings import Headings
from etl.office_files.yearbook.layout import is_wide
from etl.office_files.yearbook.meanings import Meanings
from etl.office_files.yearbook.row_kinds import may_be_head, unlike_headings
from etl.office_files.yearbook.unpivoting import Unpivot, unused

ABOUT = (PARTICULARS_SHEET, DOCUMENTS_SHEET)  # the sheets that say whose document it is


@dataclass(frozen=True)
class Unpivoted:
    """The figures of a file as rows of the curated columns, its particulars, and what should be seen."""

    figures: list[dict[str, str]]
    particulars: Mapping[str, Any]
    notes: list[Fault]


def unpivot(path: Path, curated: Curated, options: Mapping[str, Sequence[str]]) -> Unpivoted:
    """Return the figures of a file with yearbook tables.

    `options` are the answers by kind (unit, period, region, indicator, status, sign, ignore), and the sheets
    to be read. Raises ContentError with all that is asked or can't be read; nothing is guessed.
    """
    findings = Findings()
    labels, units = Labels(curated), Units(curated)
    answers = read_answers(options, labels, units, findings)
    reader = Unpivot(curated, Meanings(labels, Headings(labels, units), answers), units, answers, findings)
    file = str(path)
    particulars: Mapping[str, Any] = {}
    if not findings.errors:
        try:
            if sort_of(path, file, findings) is Content.TEXT:
                _read(reader, read_text_table(path, file, findings, may_be_head), path.stem)
            else:
                with opened_book(path, file) as book:
                    about = ParticularsReader(labels, findings, language_words(curated))
                    particulars = _read_book(reader, book, about, options.get("sheet", ()))
            particulars = particulars or _beside(path)
        except ContentError as error:
            findings.extend([*error.faults])
    counted = reader.tallies.faults()
    asked = any(each.severity == "error" for each in counted)
    if reader.figures and not asked and not findings.errors:
        unused(answers, findings)  # where something is still asked, an answer may come to be used
    found = [*findings.faults(), *counted]
    if not reader.figures and all(each.severity == "note" for each in found):
        found.append(fault("nothing_unpivoted", Place(file), path.name))
    if any(each.severity == "error" for each in found):
        raise ContentError(found)
    return Unpivoted(reader.figures, particulars, found)


def _read(reader: Unpivot, grid: Grid, name: str) -> None:
    if find_header(grid, FIGURES) and not is_wide(grid):
        reader.findings.add("already_long", grid.top(), name)
    elif not reader.read(grid, name) and (first := first_of(grid)):
        unlike = ((row.number, *cell) for row in grid.rows[:WITHIN] for cell in unlike_headings(row))
        if found := next(unlike, None):
            reader.findings.add("unclear_head", grid.place(*found[:2]), found[2])
        else:
            reader.findings.add("no_wide_table", grid.top(), first)


def _read_book(
    reader: Unpivot, book: Book, about: ParticularsReader, wanted: Sequence[str]
) -> Mapping[str, Any]:
    """Read the sheets of a workbook; return the particulars that one of them gives."""
    names = {sheet.name: "" for sheet in book.sheets}
    file = book.archive.file
    for name in wanted:
        if name not in names:
            reader.findings.extend([fault("bad_answer", Place("--sheet"), name, names)])
    particulars: Mapping[str, Any] = {}
    for sheet in book.sheets:
        place = Place(file, None, None, sheet.name)
        if sheet.name in ABOUT:
            documents = about.read(book.read(sheet))
            particulars = _said(documents[0]) if len(documents) == 1 else {}
        elif sheet.name in AIDS or (wanted and sheet.name not in wanted):
            continue
        elif sheet.name not in wanted and (sheet.hidden or is_void_sheet(sheet.name)):
            code = "ignored_sheet" if sheet.hidden else "void_sheet"
            reader.findings.add(code, place, sheet.name)
        else:
            _read(reader, book.read(sheet), sheet.name)
    return particulars


def _said(document: Particulars) -> dict[str, Any]:
    """What is said of a document, what other languages say of it included: title.en."""
    words = {f"{name}.{code}": text for code, texts in document.words.items() for name, text in texts.items()}
    return {**document.facts, **words}


def _beside(path: Path) -> Mapping[str, Any]:
    """The particulars in a .toml of the same name."""
    toml = path.with_suffix(".toml")
    return read_toml(toml, str(toml)).facts if toml.is_file() else {}
