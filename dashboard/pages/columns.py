"""Cards set in columns of about one height, read down one and then down the next, as in a newspaper.

The cards stand in one order at every width; the style sheet makes one, two or three columns of their runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from dashboard.request import html

_GAP = 24  # px between cards


@dataclass(frozen=True, slots=True)
class Card:
    """A card, and about how high it is, in px, where there are two columns and where there are three."""

    content: html.Element
    in_two: float
    in_three: float


def set_in_columns(cards: Sequence[Card]) -> html.Element:
    """Return cards in two columns of two runs each, which are three columns where there is room.

    A card by itself spans the row; of two, each is a column at any width.
    """
    middle = _cut([card.in_two for card in cards])
    first, last = _cuts([card.in_three for card in cards], middle)
    content = [card.content for card in cards]
    columns = [
        [content[:first], content[first:middle]],
        [content[middle:last], content[last:]],
    ]
    number = {1: "lone", 2: "pair"}.get(len(cards), "many")
    return html.Div([_column(runs) for runs in columns if any(runs)], className=f"columns {number}")


def _column(runs: Sequence[Sequence[html.Element]]) -> html.Element:
    return html.Div([html.Div([*run], className="run") for run in runs], className="column")


def _cut(heights: Sequence[float]) -> int:
    """How many of the cards stand in the first of two columns."""
    return min(range(1, len(heights)), key=lambda cut: _spread(heights, (cut,)), default=len(heights))


def _cuts(heights: Sequence[float], middle: int) -> tuple[int, int]:
    """Where the first of three columns ends and the last begins, before and after the middle of two."""
    last = len(heights)
    pairs = [(one, other) for one in range(1, middle + 1) for other in range(middle, last) if other > one]
    return min(pairs, key=lambda cuts: _spread(heights, cuts), default=(middle, middle))


def _spread(heights: Sequence[float], cuts: Sequence[int]) -> float:
    """How far the ends of columns cut so are apart."""
    ends = [*accumulate(height + _GAP for height in heights)]
    marks = [0.0, *(ends[cut - 1] for cut in cuts), ends[-1]]
    columns = [after - before for before, after in pairwise(marks)]
    return max(columns) - min(columns)
