"""Titles that state a finding: a template of the catalogue, filled with published figures."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dashboard.request.context import Context
from data.model.observation import Observation

PLACEHOLDER = re.compile(r"\{(\w+)(?:@(\w+))?\}")

TELLING = ("@period}", "@status}")  # what says something of a figure, and not the figure
CALLED = ("actual", "derived")  # what is called nothing, and what is always called derived


def names_in(template: str) -> set[str]:
    """Return the indicators a template speaks of."""
    return {match[1] for match in PLACEHOLDER.finditer(template)}


def fill(template: str, rows: Iterable[Observation], context: Context) -> str:
    """Fill a template; return "" where a figure it speaks of is not among the rows.

    {indicator} and {indicator@breakdown} give the newest figure as published, {indicator@top} the name of the
    breakdown with the largest figure, {indicator@period} its time, {indicator@status} its nature. A plan
    speaks only where there is no result, and is called one unless the template's own words do.
    """
    known = sorted(rows, key=lambda o: not o.result)
    found = {match[0]: _find(known, match[1], match[2] or "") for match in PLACEHOLDER.finditer(template)}
    if None in found.values():
        return ""
    said = {name: _say(o, name[:-1].partition("@")[2], context) for name, o in found.items() if o}
    plain = PLACEHOLDER.sub(lambda match: said[match[0]], template).casefold()
    for name, o in found.items():
        status = context.words.term("status", o.status) if o else ""
        told = name.endswith(TELLING) or status.casefold() in plain
        if o and o.status not in CALLED and not told:
            said[name] = context.words("figure_of_status", figure=said[name], status=status)
    return PLACEHOLDER.sub(lambda match: said[match[0]], template)


def _say(o: Observation, asked: str, context: Context) -> str:
    match asked:
        case "top":
            return context.label(o)
        case "period":
            return context.words.period(o.when)
        case "status":
            return context.words.term("status", o.status)
    figure = context.words.figure(o)
    return context.words("derived_figure", figure=figure) if o.derived else figure


def _find(rows: list[Observation], indicator: str, breakdown: str) -> Observation | None:
    of_it = [o for o in rows if o.indicator == indicator]
    if breakdown == "top":
        newest = {o.breakdown: o for o in reversed(of_it) if o.value is not None}.values()
        ranked = sorted(newest, key=lambda o: o.value or 0.0)
        certain = len(ranked) > 1 and ranked[-1].value != ranked[-2].value
        return ranked[-1] if certain else None
    if breakdown in ("period", "status"):  # of what {indicator} gives; of a group where that gives nothing
        return min(of_it, key=lambda o: o.breakdown != "", default=None)
    return next((o for o in of_it if o.breakdown == breakdown), None)
