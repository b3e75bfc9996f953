"""How faults, changes, releases and progress look in a terminal or a log."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from data.errors import Fault, LivelihoodError
from data.model.catalog import Catalog
from data.model.words import beijing_time
from data.statements.rewordings import Rewording
from data.store.queries import Release
from etl.command_line.change_lines import Lines
from etl.command_line.messages import Messages
from etl.releases.difference import Changes
from etl.releases.verification import Audit

SHOWN = 50  # changes of a sort that are shown unless all are asked for
STYLES = {"error": "red", "warning": "yellow", "note": "cyan"}
Advance = Callable[[int], None]
Start = Callable[[str, int], Advance]


class Outlet(Console):
    """A console that falls silent where nobody reads it any more (`… | head`), so that the work goes on."""

    def __init__(self, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, highlight=False, soft_wrap=True)

    def on_broken_pipe(self) -> None:
        """Say nothing more; what still waits to be written goes nowhere."""
        self.quiet = True
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.file.fileno())
        os.close(nowhere)


class RateColumn(ProgressColumn):
    """How many steps of its own kind a task takes a second, in the reader's language."""

    def __init__(self, say: Messages) -> None:
        super().__init__()
        self.say = say

    def render(self, task: Task) -> Text:
        """Return the rate; nothing before there is one."""
        rate = task.finished_speed or task.speed
        if not rate:
            return Text()
        return Text(self.say(f"{task.fields['step']}_rate", rate=f"{rate:,.{0 if rate >= 10 else 1}f}"))


@dataclass
class Terminal:
    """Where the command line speaks: results to `out`; progress and refusals to `err`.

    `facts` are what the run's log will say of it.
    """

    say: Messages
    out: Console = field(default_factory=Outlet)
    err: Console = field(default_factory=lambda: Outlet(stderr=True))
    facts: dict[str, object] = field(default_factory=dict)

    def record(self, **facts: object) -> None:
        """Keep facts for the log."""
        self.facts.update(facts)

    def line(self, key: str, style: str = "", **facts: object) -> None:
        """Say a message."""
        self.out.print(Text(self.say(key, **facts), style))

    def refuse(self, key: str, **facts: object) -> None:
        """Say why nothing was done."""
        self.err.print(Text(self.say(key, **facts), "red"))

    def refuse_with(self, error: LivelihoodError) -> None:
        """Say why nothing was done, in the error's own sentence."""
        self.record(error=error.say("en"))
        self.err.print(Text(error.say(self.say.language), "red"))

    def ask(self, key: str, **facts: object) -> str:
        """Return what somebody at the terminal answers, without the space around it."""
        try:
            return self.out.input(Text(self.say(key, **facts), "bold")).strip()
        except EOFError:
            return ""

    def faults(self, faults: Sequence[Fault]) -> None:
        """List faults, warnings and notes, one a line."""
        for fault in faults:
            self.out.print(Text(fault.say(self.say.language), STYLES[fault.severity]))

    def changes(self, changes: Changes, lines: Lines, limit: int | None) -> None:
        """Show what was added, changed and withdrawn: by theme, then at most `limit` of each."""
        self._themes(changes, lines)
        added = [f"+ {lines.figure(row)}" for row in changes.added[:limit]]
        self._section("added", "green", len(changes.added), added)
        changed = [f"~ {lines.change(change)}" for change in changes.changed[:limit]]
        self._section("changed", "yellow", len(changes.changed), changed)
        superseded = [f"≠ {lines.change(change)}" for change in changes.superseded[:limit]]
        self._section("superseded", "yellow", len(changes.superseded), superseded)
        returning = [f"± {lines.figure(row)}" for row in changes.returning[:limit]]
        self._section("returning", "yellow", len(changes.returning), returning)
        withdrawn = [f"- {lines.figure(row)}" for row in changes.withdrawn[:limit]]
        self._section("withdrawn", "red", len(changes.withdrawn), withdrawn)

    def rewordings(self, edits: Sequence[tuple[Rewording, int]], lines: Lines, limit: int | None) -> None:
        """Show what of the catalogue says something else now, with how many figures it calls."""
        ordered = sorted(edits, key=lambda edit: not edit[1])  # what figures are called first
        texts = [f"≈ {lines.rewording(*edit)}" for edit in ordered[:limit]]
        self._section("reworded", "cyan", len(edits), texts)

    def releases(self, releases: Sequence[Release]) -> None:
        """List releases, newest first."""
        table = Table(*self.say("columns").split(" | "), box=None)
        older = [*(release.catalog for release in releases[1:]), ""]
        for release, catalog in zip(releases, older, strict=True):
            changed = self.say("new_catalogue") if release.catalog != catalog else ""
            counts = map(str, (release.added, release.changed, release.withdrawn, release.reworded))
            when = beijing_time(release.created_at)
            cells = (str(release.id), when, *counts, changed, release.reason)
            table.add_row(*map(Text, cells))
        self.out.print(table)

    def release(self, release: Release, catalog: Catalog, figures: int) -> None:
        """Say what a release is: when, why, how much it holds, and the warnings that somebody answers for."""
        self.line("release", "bold", release=release.id, when=beijing_time(release.created_at))
        self.line("release_holds", figures=figures, documents=len(catalog.documents))
        self.line("release_digest", digest=release.digest)
        if release.reason:
            self.line("release_reason", reason=release.reason)
        for waiver in catalog.waivers:
            parts = (waiver.indicator, waiver.region, waiver.period, waiver.breakdown, waiver.status)
            place = " · ".join(part for part in (waiver.document, *parts) if part)
            facts = {"code": waiver.code, "by": waiver.by, "until": waiver.until, "reason": waiver.reason}
            self.line("waived", "yellow", place=place, **facts)

    def audit(self, result: Audit) -> None:
        """Say which releases are as they were published, and what is wrong with the others."""
        for verdict in result.verdicts:
            for check in verdict.broken:
                self.line(f"broken_{check}", "red", release=verdict.release.id)
        for check in result.broken:
            self.line(f"broken_{check}", "red")
        if result.sound:
            self.line("verified", "green", count=len(result.verdicts), seal=result.verdicts[-1].seal)
        else:
            self.refuse("damaged")

    @contextmanager
    def progress(self, long: bool) -> Iterator[Start]:
        """Show how far long work has come, how fast, and how long it will take.

        Gives what starts a step: (message, total) → advance.
        """
        description, remaining = TextColumn("{task.description}"), TimeRemainingColumn()
        columns = (SpinnerColumn(), description, BarColumn(), RateColumn(self.say), remaining)
        shown = Progress(
            *columns, console=self.err, transient=True, disable=not (long and self.err.is_terminal)
        )

        def start(key: str, total: int) -> Advance:
            task = shown.add_task(self.say(key), total=total, step=key)
            return lambda steps: shown.advance(task, steps)

        with shown:
            yield start

    def _themes(self, changes: Changes, lines: Lines) -> None:
        """How many figures of each theme differ, where more than one theme is touched."""
        counts = lines.by_theme(changes)
        for theme, (added, changed, withdrawn) in counts.items() if len(counts) > 1 else ():
            self.line("by_theme", theme=theme, added=added, changed=changed, withdrawn=withdrawn)

    def _section(self, key: str, style: str, count: int, lines: Sequence[str]) -> None:
        if count:
            self.line(key, f"bold {style}", count=count)
        for line in lines:
            self.out.print(Text(f"  {line}", style))
        if count > len(lines):
            self.line("more", count=count - len(lines))
