"""Workbooks as files: other formats, passwords, damage, bombs, and the sheets within."""

from __future__ import annotations

import zipfile
from typing import Any

import openpyxl
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from tests.etl.corpus.case import Case, reads, refuses
from tests.etl.corpus.making import (
    HEAD,
    PARTICULARS,
    READ,
    SHEET,
    SOUND,
    book,
    calculated,
    package,
    patched,
    raw,
    raw_row,
    raw_sheet,
    with_part,
    written,
)
from tests.etl.corpus.packing import (
    Make,
    changed,
    lying_about_its_size,
    ole,
    repacked,
    swollen,
    with_parts,
    with_twin,
)

RELATIONS = "xl/_rels/workbook.xml.rels"
MACROS = (
    RELATIONS,
    "</Relationships>",
    '<Relationship Id="m" Type="x/vbaProject" Target="v"/></Relationships>',
)
STRICT = (
    SHEET,
    "schemas.openxmlformats.org/spreadsheetml/2006/main",
    "purl.oclc.org/ooxml/spreadsheetml/main",
)
NO_STYLES = (RELATIONS, "relationships/styles", "relationships/none")
NO_SHEET = (RELATIONS, "worksheets/sheet1.xml", "worksheets/none.xml")
PLAIN_ENTRY, LOCKED_ENTRY = b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
BIFF_4 = b"\x09\x04\x06\x00\x00\x00\x10\x00" + b"\0" * 64
BY_HAND = raw_row(HEAD) + raw_row(SOUND)
WITH_PREFIX = raw_row(HEAD, "x") + raw_row(SOUND, "x")
NESTED = raw_sheet(BY_HAND, after="<a>" * 100 + "</a>" * 100)
# Pieces of a part, and how many of them make it too much.
BOMB = (SHEET, "<row></row>", 10_000_000)
SHARED_BOMB = ("xl/sharedStrings.xml", "<si><t></t></si>", 7_000_000)
MANY_ROWS = (SHEET, "<row><c><v>1</v></c></row>", 100_001)
EMPTY_ROWS = (SHEET, '<row ht="20"/>', 100_001)
EMPTY_CELLS = (SHEET, "<c/>", 2_000_001)
LINKS = (SHEET, "<a/>", 8_000_000)
MANY_MERGED = (SHEET, '<mergeCell ref="A2:A3"/>', 20_001)


def sheet_of(xml: bytes) -> Make:
    """A workbook whose sheet of figures is that XML."""
    return with_part(book(), SHEET, xml)


def cell_of(xml: str) -> Make:
    """A workbook with one cell instead of figures."""
    return sheet_of(raw_sheet(f"<row>{xml}</row>"))


def shared_part(sheets: int) -> Make:
    """A workbook with that many sheets more, all of them one and the same part."""
    relation, more = 'r:id="rId1"', "".join(f'<sheet name="{n}" sheetId="{n + 9}" @/>' for n in range(sheets))
    names = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    entries = more.replace("@", f"{relation} {names}")
    return patched(book(), ("xl/workbook.xml", "</sheets>", f"{entries}</sheets>"))


def another(name: str, *rows: tuple[object, ...], hidden: bool = False) -> Make:
    """A workbook with one sheet more."""

    def add(book: openpyxl.Workbook, _: Worksheet) -> None:
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden" if hidden else "visible"
        for row in rows:
            sheet.append(row)

    return book(edit=add)


def with_state(state: Any) -> Make:
    """A workbook whose figures are hidden."""

    def hide(book: openpyxl.Workbook, sheet: Worksheet) -> None:
        sheet.sheet_state = state
        book.active = book["资料"]

    return book(edit=hide)


def with_chart(book: openpyxl.Workbook, _: Worksheet) -> None:
    """Add a sheet that is a chart."""
    book.create_chartsheet("图").add_chart(BarChart())


def with_comment(_: openpyxl.Workbook, sheet: Worksheet) -> None:
    """Pin a comment to the figure."""
    sheet["E2"].comment = Comment("此数待核", "王五")


def with_drawing(_: openpyxl.Workbook, sheet: Worksheet) -> None:
    """Lay a chart over the figures."""
    sheet.add_chart(BarChart(), "A1")


def with_last_cell(_: openpyxl.Workbook, sheet: Worksheet) -> None:
    """Format the last cell that a sheet can have."""
    sheet["A1048576"].number_format = "0.00"


def spoilt(content: bytes) -> bytes:
    """A package with two other bytes in the middle of its packed sheet of figures."""
    at = content.index(SHEET.encode()) + 200
    return content[:at] + bytes(255 - byte for byte in content[at : at + 2]) + content[at + 2 :]


def locked(content: bytes) -> bytes:
    """A package whose parts bear the mark of a password."""
    return content.replace(PLAIN_ENTRY, LOCKED_ENTRY)


def same(content: bytes) -> bytes:
    """The same bytes, for files whose names alone are changed."""
    return content


AS_THEY_COME: list[Case] = [
    reads("a plain workbook", book(), READ),
    reads("a workbook saved by Excel", calculated(book()), READ),
    reads("texts that cells share", calculated(written()), READ),
    reads("texts within cells, no addresses", sheet_of(raw_sheet(BY_HAND)), READ),
    reads("elements with a prefix", sheet_of(raw_sheet(WITH_PREFIX, prefix="x")), READ),
    reads("the strict variety of the format", patched(book(), STRICT), READ),
    reads("no formats at all", patched(book(), NO_STYLES), READ),
    reads("macros", patched(book(name="供水.xlsm"), MACROS), READ, notes="macros_ignored"),
    reads("a workbook called .xls", changed(book(), same, "1.xls"), READ, notes="suffix_unlike_content"),
    reads("a workbook called .csv", changed(book(), same, "1.csv"), READ, notes="suffix_unlike_content"),
    reads("a name with spaces and brackets", book(name="附件 1（2021年）[终稿].xlsx"), READ),
    reads("a format in the last cell of all", book(edit=with_last_cell), READ),
]

OTHER_FORMATS: list[Case] = [
    refuses("Excel 97–2003", raw("供水.xls", ole("Root Entry", "Workbook")), "old_excel"),
    refuses("Excel 5", raw("供水.xls", ole("Root Entry", "Book")), "old_excel"),
    refuses("Excel 4", raw("供水.xls", BIFF_4), "old_excel"),
    refuses("a password", raw("供水.xlsx", ole("EncryptionInfo", "EncryptedPackage")), "encrypted_file"),
    refuses("a password of the package", changed(book(), locked), "encrypted_file"),
    refuses("an old Word document", raw("供水.doc", ole("WordDocument")), "unsupported_file"),
    refuses("a binary workbook", package("供水.xlsb", "xl/workbook.bin"), "unsupported_file"),
    refuses("OpenDocument", package("供水.ods", "content.xml"), "unsupported_file"),
    refuses("a Word document called .xlsx", package("1.xlsx", "word/document.xml"), "unsupported_file"),
    refuses("any archive", package("供水.zip", "供水.xlsx"), "unsupported_file"),
    refuses("PDF", raw("供水.pdf", b"%PDF-1.7\n"), "unsupported_file"),
    refuses("a picture called .xlsx", raw("供水.xlsx", b"\x89PNG\r\n\x1a\n"), "unsupported_file"),
    refuses("XML of Excel 2003", raw("供水.xml", b'<?xml version="1.0"?><Workbook/>'), "unsupported_file"),
    refuses("a web page called .xls", raw("供水.xls", b"<html><table></table></html>"), "unsupported_file"),
]

DAMAGED: list[Case] = [
    refuses("an empty file", raw("供水.xlsx", b""), "empty_file"),
    refuses("cut off", changed(book(), lambda content: content[:-200]), "damaged_file"),
    refuses("spoilt bytes within", changed(book(), spoilt), "damaged_file"),
    refuses("packed by LZMA", repacked(book(), zipfile.ZIP_LZMA), "unknown_packing"),
    refuses(
        "packed by LZMA, and spoilt", changed(repacked(book(), zipfile.ZIP_LZMA), spoilt), "unknown_packing"
    ),
    refuses(
        "packed by bzip2, and spoilt", changed(repacked(book(), zipfile.ZIP_BZIP2), spoilt), "unknown_packing"
    ),
    reads("not packed at all", repacked(book(), zipfile.ZIP_STORED), READ),
    refuses("XML that isn't closed", sheet_of(raw_sheet("<row>")), "damaged_file"),
    refuses("a sheet that isn't there", patched(book(), NO_SHEET), "damaged_file"),
    refuses("a shared text that isn't there", cell_of('<c t="s"><v>999</v></c>'), "damaged_file"),
    refuses("a shared text before the first", cell_of('<c t="s"><v>-1</v></c>'), "damaged_file"),
    refuses("a number that is none", cell_of("<c><v>1_000</v></c>"), "damaged_file"),
    refuses("an address that is none", cell_of('<c r="甲1"><v>1</v></c>'), "damaged_file"),
    refuses("an address of another row", cell_of('<c r="A9"><v>1</v></c>'), "damaged_file"),
    refuses("a cell twice", cell_of('<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>'), "damaged_file"),
    refuses("a sort of cell nobody knows", cell_of('<c t="zz"><v>1</v></c>'), "damaged_file"),
    refuses("rows out of order", sheet_of(raw_sheet('<row r="2"/><row r="2"/>')), "damaged_file"),
    refuses("entities that unfold", sheet_of(LAUGHS + raw_sheet(BY_HAND)), "damaged_file"),
]

TOO_MUCH: list[Case] = [
    refuses("110 MB in a file of 0.2 MB", swollen(book(), *BOMB), "too_large"),
    refuses("110 MB of shared texts", swollen(written(), *SHARED_BOMB), "too_large"),
    refuses("a bomb that understates itself", lying_about_its_size(book(), SHEET, 1000), "damaged_file"),
    refuses("a hundred thousand rows", swollen(book(), *MANY_ROWS), "too_many_rows 数字!"),
    refuses("a hundred thousand empty rows", swollen(book(), *EMPTY_ROWS), "too_many_rows 数字!"),
    refuses("two million empty cells", swollen(book(), *EMPTY_CELLS), "too_many_cells 数字!", soak=True),
    refuses("eight million links", swollen(book(), *LINKS), "too_much", soak=True),
    refuses("a hundred elements within each other", sheet_of(NESTED), "damaged_file"),
    refuses("sheets that share one part", shared_part(4), "damaged_file"),
    refuses("ten thousand parts", with_parts(book(), 10_000), "damaged_file"),
    refuses("a part twice", with_twin(book(), SHEET), "damaged_file"),
    refuses("very many merged cells", swollen(book(), *MANY_MERGED), "too_many_cells 数字!"),
]

SHEETS: list[Case] = [
    reads("another sheet", another("草稿", ("随便",)), READ, notes="void_sheet 草稿!"),
    reads("a hidden sheet", another("草稿", ("x",), hidden=True), READ, notes="void_sheet 草稿!"),
    reads("another sheet, empty", another("Sheet2"), READ),
    reads("examples as in the template", another("示例", HEAD, SOUND), READ),
    reads("a sheet that is a chart", book(edit=with_chart), READ),
    reads("a sheet of another name", book(sheet="Sheet1"), READ, notes="other_sheet_name Sheet1!"),
    reads("a comment", book(edit=with_comment), READ, notes="comment_ignored E2"),
    reads("a chart on the sheet", book(edit=with_drawing), READ, notes="drawing_ignored 数字!"),
    refuses("hidden figures", with_state("hidden"), "hidden_sheet 数字!"),
    refuses("deeply hidden figures", with_state("veryHidden"), "hidden_sheet 数字!"),
    refuses("last year's beside it", another("数字 (2)", HEAD, SOUND), "ambiguous_sheet 数字 (2)!"),
    refuses("no particulars", book(particulars=()), "missing_sheet"),
    refuses("no figures", book(head=("甲",), sheet="Sheet1"), "missing_sheet", "ignored_sheet Sheet1!"),
    refuses("an empty sheet of figures", sheet_of(raw_sheet("")), "no_header 数字!"),
    refuses(
        "the empty template",
        book((), particulars=[(item, "") for item, _ in PARTICULARS]),
        "empty_file 1",
        *(f"missing_field 资料!B{n}" for n in range(1, 7)),
    ),
]

CASES = [*AS_THEY_COME, *OTHER_FORMATS, *DAMAGED, *TOO_MUCH, *SHEETS]
