"""The unit of figures that are written without one: in the table's heading, or in a column of its own."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from decimal import Decimal

from data.errors import QuantityError
from data.model.quantity import Quantity, parse_quantity, split_unit
from etl.curated.contents import Curated
from etl.curated.readings import base_unit
from etl.office_files.cells import Cells
from etl.office_files.columns import SPACE, Header, above
from etl.office_files.findings import Findings
from etl.office_files.formats import plain
from etl.office_files.grid import Grid, Row, filled

# 单位：万元, 数据单位均为万元 (of figures, whatever stands before it), 填报单位：水务局 (of people).
SAID = re.compile(
    r"(?P<people>[一-鿿])?(?P<figures>计量|金额|货币|数量|数据|数字|数值|指标|[本上下]表)?单\s*位\s*"
    r"(?P<verb>(?:均|都|皆|全部|统一|一律)?\s*[：:为是])?\s*[“\"]?(?:人民币)?"
    r"(?P<unit>[^\s（）()：:“”\"]++)(?!\s*[：:])"
)
# 本表以万元为单位 (but not 以村为单位统计), 数据以万元计.
BY = re.compile(
    r"以[“\"]?(?:人民币)?(?P<unit>[^\s（）()：:，,。；;“”\"以]+?)[”\"]?"
    r"(?:(?P<verb>为(?:计量|金额|货币)?单位(?![一-鿿]))|为(?:计量|金额|货币)?单位|计量?(?![一-鿿]))"
)
# 数据均为万元
ARE = re.compile(r"(?:数据|数字|数值|金额)(?:均|都|皆)[为是](?:人民币)?(?P<unit>[^\s（）()：:，,。；;]++)")
AT_THE_END = re.compile(r".+?[（(\[【](?:单位[：:]?)?([^（）()\[\]【】]*)[）)\]】]")  # 供水情况（万立方米）
CLAUSES, SEVERAL = re.compile(r"[,，;；。]"), re.compile(r"[、和及]")
OFFICE = re.compile(
    r".+(?:局|厅|委|委员会|办|办公室|政府|中心|公司|集团|医院|学校|学院|大学|[中小]学|街道|乡|镇)"
)
# What is a unit in brackets, too, whether a catalogue has it or not: 供水情况（万吨）.
COMMON = re.compile(
    r"[百千]?[万亿]{0,2}(?:吨|千克|公斤|克|升|米|千米|公里|里|亩|公顷|平方米|平方公里|立方米?|方|人次?|户|个|元|美元"
    r"|件|辆|台|套|张|次|家|所|座|处|床|天|小时|千瓦时?|度|m[²³23]?|km[²2]?|㎡|㎥|hm²|t|kg|L|%|‰)"
)
NONE = ("-", "—", "–", "/", "无")  # what is written where there is no unit
PERCENT = "%"


class Units:
    """Knows the units of a catalogue, and which of its indicators are percentages."""

    def __init__(self, curated: Curated) -> None:
        entries = curated.indicators.values()
        self.percentages = {entry.id for entry in entries if base_unit(entry) == PERCENT}
        self.known = {*curated.names["unit"], *map(base_unit, entries)} - {""}

    def is_unit(self, text: str) -> bool:
        """Whether a text is a unit of the catalogue, with or without a magnitude, or a magnitude alone."""
        try:
            scale, word = split_unit(text)
        except QuantityError:
            return False
        return word in self.known or (not word and scale != 1)

    def may_be(self, text: str) -> bool:
        """Whether a text in brackets is a unit, be it one that the catalogue doesn't have."""
        return self.is_unit(text) or COMMON.fullmatch(text) is not None

    def over(self, cells: Cells, header: Header) -> str:
        """Return the unit that a table gives for all its figures, in a line above or beside their name.

        Where that is one that nobody knows, no figure is read in it, nor in any other.
        """
        grid, findings = cells.grid, cells.findings
        found = list(self._over(cells, header))
        single = [min(units) for units, _, _ in found if len(units) == 1]
        unit = next(filter(self.is_unit, single), next(iter(single), ""))
        for units, row, column in found:
            if unit and measure_of(unit) not in map(measure_of, units):
                findings.add("two_units", grid.place(row, column), "、".join(sorted(units)), other=unit)
        return unit

    def below(self, grid: Grid, left_out: Collection[Row], over: str, findings: Findings) -> None:
        """Add a fault where a line between or below the figures gives another unit than their table's."""
        for row in left_out:
            for column, text in _texts(row):
                if any(measure_of(each) != measure_of(over) for each in self.given(text)):
                    code = "two_units" if over else "late_unit"
                    findings.add(code, grid.place(row.number, column), text, other=over)

    def doubt(
        self, printed: str, own: str, over: str, titled: bool = False
    ) -> tuple[str, str, dict[str, str]]:
        """Return what is wrong with the units of a figure, with the code (or "") and facts of the fault.

        It is one that nobody knows, or two differ. `own` is what a column of units says beside it, `over` the
        unit of the table. One that is `titled`, in a line above all columns, is that of figures of its kind:
        单位：万人 says nothing of 25.2亿元.
        """
        try:
            quantity = parse_quantity(printed)
        except QuantityError:
            return printed, "", {}
        printed_unit = quantity.unit if quantity.unit_word or quantity.magnitude else ""
        if own in NONE and printed_unit:
            own = ""
        elif own and not self.is_unit(own):
            return own, "unknown_unit", {}
        first, *others = [unit for unit in (own, printed_unit, over) if unit] or [""]
        if titled and others and self.is_unit(over) and measure_of(over)[1] != measure_of(first)[1]:
            others.remove(over)
        other = next((unit for unit in others if measure_of(unit) != measure_of(first)), "")
        return own or printed, "two_units" if other else "", {"other": other}

    def elsewhere(self, note: str, unit: str) -> bool:
        """Whether a note beside a figure without a unit speaks of another unit than the figure is read in."""
        return "单" in note and any(measure_of(each) != measure_of(unit) for each in self.named(note))

    def complete(
        self, printed: str, indicator: str, unit: str, sure: bool = False
    ) -> tuple[str, str, dict[str, str]]:
        """Return a figure in a given unit where it has none of its own, with the code and facts of a fault.

        `sure` says that % means percent.
        """
        quantity = _without_unit(printed)
        if quantity is None:
            return printed, "", {}
        if indicator in self.percentages and not (unit == PERCENT and (sure or _no_share(quantity.number))):
            scaled = plain(quantity.number * 100)
            return printed, "percent_or_share", {"said": plain(quantity.number), "scaled": scaled}
        if not self.is_unit(unit):
            return printed, "", {}
        given = parse_quantity(f"1{unit}")
        completed = str(replace(quantity, magnitude=given.magnitude, unit_word=given.unit_word))
        return completed, "unit_from_header", {"said": completed, "unit": unit}

    def _over(self, cells: Cells, header: Header) -> Iterator[tuple[set[str], int, int]]:
        """The units that are given in each place at or above the column names."""
        for row in (*above(cells.grid, header.row.number), header.row):
            title = row is not header.row
            for column, text in _texts(row):
                units = self.given(text) if title else self._beside(column, text, header)
                if units and not (title and cells.distrusts(row.number, column, row.cells[column])):
                    yield units, row.number, column

    def _beside(self, column: int, text: str, header: Header) -> set[str]:
        """The units that the name of a column gives."""
        of_figures = [header.columns.get(name) for name in ("printed", "indicator", "unit")]
        brackets = header.brackets.get(column, ()) if column in of_figures else ()
        return {*filter(self.may_be, brackets)} | self.named(text)

    def given(self, text: str) -> set[str]:
        """Return the units that a text gives to figures: in brackets at its end, or as 单位：万元."""
        match = AT_THE_END.fullmatch(SPACE.sub("", text))
        return ({match[1]} if match and self.may_be(match[1]) else set()) | self.named(text)

    def named(self, text: str) -> set[str]:
        """Return the units that a text speaks of; what nobody knows only where it is plainly called one."""
        joined = SPACE.sub("", text)
        matches = [*SAID.finditer(text), *SAID.finditer(joined), *BY.finditer(joined), *ARE.finditer(joined)]
        lists = [
            {*SEVERAL.split(clause)} - {""} for match in matches for clause in CLAUSES.split(match["unit"])
        ]
        known = [units for units in lists if any(map(self.may_be, units))]
        return set[str]().union(*(known or _unknown(text)))


def _texts(row: Row) -> Iterator[tuple[int, str]]:
    """The texts of a row with their columns; one that ends in a colon, together with the next."""
    cells = [*filled(row.cells)]
    for n, (column, cell) in enumerate(cells):
        goes_on = n + 1 < len(cells) and cell.text.rstrip().endswith(("：", ":"))
        yield column, cell.text + (cells[n + 1][1].text if goes_on else "")


def _unknown(text: str) -> Iterator[set[str]]:
    """What a text says to be a unit, unless it is plainly an office, or says that there is none."""
    for match in (*SAID.finditer(text), *BY.finditer(text)):
        facts = match.groupdict()
        units = {*SEVERAL.split(CLAUSES.split(match["unit"])[0])} - {""}
        if facts["verb"] and (facts.get("figures") or not facts.get("people")):
            yield {
                each for each in units if not (each in NONE or each[0].isdigit() or OFFICE.fullmatch(each))
            }


def measure_of(unit: str) -> tuple[Decimal, str]:
    """What two spellings of a unit have in common; of one that nobody knows, the text."""
    try:
        return split_unit(unit)
    except QuantityError:
        return Decimal(1), unit


def _without_unit(printed: str) -> Quantity | None:
    try:
        quantity = parse_quantity(printed)
    except QuantityError:
        return None
    return None if quantity.unit_word or quantity.magnitude else quantity


def _no_share(number: Decimal) -> bool:
    """Whether a number of percent can't have been meant as a share of one: 6.5, but neither 0.065 nor 1."""
    return number == 0 or abs(number) > 1
