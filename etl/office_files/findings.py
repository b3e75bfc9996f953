"""The faults and notes of one file; a note that would be said of many cells of a column is said once."""

from __future__ import annotations

from dataclasses import replace

from data.errors import Fault
from data.messages import Message
from etl.faults.catalogue import NOTES, Place, fault
from etl.office_files.grid import visible


class Findings:
    """Collects what is to be said of a file, in the order in which it was seen."""

    def __init__(self) -> None:
        self.errors: list[Fault] = []
        self._notes: dict[tuple[str, str, str | None, str], tuple[Fault, int]] = {}

    def add(self, code: str, place: Place, found: object = "", column: str = "", **facts: object) -> None:
        """Add a fault or a note; of notes with the same code and `column`, the first stands for all."""
        found = shortened(str(found))
        if code not in NOTES:
            self.errors.append(fault(code, place, found, None, (), **facts))
            return
        key = (code, place.file, place.sheet, column or f"{place.column}{place.line}")
        first, count = self._notes.get(key, (None, 0))
        self._notes[key] = (first or fault(code, place, found, None, (), **facts), count + 1)

    def extend(self, faults: list[Fault]) -> None:
        """Add faults that were found elsewhere."""
        self.errors += faults

    def faults(self) -> list[Fault]:
        """Return all of them."""
        return self.errors + [_counted(note, count) for note, count in self._notes.values()]


def shortened(text: str, most: int = 60) -> str:
    """Return a text fit for one line of a list, and for any terminal."""
    line = visible(" ".join(text.split()))
    return line if len(line) <= most else line[: most - 1] + "…"


def _counted(note: Fault, count: int) -> Fault:
    if count == 1:
        return note
    return replace(note, expected=(*note.expected, Message("phrase.cells_in_all", {"count": count})))
