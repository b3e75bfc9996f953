"""What there is of a region in a release, counted: by this its pages know what to read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from data.model.period import parse_period


class Cell(NamedTuple):
    """How many figures stand of an indicator and a period: results, others, and those with a value."""

    results: int
    others: int
    measured: int

    @property
    def figures(self) -> int:
        """How many there are."""
        return self.results + self.others


@dataclass(frozen=True)
class Outline:
    """The cells of a region by indicator and period.

    `looking_back` are the cells of which every document tells of the year before (Period.looks_back).
    """

    cells: Mapping[str, Mapping[str, Cell]]
    looking_back: Collection[tuple[str, str]] = ()

    @cached_property
    def figures(self) -> int:
        """How many figures there are, of any indicator and time."""
        return sum(cell.figures for _, _, cell in self.of())

    @property
    def indicators(self) -> frozenset[str]:
        """Those of which there are figures."""
        return frozenset(self.cells)

    def of(
        self, indicators: Collection[str] | None = None, year: int | None = None
    ) -> Iterator[tuple[str, str, Cell]]:
        """Yield the cells of some indicators or all, of a year or any, each with its indicator and period."""
        for indicator in self.cells if indicators is None else indicators:
            for period, cell in self.cells.get(indicator, {}).items():
                if year is None or parse_period(period).year == year:
                    yield indicator, period, cell

    def years(self, indicators: Collection[str] | None = None) -> list[int]:
        """Return the years of which there are figures, of some indicators or any, newest first.

        What holds as of the day its document came out in January or February makes none: it tells of the year
        before.
        """
        told = (period for id, period, _ in self.of(indicators) if (id, period) not in self.looking_back)
        return sorted({parse_period(period).year for period in told}, reverse=True)
