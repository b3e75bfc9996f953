"""A workbook that anybody can read: what it is, its figures as one table, the notes and the sources.

After the checklist of the UK Government's Analysis Function: one table a sheet, from its first column, with
heads that differ; nothing merged, hidden, filtered, frozen, worked out or told by colour alone.
"""

from __future__ import annotations

import io
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.downloads.columns import COLUMNS, NUMBERS, heads_of, note_of, table_of
from dashboard.downloads.selection import Selection
from data.model.words import beijing_time

# What looks like a formula, an address or a number stays text.
PLAIN = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}
WIDE = {"measure": 30, "mark": 30, "document": 44, "body": 26, "address": 44, "place": 30, "page": 44}
WIDTH, WIDEST = 16, 80  # characters
FONT = {"font_size": 12, "valign": "top", "text_wrap": True}
NOT_APPLICABLE, NOT_THERE = "[z]", "[x]"
A4 = 9
CORE, SUBJECT = "docProps/core.xml", b"</dc:subject>"
LONGEST_CELL = 32_767  # characters that a cell may have


class Table(NamedTuple):
    """A sheet of one table: its title, what it holds in a line, heads, widths and rows."""

    sheet: str
    name: str
    title: str
    holds: str
    heads: list[str]
    widths: list[int]
    rows: list[list[Any]]


class Formats(NamedTuple):
    """What texts look like."""

    text: Format
    head: Format
    title: Format
    line: Format


def write_workbook(selection: Selection) -> bytes:
    """Return figures as a workbook."""
    words, release = selection.context.words, selection.context.reader.release
    tables = [table for table in (_data(selection), _notes(selection), _sources(selection)) if table.rows]
    bodies = _bodies(selection)
    file = io.BytesIO()
    with Workbook(file, PLAIN) as book:
        book.set_properties(
            {
                "title": selection.title,
                "subject": next(iter(selection.lines), selection.title),
                "author": bodies or words("site", region=words.term("region", selection.context.region)),
                "created": datetime.fromisoformat(release.created_at).replace(tzinfo=None),
            }
        )
        formats = Formats(
            text=book.add_format(FONT),
            head=book.add_format({**FONT, "bold": True}),
            title=book.add_format({**FONT, "bold": True, "font_size": 14}),
            line=book.add_format({**FONT, "text_wrap": False}),
        )
        _write_about(book, formats, selection, bodies, tables)
        for table in tables:
            sheet = book.add_worksheet(table.sheet)
            _write_head(sheet, formats, table.title, words("sheet_one_table"))
            _write_table(sheet, formats, table, 2)
    return _in_language(file.getvalue(), words.locale.language if words.language != "zh" else "zh-CN")


def _write_about(
    book: Workbook, formats: Formats, selection: Selection, bodies: str, tables: list[Table]
) -> None:
    """The first sheet: what is in the workbook, and links to the others."""
    context, words = selection.context, selection.context.words
    date = beijing_time(context.reader.release.created_at)[:10]
    sheet = book.add_worksheet(words("sheet_about"))
    lines = [
        *selection.lines,
        words("sheet_published", edition=context.release_name(), date=date),
        words("sheet_page", address=selection.address),
        *([words("sheet_bodies", bodies=bodies)] if bodies else []),
        words("sheet_numbers"),
        words("sheet_units"),
        words("sheet_empty"),
        words("reuse"),
    ]
    _write_head(sheet, formats, selection.title, words("sheet_one_table"))
    for n, line in enumerate(lines, start=2):
        sheet.write_string(n, 0, line, formats.text)
    heads = [words("head_sheet"), words("head_holds")]
    contents = Table("", "contents", "", "", heads, [WIDEST, 44], [[t.sheet, t.holds] for t in tables])
    first = 2 + len(lines)
    _write_table(sheet, formats, contents, first)
    for n, table in enumerate(tables, start=first + 1):
        sheet.write_url(n, 0, f"internal:'{table.sheet}'!A1", formats.text, table.sheet)


def _data(selection: Selection) -> Table:
    words = selection.context.words
    numbers = {note: n for n, note in enumerate(_note_texts(selection), start=1)}
    rows = []
    for row, cells in zip(selection.rows, table_of(selection.context, selection.rows), strict=True):
        told = dict(zip(COLUMNS, cells, strict=True))
        told["note"] = words("note_number", number=numbers[str(note)]) if (note := told["note"]) else None
        stage = row.value is None
        rows.append(
            [
                (NOT_APPLICABLE if stage or name not in NUMBERS else NOT_THERE)
                if cell is None and name not in ("mark", "note")
                else cell or (cell if isinstance(cell, Decimal) else words("mark_none"))
                for name, cell in told.items()
            ]
        )
    return Table(
        sheet=words("sheet_data"),
        name="figures",
        title=selection.title,
        holds=words("sheet_data_holds", count=len(rows)),
        heads=heads_of(words),
        widths=[WIDE.get(name, WIDTH) for name in COLUMNS],
        rows=rows,
    )


def _notes(selection: Selection) -> Table:
    words = selection.context.words
    texts = _note_texts(selection)
    return Table(
        sheet=words("sheet_notes"),
        name="notes",
        title=f"{selection.title} · {words('sheet_notes')}",
        holds=words("sheet_notes_holds", count=len(texts)),
        heads=[words("head_number"), words("head_text")],
        widths=[WIDTH, WIDEST],
        rows=[[words("note_number", number=n), text] for n, text in enumerate(texts, start=1)],
    )


def _sources(selection: Selection) -> Table:
    context, words = selection.context, selection.context.words
    documents = filter(None, dict.fromkeys(context.document(row) for row in selection.rows))
    rows = [
        [
            words.text(document, "title"),
            words.text(document, "publisher"),
            document.published or words("undated"),
            words.term("source_kind", document.kind),
            words(f"confidence_{document.confidence}"),
            document.url or words("no_url"),
        ]
        for document in documents
    ]
    heads = [words(f"head_{name}") for name in ("document", "body", "published")]
    return Table(
        sheet=words("sheet_sources"),
        name="sources",
        title=f"{selection.title} · {words('sheet_sources')}",
        holds=words("sheet_sources_holds", count=len(rows)),
        heads=[*heads, words("source_kind"), words("confidence"), words("head_address")],
        widths=[44, 26, WIDTH, WIDTH, WIDTH, 44],
        rows=rows,
    )


def _note_texts(selection: Selection) -> list[str]:
    notes = (note_of(selection.context, row) for row in selection.rows)
    return [*dict.fromkeys(filter(None, notes))]


def _bodies(selection: Selection) -> str:
    context, words = selection.context, selection.context.words
    documents = (context.document(row) for row in selection.rows)
    named = dict.fromkeys(words.text(document, "publisher") for document in documents if document)
    return words("list_comma").join(named)


def _write_head(sheet: Worksheet, formats: Formats, title: str, says: str) -> None:
    sheet.write_string(0, 0, title, formats.title)
    sheet.write_string(1, 0, says, formats.line)


def _write_table(sheet: Worksheet, formats: Formats, table: Table, top: int) -> None:
    """A table from a row on, marked as one, to be printed on A4 with its heads on every page."""
    for n, width in enumerate(table.widths):
        sheet.set_column(n, n, width)
    sheet.add_table(
        *(top, 0, top + len(table.rows), len(table.heads) - 1),
        {
            "columns": [{"header": head, "header_format": formats.head} for head in table.heads],
            "autofilter": False,
            "style": None,
            "name": table.name,
        },
    )
    for y, row in enumerate(table.rows, start=top + 1):
        for x, cell in enumerate(row):
            if isinstance(cell, Decimal):
                sheet.write_number(y, x, float(cell), formats.text)
            else:
                sheet.write_string(y, x, str(cell)[:LONGEST_CELL], formats.text)
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    if len(table.heads) > 2:
        sheet.set_landscape()


def _in_language(book: bytes, language: str) -> bytes:
    """The workbook with its language among its properties, which the library can't say."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(book)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == CORE:
                content = content.replace(
                    SUBJECT, SUBJECT + f"<dc:language>{language}</dc:language>".encode()
                )
            new.writestr(part, content)
    return out.getvalue()
