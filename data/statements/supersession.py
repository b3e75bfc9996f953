"""Which of several documents is to be believed on a figure: one that supersedes the others."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

from data.model.catalog import Catalog
from data.model.observation import Observation


class Replacement(NamedTuple):
    """A figure that no longer stands, what stands in its place (None: withdrawn), and since which day."""

    before: Observation
    after: Observation | None
    day: str


class Known(NamedTuple):
    """What is published: the figures that stand, and those that did."""

    standing: Sequence[Observation]
    replaced: Sequence[Replacement]


def superseders(supersedes: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    """Return, by document, all documents that supersede it, be it through others."""
    direct: dict[str, set[str]] = {}
    for document, older in supersedes.items():
        for one in older:
            direct.setdefault(one, set()).add(document)
    return {document: _all_above(document, direct) for document in direct}


def superseders_in(content: str) -> dict[str, frozenset[str]]:
    """Return the same of the documents of a catalogue that is given as JSON."""
    documents = json.loads(content).get("documents", ())
    return superseders({document["id"]: document.get("supersedes", ()) for document in documents})


def standing(catalog: Catalog, observations: list[Observation]) -> list[Observation]:
    """Return the figures that no superseding document gives anew; each document's own page shows them all."""
    above = superseders(catalog.superseding)
    if not above:
        return observations
    given = {(_figure(row), row.document) for row in observations}
    return [
        row
        for row in observations
        if not any((_figure(row), newer) in given for newer in above.get(row.document, ()))
    ]


def _figure(row: Observation) -> Hashable:
    return (*row.series, row.period)


def _all_above(document: str, direct: Mapping[str, set[str]]) -> frozenset[str]:
    above: set[str] = set()
    waiting = [document]
    while waiting:
        newer = direct.get(waiting.pop(), set()) - above
        above |= newer
        waiting += newer
    return frozenset(above)
