"""Titles that state a finding, and notes: templates of the catalogue, filled with published figures."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.request.context import Context
from data.model.observation import Observation
from data.statements.templates import ASKED, PLACEHOLDER, figure_of, groups_of

CALLED = ("actual", "derived")  # what is called nothing, and what is always called derived
NAMING = ("", "top")  # what is asked for that has to be called a plan where it is one


def fill(template: str, rows: Iterable[Observation], context: Context) -> str:
    """Fill a line of a template (see data/statements/templates.py) with the newest figures among rows.

    Return "" where a figure it speaks of is not among them. A plan speaks only where there is no result, and
    is called one unless the template's own words do.
    """
    known = sorted(rows, key=lambda o: not o.result)
    matches = {match[0]: (match[1], match[2] or "") for match in PLACEHOLDER.finditer(template)}
    found = {text: figure_of(known, *asked) for text, asked in matches.items()}
    if None in found.values():
        return ""
    said = {text: _say(o, matches[text][1], known, context) for text, o in found.items() if o}
    plain = PLACEHOLDER.sub(lambda match: said[match[0]], template).casefold()
    for text, o in found.items():
        status = context.words.term("status", o.status) if o else ""
        asked = matches[text][1]
        told = (asked in ASKED and asked not in NAMING) or status.casefold() in plain
        if o and o.status not in CALLED and not told:
            said[text] = context.words("figure_of_status", figure=said[text], status=status)
    return PLACEHOLDER.sub(lambda match: said[match[0]], template)


def _say(o: Observation, asked: str, rows: Iterable[Observation], context: Context) -> str:
    match asked:
        case "top":
            return context.full_name(o)
        case "count":
            return str(len(groups_of(other for other in rows if other.indicator == o.indicator)))
        case "period":
            return context.words.period(o.when)
        case "year":
            return str(o.when.year)
        case "status":
            return context.words.term("status", o.status)
    figure = context.words.figure(o)
    return context.words("derived_figure", figure=figure) if o.derived else figure
