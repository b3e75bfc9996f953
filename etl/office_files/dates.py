"""Dates and periods as offices write them, said as this project does; what says two things is none."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from data.errors import PeriodError
from data.model.period import parse_period

_FULL_WIDTH = str.maketrans("０１２３４５６７８９／．－～", "0123456789/.-~")
_NUMERALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_TO = r"(?:[-—–~至到]|——)"
_Y, _M, _D = r"(\d{4})", r"(\d{1,2})", r"(\d{1,2})"

# How a period may be written, and how it is said here.
_WAYS: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (rf"{_Y}年度?", lambda m: m[1]),
    (rf"{_Y}(?:[-/.]|年){_M}月?份?", lambda m: f"{m[1]}-{int(m[2]):02}"),
    (rf"{_Y}(?:[-/.]|年){_M}(?:[-/.]|月){_D}日?", lambda m: f"{m[1]}-{int(m[2]):02}-{int(m[3]):02}"),
    (rf"{_Y}年?{_TO}{_Y}年?", lambda m: f"{m[1]}/{m[2]}"),
    (rf"{_Y}年{_M}月?{_TO}{_M}月份?", lambda m: f"{m[1]}-{int(m[2]):02}/{m[1]}-{int(m[3]):02}"),
    (rf"{_Y}年第?([一二三四1-4])季度?", lambda m: f"{m[1]}-Q{_NUMERALS[m[2]]}"),
    (rf"{_Y}年前([二两三23])个?季度", lambda m: f"{m[1]}-Q1/{m[1]}-Q{_NUMERALS[m[2]]}"),
    (rf"{_Y}年(上|下)半年", lambda m: f"{m[1]}-H{1 if m[2] == '上' else 2}"),
)
WAYS = [(re.compile(way), say) for way, say in _WAYS]
FIRST_YEAR, LAST_YEAR = 1900, 2100
LAST_DAY = 80_000  # beyond those years


def period_of(text: str) -> str | None:
    """Return the period that a text means, as its id (2022-01); nothing where it means none or several."""
    tidy = re.sub(r"\s", "", text).translate(_FULL_WIDTH)
    ways = ((way.fullmatch(tidy), say) for way, say in WAYS)
    for said in (tidy, *(say(match) for match, say in ways if match)):
        try:
            return parse_period(said).shortest
        except PeriodError:
            continue
    return None


def day_of(serial: int, from_1904: bool) -> date | None:
    """Return the day that Excel keeps under a number; nothing for a day that never was.

    Counted from 1900, day 60 is the 29th of February 1900, which wasn't.
    """
    if from_1904:
        return date(1904, 1, 1) + timedelta(serial) if 0 <= serial < LAST_DAY else None
    if serial == 60 or not 1 <= serial < LAST_DAY:
        return None
    return date(1899, 12, 31) + timedelta(serial - (serial > 60))


def moment_of(serial: Decimal, from_1904: bool) -> str | None:
    """Return the day and time that Excel keeps under a number, which has no time zone: 2024-02-01 09:00."""
    if not 0 <= serial < LAST_DAY:
        return None
    seconds = int((serial * 86_400).quantize(Decimal(1), ROUND_HALF_UP))
    day = day_of(seconds // 86_400, from_1904)
    time = (datetime.min + timedelta(seconds=seconds % 86_400)).time()
    return f"{day} {time:%H:%M:%S}".removesuffix(":00") if day else None


def serial_of(moment: str, from_1904: bool) -> float:
    """Return the number under which Excel keeps an ISO date or moment. Raises ValueError."""
    first = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
    return (datetime.fromisoformat(moment).replace(tzinfo=None) - first) / timedelta(days=1)


def said_by(day: date, parts: str) -> str | None:
    """Return the period that a date shows with some of its parts ("y", "ym", "ymd"); nothing for others."""
    said = {"y": f"{day:%Y}", "ym": f"{day:%Y-%m}", "ymd": day.isoformat()}.get(parts)
    return said if said and FIRST_YEAR <= day.year <= LAST_YEAR else None


def hides(day: date, parts: str) -> bool:
    """Whether a date says more than its shown parts: 13 May shown as a year."""
    return ("m" not in parts and (day.month, day.day) != (1, 1)) or ("d" not in parts and day.day != 1)
