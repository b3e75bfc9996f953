"""What `python -m etl` can be told to do: one function a command, which returns its exit code."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from etl.command_line.attaching import attach
from etl.command_line.backing_up import backup, restore
from etl.command_line.history import history, rollback, show, verify
from etl.command_line.office_files import export, import_, template, unpivot
from etl.command_line.proofreading import proofread
from etl.command_line.proposing import propose
from etl.command_line.refreshing import check, diff, refresh
from etl.command_line.reviewing import review
from etl.command_line.terminal import Terminal

Command = Callable[[Terminal, argparse.Namespace], int]

COMMANDS: dict[str, Command] = {
    "check": check,
    "diff": diff,
    "refresh": refresh,
    "history": history,
    "show": show,
    "rollback": rollback,
    "verify": verify,
    "backup": backup,
    "restore": restore,
    "template": template,
    "unpivot": unpivot,
    "propose": propose,
    "review": review,
    "attach": attach,
    "proofread": proofread,
    "import": import_,
    "export": export,
}
