"""Workbooks and CSV files that offices hand in, read beside the curated folder and just as strictly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from data.errors import ContentError, reason_of_system
from etl.curated.contents import Curated
from etl.curated.csv_and_toml import read_toml
from etl.curated.source import Table, Toml
from etl.faults.catalogue import Place, fault
from etl.office_files.additions import (
    INDICATORS,
    INDICATORS_SHEET,
    REGIONS,
    REGIONS_SHEET,
    language_words,
    with_additions,
    with_words,
)
from etl.office_files.figure_rows import FiguresReader, joined_tables
from etl.office_files.findings import Findings
from etl.office_files.grid import first_of
from etl.office_files.kinds import TABLES, Content, sort_of
from etl.office_files.labels import Labels
from etl.office_files.particulars import Particulars, ParticularsReader
from etl.office_files.sheets import Sheets, is_wide_table
from etl.office_files.text_table import read_text_table
from etl.office_files.units import Units
from etl.office_files.xlsx.workbook import Book, opened_book
from etl.office_files.yearbook.row_kinds import may_be_head

LOCK = "~$"  # how the file begins that Excel keeps beside one that is open


def add_inputs(curated: Curated, paths: Sequence[Path], replace: bool = False) -> Curated:
    """Return the curated files together with what files and folders of files hold.

    Workbooks and CSV become documents and tables as `read_curated` returns them, with ids in place of names;
    their places are cells. What can't be read, and every note, is among the faults; nothing is raised. A
    document that is curated already is a fault, or takes the place of the curated one with `replace`.
    """
    reader = _Inputs(curated, replace)
    for path in paths:
        reader.read(path)
    return reader.together()


class _Inputs:
    def __init__(self, curated: Curated, replacing: bool) -> None:
        self.curated, self.replacing = curated, replacing
        self.labels, self.units = Labels(curated), Units(curated)
        self.documents = [*curated.documents]
        self.figures = {**curated.figures}
        self.faults = [*curated.faults]
        self.handed_in: set[str] = set()
        self.read_files = 0

    def together(self) -> Curated:
        """Return the curated files and all that was read."""
        if not any(fault.severity == "error" for fault in self.faults):
            ids = {document.stem: "" for document in self.documents}
            nameless = {document.file for document in self.documents if not document.stem}  # which is told
            unknown = ((id, table) for id, table in self.figures.items() if id not in ids)
            astray = (table for _, table in unknown if table.file not in nameless)
            self.faults += (fault("unknown_document", table.top(), table.file, ids) for table in astray)
        return replace(self.curated, documents=self.documents, figures=self.figures, faults=self.faults)

    def read(self, path: Path) -> None:
        """Read a file, or every file of a folder that may hold a table."""
        if not path.is_dir():
            self._file(path, str(path))
            return
        before = self.read_files
        for found in sorted(path.rglob("*")):
            name = str(found.relative_to(path.parent))
            if found.name.startswith(LOCK):
                self.faults.append(fault("open_in_excel", Place(name), found.name.removeprefix(LOCK)))
            elif any(part.startswith(".") for part in found.parts[len(path.parts) :]):
                continue
            elif found.is_file():
                self._in_folder(found, name)
            elif found.is_symlink() or not found.is_dir():
                self.faults.append(fault("ignored_file", Place(name), found.name))
        if self.read_files == before:
            self.faults.append(fault("empty_folder", Place(str(path)), path.name))

    def _in_folder(self, path: Path, name: str) -> None:
        suffix = path.suffix.lower()
        if suffix in TABLES:
            self._file(path, name)
        elif suffix != ".toml" or not path.with_suffix(".csv").exists():
            self.faults.append(fault("ignored_file", Place(name), path.name))

    def _file(self, path: Path, name: str) -> None:
        self.read_files += 1
        findings = Findings()
        try:
            if sort_of(path, name, findings) is Content.TEXT:
                self._csv(path, name, findings)
            else:
                with opened_book(path, name) as book:
                    self._book(book, findings)
        except ContentError as error:
            findings.extend([*error.faults])
        except OSError as error:
            findings.add("unreadable_file", Place(name), path.name, why=reason_of_system(error))
        self.faults += findings.faults()

    def _csv(self, path: Path, name: str, findings: Findings) -> None:
        """The figures of one document, whose particulars stand in the .toml beside it."""
        grid = read_text_table(path, name, findings, may_be_head)
        if is_wide_table(grid):
            findings.add("wide_table", grid.top(), first_of(grid), file=name)
            return
        tables = FiguresReader(self.labels, self.units, findings).read(grid)
        beside = path.with_suffix(".toml")
        if not beside.is_file():
            findings.add("missing_particulars", Place(name), beside.name)
        else:
            toml = read_toml(beside, str(Path(name).with_suffix(".toml")))
            particulars = ParticularsReader(self.labels, findings).beside(toml)
            self._document(particulars, Place(name), findings)
        self._whose(tables, [path.stem], findings)

    def _book(self, book: Book, findings: Findings) -> None:
        if book.macros:
            findings.add("macros_ignored", Place(book.archive.file))
        sheets = Sheets(book, findings)
        if self._add(sheets, findings) and sheets.only_add():
            sheets.leave_the_rest()
            return
        if wide := sheets.wide():
            findings.add("wide_table", wide.top(), first_of(wide), file=book.archive.file)
            return
        figures, particulars = sheets.figures(), sheets.particulars()
        sheets.leave_the_rest()
        reader = ParticularsReader(self.labels, findings, language_words(self.curated))
        documents = reader.read(particulars) if particulars else []
        for document in documents:
            self._document(document, document.at("", "id"), findings)
        figures_reader = FiguresReader(self.labels, self.units, findings)
        tables = joined_tables([(grid.sheet, figures_reader.read(grid)) for grid in figures], findings)
        self._whose(tables, [document.stem for document in documents], findings)

    def _add(self, sheets: Sheets, findings: Findings) -> bool:
        """Let what is read later know what a workbook adds to the catalogue; return whether it adds any."""
        regions = sheets.additions(REGIONS_SHEET, REGIONS)
        indicators = sheets.additions(INDICATORS_SHEET, INDICATORS)
        if regions or indicators:
            self.curated = with_additions(self.curated, regions, indicators, findings)
            self.labels, self.units = Labels(self.curated), Units(self.curated)
        return any(grid is not None and len(grid.rows) > 1 for grid in (regions, indicators))

    def _whose(self, tables: Mapping[str, Table], ids: Sequence[str], findings: Findings) -> None:
        """File tables under their documents: those they name, or the only one, where none names any."""
        near = dict.fromkeys(ids, "")
        for id, table in tables.items():
            named = ids[0] if len(near) == 1 and [*tables] == [""] else id
            if near and named not in near:
                rows = [0] if id or len(tables) == 1 else range(len(table.lines))
                findings.extend([fault("unknown_document", table.at(n, "document"), id, near) for n in rows])
            self._table(named or table.file, table)

    def _document(self, document: Toml, place: Place, findings: Findings) -> None:
        id = document.stem
        known = next((known for known in self.documents if id and known.stem == id), None)
        if self.replacing and id not in self.handed_in:
            if known:
                self._same(known, document, findings)
            self._forget(id)  # be it only half there
        elif known:
            findings.add("document_twice", place, id, other=known.file)
            return
        self.documents.append(document)
        self.handed_in.add(id)
        if isinstance(document, Particulars) and document.words:
            self.curated = with_words(self.curated, "document", id, document.words, document.places)

    def _same(self, known: Toml, document: Toml, findings: Findings) -> None:
        """Add the fault of a document that bears the id of another one: its title or publisher differ."""
        for name in ("title", "publisher"):
            theirs, ours = (each.facts.get(name, "") for each in (known, document))
            if theirs and ours and "".join(str(theirs).split()) != "".join(str(ours).split()):
                place = document.at("", name)
                findings.add("other_document", place, ours, id=document.stem, known=theirs, file=known.file)

    def _forget(self, id: str) -> None:
        """Leave out a curated document, and what was wrong with its files."""
        files = {f"documents/{id}.{suffix}" for suffix in ("toml", "csv")}
        self.documents = [document for document in self.documents if document.stem != id]
        self.faults = [fault for fault in self.faults if fault.file not in files]
        self.figures.pop(id, None)

    def _table(self, id: str, table: Table) -> None:
        """Keep a table, beside one of the same document if need be: then nothing is loaded anyway."""
        self.figures[f"{id} ({table.file})" if id in self.figures else id] = table
