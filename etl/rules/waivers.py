"""Rules for waivers: a warning of a figure that somebody answers for, by name, with a reason, until a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from data.errors import Fault
from data.messages import Message
from etl.curated.contents import Curated
from etl.curated.source import ACTUAL, Table
from etl.faults.catalogue import FAULT_CODES, WARNINGS, fault
from etl.rules.known import unknown

REFERENCES = ("document", "indicator", "region", "breakdown", "status")
REQUIRED = ("code", "document", "indicator", "region", "period", "reason", "by", "until")
FIGURE = ("indicator", "region", "period", "breakdown")  # and the status, where an empty one is a result


NONE = Table("waivers.csv", {}, [])
Rows = dict[tuple[str | None, int | None], int]  # by sheet and line
Warned = tuple[str, str, str | None, int | None]  # a warning: its code, file, sheet and line


def declared_waivers(curated: Curated) -> Iterator[Fault]:
    """A waiver names a warning, a figure, a reason, a person and a day, and what it names exists."""
    waivers = curated.waivers or NONE
    for row in range(len(waivers.lines)):
        for column in REQUIRED:
            if not waivers.text(row, column).strip():
                yield fault("missing_field", waivers.at(row, column))
        for column in REFERENCES:
            if id := waivers.text(row, column):
                yield from unknown(curated, column, id, waivers.at(row, column))
        yield from _code(waivers, row)
        yield from _until(curated, waivers, row)


def waive(curated: Curated, faults: Sequence[Fault]) -> list[Fault]:
    """Return the faults, a note in place of each warning that is waived, and one for each idle waiver.

    Any other warning is told with the row that would waive it.
    """
    waivers = curated.waivers or NONE
    waived = {place: row for place, row in _waived(curated, waivers)}
    remaining, used = [], set()
    known: dict[str, Rows] = {}
    for one in faults:
        row = waived.get((one.code, one.file, one.sheet, one.line))
        if one.severity == "warning" and row is not None:
            used.add(row)
            one = _answered(one, waivers, row)
        elif one.severity == "warning":
            one = _with(one, Message("phrase.waivable", {"row": _row(curated, one, known)}))
        remaining.append(one)
    for row in range(len(waivers.lines)):
        idle = row not in used and waivers.text(row, "code") in WARNINGS
        if idle and _end(waivers, row) >= curated.now.date():
            remaining.append(fault("unused_waiver", waivers.at(row, "code"), waivers.text(row, "code")))
    return remaining


def _waived(curated: Curated, waivers: Table) -> Iterator[tuple[Warned, int]]:
    """The warnings that waivers in force speak of, and the row of each waiver."""
    rows = [row for row in range(len(waivers.lines)) if _end(waivers, row) >= curated.now.date()]
    for document in {waivers.text(row, "document") for row in rows} & curated.figures.keys():
        figures = curated.figures[document]
        where = {_figure(figures, row): row for row in range(len(figures.lines))}
        for row in rows:
            found = where.get(_figure(waivers, row)) if waivers.text(row, "document") == document else None
            if found is not None:
                place = figures.at(found, "printed")
                yield (waivers.text(row, "code"), place.file, place.sheet, place.line), row


def _row(curated: Curated, warning: Fault, known: dict[str, Rows]) -> str:
    """The row of waivers.csv that would answer for a warning; `known` keeps the rows of files by place."""
    for document, table in curated.figures.items():
        if table.file == warning.file:
            rows = known.get(document) or known.setdefault(document, _rows(table))
            row = rows.get((warning.sheet, warning.line))
            if row is not None:
                figure = (*(table.text(row, column) for column in FIGURE), table.text(row, "status"))
                return ",".join((warning.code, document, *figure, "原因", "姓名", "到期日"))
    return f"{warning.code},…"


def _rows(table: Table) -> Rows:
    places = (table.at(row, "printed") for row in range(len(table.lines)))
    return {(place.sheet, place.line): row for row, place in enumerate(places)}


def _figure(table: Table, row: int) -> tuple[str, ...]:
    return (*(table.text(row, column) for column in FIGURE), table.text(row, "status") or ACTUAL)


def _answered(warning: Fault, waivers: Table, row: int) -> Fault:
    facts = {name: waivers.text(row, name) for name in ("by", "until", "reason")}
    return _with(replace(warning, severity="note"), Message("phrase.waived", facts))


def _with(one: Fault, more: Message) -> Fault:
    return replace(one, expected=(*one.expected, more))


def _code(table: Table, row: int) -> Iterator[Fault]:
    code, place, codes = table.text(row, "code"), table.at(row, "code"), ", ".join(sorted(WARNINGS))
    if code and code not in FAULT_CODES:
        yield fault("unknown_choice", place, code, dict.fromkeys(WARNINGS, ""), choices=codes)
    elif code and code not in WARNINGS:
        yield fault("unwaivable", place, code, codes=codes)


def _until(curated: Curated, table: Table, row: int) -> Iterator[Fault]:
    text, place = table.text(row, "until"), table.at(row, "until")
    if text and _end(table, row) == date.min:
        yield fault("bad_date", place, text)
    elif text and _end(table, row) < curated.now.date():
        yield fault("expired_waiver", place, text)


def _end(table: Table, row: int) -> date:
    """The last day of a waiver; the first of all days where it can't be read."""
    try:
        return date.fromisoformat(table.text(row, "until"))
    except ValueError:
        return date.min
