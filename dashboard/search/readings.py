"""How Chinese names are read, in pinyin: whole, and by initials; a reading that is declared comes first."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice, product

READINGS = 8  # of a name whose characters are read in several ways, at most


def read_aloud(name: str, declared: str = "") -> list[tuple[str, ...]]:
    """Return the readings of a name, each as syllables: 长治 by the one declared, 重庆 by all there are.

    What isn't Chinese stands as one syllable, in lower case.
    """
    if declared:
        return [tuple(declared.casefold().split())]
    ways = _ways(name)
    return [
        tuple(syllable for syllable in reading if syllable) for reading in islice(product(*ways), READINGS)
    ]


@lru_cache(maxsize=65_536)
def _ways(name: str) -> list[list[str]]:
    from pypinyin import Style, lazy_pinyin, pinyin  # half a second: only where somebody searches

    usual = lazy_pinyin(name)
    every = pinyin(name, style=Style.NORMAL, heteronym=True)
    if len(usual) != len(every):
        return [[syllable.casefold().strip()] for syllable in usual]
    # The library's own guess for the whole first: what is left out beyond READINGS is least likely.
    return [
        list(dict.fromkeys(way.casefold().strip() for way in (first, *others)))
        for first, others in zip(usual, every, strict=True)
    ]
