"""What a person is asked of a report's figures: as few questions as there are things to decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from data.prose.decisions import Decision, Laid, again, decide
from data.prose.proposal import Proposal, Proposed


@dataclass(frozen=True, slots=True)
class Question:
    """Figures that one answer may settle, with what a yes decides of each, by id.

    `kind` is foreseen (decided so of an earlier report), sentence (figures of one, some of which have an
    indicator) or unnamed (those of sentences in which none has one). A row without a decision is asked for.
    """

    kind: str
    rows: tuple[Proposal, ...]
    answers: Mapping[str, Decision]


def questions(proposed: Proposed, laid: Laid, by: str, at: str) -> Iterator[Question]:
    """Yield what is to be asked: what an earlier report foresees, sentence by sentence, and all the rest."""
    waiting = [row for row in proposed.of_verdict("used") if row.id not in laid.of_row]
    foreseen = tuple(row for row in waiting if row.id in laid.foreseen)
    if foreseen:
        yield Question(
            "foreseen",
            foreseen,
            {row.id: again(proposed, row, laid.foreseen[row.id], by, at) for row in foreseen},
        )
    unnamed: list[Proposal] = []
    left = (row for row in waiting if row.id not in laid.foreseen)
    for _, group in groupby(left, key=lambda row: row.sentence_start):
        rows = tuple(group)
        if any(row.indicator or row.id in laid.changed for row in rows):
            yield Question("sentence", rows, _as_shown(proposed, rows, by, at))
        else:
            unnamed += rows
    if unnamed:
        yield Question("unnamed", tuple(unnamed), _as_shown(proposed, tuple(unnamed), by, at))


def _as_shown(proposed: Proposed, rows: tuple[Proposal, ...], by: str, at: str) -> dict[str, Decision]:
    """What has an indicator is accepted, where nothing of it is missing; what has none is rejected."""
    whole = (row for row in rows if not row.indicator or (row.period and row.region))
    return {row.id: decide(proposed, row, "accept" if row.indicator else "reject", by, at) for row in whole}
