"""A CSV file as offices save it: its encoding and separator found out for certain, or refused."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from data.errors import ContentError, Fault
from data.messages import Message
from data.model.csv_text import unescape
from etl.curated.csv_and_toml import NOT_UTF_8, bad_encoding, why_no_csv
from etl.faults.catalogue import Place, fault
from etl.office_files.cells import LONGEST
from etl.office_files.columns import BLANK, FIGURES, WITHIN, bare, find_header, is_header
from etl.office_files.findings import Findings
from etl.office_files.grid import Cell, Grid, Kind, Row
from etl.office_files.xlsx.archive import too_large
from etl.office_files.xlsx.worksheet import MOST_BLANK, MOST_CELLS, MOST_ROWS

LARGEST = 64 << 20  # bytes
HEAD = 1 << 20  # characters in which the column names are looked for
SEPARATORS: dict[str, Message | str] = {
    ",": Message("phrase.commas"),
    "\t": Message("phrase.tabs"),
    ";": Message("phrase.semicolons"),
    "；": "；",
    "，": "，",
    "|": "|",
}
# What Excel writes into the first line, and follows, where it isn't the usual separator.
TOLD = re.compile(r'"?sep=([^\w\s"]|\t)"?[,;\t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
# Excel leaves out the separators of columns at the end that are blank in all of so many lines.
BLOCK = 16
MAY_BE_BLANK = {*BLANK, *(FIGURES[name] for name in BLANK)}
UTF_8_MARK, UTF_16_MARKS = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")
# What is said of a byte that can't be read.
NOT = {"gb18030": Message("phrase.not_gb18030"), "utf-16": Message("phrase.not_utf_16")}
CUT, UNMARKED = Message("phrase.cut_utf_16"), Message("phrase.unmarked_utf_16")
# Bytes of one UTF-8 character beyond ASCII; hardly ever found in text of another encoding.
UTF_8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# What GB18030 makes of other bytes: scripts of elsewhere, private characters, half-width kana.
STRANGE = re.compile("[\x80-\x9f\u0530-\u1fff\ua000-\uf8ff\uff61-\uffdc\U00010000-\U0001ffff\ufffd]")


def read_text_table(
    path: Path, file: str, findings: Findings, is_head: Callable[[Row], bool] = lambda row: False
) -> Grid:
    """Return the cells of a CSV file, to be called `file` in faults. Raises ContentError.

    Its separator is what parts the names of our columns, or a row that is a head by `is_head`.
    """
    if (size := path.stat().st_size) > LARGEST:
        raise too_large(Place(file), file, size, LARGEST)
    text = _decoded(path.read_bytes(), file, findings)
    first, separator = _separator(text, file, findings, is_head)
    lines: list[tuple[int, list[str]]] = []
    count = 0
    for number, (line, cells) in enumerate(_lines(text, first, separator, file, findings), start=1):
        if any(cells):
            lines.append((line, cells))
        count += len(cells)
        if number > MOST_ROWS:
            raise ContentError([fault("too_many_rows", Place(file), most=f"{MOST_ROWS:,}")])
        if count > MOST_BLANK:
            raise ContentError([fault("too_many_cells", Place(file), most=f"{MOST_CELLS:,}")])
    rows = [_row(*line) for line in lines]
    header = find_header(Grid(file, None, rows), FIGURES)
    if header:
        widths = [len(cells) for _, cells in lines]
        rows = list(_fitting(rows, widths, header, separator, file, findings))
    return Grid(file, None, rows)


def _decoded(raw: bytes, file: str, findings: Findings) -> str:
    if raw.startswith(UTF_16_MARKS):
        return _other(raw, "utf-16", file, findings)
    if (at := raw.find(b"\0")) >= 0:
        raise ContentError([_zero(raw, at, file)])
    try:
        return raw.removeprefix(UTF_8_MARK).decode("utf-8")
    except UnicodeDecodeError as error:
        if raw.startswith(UTF_8_MARK) or _is_broken_utf_8(raw):
            at = error.start + len(raw) - len(raw.removeprefix(UTF_8_MARK))
            raise ContentError([bad_encoding(file, raw, at, NOT_UTF_8)]) from error
    return _other(raw, "gb18030", file, findings)


def _other(raw: bytes, encoding: str, file: str, findings: Findings) -> str:
    """The text in another encoding, if it can be nothing else. Raises ContentError."""
    try:
        text = raw.decode(encoding)
        at = len(text[: strange.start()].encode(encoding)) if (strange := STRANGE.search(text)) else -1
    except UnicodeDecodeError as error:
        text, at = "", error.start
    if at >= 0:
        cut = encoding == "utf-16" and at >= len(raw) - 3
        raise ContentError([bad_encoding(file, raw, min(at, len(raw) - 1), CUT if cut else NOT[encoding])])
    chinese = re.search(r"[一-鿿].*", text)
    findings.add("other_encoding", Place(file), chinese[0] if chinese else "", encoding=encoding.upper())
    return text


def _zero(raw: bytes, at: int, file: str) -> Fault:
    """The fault of a zero byte: a stray character in UTF-8, or half of one in another encoding."""
    try:
        raw.decode("utf-8")
        stray = raw.count(b"\0") * 8 < len(raw)
    except UnicodeDecodeError:
        stray = False
    if stray:
        return fault("bad_character", Place(file, raw.count(b"\n", 0, at) + 1), "U+0000")
    return bad_encoding(file, raw, at, UNMARKED)


def _is_broken_utf_8(raw: bytes) -> bool:
    """Whether most characters beyond ASCII are UTF-8 all the same: a damaged file, not another encoding."""
    beyond = len(re.findall(rb"[\x80-\xff]", raw))
    return 2 * sum(map(len, UTF_8.findall(raw))) > beyond


def _separator(text: str, file: str, findings: Findings, is_head: Callable[[Row], bool]) -> tuple[int, str]:
    """The line on which cells begin, and what stands between them.

    It is what a first line says (sep=;), which Excel writes and follows, or what parts the column names;
    commas where nothing does.
    """
    if told := TOLD.match(text):
        name = SEPARATORS.get(told[1], told[1])
        findings.add("other_separator", Place(file, 1), told[0].strip(), separator=name)
        return 2, told[1]
    separator = next((each for each in SEPARATORS if _parts_names(text[:HEAD], each, is_head)), ",")
    if separator != ",":
        name = SEPARATORS[separator]
        findings.add("other_separator", Place(file), repr(separator).strip("'"), separator=name)
    return 1, separator


def _parts_names(head: str, separator: str, is_head: Callable[[Row], bool]) -> bool:
    """Whether one of the first lines is the column names, or another head, parted by a separator."""
    lines = filter(any, csv.reader(io.StringIO(head, newline=""), delimiter=separator))
    try:
        rows = (_row(0, cells) for cells in islice(lines, WITHIN))
        return any(is_header(row, FIGURES) or is_head(row) for row in rows)
    except csv.Error:
        return False


def _lines(
    text: str, first: int, separator: str, file: str, findings: Findings
) -> Iterator[tuple[int, list[str]]]:
    """The cells of each row from the `first` on that has any, with the line on which it starts."""
    lines = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator)
    line = 1
    try:
        for cells in lines:
            if line >= first and cells:
                yield line, cells
            line = lines.line_num + 1
    except csv.Error as error:
        if "field limit" in str(error):  # which is beyond what Excel holds
            findings.add("too_long", Place(file, line), f"> {csv.field_size_limit():,}", most=f"{LONGEST:,}")
        else:
            findings.add("bad_csv", Place(file, line), why=why_no_csv(error))


def _row(line: int, cells: Sequence[str]) -> Row:
    """A row of cells; the apostrophe that keeps a text from being worked out is no part of it."""
    return Row(line, {n: Cell(Kind.TEXT, unescape(cell)) for n, cell in enumerate(cells, start=1) if cell})


def _are_blank(header: Row, columns: range) -> bool:
    """Whether columns are such as may be blank throughout."""
    return all(bare(header.cells[n].text) in MAY_BE_BLANK for n in columns if n in header.cells)


def _fitting(
    rows: Sequence[Row], widths: Sequence[int], header: Row, separator: str, file: str, findings: Findings
) -> Iterator[Row]:
    """The rows but those below the header that don't fit it, which are faults.

    What stands above it, and a lone cell below, is no row of the table, and may be as short as it likes.
    """
    width = next(width for row, width in zip(rows, widths, strict=True) if row is header)
    widest = dict[int, int]()
    for row, cells in zip(rows, widths, strict=True):
        block = (row.number - 1) // BLOCK
        widest[block] = max(widest.get(block, 0), cells)
    for row, cells in zip(rows, widths, strict=True):
        needed = width
        if cells == widest[(row.number - 1) // BLOCK] and _are_blank(header, range(cells + 1, width + 1)):
            needed = cells
        if row.number > header.number and (max(row.cells) > width or (len(row.cells) > 1 and cells < needed)):
            code = "long_row" if cells > width else "short_row"
            found = separator.join(row.cells[n].text if n in row.cells else "" for n in range(1, cells + 1))
            findings.add(code, Place(file, row.number), found, width=width, cells=cells)
        else:
            yield row
