"""What people decided on the rows of a proposal: kept by place and words, laid over the same rows again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from data.errors import QuantityError
from data.model.quantity import parse_quantity
from data.prose.proposal import Proposal, Proposed
from data.prose.view import view

CHOICES = ("accept", "reject", "edit")
EDITED = ("indicator", "region", "period", "breakdown", "status")  # what a decision may say otherwise
_AROUND = 16  # characters before and after a figure, by which it is found again in a corrected text


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's decision on text[start:end] of the text of a digest; the last on a place counts.

    The fields of EDITED are those of the row as it was decided on. `by` is who, `at` when, in ISO form.
    """

    digest: str
    start: int
    end: int
    printed: str
    before: str
    after: str
    decision: str
    indicator: str
    region: str
    period: str
    breakdown: str
    status: str
    by: str
    at: str


COLUMNS = tuple(field.name for field in fields(Decision))


@dataclass(frozen=True, slots=True)
class Laid:
    """Decisions laid over a proposal: by id of row, and those whose place in the text can't be told."""

    of_row: dict[str, Decision]
    astray: tuple[Decision, ...]


def decide(proposed: Proposed, row: Proposal, decision: str, by: str, at: str, **edited: str) -> Decision:
    """Return a decision on a row; `edited` are the fields of EDITED that are otherwise than proposed."""
    text = proposed.text
    said = {name: edited.get(name, getattr(row, name)) for name in EDITED}
    return Decision(
        proposed.digest, row.start, row.end, row.printed,
        text[max(0, row.start - _AROUND) : row.start], text[row.end : row.end + _AROUND],
        decision, **said, by=by, at=at,
    )  # fmt: skip


def lay_over(proposed: Proposed, decisions: Iterable[Decision]) -> Laid:
    """Return which decision holds of which row of the same text, or of a corrected one.

    In another text a decision's row is that with the same figure between the same words, where there is one.
    """
    by_place = {(row.start, row.end): row for row in proposed.rows}
    text = proposed.text
    of_row: dict[str, Decision] = {}
    astray: dict[tuple[str, int, int], Decision] = {}
    for decision in decisions:
        if decision.digest == proposed.digest:
            row = by_place.get((decision.start, decision.end))
        else:
            words = decision.before + decision.printed + decision.after
            start = text.find(words) + len(decision.before)
            unique = text.count(words) == 1
            row = by_place.get((start, start + len(decision.printed))) if unique else None
        place = (decision.digest, decision.start, decision.end)
        if row is None or row.printed != decision.printed:
            astray[place] = decision
        else:
            of_row[row.id] = decision
    return Laid(of_row, tuple(astray.values()))


def refusals(proposed: Proposed, row: Proposal, decision: Decision, taken: Sequence[Proposal]) -> list[str]:
    """Return why a row doesn't pass into a document, as keys of [review]; `taken` are those that did."""
    why = []
    if decision.decision == "reject":
        why.append("rejected")
    if not proposed.text[row.start : row.end] == row.printed == decision.printed:
        why.append("not_there")
    if any(row.start < other.end and other.start < row.end for other in taken):
        why.append("overlaps")
    why += [f"no_{name}" for name in ("indicator", "region", "period") if not getattr(decision, name)]
    try:
        parse_quantity(printed_of(row))
    except QuantityError:
        why.append("unreadable")
    return why


def printed_of(row: Proposal) -> str:
    """Return a figure as a document's row prints it, with a unit that it shares with another."""
    printed = row.printed
    try:
        own = parse_quantity(view(printed)).base_unit
    except QuantityError:
        own = ""
    return printed if own or not row.unit else printed + row.unit
