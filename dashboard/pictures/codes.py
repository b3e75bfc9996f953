"""Short codes: what a picture shows, and of which release, in eight characters or a few more.

A code needs no register: it is the release's number, then a number made of where chart, region, year and
language stand in the catalogue of that release, which never changes, and a check of those and of what was
published. What isn't a chart of the catalogue stands behind those: a figure by its place among its region's,
a comparison by its indicator and regions.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from dashboard.request.address import MOST_COMPARED, MOST_PERIODS, Address
from dashboard.request.links import figure_id, figure_key
from dashboard.serving.fingerprint import identity
from data.errors import CodeUnknown
from data.messages import SOURCE_LANGUAGE
from data.store.figure_versions import count_keys, read_key
from data.store.queries import Release, ReleaseReader

# Crockford's digits: none that is taken for another. What is written for one of them is read as that.
DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
SHORTEST, CHECK, LONGEST = 8, 3, 120  # characters
YEARS = 1000  # from EPOCH on, so that none is 0
EPOCH = 1500
GROUP = 4
# What isn't a chart of the catalogue, in this order for ever.
OTHERS = ("figure", "compare", "lines", "panels")
ROOM = 8  # for more of them


class Subject(NamedTuple):
    """What a code stands for: the address of a page, and which of several of its pictures."""

    page: Address
    form: str = ""


def code_of(reader: ReleaseReader, subject: Subject) -> str:
    """Return the code of what a page shows in a release."""
    page, catalog = subject.page, reader.catalog
    charts, regions, languages = [*catalog.charts], [*catalog.regions], [*catalog.languages]
    region, said = page.region or catalog.home_region, ""
    if page.page == "chart":
        number = int(page.last or 0) * len(charts) + charts.index(page.id)
    else:
        kind = OTHERS.index(subject.form or page.page)
        if page.page == "figure":
            region, said = figure_key(page.id)[0], page.id
            place = _place_of(reader, page.id)
        else:
            chosen = _joined([regions.index(id) for id in page.regions.split(",") if id], len(regions))
            place = chosen * len(catalog.indicators) + [*catalog.indicators].index(page.indicator)
        number = len(charts) * (MOST_PERIODS + 1) + place * ROOM + kind
    number = number * len(regions) + regions.index(region)
    number = number * YEARS + (int(page.period) - EPOCH if page.period else 0)
    number = number * len(languages) + languages.index(page.lang or SOURCE_LANGUAGE)
    body = _written_release(reader.release.id) + _digits(number)
    return body + _check(reader.release, body, max(CHECK, SHORTEST - len(body)), said)


def release_in(code: str) -> int:
    """Return the number of the release that a code names. Raises CodeUnknown for what is no code."""
    number, _ = _read_release(plain(code))
    return number


def subject_of(code: str, reader: ReleaseReader) -> Subject:
    """Return what a code of a release stands for. Raises CodeUnknown where its check says that it is none."""
    written = plain(code)
    _, start = _read_release(written)
    for length in range(start + 1, len(written) - CHECK + 1):
        body = written[:length]
        if max(CHECK, SHORTEST - length) == len(written) - length:
            subject = _read(reader, _number(body[start:]))
            said = subject.page.id if subject and subject.page.page == "figure" else ""
            if subject and written == body + _check(reader.release, body, len(written) - length, said):
                return subject
    raise CodeUnknown(grouped(written))


def _read(reader: ReleaseReader, number: int) -> Subject | None:
    """What a number stands for; None where that is nothing."""
    catalog = reader.catalog
    charts, regions, languages = [*catalog.charts], [*catalog.regions], [*catalog.languages]
    number, language = divmod(number, len(languages))
    number, year = divmod(number, YEARS)
    number, region = divmod(number, len(regions))
    lang = "" if languages[language] == SOURCE_LANGUAGE else languages[language]
    state = Address("overview", region=regions[region], period=str(EPOCH + year) if year else "", lang=lang)
    last, chart = divmod(number, len(charts))
    if last <= MOST_PERIODS:
        return Subject(state.to("chart", charts[chart], last=str(last or "")))
    place, kind = divmod(number - len(charts) * (MOST_PERIODS + 1), ROOM)
    if kind >= len(OTHERS):
        return None
    if OTHERS[kind] == "figure":
        id = _figure_at(reader, regions[region], place)
        return Subject(state.to("figure", id, region="")) if id else None
    chosen, indicator = divmod(place, len(catalog.indicators))
    found = _parted(chosen, len(regions))
    if found is None:
        return None
    asked = ",".join(regions[n] for n in found)
    form = "" if OTHERS[kind] == "compare" else OTHERS[kind]
    return Subject(state.to("compare", indicator=[*catalog.indicators][indicator], regions=asked), form)


def _place_of(reader: ReleaseReader, id: str) -> int:
    """Where a figure stands among those of its region in a release: those published, then those derived.

    Raises ValueError for one that isn't there.
    """
    key = figure_key(id)
    place = count_keys(reader, key[0], key)
    published = count_keys(reader, key[0])
    if place < published and read_key(reader, key[0], place) == key:
        return place
    return published + _derived(reader, key[0]).index(key)


def _figure_at(reader: ReleaseReader, region: str, place: int) -> str | None:
    """The id of the figure that stands there; None where there is none."""
    published = count_keys(reader, region)
    if place < published:  # and what a code may say has more digits than a database counts with
        return figure_id(*read_key(reader, region, place))
    derived = _derived(reader, region)[place - published :]
    return figure_id(*derived[0]) if derived else None


def _derived(reader: ReleaseReader, region: str) -> list[tuple[str, ...]]:
    """The keys of what is derived of a region, in order: of figures of a whole."""
    formulas = [indicator.id for indicator in reader.catalog.indicators.values() if indicator.formula]
    rows = reader.observations(regions=[region], indicators=formulas, breakdowns=[""]) if formulas else []
    return sorted(row.key for row in rows if row.derived)


def _joined(places: list[int], among: int) -> int:
    """Some places among so many, in their order, as one number."""
    number = 0
    for place in reversed(places):
        number = number * among + place
    return number * (MOST_COMPARED + 1) + len(places)


def _parted(number: int, among: int) -> list[int] | None:
    """The places that such a number was made of; None where it was made of none."""
    number, count = divmod(number, MOST_COMPARED + 1)
    places: list[int] = []
    for _ in range(count):
        number, place = divmod(number, among)
        places.append(place)
    return None if number else places


def plain(code: str) -> str:
    """Return a code as it is kept, however it was typed. Raises CodeUnknown for what is no code."""
    written = "".join(c for c in code.upper() if c not in " -–—").translate(MISREAD)
    if not SHORTEST <= len(written) <= LONGEST or not {*written} <= {*DIGITS}:
        raise CodeUnknown(code[:LONGEST])
    return written


def grouped(code: str) -> str:
    """Return a code as it is printed: 7K3F-92QD."""
    return "-".join(code[i : i + GROUP] for i in range(0, len(code), GROUP))


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


def _check(release: Release, body: str, length: int, said: str) -> str:
    digest = hashlib.sha256(" ".join(filter(None, (identity(release), body, said))).encode()).digest()
    return _digits(int.from_bytes(digest[:16]) | 1 << 127)[-length:]
