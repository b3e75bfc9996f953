"""Titles that state a finding, and notes: templates of the catalogue, filled with published figures."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.request.context import Context
from data.model.observation import Observation
from data.statements.templates import ASKED, PLACEHOLDER, figures_in, groups_of, having_facts

STATED = ("actual", "derived")  # one goes without saying, the other is said with each figure
GIVING = ("", "top")  # the placeholders that give a figure or its group, whose status has to be said


def fill(template: str, rows: Iterable[Observation], context: Context) -> str:
    """Fill a line of a template (see data/statements/templates.py) with the newest figures among rows.

    Return "" where a figure it speaks of is not among them. A plan is called one unless the template's own
    words do.
    """
    rows = [*rows]
    figures = figures_in(template, rows)
    if figures is None:
        return ""
    asked = {match[0]: match[2] or "" for match in PLACEHOLDER.finditer(template)}
    texts = {text: _say(row, asked[text], rows, context) for text, row in figures.items()}
    plain = PLACEHOLDER.sub(lambda match: texts[match[0]], template).casefold()
    for text, row in figures.items():
        status = context.words.term("status", row.status)
        what = asked[text].partition("@")[0]
        is_stated = (what in ASKED and what not in GIVING) or status.casefold() in plain
        if row.status not in STATED and not is_stated:
            texts[text] = context.words("figure_of_status", figure=texts[text], status=status)
    return PLACEHOLDER.sub(lambda match: texts[match[0]], template)


def _say(row: Observation, asked: str, rows: Iterable[Observation], context: Context) -> str:
    asked, _, facts = asked.partition("@")
    match asked:
        case "count" if facts:
            own = [other for other in rows if other.indicator == row.indicator]
            return str(len(having_facts(own, facts.split("@"))))
        case "top":
            return context.full_name(row)
        case "count":
            return str(len(groups_of(other for other in rows if other.indicator == row.indicator)))
        case "period":
            return context.words.period(row.when)
        case "year":
            return str(row.when.year)
        case "status":
            return context.words.term("status", row.status)
    figure = context.words.figure(row)
    return context.words("derived_figure", figure=figure) if row.derived else figure
