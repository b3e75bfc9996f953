"""Rules for texts with placeholders and conditions (data/statements/templates.py): no figure is typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from data.errors import Fault, PeriodError
from data.model.catalog import headlines_in, split
from data.model.period import parse_period
from data.statements.selection import indicators_in
from data.statements.templates import ASKED, CONDITION, PLACEHOLDER, TEMPLATES
from etl.curated.contents import Curated
from etl.curated.source import Entry
from etl.faults.catalogue import Place, fault
from etl.rules.drawings import chart_of
from etl.rules.known import unknown

BRACES = re.compile(r"\{[^{}]*\}")
DIGITLESS = ("finding", "headline_note")  # texts that may hold no digit of their own
COUNTED = ("count", "period")  # what facts may follow
# What may follow an @ in a condition, beside a period.
TAGS = ("breakdown", "status", "stage", "region", "document")


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
                    text = language.texts(kind, entry.id).get(field, "")
                    yield Template(entry, field, text, language.at(f"{kind}.{entry.id}", field))


def headlines(curated: Curated) -> Iterator[Fault]:
    """A theme's headline is an indicator, or one of its breakdowns: indicator@breakdown; or several."""
    for theme in curated.entries["theme"]:
        for indicator, breakdown in headlines_in(theme.text("headline")):
            yield from _named(curated, indicator, breakdown, theme.at("headline"))


def placeholders(curated: Curated) -> Iterator[Fault]:
    """A placeholder names what is declared; a finding speaks of what its chart draws."""
    for template in templates(curated):
        for braces in BRACES.findall(template.text):
            if match := CONDITION.fullmatch(braces):
                faults = list(_tagged(curated, match, template))
            elif match := PLACEHOLDER.fullmatch(braces):
                faults = list(_named(curated, match[1], match[2] or "", template.place))
            else:
                faults = [fault("unknown_placeholder", template.place, braces)]
            yield from faults
            of_drawn = template.field == "finding" or braces.endswith("?}")
            if match and not faults and of_drawn and _is_elsewhere(template.entry, match[1]):
                chart = curated.label("chart", template.entry.id)
                yield fault("placeholder_elsewhere", template.place, braces, chart=chart)
        if left := re.search("[{}]", BRACES.sub("", template.text)):
            yield fault("bad_template", template.place, template.text, why=left[0])


def conditions(curated: Curated) -> Iterator[Fault]:
    """A language says each line of a text under the conditions under which the Chinese one is said."""
    for template in templates(curated):
        source, translated = _conditions(template.entry.text(template.field)), _conditions(template.text)
        if template.text and translated != source and any((*translated, *source)):
            yield fault("unlike_conditions", template.place, _listed(translated), known=_listed(source))


def bare_digits(curated: Curated) -> Iterator[Fault]:
    """A figure in a finding or headline is filled in from what is published, never typed."""
    for template in templates(curated):
        typed = re.search(r"\d+", BRACES.sub("", template.text))
        if template.field in DIGITLESS and typed:
            yield fault("bare_digit_in_template", template.place, typed[0])


def _conditions(text: str) -> list[set[str]]:
    return [{match[0] for match in CONDITION.finditer(line)} for line in text.strip().splitlines()]


def _listed(conditions: list[set[str]]) -> str:
    return " / ".join("".join(sorted(line)) or "—" for line in conditions)


def _tagged(curated: Curated, condition: re.Match[str], template: Template) -> Iterator[Fault]:
    """Yield a fault for an indicator, breakdown, status, region … of a condition that nothing declares."""
    yield from unknown(curated, "indicator", condition[1], template.place)
    for tag in condition[2].split("@")[1:]:
        known = any(tag in curated.names[kind] or not curated.whole(kind) for kind in TAGS)
        if not (known or _is_period(tag)):
            yield fault("unknown_placeholder", template.place, condition[0])


def _is_period(text: str) -> bool:
    try:
        return bool(parse_period(text))
    except PeriodError:
        return False


def _named(curated: Curated, indicator: str, breakdown: str, place: Place) -> Iterator[Fault]:
    yield from unknown(curated, "indicator", indicator, place)
    asked, _, facts = breakdown.partition("@")
    if facts:
        stages = curated.lists.get("stages")
        forms = {form for text in (stages["printed"] if stages else ()) for form in split(text)}
        known = forms | {*curated.names["status"]}
        if asked not in COUNTED or not known.issuperset(facts.split("@")):
            yield fault("unknown_placeholder", place, f"{{{indicator}@{breakdown}}}")
    elif breakdown and breakdown not in ASKED:
        yield from unknown(curated, "breakdown", breakdown, place)


def _is_elsewhere(chart: Entry, indicator: str) -> bool:
    """Whether a chart that draws something doesn't draw this."""
    drawn = indicators_in(chart_of(chart))
    return bool(drawn) and indicator not in drawn
