"""Titles that state a finding: a template of the catalogue, filled with published figures."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dashboard.view import View
from data.observation import Observation

PLACEHOLDER = re.compile(r"\{(\w+)(?:@(\w+))?\}")


def names_in(template: str) -> set[str]:
    """Return the indicators a template speaks of."""
    return {match[1] for match in PLACEHOLDER.finditer(template)}


def fill(template: str, rows: Iterable[Observation], view: View) -> str:
    """Fill a template; return "" where a figure it speaks of is not among the rows.

    {indicator} and {indicator@breakdown} give the figure as published, {indicator@top} the name of the
    breakdown with the largest figure.
    """
    known = list(rows)
    missing = False

    def put(match: re.Match[str]) -> str:
        nonlocal missing
        found = _find(known, match[1], match[2] or "")
        if found is None:
            missing = True
            return ""
        figure = view.words.figure(found)
        if match[2] == "top":
            return view.label(found)
        return view.words("derived_figure", figure=figure) if found.derived else figure

    text = PLACEHOLDER.sub(put, template)
    return "" if missing else text


def _find(rows: list[Observation], indicator: str, breakdown: str) -> Observation | None:
    of_it = [o for o in rows if o.indicator == indicator]
    if breakdown == "top":
        ranked = sorted((o for o in of_it if o.value is not None), key=lambda o: o.value or 0.0)
        certain = len(ranked) > 1 and ranked[-1].value != ranked[-2].value
        return ranked[-1] if certain else None
    return next((o for o in of_it if o.breakdown == breakdown), None)
