"""How wide a text is and where its lines break, told without a browser."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import groupby
from unicodedata import combining, east_asian_width

# Ems; digits and letters a little wider than in the faces we ask for, so that what fits here fits there.
_NARROW = dict.fromkeys("ijl.,:;'|! ", 0.31) | dict.fromkeys("ft-r/()[]", 0.42)
_BROAD = dict.fromkeys("mwMW%@&", 0.97)
_UPPER = 0.72
_OTHER = 0.58
_BOLD = 1.06

_DOT = " · "
_EVEN = 3  # up to so many lines are made equally long
NO_START = "，。、；：？！）》」』】〕”’…‰℃,.;:?!)]}%"
_NO_END = "（《「『【〔“‘([{"
_DIGITS = r"\d(?:[\d,，.．]*\d)?"
_NUMERAL = re.compile(rf"^(\D*?)([-−+]?{_DIGITS}(?:\s?[-−–—～~]\s?{_DIGITS})?)(.*)$", re.DOTALL)
# A date, a number with the unit or word after it, a short name in quotes: no line breaks inside.
UNBROKEN = re.compile(
    r"\d{4}-\d{2}-\d{2}|“[\w.-]{1,12}”"
    r"|\d+年(?:\d+月(?:\d+日)?)?"
    rf"|[第约近超]?{_DIGITS}[余多几]?[十百千万亿]*(?:平方|立方)?(?:公里|公顷|千瓦时|个?百分点|人次|[\u4e00-\u9fff%‰℃])"
    r"(?:/[\u4e00-\u9fff]+)?"
    rf"|{_DIGITS}(?: (?:thousand|million|billion))* [A-Za-z]+[²³]?"
)


@cache
def _em(character: str) -> float:
    if combining(character):
        return 0
    if east_asian_width(character) in "WFA":
        return 1
    narrow = _NARROW.get(character) or _BROAD.get(character)
    return narrow or (_UPPER if character.isupper() else _OTHER)


def measure(text: str, size: float, bold: bool = False) -> float:
    """Return how wide `text` is at most, in pixels, set at `size` pixels."""
    return _width(_ems(text), size, bold)


def _width(ems: tuple[float, bool], size: float, bold: bool) -> float:
    return ems[0] * size * (_BOLD if bold and ems[1] else 1)


@lru_cache(maxsize=16_384)
def _ems(text: str) -> tuple[float, bool]:
    """How many ems wide a text is, and whether any of its characters is not a whole one."""
    ems = [*map(_em, text)]
    return sum(ems), ems.count(1) < len(ems)


def wrap(text: str, size: float, width: float, bold: bool = False, *, even: bool = True) -> list[str]:
    """Break `text` into lines no wider than `width` pixels; Chinese anywhere but at its punctuation.

    A word wider than a line is broken. Two or three lines are made about equally long if `even`. Never empty.
    """
    return [*_wrapped(text, size, width, bold)] if even else _filled(_pieces(text), size, width, bold)


@lru_cache(maxsize=16_384)
def _wrapped(text: str, size: float, width: float, bold: bool) -> tuple[str, ...]:
    pieces = _pieces(text)
    longest = max((measure(piece.rstrip(), size, bold) for piece in pieces), default=0)
    return tuple(_evened(lambda room: _filled(pieces, size, room, bold), width, size, longest))


def wrap_caption(text: str, size: float, width: float, bold: bool = False, *, even: bool = True) -> list[str]:
    """Break a caption of parts joined by “ · ”, between its parts wherever a part fits a line."""
    if not even:
        return _joined(text, size, width, bold)
    longest = max(measure(part, size, bold) for part in text.split(_DOT))
    return _evened(lambda room: _joined(text, size, room, bold), width, size, longest)


def _evened(break_at: Callable[[float], list[str]], width: float, step: float, least: float) -> list[str]:
    """Return the lines at the narrowest width, not under `least`, that makes no more of two or three."""
    lines = break_at(width)
    if not 1 < len(lines) <= _EVEN or width - step < least:
        return lines
    narrower = [width - step * i for i in range(1, int((width - least) / step) + 1)]
    as_few = bisect(narrower, len(lines), key=lambda room: len(break_at(room)))
    return break_at(narrower[as_few - 1]) if as_few else lines


def _joined(text: str, size: float, width: float, bold: bool) -> list[str]:
    lines: list[str] = []
    for part in text.split(_DOT):
        joined = f"{lines[-1]}{_DOT}{part}" if lines else ""
        if joined and measure(joined, size, bold) <= width:
            lines[-1] = joined
        else:
            lines += wrap(part, size, width, bold)
    return lines


def _filled(pieces: list[str], size: float, width: float, bold: bool) -> list[str]:
    lines, set_so_far = [""], (0.0, False)  # of the last line
    for piece in pieces:
        for part in _fitting(piece, size, width, bold):
            if lines[-1] and _width(_after(set_so_far, _ems(part.rstrip())), size, bold) > width:
                lines.append("")
            if not lines[-1]:
                part, set_so_far = part.lstrip(), (0.0, False)
            lines[-1] += part
            set_so_far = _after(set_so_far, _ems(part))
    return [line.rstrip() for line in lines if line.strip()] or [""]


def _after(before: tuple[float, bool], text: tuple[float, bool]) -> tuple[float, bool]:
    """What `_ems` tells of a text after another, by what it tells of each."""
    return before[0] + text[0], before[1] or text[1]


def split_numeral(text: str) -> tuple[str, str, str]:
    """Split a figure into what stands before its digits, the digits, and what follows: 约 · 52.85 · 公里."""
    match = _NUMERAL.match(text.strip())
    if not match:
        return "", "", text.strip()
    before, digits, after = match.groups()
    return before.strip(), digits, after.strip()


def _pieces(text: str) -> list[str]:
    """Split where a line may break: after spaces, around wide characters, but for what is `_unbroken`."""
    plain = " ".join(text.split())
    pieces: list[str] = []
    for wide, run in groupby(plain, lambda c: east_asian_width(c) in "WF"):
        letters = "".join(run)
        pieces += letters if wide else re.findall(r"\S*\s+|\S+", letters)
    inside = {i for match in UNBROKEN.finditer(plain) for i in range(match.start() + 1, match.end())}
    return _unbroken(pieces, inside)


def _unbroken(pieces: list[str], inside: set[int]) -> list[str]:
    """Join what no line may part: at its punctuation, and where it would end `inside` a figure."""
    runs: list[str] = []
    end = 0
    for piece in pieces:
        if runs and (piece[0] in NO_START or runs[-1][-1] in _NO_END or end in inside):
            runs[-1] += piece
        else:
            runs.append(piece)
        end += len(piece)
    return runs


def _fitting(piece: str, size: float, width: float, bold: bool) -> list[str]:
    if measure(piece.rstrip(), size, bold) <= width:
        return [piece]
    parts = [""]
    for character in piece:
        if parts[-1] and measure(parts[-1] + character, size, bold) > width:
            parts.append("")
        parts[-1] += character
    return parts
