"""Rules for documents that speak of the same: they agree, or it is said which one is to be believed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from itertools import combinations
from typing import Any

from data.errors import Fault
from data.model.observation import KEY, Observation
from data.model.quantity import Quantity
from data.statements.supersession import superseders
from etl.curated.contents import Curated
from etl.curated.readings import observations, stage_forms
from etl.faults.catalogue import fault

Key = tuple[str, ...]


def contradictions(curated: Curated) -> Iterator[Fault]:
    """Two documents don't give figures for the same that can't both be right, unless they say what differs.

    Printed digits decide: figures agree where what they may stand for meets. Told of the later document.
    """
    documents = curated.entries["document"]
    above = superseders({document.id: document.texts("supersedes") for document in documents})
    published = {document.id: document.text("published") for document in documents}
    stages = stage_forms(curated)
    for rows in _given_more_than_once(curated):
        rows.sort(key=lambda row: (published.get(row.document, ""), row.document))
        for earlier, later in combinations(rows, 2):
            settled = earlier.stated_definition != later.stated_definition or _superseded(
                earlier, later, above
            )
            if not settled and _unlike(earlier, later, stages):
                yield _contradiction(curated, earlier, later)


def _superseded(one: Observation, other: Observation, above: Mapping[str, Set[str]]) -> bool:
    return one.document in above.get(other.document, ()) or other.document in above.get(one.document, ())


def _contradiction(curated: Curated, earlier: Observation, later: Observation) -> Fault:
    place = curated.place(earlier)
    where = " › ".join(str(part) for part in (place.file, place.sheet, place.line) if part)
    facts: dict[str, Any] = {"other": earlier.document, "printed": earlier.printed, "where": where}
    return fault("contradiction", curated.place(later), later.printed, **facts)


def _given_more_than_once(curated: Curated) -> Iterator[list[Observation]]:
    """The figures of several documents that speak of the same."""
    rows = [row for id in _overlapping(curated) for row in observations(curated)[id]]
    first: dict[Key, str] = {}
    shared = {row.subject for row in rows if first.setdefault(row.subject, row.document) != row.document}
    by_subject: dict[Key, list[Observation]] = defaultdict(list)
    for row in rows if shared else ():
        if row.subject in shared:
            by_subject[row.subject].append(row)
    yield from by_subject.values()


def _overlapping(curated: Curated) -> list[str]:
    """The documents that have an indicator, a region and a period in common with another."""
    speaking: dict[str, list[str]] = defaultdict(list)
    documents = {document.stem for document in curated.documents}  # one that is handed in twice isn't two
    for id in curated.figures.keys() & documents:
        for region in curated.figures[id].distinct("region"):
            speaking[region].append(id)
    shared: set[str] = set()
    for pair in {pair for ids in speaking.values() for pair in combinations(ids, 2)}:
        one, other = (curated.figures[id] for id in pair)
        if not any(one.distinct(name).isdisjoint(other.distinct(name)) for name in KEY[:3]):
            shared.update(pair)
    return [id for id in curated.figures if id in shared]


def _unlike(one: Observation, other: Observation, stages: Mapping[str, str]) -> bool:
    """Whether two printed texts can't stand for the same; what can't be read has its own fault."""
    if one.value is not None and other.value is not None:
        return not _meet(one.quantity, other.quantity)
    reached = [stages.get(row.printed) for row in (one, other) if row.value is None]
    return len(reached) == 2 and all(reached) and reached[0] != reached[1]


def _meet(one: Quantity, other: Quantity) -> bool:
    """Whether two figures may stand for one number; 3 and 4 don't, though 3.5 could be rounded to either."""
    a, b = one.interval, other.interval
    apart = max(a.low, b.low) - min(a.high, b.high)
    rounded = {one.qualifier, other.qualifier} <= {"exact", "about"}
    return apart < 0 or (apart == 0 and not rounded)
