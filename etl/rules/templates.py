"""Rules for texts with placeholders, {indicator} or {indicator@breakdown}: no figure is typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from data.errors import Fault
from data.statements.selection import indicators_in
from etl.curated.contents import Curated
from etl.curated.source import Entry
from etl.faults.catalogue import Place, fault
from etl.rules.known import unknown
from etl.rules.undrawable_charts import chart_of

BRACES = re.compile(r"\{[^{}]*\}")
PLACEHOLDER = re.compile(r"\{(\w+)(?:@(\w+))?\}")
# The texts that are templates, by kind; a finding or headline may hold no digit of its own.
TEMPLATES = {"theme": ("headline_note",), "chart": ("finding", "note")}
DIGITLESS = ("finding", "headline_note")
# What may follow the @ that is no breakdown: the name of the largest, or a figure's time or nature.
ASKED = ("top", "period", "status")


@dataclass(frozen=True, slots=True)
class Template:
    """A text with placeholders, in the catalogue or in a language over it, and the thing it belongs to."""

    entry: Entry
    field: str
    text: str
    place: Place


def templates(curated: Curated) -> Iterator[Template]:
    """Return every template, the catalogue's own first, then those of each language."""
    for kind, fields in TEMPLATES.items():
        for entry in curated.entries[kind]:
            for field in fields:
                yield Template(entry, field, entry.text(field), entry.at(field))
                for language in curated.languages:
                    said = language.texts(kind, entry.id).get(field, "")
                    yield Template(entry, field, said, language.at(f"{kind}.{entry.id}", field))


def headlines(curated: Curated) -> Iterator[Fault]:
    """A theme's headline is an indicator, or one of its breakdowns: indicator@breakdown."""
    for theme in curated.entries["theme"]:
        if headline := theme.text("headline"):
            indicator, _, breakdown = headline.partition("@")
            yield from _named(curated, indicator, breakdown, theme.at("headline"))


def placeholders(curated: Curated) -> Iterator[Fault]:
    """A placeholder names what is declared; a finding speaks of what its chart draws."""
    for template in templates(curated):
        for braces in BRACES.findall(template.text):
            if (match := PLACEHOLDER.fullmatch(braces)) is None:
                yield fault("unknown_placeholder", template.place, braces)
            elif faults := list(_named(curated, match[1], match[2] or "", template.place)):
                yield from faults
            elif template.field == "finding" and _is_elsewhere(template.entry, match[1]):
                yield fault("placeholder_elsewhere", template.place, braces, chart=template.entry.id)
        if left := re.search("[{}]", BRACES.sub("", template.text)):
            yield fault("bad_template", template.place, template.text, why=left[0])


def bare_digits(curated: Curated) -> Iterator[Fault]:
    """A figure in a finding or headline is filled in from what is published, never typed."""
    for template in templates(curated):
        typed = re.search(r"\d+", BRACES.sub("", template.text))
        if template.field in DIGITLESS and typed:
            yield fault("bare_digit_in_template", template.place, typed[0])


def _named(curated: Curated, indicator: str, breakdown: str, place: Place) -> Iterator[Fault]:
    yield from unknown(curated, "indicator", indicator, place)
    if breakdown and breakdown not in ASKED:
        yield from unknown(curated, "breakdown", breakdown, place)


def _is_elsewhere(chart: Entry, indicator: str) -> bool:
    """Whether a chart that draws something doesn't draw this."""
    drawn = indicators_in(chart_of(chart))
    return bool(drawn) and indicator not in drawn
