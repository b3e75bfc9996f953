"""Why a chart refuses figures: drawing them would tell what no source says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import isfinite
from typing import Any, Generic, Protocol, TypeVar

from data.messages import Message
from data.model.observation import RESULTS

HUNDRED = 100
TOLERANCE = 0.1  # percentage points that rounded parts may miss a hundred by
MOST_NUMERALS = 4
MOST_LINES = 4
MOST_PANELS = 16
MOST_BARS = 300
MOST_PROJECTS = 500  # squares that can still be told apart


class Figure(Protocol):
    """What of a figure decides whether it can be drawn; `order` is its period's (end, start)."""

    @property
    def indicator(self) -> str: ...
    @property
    def breakdown(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def value(self) -> float | None: ...
    @property
    def order(self) -> tuple[Any, ...]: ...


F = TypeVar("F", bound=Figure)


@dataclass(frozen=True, slots=True)
class Refusal(Generic[F]):
    """Why, a key of the table [refusal], and the figure that stands in the way, where one does."""

    reason: str
    figure: F | None = None

    @property
    def why(self) -> Message:
        """The sentence."""
        return Message(f"refusal.{self.reason}")


@dataclass(frozen=True, slots=True)
class Extent:
    """What there is of a chart's indicators anywhere: enough to tell of most charts that none is refused.

    `series` counts their breakdowns, each in each status, and what is derived; no value lies outside of
    `low`, at most zero, and `high`, at least zero. Of what is derived nothing is known before.
    """

    series: int
    low: float = 0
    high: float = 0
    derived: bool = False
    planned: bool = False


def values_from_zero(figures: Sequence[F]) -> Iterator[Refusal[F]]:
    """Bars start at zero."""
    for figure in figures:
        if not _is_number(figure):
            yield Refusal("no_value", figure)
        elif (figure.value or 0) < 0:
            yield Refusal("below_zero", figure)


def few_bars(figures: Sequence[F]) -> Iterator[Refusal[F]]:
    """Bars start at zero, and are not so many that nobody reads them."""
    yield from values_from_zero(figures)
    for figure in figures[MOST_BARS : MOST_BARS + 1]:
        yield Refusal("many_bars", figure)


def parts_of_a_hundred(figures: Sequence[F]) -> Iterator[Refusal[F]]:
    """Parts of a whole, in %, add to 100."""
    wrong = list(few_bars(figures))
    yield from wrong
    missed = abs(sum(figure.value or 0 for figure in figures) - HUNDRED)
    if not wrong and round(missed, 6) > TOLERANCE:
        yield Refusal("no_whole", figures[0])


def one_percentage(figures: Sequence[F]) -> Iterator[Refusal[F]]:
    """A hundred squares show one figure of at most 100 %."""
    yield from values_from_zero(figures)
    for figure in figures[1:]:
        yield Refusal("one_figure", figure)
    for figure in figures:
        if (figure.value or 0) > HUNDRED:
            yield Refusal("over_hundred", figure)


def countable_projects(figures: Sequence[F]) -> Iterator[Refusal[F]]:
    """A stage has no value and is one project; a count has the number of its projects."""
    counts = [figure for figure in figures if figure.value is not None]
    wrong = list(values_from_zero(counts))
    yield from wrong
    squares = 0 if wrong else sum(projects(figure) for figure in figures)
    if not wrong and not 0 < squares <= MOST_PROJECTS:
        largest = max(figures, key=projects)
        yield Refusal("project_count", largest)


def projects(figure: Figure) -> int:
    """Return how many projects a figure of a status grid stands for."""
    return 1 if figure.value is None else round(figure.value)


def few_figures(figures: Sequence[F]) -> Iterator[Refusal[F]]:
    """Large numerals are few."""
    if len(figures) > MOST_NUMERALS:
        yield Refusal("figure_count", figures[MOST_NUMERALS])


def comparable_points(figures: Sequence[F], most: int = MOST_LINES) -> Iterator[Refusal[F]]:
    """A line joins two results or more, each at a time of its own; lines are at most so many."""
    for figure in figures:
        if not _is_number(figure):
            yield Refusal("no_value", figure)
    series = [list(points) for _, points in groupby(sorted(figures, key=_moment), key=_thing)]
    for points in series[most:]:
        yield Refusal("many_lines", points[0])
    for points in series:
        if sum(figure.status in RESULTS for figure in points) < 2:
            yield Refusal("one_point", points[0])
        for one, other in pairwise(points):
            if _day(one) == _day(other):
                yield Refusal("same_time", other)


def plans_to_compare(figures: Sequence[F]) -> Iterator[Refusal[F]]:
    """Each project has one plan, which is no result, and one of them a length."""
    plans = [figure for figure in figures if figure.value is not None]
    wrong = list(few_bars(plans))
    yield from wrong
    if not wrong and not max((figure.value or 0 for figure in plans), default=0) > 0:
        yield Refusal("no_plan", figures[0])
    known: set[str] = set()
    for figure in sorted(plans, key=lambda plan: plan.order):
        if figure.status == "actual":
            yield Refusal("result", figure)
        if figure.breakdown in known:
            yield Refusal("two_plans", figure)
        known.add(figure.breakdown)


def _is_number(figure: Figure) -> bool:
    return figure.value is not None and isfinite(figure.value)


def _thing(figure: Figure) -> tuple[str, str]:
    return figure.indicator, figure.breakdown


def _moment(figure: Figure) -> tuple[Any, ...]:
    return *_thing(figure), figure.order


def _day(figure: Figure) -> Any:
    """The day on which a line has a figure's point: the last one of its period."""
    return figure.order[0]
