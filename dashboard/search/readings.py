"""How Chinese names are read, in pinyin; whoever asks gets it from a process that ends when it has answered.

For the dictionary takes 55 MB, which nobody needs once the names of a release are read.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice, product
from pathlib import Path

READINGS = 8  # of a name whose characters are read in several ways, at most
ROOT = Path(__file__).parents[2]

log = logging.getLogger(__name__)


def read_aloud(names: Sequence[str], **settings: str) -> list[list[list[str]]]:
    """Return the readings of each name, each as syllables: of 长治 there are several.

    What isn't Chinese stands as one syllable, in lower case. `settings` are told to pypinyin.
    """
    command, variables = [sys.executable, "-m", __name__], {**os.environ, **settings}
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=variables, input=json.dumps(names), capture_output=True, text=True
        )
        done.check_returncode()
        readings: list[list[list[str]]] = json.loads(done.stdout)
    except (OSError, subprocess.CalledProcessError) as error:
        log.warning("names are read within this process, which stays the larger: %s", error)
        return [_readings(name) for name in names]
    return readings


@lru_cache(maxsize=1)
def sounds() -> dict[str, tuple[str, ...]]:
    """Return how each character that people type is read: those of GB 2312, and the common ones of Big5."""
    common = [one for one in map(chr, range(0x4E00, 0x9FA6)) if _is_common(one)]
    # The dictionary of phrases, which takes longest, says nothing of a character by itself.
    read = zip(common, read_aloud(common, PYPINYIN_NO_PHRASES="1"), strict=True)
    return {one: tuple(sys.intern(syllable) for [syllable] in ways) for one, ways in read}


def _is_common(one: str) -> bool:
    return bool(one.encode("gb2312", "ignore")) or b"\xa4" <= one.encode("big5", "ignore") < b"\xc9"


def _readings(name: str) -> list[list[str]]:
    from pypinyin import Style, lazy_pinyin, pinyin

    usual = lazy_pinyin(name)
    every = pinyin(name, style=Style.NORMAL, heteronym=True)
    if len(usual) != len(every):
        every = [[] for _ in usual]
    # The library's own guess for the whole first: what is left out beyond READINGS is least likely.
    ways = [
        dict.fromkeys(way.casefold().strip() for way in (first, *others))
        for first, others in zip(usual, every, strict=True)
    ]
    return [[syllable for syllable in reading if syllable] for reading in islice(product(*ways), READINGS)]


if __name__ == "__main__":
    gc.disable()  # of a dictionary nothing is garbage: looking for it takes a third of the time
    json.dump([_readings(name) for name in json.load(sys.stdin)], sys.stdout)
