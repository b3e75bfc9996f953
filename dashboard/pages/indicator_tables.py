"""An indicator's figures in all regions and periods: all, or of many those that a reader can use."""

from __future__ import annotations

from dash import html

from dashboard.pages.tables import card_of_figures
from dashboard.request.context import Context
from data.model.catalog import Indicator
from data.model.observation import Observation
from data.store.ranking import count_ranked, has_more, periods, ranking

LISTED = 100  # figures up to which a page lists them all, and regions that it ranks where there are more


def figures_of_all_regions(context: Context, indicator: Indicator) -> list[html.Section]:
    """Return all figures as a card; of many, those of the region, and the largest of the newest period."""
    reader, words, id = context.reader, context.words, indicator.id
    if not has_more(reader, id, LISTED):
        rows = context.ordered(reader.observations(indicators=[id]))
        return [card_of_figures(context, rows, words("all_figures"), regions=True, indicator=id)]
    own = context.ordered(reader.observations(indicators=[id], regions=[context.region]))
    ranked = next(filter(None, (_ranked(context, id, p) for p in periods(reader, id))), [])
    if not ranked:
        note = words("showing_region")
        return [card_of_figures(context, own, _of_region(context), note=note, indicator=id)]
    period = ranked[0].period
    shown, among = len({row.region for row in ranked}), count_ranked(reader, id, period)
    title = words("figures_largest", period=words.period(ranked[0].when))
    note = words("showing_largest", shown=shown, among=among)
    largest = card_of_figures(context, ranked, title, regions=True, note=note, indicator=id)
    if not own:
        return [largest]
    return [card_of_figures(context, own, _of_region(context), indicator=id, region=context.region), largest]


def _ranked(context: Context, indicator: str, period: str) -> list[Observation]:
    return ranking(context.reader, indicator, period, LISTED)


def _of_region(context: Context) -> str:
    return context.words("figures_of_region", region=context.words.term("region", context.region))
