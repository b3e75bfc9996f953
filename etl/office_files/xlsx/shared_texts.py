"""The texts that the cells of a workbook share, and how a text is read out of its runs."""

from __future__ import annotations

import re
from collections.abc import Callable

from etl.office_files.grid import LOST, Kind, corner
from etl.office_files.xlsx.archive import Attributes, Handler

# Excel writes a control character as _x0007_, and an underscore before such a thing as _x005F_.
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
MARKS = ("strike", "vertAlign")
UNMARKED = ("0", "false", "baseline")


class Runs(Handler):
    """Puts the runs of texts together, phonetic guides left out, and hands each whole text over.

    A text of which a part is struck out, raised or lowered is MARKED_TEXT. `raised` is the end of the last
    text, if that is raised and nothing else in it is marked.
    """

    def __init__(self, item: str, take: Callable[[Kind, str], None]) -> None:
        self.item = item
        self.take = take
        self.raised = ""
        self._parts: list[str] = []
        self._marked = self._up = self._otherwise = self._phonetic = self._open = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == self.item:
            self._parts, self._marked, self.raised, self._up, self._otherwise = [], False, "", False, False
        elif name == "r":
            self._up = False
        elif name == "rPh":
            self._phonetic = True
        elif name == "t":
            self._open = not self._phonetic
        elif name in MARKS and attributes.get("val", "1") not in UNMARKED:
            self._marked = True
            self._up = attributes.get("val") == "superscript"
            self._otherwise = self._otherwise or not self._up

    def end(self, name: str) -> None:
        if name == self.item:
            kind = Kind.MARKED_TEXT if self._marked else Kind.TEXT
            self.raised = "" if self._otherwise else self.raised
            self.take(kind, unescaped("".join(self._parts)))
        elif name == "rPh":
            self._phonetic = False
        elif name == "t":
            self._open = False

    def characters(self, text: str) -> None:
        if self._open:
            self._parts.append(text)
            self._otherwise = self._otherwise or bool(self.raised and not self._up)
            self.raised += text if self._up else ""


class Texts(Runs):
    """The shared texts by number."""

    def __init__(self) -> None:
        super().__init__("si", self._add)
        self.texts: list[str] = []
        self.marked: dict[int, str] = {}  # what is raised at the end of a marked one

    def __getitem__(self, number: int) -> tuple[Kind, str]:
        return Kind.MARKED_TEXT if number in self.marked else Kind.TEXT, self.texts[number]

    def _add(self, kind: Kind, text: str) -> None:
        if kind is Kind.MARKED_TEXT:
            self.marked[len(self.texts)] = self.raised
        self.texts.append(text)


class Comments(Runs):
    """What is pinned to cells, by row and column."""

    def __init__(self) -> None:
        super().__init__("comment", self._add)
        self.texts: dict[tuple[int, int], str] = {}
        self._cell = (0, 0)

    def start(self, name: str, attributes: Attributes) -> None:
        super().start(name, attributes)
        if name == self.item:
            self._cell = corner(attributes["ref"])

    def _add(self, kind: Kind, text: str) -> None:
        self.texts[self._cell] = text


def unescaped(text: str) -> str:
    """Return a text with what Excel had to escape put back; half a character is a lost one."""
    return ESCAPED.sub(lambda code: _character(int(code[1], 16)), text) if "_x" in text else text


def _character(code: int) -> str:
    return LOST if 0xD800 <= code < 0xE000 else chr(code)
