"""Rules for places in a source: a paragraph is told by its number or by name, in one way a document."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from data.errors import Fault
from etl.curated.contents import Curated
from etl.faults.catalogue import fault
from etl.rules.slips import NUMERALS

# The nth paragraph of the body; one by its first words or heading; the nth of a section so headed. Brackets
# may say where in it: 第2段（下）.
WITHIN = "(?:（[^（）段]+）)?"
WAYS = {
    "number": re.compile(rf"第[1-9]\d{{0,3}}段{WITHIN}"),
    "name": re.compile(rf"“[^“”]+”段{WITHIN}"),
    "section": re.compile(rf"“[^“”]+”第[1-9]\d{{0,3}}段{WITHIN}"),
}
# What speaks of a paragraph, and not of a page, a table, or a sheet, row and cell, which have no rule.
PARAGRAPH = re.compile(r"段落|(?<![路河时阶地区片线])段(?![^“”]*”)")
NUMBERED = re.compile(rf"第?\s*([\d{''.join(NUMERALS)}十首]+)\s*(?:[-–—~至到]\s*(\d+)\s*)?(?:自然)?段")


def locators(curated: Curated) -> Iterator[Fault]:
    """A paragraph is one paragraph, told by its number or its name, and in a document always the same way."""
    for table in curated.figures.values():
        ways = {text: _way(text) for text in table.distinct("locator")}
        if None not in ways.values() and len({*ways.values()} - {""}) < 2:
            continue  # as in nearly all documents, however long
        counts = Counter(way for text in table["locator"] if (way := ways[text]))
        usual = max(counts, key=lambda way: counts[way], default="")
        example = next((text for text in table["locator"] if usual and ways[text] == usual), "")
        for row, text in enumerate(table["locator"]):
            if ways[text] is None:
                yield fault("unreadable_locator", table.at(row, "locator"), text, None, _meant(text))
            elif ways[text] not in ("", usual):
                yield fault("mixed_locators", table.at(row, "locator"), text, usual=example)


def _way(text: str) -> str | None:
    """How a place tells its paragraph: a key of WAYS, "" where it tells none; None where in no way at all."""
    for way, pattern in WAYS.items():
        if pattern.fullmatch(text):
            return way
    return None if PARAGRAPH.search(text) else ""


def _meant(text: str) -> tuple[str, ...]:
    """The places that a text may stand for: the paragraphs that it numbers, each by itself."""
    numbers: dict[str, None] = {}
    for match in NUMBERED.finditer(unicodedata.normalize("NFKC", text)):
        first = _number(match[1])
        last = int(match[2] or first)
        numbers |= dict.fromkeys(
            f"第{number}段" for number in range(first, min(last, first + 9) + 1) if number
        )
    return tuple(numbers)


def _number(text: str) -> int:
    """A number in digits or words (十二, 首 for 1); 0 where it is none."""
    if text.isdecimal():
        return int(text)
    words = NUMERALS | {"首": 1}
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return words.get(text, 0)
    return 10 * words.get(tens, 0 if tens else 1) + words.get(ones, 0)
