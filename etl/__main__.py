"""python -m etl COMMAND: the command line of whoever looks after the figures."""

from __future__ import annotations

import argparse
import gc
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from data.errors import (
    ContentError,
    FileUnusable,
    LivelihoodError,
    NotFound,
    StoreBusy,
    StoreDamaged,
    reason_of_system,
)
from etl.command_line.arguments import build_parser
from etl.command_line.commands import COMMANDS
from etl.command_line.exit_codes import BUSY, DAMAGED, DONE, FAULTS, INTERRUPTED, UNUSABLE, WRONG
from etl.command_line.messages import Messages, language_of
from etl.command_line.run_log import Run, log_file, logged
from etl.command_line.terminal import Terminal


def main(arguments: Sequence[str], log: Path | None = None) -> int:
    """Run one command and return its exit code; add the run to a log where one is given."""
    terminal = Terminal(Messages(language_of(arguments)))
    parsed = build_parser(terminal.say).parse_args(arguments)
    ran = Run(parsed.command, terminal.facts)
    with logged(log, ran):
        code = ran.exit_code = run(terminal, parsed)
    if ran.error:
        terminal.refuse("no_log", file=ran.error.filename or log, why=reason_of_system(ran.error))
    return code


def run(terminal: Terminal, parsed: argparse.Namespace) -> int:
    """Run a command that was understood: where errors and interrupts become sentences and exit codes."""
    try:
        return COMMANDS[parsed.command](terminal, parsed)
    except LivelihoodError as error:
        return stopped(terminal) if interrupted(error) else refused(terminal, error)
    except KeyboardInterrupt:
        return stopped(terminal)
    except OSError as error:  # what no part of the program expects of a file has its name, and what is wrong
        return refused(terminal, FileUnusable(str(error.filename or "—"), why=reason_of_system(error)))


def interrupted(error: BaseException | None) -> bool:
    """Whether an error is what a driver made of an interrupt."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


def stopped(terminal: Terminal) -> int:
    """Say that nothing was written, unless the interrupt came too late."""
    if "published" in terminal.facts:
        return DONE
    terminal.refuse("stopped")
    return INTERRUPTED


def refused(terminal: Terminal, error: LivelihoodError) -> int:
    """Say why nothing was done, and return the exit code that means it."""
    if isinstance(error, ContentError):
        terminal.faults(error.faults)
    terminal.refuse_with(error)
    codes = {
        ContentError: FAULTS,
        StoreBusy: BUSY,
        StoreDamaged: DAMAGED,
        NotFound: WRONG,
        FileUnusable: WRONG,
    }
    return next((code for kind, code in codes.items() if isinstance(error, kind)), UNUSABLE)


if __name__ == "__main__":
    gc.disable()  # a run ends before cycles matter; looking for them in a million rows takes a third of it
    for stream in filter(None, (sys.stdout, sys.stderr)):  # a file's name may be no text, nor Chinese known
        stream.reconfigure(errors="backslashreplace")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever stops a service gets the same answer
    code = main(sys.argv[1:], log_file())
    if sys.stdout:  # there is none where whoever started us closed it
        sys.stdout.flush()
    os._exit(code)  # nor are a million rows given back one by one: all at once is a tenth of the run quicker
