"""What a document says of itself twice: sums, growth, differences, shares, held against its own digits.

Every check is done on intervals: of all amounts that the printed digits admit, cut off or rounded.
"""

from __future__ import annotations

from collections.abc import Sequence

from data.prose.checks import Check
from data.prose.growth import averages, changes, growths, points
from data.prose.statement import Statement
from data.prose.wholes import parts_of, said_twice, shares, structures, sums


def checks_of(statements: Sequence[Statement]) -> list[Check]:
    """Return every identity that can be tested among statements, contradictions first."""
    found = [
        *changes(statements),
        *averages(statements),
        *points(statements),
        *shares(statements),
        *parts_of(statements),
        *growths(statements),
        *structures(statements),
        *sums(statements),
        *said_twice(statements),
    ]
    rank = {"contradicts": 0, "question": 1, "agrees": 2}
    return sorted(dict.fromkeys(found), key=lambda check: (rank[check.verdict], check.places))
