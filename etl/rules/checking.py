"""What curated files must satisfy: one generator a rule; it yields every fault it sees and repairs none."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from data.errors import Fault
from etl.curated.contents import Curated
from etl.rules import (
    aliases,
    characters,
    charts,
    claims,
    contradictions,
    contrasts,
    documents,
    fields,
    identities,
    indicators,
    languages,
    lists,
    locators,
    notes,
    plausibility,
    regions,
    rows,
    stages,
    templates,
    waivers,
)

Rule = Callable[[Curated], Iterator[Fault]]

RULES: tuple[Rule, ...] = (
    lists.ids_and_names,
    lists.references,
    lists.circles,
    lists.whole_numbers,
    lists.stage_forms,
    lists.stage_fills,
    regions.histories,
    regions.readings_aloud,
    regions.peer_groups,
    contrasts.sides,
    aliases.aliases,
    characters.drawable_characters,
    fields.declared_fields,
    fields.ids,
    documents.particulars,
    documents.repeated,
    documents.publication_times,
    documents.supersession,
    indicators.measures_and_units,
    indicators.polarities,
    indicators.replacements,
    indicators.ranges,
    indicators.formulas,
    indicators.colours,
    charts.kinds,
    charts.known_indicators,
    charts.measures,
    charts.one_unit_an_axis,
    charts.amounts_and_counts,
    charts.comparable,
    templates.headlines,
    templates.placeholders,
    templates.conditions,
    templates.bare_digits,
    languages.settings,
    languages.texts,
    languages.claims,
    languages.overlays,
    languages.interface_placeholders,
    languages.message_placeholders,
    languages.periods,
    languages.missing_words,
    rows.required_cells,
    locators.locators,
    rows.declared_ids,
    rows.readable_periods,
    rows.readable_figures,
    rows.shares_of_a_whole,
    rows.declared_ranges,
    plausibility.plausible_ranges,
    rows.one_figure_a_series,
    rows.printed_not_derived,
    rows.plans_are_no_results,
    contradictions.contradictions,
    stages.stages_in_time,
    charts.drawable,
    claims.findings,
    claims.headline_notes,
    claims.names,
    notes.notes,
    plausibility.magnitudes,
    plausibility.within_the_parent,
    plausibility.results_before_their_time,
    identities.declared_identities,
    identities.identities,
    waivers.declared_waivers,
)


def check(curated: Curated, on_rule: Callable[[], None] = lambda: None) -> list[Fault]:
    """Return every fault, warning and note, those of reading included, by place.

    A cell that couldn't be read isn't judged by what stands in it. A warning that somebody answers for is a
    note, which says who.
    """
    faults = list(curated.faults)
    unread = {_cell(fault) for fault in faults if fault.severity == "error" and fault.column}
    for rule in RULES:
        faults += (fault for fault in rule(curated) if _cell(fault) not in unread)
        on_rule()
    faults = waivers.waive(curated, faults)
    return sorted(faults, key=lambda f: (f.file, f.line or 0, f.column or "", f.code, f.found))


def _cell(fault: Fault) -> tuple[str, str | None, int | None, str | None]:
    return fault.file, fault.sheet, fault.line, fault.column
