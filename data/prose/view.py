"""A text as the reading of prose sees it: one way to write each character, and every offset as it was."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib import resources

_WIDE = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
# Punctuation keeps its width: a comma between clauses isn't one between thousands.
_WIDE_KEPT = "，：；（）！？"
_ALIKE = {
    "　": " ",
    " ": " ",
    "−": "-",
    "﹪": "%",
    "﹣": "-",
    "∶": ":",
    "︰": ":",
    "﹕": ":",
    "ː": ":",
    "\t": " ",
    "\r": " ",
}
# A year in numerals reads as one in digits: 二〇二二年.
_YEAR = re.compile("[一二][〇○零九][〇○零一二三四五六七八九]{2}(?=年)")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_RADICALS = ((0x2E80, 0x2FE0), (0xF900, 0xFB00))


def view(text: str) -> str:
    """Return a text of the same length: half-width, simplified, no radicals in place of characters."""
    seen = _YEAR.sub(lambda year: year[0].translate(_DIGITS), text.translate(_table()))
    assert len(seen) == len(text)
    return seen


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    table = {ord(one): other for one, other in _simplified().items()}
    table |= {ord(one): other for one, other in {**_WIDE, **_ALIKE}.items() if one not in _WIDE_KEPT}
    for first, last in _RADICALS:
        for code in range(first, last):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code):
                table[code] = table.get(ord(plain), plain)
    return table


def _simplified() -> dict[str, str]:
    """OpenCC's table of single characters; where one has several, the first is the usual one."""
    lines = resources.files("opencc").joinpath("dictionary/TSCharacters.txt").read_text("utf-8").splitlines()
    pairs = (line.split() for line in lines if line)
    return {pair[0]: pair[1] for pair in pairs if len(pair) > 1 and len(pair[0]) == len(pair[1]) == 1}
