"""review: a person decides on the figures that a report proposes, a sentence at a time."""

from __future__ import annotations

import argparse
import re
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path

from data.errors import PeriodError
from data.model.period import parse_period
from data.model.words import BEIJING, Words
from data.prose.decisions import EDITED, Decision, Laid, decide, lay_over, refusals, signed
from data.prose.proposal import Proposal, Proposed
from data.store.texts import digest_of
from etl.command_line.attaching import keep
from etl.command_line.exit_codes import DONE
from etl.command_line.proposing import propose_report, read_earlier, say_earlier
from etl.command_line.terminal import Terminal
from etl.curated.contents import Curated
from etl.exchange.destination import put_in_place
from etl.office_files.template import write_template
from etl.reports.aliases import alias_changes
from etl.reports.decided_tables import read_decided
from etl.reports.decision_file import add_decisions, beside, read_decisions
from etl.reports.questions import Question, questions

_NAME = re.compile("[一-鿿]{2}")  # what words must have to be a name of an indicator
ANSWERS = {"y": "accept", "n": "reject", "e": "edit"}


def review(terminal: Terminal, arguments: argparse.Namespace) -> int:
    """Ask for decisions on figures that have none; write the approved ones as a workbook, if asked for.

    Raises ContentError, FileUnusable.
    """
    curated, words, _, proposed = propose_report(terminal, arguments)
    file = beside(arguments.report)
    earlier = read_earlier(arguments.earlier)
    laid = lay_over(proposed, read_decisions(file), earlier)
    used = proposed.of_verdict("used")
    if arguments.decided:
        decided = read_decided(arguments.decided, proposed, arguments.by, _now())
        add_decisions(file, [one for one in decided if not _is_known(one, laid, used)])
    else:
        say_earlier(terminal, laid)
        for question in questions(proposed, laid, arguments.by, _now()):
            decisions, stopped = _ask(terminal, proposed, question, words, arguments.by)
            add_decisions(file, decisions)
            if stopped:
                break  # whoever stops goes on here at the next run
    laid = lay_over(proposed, read_decisions(file))
    of_row = {row.id: laid.of_row[row.id] for row in used if row.id in laid.of_row}
    accepted = sum(decision.decision != "reject" for decision in of_row.values())
    terminal.line("reviewed", figures=len(used), decided=len(of_row), accepted=accepted, path=file)
    _teach(terminal, arguments.curated, used, of_row)
    if arguments.approved:
        _write(terminal, arguments, curated, proposed, of_row)
    return DONE


def _now() -> str:
    return datetime.now(BEIJING).isoformat(timespec="seconds")


def _is_known(one: Decision, laid: Laid, used: list[Proposal]) -> bool:
    """Whether the same is decided already: whoever reads a table in again decides nothing of that anew."""
    row = next((row for row in used if (row.start, row.end) == (one.start, one.end)), None)
    known = laid.of_row.get(row.id) if row else None
    return known is not None and all(
        getattr(one, name) == getattr(known, name) for name in ("decision", *EDITED)
    )


def _ask(
    terminal: Terminal, proposed: Proposed, question: Question, words: Words, by: str
) -> tuple[list[Decision], bool]:
    """A question with its figures, then those one by one that a yes isn't right of; and whether to stop."""
    terminal.out.print()
    terminal.line(f"review_{question.kind}", "cyan", count=len(question.rows))
    if question.kind == "sentence":
        row = question.rows[0]
        sentence = proposed.text[row.sentence_start : row.sentence_end].strip()
        terminal.out.print(sentence, markup=False, style="bold")
    for number, row in enumerate(question.rows, start=1):
        _show(terminal, row, number, words, question.answers.get(row.id))
    picked = _picked(terminal, len(question.rows))
    if picked is None:
        return [], True
    picked |= {n for n, row in enumerate(question.rows) if row.id not in question.answers}
    decisions = [
        question.answers[row.id]
        for n, row in enumerate(question.rows)
        if n not in picked and row.id in question.answers
    ]
    for n in sorted(picked):
        row = question.rows[n]
        if len(question.rows) > 1:
            _show(terminal, row, n + 1, words, None)
        answer = ""
        while answer not in (*ANSWERS, "q"):
            answer = terminal.ask("review_ask").lower() or "q"
        if answer == "q":
            return decisions, True
        edited = _edited(terminal, row, words) if answer == "e" else {}
        decisions.append(decide(proposed, row, ANSWERS[answer], by, _now(), **edited))
    return decisions, False


def _picked(terminal: Terminal, count: int) -> set[int] | None:
    """The places, from 0, of figures to be asked for one by one; None to stop."""
    while True:
        answer = terminal.ask("review_ask_all").lower().replace(",", " ").replace("，", " ") or "q"
        if answer == "q":
            return None
        if answer == "y":
            return set()
        if answer == "n":
            return set(range(count))
        numbers = answer.split()
        if all(number.isascii() and number.isdigit() and 0 < int(number) <= count for number in numbers):
            return {int(number) - 1 for number in numbers}
        terminal.line("review_not_understood", "yellow", text=answer[:40], count=count)


def _show(terminal: Terminal, row: Proposal, number: int, words: Words, answer: Decision | None) -> None:
    """A figure with what is proposed of it, and what a yes decides."""
    shown = answer or row
    indicator = words.catalog.indicators.get(shown.indicator)
    name = f"{words.text(indicator)} ({shown.indicator})" if indicator else row.subject
    terminal.line(
        "review_row",
        number=number,
        printed=row.printed,
        name=name,
        status=words.term("status", shown.status),
        period=shown.period or "?",
        region=words.term("region", shown.region) if shown.region else "?",
        breakdown=words.term("breakdown", shown.breakdown) if shown.breakdown else "",
        choice=terminal.say(f"review_choice_{answer.decision if answer else 'open'}"),
    )


def _edited(terminal: Terminal, row: Proposal, words: Words) -> dict[str, str]:
    """What somebody says of a row instead, by ids or names; what is left empty stays, - empties it."""
    given: dict[str, str] = {}
    for name in EDITED:
        value: str | None = None
        while value is None:
            label = terminal.say(f"review_{name}")
            answer = terminal.ask("review_field", name=label, value=getattr(row, name))
            value = getattr(row, name) if not answer else "" if answer == "-" else _meant(words, name, answer)
            if value is None:
                known = [text for id, names in _named(words, name).items() for text in (id, *names)]
                near = "、".join(get_close_matches(answer, known)) or "—"
                terminal.line("review_no_such", "yellow", name=label, text=answer[:40], near=near)
        given[name] = value
    return given


def _meant(words: Words, name: str, answer: str) -> str | None:
    """The id that an answer is, or that it is a name of; None where there is no such thing, or several."""
    if name == "period":
        try:
            parse_period(answer)
        except PeriodError:
            return None
        return answer
    known = _named(words, name)
    if answer in known:
        return answer
    ids = [id for id, names in known.items() if answer in names]
    return ids[0] if len(ids) == 1 else None


def _named(words: Words, name: str) -> dict[str, tuple[str, ...]]:
    """The names of what a field may hold, by id."""
    catalog = words.catalog
    if name == "indicator":
        return {id: (one.name, *one.aliases) for id, one in catalog.indicators.items()}
    terms = {"region": catalog.regions, "breakdown": catalog.breakdowns, "status": catalog.statuses}
    return {id: (term.name,) for id, term in terms.get(name, {}).items()}


def _teach(terminal: Terminal, curated: Path, used: list[Proposal], decided: dict[str, Decision]) -> None:
    """Show which names of indicators follow from what was accepted as edited: nothing is written."""
    learnt: dict[str, set[str]] = {}
    for row in used:
        decision = decided.get(row.id)
        named = _NAME.search(row.subject) and decision and decision.indicator != row.indicator
        if decision and decision.decision == "edit" and named:
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
    fields = {name: getattr(decision, name) for name in EDITED}
    place = f"第{paragraph}段"
    return fields | {"status": status, "printed": signed(proposed, row), "locator": place, "note": ""}
