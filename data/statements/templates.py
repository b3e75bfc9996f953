"""What findings and notes say of figures: which figure a placeholder gives, and which lines are to be said.

A template has lines. {jobs} and {jobs@male} give a figure as published; {jobs@top} the name of the group with
the largest; {jobs@count} how many groups there are; {jobs@period}, {jobs@year}, {jobs@status} its time and
nature. {works@count@plan} and {works@period@plan} are of the groups that have a fact: a status, or a stage as
printed that is their latest. {jobs?} gives nothing: its line is said only where a figure of jobs is drawn,
{jobs@target@131002?} only where one is that is a target and of that region. What follows an @ there is the id
of a breakdown, status, stage, region, period or document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable

from data.model.catalog import Catalog
from data.model.observation import Observation
from data.statements.amounts import interval_of

PLACEHOLDER = re.compile(r"\{(\w+)(?:@(\w+(?:@\w+)*))?\}")
CONDITION = re.compile(r"\{(\w+)((?:@[\w/-]+)*)\?\}")
# What may follow the @ of a placeholder that is no breakdown.
ASKED = ("top", "count", "period", "year", "status")

# The texts that are templates, by kind.
TEMPLATES = {"theme": ("headline_note",), "chart": ("finding", "note")}


def describe(template: str, figure: Callable[[str], str], condition: Callable[[str], str]) -> str:
    """Return a template as who doesn't know its signs is told of it.

    `figure` says of an indicator that its figure stands there, `condition` that the line needs one.

    >>> describe("{jobs?}增加到{jobs}", "〔{}〕".format, "〔有{}时〕".format)
    '〔有jobs时〕增加到〔jobs〕'
    """
    told = CONDITION.sub(lambda match: condition(match[1]), template)
    return PLACEHOLDER.sub(lambda match: figure(match[1]), told)


def names_in(template: str) -> set[str]:
    """Return the indicators whose figures a template gives."""
    return {match[1] for match in PLACEHOLDER.finditer(template)}


def lines_to_say(catalog: Catalog, template: str, drawn: Collection[Observation]) -> list[str]:
    """Return the lines of a template whose conditions the figures drawn meet, without the conditions."""
    return [
        CONDITION.sub("", line)
        for line in template.strip().splitlines()
        if all(_is_met(catalog, match, drawn) for match in CONDITION.finditer(line))
    ]


def figures_in(line: str, rows: Iterable[Observation]) -> dict[str, Observation] | None:
    """Return the figure of each placeholder of a line among rows, of which the newest come first.

    None where one of them has none. A plan speaks only where there is no result.
    """
    in_order = sorted(rows, key=lambda row: not row.result)
    figures = {
        match[0]: figure_of(in_order, match[1], match[2] or "") for match in PLACEHOLDER.finditer(line)
    }
    present = {placeholder: figure for placeholder, figure in figures.items() if figure}
    return present if len(present) == len(figures) else None


def figure_of(rows: Iterable[Observation], indicator: str, asked: str) -> Observation | None:
    """Return the figure that a placeholder speaks of among rows, of which the newest come first.

    The largest is one only where its printed digits put it above every other.
    """
    own = [row for row in rows if row.indicator == indicator]
    asked, _, facts = asked.partition("@")
    if facts:
        own = having_facts(own, facts.split("@"))
        one_time = asked != "period" or len({row.period for row in own}) == 1
        return own[0] if own and one_time else None
    if asked == "top":
        return _largest([row for row in groups_of(own) if row.value is not None])
    if asked in ASKED:  # of what {indicator} gives; of a group where that gives nothing
        return min(own, key=lambda row: row.breakdown != "", default=None)
    return next((row for row in own if row.breakdown == asked), None)


def groups_of(rows: Iterable[Observation]) -> list[Observation]:
    """Return the newest figure of each group among rows of one indicator, of which the newest come first."""
    newest: dict[str, Observation] = {}
    for row in rows:
        newest.setdefault(row.breakdown, row)
    return [*newest.values()]


def having_facts(rows: Iterable[Observation], facts: Collection[str]) -> list[Observation]:
    """Return a figure of each group among rows of one indicator that has all of some facts.

    A fact is a status that any of its figures has, or what its newest result prints.
    """
    groups: dict[str, list[Observation]] = {}
    for row in sorted(rows, key=lambda row: row.order, reverse=True):
        groups.setdefault(row.breakdown, []).append(row)
    found = []
    for own in groups.values():
        newest = next((row for row in own if row.result), None)
        known = {row.status for row in own} | ({newest.printed} if newest else set())
        if known.issuperset(facts):
            found.append(next(row for row in own if {row.status, row.printed} & {*facts}))
    return found


def _largest(figures: list[Observation]) -> Observation | None:
    top = max(figures, key=lambda row: interval_of(row).low, default=None)
    others = [row for row in figures if row is not top]
    if top and others and all(_is_above(top, row) for row in others):
        return top
    return None


def _is_above(one: Observation, other: Observation) -> bool:
    """Whether digits put a figure above another, which counts the same."""
    return one.definition == other.definition and interval_of(one).exceeds(interval_of(other))


def _is_met(catalog: Catalog, condition: re.Match[str], drawn: Collection[Observation]) -> bool:
    wanted = {*condition[2].split("@")[1:]}
    return any(row.indicator == condition[1] and wanted <= _facts(catalog, row) for row in drawn)


def _facts(catalog: Catalog, row: Observation) -> set[str]:
    stage = catalog.stage_forms.get(row.printed, "") if row.value is None else ""
    return {row.breakdown, row.status, stage, row.region, row.period, row.document}
