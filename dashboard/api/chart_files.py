"""The figures of one chart as a file to be kept: CSV, a workbook, JSON, or a sentence."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook

from dashboard.charts.chart_view import ChartView
from dashboard.request.context import Context
from data.model.catalog import Document
from data.model.csv_text import write_csv
from data.model.observation import Observation
from data.model.words import Words, beijing_time

MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "txt": "text/plain; charset=utf-8",
}
# What looks like a formula, an address or a number stays text.
PLAIN = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}
NUMBERS = ("value", "low", "high")
WIDTHS = {"measure": 30, "document": 44, "body": 26, "address": 44, "place": 30}
FONT = {"font_size": 12, "valign": "top", "text_wrap": True}


def chart_file(view: ChartView, kind: str) -> bytes:
    """Return the figures of a chart as one of MEDIA. The same release gives the same bytes."""
    words = view.context.words
    heads = [words(f"head_{name}") for name in COLUMNS]
    rows = [[cell(view.context, row) for cell in COLUMNS.values()] for row in view.rows]
    if kind == "xlsx":
        return _workbook(view, heads, rows)
    if kind == "txt":
        return f"{_sentence(view)}\n".encode()
    texts = [[_text(cell) for cell in row] for row in rows]
    if kind == "csv":
        return write_csv(heads, texts).encode()
    listed = [dict(zip(COLUMNS, row, strict=True)) for row in texts]
    facts = {"chart": view.chart.id, "title": view.title, "release": view.context.reader.release.id}
    return json.dumps(facts | {"observations": listed}, ensure_ascii=False).encode()


def _text(cell: Any) -> str:
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    return "" if cell is None else str(cell)


def _sentence(view: ChartView) -> str:
    """What a chart shows, with where it is from, to be quoted."""
    words, context = view.context.words, view.context
    figures = words("list_semicolon").join(
        f"{context.full_label(row)} {words.figure(row)}" + (f" ({words('derived')})" if row.derived else "")
        for row in view.rows
    )
    return words("chart_cited", title=view.title, figures=figures, subtitle=view.subtitle, source=view.source)


# ---- columns ----------------------------------------------------------------------------------


def _of_document(read: Callable[[Words, Document], str]) -> Callable[[Context, Observation], str]:
    def cell(context: Context, row: Observation) -> str:
        document = context.document(row)
        return read(context.words, document) if document else ""

    return cell


def _amount(read: Callable[[Observation], Decimal]) -> Callable[[Context, Observation], Decimal | None]:
    """A number at its full size, without 万 or 亿; none for a stage, or where there is no bound."""

    def cell(_: Context, row: Observation) -> Decimal | None:
        if row.value is None:
            return None
        number = read(row)
        return number if number.is_finite() else None

    return cell


def _unit(context: Context, row: Observation) -> str:
    indicator = context.indicator(row)
    return "" if row.value is None else context.words.unit(indicator, printed=row.quantity.base_unit)


def _qualifier(context: Context, row: Observation) -> str:
    """How exact a figure is, in words; what we worked out is never called exact."""
    return context.words("head_derived" if row.derived else f"qualifier_{row.qualifier}")


COLUMNS: dict[str, Callable[[Context, Observation], Any]] = {
    "measure": lambda context, row: context.full_label(row),
    "region": lambda context, row: context.words.term("region", row.region),
    "period": lambda context, row: context.words.period(row.when),
    "printed": lambda context, row: row.printed,
    "value": _amount(lambda row: row.quantity.amount),
    "unit": _unit,
    "qualifier": _qualifier,
    "low": _amount(lambda row: row.quantity.interval.low),
    "high": _amount(lambda row: row.quantity.interval.high),
    "status": lambda context, row: context.words.term("status", row.status),
    "document": _of_document(lambda words, document: words.text(document, "title")),
    "body": _of_document(lambda words, document: words.text(document, "publisher")),
    "published": _of_document(lambda words, document: document.published or words("undated")),
    "place": lambda context, row: context.words.place(row),
    "address": _of_document(lambda words, document: document.url or words("no_url")),
    "release": lambda context, row: context.release_name(),
}


# ---- workbook ---------------------------------------------------------------------------------


def _workbook(view: ChartView, heads: list[str], rows: list[list[Any]]) -> bytes:
    """A workbook of two sheets: what it is, and one table; no cell merged, hidden, coloured or worked out."""
    words, release = view.context.words, view.context.reader.release
    file = io.BytesIO()
    bodies = dict.fromkeys(row[list(COLUMNS).index("body")] for row in rows)
    made = datetime.fromisoformat(release.created_at).replace(tzinfo=None)
    with Workbook(file, PLAIN) as book:
        book.set_properties(
            {
                "title": view.title,
                "subject": view.subtitle,
                "author": words("list_comma").join(filter(None, bodies)),
                "created": made,
            }
        )
        text, head = book.add_format(FONT), book.add_format({**FONT, "bold": True})
        title = book.add_format({**FONT, "bold": True, "font_size": 14, "text_wrap": False})
        about = book.add_worksheet(words("sheet_about"))
        about.set_column(0, 0, 100, text)
        lines = [
            view.title,
            view.subtitle,
            view.source,
            *view.notes,
            *view.revisions,
            words(
                "sheet_published",
                edition=view.context.release_name(),
                date=beijing_time(release.created_at)[:10],
            ),
            words("sheet_numbers"),
            words("sheet_empty"),
            words("reuse"),
        ]
        for n, line in enumerate(lines):
            about.write_string(n, 0, line, title if n == 0 else text)
        about.write_url(len(lines), 0, f"internal:'{words('sheet_data')}'!A1", text, words("sheet_data"))
        sheet = book.add_worksheet(words("sheet_data"))
        sheet.write_string(0, 0, view.title, title)
        sheet.write_string(1, 0, words("sheet_one_table"), book.add_format({**FONT, "text_wrap": False}))
        for n, name in enumerate(COLUMNS):
            sheet.set_column(n, n, WIDTHS.get(name, 16), text)
        columns = [{"header": name, "header_format": head} for name in heads]
        place = {"columns": columns, "autofilter": False, "style": None, "name": "figures"}
        sheet.add_table(2, 0, 2 + len(rows), len(heads) - 1, place)
        for y, row in enumerate(rows, start=3):
            for x, cell in enumerate(row):
                if isinstance(cell, Decimal):
                    sheet.write_number(y, x, float(cell), text)
                else:
                    sheet.write_string(y, x, "[x]" if cell is None else str(cell), text)
        for page in (about, sheet):
            page.set_paper(9)
            page.fit_to_pages(1, 0)
        sheet.set_landscape()
        sheet.repeat_rows(2)
    return file.getvalue()
