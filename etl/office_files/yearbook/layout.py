"""Where the tables of a sheet stand: lines above, heads of several rows, rows and what these stand under."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from etl.office_files.body import CONTINUED, FOOTNOTE
from etl.office_files.cells import tidy
from etl.office_files.columns import FIGURES, SPACE, bare, find_header
from etl.office_files.dates import day_of, said_by
from etl.office_files.findings import Findings
from etl.office_files.formats import TooManyDigits, Uncertain, Unlike, date_parts, decimal_of, shown
from etl.office_files.grid import Cell, Grid, Kind, Range, Row, filled
from etl.office_files.yearbook.headings import ENGLISH, bare_year, in_order, is_time
from etl.office_files.yearbook.signs import is_value, marked_figure, without_marks

# What the column is called that names the rows, and what stands in it.
ROLES = {
    "name": r"(?:主要|民生|统计|经济|社会|发展)*(?:指标|项目|名称|类别|分类|内容)(?:名称)?",
    "region": r"各?(?:地区|区域|城市|县区|区县|县市区|市县|县[(（]市、?区[)）]|行政区划?|街道|乡镇)(?:名称)?",
    "period": r"年份|年度|时间|时期|月份|季度",
    "breakdown": r"分项|分组",
    "unit": r"(?:计量|金额)?单位",
    "status": r"性质",
    "ignored": r"序号|编号|[行栏]次|(?:指标|地区|行政区划?)?[代编]码|备注|说明|位置|(?:资料|数据)?来源|No\.?",
}
_ROLES = {role: re.compile(pattern) for role, pattern in ROLES.items()}
NAMING = ("name", "region", "period")  # what no row may do without
_BETWEEN = re.compile(r"[/／\\、|]")
SECTION = 100  # by how much a heading without figures stands above all rows with some
WIDTHS = {"\u3000": 2, "\t": 4}  # of what indents a name; anything else is one wide
# 单位：万元, 地区：安次区, 填报单位：统计局, at the beginning of a line that is no head.
LABEL = re.compile(r"[^：:，,（(]{1,8}[：:](?!$)")
ORDINALS = re.compile(r"[甲乙丙丁栏次行列\d（()）]*")
RAISED = re.compile(r"[①-⑳*＊†‡※]|[\[［(（]?(注?\d{1,2}|注)[\]］)）]?")  # a footnote mark
MOST_COVERED = 1_000_000  # cells that merged ranges may span, all together


@dataclass(frozen=True, slots=True)
class Text:
    """A text with the cell in which it stands."""

    row: int
    column: int
    text: str


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


class View:
    """A sheet as it is seen: what each cell shows, merged ones in every cell that they span."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.rows = {row.number: row for row in grid.rows if any(True for _ in filled(row.cells))}
        self.covered = dict(self._covered())

    def cell(self, row: int, column: int) -> Cell | None:
        """Return the cell that is seen at a place, be it a merged one."""
        row, column = self.anchor(row, column)
        return self.rows[row].cells.get(column) if row in self.rows else None

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        """Return where the content of a cell stands: the corner of a merged one."""
        merged = self.covered.get((row, column))
        return (merged.top, merged.left) if merged else (row, column)

    def text(self, row: int, column: int) -> str:
        """Return what is seen at a place."""
        cell = self.cell(row, column)
        return seen(cell, self.grid) if cell else ""

    def texts(self, row: int) -> dict[int, Text]:
        """Return what is seen in a row, by column; merged cells once, in the first column that they span."""
        found = {}
        for column, cell in filled(self.rows[row].cells):
            if self.anchor(row, column) == (row, column) and (text := seen(cell, self.grid)):
                found[column] = Text(row, column, text)
        return found

    def _covered(self) -> Iterator[tuple[tuple[int, int], Range]]:
        numbers = sorted(self.rows)
        width = max((max(row.cells) for row in self.rows.values()), default=0)
        left = MOST_COVERED
        for merged in self.grid.merged:
            spanned = numbers[bisect_left(numbers, merged.top) : bisect_right(numbers, merged.bottom)]
            columns = range(merged.left, min(merged.right, width) + 1)
            left -= len(spanned) * len(columns)
            if left >= 0:
                yield from (((row, column), merged) for row in spanned for column in columns)


def seen(cell: Cell, grid: Grid) -> str:
    """Return what a cell shows, as far as its format says; where it doesn't, what it holds."""
    if cell.kind is not Kind.NUMBER:
        return tidy(without_raised(cell).text).strip()
    format = grid.format_of(cell)
    try:
        if parts := date_parts(format):
            day = day_of(int(Decimal(cell.text)), grid.from_1904)
            return (day and said_by(day, parts)) or cell.text
        return shown(format, decimal_of(cell.text))
    except (TooManyDigits, Uncertain, Unlike, ArithmeticError, ValueError):
        return cell.text


def without_raised(cell: Cell) -> Cell:
    """Return a cell with a plain footnote mark in place of one that is raised: 人口¹ is 人口[1]."""
    mark = RAISED.fullmatch(cell.raised.strip())
    if cell.kind is not Kind.MARKED_TEXT or mark is None:
        return cell
    plain = mark[0] if mark[1] is None else f"[{mark[1]}]"
    return Cell(Kind.TEXT, cell.text.removesuffix(cell.raised) + plain, cell.style)


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


def may_be_head(row: Row) -> bool:
    """Whether a row begins like the head of such a table: with what names the rows, and more beside it."""
    texts = [cell.text for _, cell in filled(row.cells)]
    return len(texts) > 1 and bool(role_of(texts[0]))


def role_of(text: str) -> str:
    """Return what a column names that is called so: "region" of 地区, "name" of 指标/年份; else nothing."""
    bare = SPACE.sub("", ENGLISH.sub("", without_marks(text)[0]))
    roles = [
        next((role for role, known in _ROLES.items() if known.fullmatch(part)), "")
        for part in _BETWEEN.split(bare)
    ]
    return roles[0] if len(roles) == 1 else "name" if all(roles) else ""


class _Scan:
    def __init__(self, view: View, findings: Findings) -> None:
        self.view, self.findings = view, findings
        rows = (view.texts(row) for row in view.rows)
        self.left = min((min(texts) for texts in rows if len(texts) > 1 and not _is_line(texts)), default=1)
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
            elif _is_line(texts) or not found:
                lines += texts.values()
            elif not _counts_columns(texts):
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
        if not others or _is_line(texts) or not all(_may_head(text, named) for text in others):
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
        if not others or not all(_may_head(text, named) for text in others):
            return False
        return (named or not stub) and (len(texts) == 1 or not _is_line(texts))

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
        if last and last.row == row:
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


def _is_line(texts: Mapping[int, Text]) -> bool:
    """Whether a row is no row of a table: a title, a heading between rows, a note, a unit for all."""
    said = [text.text for text in texts.values()]
    if any(is_value(text) and not is_time(text) for text in said):
        return False
    return len(said) == 1 or any(
        CONTINUED.fullmatch(text) or (LABEL.match(text) and not text.startswith("其中")) for text in said
    )


def _may_head(text: str, named: bool) -> bool:
    """Whether a text may stand over a column: it is a time, or no figure.

    In a row that is plainly `named` as a head it may say one in words: 65岁及以上.
    """
    if is_time(text) or re.match(r"\d{4}年", text) or not is_value(text):
        return True
    return named and re.search("[一-鿿]", text) is not None and marked_figure(text).sign is None


def _counts_columns(texts: Mapping[int, Text]) -> bool:
    """Whether a row only counts the columns: 甲 乙 1 2 3."""
    said = [text.text.strip("（()）") for text in texts.values()]
    counted = [text for text in said if text.isdigit()]
    return (
        len(counted) > 1
        and all(map(ORDINALS.fullmatch, said))
        and counted == [str(n) for n in range(1, len(counted) + 1)]
    )
