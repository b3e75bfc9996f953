"""A unit is taken apart so that figures of different magnitudes, shares and rates go into one calculation."""

from __future__ import annotations

from decimal import Decimal

import pytest

from data.errors import QuantityError
from data.model.unit import measure, say_powers


@pytest.mark.parametrize(
    ("unit", "size", "powers", "said"),
    [
        ("亿元", "1e8", {"元": 1}, "元"),
        ("%", "0.01", {}, "%"),
        ("个百分点", "0.01", {}, "%"),
        ("‰", "0.001", {}, "%"),
        ("元/人", "1", {"元": 1, "人": -1}, "元/人"),
        ("亿元/万人", "1e4", {"元": 1, "人": -1}, "元/人"),
        ("公里/百平方公里", "0.01", {"公里": 1, "平方公里": -1}, "公里/平方公里"),
        ("元/百万人", "1e-6", {"元": 1, "人": -1}, "元/人"),
        ("万千瓦", "1e4", {"千瓦": 1}, "千瓦"),
    ],
)
def test_a_unit_has_a_size_and_words(unit: str, size: str, powers: dict[str, int], said: str) -> None:
    found = measure(unit)
    assert (found.size, found.powers, say_powers(found.powers)) == (Decimal(size), powers, said)


@pytest.mark.parametrize("unit", ["3元", "三元", "元/3人"])
def test_what_is_no_unit_is_refused(unit: str) -> None:
    with pytest.raises(QuantityError):
        measure(unit)
