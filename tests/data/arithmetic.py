"""Arithmetic as a reader does it: % is a hundredth, 万 ten thousand, 亿 a hundred million, units aside."""

from __future__ import annotations

import re
from decimal import Decimal

FIGURE = re.compile(r"(\d+(?:\.\d+)?)([万亿]*)([^\s\d()+−×÷]*)")
TIMES = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}
SIGNS = str.maketrans("−×÷", "-*/")


def work_out(shown: str) -> Decimal:
    """Return what a formula that shows figures comes to."""
    plain = FIGURE.sub(lambda figure: f"Decimal({str(size_of(*figure.groups()))!r})", shown.replace("约", ""))
    return Decimal(eval(plain.translate(SIGNS), {"Decimal": Decimal}))


def size_of(number: str, magnitude: str, unit: str) -> Decimal:
    """Return a figure at its full size."""
    return Decimal(number) * TIMES[magnitude] / (100 if unit == "%" else 1)
