"""What a unit comes to in a calculation: how large it is, and of what it is made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

from data.model.quantity import split_unit

# Shares are numbers: 81.94% is 0.8194.
SHARES = {"%": Decimal("0.01"), "个百分点": Decimal("0.01"), "‰": Decimal("0.001"), "成": Decimal("0.1")}
_HUNDRED = re.compile("百(?![万亿])")  # 公里/百平方公里; in 元/百万人 the magnitude is 百万


@dataclass(frozen=True, slots=True)
class Unit:
    """`size` times the words in `powers`: 亿元 is 10^8 元, 元/万人 10^-4 元 by 人^-1, % 0.01 of nothing."""

    size: Decimal
    powers: Mapping[str, int]


@lru_cache(maxsize=1024)
def measure(unit: str) -> Unit:
    """Take a unit apart; raise QuantityError for what can't be one."""
    above, _, below = unit.partition("/")
    hundred = _HUNDRED.match(below)
    size, word = split_unit(above)
    per, per_word = split_unit(below[1:] if hundred else below)
    powers = {w: n for w, n in ((word, 1), (per_word, -1)) if w and w not in SHARES}
    size *= SHARES.get(word, Decimal(1))
    return Unit(size / per / (100 if hundred else 1), MappingProxyType(powers))


def say_powers(powers: Mapping[str, int]) -> str:
    """Return how a unit of these words is written: 元/人; % for none."""
    above = "·".join(word for word, power in powers.items() if power > 0)
    below = "·".join(word for word, power in powers.items() if power < 0)
    return f"{above}/{below}" if below else above or "%"
