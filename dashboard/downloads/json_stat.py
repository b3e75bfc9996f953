"""JSON-stat 2.0 (json-stat.org): figures as cubes, of which only the cells that are published are there."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from dashboard.downloads.columns import mark_of, note_of, number_of
from dashboard.downloads.selection import Selection
from dashboard.request.context import Context
from data.model.observation import KEY, Observation
from data.model.period import parse_period
from data.model.quantity import split_unit
from data.statements.amounts import interval_of

WHOLE = "_"  # the category of what is of no group or project, and of no document
ROLES = {"time": ["period"], "geo": ["region"], "metric": ["indicator"]}


def write_json_stat(selection: Selection) -> bytes:
    """Return figures as a dataset; those of several indicators as a collection of one each.

    A cube over all of them would be nearly empty, and too large for programs that fill it up.
    """
    context, release = selection.context, selection.context.reader.release
    by_indicator: dict[str, list[Observation]] = {}
    for row in selection.rows:
        by_indicator.setdefault(row.indicator, []).append(row)
    about = {
        "label": selection.title,
        "updated": release.created_at,
        "href": selection.address,
        "note": [*selection.lines, context.words("reuse")],
    }
    told = {"version": "2.0", **about}
    datasets = [_dataset(selection, rows) for rows in by_indicator.values()]
    if len(datasets) == 1:
        return _written({**datasets[0], **told})
    return _written({"class": "collection", **told, "link": {"item": datasets}})


def _written(facts: dict[str, Any]) -> bytes:
    return json.dumps(facts, ensure_ascii=False).encode()


def _dataset(selection: Selection, rows: list[Observation]) -> dict[str, Any]:
    """The figures of one indicator: a dimension for each part of a figure's key.

    Documents are one only where several print figures for the same. Values are at full size, in the unit of
    the indicator; what was printed, how exact it is and where it stands are under `extension`, by the same
    places as the values.
    """
    context, release = selection.context, selection.context.reader.release
    names = KEY if len({row.subject for row in rows}) < len(rows) else KEY[:-1]
    keys = [[part or WHOLE for part in row.key[: len(names)]] for row in rows]
    columns = [sorted({key[n] for key in keys}, key=_order(context, name)) for n, name in enumerate(names)]
    places = [{id: place for place, id in enumerate(column)} for column in columns]
    size = [len(column) for column in columns]
    cells = {}
    for key, row in zip(keys, rows, strict=True):
        place = 0
        for part, known, length in zip(key, places, size, strict=True):
            place = place * length + known[part]
        cells[str(place)] = row
    return {
        "class": "dataset",
        "label": context.words.text(context.indicator(rows[0])),
        "source": _source(context, rows),
        "updated": release.created_at,
        "id": names,
        "size": size,
        "role": ROLES,
        "dimension": {
            name: _dimension(context, name, column) for name, column in zip(names, columns, strict=True)
        },
        "value": {place: _value(context, row) for place, row in cells.items()},
        "status": {place: "derived" if row.derived else row.qualifier for place, row in cells.items()},
        "extension": {
            "release": release.id,
            "digest": release.digest,
            **{
                name: {place: told for place, row in cells.items() if (told := read(context, row))}
                for name, read in EXTENSION.items()
            },
        },
    }


def _bounds(context: Context, row: Observation) -> list[float | None]:
    """The least and the most that a figure may be; None on a side that has no bound."""
    if row.value is None:
        return []
    bounds = interval_of(row)
    return [number_of(bound) if bound.is_finite() else None for bound in (bounds.low, bounds.high)]


EXTENSION: dict[str, Callable[[Context, Observation], Any]] = {
    "printed": lambda context, row: row.printed,
    "document": lambda context, row: row.document,
    "bounds": _bounds,
    "locator": lambda context, row: row.locator,
    "mark": mark_of,
    "note": note_of,
}


def _value(context: Context, row: Observation) -> float | int | None:
    """The amount in the base unit of its indicator; None for a stage, which is printed in words."""
    if row.value is None:
        return None
    scale, word = split_unit(context.indicator(row).unit)
    quantity = row.quantity
    return number_of(quantity.amount if quantity.base_unit == word else Decimal(str(row.value)) * scale)


def _order(context: Context, name: str) -> Callable[[str], Any]:
    """How the categories of a dimension stand: as in the catalogue, times from first to last."""
    if name == "period":
        return lambda id: (parse_period(id).order, id)
    listed: dict[str, int] = {
        id: place for place, id in enumerate(getattr(context.reader.catalog, _plural(name)))
    }
    return lambda id: (listed.get(id, -1), id)


def _plural(name: str) -> str:
    return "statuses" if name == "status" else f"{name}s"


def _dimension(context: Context, name: str, ids: list[str]) -> dict[str, Any]:
    words, catalog = context.words, context.reader.catalog
    category: dict[str, Any] = {"index": ids, "label": {id: _label(context, name, id) for id in ids}}
    if name == "indicator":
        indicators = {id: catalog.indicators[id] for id in ids}
        category["unit"] = {
            id: {"label": words.unit(one, printed=split_unit(one.unit)[1])}
            for id, one in indicators.items()
            if one.measure != "stage"
        }
        definitions = {id: words.text(one, "definition") for id, one in indicators.items()}
        category["note"] = {id: [text] for id, text in definitions.items() if text}
    return {"label": words(f"head_{'measure' if name == 'indicator' else name}"), "category": category}


def _label(context: Context, name: str, id: str) -> str:
    words, catalog = context.words, context.reader.catalog
    if id == WHOLE:
        return words("head_derived" if name == "document" else "whole")
    if name == "period":
        return words.period(parse_period(id))
    if name == "indicator":
        return words.text(catalog.indicators[id])
    if name == "document":
        return context.issued(catalog.documents[id])
    return words.term(name, id)


def _source(context: Context, rows: list[Observation]) -> str:
    documents = filter(None, dict.fromkeys(map(context.document, rows)))
    bodies = dict.fromkeys(map(context.body, documents))
    return context.words("list_comma").join(bodies)
