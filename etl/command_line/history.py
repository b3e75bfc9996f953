"""history, show, verify, rollback: what was published, whether it still is, and going back to it."""

from __future__ import annotations

import argparse

from data.errors import NoRelease
from data.store.queries import open_release, read_release, read_releases
from data.store.reworded_figures import read_rewordings
from etl.command_line.change_lines import Lines
from etl.command_line.exit_codes import DAMAGED, DONE
from etl.command_line.publishing import publish, show_difference
from etl.command_line.terminal import SHOWN, Terminal
from etl.releases.difference import changes_of, compare
from etl.releases.published_figures import read_published
from etl.releases.transactions import opened
from etl.releases.verification import audit


def history(terminal: Terminal, arguments: argparse.Namespace) -> int:
    """List the releases, newest first. Raises StoreUnusable."""
    with opened(arguments.database, read_only=True) as engine:
        try:
            if not (releases := read_releases(engine)):
                raise NoRelease
            terminal.releases(releases)
        except NoRelease as error:
            terminal.refuse_with(error)
    return DONE


def show(terminal: Terminal, arguments: argparse.Namespace) -> int:
    """Say what a release holds and what it changed. Raises NoRelease, NotFound, StoreUnusable."""
    with opened(arguments.database, read_only=True) as engine:
        reader = open_release(engine, arguments.release)
        terminal.release(reader.release, reader.catalog, reader.count())
        lines = Lines(reader.catalog, terminal.say.language)
        reworded = [(edit, 0) for _, edit in read_rewordings(reader, reader.release.id)]
        terminal.rewordings(reworded, lines, None if arguments.all else SHOWN)
        terminal.changes(changes_of(engine, reader.release.id), lines, None if arguments.all else SHOWN)
    return DONE


def verify(terminal: Terminal, arguments: argparse.Namespace) -> int:
    """Check that what is stored is what was published. Raises NoRelease, StoreUnusable."""
    with opened(arguments.database, read_only=True) as engine:
        result = audit(engine)
    terminal.audit(result)
    return DONE if result.sound else DAMAGED


def rollback(terminal: Terminal, arguments: argparse.Namespace) -> int:
    """Publish an earlier release's state again, catalogue and all, as a new release, once confirmed.

    Raises NoRelease, NotFound, StoreBusy, StoreUnusable, and StoreDamaged for a release that isn't whole.
    """
    with opened(arguments.database) as engine:
        diff = compare(*read_published(engine, read_release(engine, arguments.release)), engine)
        show_difference(terminal, arguments, diff)
        code = publish(terminal, arguments, engine, diff)
    if code == DONE and not diff.empty:
        terminal.line("rolled_back", release=arguments.release)
    return code
