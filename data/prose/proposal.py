"""What a report's text proposes: one row a number, each with its fate and what decided it."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Proposal:
    """One number of a text. Offsets are its code points, the end exclusive: text[start:end] == printed.

    `id` is of digest and offsets; `of` and `base` are ids of other rows: what it is a part, share or growth
    of, and what it is compared with; `relation` says how. What isn't known is "". `verdict` is used (a
    figure), rejected (none) or open (for a person to say); `reason` is why it isn't used, or what of a figure
    is left open.
    """

    id: str
    start: int
    end: int
    printed: str
    verdict: str
    reason: str
    number: str = ""
    unit: str = ""
    scale: str = ""
    qualifier: str = ""
    kind: str = ""
    status: str = ""
    period: str = ""
    period_words: str = ""
    region: str = ""
    breakdown: str = ""
    subject: str = ""
    indicator: str = ""
    score: str = ""
    words: str = ""
    suggestion: str = ""
    relation: str = ""
    of: str = ""
    base: str = ""
    base_words: str = ""
    confidence: str = ""
    sentence_start: int = 0
    sentence_end: int = 0


COLUMNS = tuple(field.name for field in fields(Proposal))


@dataclass(frozen=True, slots=True)
class RowCheck:
    """An identity on the ids of rows: its kind, verdict and arithmetic are those of `Check`.

    `document` is the id of another one against which it is held; its kinds are published and implied.
    """

    kind: str
    verdict: str
    rows: tuple[str, ...]
    formula: str
    comes_to: str
    printed: str
    document: str = ""


@dataclass(frozen=True, slots=True)
class Proposed:
    """All rows of a text, in its order, with the digest by which it is known, and what it says of itself.

    `checks` name rows by id; contradictions come first.
    """

    digest: str
    text: str
    rows: tuple[Proposal, ...]
    checks: tuple[RowCheck, ...] = ()

    def of_verdict(self, verdict: str) -> list[Proposal]:
        """Return the rows of one fate."""
        return [row for row in self.rows if row.verdict == verdict]

    @property
    def untested(self) -> int:
        """How many figures take part in no identity: of them the document says nothing a second time."""
        tested = {row for check in self.checks for row in check.rows}
        return sum(row.id not in tested for row in self.of_verdict("used"))
