"""Short codes: what a picture shows, and of which release, in eight characters or a few more.

A code needs no register: it is the release's number, then where chart, region, year and language stand in the
catalogue of that release, which never changes, and a check made of those and of what was published.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from dashboard.request.address import MOST_PERIODS
from dashboard.serving.fingerprint import identity
from data.errors import CodeUnknown
from data.model.catalog import Catalog
from data.store.queries import Release

# Crockford's digits: none that is taken for another. What is written for one of them is read as that.
DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
SHORTEST, CHECK, LONGEST = 8, 3, 24  # characters
YEARS = 1000  # from EPOCH on, so that none is 0
EPOCH = 1500
GROUP = 4


@dataclass(frozen=True, slots=True)
class Subject:
    """What a code stands for, by ids; no year for the latest of everything, and all periods for 0."""

    chart: str
    region: str
    period: str
    lang: str
    last: int = 0


def code_of(release: Release, catalog: Catalog, subject: Subject) -> str:
    """Return the code of what a chart shows in a release."""
    charts, regions, languages = _lists(catalog)
    number = subject.last * len(charts) + charts.index(subject.chart)
    number = number * len(regions) + regions.index(subject.region)
    number = number * YEARS + (int(subject.period) - EPOCH if subject.period else 0)
    number = number * len(languages) + languages.index(subject.lang)
    body = _written_release(release.id) + _digits(number)
    return body + _check(release, body, max(CHECK, SHORTEST - len(body)))


def release_in(code: str) -> int:
    """Return the number of the release that a code names. Raises CodeUnknown for what is no code."""
    number, _ = _read_release(plain(code))
    return number


def subject_of(code: str, release: Release, catalog: Catalog) -> Subject:
    """Return what a code of a release stands for. Raises CodeUnknown where its check says that it is none."""
    written = plain(code)
    _, start = _read_release(written)
    charts, regions, languages = _lists(catalog)
    for length in range(start + 1, len(written) - CHECK + 1):
        body = written[:length]
        if max(CHECK, SHORTEST - length) != len(written) - length:
            continue
        number = _number(body[start:])
        number, language = divmod(number, len(languages))
        number, year = divmod(number, YEARS)
        number, region = divmod(number, len(regions))
        last, chart = divmod(number, len(charts))
        if last <= MOST_PERIODS and written == body + _check(release, body, len(written) - length):
            period = str(EPOCH + year) if year else ""
            return Subject(charts[chart], regions[region], period, languages[language], last)
    raise CodeUnknown(grouped(written))


def plain(code: str) -> str:
    """Return a code as it is kept, however it was typed. Raises CodeUnknown for what is no code."""
    written = "".join(c for c in code.upper() if c not in " -–—").translate(MISREAD)
    if not SHORTEST <= len(written) <= LONGEST or not {*written} <= {*DIGITS}:
        raise CodeUnknown(code[:LONGEST])
    return written


def grouped(code: str) -> str:
    """Return a code as it is printed: 7K3F-92QD."""
    return "-".join(code[i : i + GROUP] for i in range(0, len(code), GROUP))


def _lists(catalog: Catalog) -> tuple[list[str], list[str], list[str]]:
    return [*catalog.charts], [*catalog.regions], [*catalog.languages]


def _written_release(number: int) -> str:
    """A release's number, four bits a character: the fifth says that more follow."""
    parts = []
    while True:
        number, low = divmod(number, 16)
        parts.append(DIGITS[low + (16 if number else 0)])
        if not number:
            return "".join(parts)


def _read_release(written: str) -> tuple[int, int]:
    number, shift = 0, 0
    for position, character in enumerate(written):
        digit = DIGITS.index(character)
        number += (digit % 16) << shift
        shift += 4
        if digit < 16:
            return number, position + 1
    raise CodeUnknown(grouped(written))


def _digits(number: int) -> str:
    text = DIGITS[number % 32]
    while number := number // 32:
        text = DIGITS[number % 32] + text
    return text


def _number(text: str) -> int:
    number = 0
    for character in text:
        number = number * 32 + DIGITS.index(character)
    return number


def _check(release: Release, body: str, length: int) -> str:
    digest = hashlib.sha256(f"{identity(release)} {body}".encode()).digest()
    return _digits(int.from_bytes(digest[:16]) | 1 << 127)[-length:]
