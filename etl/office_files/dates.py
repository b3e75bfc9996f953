"""The dates of Excel: what it keeps under a number, and how much of a day a cell shows."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

FIRST_YEAR, LAST_YEAR = 1900, 2100
LAST_DAY = 80_000  # beyond those years


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


def period_shown(day: date, parts: str) -> str | None:
    """Return the period that a date shows with some of its parts ("y", "ym", "ymd"); nothing for others."""
    period = {"y": f"{day:%Y}", "ym": f"{day:%Y-%m}", "ymd": day.isoformat()}.get(parts)
    return period if period and FIRST_YEAR <= day.year <= LAST_YEAR else None


def hides(day: date, parts: str) -> bool:
    """Whether a date says more than its shown parts: 13 May shown as a year."""
    return ("m" not in parts and (day.month, day.day) != (1, 1)) or ("d" not in parts and day.day != 1)
