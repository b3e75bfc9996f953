"""A yearbook table as rows of one figure, each with its cell; what isn't taken is listed once, and why."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from decimal import Decimal

from data.errors import QuantityError
from data.messages import Message
from data.model.catalog import DOCUMENT_COLUMNS
from data.model.period import parse_period
from data.model.period_forms import period_of
from data.model.quantity import parse_quantity
from etl.curated.contents import Curated
from etl.faults.catalogue import Place, fault
from etl.office_files.cells import DITTO, Cells
from etl.office_files.findings import Findings
from etl.office_files.grid import Cell, Grid, Kind, filled, letters
from etl.office_files.titles import hold_against
from etl.office_files.units import Units, measure_of
from etl.office_files.void import is_void
from etl.office_files.yearbook.answers import Answers
from etl.office_files.yearbook.context import Context, context_of
from etl.office_files.yearbook.layout import Wide, tables_in
from etl.office_files.yearbook.meanings import BETWEEN, Axis, Meanings, narrowest
from etl.office_files.yearbook.printing import Figure, Printer
from etl.office_files.yearbook.signs import SIGNS, THIN, directions_of, is_value, marked_figure
from etl.office_files.yearbook.tallies import Left, Tallies
from etl.office_files.yearbook.view import Text, View, hidden_day, without_raised

KEY = ("indicator", "region", "period", "breakdown", "status")


@dataclass
class Unpivot:
    """Reads the tables of one file by the names and units of a catalogue, and by the answers given."""

    curated: Curated
    meanings: Meanings
    units: Units
    answers: Answers
    findings: Findings
    tallies: Tallies = field(default_factory=Tallies)
    figures: list[dict[str, str]] = field(default_factory=list)
    _taken: dict[tuple[str, ...], tuple[str, Place]] = field(default_factory=dict)

    def read(self, grid: Grid, name: str) -> bool:
        """Add the figures of a sheet, to be called `name` where they stand; say whether a table is on it."""
        view = View(grid)
        tables = tables_in(view, self.findings)
        texts = [line.text for table in tables for line in (*table.lines, *table.notes)]
        context = Context()
        for table in tables:
            context = context_of(table, context, grid.sheet or "", texts, self.meanings, self.units)
            _Table(self, view, table, context, name).read()
        return bool(tables)

    def take(self, figure: dict[str, str], place: Place) -> None:
        """Keep a figure. Raises Left for one that was taken before, be it another."""
        key = tuple(figure[column] for column in KEY)
        printed, first = self._taken.setdefault(key, (figure["printed"], place))
        if first is place:
            self.figures.append(figure)
            return
        where = " ".join(filter(None, (first.sheet if first.sheet != place.sheet else "", first.column)))
        if printed == figure["printed"]:
            raise Left("repeated_figure", place.sheet, place, printed, facts={"other": where})
        facts = {"printed": printed, "other": where}
        raise Left("unlike_figures", place, place, figure["printed"], facts=facts)


class _Table:
    """One table on its way to rows of one figure."""

    def __init__(self, owner: Unpivot, view: View, wide: Wide, context: Context, name: str) -> None:
        self.owner, self.view, self.wide, self.context, self.name = owner, view, wide, context, name
        self.cells = Cells(view.grid, owner.findings)
        ways = directions_of(context.legend)
        self.printer = Printer(owner.units, owner.answers, context.units, ways, name)
        self.lines = {line.row: line for line in wide.rows}
        self.timed = False  # whether headings speak of times: then none has the table's own
        self.told: set[object] = set()

    def read(self) -> None:
        """Take the figures of the table, row by row."""
        import pandas as pd  # here, so that nothing else waits for it

        meanings, wide, begun = self.owner.meanings, self.wide, len(self.owner.figures)
        columns = {column: meanings.column(stack) for column, stack in wide.heads.items()}
        rows = {line.row: meanings.row(wide, n) for n, line in enumerate(wide.rows)}
        self.timed = any(
            axis.period or axis.part or axis.unclear for axis in (*columns.values(), *rows.values())
        )
        texts = {column: [self.view.text(row, column) for row in rows] for column in columns}
        frame = pd.DataFrame(texts, index=pd.Index([*rows], name="row"), dtype=object)
        long = frame.reset_index().melt(id_vars="row", var_name="column", value_name="text")
        long["large"] = long["text"].map(_is_large)
        rows_with = {**long.groupby("row")["large"].any()}
        columns_with = {**long.groupby("column")["large"].any()}
        any_large = bool(long["large"].any())
        for row, column, text, _ in long.sort_values(["row", "column"]).itertuples(index=False):
            by_row, by_column = bool(rows_with[row]), bool(columns_with[column])
            large = {"row": by_row, "unit": by_row, "head": by_column, "above": any_large, "table": any_large}
            try:
                self._take(int(row), int(column), text, rows[row], columns[column], large)
            except Left as left:
                self.owner.tallies.add(left)
        titles = [(self.view.grid.place(line.row, line.column), line.text) for line in wide.lines]
        of = dict.fromkeys((figure["region"], figure["period"]) for figure in self.owner.figures[begun:])
        hold_against(titles, [*of], meanings.labels, self.owner.findings, wholly=True)
        self._beside()

    def _beside(self) -> None:
        """What stands in columns without a heading: a remark isn't read, a figure is a fault."""
        for line in self.wide.rows:
            for column, cell in filled(self.view.rows[line.row].cells):
                if column not in self.wide.known and (line.row, column) not in self.view.covered:
                    code = (
                        "unnamed_column" if is_value(self.view.text(line.row, column)) else "ignored_column"
                    )
                    self._once(code, Text(line.row, column, cell.text), column)
        for note in self.wide.notes:
            self._say("footnote_row", note, column="notes")
        over = {measure_of(unit) for unit in self.context.units}
        for text in (*self.wide.lines, *self.wide.among, *self.wide.notes):
            if text not in self.wide.lines and any(
                measure_of(unit) not in over for unit in self.owner.units.named(text.text)
            ):
                code = "two_units" if over else "late_unit"
                self._say(code, text, column="", other="、".join(sorted(self.context.units)))
            if is_void(text.text):
                self._say("void_figures", text, column="")
        headings = self.owner.meanings.unread(self.wide)
        if headings:
            names = "、".join(heading.text for heading in headings)
            self._say("unread_heading", headings[0], column="headings", examples=names)

    def _take(
        self, row: int, column: int, text: str, across: Axis, down: Axis, large: Mapping[str, bool]
    ) -> None:
        """Take one cell. Raises Left."""
        place = self.view.grid.place(row, column)
        if self.lines[row].nameless:
            if marked_figure(text).sign is None:
                raise Left("nameless_row", row, place, text)
            return
        self._trust(row, column)
        marked = marked_figure(text)
        try:
            indicator, breakdown = self._indicator(place, text, across, down)
            region = self._region(place, text, across, down)
        except Left:
            if marked.sign is not None:
                return  # no figure of something that isn't taken
            raise
        if marked.sign is not None or self.owner.answers.ignores(text):
            raise Left("left_out_sign", marked.sign, place, text, facts={"reason": self._reason(marked.sign)})
        figure = dict.fromkeys(DOCUMENT_COLUMNS, "") | {
            "indicator": indicator,
            "region": region,
            "period": self._period(place, text, across, down),
            "breakdown": breakdown or across.breakdown,
            "status": self._status(place, across, down),
            "locator": f"{self.name} {letters(column)}{row}",
        }
        if (shown := self._text(row, column)) is None:
            return
        cell, text = shown
        marked, entry = marked_figure(text), self.owner.curated.indicators[indicator]
        figure["printed"], notes = text, list[str]()
        if entry.text("measure") != "stage":
            below_zero = cell.kind is Kind.NUMBER and cell.text.startswith("-")
            read = Figure(place, text, marked, entry, across, down, below_zero, large)
            figure["printed"], notes = self.printer.printed(read)
        marks = [*dict.fromkeys((*across.marks, *down.marks, *marked.marks))]
        notes += ["年末数"] if across.year_end or down.year_end else []
        notes += [f"见原表注{mark}" for mark in marks]
        figure["note"] = "；".join(notes)
        self.owner.take(figure, place)
        self._tell(row, column, text, marks)

    def _indicator(self, place: Place, text: str, across: Axis, down: Axis) -> tuple[str, str]:
        """The indicator and breakdown of a cell. Raises Left."""
        named = across.names or down.names
        if len(self.context.names) > 1 and not named:
            raise Left("unclear_indicator", self.name, place, text)
        if not named and not self.context.names:
            answer = self.owner.answers.for_all("indicator")
            if not answer:
                raise Left("unclear_indicator", self.name, place, text)
            indicator, _, breakdown = answer.partition("@")
            return indicator, breakdown
        if not named:
            across = replace(across, names=(*self.context.names,))
        meaning = self.owner.meanings.meaning(across, down)
        if meaning.indicator:
            return meaning.indicator, meaning.breakdown
        axis = down if meaning.heading == "column" else across
        at = self.view.grid.place(axis.place.row, axis.place.column)
        if meaning.ambiguous:
            raise Left(
                "ambiguous_name", meaning.missing, at, meaning.missing, facts={"ids": meaning.ambiguous}
            )
        near = self.owner.curated.names["indicator"]
        key = (axis.place, meaning.heading) if meaning.heading == "column" else axis.names
        raise Left("left_out_indicator", key, at, axis.place.text, near=near, example=meaning.missing)

    def _region(self, place: Place, text: str, across: Axis, down: Axis) -> str:
        """The region of a cell. Raises Left."""
        if axis := next((axis for axis in (across, down) if axis.stranger), None):
            at = self.view.grid.place(axis.place.row, axis.place.column)
            near = self.owner.curated.names["region"]
            raise Left("left_out_region", axis.stranger, at, axis.stranger, near=near)
        own = {region for region in (across.region, down.region) if region} or self.context.regions
        region = next(iter(own), "") or self.owner.answers.for_all("region")
        if len(own) > 1 or not region:
            raise Left("unclear_region", (self.name, *own), place, text, facts={"hint": self._regions_near()})
        return region

    def _regions_near(self) -> str:
        """The regions that the lines above the table speak of."""
        texts = [self.name, *(line.text for line in self.wide.lines)]
        names = self.owner.curated.names["region"].values()
        return "、".join(name for name in names if any(name in text for text in texts)) or "—"

    def _period(self, place: Place, text: str, across: Axis, down: Axis) -> str:
        """The period of a cell. Raises Left."""
        own = {period for period in (across.period, down.period) if period} or self.context.periods
        parts = {part for part in (across.part, down.part) if part}
        if self.timed and not (across.period or down.period or parts or across.unclear or down.unclear):
            heading = next((axis.place.text for axis in (down, across) if axis.names), down.place.text)
            raise Left("unclear_period", heading, place, heading, facts={"heading": f"{heading}="})
        period, clash = narrowest(own)
        period = period or ("" if own else self.owner.answers.for_all("period"))
        unclear = across.unclear or down.unclear
        if clash or BETWEEN in unclear:
            raise Left("unlike_periods", (self.name, clash or unclear), place, clash or unclear)
        within = _part_of(period, parts)
        if not unclear and not within:
            unclear = "、".join(sorted(parts))
        if unclear or not period:
            heading = f"{unclear}=" if unclear and unclear in (across.unclear, down.unclear, *parts) else ""
            raise Left(
                "unclear_period", (self.name, unclear), place, unclear or text, facts={"heading": heading}
            )
        if (across.total or down.total) and (month := re.fullmatch(r"(\d{4})-(?:0[2-9]|1[0-2])", period)):
            return parse_period(f"{month[1]}-01/{period}").shortest
        return within

    def _status(self, place: Place, across: Axis, down: Axis) -> str:
        """The status of a cell. Raises Left."""
        own = {status for status in (across.status, down.status) if status}
        if len(own) > 1:
            raise Left("unclear_status", tuple(own), place, "、".join(sorted(own)))
        return next(iter(own), "")

    def _reason(self, sign: str | None) -> Message | str:
        """Why there is no figure where a sign stands, by the table's own lines if these say so."""
        if sign is None:
            return Message("phrase.sign_ignored")
        return self.context.legend.get(sign) or Message(SIGNS[sign])

    def _text(self, row: int, column: int) -> tuple[Cell, str] | None:
        """A cell and what it says, by the rules for all cells; nothing where a fault was added."""
        cell = self.view.cell(row, column)
        if cell is None:
            return None
        at = Text(*self.view.anchor(row, column), cell.text)
        if merged := self.view.covered.get((row, column)):
            self._once("merged_figure", at, at, range=merged)
            return None
        plain = without_raised(cell)
        plain = plain._replace(text=THIN.sub("", plain.text)) if plain.kind is Kind.TEXT else plain
        text = self.cells.text(row, column, plain, joined=True)
        return None if text is None else (cell, text)

    def _trust(self, row: int, column: int) -> None:
        """Refuse names that are struck out or raised in part, ditto marks, and dates in part. Raises Left."""
        for text in (*self.lines[row].names.values(), *self.wide.heads[column]):
            if text.text in DITTO:
                raise Left("ditto", text, self.view.grid.place(text.row, text.column), text.text)
            cell = self.view.cell(text.row, text.column)
            if cell and without_raised(cell).kind is Kind.MARKED_TEXT:
                raise Left("formatted_text", text, self.view.grid.place(text.row, text.column), text.text)
            if cell and (day := hidden_day(cell, self.view.grid)):
                place = self.view.grid.place(text.row, text.column)
                raise Left("shown_unlike_stored", text, place, day, facts={"shown": text.text})

    def _tell(self, row: int, column: int, text: str, marks: list[str]) -> None:
        """Say what should be seen of a figure that was taken."""
        if self.view.rows[row].hidden:
            self._once("hidden_row", Text(row, min((*self.wide.stubs, *self.wide.heads)), text), ("row", row))
        if self.view.grid.is_hidden(column):
            self._once("hidden_column", Text(row, column, text), ("column", column))
        if comment := self.view.grid.comments.get((row, column)):
            self._say("comment_ignored", Text(row, column, comment), column=str(column))
        for mark in marks:
            self._once(
                "footnote_mark", Text(row, column, mark), mark, said=self.context.footnotes.get(mark, "—")
            )

    def _once(self, code: str, at: Text, key: object, **facts: object) -> None:
        if (code, key) not in self.told:
            self.told.add((code, key))
            self._say(code, at, column=f"{key}", **facts)

    def _say(self, code: str, at: Text, column: str, **facts: object) -> None:
        place = self.view.grid.place(at.row, at.column)
        self.owner.findings.add(code, place, at.text, column=column, **facts)


def unused(answers: Answers, findings: Findings) -> None:
    """Add a fault for each option that no heading of the table bears out: it may be a slip."""
    for option in answers.unused():
        findings.extend([fault("unused_answer", Place(option.partition(" ")[0]), option)])


def _part_of(period: str, parts: Set[str]) -> str:
    """Return the part of a year that a heading speaks of: 1-6月 of 2022; nothing where it can't be told.

    The period may be that part itself, but no other.
    """
    if not period or len(parts) > 1:
        return ""
    part = "".join(parts - {"全年"})
    own = period_of(f"{period[:4]}年{part}") or ""
    if not part:
        return parse_period(period).shortest if period.isdigit() or not parts else ""
    return own if period in (period[:4], own) else ""


def _is_large(text: str) -> bool:
    """Whether a cell holds a number that is no share of one."""
    try:
        return abs(parse_quantity(marked_figure(text).figure).number) > Decimal(1)
    except QuantityError:
        return False
