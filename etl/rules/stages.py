"""Rules for the stages of projects: each is of a time that its source gives."""

from __future__ import annotations

import re
from collections.abc import Iterator

from data.errors import Fault, PeriodError
from data.model.observation import RESULTS, Observation
from data.model.period import Period, parse_period
from etl.curated.contents import Curated
from etl.curated.readings import observations
from etl.faults.catalogue import fault

# How a note says which time a source gives: 时期：第18段“2022年”.
GIVEN = re.compile(r"(?:时期|period)\s*[：:](.*)", re.IGNORECASE | re.DOTALL)
QUOTED = '\\s*[“"]([^”"]*)[”"]'


def stages_in_time(curated: Curated) -> Iterator[Fault]:
    """A stage is told as of a day, mostly that of publication, or a note quotes the time its source gives.

    The quotation stands in the note of the row, or, after the row's place, in that of the document.
    """
    notes = {document.toml.stem: document.text("note") for document in curated.entries["document"]}
    stages = {id for id, entry in curated.indicators.items() if entry.text("measure") == "stage"}
    for document, rows in observations(curated).items():
        if curated.figures[document].distinct("indicator").isdisjoint(stages):
            continue
        for row in rows:
            is_stage = row.indicator in stages and row.status in RESULTS
            period = _period(row.period) if is_stage else None
            if period and period.kind != "day" and not _is_given(row, period, notes.get(document, "")):
                facts = {"printed": row.printed, "locator": row.locator}
                yield fault("stage_of_no_time", curated.place(row, "period"), row.period, None, (), **facts)


def _is_given(row: Observation, period: Period, note: str) -> bool:
    year = str(period.start.year if period.kind == "since" else period.end.year)
    own, of_document = GIVEN.search(row.note), GIVEN.search(note)
    quoted = re.findall(re.escape(row.locator) + QUOTED, of_document[1]) if of_document else []
    return any(year in text for text in (*quoted, own[1] if own else ""))


def _period(text: str) -> Period | None:
    try:
        return parse_period(text)
    except PeriodError:
        return None
