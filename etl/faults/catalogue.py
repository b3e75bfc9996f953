"""Every fault code: how grave it is, and which facts its sentence takes.

To add a fault: a line here; its sentence in the table [fault] of data/languages/zh.toml and en.toml; its row
in docs/faults.md; and `fault("code", place, found, fact=…)` where it is found. A fact that is words, and no
name or number, is a Message of the table [phrase].
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.errors import Fault
from data.messages import Joined, Message, Sayable


@dataclass(frozen=True, slots=True)
class FaultKind:
    """What a fault code means to a refresh, and the facts without which it can't be said."""

    severity: str
    facts: frozenset[str]


def error(*facts: str) -> FaultKind:
    """Return a kind of fault with which nothing is loaded."""
    return FaultKind("error", frozenset(facts))


def warning(*facts: str) -> FaultKind:
    """Return a kind that stops a refresh unless somebody answers for it in waivers.csv."""
    return FaultKind("warning", frozenset(facts))


def note(*facts: str) -> FaultKind:
    """Return a kind that stops nothing: read right, but worth seeing."""
    return FaultKind("note", frozenset(facts))


CURATED: dict[str, FaultKind] = {
    # files that can't be read as they stand
    "missing_file": error(),
    "unreadable_file": error("why"),
    "bad_encoding": error("byte", "why", "remedy"),
    "bad_character": error(),
    "undrawable_character": note(),
    "bad_csv": error("why"),
    "bad_toml": error("why"),
    "missing_column": error(),
    "unknown_column": error("columns"),
    "duplicate_column": error(),
    "short_row": error("width", "cells"),
    "long_row": error("width", "cells"),
    "blank_columns": error(),
    "blank_rows": error("count"),
    "empty_file": error(),
    # fields of any table
    "unknown_field": error("fields"),
    "missing_field": error(),
    "wrong_type": error("type"),
    "bad_id": error("marks"),
    "id_unlike_file": error("stem"),
    "duplicate_id": error("first"),
    "duplicate_stage_form": error("stage"),
    "duplicate_alias": error("other"),
    "bad_number": error(),
    "one_member": error(),
    "listed_twice": error(),
    "word_on_both_sides": error("other"),
    "unknown_choice": error("choices"),
    # ids that nothing declares
    "unknown_theme": error(),
    "unknown_indicator": error(),
    "unknown_chart": error(),
    "unknown_document": error(),
    "unknown_region": error(),
    "unknown_unit": error(),
    "unknown_breakdown": error(),
    "unknown_stage": error(),
    "unknown_status": error(),
    "unknown_source_kind": error(),
    "unknown_peer_group": error(),
    "unknown_contrast": error(),
    # documents and their figures
    "bad_date": error(),
    "bad_time": error(),
    "superseding_circle": error(),
    "superseding_newer": error("published", "later"),
    "published_in_future": error(),
    "circle": error("id"),
    "until_before_since": error("since"),
    "replaced_while_there": error(),
    "bad_reading": error("count"),
    "bad_address": error(),
    "bad_digest": error(),
    "text_twice": error("other"),
    "title_twice": note("other"),
    "unreadable_figure": error(),
    "sign_in_words": error("said"),
    "change_for_figure": error("indicator", "unit"),
    "no_figure": error(),
    "note_mark": error("said"),
    "two_figures": error(),
    "words_in_brackets": error(),
    "missing_unit": error("indicator", "unit"),
    "wrong_unit": error("indicator", "unit"),
    "unreadable_period": error(),
    "moment_for_period": error(),
    "open_period": error(),
    "period_without_year": error(),
    "period_became_date": error(),
    "longer_period": error("period"),
    "missing_locator": error(),
    "unreadable_locator": error(),
    "mixed_locators": error("usual"),
    "stage_of_no_time": error("printed", "locator"),
    "duplicate_series": error("first"),
    "derived_in_document": error(),
    "share_out_of_range": error("chart"),
    "out_of_range": error("indicator", "low", "high"),
    "contradiction": error("other", "printed", "where"),
    "magnitude": warning("others", "times", "usual"),
    "result_before_its_time": warning("published"),
    "result_before_the_end": warning("published"),
    "implausible": warning("indicator", "low", "high", "unit"),
    "exceeds_parent": warning("region", "period", "printed"),
    "identity_broken": warning("name", "id", "left", "right"),
    "result_as_plan": error("chart"),
    # themes, indicators, charts
    "bad_colour": error("contrast"),
    "bad_formula": error("why"),
    "formula_not_additive": error("indicator"),
    "formula_unlike_units": error("left", "right"),
    "formula_conversion": error("number"),
    "formula_unit": error("unit", "declared"),
    "bad_range": error(),
    "bad_identity": error("why"),
    "unit_of_stage": error(),
    "unknown_chart_kind": error("kinds"),
    "chart_count": error("kind", "fewest", "most"),
    "chart_kind_measure": error("kind", "measure"),
    "chart_unlike_units": error("unit"),
    "chart_amounts": error("count", "kinds"),
    "chart_stage_count": error("kinds"),
    "chart_refused": error("chart", "kind", "region", "when", "why"),
    # waivers
    "unwaivable": error("codes"),
    "unused_waiver": note(),
    "expired_waiver": note(),
    # texts
    "unknown_placeholder": error(),
    "unlike_conditions": error("known"),
    "claim_not_borne_out": error("chart", "region", "when", "figures"),
    "claim_in_name": error("chart"),
    "note_of_undrawn": error("chart", "region", "when"),
    "incomparable_compared": error("chart", "kind"),
    "bare_digit_in_template": error(),
    "placeholder_elsewhere": error("chart"),
    "bad_template": error("why"),
    "bad_pattern": error("why"),
    "unlike_placeholders": error("known"),
    "periods_alike": error("one", "other"),
    "bad_locale": error(),
    "bad_language": error(),
    "missing_words": note("language", "shown"),
    "unused_words": note(),
}

HANDED_IN: dict[str, FaultKind] = {
    # the files themselves
    "unsupported_file": error("kind"),
    "old_excel": error(),
    "encrypted_file": error(),
    "damaged_file": error("why"),
    "unknown_packing": error("method"),
    "too_large": error("part", "size", "most"),
    "too_much": error("bytes", "tags"),
    "too_many_rows": error("most"),
    "too_many_cells": error("most"),
    "suffix_unlike_content": note("kind"),
    "macros_ignored": note(),
    "other_encoding": note("encoding"),
    "other_separator": note("separator"),
    "open_in_excel": note(),
    "empty_folder": error(),
    "ignored_file": note(),
    "missing_particulars": error(),
    "document_twice": error("other"),
    "other_document": error("id", "known", "file"),
    "already_declared": error("known", "file"),
    "bad_package": error("why"),
    # their sheets
    "missing_sheet": error("sheet"),
    "hidden_sheet": error(),
    "ambiguous_sheet": error("other"),
    "void_sheet": note(),
    "void_figures": error(),
    "ignored_sheet": note(),
    "other_sheet_name": note("sheet"),
    "no_header": error("columns"),
    "wide_table": error("file"),
    "unlike_sheet": error("sheet"),
    "rows_above_header": note(),
    "unlike_title": error("said", "rows"),
    "rows_beyond_title": note("said", "rows"),
    "unnamed_column": error(),
    "ignored_column": note(),
    "ignored_cell": note(),
    "comment_ignored": note(),
    "drawing_ignored": note(),
    "unread_brackets": error(),
    "unlike_brackets": error("words"),
    "read_from_brackets": note("said"),
    "column_left_out": note(),
    "hidden_row": error(),
    "hidden_column": error(),
    "merged_cells": note("range"),
    "merged_figure": error("range"),
    "totals_row": note(),
    "footnote_row": note(),
    "stray_row": error(),
    "text_for_number": error(),
    "two_units": error("other"),
    "late_unit": error(),
    "other_header": error("first"),
    "unit_from_header": note("unit", "said"),
    "duplicate_field": error(),
    # their cells
    "error_value": error(),
    "formula_without_result": error(),
    "external_formula": error(),
    "volatile_formula": error(),
    "picture_in_cell": error(),
    "formula_result": note("said"),
    "too_long": error("most"),
    "markup_in_text": error("markup"),
    "formula_as_text": error(),
    "formatted_text": error(),
    "cleaned_text": note("said"),
    "period_rewritten": note("said"),
    "date_rewritten": note("said"),
    "date_serial": error("said"),
    "figure_became_date": error(),
    "shown_unlike_stored": error("shown"),
    "unclear_format": error("format"),
    "percent_or_share": error("said", "scaled"),
    "percent_read": note("said"),
    "too_many_digits": error(),
    "ditto": error(),
    "name_in_order": note("said"),
    "ambiguous_name": error("ids"),
    "name_unlike_id": error("id", "name"),
}

YEARBOOKS: dict[str, FaultKind] = {
    # what is asked before anything is written
    "already_long": error(),
    "no_wide_table": error(),
    "unclear_head": error(),
    "nothing_unpivoted": error(),
    "head_gap": error("left"),
    "nameless_row": error("count"),
    "unclear_unit": error("count", "units", "name"),
    "unclear_period": error("count", "heading"),
    "unclear_region": error("count", "hint"),
    "unclear_indicator": error("count"),
    "unlike_periods": error("count"),
    "unclear_status": error("count"),
    "unclear_percent": error("count", "said", "scaled", "name"),
    "unclear_sign": error("count", "sign"),
    "unreadable_cell": error(),
    "unlike_figures": error("other", "printed"),
    "bad_answer": error(),
    "unused_answer": error(),
    # what is left out, with the reason, or should be seen
    "left_out_indicator": note("count", "examples"),
    "left_out_region": note("count"),
    "left_out_unit": note("count", "indicator", "unit"),
    "left_out_sign": note("count", "reason"),
    "repeated_figure": note("count", "other"),
    "unread_heading": note("examples"),
    "footnote_mark": note("said"),
}

KINDS = CURATED | HANDED_IN | YEARBOOKS
FAULT_CODES = tuple(KINDS)
WARNINGS = frozenset(code for code, kind in KINDS.items() if kind.severity == "warning")
NOTES = frozenset(code for code, kind in KINDS.items() if kind.severity == "note")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a curated file."""

    file: str
    line: int | None = None
    column: str | None = None
    sheet: str | None = None


def fault(
    code: str,
    place: Place,
    found: object = "",
    near: Mapping[str, str] | None = None,
    meant: Sequence[str] = (),
    **facts: object,
) -> Fault:
    """Return the fault `code` at a place, with what may be `meant`: or the nearest of `near` (id → name).

    Raises TypeError where a fact is missing that the code takes.
    """
    kind = KINDS[code]
    if missing := kind.facts - facts.keys():
        raise TypeError(f"{code} lacks {', '.join(sorted(missing))}")
    sayable = {name: fact if isinstance(fact, Sayable) else str(fact) for name, fact in facts.items()}
    expected: tuple[Message, ...] = (Message(f"fault.{code}", sayable),)
    if meant := meant or nearest(str(found), near or {}):
        expected += (Message("phrase.did_you_mean", {"ids": Joined("phrase.or", meant)}),)
    return Fault(code, place.file, str(found), expected, place.line, place.column, place.sheet, kind.severity)


def nearest(found: str, known: Mapping[str, str], most: int = 3) -> list[str]:
    """Return up to `most` ids, with their names, that `found` may have meant (Ratcliff and Obershelp)."""
    ids = {name: id for id, name in known.items() if name} | {id: id for id in known}
    close = difflib.get_close_matches(found, ids, n=most)
    found_ids = dict.fromkeys(ids[text] for text in close)
    return [id if known[id] in ("", id) else f"{id}（{known[id]}）" for id in found_ids]
