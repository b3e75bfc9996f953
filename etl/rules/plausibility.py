"""Rules for figures that can be read and yet look wrong: warnings that somebody may answer for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from math import log10
from statistics import median
from typing import Any

from data.errors import Fault, PeriodError
from data.messages import Message
from data.model.observation import Observation
from data.model.period import parse_period
from data.model.unit import measure
from etl.curated.contents import Curated
from etl.curated.readings import observations, range_of
from etl.curated.source import ACTUAL
from etl.faults.catalogue import fault

OFF = 3.5  # powers of ten; a 万 too many or too few makes four, and figures of one series differ by less
GROWN = Decimal("1.5")  # by how much a figure may have changed between two periods that are set side by side
FEWEST = 3  # regions of a kind that must agree before another one is called odd
Rows = list[Observation]
OTHER_PERIODS = Message("phrase.other_periods")
OTHER_REGIONS = Message("phrase.other_regions")


def plausible_ranges(curated: Curated) -> Iterator[Fault]:
    """A value lies where its indicator is plausible: be it the first of its series."""
    ranges = {id: ends for id, one in curated.indicators.items() if (ends := range_of(one, "plausible"))}
    for document, table in curated.figures.items():
        if table.distinct("indicator").isdisjoint(ranges):
            continue
        for row in observations(curated)[document]:
            if row.value is not None and row.indicator in ranges:
                low, high = ranges[row.indicator]
                at_all = range_of(curated.indicators[row.indicator]) or (row.value, row.value)
                if not low <= row.value <= high and at_all[0] <= row.value <= at_all[1]:
                    unit = curated.indicators[row.indicator].text("unit")
                    facts: dict[str, Any] = {
                        "low": low,
                        "high": high,
                        "unit": unit,
                        "indicator": curated.label("indicator", row.indicator),
                    }
                    yield fault("implausible", curated.place(row), row.printed, **facts)


def magnitudes(curated: Curated) -> Iterator[Fault]:
    """A figure is of the magnitude of its own history or, where it has none, of that of like regions.

    The median decides: that of the figures that are published, where there are any, since it is the new one
    that wants looking at, whichever year it fills; else of all. Of two that differ so the later one is told.
    """
    level = _column(curated, "level")
    groups: list[tuple[Rows, Message]] = []
    alike: dict[tuple[str, ...], Rows] = defaultdict(list)
    for series, rows in _series_of_unlike_sizes(curated).items():
        if len(rows) > 1:
            groups.append((rows, OTHER_PERIODS))
        else:
            alike[(*series[1:], level.get(series[0], ""))] += rows
    groups += ((rows, OTHER_REGIONS) for rows in alike.values() if len(rows) > FEWEST)
    unlike = [(rows, of) for rows, of in groups if max(map(_power, rows)) - min(map(_power, rows)) >= OFF]
    published = curated.published([row for rows, _ in unlike for row in rows]) if unlike else set()
    for rows, of in unlike:
        old = [row for row in rows if (row.key, row.printed) in published]
        new = [row for row in rows if (row.key, row.printed) not in published]
        if new and len(old) >= (1 if of is OTHER_PERIODS else FEWEST):
            yield from _off(curated, new, old, of)
            rows = old
        yield from _off(curated, *_judged(rows, of), of)


def _judged(rows: Rows, of: Message) -> tuple[Rows, Rows]:
    """Which figures are judged, and by which: of two periods the later one by the earlier one."""
    orders = sorted({row.order for row in rows})
    if of is OTHER_PERIODS and len(orders) == 2:
        return [row for row in rows if row.order == orders[1]], [
            row for row in rows if row.order == orders[0]
        ]
    return rows, rows


def within_the_parent(curated: Curated) -> Iterator[Fault]:
    """A region's figure isn't larger than that of the region it is a part of, where figures may be summed.

    Those of one period are compared by what their digits admit; else the nearest in time, which may have
    grown or shrunk by half since. Told of the one that is new, else of the part's.
    """
    parents = _column(curated, "parent")
    additive = {id for id, one in curated.indicators.items() if one.facts.get("additive") is True}
    there = {id for table in curated.figures.values() for id in table.distinct("region")}
    parts = {id: parents[id] for id in there if parents.get(id) in there}
    if not (parts and additive):
        return
    wanted = {*parts, *parts.values()}
    series: dict[tuple[str, ...], Rows] = defaultdict(list)
    for rows in observations(curated).values():
        for row in rows:
            if row.region in wanted and row.indicator in additive and row.value and _order(row):
                series[(*row.series, *map(str, row.when.stretch))].append(row)
    larger = [
        (row, whole)
        for key, rows in series.items()
        if key[0] in parts and (wholes := series.get((parts[key[0]], *key[1:])))
        for row in rows
        if _exceeds(row, whole := min(wholes, key=lambda one: abs(one.when.end - row.when.end)))
    ]
    published = curated.published([row for pair in larger for row in pair]) if larger else set()
    for row, whole in larger:
        new = [one for one in (whole, row) if (one.key, one.printed) not in published]
        suspect = new[-1] if new else row
        other = whole if suspect is row else row
        region = curated.label("region", other.region)
        facts: dict[str, Any] = {"region": region, "period": other.period, "printed": other.printed}
        yield fault("exceeds_parent", curated.place(suspect), suspect.printed, **facts)


def _exceeds(row: Observation, whole: Observation) -> bool:
    """Whether a part is larger than its whole can be."""
    slack = 1 if row.period == whole.period else GROWN
    size, least = measure(row.quantity.base_unit).size, row.quantity.interval.low
    return least * size > whole.quantity.interval.high * measure(whole.quantity.base_unit).size * slack


def results_before_their_time(curated: Curated) -> Iterator[Fault]:
    """A document gives no result of a period that had not begun, or not ended, when it came out."""
    published = {document.id: document.text("published") for document in curated.entries["document"]}
    for id, table in curated.figures.items():
        day = published.get(id, "")
        codes = {text: _too_early(text, day) for text in table.distinct("period") if day}
        cells = zip(table["period"], table["status"], strict=False) if any(codes.values()) else ()
        for row, (text, status) in enumerate(cells):
            if codes[text] and status in ("", ACTUAL):
                yield fault(codes[text], table.at(row, "period"), text, published=day)


def _too_early(text: str, day: str) -> str:
    """The fault of a result for a period that a document of this day can't have known; nothing for none."""
    try:
        period = parse_period(text)
    except PeriodError:
        return ""
    if period.start.isoformat() > day:
        return "result_before_its_time"
    return "result_before_the_end" if period.end.isoformat() > day else ""


def _series_of_unlike_sizes(curated: Curated) -> Mapping[tuple[str, ...], Rows]:
    """The figures, by series, of the indicators whose figures differ in size by more than they should."""
    documents = observations(curated).values()
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


def _column(curated: Curated, name: str) -> dict[str, str]:
    """A column of the list of regions, by id."""
    regions = curated.lists.get("regions")
    return dict(zip(regions["id"], regions[name], strict=False)) if regions else {}
