"""The figures on a sheet or in a CSV file, as rows of the curated columns that remember their cells."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from data.errors import PeriodError
from data.model.catalog import DOCUMENT_COLUMNS
from data.model.period import parse_period
from data.model.period_forms import period_of
from etl.curated.source import Table
from etl.faults.catalogue import Place
from etl.office_files.body import body, joined
from etl.office_files.brackets import Brackets, Given
from etl.office_files.cells import DITTO, Cells
from etl.office_files.columns import (
    BLANK,
    FIGURES,
    Header,
    above,
    bare,
    bracketed,
    find_header,
    is_header,
    missing_columns,
    read_header,
)
from etl.office_files.findings import Findings
from etl.office_files.grid import Cell, Grid, Row, filled, visible
from etl.office_files.labels import KINDS, Labels
from etl.office_files.titles import hold_against
from etl.office_files.units import Units
from etl.office_files.void import is_void
from etl.office_files.yearbook.headings import in_order
from etl.office_files.yearbook.signs import without_marks


class FiguresReader:
    """Reads tables of figures by the ids, names and units of a catalogue."""

    def __init__(self, labels: Labels, units: Units, findings: Findings) -> None:
        self.labels = labels
        self.units = units
        self.findings = findings

    def read(self, grid: Grid) -> dict[str, Table]:
        """Return the figures of a sheet by document; under "" where the sheet has no column of documents."""
        if (row := find_header(grid, FIGURES)) is None:
            first = next((joined(row.cells) for row in grid.rows if joined(row.cells)), "")
            self.findings.add("no_header", grid.top(), first, columns="、".join(FIGURES.values()))
            return {}
        header = read_header(grid, row, FIGURES, self.findings)
        cells = Cells(grid, self.findings)
        given = Brackets(self.labels, self.units).read(header, cells.say)
        missing_columns(grid, header, given, self.findings)
        rows = body(grid, header, FIGURES, self.findings)
        if not rows and not self.findings.errors:
            self.findings.add("empty_file", grid.place(row.number))
        for column in header.columns.values():
            cells.distrusts(row.number, column, row.cells[column])
        unit = self.units.over(cells, header)
        numbers = {row.number for row in rows}
        lower = (row for row in grid.rows if row.number > header.row.number and row.number not in numbers)
        left_out = [row for row in lower if not is_header(row, FIGURES)]
        self.units.below(grid, left_out, unit, self.findings)
        figures = [self._row(cells, header, row, unit, given) for row in rows]
        of = dict.fromkeys((row["region"], row["period"]) for row in figures)
        hold_against([*_titles(grid, header)], [*of], self.labels, self.findings)
        there = {*header.columns, *given, *BLANK}  # a missing column is one fault, and not one a row
        return _by_document(grid, header, [row.number for row in rows], figures, there)

    def _row(
        self, cells: Cells, header: Header, row: Row, unit: str, given: Mapping[str, Given]
    ) -> dict[str, str]:
        """Return what the columns say; a cell that can't be read, whose fault is added, stands as it is."""
        figure, readable = dict.fromkeys(FIGURES, ""), set[str]()
        for name, column in header.columns.items():
            if cell := row.cells.get(column):
                text = self._cell(cells, name, row.number, column, cell)
                figure[name] = visible(cell.text) if text is None else text
                if text is not None:
                    readable.add(name)
        self._fill(cells, header, row, figure, given)
        if "printed" in readable and ("unit" in readable or not figure["unit"]):
            self._doubt(cells, header, row, figure, unit)
        if "printed" in readable:
            in_unit = figure["unit"] or unit
            printed, code, facts = self.units.complete(figure["printed"], figure["indicator"], in_unit)
            if code:
                cells.say(code, row.number, header.columns["printed"], figure["printed"], **facts)
            if code == "unit_from_header" and self.units.elsewhere(figure["note"], in_unit):
                cells.say("two_units", row.number, header.columns["note"], figure["note"], other=in_unit)
            figure["printed"] = printed
        return figure

    def _fill(
        self, cells: Cells, header: Header, row: Row, figure: dict[str, str], given: Mapping[str, Given]
    ) -> None:
        """Put in what brackets after column names give; where the row says otherwise it is a fault."""
        for name, each in given.items():
            if not figure[name]:
                cells.say("read_from_brackets", header.row.number, each.column, each.words, said=each.id)
                figure[name] = each.id
            elif figure[name] != each.id:
                cells.say("unlike_brackets", row.number, header.columns[name], figure[name], words=each.words)

    def _doubt(self, cells: Cells, header: Header, row: Row, figure: Mapping[str, str], unit: str) -> None:
        """Add the fault of two units of a figure: its own, that of a column beside it, that of its table."""
        titled = bool(unit) and not any(unit in words for words in header.brackets.values())
        found, code, facts = self.units.doubt(figure["printed"], figure["unit"], unit, titled)
        if code:
            column = header.columns["unit" if figure["unit"] else "printed"]
            cells.say(code, row.number, column, found, **facts)

    def _cell(self, cells: Cells, name: str, row: int, column: int, cell: Cell) -> str | None:
        if name == "period":
            text = cells.period(row, column, cell)
        else:
            text = cells.text(row, column, cell, joined=name in ("printed", "unit"))
        code = self._doubt_of(name, text) if text else ""
        if code:
            cells.say(code, row, column, text)
            return None
        return self._id(cells, name, row, column, text) if text and name in KINDS else text

    def _doubt_of(self, name: str, text: str) -> str:
        """The code of what speaks against a text: it stands for another, or says more than a name."""
        if text in DITTO:
            return "ditto"
        if name == "note":
            return "void_figures" if is_void(text) else ""
        named = bare(text)
        if not bracketed(text) or (name in KINDS and self._is_known(name, text)):
            return ""
        says_more = period_of(named) if name == "period" else name in KINDS and self._is_known(name, named)
        return "words_in_brackets" if says_more else ""

    def _is_known(self, kind: str, text: str) -> bool:
        """Whether a text is an id, or what something of a kind is called."""
        id, code, _ = self.labels.find(kind, text)
        return bool(code) or id in self.labels.names[kind]

    def _id(self, cells: Cells, name: str, row: int, column: int, text: str) -> str:
        """The id that a text means; where it isn't certain it is a fault."""
        id, code, facts = self.labels.find(name, text)
        if name == "indicator" and not code and id not in self.labels.names[name]:
            plain = without_marks(in_order("".join(text.split()))[0])[0]
            id, code, facts = self.labels.find(name, plain)
            if id not in self.labels.names[name] and not code:
                return text
            cells.say("name_in_order", row, column, text, said=plain)
        if code:
            cells.say(code, row, column, text, **facts)
        return id


def _titles(grid: Grid, header: Header) -> Iterator[tuple[Place, str]]:
    """What stands above the column names, and what the sheet is called."""
    if grid.sheet and not (period_of(grid.sheet) or bracketed(grid.sheet)):  # which count otherwise
        yield grid.top(), grid.sheet
    for row in above(grid, header.row.number):
        yield from ((grid.place(row.number, column), cell.text) for column, cell in filled(row.cells))


def _by_document(
    grid: Grid,
    header: Header,
    lines: Sequence[int],
    rows: Sequence[Mapping[str, str]],
    there: Collection[str],
) -> dict[str, Table]:
    groups: dict[str, list[int]] = {}
    for n, row in enumerate(rows):
        groups.setdefault(row["document"], []).append(n)
    return {document: _table(grid, header, lines, rows, group, there) for document, group in groups.items()}


def _table(
    grid: Grid,
    header: Header,
    lines: Sequence[int],
    rows: Sequence[Mapping[str, str]],
    group: Sequence[int],
    there: Collection[str],
) -> Table:
    """Some rows of a sheet; their places are cells."""
    own = [lines[n] for n in group]
    return Table(
        grid.file,
        {name: [rows[n][name] for n in group] for name in DOCUMENT_COLUMNS if name in there},
        own,
        grid.sheet,
        lambda row, column: grid.place(own[row], header.columns.get(column)),
        grid.place(header.row.number),
    )


def joined_tables(
    sheets: Sequence[tuple[str | None, Mapping[str, Table]]], findings: Findings
) -> dict[str, Table]:
    """Return the tables of sheets by document; several sheets are each called by the period of their rows."""
    for sheet, tables in sheets:
        for table in tables.values():
            for row, period in enumerate(table["period"]):
                if not _within(period, period_of(sheet or "") or ""):
                    findings.add("unlike_sheet", table.at(row, "period"), period, sheet=sheet)
    if len(sheets) == 1:
        return {**sheets[0][1]}
    found: dict[str, Table] = {}
    for document in dict.fromkeys(document for _, tables in sheets for document in tables):
        parts = [tables[document] for _, tables in sheets if document in tables]
        columns = dict.fromkeys(column for part in parts for column in part.columns)
        cells = {
            column: [text for part in parts for text in part[column] or [""] * len(part.lines)]
            for column in columns
        }
        lines = [line for part in parts for line in part.lines]
        places = [(part, row) for part in parts for row in range(len(part.lines))]
        found[document] = Table(parts[0].file, cells, lines, None, _locator(places), parts[0].top())
    return found


def _locator(places: Sequence[tuple[Table, int]]) -> Callable[[int, str], Place]:
    """What tells the cells of rows that stand in several tables."""
    return lambda row, column: places[row][0].at(places[row][1], column)


def _within(period: str, whole: str) -> bool:
    """Whether a period lies within another; one that can't be read is another fault."""
    try:
        inner, outer = parse_period(period), parse_period(whole)
    except PeriodError:
        return True
    return outer.start <= inner.start and inner.end <= outer.end
