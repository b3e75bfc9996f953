"""A workbook (.xlsx, .xlsm): its sheets by name, the texts and formats that they share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from etl.office_files.formats import BUILT_IN, LONGEST, UNKNOWN
from etl.office_files.formulas import external_names
from etl.office_files.grid import Grid
from etl.office_files.xlsx.archive import OFFICE, Archive, Attributes, Handler, opened_archive
from etl.office_files.xlsx.shared_texts import Comments, Texts
from etl.office_files.xlsx.worksheet import read_worksheet

MACROS = "vbaProject"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook; a hidden one can't be seen without unhiding it."""

    name: str
    part: str
    hidden: bool


@dataclass(slots=True)
class Book:
    """An open workbook."""

    archive: Archive
    sheets: list[Sheet]
    texts: Texts
    styles: Styles
    from_1904: bool
    stale: bool
    macros: bool
    external: frozenset[str]

    def read(self, sheet: Sheet, most: int | None = None) -> Grid:
        """Return the cells of a sheet, or of its first rows only. Raises ContentError."""
        grid = Grid(self.archive.file, sheet.name, [], formats=self.styles.formats)
        grid.from_1904, grid.stale, grid.external = self.from_1904, self.stale, self.external
        read_worksheet(
            self.archive, sheet.part, grid, self.texts, self.styles.struck, self.styles.otherwise, most
        )
        if most is None:
            beside = dict(self.archive.related(sheet.part).values())
            comments = Comments()
            if "comments" in beside:
                self.archive.parse(beside["comments"], comments)
            grid.comments, grid.drawn = comments.texts, "drawing" in beside
        return grid


class Styles(Handler):
    """The number format of each style of cell, and which styles are struck out."""

    def __init__(self) -> None:
        self.formats: list[str] = []
        self.struck: set[int] = set()
        self._codes = dict(BUILT_IN)
        self.otherwise: set[int] = set()  # the styles of conditions that have a number format
        self._differing = 0
        self._fonts: list[bool] = []
        self._inside = ""

    def start(self, name: str, attributes: Attributes) -> None:
        if name in ("fonts", "cellXfs", "dxfs"):
            self._inside = name
        elif name == "dxf":
            self._differing += 1
        elif name == "numFmt" and self._inside == "dxfs":
            self.otherwise.add(self._differing - 1)
        elif name == "numFmt" and not self._inside:
            self._codes[int(attributes["numFmtId"])] = _within_length(attributes["formatCode"])
        elif name == "font" and self._inside == "fonts":
            self._fonts.append(False)
        elif name == "strike" and self._inside == "fonts":
            self._fonts[-1] = is_on(attributes.get("val", "1"))
        elif name == "xf" and self._inside == "cellXfs":
            self._style(attributes)

    def end(self, name: str) -> None:
        if name == self._inside:
            self._inside = ""

    def _style(self, attributes: Attributes) -> None:
        font = int(attributes.get("fontId", "0"))
        if font < len(self._fonts) and self._fonts[font]:
            self.struck.add(len(self.formats))
        self.formats.append(self._codes.get(int(attributes.get("numFmtId", "0")), UNKNOWN))


@dataclass
class _Workbook(Handler):
    """What xl/workbook.xml says: sheets in order, calendar, whether results are up to date, defined names."""

    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    from_1904: bool = False
    stale: bool = False
    names: dict[str, str] = field(default_factory=dict)
    _name: str = ""

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "definedName":
            self._name = attributes.get("name", "")
            self.names[self._name] = ""
        elif name == "sheet":
            relation = next((v for k, v in attributes.items() if k.rpartition(" ")[2] == "id"), "")
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes.get("name", ""), relation, hidden))
        elif name == "workbookPr":
            self.from_1904 = is_on(attributes.get("date1904", "0"))
        elif name == "calcPr":
            unfinished = not is_on(attributes.get("calcCompleted", "1"))
            self.stale = unfinished or is_on(attributes.get("fullCalcOnLoad", "0"))

    def end(self, name: str) -> None:
        self._name = ""

    def characters(self, text: str) -> None:
        if self._name:
            self.names[self._name] += text


@contextmanager
def opened_book(path: Path, file: str) -> Iterator[Book]:
    """Open a workbook, to be called `file` in faults; sheets are read when asked for. Raises ContentError."""
    with opened_archive(path, file) as archive:
        part = next(
            (part for kind, part in archive.related("").values() if kind == OFFICE), "xl/workbook.xml"
        )
        workbook, related = _Workbook(), archive.related(part)
        archive.parse(part, workbook)
        texts, styles = Texts(), Styles()
        parts = dict(related.values())
        if "sharedStrings" in parts:
            archive.parse(parts["sharedStrings"], texts)
        if "styles" in parts:
            archive.parse(parts["styles"], styles)
        sheets = [
            Sheet(name, related[relation][1], hidden)
            for name, relation, hidden in workbook.sheets
            if related.get(relation, ("", ""))[0] == "worksheet"
        ]
        if len({sheet.part for sheet in sheets}) < len(sheets):
            archive.damaged(part)
        macros = MACROS in parts
        external = external_names(workbook.names)
        yield Book(archive, sheets, texts, styles, workbook.from_1904, workbook.stale, macros, external)


def _within_length(format: str) -> str:
    return format if len(format) <= LONGEST else UNKNOWN


def is_on(value: str) -> bool:
    """Whether an XML attribute says yes."""
    return value in ("1", "true", "on")
