"""The log of runs: one line of JSON a run, for whoever wants to know later who did what, and how it went."""

from __future__ import annotations

import getpass
import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from data.model.words import BEIJING
from data.store.tables import DEFAULT_FILE
from etl.command_line.exit_codes import OUTCOMES

DEFAULT_LOG = DEFAULT_FILE.parent / "log" / "etl.jsonl"


@dataclass
class Run:
    """A run of a command from now on. `facts` is what it finds out; it has no `exit_code` where it breaks."""

    command: str
    facts: Mapping[str, object]
    exit_code: int | None = None
    error: OSError | None = None  # what kept the log from being written
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    clock: float = field(default_factory=time.monotonic)

    def line(self) -> str:
        """Return what the log says of it."""
        record = {
            "time": self.started.astimezone(BEIJING).isoformat(timespec="seconds"),
            "command": self.command,
            "user": user(),
            "pid": os.getpid(),
            "outcome": "failed" if self.exit_code is None else OUTCOMES[self.exit_code],
            "exit_code": self.exit_code,
            "seconds": round(time.monotonic() - self.clock, 3),
        }
        return json.dumps(record | dict(self.facts), ensure_ascii=False, default=str) + "\n"


@contextmanager
def logged(file: Path | None, run: Run) -> Iterator[None]:
    """Add a run to a log when it has ended, however it did; without a file nothing is kept.

    A log that can't be written stops nothing: `run.error` says why.
    """
    try:
        yield
    finally:
        try:
            if file is not None:
                file.parent.mkdir(parents=True, exist_ok=True)
                with file.open("a", encoding="utf-8", errors="backslashreplace") as log:
                    log.write(run.line())
        except OSError as error:
            run.error = error


def log_file() -> Path | None:
    """Return the file of the log: LIVELIHOOD_LOG, or one in `instance/`; None where it is set to nothing."""
    given = os.environ.get("LIVELIHOOD_LOG")
    return DEFAULT_LOG if given is None else Path(given) if given else None


def user() -> str:
    """Return who is logged in, be it behind sudo; else whose process it is."""
    for ask in (os.getlogin, getpass.getuser):
        try:
            return ask()
        except (OSError, KeyError):
            continue
    return str(os.getuid())
