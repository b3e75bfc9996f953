"""A chart in a sentence, for those who don't see it: its kind, how many figures, of when, in which unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dashboard.charts.chart_view import ChartView
from dashboard.charts.figures.ranked_bars import ranks_of
from data.statements.chart_kinds import CHART_KINDS


def describe(view: ChartView) -> str:
    """Return the sentence; the largest and the smallest are in it where their printed digits tell them."""
    words = view.context.words
    return words("chart_sentence", facts=words("list_semicolon").join(filter(None, _facts(view))))


def _facts(view: ChartView) -> Iterator[str]:
    words = view.context.words
    yield words("chart_of", kind=words(f"chart_{view.chart.kind}"), count=len(view.rows))
    yield view.time
    yield words("unit", unit=words("list_comma").join(view.units)) if view.units else ""
    if CHART_KINDS[view.chart.kind].is_ranked and len(view.marks) > 1:
        ranks = ranks_of(view.marks)
        for key, rank in (("chart_largest", ranks[0]), ("chart_smallest", ranks[-1])):
            if len(rank) == 1:
                yield words(key, name=view.spec(view.widths[0]).label(rank[0]), figure=rank[0].text)
    for status, count in Counter(row.status for row in view.rows if row.status != "actual").items():
        yield words("chart_status", count=count, status=words.term("status", status))
    loose = sum(row.qualifier != "exact" for row in view.rows)
    yield words("chart_loose", count=loose) if loose else ""
