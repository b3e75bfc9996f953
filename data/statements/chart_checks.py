"""Why a chart refuses figures: drawing them would tell what no source says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import isfinite
from typing import Any, Generic, Protocol, TypeVar

from data.model.observation import RESULTS

HUNDRED = 100
TOLERANCE = 0.1  # percentage points that rounded parts may miss a hundred by
MOST_NUMERALS = 4
MOST_LINES = 4
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
    """Why, in Chinese and English, and the figure that stands in the way; none where there is no figure."""

    zh: str
    en: str
    figure: F | None = None


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
            yield Refusal("有的项没有数值", "a figure without a value", figure)
        elif (figure.value or 0) < 0:
            yield Refusal("有负数，不能从零画起", "a value below zero can't be drawn from zero", figure)


def parts_of_a_hundred(figures: Sequence[F]) -> Iterator[Refusal[F]]:
    """Parts of a whole, in %, add to 100."""
    wrong = list(values_from_zero(figures))
    yield from wrong
    missed = abs(sum(figure.value or 0 for figure in figures) - HUNDRED)
    if not wrong and round(missed, 6) > TOLERANCE:
        yield Refusal("各部分合计不是100%", "the parts don't add to 100 %", figures[0])


def one_percentage(figures: Sequence[F]) -> Iterator[Refusal[F]]:
    """A hundred squares show one figure of at most 100 %."""
    yield from values_from_zero(figures)
    for figure in figures[1:]:
        yield Refusal("只能画一个数字", "it takes one figure", figure)
    for figure in figures:
        if (figure.value or 0) > HUNDRED:
            yield Refusal("百分比超过100", "a percentage over 100", figure)


def countable_projects(figures: Sequence[F]) -> Iterator[Refusal[F]]:
    """A stage has no value and is one project; a count has the number of its projects."""
    counts = [figure for figure in figures if figure.value is not None]
    wrong = list(values_from_zero(counts))
    yield from wrong
    squares = 0 if wrong else sum(projects(figure) for figure in figures)
    if not wrong and not 0 < squares <= MOST_PROJECTS:
        largest = max(figures, key=projects)
        yield Refusal("项目数要在1到500之间", "it takes 1 to 500 projects", largest)


def projects(figure: Figure) -> int:
    """Return how many projects a figure of a status grid stands for."""
    return 1 if figure.value is None else round(figure.value)


def few_figures(figures: Sequence[F]) -> Iterator[Refusal[F]]:
    """Large numerals are few."""
    if len(figures) > MOST_NUMERALS:
        yield Refusal("要有一至四个数字", "it takes one to four figures", figures[MOST_NUMERALS])


def comparable_points(figures: Sequence[F]) -> Iterator[Refusal[F]]:
    """A line joins two results or more, each at a time of its own; lines are few."""
    for figure in figures:
        if not _is_number(figure):
            yield Refusal("有的项没有数值", "a figure without a value", figure)
    series = [list(found) for _, found in groupby(sorted(figures, key=_moment), key=_thing)]
    for found in series[MOST_LINES:]:
        yield Refusal("线太多", "too many lines", found[0])
    for found in series:
        if sum(figure.status in RESULTS for figure in found) < 2:
            yield Refusal("一个点连不成线", "a line needs two points that are results", found[0])
        for one, other in pairwise(found):
            if _day(one) == _day(other):
                yield Refusal("同一时间有两个数字", "two figures at one time", other)


def plans_to_compare(figures: Sequence[F]) -> Iterator[Refusal[F]]:
    """Each project has one plan, which is no result, and one of them a length."""
    plans = [figure for figure in figures if figure.value is not None]
    wrong = list(values_from_zero(plans))
    yield from wrong
    if not wrong and not max((figure.value or 0 for figure in plans), default=0) > 0:
        yield Refusal("没有计划数", "no planned figure", figures[0])
    known: set[str] = set()
    for figure in sorted(plans, key=lambda plan: plan.order):
        if figure.status == "actual":
            yield Refusal("实绩不能当作计划", "a result isn't a plan", figure)
        if figure.breakdown in known:
            yield Refusal("一个项目有两个计划数", "two plans for one project", figure)
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
