"""What was measured, as Markdown: medians, their range, and how many times ours each is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite, nan
from statistics import median

# What a visit is measured by: its name here, its heading, unit and decimals.
MEASURES = {
    "first paint": ("first contentful paint", "s", 2),
    "first chart": ("first chart painted", "s", 2),
    "all charts": ("all charts painted", "s", 2),
    "answers": ("a mark answers", "s", 2),
    "answers after": ("a mark answers after first paint", "s", 2),
    "layout shift": ("layout shift (CLS)", "", 3),
    "blocking": ("blocking time", "s", 2),
    "bytes before": ("bytes that had come when all charts were painted", "kB", 1),
    "bytes": ("bytes in all", "kB", 1),
    "requests": ("requests", "", 0),
    "theme": ("a theme clicked: its charts painted", "s", 2),
    "performance": ("Lighthouse: performance", "", 0),
    "lighthouse blocking": ("Lighthouse: total blocking time", "s", 3),
    "accessibility": ("Lighthouse: accessibility", "", 0),
    "best-practices": ("Lighthouse: best practices", "", 0),
    "seo": ("Lighthouse: search engines", "", 0),
    "rate 1": ("requests/s, 1 connection", "", 0),
    "rate 16": ("requests/s, 16 connections", "", 0),
    "rate 64": ("requests/s, 64 connections", "", 0),
    "p99 1": ("p99, 1 connection", "ms", 1),
    "p99 16": ("p99, 16 connections", "ms", 1),
    "p99 64": ("p99, 64 connections", "ms", 1),
    "memory": ("memory under load", "MB", 0),
    "change": ("region or year changed, first time", "ms", 1),
    "change again": ("region or year changed, again", "ms", 1),
}
OURS = "ours"


@dataclass
class Results:
    """Every measurement: under a heading ("desktop, cold"), of a measure, of a peer."""

    found: dict[str, dict[str, dict[str, list[float]]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    )

    def add(self, heading: str, peer: str, measured: Mapping[str, float]) -> None:
        """Keep what one run measured of a peer."""
        for measure, value in measured.items():
            self.found[heading][measure][peer].append(value)

    def largest(self, heading: str, measure: str, peer: str = OURS) -> float:
        """Return the largest of the runs, and not a number for what wasn't measured."""
        return max(self.found[heading][measure][peer], default=nan)

    def median(self, heading: str, measure: str, peer: str = OURS) -> float:
        """Return the median of the runs, and not a number for what wasn't measured."""
        return median(self.found[heading][measure][peer] or [nan])


def tables(results: Results, peers: Sequence[str]) -> str:
    """Return a table a heading, a row a measure, a column a peer."""
    return "\n\n".join(f"## {heading}\n\n{_table(rows, peers)}" for heading, rows in results.found.items())


def _table(rows: Mapping[str, Mapping[str, list[float]]], peers: Sequence[str]) -> str:
    known = [measure for measure in MEASURES if measure in rows]
    lines = [
        [_heading(measure), *(_cell(rows[measure], measure, peer) for peer in peers)] for measure in known
    ]
    return markdown(["", *peers], lines)


def _heading(measure: str) -> str:
    name, unit, _ = MEASURES[measure]
    return f"{name}, {unit}" if unit else name


def _cell(row: Mapping[str, list[float]], measure: str, peer: str) -> str:
    """“5.10 (4.98–5.31) ×27”: median, smallest and largest, and how many times ours."""
    if not (values := row.get(peer)):
        return "—"
    decimals = MEASURES[measure][2]
    low, middle, high = (_number(value, decimals) for value in (min(values), median(values), max(values)))
    return " ".join(filter(None, (middle, f"({low}–{high})" if low != high else "", _ratio(row, peer))))


def _number(value: float, decimals: int) -> str:
    return f"{value:.{decimals}f}" if isfinite(value) else "never"


def _ratio(row: Mapping[str, list[float]], peer: str) -> str:
    ours = median(row[OURS]) if row.get(OURS) else 0.0
    if peer == OURS or not ours:
        return ""
    ratio = median(row[peer]) / ours
    if not isfinite(ratio):
        return ""
    return f"×{ratio:.0f}" if ratio >= 9.95 else f"×{ratio:.2g}"


def markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table whose columns also line up as plain text."""
    lines = [head, *rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    padded = (
        [line[0].ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(line[1:], widths[1:], strict=True))]
        for line in [head, rule, *rows]
    )
    return "\n".join(f"| {' | '.join(line)} |" for line in padded)
