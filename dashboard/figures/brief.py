"""Brief, Mark: all that a figure is told, in words and numbers ready to be drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from data.errors import ChartRefused


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure as published: its number places it, its text is what is written at it.

    `order` is its period's (end, start); `hover` are plain lines, escaped when drawn. With `named` false a
    mark stands for `value` projects that the source counts without naming them (one where value is None).
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
    key: str = ""
    named: bool = True


@dataclass(frozen=True, slots=True)
class Brief:
    """What one chart shows, for whom and how wide (pixels, at least 260).

    `words` says in the reader's language: the id of every status that occurs (derived, plan, target,
    estimate), `outcome` (heading), `unpublished` (no outcome known), `list` (what joins names: “、”).
    """

    chart: str
    kind: str
    width: int
    color: str
    subtitle: str
    source: str
    marks: tuple[Mark, ...]
    words: Mapping[str, str] = field(default_factory=dict, hash=False)

    def word(self, key: str) -> str:
        """Return the reader's word for `key`, the key itself where there is none."""
        return self.words.get(key, key)

    def label(self, mark: Mark) -> str:
        """Return the mark's label, saying so where the figure is no result: 其他支出（推算）."""
        if mark.status == "actual":
            return mark.label
        word = self.word(mark.status)
        if word[:1] > "⺀":  # Chinese: no spaces to tell words by
            return mark.label if word in mark.label else f"{mark.label}（{word}）"
        return mark.label if word in mark.label.split() else f"{mark.label} ({word})"

    def demand(self, held: bool, why: str) -> None:
        """Refuse to draw unless it `held`. Raises ChartRefused."""
        if not held:
            raise ChartRefused(self.chart, why=why)

    def numbers(self, *, signed: bool = False) -> list[float]:
        """Return the marks' values, none below zero unless `signed`. Raises ChartRefused."""
        self.demand(bool(self.marks), "没有数字 (no figures)")
        values = [mark.value for mark in self.marks if mark.value is not None and isfinite(mark.value)]
        self.demand(len(values) == len(self.marks), "有的项没有数值 (a mark without a value)")
        positive = signed or min(values) >= 0
        self.demand(positive, "有负数，不能从零画起 (a value below zero can't be drawn from zero)")
        return values
