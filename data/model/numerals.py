"""Whole numbers written in Chinese numerals: 一百二十八, 三千五百万."""

from __future__ import annotations

import re

_ONES = {numeral: value for value, numeral in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 1, "百": 2, "千": 3}
_MYRIADS = {"万": 4, "亿": 8}
_ONE = "[一二两三四五六七八九]"
# Below a myriad, from thousands down: a place that is left out between others is said as 零.
_SECTION = f"(?:{_ONE}?千)?(?:零?{_ONE}?百)?(?:零?{_ONE}?十)?(?:零?{_ONE})?"
_WHOLE = re.compile(f"(?:({_SECTION})亿)?(?:零?({_SECTION})万)?零?({_SECTION})")


def read_numeral(text: str) -> int | None:
    """Return the number that a text is the numeral of; nothing for what isn't one, as 二〇二二 or 三五."""
    match = _WHOLE.fullmatch(text)
    if match is None or not text:
        return None
    hundred_millions, myriads, rest = match.groups()
    return _counted(hundred_millions) * 10**8 + _counted(myriads) * 10**4 + _section(rest)


def _counted(section: str | None) -> int:
    """How many myriads: none said is one, as in 近万人."""
    return 0 if section is None else _section(section) or 1


def _section(text: str) -> int:
    number, one = 0, 0
    for numeral in text:
        if numeral in _TENS:
            number += (one or 1) * 10 ** _TENS[numeral]
            one = 0
        else:
            one = _ONES[numeral]
    return number + one
