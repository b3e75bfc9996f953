"""Which sheet of an office's workbook is which: figures, particulars, additions, and what doesn't count."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

from data.model.period_forms import period_of
from etl.faults.catalogue import Place
from etl.office_files.columns import DOCUMENTS, FIGURES, WITHIN, bracketed, find_header
from etl.office_files.findings import Findings
from etl.office_files.grid import Cell, Grid, Kind, filled, first_of
from etl.office_files.sheet_names import AIDS, DOCUMENTS_SHEET, FIGURES_SHEET, PARTICULARS_SHEET
from etl.office_files.void import is_void_sheet
from etl.office_files.xlsx.workbook import Book, Sheet
from etl.office_files.yearbook.headings import is_time
from etl.office_files.yearbook.layout import is_wide
from etl.office_files.yearbook.row_kinds import role_of


class Sheets:
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
        wide = [head for head in heads if is_wide_table(head)]
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
            if first := first_of(self._head(sheet)):
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

    def _head(self, sheet: Sheet) -> Grid:
        if sheet.name not in self.heads:
            self.heads[sheet.name] = self.book.read(sheet, WITHIN)
        return self.heads[sheet.name]

    def _place(self, sheet: Sheet) -> Place:
        return Place(self.book.archive.file, None, None, sheet.name)


def is_wide_table(grid: Grid) -> bool:
    """Whether a table has years or the like as columns, and so several figures in a row."""
    return _may_be_wide(grid) and is_wide(grid)


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
