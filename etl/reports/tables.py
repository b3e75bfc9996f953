"""Proposals as tables to check, CSV or a workbook, with a column for the decision."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from data.prose.decisions import EDITED, FORESEEN, Laid
from data.prose.proposal import COLUMNS, Proposal, Proposed, RowCheck
from etl.curated.contents import label
from etl.reports.sentences import Sentences

SENTENCE, CHECKS = "sentence", "checks"
DECISION, EARLIER = "decision", "earlier"
# The columns whose codes a workbook says in words.
WORDED = ("verdict", "reason", "qualifier", "kind", "status", "relation")
NOTHING = Laid({}, {}, {}, ())
# Cells that a spreadsheet would take for a formula; what they hold is text.
_FORMULA = ("=", "+", "-", "@")
_WIDTHS = {
    "earlier": 16,
    "printed": 14,
    "subject": 30,
    "sentence": 70,
    "indicator": 26,
    "period": 22,
    "words": 24,
    "suggestion": 26,
}


def write_csv(path: Path, proposed: Proposed, laid: Laid = NOTHING) -> None:
    """Write one row a number, with its sentence; columns are the fields of Proposal. Raises OSError.

    What was decided before stands in its cells.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([DECISION, EARLIER, *COLUMNS, CHECKS, SENTENCE])
        remarks = said_of_rows(proposed, _in_codes)
        for row in proposed.rows:
            choice, said_before = decided(laid, row)
            values = _values(row, said_before)
            earlier = " ".join(fate_of(laid, row))
            cells = [choice, earlier, *values, remarks.get(row.id, ""), sentence_of(proposed, row)]
            writer.writerow(map(_cell, cells))


def decided(laid: Laid, row: Proposal) -> tuple[str, dict[str, str]]:
    """Return what stands as decided of a row, by itself or by an earlier report, and what of it is edited."""
    decision = laid.of_row.get(row.id) or laid.foreseen.get(row.id)
    if decision is None or decision.decision == "reject":
        return (decision.decision if decision else ""), {}
    names = EDITED if row.id in laid.of_row else FORESEEN
    return decision.decision, {name: getattr(decision, name) for name in names}


def fate_of(laid: Laid, row: Proposal) -> tuple[str, ...]:
    """Return what became of what was decided: kept, changed with what was printed, foreseen, or new."""
    if row.id in laid.changed:
        return "changed", laid.changed[row.id].printed
    fates = {"kept": laid.of_row, "foreseen": laid.foreseen}
    known = next((fate for fate, rows in fates.items() if row.id in rows), "")
    if known:
        return (known,)
    return ("new",) if laid != NOTHING and row.verdict == "used" else ()


def say_fate(laid: Laid, row: Proposal, say: Sentences) -> str:
    """Return what became of what was decided before of a row, in words; "" where nothing was."""
    fate, *printed = fate_of(laid, row) or ("",)
    return say(f"earlier_{fate}", printed="".join(printed)) if fate else ""


def _values(row: Proposal, edited: Mapping[str, str]) -> list[str]:
    return [edited.get(column, str(getattr(row, column))) for column in COLUMNS]


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def said_of_rows(proposed: Proposed, say: Callable[[RowCheck], str]) -> dict[str, str]:
    """Return what the checks say of each row that is in one."""
    remarks: dict[str, list[str]] = {}
    for check in proposed.checks:
        for row in check.rows:
            remarks.setdefault(row, []).append(say(check))
    return {row: "; ".join(lines) for row, lines in remarks.items()}


def _in_codes(check: RowCheck) -> str:
    """A check as programs read it: verdict, kind and arithmetic."""
    line = f"{check.verdict} {check.kind}: {check.formula} = {check.comes_to} | {check.printed}"
    return f"{line} [{check.document}]" if check.document else line


def in_words(check: RowCheck, say: Sentences) -> str:
    """Return a check as a sentence."""
    facts = {"formula": check.formula, "comes_to": check.comes_to, "printed": check.printed}
    return say(f"check_{check.kind}", **facts, document=check.document)


def sentence_of(proposed: Proposed, row: Proposal) -> str:
    """Return the sentence that a row stands in; of a number that is no figure, the words around it."""
    start, end = row.sentence_start, row.sentence_end
    if end == 0:
        start, end = max(0, row.start - 20), row.end + 20
    return proposed.text[start:end].strip().replace("\n", " ")


def write_workbook(
    path: Path,
    proposed: Proposed,
    say: Sentences,
    names: Mapping[str, Mapping[str, str]],
    laid: Laid = NOTHING,
) -> None:
    """Write a workbook of the same in words, with a column 采纳 to choose in. Raises OSError.

    `names` are those of indicators and regions by their ids.
    """
    from etl.office_files.xlsx.writing import new_book

    columns = [DECISION, EARLIER, *COLUMNS, CHECKS, SENTENCE]
    remarks = said_of_rows(proposed, lambda one: f"{say(f'found_{one.verdict}')} · {in_words(one, say)}")
    rows: Sequence[Proposal] = proposed.rows
    with new_book(path) as book:
        sheet = book.add_worksheet(say("sheet"))
        head = book.add_format({"bold": True, "bg_color": "#efeae0", "bottom": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for column, name in enumerate(columns):
            sheet.write_string(0, column, say(f"column_{name}"), head)
            sheet.set_column(column, column, _WIDTHS.get(name, 12), wrapped)
        for line, row in enumerate(rows, start=1):
            choice, said_before = decided(laid, row)
            values = [say(choice) if choice else "", say_fate(laid, row, say)]
            for name, value in zip(COLUMNS, _values(row, said_before), strict=True):
                known = label(value, names.get(name, {}).get(value, ""))
                values.append(say(f"{name}_{value}") if value and name in WORDED else known)
            values += [remarks.get(row.id, ""), sentence_of(proposed, row)]
            for column, value in enumerate(values):
                if value:
                    sheet.write_string(line, column, value)
        choices = [say("accept"), say("reject"), say("edit")]
        sheet.data_validation(1, 0, max(1, len(rows)), 0, {"validate": "list", "source": choices})
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, max(1, len(rows)), len(columns) - 1)
