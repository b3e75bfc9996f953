"""How long questions take, each asked about places and years drawn by lot, and how that is told."""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf, isfinite
from statistics import median
from typing import Any

SAMPLES, SECONDS = 200, 2.0  # a question is asked so often, but for no longer than this
LONGEST = 20  # seconds after which an answer is given up
Question = Callable[[random.Random], Any]


def timed(question: Question) -> list[float]:
    """Return the milliseconds of each answer, inf for one that was given up.

    The first one warms up, and counts only where it is alone.
    """
    lot = random.Random(0)
    took: list[float] = []
    deadline = time.perf_counter() + SECONDS
    while len(took) < SAMPLES and (not took or time.perf_counter() < deadline):
        began = time.perf_counter()
        try:
            with patience(LONGEST):
                question(lot)
        except GivenUp:
            return [inf]
        took.append((time.perf_counter() - began) * 1000)
    return took[1:] or took


def quantiles(times: list[float]) -> tuple[float, float]:
    """Return the time in which half of the answers came, and 95 of 100."""
    ordered = sorted(times)
    return median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def said(milliseconds: float) -> str:
    """Return a time as tables tell it."""
    return f"{milliseconds:.2f}" if isfinite(milliseconds) else f"> {LONGEST} s"


class GivenUp(BaseException):
    """No Exception, so that the application doesn't answer it with a page."""


@contextmanager
def patience(seconds: int) -> Iterator[None]:
    """Raise GivenUp in the block once so many seconds have gone."""

    def give_up(*_: object) -> None:
        raise GivenUp

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
