"""Which characters pictures can be written with: those of the fonts that come with the project."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FONTS = Path(__file__).resolve().parents[2] / "assets" / "fonts"


def undrawable(text: str) -> str:
    """Return each character of a text that the fonts lack, once, in the order met; "" where they have all."""
    return "".join(c for c in dict.fromkeys(text) if ord(c) not in _drawable() and c not in "\t\n\r")


@cache
def _drawable() -> frozenset[int]:
    """The code points of characters.txt, a line of which is 4E00 or 4E00-4E0B."""
    codes: set[int] = set()
    for line in (FONTS / "characters.txt").read_text(encoding="ascii").split():
        first, _, last = line.partition("-")
        codes.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(codes)
