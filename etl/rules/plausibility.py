"""Rules for figures that can be read and yet look wrong: warnings that somebody may answer for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Set
from datetime import date
from math import log10
from statistics import median
from typing import Any, NamedTuple

from data.errors import Fault, PeriodError
from data.model.period import parse_period
from data.store.digest import Group
from etl.curated.folder import Curated
from etl.curated.readings import Readings, readings
from etl.curated.source import ACTUAL, Table
from etl.faults.catalogue import fault
from etl.memos import Sizes

OFF = 3.5  # powers of ten; a 万 too many or too few makes four, and figures of one series differ by less
FEWEST = 3  # regions of a kind that must agree before another one is called odd
Series = tuple[str, ...]  # region, indicator, breakdown, status
Power = tuple[Series, float, Table, int]  # and the decimal logarithm of a figure's size, its table and row
OTHER_PERIODS = ("这一数列其他时期", "other periods of this series")
OTHER_REGIONS = ("同级的其他地区", "other regions of its level")


class Cell(NamedTuple):
    """A figure with what it may be compared by; `power` is the decimal logarithm of its size."""

    order: tuple[date, date]
    power: float
    table: Table
    row: int

    @property
    def printed(self) -> str:
        """The figure as printed."""
        return self.table.text(self.row, "printed")


def magnitudes(curated: Curated) -> Iterator[Fault]:
    """A figure is of the magnitude of its own history or, where it has none, of that of like regions.

    The median decides; of two periods that differ so the later one is told.
    """
    powers, everywhere = _powers(curated)
    ends: dict[Series, tuple[float, float, int]] = {}
    for series, power, _, _ in powers:
        low, high, count = ends.get(series, (power, power, 0))
        ends[series] = (min(low, power), max(high, power), count + 1)
    level = _levels(curated)
    wide = {series: series for series, (low, high, _) in ends.items() if high - low >= OFF}
    single = [series for series in ends if ends[series][2] == 1] if everywhere else []
    alone = {series: (*series[1:], level.get(series[0], "")) for series in single}
    for cells in _gathered(powers, wide).values():
        yield from _off_history(cells)
    for cells in _gathered(powers, alone).values():
        yield from _off(cells, cells, OTHER_REGIONS) if len(cells) > FEWEST else ()


def results_before_their_time(curated: Curated) -> Iterator[Fault]:
    """A document gives no result of a period that began after it was published."""
    published = {document.id: document.text("published") for document in curated.entries["document"]}
    for id, table in curated.unchecked.items():
        day = published.get(id, "")
        early = {text for text in table.distinct("period") if day and _start(text) > day}
        for row, (text, status) in (
            enumerate(zip(table["period"], table["status"], strict=False)) if early else ()
        ):
            if text in early and status in ("", ACTUAL):
                yield fault("result_before_its_time", table.at(row, "period"), text, published=day)


def _powers(curated: Curated) -> tuple[list[Power], bool]:
    """The size of each figure whose indicator has figures of sizes that differ by more than they should.

    And whether those of all regions are among them; else only those of series that were read.
    """
    said = readings(curated)
    sizes: list[Sizes] = [said.sizes(table) for table in curated.unchecked.values()]
    sizes += [memo.sizes for memo, _ in curated.unread.values()]
    ends: dict[str, tuple[float, float]] = {}
    for id, (low, high) in (item for found in sizes for item in found.items()):
        ends[id] = (min(low, ends.get(id, (low, high))[0]), max(high, ends.get(id, (low, high))[1]))
    wide = {id for id, (low, high) in ends.items() if high - low >= OFF}
    new = [table for table in curated.unchecked.values() if _speaks_of(table, "indicator", wide)]
    series = [found for table in new for found in _of_table(table, wide, said)]
    counts = Counter(key for key, *_ in series)
    everywhere = any(count < FEWEST for count in counts.values())  # held against like regions, not themselves
    found = [*series]
    for id, held in _held_against(curated, wide, None if everywhere else {key[:2] for key in counts}):
        rows = _of_table(curated.figures[id], wide, said) if counts else ()
        found += (row for row in rows if row[0][:2] in held)
    return found, everywhere


def _held_against(
    curated: Curated, wide: Set[str], asked: Set[tuple[str, ...]] | None
) -> Iterator[tuple[str, Set[Group]]]:
    """The documents with groups found sound before, those asked for or else all, and these groups."""
    for id, (_, groups) in curated.unread.items():
        held = {group for group in groups if group[1] in wide and (asked is None or group in asked)}
        if held:
            yield id, held


def _speaks_of(table: Table, column: str, texts: Set[str]) -> bool:
    return not table.distinct(column).isdisjoint(texts)


def _of_table(table: Table, wide: Set[str], said: Readings) -> Iterator[Power]:
    columns = (table[name] for name in ("region", "indicator", "breakdown", "status"))
    cells = zip(*columns, said.values(table), strict=False)
    for row, (region, id, part, status, value) in enumerate(cells):
        if id in wide and isinstance(value, float) and value:
            yield (region, id, part, status or ACTUAL), log10(abs(value)), table, row


def _gathered(powers: list[Power], groups: dict[Series, Series]) -> dict[Series, list[Cell]]:
    """The cells of the series that belong to groups, by group."""
    found: dict[Series, list[Cell]] = defaultdict(list)
    for series, power, table, row in powers:
        if series in groups and (order := _order(table.text(row, "period"))):
            found[groups[series]].append(Cell(order, power, table, row))
    return found


def _order(period: str) -> tuple[date, date] | None:
    try:
        return parse_period(period).order
    except PeriodError:
        return None


def _off_history(cells: list[Cell]) -> Iterator[Fault]:
    """The cells of one series that are off its other periods."""
    orders = sorted({cell.order for cell in cells})
    if len(orders) > 2:
        yield from _off(cells, cells, OTHER_PERIODS)
    elif len(orders) == 2:
        earlier = [cell for cell in cells if cell.order == orders[0]]
        yield from _off([cell for cell in cells if cell.order == orders[1]], earlier, OTHER_PERIODS)


def _off(cells: list[Cell], all_cells: list[Cell], of: tuple[str, str]) -> Iterator[Fault]:
    """The cells that are off what is common."""
    common = median(cell.power for cell in all_cells)
    usual = min(all_cells, key=lambda cell: (abs(cell.power - common), cell.power, cell.printed)).printed
    for cell in cells:
        if abs(cell.power - common) >= OFF:
            times = f"10^{round(abs(cell.power - common))}"
            facts: dict[str, Any] = {"others": of[0], "others_en": of[1], "times": times, "usual": usual}
            yield fault("magnitude", cell.table.at(cell.row, "printed"), cell.printed, **facts)


def _levels(curated: Curated) -> dict[str, str]:
    regions = curated.lists.get("regions")
    return dict(zip(regions["id"], regions["level"], strict=False)) if regions else {}


def _start(period: str) -> str:
    try:
        return parse_period(period).start.isoformat()
    except PeriodError:
        return ""
