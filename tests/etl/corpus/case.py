"""One line of the specification: a file that offices hand in, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from _pytest.mark import ParameterSet

from data.errors import Fault
from tests.etl.corpus.making import Make


@dataclass(frozen=True)
class Case:
    """A file, the rows that are read of it, and every fault and note with its place, such as "hidden_row 3".

    A place is a cell of the sheet 数字 (E2), of another sheet (资料!B3), a row (3), a line and column of a
    CSV file (2:原文数字), or the whole file (nothing). Rows are those of a file without a fault: nothing is
    loaded of any other.
    """

    name: str
    make: Make
    rows: tuple[tuple[str, ...], ...] = ()
    says: tuple[str, ...] = ()
    soak: bool = False  # takes seconds

    @property
    def parameter(self) -> ParameterSet:
        """The case, as pytest takes it."""
        return pytest.param(self, id=self.name, marks=[pytest.mark.soak] if self.soak else [])


def reads(name: str, make: Make, *rows: tuple[str, ...], notes: str = "") -> Case:
    """A file that is read right."""
    return Case(name, make, rows, _split(notes))


def refuses(name: str, make: Make, *says: str, soak: bool = False) -> Case:
    """A file of which nothing is loaded."""
    return Case(name, make, (), tuple(sorted(says)), soak)


def said(fault: Fault) -> str:
    """Return a fault as the specification writes it."""
    sheet = f"{fault.sheet}!" if fault.sheet not in (None, "数字") else ""
    line = "" if fault.sheet and fault.column else str(fault.line or "")
    if fault.sheet and not (line or fault.column):
        sheet = f"{fault.sheet}!"
    place = sheet + ":".join(part for part in (line, fault.column) if part)
    return f"{fault.code} {place}".strip()


def _split(notes: str) -> tuple[str, ...]:
    return tuple(sorted(note.strip() for note in notes.split(",") if note))
