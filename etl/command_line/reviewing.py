"""review: a person decides on the figures that a report proposes, a sentence at a time."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path

from data.model.words import BEIJING, Words
from data.prose.decisions import EDITED, Decision, decide, lay_over, printed_of, refusals
from data.prose.proposal import Proposal, Proposed
from data.texts import digest_of
from etl.command_line.attaching import keep
from etl.command_line.exit_codes import DONE
from etl.command_line.proposing import propose_report
from etl.command_line.terminal import Terminal
from etl.curated.contents import Curated
from etl.exchange.destination import put_in_place
from etl.office_files.template import write_template
from etl.reports.aliases import alias_changes
from etl.reports.decided_tables import read_decided
from etl.reports.decision_file import add_decisions, beside, read_decisions

ANSWERS = {"y": "accept", "n": "reject", "e": "edit"}


def review(terminal: Terminal, arguments: argparse.Namespace) -> int:
    """Ask for decisions on figures that have none; write the approved ones as a workbook, if asked for.

    Raises ContentError, FileUnusable.
    """
    curated, words, _, proposed = propose_report(terminal, arguments)
    file = beside(arguments.report)
    laid = lay_over(proposed, read_decisions(file))
    for decision in laid.astray:
        terminal.line("review_astray", "yellow", printed=decision.printed, before=decision.before)
    used = proposed.of_verdict("used")
    if arguments.decided:
        at = datetime.now(BEIJING).isoformat(timespec="seconds")
        add_decisions(file, read_decided(arguments.decided, proposed, arguments.by, at))
        laid = lay_over(proposed, read_decisions(file))
    for rows in _cards(used, laid.of_row) if not arguments.decided else ():
        decisions = _ask(terminal, proposed, rows, words, arguments.by)
        add_decisions(file, decisions)
        if len(decisions) < len(rows):
            break  # whoever stops goes on here at the next run
    laid = lay_over(proposed, read_decisions(file))
    decided = {row.id: laid.of_row[row.id] for row in used if row.id in laid.of_row}
    accepted = sum(decision.decision != "reject" for decision in decided.values())
    terminal.line("reviewed", figures=len(used), decided=len(decided), accepted=accepted, path=file)
    _teach(terminal, arguments.curated, used, decided)
    if arguments.approved:
        _write(terminal, arguments, curated, proposed, decided)
    return DONE


def _cards(used: list[Proposal], decided: dict[str, Decision]) -> Iterator[list[Proposal]]:
    """The rows without a decision, a sentence at a time."""
    waiting = [row for row in used if row.id not in decided]
    for _, rows in groupby(waiting, key=lambda row: row.sentence_start):
        yield [*rows]


def _ask(
    terminal: Terminal, proposed: Proposed, rows: list[Proposal], words: Words, by: str
) -> list[Decision]:
    """One card: a sentence, a question for each of its figures; fewer decisions where somebody stops."""
    terminal.out.print()
    sentence = proposed.text[rows[0].sentence_start : rows[0].sentence_end].strip()
    terminal.out.print(sentence, markup=False, style="bold")
    decisions: list[Decision] = []
    for row in rows:
        indicator = words.catalog.indicators.get(row.indicator)
        name = f"{words.text(indicator)} ({row.indicator})" if indicator else row.subject
        facts = {"printed": row.printed, "name": name, "status": row.status}
        facts |= {"period": row.period or "?", "region": row.region or "?", "breakdown": row.breakdown}
        terminal.line("review_row", **facts)
        answer = ""
        while answer not in (*ANSWERS, "q"):
            answer = terminal.ask("review_ask").lower() or "q"
        if answer == "q":
            break
        at = datetime.now(BEIJING).isoformat(timespec="seconds")
        edited = _edited(terminal, row) if answer == "e" else {}
        decisions.append(decide(proposed, row, ANSWERS[answer], by, at, **edited))
    return decisions


def _edited(terminal: Terminal, row: Proposal) -> dict[str, str]:
    """What somebody says of a row instead; what is left empty stays."""
    given = {
        name: terminal.ask("review_field", name=terminal.say(f"review_{name}"), value=getattr(row, name))
        for name in EDITED
    }
    return {name: value for name, value in given.items() if value}


def _teach(terminal: Terminal, curated: Path, used: list[Proposal], decided: dict[str, Decision]) -> None:
    """Show which names of indicators follow from what was accepted as edited: nothing is written."""
    learnt: dict[str, set[str]] = {}
    for row in used:
        decision = decided.get(row.id)
        if decision and decision.decision == "edit" and row.subject and decision.indicator != row.indicator:
            learnt.setdefault(decision.indicator, set()).add(row.subject)
    lines = [*alias_changes(curated / "themes", learnt)]
    if lines:
        terminal.line("review_learnt", "cyan")
        terminal.out.print("\n".join(lines), markup=False, highlight=False)


def _write(
    terminal: Terminal,
    arguments: argparse.Namespace,
    curated: Curated,
    proposed: Proposed,
    decided: dict[str, Decision],
) -> None:
    """Write what passes the gate as a filled-in workbook for `import`; say of the rest why it doesn't."""
    taken: list[Proposal] = []
    figures: list[dict[str, str]] = []
    for row in proposed.rows:
        decision = decided.get(row.id)
        if decision is None:
            continue
        why = refusals(proposed, row, decision, taken)
        if not why:
            taken.append(row)
            figures.append(_figure(proposed, row, decision))
        elif decision.decision != "reject":
            reasons = "; ".join(terminal.say(f"review_why_{reason}") for reason in why)
            terminal.line("review_left_out", "yellow", printed=row.printed, why=reasons)
    particulars = {
        "publisher": arguments.publisher,
        "published": arguments.published,
        "region": arguments.region,
        "text_digest": digest_of(proposed.text),
    }
    particulars = {name: value for name, value in particulars.items() if value}
    with put_in_place(arguments.approved, arguments.replace) as part:
        write_template(curated, part, figures, particulars)
    keep(terminal, proposed.text)
    terminal.line("approved", "bold green", figures=len(figures), path=arguments.approved)


def _figure(proposed: Proposed, row: Proposal, decision: Decision) -> dict[str, str]:
    paragraph = len([*filter(str.strip, proposed.text[: row.start].split("\n")[:-1])]) + 1
    status = "" if decision.status == "actual" else decision.status
    said = {name: getattr(decision, name) for name in EDITED}
    place = f"第{paragraph}段"
    return said | {"status": status, "printed": printed_of(row), "locator": place, "note": ""}
