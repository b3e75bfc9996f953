"""What is asked about a table, and what of it isn't taken: said once, with the first cell and a count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from data.errors import Fault
from etl.faults.catalogue import Place, fault
from etl.office_files.findings import shortened

SHOWN = 5  # names that stand for all
GUESSED = 200  # names for which the nearest are looked for


class Left(Exception):
    """A cell that isn't taken: why, what it is counted under, and what a fault says of it.

    `near` are the names that may have been meant, `example` is one of several things to be named together.
    """

    def __init__(
        self,
        code: str,
        key: object,
        place: Place,
        found: str,
        near: Mapping[str, str] | None = None,
        example: str = "",
        facts: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(code)
        self.code, self.key, self.place, self.found = code, key, place, found
        self.near, self.example, self.facts = near, example, facts or {}


@dataclass
class _Tally:
    first: Left
    count: int = 0
    examples: dict[str, None] = field(default_factory=dict)


@dataclass
class Tallies:
    """Counts the cells that aren't taken, by reason."""

    _found: dict[tuple[str, object], _Tally] = field(default_factory=dict)

    def add(self, left: Left) -> None:
        """Count a cell."""
        tally = self._found.setdefault((left.code, left.key), _Tally(left))
        tally.count += 1
        if left.example:
            tally.examples[left.example] = None

    def faults(self) -> list[Fault]:
        """Return what is to be said of them, in the order in which they were seen."""
        return [_fault(tally, n < GUESSED) for n, tally in enumerate(self._found.values())]


def _fault(tally: _Tally, guess: bool) -> Fault:
    first, examples = tally.first, [*tally.examples]
    more = "……" if len(examples) > SHOWN else ""
    facts = {**first.facts, "count": tally.count, "examples": "、".join(examples[:SHOWN]) + more}
    return fault(first.code, first.place, shortened(first.found), first.near if guess else None, (), **facts)
