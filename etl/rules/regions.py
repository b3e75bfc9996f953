"""Rules for what is known of regions: since when, until when, how a name is read, which ones are alike."""

from __future__ import annotations

import re
from collections.abc import Iterator

from data.errors import Fault, PeriodError
from data.model.catalog import split
from data.model.period import Period, parse_period
from etl.curated.contents import Curated
from etl.curated.source import Table
from etl.faults.catalogue import fault

TIMES = ("year", "month", "day")  # the kinds of periods in which a region may begin or end
SYLLABLES = re.compile("[a-zü]{1,6}( [a-zü]{1,6})*")
HAN = re.compile("[一-鿿]")
FEWEST = 2  # regions that make a group


def histories(curated: Curated) -> Iterator[Fault]:
    """A region is there since a time and until a later one; only one that is gone is replaced."""
    if table := curated.lists.get("regions"):
        for row in range(len(table.lines)):
            yield from _history(table, row)


def readings_aloud(curated: Curated) -> Iterator[Fault]:
    """How a name is read is one syllable for each of its characters: 大城县 is dai cheng xian."""
    if table := curated.lists.get("regions"):
        for row, text in enumerate(table["pinyin"]):
            count = len(HAN.findall(table.text(row, "name")))
            if text and not (SYLLABLES.fullmatch(text) and len(text.split()) == count):
                yield fault("bad_reading", table.at(row, "pinyin"), text, count=count)


def peer_groups(curated: Curated) -> Iterator[Fault]:
    """A group of like regions says how and by whom it was made, and has two members or more, each once."""
    if table := curated.lists.get("peer_groups"):
        for row, text in enumerate(table["members"]):
            for column in ("method", "source"):
                if not table.text(row, column).strip():
                    yield fault("missing_field", table.at(row, column))
            yield from _members(table, row, split(text))


def _history(table: Table, row: int) -> Iterator[Fault]:
    times: dict[str, Period] = {}
    for column in ("since", "until"):
        text = table.text(row, column)
        if text and (period := _time(text)):
            times[column] = period
        elif text:
            yield fault("bad_date", table.at(row, column), text)
    if len(times) > 1 and times["until"].end < times["since"].start:
        since = table.text(row, "since")
        yield fault("until_before_since", table.at(row, "until"), table.text(row, "until"), since=since)
    successors, place = table.text(row, "replaced_by"), table.at(row, "replaced_by")
    if successors and not table.text(row, "until"):
        yield fault("replaced_while_there", place, successors)
    if (id := table.text(row, "id")) in split(successors):
        yield fault("circle", place, successors, id=id)


def _members(table: Table, row: int, members: tuple[str, ...]) -> Iterator[Fault]:
    place = table.at(row, "members")
    for id in dict.fromkeys(id for id in members if members.count(id) > 1):
        yield fault("listed_twice", place, id)
    if len({*members}) < FEWEST:
        yield fault("one_member", place, "|".join(members))


def _time(text: str) -> Period | None:
    try:
        period = parse_period(text)
    except PeriodError:
        return None
    return period if period.kind in TIMES else None
