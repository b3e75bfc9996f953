"""Where the tables of a sheet stand: lines above, heads of several rows, rows and what these stand under."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise

from etl.office_files.body import CONTINUED, FOOTNOTE
from etl.office_files.columns import FIGURES, SPACE, bare, find_header
from etl.office_files.findings import Findings
from etl.office_files.grid import Grid
from etl.office_files.yearbook.headings import bare_year, in_order, is_time
from etl.office_files.yearbook.row_kinds import NAMING, counts_columns, is_line, may_head, role_of
from etl.office_files.yearbook.signs import is_value
from etl.office_files.yearbook.view import Text, View

SECTION = 100  # by how much a heading without figures stands above all rows with some
WIDTHS = {"\u3000": 2, "\t": 4}  # of what indents a name; anything else is one wide


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: its names by column, what it stands under (the nearest last), and how deep.

    It is `nameless` where one of the columns that name rows is blank.
    """

    row: int
    names: Mapping[int, Text]
    nameless: bool
    above: tuple[Text, ...]
    depth: float
    hidden: bool


@dataclass
class Wide:
    """A table: lines above it, what stands over each column of figures, its rows, lines among and below.

    `stubs` are the columns that name the rows, with what they name; `known` are all with a heading, those of
    tables at its side included. A `continued` one (续表) goes on with what was said above the last.
    """

    lines: list[Text]
    heads: dict[int, tuple[Text, ...]]
    stubs: dict[int, str]
    known: Set[int]
    continued: bool = False
    rows: list[Line] = field(default_factory=list)
    among: list[Text] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)


def tables_in(view: View, findings: Findings) -> list[Wide]:
    """Return the tables of a sheet, one under the other; a head that can't be told is a fault."""
    return _Scan(view, findings).tables()


def is_wide(grid: Grid) -> bool:
    """Whether a sheet, or its beginning, has several figures in a row: under years, regions or indicators.

    Under the names of our own columns that is so where years stand beside them, or below; beside 原文数字 one
    year is a column too many, and no more.
    """
    view = View(grid)
    tables = tables_in(view, Findings())
    if header := find_header(grid, FIGURES):
        printed = {bare(cell.text) for cell in header.cells.values()} & {"printed", FIGURES["printed"]}
        return any(sum(map(_timed, table.heads.values())) > len(printed) for table in tables)
    return any(
        is_value(text)
        for table in tables
        for line in table.rows
        for column in table.heads
        if (text := view.text(line.row, column))
    )


def _timed(stack: Sequence[Text]) -> bool:
    return any(is_time(text.text) for text in stack)


class _Scan:
    def __init__(self, view: View, findings: Findings) -> None:
        self.view, self.findings = view, findings
        rows = (view.texts(row) for row in view.rows)
        self.left = min((min(texts) for texts in rows if len(texts) > 1 and not is_line(texts)), default=1)
        self.chains: dict[int, list[tuple[float, Text]]] = {}

    def tables(self) -> list[Wide]:
        found: list[Wide] = []
        panels: list[Wide] = []  # those of one head, side by side
        lines: list[Text] = []
        numbers = sorted(self.view.rows)
        while numbers:
            row, texts = numbers[0], self.view.texts(numbers.pop(0))
            if self._is_head(row, texts, begun=bool(found) and not lines):
                head = [row]
                while numbers and self._goes_on(numbers[0]):
                    head.append(numbers.pop(0))
                panels = self._panels(head, lines)
                found += panels
                lines, self.chains = [], {}
            elif is_line(texts) or not found:
                lines += texts.values()
            elif not counts_columns(texts):
                for panel in panels:
                    self._add(panel, row, lines)
                lines = []
        if found:
            found[-1].notes = lines
        return found

    def _is_head(self, row: int, texts: Mapping[int, Text], begun: bool) -> bool:
        """Whether a row is the first of a head; `begun` says that rows of a table stand right above it."""
        stub, others = self._parted(row, texts)
        named = bool(role_of(stub))
        if not others or is_line(texts) or not all(may_head(text, named) for text in others):
            return False
        if named:
            return True
        explicit = [text for text in others if is_time(text) and not bare_year(text)]
        years = [year for text in others if (year := bare_year(text))]
        if not stub:
            return bool(explicit) if begun else bool(explicit or len(others) > 1)
        steps = {b - a for a, b in pairwise(years)}
        return len(explicit) > 1 or (not begun and len(years) > 2 and steps in ({1}, {-1}))

    def _goes_on(self, row: int) -> bool:
        """Whether a row goes on with the head above it: nothing new names rows, and no figure is in it."""
        texts = self.view.texts(row)
        stub, others = self._parted(row, texts)
        named = bool(role_of(stub))  # be it by the name of a row above, merged down to this one
        if not others or not all(may_head(text, named) for text in others):
            return False
        return (named or not stub) and (len(texts) == 1 or not is_line(texts))

    def _parted(self, row: int, texts: Mapping[int, Text]) -> tuple[str, list[str]]:
        """What stands in the first column of a row, and what else."""
        others = [text.text for column, text in texts.items() if column > self.left]
        return self.view.text(row, self.left), others

    def _panels(self, head: Sequence[int], lines: Sequence[Text]) -> list[Wide]:
        """The table under a head; or several, side by side, where names stand again behind figures."""
        used = {column for row in self.view.rows.values() if row.number >= head[0] for column in row.cells}
        stacks = {column: self._stack(head, column) for column in sorted(used)}
        self._fill_right(head, stacks)
        roles = {column: role_of(stack[-1].text) if stack else "" for column, stack in stacks.items()}
        if not {*NAMING} & {*roles.values()}:
            roles[next((column for column, role in roles.items() if role), self.left)] = "name"
        roles[self.left] = roles.get(self.left) or "name"
        own = {column: _own(stack) for column, stack in stacks.items() if not roles[column]}
        continued = any(CONTINUED.fullmatch(line.text) for line in lines)
        known = {column for column, role in roles.items() if role or own[column]}
        panels = [Wide([*lines], {}, {}, known, continued)]
        for column, role in sorted(roles.items()):
            if role in NAMING and panels[-1].heads:
                panels.append(Wide([*lines], {}, {}, known, continued))
            if role:
                panels[-1].stubs[column] = role
            elif own[column]:
                panels[-1].heads[column] = own[column]
        for panel in panels:
            if any(map(_timed, panel.heads.values())):  # 年份 is what stands beside it, then
                panel.stubs = {c: "name" if role == "period" else role for c, role in panel.stubs.items()}
        return [panel for panel in panels if panel.heads]

    def _stack(self, head: Sequence[int], column: int) -> tuple[Text, ...]:
        """What stands over a column, from the top down; what is merged over several rows once."""
        found: dict[tuple[int, int], Text] = {}
        for row in head:
            at = self.view.anchor(row, column)
            if at[0] >= head[0] and (text := self.view.text(row, column)):
                found.setdefault(at, Text(*at, text))
        return tuple(found.values())

    def _fill_right(self, head: Sequence[int], stacks: dict[int, tuple[Text, ...]]) -> None:
        """Put a heading over the columns to its right where it stands over all of them without being merged.

        It is certain only where what stands below repeats itself under each such heading; else it is a fault.
        """
        figures = {c: stack for c, stack in stacks.items() if stack and not role_of(stack[-1].text)}
        for row in head[:-1]:
            lower = {column: stack for column, stack in figures.items() if stack[-1].row > row}
            tops = [
                c for c, stack in lower.items() if stack[0].row <= row and (row, c) not in self.view.covered
            ]
            open_ = [c for c, stack in lower.items() if stack[0].row > row and tops and c > tops[0]]
            if not open_:
                continue
            columns = [column for column in figures if tops[0] <= column <= max(lower)]
            groups = [
                [c for c in columns if start <= c < end] for start, end in pairwise([*tops, columns[-1] + 1])
            ]
            below = {tuple(stacks[c][-1].text for c in group if stacks[c]) for group in groups}
            if len(groups) > 1 and len(below) == 1 and {*open_, *tops} == {*columns}:
                for group in groups:
                    for column in group[1:]:
                        stacks[column] = (stacks[group[0]][0], *stacks[column])
                continue
            for column in open_:
                left = stacks[max(top for top in tops if top < column)][0].text
                self.findings.add(
                    "head_gap", self.view.grid.place(row, column), stacks[column][0].text, left=left
                )

    def _add(self, table: Wide, row: int, lines: Sequence[Text]) -> None:
        """Add a row to a table; the lines between it and the row above are what it stands under."""
        for line in lines:
            if not FOOTNOTE.match(line.text):
                self._under(table, self._level(line) - SECTION, line)
        table.among += lines
        names = {
            column: Text(*self.view.anchor(row, column), text)
            for column in table.stubs
            if (text := self.view.text(row, column))
        }
        blank = not any(self.view.text(row, column) for column in table.heads)
        if blank and not names:
            return
        naming = [column for column, role in table.stubs.items() if role in NAMING]
        last = names.get(naming[-1]) if naming else None
        of_region = bool(naming) and table.stubs[naming[-1]] == "region"
        if last and last.row == row and (blank or not of_region):  # regions lie under none that has figures
            self._under(table, self._level(last) - SECTION * blank, last)
        chain = self.chains.get(id(table), [])
        above = tuple(text for _, text in chain if text != last)
        nameless = not naming or any(column not in names for column in naming)
        depth = chain[-1][0] if chain else 0
        table.rows.append(Line(row, names, nameless, above, depth, self.view.rows[row].hidden))

    def _under(self, table: Wide, level: float, text: Text) -> None:
        """Put a name at its level: what stands deeper, or as deep, is over."""
        chain = [(depth, each) for depth, each in self.chains.get(id(table), []) if depth < level]
        self.chains[id(table)] = [*chain, (level, text)]

    def _level(self, text: Text) -> float:
        """How deep a name stands, by its numbering, or else by its indent and whether it is a part (其中)."""
        cell = self.view.cell(text.row, text.column)
        raw = cell.text if cell else text.text
        indent = sum(WIDTHS.get(character, 1) for character in raw[: len(raw) - len(raw.lstrip())])
        _, rank, among = in_order(SPACE.sub("", raw))
        if rank is not None and not indent:
            return rank
        return 10 + indent + (6 if among and "其中" in raw else 2 if among else 0)


def _own(stack: Sequence[Text]) -> tuple[Text, ...]:
    """What stands over a column of figures but the names of what it holds: 地区, 原文数字."""
    return tuple(text for text in stack if not role_of(text.text) and text.text not in FIGURES.values())
