"""check, diff, refresh: from the curated files to a release."""

from __future__ import annotations

import argparse

from sqlalchemy.engine import Engine

from data.errors import ContentError
from data.model.words import beijing_time
from etl.command_line.exit_codes import DONE
from etl.command_line.publishing import LONG, publish, show_difference
from etl.command_line.terminal import Start, Terminal
from etl.curated.contents import Curated
from etl.curated.embargo import embargoed, without
from etl.curated.folder import languages_beside, read_curated, size_of
from etl.office_files.inputs import add_inputs
from etl.releases.difference import Difference, compare, contents_of
from etl.releases.published_figures import published_in
from etl.releases.transactions import opened
from etl.rules.checking import RULES
from etl.rules.checking import check as faults_of

ROW = 50  # bytes, roughly, that a row of a file takes


def check(terminal: Terminal, arguments: argparse.Namespace) -> int:
    """List every fault, warning and note of the curated files. Raises ContentError."""
    read(terminal, arguments, list_notes=True)
    return DONE


def diff(terminal: Terminal, arguments: argparse.Namespace) -> int:
    """Show what a refresh would change; nothing is written. Raises ContentError, StoreUnusable."""
    curated = read(terminal, arguments)
    with opened(arguments.database, read_only=True) as engine:
        compare_with_published(terminal, arguments, curated, engine)
    return DONE


def refresh(terminal: Terminal, arguments: argparse.Namespace) -> int:
    """Publish what the curated files say, once confirmed. Raises ContentError, StoreBusy, StoreUnusable."""
    curated = read(terminal, arguments)
    with opened(arguments.database) as engine:
        difference = compare_with_published(terminal, arguments, curated, engine)
        code = publish(terminal, arguments, engine, difference)
    if code == DONE:
        for file in arguments.files:
            terminal.line("not_kept", "yellow", files=file)
    return code


def read(terminal: Terminal, arguments: argparse.Namespace, list_notes: bool = False) -> Curated:
    """Return the curated files, read and without a fault; say how much they hold. Raises ContentError."""
    files, size = size_of(arguments.curated)
    with terminal.progress(size > LONG * ROW) as start:
        curated = read_files(arguments, start, files)
        advance = start("checking", len(RULES))
        faults = faults_of(curated, lambda: advance(1))
    notes = [fault for fault in faults if fault.severity == "note"]
    terminal.record(faults=len(faults) - len(notes), notes=len(notes))
    if len(notes) < len(faults):
        raise ContentError(faults)
    terminal.faults(notes if list_notes else [fault for fault in curated.faults if fault.severity == "note"])
    figures = sum(len(table.lines) for table in curated.figures.values())
    terminal.line("sound", figures=figures, documents=len(curated.documents))
    if notes:
        terminal.line("notes" if list_notes else "notes_to_list", "yellow", count=len(notes))
    return due(terminal, curated)


def due(terminal: Terminal, curated: Curated) -> Curated:
    """Return the curated files without the documents that may not be published yet; say which these are."""
    documents = embargoed(curated.entries["document"], curated.now)
    for document in documents:
        terminal.line(
            "embargoed", "yellow", document=document.id, time=beijing_time(document.text("publish_at"))
        )
    terminal.record(embargoed=[document.id for document in documents])
    return without(curated, {document.id for document in documents}) if documents else curated


def read_files(arguments: argparse.Namespace, start: Start, files: int) -> Curated:
    """Return the curated files, and what is handed in with them, as they are written."""
    advance = start("reading", files)
    languages = languages_beside(arguments.curated)
    curated = read_curated(arguments.curated, languages, lambda: advance(1))
    curated.published = published_in(getattr(arguments, "database", None))
    return add_inputs(curated, arguments.files) if arguments.files else curated


def compare_with_published(
    terminal: Terminal, arguments: argparse.Namespace, curated: Curated, engine: Engine
) -> Difference:
    """Return what publishing the curated files would change, and show it."""
    difference = compare(curated.content(), contents_of(curated), engine)
    show_difference(terminal, arguments, difference)
    return difference
