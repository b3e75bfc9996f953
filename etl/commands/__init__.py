"""What `python -m etl` can be told to do: one function a command, which returns its exit code."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from etl.commands.copies import backup, restore
from etl.commands.curated import check, diff, refresh
from etl.commands.files import export, import_, template
from etl.commands.releases import history, rollback, show, verify
from etl.terminal import Terminal

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
    "import": import_,
    "export": export,
}
