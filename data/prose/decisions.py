"""What people decided on the rows of a proposal: kept by place and words, laid over the same rows again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields

from data.errors import QuantityError
from data.model.quantity import parse_quantity
from data.prose.bounds import falling
from data.prose.proposal import Proposal, Proposed
from data.prose.view import view

CHOICES = ("accept", "reject", "edit")
EDITED = ("indicator", "region", "period", "breakdown", "status")  # what a decision may say otherwise
FORESEEN = ("indicator", "breakdown")  # of them what an earlier report's figure says of a later one's
_AROUND = 16  # characters before and after a figure, by which it is found again in a corrected text
_LEAST = 6  # of them that must be the same where the others aren't


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's decision on text[start:end] of the text of a digest; the last on a place counts.

    The fields of EDITED are those of the row as it was decided on. `by` is who, `at` when, in ISO form.
    `subject`, `unit` and `kind` are the row's: by them a later report's figure is known to be alike.
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
    subject: str = ""
    unit: str = ""
    kind: str = ""


COLUMNS = tuple(field.name for field in fields(Decision))
NEEDED = COLUMNS[:-3]  # those that a file had before later reports were known by earlier ones


@dataclass(frozen=True, slots=True)
class Laid:
    """Decisions laid over a proposal, by id of row.

    `of_row` hold. `changed` were made where the text, or what is read of it, is now otherwise: somebody
    decides anew. `foreseen` were made on the same words of an earlier report, and wait for a yes. `gone` are
    of figures that the text no longer has, or of which it can't be told where they are.
    """

    of_row: dict[str, Decision]
    changed: dict[str, Decision]
    foreseen: dict[str, Decision]
    gone: tuple[Decision, ...]


def decide(proposed: Proposed, row: Proposal, decision: str, by: str, at: str, **edited: str) -> Decision:
    """Return a decision on a row; `edited` are the fields of EDITED that are otherwise than proposed."""
    text = proposed.text
    fields = {name: edited.get(name, getattr(row, name)) for name in EDITED}
    return Decision(
        proposed.digest, row.start, row.end, row.printed,
        text[max(0, row.start - _AROUND) : row.start], text[row.end : row.end + _AROUND],
        decision, **fields, by=by, at=at, subject=row.subject, unit=row.unit, kind=row.kind,
    )  # fmt: skip


def lay_over(proposed: Proposed, decisions: Iterable[Decision], earlier: Iterable[Decision] = ()) -> Laid:
    """Return which decision holds of which row of the same text, or of a corrected one.

    In another text a decision's row is that with the same figure between the same words, or the words that
    are most alike; `earlier` are those on other reports, of which nothing holds without being asked for.
    """
    of_row: dict[str, Decision] = {}
    changed: dict[str, Decision] = {}
    gone: list[Decision] = []
    for decision in {(one.digest, one.start, one.end): one for one in decisions}.values():
        row, same = _row_of(proposed, decision, of_row.keys() | changed.keys())
        if row is None:
            gone.append(decision)
        elif same and not _reads_otherwise(proposed, row, decision):
            of_row[row.id] = decision
            changed.pop(row.id, None)
        elif row.id not in of_row:
            changed[row.id] = decision
    known = of_row.keys() | changed.keys()
    waiting = [row for row in proposed.of_verdict("used") if row.id not in known]
    return Laid(of_row, changed, dict(_foreseen(waiting, earlier)), tuple(gone))


def _row_of(proposed: Proposed, decision: Decision, taken: Collection[str]) -> tuple[Proposal | None, bool]:
    """The row that a decision was made on, and whether its figure is still the same."""
    text, rows = proposed.text, proposed.rows
    if decision.digest == proposed.digest:
        row = next((row for row in rows if row.start < decision.end and decision.start < row.end), None)
        return row, row is not None and row.printed == decision.printed
    words = decision.before + decision.printed + decision.after
    if text.count(words) > 1:
        return None, False
    start = text.find(words) + len(decision.before)
    if words in text:
        return next(
            (row for row in rows if (row.start, row.printed) == (start, decision.printed)), None
        ), True
    for same in (True, False):
        alike = [
            (_alike(text, row, decision), row)
            for row in rows
            if row.id not in taken and (row.printed == decision.printed) == same
        ]
        best = max((score for score, _ in alike), default=0)
        found = [row for score, row in alike if score == best and (same or row.unit == decision.unit)]
        if best >= _LEAST and len(found) == 1:
            return found[0], same
    return None, False


def _alike(text: str, row: Proposal, decision: Decision) -> int:
    """How many characters right before and right behind a row are those of a decision."""
    before, after = text[max(0, row.start - _AROUND) : row.start], text[row.end : row.end + _AROUND]
    return _common(before[::-1], decision.before[::-1]) + _common(after, decision.after)


def _common(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (own, theirs) in pairs if own != theirs), min(len(one), len(other)))


def _reads_otherwise(proposed: Proposed, row: Proposal, decision: Decision) -> bool:
    """Whether a row says what it didn't when it was decided on: another time, or an indicator at all."""
    if decision.decision == "reject":
        return not decision.indicator and bool(row.indicator)
    return decision.digest != proposed.digest and row.period not in ("", decision.period)


def _foreseen(rows: Iterable[Proposal], earlier: Iterable[Decision]) -> Iterator[tuple[str, Decision]]:
    """What was decided most often on the same words, where the row says all else itself."""
    known: dict[tuple[str, ...], list[Decision]] = {}
    for decision in {(one.digest, one.start, one.end): one for one in earlier}.values():
        if decision.subject:
            known.setdefault(_words_of(decision), []).append(decision)
    for row in rows:
        usual = _usual(known.get(_words_of(row), ()))
        if usual is None or row.indicator not in ("", usual.indicator):
            continue
        if usual.decision == "reject" or (row.period and row.region and usual.indicator):
            yield row.id, usual


def _usual(decisions: Sequence[Decision]) -> Decision | None:
    """The decision that was made more often than any other, the last of its kind."""
    kinds = Counter(map(_chosen, decisions)).most_common(2)
    if not kinds or (len(kinds) > 1 and kinds[0][1] == kinds[1][1]):
        return None
    return next(one for one in reversed(decisions) if _chosen(one) == kinds[0][0])


def _chosen(one: Decision) -> tuple[str, ...]:
    return ("",) if one.decision == "reject" else (one.indicator, one.breakdown)


def _words_of(one: Proposal | Decision) -> tuple[str, str, str]:
    return re.sub(r"[\s“”\"]", "", view(one.subject)), one.unit, one.kind


def again(proposed: Proposed, row: Proposal, decision: Decision, by: str, at: str) -> Decision:
    """Return what was decided on the same words of an earlier report as a decision on a row."""
    if decision.decision == "reject":
        return decide(proposed, row, "reject", by, at)
    foreseen = {name: getattr(decision, name) for name in FORESEEN}
    same = all(getattr(row, name) == value for name, value in foreseen.items())
    return decide(proposed, row, "accept" if same else "edit", by, at, **foreseen)


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


def signed(proposed: Proposed, row: Proposal) -> str:
    """Return the same, a change that goes down by the sign that its words have in a document's row: −."""
    printed = printed_of(row)
    falls = row.kind == "change" and falling(proposed.text[row.sentence_start : row.start])
    return f"-{printed}" if falls and printed[:1].isdigit() else printed
