"""From a difference to a release: shown, asked about, and written, or refused with the reason why."""

from __future__ import annotations

import argparse
import json
import sys

from sqlalchemy.engine import Engine

from data.messages import SOURCE_LANGUAGE
from data.model.catalog import build_catalog
from etl.command_line.change_lines import Lines
from etl.command_line.change_page import change_page, write_page
from etl.command_line.exit_codes import DONE, NOT_CONFIRMED
from etl.command_line.messages import Messages
from etl.command_line.terminal import SHOWN, Terminal
from etl.releases.difference import Difference
from etl.releases.interrupts import interrupts_deferred
from etl.releases.publishing import apply

LONG = 20_000  # rows; more than that takes long enough to show how far it has come
YES = ("y", "yes", "是")


def show_difference(terminal: Terminal, arguments: argparse.Namespace, diff: Difference) -> None:
    """Say what a refresh would change, or that there is nothing to change."""
    terminal.record(release=diff.base)
    terminal.record(added=len(diff.added), changed=len(diff.changed), withdrawn=len(diff.withdrawn))
    terminal.record(reworded=diff.reworded.figures, returning=len(diff.returning))
    if diff.empty:
        terminal.line("nothing", release=diff.base)
        return
    lines = Lines(build_catalog(json.loads(diff.catalog)), terminal.say.language)
    terminal.rewordings(diff.reworded.rewordings, lines, None if arguments.all else SHOWN)
    terminal.changes(diff, lines, None if arguments.all else SHOWN)
    if arguments.html:
        write_page(arguments.html, change_page(diff, lines, terminal.say))
        terminal.line("page_written", file=arguments.html)


def publish(terminal: Terminal, arguments: argparse.Namespace, engine: Engine, diff: Difference) -> int:
    """Write a difference as a release once it is explained and confirmed. Raises StoreBusy, StoreUnusable."""
    if diff.empty:
        return DONE
    if not declared(terminal, arguments, diff):
        return NOT_CONFIRMED
    going_back = arguments.command == "rollback"
    reason = why(terminal, arguments, diff)
    if (diff.needs_reason or going_back) and not reason:
        terminal.refuse("no_reason_after_rollback" if diff.restored and not diff.ending else "no_reason")
        return NOT_CONFIRMED
    if not (arguments.yes or confirmed(terminal, "ask", release=diff.base + 1)):
        terminal.refuse("not_confirmed")
        return NOT_CONFIRMED
    if going_back:  # what readers are told is in their language
        reason = Messages(SOURCE_LANGUAGE)("went_back", release=arguments.release, reason=reason)
    rows = len(diff.ending) + len(diff.beginning)
    with terminal.progress(rows > LONG) as start, interrupts_deferred():
        release = apply(engine, diff, reason, start("writing", rows + len(diff.moved)))
        terminal.record(release=release, reason=reason, published=True)
    terminal.line("published", "bold green", release=release)
    return DONE


def declared(terminal: Terminal, arguments: argparse.Namespace, diff: Difference) -> bool:
    """Whether every figure that vanishes was meant to: its document is named with how many it loses.

    A row deleted by a slip of the hand stops here. Going back to a release declares what goes with it.
    """
    if arguments.command == "rollback":
        return True
    meant, vanishing = dict(arguments.withdraw), diff.vanishing
    wrong = [document for document in sorted(meant) if document not in vanishing]
    for document in wrong:
        terminal.refuse("not_vanishing", document=document)
    missed = [
        document
        for document, count in sorted(vanishing.items())
        if meant.get(document) != count and not (attended() and _withdrawn(terminal, document, count))
    ]
    for document in missed:
        terminal.refuse("vanishing", document=document, count=vanishing[document])
    return not (wrong or missed)


def _withdrawn(terminal: Terminal, document: str, count: int) -> bool:
    return terminal.ask("ask_withdraw", document=document, count=count) == str(count)


def why(terminal: Terminal, arguments: argparse.Namespace, diff: Difference) -> str:
    """Return the reason of a release, asked for where one is needed and somebody is there."""
    reason = str(arguments.reason).strip()
    if (
        reason
        or not (diff.needs_reason or arguments.command == "rollback")
        or arguments.yes
        or not attended()
    ):
        return reason
    return terminal.ask("ask_reason")


def confirmed(terminal: Terminal, question: str, **facts: object) -> bool:
    """Whether somebody at the terminal says yes."""
    return attended() and terminal.ask(question, **facts).lower() in YES


def attended() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()
