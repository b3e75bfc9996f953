"""propose: the figures that a report proposes, as a table to check or as a page to read."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from rich.text import Text

from data.errors import ContentError, FileUnusable, NotFound
from data.messages import Message
from data.model.catalog import build_catalog
from data.model.words import Words
from data.prose.decisions import Decision, Laid, lay_over
from data.prose.known import held_against
from data.prose.proposal import Proposed
from data.prose.report import propose as proposed_of
from etl.command_line.exit_codes import DONE
from etl.command_line.terminal import Terminal
from etl.curated.contents import Curated
from etl.curated.folder import languages_beside, read_curated
from etl.curated.readings import observations
from etl.exchange.destination import put_in_place
from etl.reports.decision_file import beside, read_decisions
from etl.reports.files import Report, read_report
from etl.reports.page import review_page
from etl.reports.sentences import Sentences
from etl.reports.tables import NOTHING, write_csv, write_workbook

VERDICTS = ("contradicts", "question", "agrees")


def day_of(text: str) -> str:
    """Return a day of publication as it is typed, "" for none. Raises FileUnusable for what is no day."""
    try:
        if text:
            date.fromisoformat(text)
    except ValueError:
        raise FileUnusable(text, why=Message("phrase.no_day")) from None
    return text


def propose_report(
    terminal: Terminal, arguments: argparse.Namespace
) -> tuple[Curated, Words, Report, Proposed]:
    """Return what is curated, its words, a report and what it proposes.

    Raises ContentError, FileUnusable, NotFound.
    """
    published = day_of(arguments.published)
    curated = read_curated(arguments.curated, languages_beside(arguments.curated))
    if any(fault.severity == "error" for fault in curated.faults):
        raise ContentError(curated.faults)
    words = Words(build_catalog(curated.content()), terminal.say.language)
    if arguments.region and arguments.region not in words.catalog.regions:
        raise NotFound(arguments.region)
    report = read_report(arguments.report)
    return curated, words, report, proposed_of(report.text, words.catalog, published, arguments.region)


def propose(terminal: Terminal, arguments: argparse.Namespace) -> int:
    """Write what a report proposes to a CSV file, a workbook or a page. Raises ContentError, FileUnusable."""
    output = arguments.output
    if output.suffix not in (".csv", ".xlsx", ".html"):
        raise FileUnusable(str(output), why=Message("phrase.proposal_suffix"))
    curated, words, report, proposed = propose_report(terminal, arguments)
    laid = lay_over(proposed, read_decisions(beside(arguments.report)), read_earlier(arguments.earlier))
    known = [row for rows in observations(curated).values() for row in rows]
    checks = [*proposed.checks, *held_against(proposed, known)]
    proposed = replace(
        proposed, checks=tuple(sorted(checks, key=lambda check: VERDICTS.index(check.verdict)))
    )
    say = Sentences(terminal.say.language)
    names = {id: words.text(indicator) for id, indicator in words.catalog.indicators.items()}
    regions = {id: words.term("region", id) for id in words.catalog.regions}
    with put_in_place(output, arguments.replace) as part:
        if output.suffix == ".csv":
            write_csv(part, proposed, laid)
        elif output.suffix == ".xlsx":
            write_workbook(part, proposed, say, {"indicator": names, "region": regions}, laid)
        else:
            page = review_page(proposed, say, arguments.report.name, arguments.publisher, names, laid)
            part.write_text(page, encoding="utf-8")
    counts = {verdict: len(proposed.of_verdict(verdict)) for verdict in ("used", "rejected", "open")}
    terminal.line("proposed", "bold green", path=output, numbers=len(proposed.rows), **counts)
    say_earlier(terminal, laid, len(proposed.of_verdict("used")))
    differing = sum(check.verdict != "agrees" for check in proposed.checks)
    if differing:
        terminal.line("to_look_at", "red", count=differing)
    if report.left_out:
        terminal.line(
            "left_outside", "yellow", count=len(report.left_out), some=" ".join(report.left_out[:12])
        )
    return DONE


def read_earlier(files: Sequence[Path]) -> list[Decision]:
    """Return what was decided of other reports, given themselves or as files. Raises FileUnusable."""
    decisions: list[Decision] = []
    for file in files:
        source = file if file.suffix == ".csv" else beside(file)
        if not source.exists():
            raise FileUnusable(str(source), why=Message("phrase.nothing_decided"))
        decisions += read_decisions(source)
    return decisions


def say_earlier(terminal: Terminal, laid: Laid, figures: int = 0) -> None:
    """Say what became of earlier decisions: how many hold, what changed, and what is gone."""
    unchanged, changed, foreseen = len(laid.of_row), len(laid.changed), len(laid.foreseen)
    if figures and laid != NOTHING:
        facts = {"new": figures - unchanged - changed - foreseen, "gone": len(laid.gone)}
        counts = {"kept": unchanged, "changed": changed, "foreseen": foreseen} | facts
        terminal.out.print(Text(Sentences(terminal.say.language)("earlier_counts", **counts)))
    for decision in laid.gone:
        terminal.line("review_gone", "yellow", printed=decision.printed, before=decision.before)
