"""Rules for the rows of documents: known ids, readable figures in their unit, one figure a series."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from data.errors import Fault, PeriodError
from data.model.period import parse_period
from data.model.quantity import parse_quantity
from data.statements.chart_kinds import CHART_KINDS
from etl.curated.contents import Curated
from etl.curated.readings import base_unit, range_of, readings, stage_forms
from etl.curated.source import ACTUAL, DERIVED, Entry, Table
from etl.faults.catalogue import Place, fault
from etl.rules.known import unknown
from etl.rules.slips import figure_slip, period_slip

REQUIRED = ("indicator", "region", "period", "printed")
REFERENCES = ("indicator", "region", "breakdown", "status")
SERIES = ("indicator", "region", "period", "breakdown")  # and the status, where an empty one is a result


def required_cells(curated: Curated) -> Iterator[Fault]:
    """A row says what is measured, where, when, how much, and in which place of the source."""
    for table in curated.figures.values():
        for column in (*REQUIRED, "locator"):
            code = "missing_locator" if column == "locator" else "missing_field"
            blank = {text for text in table.distinct(column) if not text.strip()}
            yield from _wherever(table, column, {text: fault(code, table.top(), text) for text in blank})


def declared_ids(curated: Curated) -> Iterator[Fault]:
    """The indicator, region, breakdown and status of a row are declared; an empty status is a result."""
    for table in curated.figures.values():
        for kind in REFERENCES:
            cells = table.distinct(kind) - {""}
            wrong = {text: found for text in cells for found in unknown(curated, kind, text, table.top())}
            yield from _wherever(table, kind, wrong)


def readable_periods(curated: Curated) -> Iterator[Fault]:
    """A period is written as periods are, and each in one way, so that two figures for it meet."""
    published = {document.id: document.text("published") for document in curated.entries["document"]}
    for id, table in curated.figures.items():
        texts = {text: _shortest(text) for text in table.distinct("period") if text.strip()}
        wrong = {text: known for text, known in texts.items() if known != text}
        day = published.get(id, "")
        faults = {text: _wrong_period(table, text, known, day) for text, known in wrong.items()}
        yield from _wherever(table, "period", faults)


def readable_figures(curated: Curated) -> Iterator[Fault]:
    """A printed figure is read whole and is in its indicator's unit; a stage is one of those listed."""
    forms = dict.fromkeys(stage_forms(curated), "")
    for document, table in curated.figures.items():
        values = readings(curated)[document]
        for row, code in enumerate(values) if str in {*map(type, values)} else ():
            if not isinstance(code, str) or (code == "unknown_stage" and not curated.whole("stage")):
                continue
            place, printed = table.at(row, "printed"), table.text(row, "printed")
            if code == "unknown_stage":
                yield fault(code, place, printed, forms)
            else:
                yield _unreadable(curated.indicators[table.text(row, "indicator")], code, place, printed)


def shares_of_a_whole(curated: Curated) -> Iterator[Fault]:
    """What a chart draws as a part of a whole lies within 0 and 100."""
    wholes = {name for name, kind in CHART_KINDS.items() if kind.is_whole}
    charts = [chart for chart in curated.entries["chart"] if chart.text("kind") in wholes]
    shares = {id for id, indicator in curated.indicators.items() if base_unit(indicator) == "%"}
    drawn = {id: chart.id for chart in charts for id in chart.texts("indicators") if id in shares}
    for table, row, id, printed in _out_of(curated, dict.fromkeys(drawn, (0, 100))):
        yield fault(
            "share_out_of_range", table.at(row, "printed"), printed, chart=curated.label("chart", drawn[id])
        )


def declared_ranges(curated: Curated) -> Iterator[Fault]:
    """A value lies within the range that its indicator is declared to have."""
    ranges = {id: ends for id, indicator in curated.indicators.items() if (ends := range_of(indicator))}
    for table, row, id, printed in _out_of(curated, ranges):
        low, high = ranges[id]
        name = curated.label("indicator", id)
        yield fault("out_of_range", table.at(row, "printed"), printed, indicator=name, low=low, high=high)


def one_figure_a_series(curated: Curated) -> Iterator[Fault]:
    """A document gives one figure for an indicator, region, period, breakdown and status."""
    for table in curated.figures.values():
        statuses = [status or ACTUAL for status in table["status"]]
        series = list(zip(*(table[column] for column in SERIES), statuses, strict=False))
        first: dict[tuple[str, ...], int] = {}
        for row, key in enumerate(series) if len({*series}) < len(series) else ():
            if first.setdefault(key, row) != row:
                printed, line = table["printed"][row], table.lines[first[key]]
                found = f"{key[0]} = {printed}"
                yield fault("duplicate_series", table.at(row, "indicator"), found, first=line)


def printed_not_derived(curated: Curated) -> Iterator[Fault]:
    """A document's figures are printed in it; what we derive comes from formulas."""
    for table in curated.figures.values():
        found = fault("derived_in_document", table.top(), DERIVED)
        yield from _wherever(table, "status", {DERIVED: found} if DERIVED in table["status"] else {})


def plans_are_no_results(curated: Curated) -> Iterator[Fault]:
    """What a chart sets as the plan against an outcome is marked as a plan, target or estimate."""
    planned = {name for name, kind in CHART_KINDS.items() if kind.begins_with_plan}
    charts = [chart for chart in curated.entries["chart"] if chart.text("kind") in planned]
    plans = {id: chart.id for chart in charts for id in chart.texts("indicators")[:1]}
    for table in curated.figures.values():
        drawn = not table.distinct("indicator").isdisjoint(plans)
        cells = zip(table["indicator"], table["status"], strict=False) if drawn else ()
        for row, (id, status) in enumerate(cells):
            if id in plans and status in ("", ACTUAL):
                yield fault(
                    "result_as_plan", table.at(row, "status"), status, chart=curated.label("chart", plans[id])
                )


def _out_of(
    curated: Curated, ranges: Mapping[str, tuple[float, float]]
) -> Iterator[tuple[Table, int, str, str]]:
    """The rows whose value lies outside of the range of its indicator, with that and the printed text."""
    for document, table in curated.figures.items():
        if table.distinct("indicator").isdisjoint(ranges):
            continue
        values = readings(curated)[document]
        for row, (id, value) in enumerate(zip(table["indicator"], values, strict=False)):
            if isinstance(value, float) and id in ranges and not ranges[id][0] <= value <= ranges[id][1]:
                yield table, row, id, table.text(row, "printed")


def _wherever(table: Table, column: str, wrong: Mapping[str, Fault]) -> Iterator[Fault]:
    """Yield the fault of each wrong text on every line that has it: a text is judged once."""
    for row, text in enumerate(table[column]) if wrong else ():
        if text in wrong:
            place = table.at(row, column)
            yield replace(wrong[text], line=place.line, column=place.column)


def _unreadable(indicator: Entry, code: str, place: Place, printed: str) -> Fault:
    """The fault of a figure that can't be read, or not in the unit of its indicator."""
    unit = indicator.text("unit")
    if code == "wrong_unit" and not parse_quantity(printed).unit:
        return fault("missing_unit", place, printed, indicator=indicator.text("name"), unit=unit)
    slip = figure_slip(printed, unit)
    code = slip.code if code == "unreadable_figure" else code
    meanings = " / ".join(slip.meant)
    meant = () if code in ("sign_in_words", "note_mark") else slip.meant
    name = indicator.text("name")
    return fault(code, place, printed, None, meant, indicator=name, unit=unit, said=meanings)


def _wrong_period(table: Table, text: str, known: str, published: str) -> Fault:
    """The fault of a period that can't be read, or has a shorter name."""
    if known:
        return fault("longer_period", table.top(), text, period=known)
    slip = period_slip(text, published)
    return fault(slip.code, table.top(), text, meant=slip.meant)


def _shortest(text: str) -> str:
    """The period that a text is, as it has to be written; nothing where it is none."""
    try:
        return parse_period(text).shortest
    except PeriodError:
        return ""
