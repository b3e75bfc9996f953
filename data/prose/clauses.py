"""The parts of a text: headings with what the part below tells of, paragraphs, sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from data.prose.vocabulary import any_of, words_of

_SENTENCE = re.compile(r"[^。！？!?\n]*[。！？!?]*[”」』）]?")
_FIRST = re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]+部分)")
_SECOND = re.compile(r"\s*[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]|\s*\d{1,2}[.．、](?!\d)")
_LONGEST_HEADING = 60
# Reading takes time by the square of a sentence: what is longer is no sentence, and is cut at its last mark.
_LONGEST = 800
_MARKS = re.compile(r"[；;，、]|,(?!\d{3})")
_CLOSED = re.compile(r"[。！？!?；;，,：:]\s*\Z")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence from `start` to `end`; `opening` is whether it begins its paragraph.

    `tells` is what the part of the document tells of: review, plan, or nothing that a heading says.
    `heading` is the level that it is a heading of (1, 2, 3), 0 for none.
    """

    start: int
    end: int
    paragraph: int
    opening: bool
    heading: int
    tells: str


def sentences_of(seen: str, issued: date | None = None) -> Iterator[Sentence]:
    """Yield the sentences of a view, in order; `issued` is the day of publication."""
    tells, start = "", 0
    for paragraph, line in enumerate(seen.split("\n")):
        level = _level(line)
        if level and (told := _told(line, level, issued)) is not None:
            tells, level = told, level if level == 2 else 1
        opening = True
        for match in _SENTENCE.finditer(line):
            for begin, end in _pieces(line, *match.span()):
                if line[begin:end].strip():
                    yield Sentence(start + begin, start + end, paragraph, opening, level, tells)
                    opening = False
                    level = 0
        start += len(line) + 1


def _pieces(line: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence, or what is too long for one in parts: cut at a mark, never within a number."""
    while end - begin > _LONGEST:
        marks = [match.end() for match in _MARKS.finditer(line, begin + _LONGEST // 2, begin + _LONGEST)]
        cut = marks[-1] if marks else begin + _LONGEST
        yield begin, cut
        begin = cut
    yield begin, end


def _level(line: str) -> int:
    """The level that a line is a heading of; a numbered one may go on as a paragraph."""
    if not line.strip():
        return 0
    first = line.split("。", 1)[0]
    if len(first) > _LONGEST_HEADING:
        return 0
    if _FIRST.match(line):
        return 1
    if _SECOND.match(line):
        return 2
    return 0 if _CLOSED.search(line) or len(line) > _LONGEST_HEADING else 3


def _told(line: str, level: int, issued: date | None) -> str | None:
    """What a heading says that its part tells of; nothing where it says neither."""
    first = line.split("。", 1)[0]
    review, plan = _heading_words()
    if level == 1 or _SECOND.match(line) is None:
        # 2022年工作总结和2023年工作安排: the part that comes first; 回顾 in the title of a plan is no review.
        if review.search(first):
            return "review"
        if plan.search(first) and (level == 1 or not re.search("完成|落实", first)):
            return "review" if _over(first, issued) else "plan"
    return None  # as the part before: 五、全力改善民生 under the tasks of a year


def _over(heading: str, issued: date | None) -> bool:
    """Whether the tasks of a heading are those of a year that was over, or nearly, at publication."""
    years = re.findall(r"(?:19|20)\d\d(?=年)", heading)
    if not years or issued is None:
        return False
    return (int(years[-1]), 11) <= (issued.year, issued.month)


@lru_cache(maxsize=1)
def _heading_words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = words_of("statements")
    return tuple(re.compile(any_of(words[name].split())) for name in ("review", "plan"))  # type: ignore[return-value]
