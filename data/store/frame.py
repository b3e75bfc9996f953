"""One release as pandas tables: the API's lists, exports and an analyst's notebook are made of them.

    from data.store.frame import frame
    figures = frame(indicators=["resident_population"], period="2010-11-01")
    figures.nlargest(5, "indicator_value")

Whoever imports this loads pandas: pages, and commands that check or publish, do without.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Unpack

import pandas as pd
import sqlalchemy as sa

from data.messages import SOURCE_LANGUAGE
from data.model.catalog import DOCUMENT_COLUMNS
from data.model.observation import API_COLUMNS, KEY, Observation
from data.model.period import parse_period
from data.model.quantity import parse_quantity
from data.model.words import Words
from data.store.queries import Filters, ReleaseReader, open_release
from data.store.tables import as_of, observation_table, open_store

_TEXTS = {name: "str" for name in API_COLUMNS if name != "release"}
_REPEATED = [name for name in API_COLUMNS if name not in ("printed", "value", "locator", "release")]


def frame(
    release: int | None = None,
    language: str = SOURCE_LANGUAGE,
    store: str | None = None,
    **filters: Unpack[Filters],
) -> pd.DataFrame:
    """Return the figures of a release, by default the newest, as the API lists them, typed for calculation.

    `store` is the database's address, by default that of the site; `filters` narrow what is read:
    frame(indicators=["job_fairs"]). Raises NoRelease, NotFound, StoreUnusable.
    """
    engine = open_store(store, read_only=True)
    try:
        return frame_of(open_release(engine, release), language, **filters)
    finally:
        engine.dispose()


def frame_of(
    reader: ReleaseReader, language: str = SOURCE_LANGUAGE, **filters: Unpack[Filters]
) -> pd.DataFrame:
    """Return what `frame` does, of a release that is open.

    Columns are API_COLUMNS, of which ids and names are categories; then `note`, `start` and `end` (the days
    of the period, both included), `exact` (printed without 约, 余 …), `derived` (推算), and, for order and
    position only, `indicator_value` in `indicator_unit`: `value` is in the `unit` that was printed. A stage
    has no value.
    """
    observations = reader.observations(**filters)
    table = api_table(observations, Words(reader.catalog, language), reader.release.id)
    units = {indicator.id: indicator.unit for indicator in reader.catalog.indicators.values()}
    return table.assign(
        value=pd.to_numeric(table["value"]).astype("Float64"),
        note=pd.Series([row.note for row in observations], dtype="str"),
        start=_each(table["period"], lambda period: parse_period(period).start).astype("datetime64[s]"),
        end=_each(table["period"], lambda period: parse_period(period).end).astype("datetime64[s]"),
        exact=table["qualifier"] == "exact",
        derived=table["status"] == "derived",
        indicator_value=pd.Series([row.value for row in observations], dtype="Float64"),
        indicator_unit=_each(table["indicator"], units.__getitem__),
    ).astype(dict.fromkeys((*_REPEATED, "indicator_unit"), "category"))


def api_table(observations: Iterable[Observation], words: Words, release: int) -> pd.DataFrame:
    """Return figures as texts under API_COLUMNS, in their order; `release` alone is a number."""
    catalog = words.catalog
    table = pd.DataFrame.from_records([*observations], columns=Observation._fields)
    measured = table["printed"].where(table["value"].notna(), "").to_numpy(object)
    parts = {printed: _parts(printed) for printed in {*measured}}
    value, unit, qualifier = ([parts[printed][n] for printed in measured] for n in range(3))
    return table.assign(
        indicator_name=_each(table["indicator"], lambda id: words.text(catalog.indicators[id])),
        region_name=_each(table["region"], lambda id: words.term("region", id)),
        breakdown=_each(table["breakdown"], lambda id: words.term("breakdown", id) if id else ""),
        value=value,
        unit=unit,
        qualifier=qualifier,
        release=release,
    )[list(API_COLUMNS)].astype(_TEXTS)


def document_table(reader: ReleaseReader) -> pd.DataFrame:
    """Return every published figure as (document, *DOCUMENT_COLUMNS), by document, in the order printed.

    Those are among them in whose place readers see the figures of a superseding document.
    """
    columns = ("document", *DOCUMENT_COLUMNS)
    t = observation_table
    order = (t.c.document, t.c.position, *(t.c[name] for name in KEY))
    query = sa.select(*(t.c[name] for name in columns)).where(as_of(reader.release.id)).order_by(*order)
    return pd.DataFrame(reader.select(query), columns=columns, dtype="str")


def _parts(printed: str) -> tuple[str, str, str]:
    """The number, unit and qualifier of a figure; a stage has no figure."""
    if not printed:
        return "", "", "exact"
    quantity = parse_quantity(printed)
    return f"{quantity.number:f}", quantity.unit, quantity.qualifier


def _each(texts: pd.Series[str], meaning: Callable[[str], Any]) -> pd.Series[Any]:
    """What each text means, worked out once for all that are equal."""
    return texts.map({text: meaning(text) for text in texts.unique()})
