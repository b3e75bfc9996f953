"""The stretches of time figures are published for, how they compare, and how a language says them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from data.errors import PeriodError

_POINT = re.compile(r"(19\d\d|20\d\d|2100)(?:-(?:Q([1-4])|H([12])|(\d\d)(?:-(\d\d))?))?", re.ASCII)
# What two points with a stroke between them make; two halves make a year, which has a name already.
_SPANS = {"year": "years", "quarter": "quarters", "month": "months", "day": "since"}
_LOOKING_BACK = 2  # months in which reports tell of the year before
# Kinds of which any two stand in one series; the others only with the same part of another year.
_SERIAL = {"year", "quarter", "month", "day"}
# How whole years, halves, quarters and months are written, by their count of months.
_WHOLE = {12: "{year}", 6: "{year}-H{half}", 3: "{year}-Q{quarter}", 1: "{year}-{month:02}"}


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time from `start` to `end`, both included; `text` is its id.

    `kind` is year, years, quarter, quarters, half, month, months, day, or since (from `start` on, known up
    to `end`).
    """

    text: str
    start: date
    end: date
    kind: str

    def __str__(self) -> str:
        return self.text

    @property
    def year(self) -> int:
        """The year it is filed under: that of its end."""
        return self.end.year

    def looks_back(self, published: str) -> bool:
        """Say whether it tells of the year before the one it is filed under.

        So does what holds on the day its document came out, or since some time up to it, where that is in
        January or February.
        """
        return self.is_early and self.end.isoformat() == published

    @property
    def is_early(self) -> bool:
        """Whether it is a day, or lasts up to one, in the months in which reports tell of the year before."""
        return self.kind in ("day", "since") and self.end.month <= _LOOKING_BACK

    @property
    def order(self) -> tuple[date, date]:
        """Sort key: by end, then by start."""
        return self.end, self.start

    @property
    def stretch(self) -> tuple[str, tuple[int, ...]]:
        """What it shares with those beside which it may stand: kind, length and part of the year."""
        return self.kind, () if self.kind in _SERIAL else self._part()

    @property
    def shortest(self) -> str:
        """The one id of its days: 2021 where it is written 2021-01/2021-12, 2009-H1 for 2009-Q1/2009-Q2."""
        return _shortest(self.text)

    def overlaps(self, other: Period) -> bool:
        """Say whether the two have days in common."""
        return self.start <= other.end and other.start <= self.end

    def facts(self) -> dict[str, int | str]:
        """Return what a template may say: numbers, and `start` and `end` in ISO form.

        year (of the start for “since”, else of the end); first_ and last_ year, half, quarter, month, day;
        half, quarter, month, day (those of the end); count (how many years, quarters, months or days it has).
        """
        first, last = _calendar(self.start, "first_"), _calendar(self.end, "last_")
        named_by = self.start if self.kind == "since" else self.end
        own = _calendar(self.end, "") | {"year": named_by.year, "count": self._count()}
        return {**first, **last, **own, "start": self.start.isoformat(), "end": self.end.isoformat()}

    def _part(self) -> tuple[int, ...]:
        after = self.end + timedelta(days=1)  # the end of February is the 28th or the 29th, its morrow is one
        return (self.start.month, self.start.day, after.month, after.day, after.year - self.start.year)

    def _count(self) -> int:
        years = self.end.year - self.start.year
        months = years * 12 + self.end.month - self.start.month + 1
        counts = {"years": years + 1, "quarters": months // 3, "months": months}
        return counts.get(self.kind, (self.end - self.start).days + 1 if self.kind == "since" else 1)

    def templates(self) -> tuple[str, ...]:
        """Return the names a template for it may have, the most telling first."""
        from_january = (self.start.month, self.start.day) == (1, 1)
        one_year = self.start.year == self.end.year
        match self.kind:
            case "half":
                return ("half1" if from_january else "half2",)
            case "quarters" | "months" if from_january and one_year:
                return f"first_{self.kind}", self.kind
            case "since" if not from_january:
                return "since_day", self.kind
        return (self.kind,)


@lru_cache(maxsize=4096)
def _shortest(text: str) -> str:
    period = parse_period(text)
    after = period.end + timedelta(days=1)
    months = (after.year - period.start.year) * 12 + after.month - period.start.month
    if (period.start.day, after.day) != (1, 1):
        return period.text
    fits = (length for length in _WHOLE if months % length == 0 == (period.start.month - 1) % length)
    length = next(length for length in fits if length != 6 or months == 6)  # two halves have no name
    first, last = (_WHOLE[length].format(**_calendar(day, "")) for day in (period.start, period.end))
    return first if first == last else f"{first}/{last}"


@lru_cache(maxsize=4096)
def parse_period(text: str) -> Period:
    """Read 2022, 2016/2020, 2019-Q1, 2019-Q1/2019-Q3, 2009-H1, 2020-10, 2019-01/2019-11, 2020-11-01
    or 2022-01-01/2023-02-01; raise PeriodError for anything else."""
    try:
        points = [_point(part) for part in text.split("/")]
        if len(points) == 1:
            [(kind, start, end)] = points
        else:
            (kind, start, _), (other, beyond, end) = points
            if kind != other or not start < beyond:
                raise ValueError(text)
            kind = _SPANS[kind]
    except (ValueError, KeyError):
        raise PeriodError(text) from None
    return Period(text, start, end, kind)


def say_period(period: Period, words: Mapping[str, Any]) -> str:
    """Say a period by the template its kind has in `words`, the [period] table of a language file.

    Templates: year, years, quarter, quarters, half1, half2, month, months, day, since; and, used where they
    exist, first_quarters and first_months (from January on, within a year), since_day (not from 1 January).
    They may name every fact of a period; start and end are said by the `day` template. A list F_words of
    the table gives the fact F_word: with count_words a template says 前{count_word}季度. A period without a
    template is said by its id. Raises KeyError for a placeholder that is no fact.
    """
    template = str(next((words[name] for name in period.templates() if name in words), period.text))
    facts = period.facts()
    if period.kind != "day":
        days = {"start": period.start, "end": period.end}
        facts |= {name: _say_day(day, words) for name, day in days.items() if f"{{{name}" in template}
    return template.format_map(_in_words(facts, words) if "_word" in template else facts)


def _say_day(day: date, words: Mapping[str, Any]) -> str:
    return say_period(Period(day.isoformat(), day, day, "day"), words)


def _in_words(facts: Mapping[str, int | str], words: Mapping[str, Any]) -> dict[str, int | str]:
    texts: dict[str, int | str] = dict(facts)
    for name, value in facts.items():
        list_of_words = words.get(name.removeprefix("first_").removeprefix("last_") + "_words", ())
        if isinstance(value, int):
            texts[f"{name}_word"] = list_of_words[value] if value < len(list_of_words) else value
    return texts


def _calendar(day: date, prefix: str) -> dict[str, int | str]:
    numbers = {
        "year": day.year,
        "half": (day.month + 5) // 6,
        "quarter": (day.month + 2) // 3,
        "month": day.month,
        "day": day.day,
    }
    return {prefix + name: number for name, number in numbers.items()}


def _point(text: str) -> tuple[str, date, date]:
    """Return the kind, first and last day of a year, quarter, half, month or day; raise ValueError."""
    match = _POINT.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, quarter, half, month, day = (int(part or 0) for part in match.groups())
    if match[5]:
        return "day", date(year, month, day), date(year, month, day)
    if quarter:
        return "quarter", *_months(year, 3 * quarter - 2, 3)
    if half:
        return "half", *_months(year, 6 * half - 5, 6)
    return ("month", *_months(year, month, 1)) if match[4] else ("year", *_months(year, 1, 12))


def _months(year: int, first: int, count: int) -> tuple[date, date]:
    last = first + count - 1
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])
