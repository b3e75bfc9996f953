"""Rules for themes and indicators: units, measures, formulas, and colours that can be read on white."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from data.errors import Fault, FormulaError
from data.model.catalog import POLARITIES
from data.statements.formula import names_in
from data.statements.formula_checks import Part, flaws
from etl.curated.contents import Curated
from etl.curated.readings import base_unit, range_of
from etl.curated.source import Entry
from etl.faults.catalogue import fault
from etl.rules.known import unknown

MEASURES = ("quantity", "stage")
LEAST_CONTRAST = 4.5

RANGES = ("range", "plausible")


def measures_and_units(curated: Curated) -> Iterator[Fault]:
    """An indicator measures a quantity in a listed unit, or stages, which have none."""
    for indicator in curated.entries["indicator"]:
        measure = indicator.text("measure", MEASURES[0])
        if measure not in MEASURES:
            near = dict.fromkeys(MEASURES, "")
            yield fault("unknown_choice", indicator.at("measure"), measure, near, choices=", ".join(MEASURES))
        yield from _unit(curated, indicator)


def polarities(curated: Curated) -> Iterator[Fault]:
    """Which way is meant to be the better one is said in one of two ways, and not of stages."""
    for indicator in curated.entries["indicator"]:
        polarity = indicator.text("polarity")
        if polarity and (polarity not in POLARITIES or indicator.text("measure") == "stage"):
            near, choices = dict.fromkeys(POLARITIES, ""), ", ".join(POLARITIES)
            yield fault("unknown_choice", indicator.at("polarity"), polarity, near, choices=choices)


def replacements(curated: Curated) -> Iterator[Fault]:
    """An indicator takes the place of one that is declared, and none in a circle takes its own."""
    replaced = {id: one.text("replaces") for id, one in curated.indicators.items() if one.text("replaces")}
    for id, old in replaced.items():
        place = curated.indicators[id].at("replaces")
        yield from unknown(curated, "indicator", old, place)
        passed = [old]
        while (older := replaced.get(passed[-1])) and older not in passed:
            passed.append(older)
        if id in passed:
            yield fault("circle", place, old, id=id)


def ranges(curated: Curated) -> Iterator[Fault]:
    """The ranges of an indicator have a lower and an upper end; a stage has none."""
    for indicator in curated.entries["indicator"]:
        for field in RANGES:
            given = indicator.facts.get(field)
            wrong = not range_of(indicator, field) or indicator.text("measure") == "stage"
            if isinstance(given, list) and given and wrong:
                yield fault("bad_range", indicator.at(field), given)


def formulas(curated: Curated) -> Iterator[Fault]:
    """A formula is arithmetic over published quantities; it sums what may be summed, and its unit fits."""
    for indicator in curated.entries["indicator"]:
        if formula := indicator.text("formula"):
            unfit = list(_formula(curated, indicator, formula))
            yield from unfit or _unsound(curated, indicator, formula)


def colours(curated: Curated) -> Iterator[Fault]:
    """A theme's colour can be read on white (WCAG 2.2, 1.4.3)."""
    for theme in curated.entries["theme"]:
        color = theme.text("color")
        if not color:
            continue
        contrast = contrast_on_white(color)
        if contrast < LEAST_CONTRAST:
            yield fault("bad_colour", theme.at("color"), color, contrast=f"{contrast:.2f}")


def contrast_on_white(color: str) -> float:
    """Return the contrast of #rrggbb with white, 1 to 21, by WCAG 2.2's luminance; 0 if it is no colour."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", color):
        return 0.0
    channels = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _unit(curated: Curated, indicator: Entry) -> Iterator[Fault]:
    unit, stage = indicator.text("unit"), indicator.text("measure") == "stage"
    listed = curated.names["unit"]
    if stage and unit:
        yield fault("unit_of_stage", indicator.at("unit"), unit)
    elif not stage and not unit:
        yield fault("missing_field", indicator.missing("unit"))
    elif unit and base_unit(indicator) not in {*listed, *listed.values()} and curated.whole("unit"):
        yield fault("unknown_unit", indicator.at("unit"), unit, {name: "" for name in listed.values()})


def _formula(curated: Curated, indicator: Entry, formula: str) -> Iterator[Fault]:
    place = indicator.at("formula")
    try:
        names = names_in(formula)
    except FormulaError as error:
        yield fault("bad_formula", place, formula, why=error.facts["why"])
        return
    if not names:
        yield fault("bad_formula", place, formula, why="0 × indicator")
    for name in sorted(names):
        yield from unknown(curated, "indicator", name, place)
        yield from _ingredient(curated, indicator, name)


def _unsound(curated: Curated, indicator: Entry, formula: str) -> Iterator[Fault]:
    known = {
        name: curated.indicators[name] for name in sorted(names_in(formula)) if name in curated.indicators
    }
    parts = tuple(
        Part(name, part.text("unit"), part.facts.get("additive") is True) for name, part in known.items()
    )
    for flaw in flaws(formula, indicator.text("unit"), parts):
        facts: dict[str, Any] = {**flaw.facts}
        yield fault(f"formula_{flaw.kind}", indicator.at("formula"), formula, **facts)


def _ingredient(curated: Curated, indicator: Entry, name: str) -> Iterator[Fault]:
    known = curated.indicators.get(name)
    if known and (known.text("formula") or known.text("measure") == "stage"):
        yield fault("bad_formula", indicator.at("formula"), indicator.text("formula"), why=name)
