"""ChartSpec, Mark: all that a figure is told, in words and numbers ready to be drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboard.charts.figures.theme import SMALL

MOST_ALIVE = 30  # figures of a drawing that answer each for itself
Plain = dict[str, Any]  # a Plotly figure as plain data: its "data" and its "layout"


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure as published: its number places it, its text is what is written at it.

    `id` names the figure; `indicator` and `breakdown` tell what it is of; `order` is its period's (end,
    start); `hover` are plain lines, the figure first and its sources last, escaped when drawn. Between
    `bounds` its printed digits admit it to lie, in one unit for all marks.
    `root` is the indicator whose series its own goes on with, and `definition` what its note says it counts;
    `gaps` say why no line comes to it from the one before: "broken" (it counts otherwise), "moved" (in
    another territory), "missing" (a period between).
    With `named` false a mark stands for `value` projects that the source counts without naming them.
    """

    label: str
    value: float | None = None
    text: str = ""
    printed: str = ""
    qualifier: str = "exact"
    status: str = "actual"
    series: str = ""
    period: str = ""
    order: tuple[Any, ...] = ()
    stage: str = ""
    stage_name: str = ""
    rank: int = 0
    fill: str = ""
    hover: tuple[str, ...] = ()
    indicator: str = ""
    breakdown: str = ""
    named: bool = True
    bounds: tuple[float, float] | None = None
    id: str = ""
    root: str = ""
    definition: str = ""
    gaps: tuple[str, ...] = ()

    @property
    def line(self) -> tuple[str, str]:
        """Which series it belongs to: one that an indicator began may go on with another in its place."""
        return self.root or self.indicator, self.breakdown


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is drawn of a chart of series: the periods from one to another by number, and series by number.

    Periods count from 1 in time, series from 0 as they are drawn; 0 and none stand for all.
    """

    first: int = 0
    last: int = 0
    series: tuple[int, ...] = ()

    def query(self) -> str:
        """Return it as a part of an address: `from=2&to=5&series=0,2`; "" for the whole."""
        named = {"from": self.first, "to": self.last, "series": ",".join(map(str, self.series))}
        return "&".join(f"{key}={value}" for key, value in named.items() if value)


WHOLE = Excerpt()


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """What one chart shows, for whom and how wide (pixels, at least 186).

    `words` says in the reader's language: the id of every status that occurs (derived, plan, target,
    estimate), `outcome` (heading), `unpublished` (no outcome known), `list` (what joins names:
    “、”), `others` (what follows the names of some of many: 等), `tied` (what follows the names of those that
    digits don't order), `some_tied` (the same of many), `broken` (a break in definition), `moved` (one in
    territory), `missing`.
    """

    chart: str
    kind: str
    width: int
    color: str
    subtitle: str
    source: str
    marks: tuple[Mark, ...]
    words: Mapping[str, str] = field(default_factory=dict, hash=False)
    small: int = SMALL  # px, the size of the source line and the like
    excerpt: Excerpt = WHOLE
    touch: int = 0  # px, the least that what is pressed is wide and high

    def word(self, key: str) -> str:
        """Return the reader's word for `key`, the key itself where there is none."""
        return self.words.get(key, key)

    def label(self, mark: Mark) -> str:
        """Return the mark's label, saying so where the figure is no result: 其他支出（推算）."""
        return self.named(mark.label, mark)

    def named(self, name: str, mark: Mark) -> str:
        """Return a name of the mark, saying so where the figure is no result."""
        word = self.word(mark.status)
        is_said = word in (name if _is_chinese(word) else name.split())
        return name if mark.status == "actual" or is_said else aside(name, word)


def aside(text: str, word: str) -> str:
    """Return a text with a word in the brackets of its language."""
    return f"{text}（{word}）" if _is_chinese(word) else f"{text} ({word})"


def _is_chinese(word: str) -> bool:
    return any(character > "⺀" for character in word)  # no spaces to tell words by
