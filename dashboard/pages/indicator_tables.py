"""An indicator's figures in all regions and periods: all, or of many those that a reader can use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dashboard.downloads.selection import MOST
from dashboard.pages.changes import CORRECTED, corrected
from dashboard.pages.paging import paging
from dashboard.pages.tables import card_of_figures, tabulate
from dashboard.request import html
from dashboard.request.address import PART
from dashboard.request.context import Context
from dashboard.request.parts import part_of, part_of_figures
from data.model.catalog import Indicator
from data.model.observation import Observation
from data.store.changes import read_corrections
from data.store.ranking import count_ranked, has_more, periods, ranking

LISTED = 100  # figures up to which a page lists them all, and regions that it ranks where there are more


def figures_of_all_regions(context: Context, indicator: Indicator, not_drawn: str = "") -> list[html.Element]:
    """Return all figures as a card; of many, those of the region, and the largest of the newest period.

    Which charts are `not_drawn` is said above them. Raises NotFound for a part of the region's figures that
    isn't there.
    """
    reader, words, id = context.reader, context.words, indicator.id
    if not has_more(reader, id, LISTED):
        part_of(context, ())
        rows = context.ordered(reader.observations(indicators=[id]))
        if not rows:
            return [*_withdrawn(context, id)]
        return [
            card_of_figures(context, rows, words("all_figures"), regions=True, note=not_drawn, indicator=id)
        ]
    own = part_of_figures(replace(context, address=context.address.but(period="")), [id])
    ways = paging(context, own)
    filed = not has_more(reader, id, MOST)
    ranked = next(filter(None, (_ranked(context, id, p) for p in periods(reader, id))), [])
    if not ranked:
        note = words("showing_region") + not_drawn
        card = card_of_figures(context, own.rows, _of_region(context), note=note, filed=filed, indicator=id)
        return [card, *ways]
    period = ranked[0].period
    shown, among = len({row.region for row in ranked}), count_ranked(reader, id, period)
    title = words("figures_largest", period=words.period(ranked[0].when))
    note = words("showing_largest", shown=shown, among=among) + not_drawn
    largest = card_of_figures(context, ranked, title, regions=True, note=note, filed=filed, indicator=id)
    if not own.rows:
        return [largest]
    mine = card_of_figures(
        context, own.rows, _of_region(context), filed=False, indicator=id, region=context.region
    )
    return [mine, *ways, *([] if own.before else [largest])]


def _withdrawn(context: Context, indicator: str) -> Iterator[html.Element]:
    """What there was of an indicator that no figure stands of any more, or that there never was one."""
    words = context.words
    yield html.P(words("indicator_nothing"), className="nothing card")
    if gone := read_corrections(context.reader, 0, PART, indicators=[indicator]):
        table = tabulate(context, CORRECTED, corrected(context, gone), caption=words("release_changed"))
        heading = html.Div(html.H2(words("release_changed")), className="row")
        yield html.Section([heading, table], className="card figures")


def _ranked(context: Context, indicator: str, period: str) -> list[Observation]:
    return ranking(context.reader, indicator, period, LISTED)


def _of_region(context: Context) -> str:
    return context.words("figures_of_region", region=context.words.term("region", context.region))
