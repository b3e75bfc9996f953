"""Workbooks and CSV files that offices hand in, read beside the curated folder and just as strictly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from data.errors import ContentError, reason_of_system
from data.model.period_forms import period_of
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
from etl.office_files.columns import DOCUMENTS, FIGURES, WITHIN, bracketed, find_header
from etl.office_files.figure_rows import Reader as FiguresReader
from etl.office_files.figure_rows import joined_tables
from etl.office_files.findings import Findings
from etl.office_files.grid import Cell, Grid, Kind, filled, first_of
from etl.office_files.kinds import TABLES, Content, sort_of
from etl.office_files.labels import Labels
from etl.office_files.particulars import Particulars
from etl.office_files.particulars import Reader as ParticularsReader
from etl.office_files.text_table import read_text_table
from etl.office_files.units import Units
from etl.office_files.void import is_void_sheet
from etl.office_files.xlsx.workbook import Book, Sheet, opened_book
from etl.office_files.yearbook.headings import is_time
from etl.office_files.yearbook.layout import is_wide
from etl.office_files.yearbook.row_kinds import may_be_head, role_of

FIGURES_SHEET, PARTICULARS_SHEET, DOCUMENTS_SHEET = "数字", "资料", "文件"
# Sheets of our workbooks that are there for whoever fills them in.
LEFT_OUT_SHEET = "未收"
AIDS = ("说明", "示例", "选项", LEFT_OUT_SHEET)
LOCK = "~$"  # how the file begins that Excel keeps beside one that is open


def add_inputs(curated: Curated, paths: Sequence[Path], replace: bool = False) -> Curated:
    """Return the curated files together with what files and folders of files hold.

    Workbooks and CSV become documents and tables as `read_curated` returns them, with ids in place of names;
    their places are cells. What can't be read, and every note, is among the faults; nothing is raised. A
    document that is curated already is a fault, or takes the place of the curated one with `replace`.
    """
    if not paths:
        return curated
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
            astray = (table for id, table in self.figures.items() if id not in ids)
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
        if _may_be_wide(grid) and is_wide(grid):
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
        sheets = _Sheets(book, findings)
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

    def _add(self, sheets: _Sheets, findings: Findings) -> bool:
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


class _Sheets:
    """Tells the sheets of a workbook apart, each read at most once."""

    def __init__(self, book: Book, findings: Findings) -> None:
        self.book, self.findings = book, findings
        sheets = [sheet for sheet in book.sheets if sheet.name not in AIDS]
        self.left = [sheet for sheet in sheets if not is_void_sheet(sheet.name)]
        self.void = [sheet for sheet in sheets if sheet not in self.left]
        self.heads: dict[str, Grid] = {}

    def wide(self) -> Grid | None:
        """Return the beginning of the first sheet with years or the like as columns, if none is better."""
        about = (PARTICULARS_SHEET, DOCUMENTS_SHEET)
        heads = [self._head(sheet) for sheet in self.left if sheet.name not in about]
        wide = [head for head in heads if _may_be_wide(head) and is_wide(head)]
        long = any(find_header(head, FIGURES) for head in heads if head not in wide)
        return wide[0] if wide and not long else None

    def figures(self) -> list[Grid]:
        """Return the sheet of figures, by its name or column names; or several that are called by years."""
        like = [sheet for sheet in self.left if find_header(self._head(sheet), FIGURES)]
        if len(like) > 1 and all(period_of(sheet.name) for sheet in like):
            return [self._read(sheet) for sheet in like]
        one = self._one(FIGURES_SHEET, FIGURES)
        return [one] if one else []

    def particulars(self) -> Grid | None:
        """Return the sheet of particulars, of one document or of many."""
        if any(sheet.name == DOCUMENTS_SHEET for sheet in self.left):
            return self._one(DOCUMENTS_SHEET, DOCUMENTS)
        return self._one(PARTICULARS_SHEET, {})

    def additions(self, name: str, names: Mapping[str, str]) -> Grid | None:
        """Return the sheet of that name on which regions or indicators stand, if there is one."""
        like = (sheet for sheet in self.left if sheet.name == name and find_header(self._head(sheet), names))
        return self._read(sheet) if (sheet := next(like, None)) else None

    def only_add(self) -> bool:
        """Whether nothing of a document is filled in: no figure, and no item of its particulars."""
        sheets = {sheet.name: self._head(sheet).rows[1:] for sheet in self.left}
        rows = (*sheets.pop(FIGURES_SHEET, ()), *sheets.pop(DOCUMENTS_SHEET, ()))
        items = [row.cells for row in sheets.pop(PARTICULARS_SHEET, ())]
        if sheets or any(True for row in rows for _ in filled(row.cells)):
            return False
        self.left = []
        return not any(column == 2 for cells in items for column, _ in filled(cells))

    def leave_the_rest(self) -> None:
        """Note the sheets that nobody asked for, or that say they don't count, if anything is on them."""
        for sheet in (*self.left, *self.void):
            if first := self._first(sheet):
                code = "void_sheet" if sheet in self.void else "ignored_sheet"
                self.findings.add(code, self._place(sheet), first)

    def _one(self, name: str, names: Mapping[str, str]) -> Grid | None:
        like = [sheet for sheet in self.left if names and find_header(self._head(sheet), names)]
        named = [sheet for sheet in self.left if sheet.name == name]
        found = [*named, *(sheet for sheet in like if sheet not in named)]
        if not found:
            self.findings.add("missing_sheet", Place(self.book.archive.file), sheet=name)
            return None
        for sheet in found[1:]:
            self.findings.add("ambiguous_sheet", self._place(sheet), sheet.name, other=found[0].name)
            self.left.remove(sheet)
        if not named:
            self.findings.add("other_sheet_name", self._place(found[0]), found[0].name, sheet=name)
            for word in bracketed(found[0].name):
                if not word.isdigit():  # 数字 (2) is a copy of 数字
                    self.findings.add("unread_brackets", self._place(found[0]), word)
        return self._read(found[0])

    def _read(self, sheet: Sheet) -> Grid:
        self.left.remove(sheet)
        if sheet.hidden:
            self.findings.add("hidden_sheet", self._place(sheet), sheet.name)
        grid = self.book.read(sheet)
        self._leave_what_lies_over(grid)
        return grid

    def _leave_what_lies_over(self, grid: Grid) -> None:
        """Note the comments, pictures and text boxes of a sheet that is read."""
        for (row, column), text in grid.comments.items():
            self.findings.add("comment_ignored", grid.place(row, column), text, column=str(column))
        if grid.drawn:
            self.findings.add("drawing_ignored", grid.top(), grid.sheet)

    def _first(self, sheet: Sheet) -> str:
        """The first thing on a sheet."""
        return first_of(self._head(sheet))

    def _head(self, sheet: Sheet) -> Grid:
        if sheet.name not in self.heads:
            self.heads[sheet.name] = self.book.read(sheet, WITHIN)
        return self.heads[sheet.name]

    def _place(self, sheet: Sheet) -> Place:
        return Place(self.book.archive.file, None, None, sheet.name)


def _may_be_wide(grid: Grid) -> bool:
    """Whether several figures may stand in a row: under our own head only with times in it, or more below."""
    header = find_header(grid, FIGURES)
    if header is None or any(map(_is_time, header.cells.values())):
        return True
    lower = (row for row in grid.rows if row.number > header.number)
    return any(role_of(cell.text) for row in lower for _, cell in islice(filled(row.cells), 1))


def _is_time(cell: Cell) -> bool:
    """Whether a column's name is a time; one that is a number can be nothing else."""
    return cell.kind is Kind.NUMBER or is_time(cell.text)
