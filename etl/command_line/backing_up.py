"""backup, restore: a copy of the whole database in a file, and the way back."""

from __future__ import annotations

import argparse
from pathlib import Path

from sqlalchemy.engine import Engine

from data.errors import NoRelease, StoreUnusable
from data.model.words import beijing_time
from data.store.queries import Release, read_releases
from etl.command_line.exit_codes import DONE, NOT_CONFIRMED
from etl.command_line.publishing import confirmed
from etl.command_line.terminal import Terminal
from etl.releases.backups import as_it_stands, back_up, checked, put_back, set_aside
from etl.releases.interrupts import interrupts_deferred
from etl.releases.transactions import opened


def backup(terminal: Terminal, arguments: argparse.Namespace) -> int:
    """Copy the store into a file and verify it.

    Raises NoRelease, FileUnusable, StoreUnusable, StoreDamaged.
    """
    with opened(arguments.database, read_only=True) as engine:
        file = back_up(engine, arguments.file)
    terminal.record(file=str(file))
    terminal.line("backed_up", "green", file=file)
    return DONE


def restore(terminal: Terminal, arguments: argparse.Namespace) -> int:
    """Put a verified backup in the place of the store, once confirmed; what was there is kept beside it.

    Raises FileUnusable, StoreDamaged, StoreBusy, StoreUnusable; then the store is as it was.
    """
    with checked(Path(arguments.file)) as copy, as_it_stands(arguments.database) as engine:
        newest = newest_of(terminal, copy, "backup_holds")
        say_what_is_there(terminal, engine)
        if not (arguments.yes or confirmed(terminal, "ask_restore")):
            terminal.refuse("not_restored")
            return NOT_CONFIRMED
        if file := set_aside(engine, Path(arguments.file).resolve().parent):
            terminal.line("kept", file=file)
        with interrupts_deferred():
            replaced = put_back(copy, engine)
            terminal.record(release=newest.id, published=True)
    terminal.line("restored", "bold green", release=newest.id)
    if replaced:
        terminal.line("file_replaced", "yellow")
    return DONE


def say_what_is_there(terminal: Terminal, engine: Engine) -> None:
    """Say what a restore would replace."""
    try:
        newest_of(terminal, engine, "store_holds")
    except NoRelease:
        terminal.line("store_empty")
    except StoreUnusable as error:
        terminal.line("store_damaged", "yellow", why=error.facts["text"])


def newest_of(terminal: Terminal, engine: Engine, key: str) -> Release:
    """Return a store's newest release, having said how many it holds. Raises NoRelease, StoreUnusable."""
    releases = read_releases(engine)
    if not releases:
        raise NoRelease
    when = beijing_time(releases[0].created_at)
    terminal.line(key, count=len(releases), release=releases[0].id, when=when)
    return releases[0]
