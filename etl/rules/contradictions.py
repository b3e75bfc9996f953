"""Rules for documents that speak of the same: they agree, or it is said which one is to be believed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from data.errors import Fault
from data.model.quantity import Quantity, parse_quantity
from data.statements.supersession import superseders
from etl.curated.folder import Curated
from etl.curated.readings import readings
from etl.curated.source import ACTUAL, Table
from etl.faults.catalogue import fault

FIGURE = ("indicator", "region", "period", "breakdown")  # and the status, where an empty one is a result
# How a note says what its figure counts, where that is something else than its indicator says.
DEFINED = re.compile(r"\s*(?:口径|definition)\s*[：:](.*\w.*)", re.IGNORECASE | re.DOTALL)
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A row of a document that speaks of what another one speaks of, too."""

    document: str
    table: Table
    row: int

    def cell(self, column: str) -> str:
        """Return the text of a cell."""
        return self.table.text(self.row, column)

    @property
    def definition(self) -> str:
        """What its note says that it counts; nothing where it counts what its indicator says."""
        said = DEFINED.fullmatch(self.cell("note"))
        return said[1].strip().casefold() if said else ""


def contradictions(curated: Curated) -> Iterator[Fault]:
    """Two documents don't give figures for the same that can't both be right, unless they say what differs.

    Printed digits decide: figures agree where what they may stand for meets. Told of the later document.
    """
    documents = curated.entries["document"]
    above = superseders({document.id: document.texts("supersedes") for document in documents})
    published = {document.id: document.text("published") for document in documents}
    for said in _said_more_than_once(curated):
        said.sort(key=lambda one: (published.get(one.document, ""), one.document))
        for earlier, later in combinations(said, 2):
            settled = earlier.definition != later.definition or _superseded(earlier, later, above)
            if not settled and _unlike(curated, earlier, later):
                yield _contradiction(earlier, later)


def _superseded(one: Said, other: Said, above: Mapping[str, Set[str]]) -> bool:
    return one.document in above.get(other.document, ()) or other.document in above.get(one.document, ())


def _contradiction(earlier: Said, later: Said) -> Fault:
    place = earlier.table.at(earlier.row, "printed")
    where = " › ".join(str(part) for part in (place.file, place.sheet, place.line) if part)
    facts: dict[str, Any] = {"other": earlier.document, "printed": earlier.cell("printed"), "where": where}
    return fault("contradiction", later.table.at(later.row, "printed"), later.cell("printed"), **facts)


def _said_more_than_once(curated: Curated) -> Iterator[list[Said]]:
    """The rows of several documents that speak of the same figure."""
    tables = {id: curated.figures[id] for id in _overlapping(curated)}
    first: dict[Key, str] = {}
    shared = {key for id, table in tables.items() for key in _keys(table) if first.setdefault(key, id) != id}
    found: dict[Key, list[Said]] = defaultdict(list)
    for document, table in tables.items() if shared else ():
        for row, key in enumerate(_keys(table)):
            if key in shared:
                found[key].append(Said(document, table, row))
    yield from found.values()


def _keys(table: Table) -> Iterator[Key]:
    """What each row speaks of."""
    statuses = (status or ACTUAL for status in table["status"])
    return zip(*(table[column] for column in FIGURE), statuses, strict=False)


def _overlapping(curated: Curated) -> list[str]:
    """The documents that have an indicator, a region and a period in common with another.

    Of those found sound before only what shares them with one that wasn't: they were held against each other.
    """
    speaking: dict[str, list[str]] = defaultdict(list)
    for id, table in curated.figures.items():
        for region in table.distinct("region"):
            speaking[region].append(id)
    pairs = {pair for ids in speaking.values() for pair in combinations(ids, 2)}
    shared: set[str] = set()
    for pair in pairs:
        if curated.memos.keys() >= {*pair}:
            continue
        one, other = (curated.figures[id] for id in pair)
        if not any(one.distinct(name).isdisjoint(other.distinct(name)) for name in FIGURE[:3]):
            shared.update(pair)
    return [id for id in curated.figures if id in shared]


def _unlike(curated: Curated, one: Said, other: Said) -> bool:
    """Whether two printed texts can't stand for the same; what can't be read has its own fault."""
    pairs = [(said.cell("indicator"), said.cell("printed")) for said in (one, other)]
    values = [readings(curated)[pair] for pair in pairs]
    printed = [text for _, text in pairs]
    if all(isinstance(value, float) for value in values):
        return not _meet(*map(parse_quantity, printed))
    stages = [_stage(curated, text) for text in printed]
    return values == [None, None] and all(stages) and stages[0] != stages[1]


def _meet(one: Quantity, other: Quantity) -> bool:
    """Whether two figures may stand for one number; 3 and 4 don't, though 3.5 could be rounded to either."""
    a, b = one.interval, other.interval
    apart = max(a.low, b.low) - min(a.high, b.high)
    rounded = {one.qualifier, other.qualifier} <= {"exact", "about"}
    return apart < 0 or (apart == 0 and not rounded)


def _stage(curated: Curated, printed: str) -> str:
    """The stage that a printed form stands for; nothing for none."""
    table = curated.lists.get("stages")
    for id, name, forms in zip(table["id"], table["name"], table["printed"], strict=False) if table else ():
        if printed == name or printed in forms.split("|"):
            return id
    return ""
