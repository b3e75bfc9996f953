"""What files say of a figure: a column each, headed in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from dashboard.request.context import Context
from dashboard.request.links import figure_page
from data.model.catalog import Document
from data.model.observation import Observation
from data.model.words import Words
from data.statements.amounts import interval_of

Cell = str | Decimal | None  # None where there can be none; MARKS say why
NUMBERS = ("value", "low", "high")


def table_of(context: Context, rows: list[Observation]) -> list[list[Cell]]:
    """Return what each of COLUMNS says of each figure."""
    context.revisions(rows)  # read at once, not by row
    return [[cell(context, row) for cell in COLUMNS.values()] for row in rows]


def heads_of(words: Words) -> list[str]:
    """Return the heads of COLUMNS."""
    return [words(f"head_{name}") for name in COLUMNS]


def page_of(context: Context, row: Observation) -> str:
    """The address of a figure's page, of the release shown; whole where the site's own is known."""
    here = figure_page(context, row).plain()
    return f"{context.site}{here.but(region='', release=str(context.reader.release.id))}"


def note_of(context: Context, row: Observation) -> str:
    """What is noted of a figure; of a derived one its bounds, too."""
    bounds = context.words("bounds", bounds=context.words.bounds(row)) if row.derived else ""
    noted = context.words.note(row.remark)[0] if row.remark else ""
    return context.words("list_semicolon").join(filter(None, (bounds, noted)))


def _of_document(read: Callable[[Words, Document], str]) -> Callable[[Context, Observation], str | None]:
    def cell(context: Context, row: Observation) -> str | None:
        document = context.document(row)
        return read(context.words, document) if document else None

    return cell


def _amount(read: Callable[[Observation], Decimal]) -> Callable[[Context, Observation], Decimal | None]:
    """A number at its full size, without 万 or 亿; none for a stage, or where there is no bound."""

    def cell(_: Context, row: Observation) -> Decimal | None:
        if row.value is None:
            return None
        number = read(row)
        return number if number.is_finite() else None

    return cell


def number_of(number: Decimal) -> int | float:
    """Return a number as JSON has it."""
    return int(number) if number == number.to_integral_value() else float(number)


def _unit(context: Context, row: Observation) -> str | None:
    if row.value is None:
        return None
    return context.words.unit(context.indicator(row), printed=row.quantity.base_unit)


def _qualifier(context: Context, row: Observation) -> str:
    """How exact a figure is, in words; what we worked out is never called exact."""
    return context.words("head_derived" if row.derived else f"qualifier_{row.qualifier}")


def mark_of(context: Context, row: Observation) -> str:
    """Why there is no number or bound, and what the figure was before, each after its sign."""
    words = context.words
    remarks = []
    if row.value is None:
        remarks.append(words("mark_words"))
    elif not all(bound.is_finite() for bound in (interval_of(row).low, interval_of(row).high)):
        remarks.append(words("mark_unbounded"))
    if row.derived:
        remarks.append(words("mark_derived"))
    if row.status == "estimate":
        remarks.append(words("mark_estimate"))
    if revised := context.revised(row):
        remarks.append(words("mark_revised", revision=revised))
    return words("list_semicolon").join(remarks)


COLUMNS: dict[str, Callable[[Context, Observation], Cell]] = {
    "measure": lambda context, row: context.full_label(row),
    "region": lambda context, row: context.words.term("region", row.region),
    "period": lambda context, row: context.words.period(row.when),
    "printed": lambda context, row: row.printed,
    "value": _amount(lambda row: row.quantity.amount),
    "unit": _unit,
    "qualifier": _qualifier,
    "low": _amount(lambda row: interval_of(row).low),
    "high": _amount(lambda row: interval_of(row).high),
    "status": lambda context, row: context.words.term("status", row.status),
    "mark": mark_of,
    "document": _of_document(lambda words, document: words.text(document, "title")),
    "body": lambda context, row: context.body(document) if (document := context.document(row)) else None,
    "published": _of_document(lambda words, document: document.published or words("undated")),
    "place": lambda context, row: context.cited(row) if row.derived else context.words.place(row),
    "address": _of_document(lambda words, document: document.url or words("no_url")),
    "release": lambda context, row: context.release_name(),
    "page": page_of,
    "note": note_of,
}
