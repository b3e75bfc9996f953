"""The exit codes of `python -m etl`, for scripts and timers."""

from __future__ import annotations

DONE = 0  # done, or nothing to do
FAULTS = 1  # faults in the files: nothing was loaded
WRONG = 2  # a wrong command, or one that speaks of what isn't there
UNUSABLE = 3  # the database can't be used
BUSY = 4  # another refresh is under way
NOT_CONFIRMED = 5  # nobody confirmed, or the reason or the withdrawal wasn't declared: nothing was written
DAMAGED = 6  # what is stored isn't what was published
INTERRUPTED = 130  # stopped by Ctrl+C: nothing was written

OUTCOMES = {
    DONE: "done",
    FAULTS: "faults",
    WRONG: "wrong_command",
    UNUSABLE: "database_unusable",
    BUSY: "busy",
    NOT_CONFIRMED: "not_confirmed",
    DAMAGED: "damaged",
    INTERRUPTED: "interrupted",
}
