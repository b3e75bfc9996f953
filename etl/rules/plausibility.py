"""Rules for figures that can be read and yet look wrong: warnings that somebody may answer for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from math import log10
from statistics import median
from typing import Any

from data.errors import Fault, PeriodError
from data.messages import Message
from data.model.observation import Observation
from data.model.period import parse_period
from etl.curated.contents import Curated
from etl.curated.readings import readings
from etl.curated.source import ACTUAL
from etl.faults.catalogue import fault

OFF = 3.5  # powers of ten; a 万 too many or too few makes four, and figures of one series differ by less
FEWEST = 3  # regions of a kind that must agree before another one is called odd
Rows = list[Observation]
OTHER_PERIODS = Message("phrase.other_periods")
OTHER_REGIONS = Message("phrase.other_regions")


def magnitudes(curated: Curated) -> Iterator[Fault]:
    """A figure is of the magnitude of its own history or, where it has none, of that of like regions.

    The median decides; of two periods that differ so the later one is told.
    """
    level = _levels(curated)
    alike: dict[tuple[str, ...], Rows] = defaultdict(list)
    for series, rows in _series_of_unlike_sizes(curated).items():
        if len(rows) > 1:
            yield from _off_history(curated, rows)
        else:
            alike[(*series[1:], level.get(series[0], ""))] += rows
    for rows in alike.values():
        yield from _off(curated, rows, rows, OTHER_REGIONS) if len(rows) > FEWEST else ()


def results_before_their_time(curated: Curated) -> Iterator[Fault]:
    """A document gives no result of a period that began after it was published."""
    published = {document.id: document.text("published") for document in curated.entries["document"]}
    for id, table in curated.figures.items():
        day = published.get(id, "")
        early = {text for text in table.distinct("period") if day and _start(text) > day}
        for row, (text, status) in (
            enumerate(zip(table["period"], table["status"], strict=False)) if early else ()
        ):
            if text in early and status in ("", ACTUAL):
                yield fault("result_before_its_time", table.at(row, "period"), text, published=day)


def _series_of_unlike_sizes(curated: Curated) -> Mapping[tuple[str, ...], Rows]:
    """The figures, by series, of the indicators whose figures differ in size by more than they should."""
    documents = readings(curated).observations.values()
    sizes: dict[str, tuple[float, float]] = {}
    for row in (row for rows in documents for row in rows if row.value):
        size = abs(row.value or 0)
        low, high = sizes.get(row.indicator, (size, size))
        if not low < size < high:
            sizes[row.indicator] = (min(low, size), max(high, size))
    unlike = {indicator for indicator, (low, high) in sizes.items() if log10(high / low) >= OFF}
    series: dict[tuple[str, ...], Rows] = defaultdict(list)
    for row in (row for rows in documents for row in rows if unlike and row.indicator in unlike):
        if row.value and _order(row):
            series[row.series].append(row)
    return series


def _order(row: Observation) -> tuple[date, date] | None:
    try:
        return row.order
    except PeriodError:
        return None


def _off_history(curated: Curated, rows: Rows) -> Iterator[Fault]:
    """The figures of one series that are off its other periods."""
    orders = sorted({row.order for row in rows})
    if len(orders) > 2:
        yield from _off(curated, rows, rows, OTHER_PERIODS)
    elif len(orders) == 2:
        earlier = [row for row in rows if row.order == orders[0]]
        yield from _off(curated, [row for row in rows if row.order == orders[1]], earlier, OTHER_PERIODS)


def _off(curated: Curated, rows: Rows, others: Sequence[Observation], of: Message) -> Iterator[Fault]:
    """The figures that are off what is common."""
    common = median(map(_power, others))
    usual = min(others, key=lambda row: (abs(_power(row) - common), _power(row), row.printed)).printed
    for row in rows:
        if abs(_power(row) - common) >= OFF:
            times = f"10^{round(abs(_power(row) - common))}"
            facts: dict[str, Any] = {"others": of, "times": times, "usual": usual}
            yield fault("magnitude", curated.place(row), row.printed, **facts)


def _power(row: Observation) -> float:
    """The decimal logarithm of a figure's size."""
    return log10(abs(row.value or 1))


def _levels(curated: Curated) -> dict[str, str]:
    regions = curated.lists.get("regions")
    return dict(zip(regions["id"], regions["level"], strict=False)) if regions else {}


def _start(period: str) -> str:
    try:
        return parse_period(period).start.isoformat()
    except PeriodError:
        return ""
