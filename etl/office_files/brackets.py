"""What stands in brackets after a column's name: what it says of every figure below, or a fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from data.model.period_forms import period_of
from etl.office_files.columns import Header
from etl.office_files.labels import Labels
from etl.office_files.units import Units

# What the brackets after a name may say, by the column whose name it is.
SAYS = {
    "indicator": ("period", "status", "unit"),
    "printed": ("period", "status", "region", "unit"),
    **{name: (name,) for name in ("period", "region", "status", "unit")},
}
Say = Callable[[str, int, int, str], None]  # adds a fault by its code, row, column, and what was found there
COUNTED = re.compile(r"(.+?)(?:数字?|数据|数值|值)")  # 计划数, 目标值


@dataclass(frozen=True, slots=True)
class Given:
    """What brackets say of every figure below: an id, the words for it, and the column after whose name."""

    id: str
    words: str
    column: int


class Brackets:
    """Reads what stands in brackets after column names, by the names and units of a catalogue."""

    def __init__(self, labels: Labels, units: Units) -> None:
        self.labels = labels
        self.units = units

    def read(self, header: Header, say: Say) -> dict[str, Given]:
        """Return what column names give to every figure: a period, region or status; never two of a kind.

        Units are left to `Units`. What says anything else changes what the figures are: `say` adds a fault.
        """
        names = {column: name for name, column in header.columns.items()}
        given: dict[str, Given] = {}
        for column, words in header.brackets.items():
            for word in words:
                kind, id = self._meaning(word, SAYS.get(names.get(column, ""), ()))
                if not kind or (kind in given and given[kind].id != id):
                    say("unread_brackets", header.row.number, column, word)
                elif kind != "unit":
                    given.setdefault(kind, Given(id, word, column))
        return given

    def _meaning(self, word: str, kinds: tuple[str, ...]) -> tuple[str, str]:
        """What sort of thing a word says, and its id; nothing where it says none that a column may."""
        return next(((kind, id) for kind, id in self._meanings(word) if kind in kinds), ("", ""))

    def _meanings(self, word: str) -> Iterator[tuple[str, str]]:
        if self.units.may_be(word):
            yield "unit", word
        if period := period_of(word):
            yield "period", period
        counted = COUNTED.fullmatch(word)
        for text in (word, counted[1] if counted else ""):
            for kind in ("status", "region"):
                id, code, _ = self.labels.find(kind, text)
                if id in self.labels.names[kind] and not code:
                    yield kind, id
