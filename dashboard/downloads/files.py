"""Figures written as a file of each kind. The same release gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from dashboard.downloads.columns import COLUMNS, Cell, heads_of, number_of, page_of, table_of
from dashboard.downloads.json_stat import write_json_stat
from dashboard.downloads.selection import Selection
from dashboard.downloads.workbook import write_workbook
from dashboard.request.context import Context
from dashboard.request.links import figure_id
from data.model.csv_text import write_csv
from data.model.observation import KEY, Observation

MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "jsonstat": "application/json",
    "txt": "text/plain; charset=utf-8",
}


def write_file(selection: Selection, kind: str) -> bytes:
    """Return figures as one of MEDIA."""
    return _WRITERS[kind](selection)


def cite_figure(context: Context, row: Observation) -> str:
    """Say a figure so that it can be quoted: of what, where and when, by whom, in which release."""
    words, document = context.words, context.document(row)
    figure = context.figure(row)
    if document is None:
        bounds = words("bounds", bounds=words.bounds(row))
        figure = words("figure_derived", figure=figure, formula=words.formula(row.locator), bounds=bounds)
        source = words("figure_source_derived")
    else:
        source = words(
            "figure_source",
            body=context.body(document),
            title=words.text(document, "title"),
            published=document.published or words("undated"),
            place=words.place(row),
        )
    if revised := context.revised(row):
        figure = words("figure_of_status", figure=figure, status=revised)
    return words(
        "figure_cited",
        measure=context.full_label(row),
        region=words.term("region", row.region),
        period=words.period(row.when),
        figure=figure,
        source=source,
        site=words("site", region=words.term("region", context.reader.catalog.home_region)),
        edition=context.release_name(),
        address=page_of(context, row),
    )


def _csv(selection: Selection) -> bytes:
    rows = table_of(selection.context, selection.rows)
    return write_csv(heads_of(selection.context.words), [[*map(_text, row)] for row in rows]).encode()


def _json(selection: Selection) -> bytes:
    """Texts as readers have them, numbers as numbers, and under `ids` what a program goes by."""
    context, release = selection.context, selection.context.reader.release
    observations = [
        {
            **dict(zip(COLUMNS, map(_value, cells), strict=True)),
            "ids": {"figure": figure_id(*row.key), **{name: getattr(row, name) for name in KEY}},
        }
        for row, cells in zip(selection.rows, table_of(context, selection.rows), strict=True)
    ]
    facts = {
        selection.page: selection.id,
        "title": selection.title,
        "about": selection.lines,
        "address": selection.address,
        "release": release.id,
        "published": release.created_at,
        "digest": release.digest,
        "reuse": context.words("reuse"),
        "columns": dict(zip(COLUMNS, heads_of(context.words), strict=True)),
        "observations": observations,
    }
    return json.dumps(facts, ensure_ascii=False).encode()


def _txt(selection: Selection) -> bytes:
    """A sentence a figure."""
    selection.context.revisions(selection.rows)  # read at once, not by row
    return "".join(f"{cite_figure(selection.context, row)}\n" for row in selection.rows).encode()


def _text(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    return cell or ""


def _value(cell: Cell) -> Any:
    return number_of(cell) if isinstance(cell, Decimal) else cell


_WRITERS: dict[str, Callable[[Selection], bytes]] = {
    "csv": _csv,
    "xlsx": write_workbook,
    "json": _json,
    "jsonstat": write_json_stat,
    "txt": _txt,
}
