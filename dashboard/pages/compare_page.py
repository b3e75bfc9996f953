"""An indicator over regions: their figures of one period, how each changed, and who is which place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from typing import Any

from dashboard.charts.region_view import PREFIX, RegionView, region_view
from dashboard.pages import components
from dashboard.pages.chart_page import kit_abreast
from dashboard.pages.comparison_tables import told
from dashboard.pages.comparisons import against_above, against_before, say_place
from dashboard.pages.phrases import parted, whole
from dashboard.pages.tables import remark, tabulate
from dashboard.request import html
from dashboard.request.address import Address
from dashboard.request.context import Context, make_context
from dashboard.request.links import dashed, figure_page, link
from data.errors import NotFound
from data.model.catalog import Indicator
from data.model.observation import Observation
from data.model.period import parse_period
from data.statements.chart_checks import MOST_LINES, MOST_PANELS
from data.statements.comparison import (
    FIRM,
    Difference,
    previous,
    stood,
)
from data.statements.ranks import Rank, are_apart, level_of, peers_of, rank_each, why_not_beside, why_unranked
from data.statements.selection import charted, in_order, one_each
from data.store.queries import Filters, ReleaseReader
from data.store.ranking import most_compared

LISTED = 40  # regions compared at once
COLUMNS = ("region", "printed", "place", "compared", "source")


@dataclass(frozen=True)
class Comparison:
    """An indicator and the regions that an address compares, or those that say themselves."""

    context: Context

    @cached_property
    def indicator(self) -> Indicator:
        """The indicator asked for, or of the themes' headlines the one that most of the regions have."""
        reader, catalog = self.context.reader, self.context.reader.catalog
        if asked := self.context.address.indicator:
            return catalog.indicators[asked]
        headlines = {id for theme in catalog.themes.values() for id, _ in theme.headlines}
        most = most_compared(reader, headlines & catalog.indicators.keys(), self.regions)
        return catalog.indicators[most] if most else next(iter(catalog.indicators.values()))

    @cached_property
    def regions(self) -> list[str]:
        """The regions asked for, or those of the same level, and those above it."""
        catalog = self.context.reader.catalog
        if self.context.address.regions:
            return self.context.address.regions.split(",")
        above = sorted(
            catalog.regions_above(self.context.region), key=lambda id: catalog.region_positions.get(id, 0)
        )
        return [
            *dict.fromkeys((self.context.region, *peers_of(catalog, self.context.region)[:LISTED], *above))
        ]

    @cached_property
    def rows(self) -> dict[str, list[Observation]]:
        """By region all figures of the indicator, one of each time and definition, newest first."""
        whole: Filters = {"indicators": [self.indicator.id], "regions": self.regions, "breakdowns": [""]}
        rows: dict[str, list[Observation]] = {region: [] for region in self.regions}
        for row in in_order(self.context.reader.catalog, self.context.reader.observations(**whole)):
            if not row.breakdown:
                rows[row.region].append(row)
        return {id: [row for row in _one_each(own) if row.value is not None] for id, own in rows.items()}

    @cached_property
    def newest(self) -> dict[str, Observation]:
        """By region, the result of the period that most regions have one of; of several, the newest.

        Of two that are defined otherwise, the one that is defined as most are.
        """
        firm = [row for own in self.rows.values() for row in own if row.status in FIRM]
        whens = {id: parse_period(id) for id in {row.period for row in firm}}  # few, of many figures
        year = self.context.year
        names = {id: when.shortest for id, when in whens.items() if year in (None, when.year)}
        ends = {name: whens[id].order for id, name in names.items()}
        regions: dict[str, set[str]] = {name: set() for name in ends}
        for row in firm:
            if row.period in names:
                regions[names[row.period]].add(row.region)
        newest = max(regions, key=lambda name: (len(regions[name]), ends[name]), default="")
        found = [row for row in reversed(firm) if names.get(row.period) == newest]
        usual = Counter(row.definition for row in found).most_common(1)
        chosen = {row.region: row for row in sorted(found, key=lambda row: row.definition == usual[0][0])}
        return {id: chosen[id] for id in self.regions if id in chosen}

    @cached_property
    def others(self) -> dict[str, Observation]:
        """By region that has no result of that period, what it has: of that, or else the newest."""
        others: dict[str, Observation] = {}
        period = next((row.when.shortest for row in self.newest.values()), "")
        for id, own in self.rows.items():
            best = sorted(own, key=lambda row: (row.when.shortest != period, row.status not in FIRM))
            others |= {id: best[0]} if best and id not in self.newest else {}
        return others

    @cached_property
    def own(self) -> Observation | None:
        """The figure that others are held against, the page's region's or the first that most are like.

        These count the same, and are of regions of one level.
        """
        known = [self.newest[id] for id in self.regions if id in self.newest]
        catalog = self.context.reader.catalog
        rows = [row for row in known if not why_unranked(catalog, row)] or charted(catalog, known) or known
        kinds = [(row.definition, level_of(catalog, row.region)) for row in rows]
        counts = Counter(kinds)
        most = max(counts.values(), default=0)
        usual = [row for row, kind in zip(rows, kinds, strict=True) if counts[kind] == most]
        return min(usual, key=lambda row: row.region != self.context.region, default=None)

    @cached_property
    def unlike(self) -> dict[str, tuple[Observation, str]]:
        """By region the figure that doesn't compare with that one, in the order asked for, and why."""
        alike, catalog, own = {row.region for row in self.alike}, self.context.reader.catalog, self.own
        rows = {**self.newest, **self.others}
        return {
            id: (rows[id], why_not_beside(catalog, own, rows[id]) if own else _why_alone(rows[id]))
            for id in self.regions
            if id in rows and id not in alike
        }

    @cached_property
    def alike(self) -> list[Observation]:
        """The figures that compare with that one, the largest first."""
        own, catalog = self.own, self.context.reader.catalog
        if own is None:
            return []
        compared = [
            row for row in self.newest.values() if row is own or not why_not_beside(catalog, own, row)
        ]
        return sorted(compared, key=lambda row: -(row.value or 0))

    @cached_property
    def places(self) -> dict[str, Rank | str]:
        """By region, the places of those figures among each other; none where they are in no one order."""
        catalog = self.context.reader.catalog
        in_one_order = are_apart(catalog, (row.region for row in self.alike))
        return rank_each(catalog, self.alike) if in_one_order else {row.region: "level" for row in self.alike}


def _why_alone(row: Observation) -> str:
    """Why a figure isn't compared where no region has a result of the time asked for."""
    return "period" if row.status in FIRM else "status"


def _one_each(rows: Sequence[Observation]) -> list[Observation]:
    """Of each time one figure by each definition, in the order given."""
    definitions = dict.fromkeys(row.definition for row in rows)
    if len(definitions) < 2:
        return one_each(rows)
    chosen = {
        row.key for one in definitions for row in one_each(row for row in rows if row.definition == one)
    }
    return [row for row in rows if row.key in chosen]


def head_of(comparison: Comparison) -> tuple[str, str]:
    """Return the title and the line under it."""
    words, own = comparison.context.words, comparison.own
    title = words("compare_title", indicator=words.text(comparison.indicator))
    if own is None:
        return title, _nothing_of_the_time(comparison)
    among = len(comparison.alike)
    silent = len(comparison.regions) - among
    if len(comparison.regions) == 1:
        return title, words("compare_lead_one")
    key = "compare_lead_alone" if among == 1 else "compare_lead" if silent else "compare_lead_all"
    facts = {"period": words.period(own.when), "region": words.term("region", own.region)}
    return title, words(key, among=among, silent=silent, **facts)


def _nothing_of_the_time(comparison: Comparison) -> str:
    """Why no region has a result: none of the year asked for, none but plans and estimates, or nothing."""
    words, others = comparison.context.words, comparison.others.values()
    if any(row.status in FIRM for row in others):
        return words("compare_no_year", year=comparison.context.year)
    return words("compare_no_results" if others else "compare_none")


def content_of(comparison: Comparison) -> list[html.Element]:
    """The choice of indicator and regions, the charts, and the table of who stands where."""
    charts = [*charts_of(comparison)]
    return [
        _groups(comparison),
        choose(comparison),
        *([components.cards(charts)] if charts else []),
        *([_table(comparison)] if any(comparison.rows.values()) else []),
        *([kit_abreast(charts[0])] if charts else []),
    ]


def _remarks(comparison: Comparison, drawn: set[str]) -> Iterator[str]:
    context, words, left_out = comparison.context, comparison.context.words, dict[str, list[str]]()
    undrawn = [row for row in comparison.alike if row.region not in drawn]
    reasons = {row.region: "alone" if context.is_trusted(row) else "copy" for row in undrawn}
    reasons |= {region: why for region, (_, why) in comparison.unlike.items()}
    for region, why in reasons.items():
        left_out.setdefault(words(f"unlike_{why}"), []).append(words.term("region", region))
    for why, names in left_out.items():
        yield words("compare_left_out", regions=words("list_comma").join(names), why=why)
    if text := _unpublished(comparison):
        yield text


def _unpublished(comparison: Comparison) -> str:
    """Of which of the regions there is no figure; "" where there are of all."""
    words = comparison.context.words
    held = comparison.newest.keys() | comparison.others.keys()
    missing = [words.term("region", id) for id in comparison.regions if id not in held]
    return words("compare_unpublished", regions=words("list_comma").join(missing)) if missing else ""


def charts_of(comparison: Comparison) -> Iterator[RegionView]:
    """Yield the charts that can be drawn: the regions' figures of one time, and over time."""
    drawn = charted(comparison.context.reader.catalog, comparison.alike)
    if len(drawn) > 1:
        yield from _drawable(comparison, drawn, "bars")
    series = _series(comparison, {row.region for row in drawn})
    kind = "lines" if len(series) <= MOST_LINES else "panels"
    yield from _drawable(comparison, [row for points in series for row in points], kind)


def _drawable(comparison: Comparison, rows: list[Observation], kind: str) -> Iterator[RegionView]:
    remarks = _remarks(comparison, {row.region for row in rows})
    chart = region_view(comparison.context, comparison.indicator, rows, kind, remarks)
    if not chart.refused:  # as it is without any figures
        yield chart


def compared_chart(reader: ReleaseReader, id: str, state: Mapping[str, str]) -> RegionView | None:
    """Return the chart of a comparison that bears an id, None for ids of other charts. Raises NotFound."""
    if not id.startswith(PREFIX):
        return None
    asked = {**state, "indicator": id.removeprefix(PREFIX).partition("-")[2]}
    comparison = Comparison(make_context(reader, Address("compare", **asked)))
    for chart in charts_of(comparison):
        if chart.chart.id == id:
            return chart
    raise NotFound(id[:80])


def _series(comparison: Comparison, regions: set[str]) -> list[list[Observation]]:
    """The figures of those regions of which two times or more compare, and later plans: as a chart holds.

    What counts otherwise stands beside them, behind a break.
    """
    catalog, series = comparison.context.reader.catalog, list[list[Observation]]()
    for region, newest in comparison.newest.items():
        if region not in regions:
            continue
        stretch = newest.when.stretch
        like = [
            row
            for row in one_each(charted(catalog, comparison.rows[region]))
            if row.when.stretch == stretch
            and stood(catalog, region, row.when)
            and (row.status in FIRM or row.order > newest.order)
        ]
        if any(isinstance(previous(catalog, row, like), Difference) for row in like):
            told_later = any(row.result and row.order > newest.order for row in like)
            ahead = [] if told_later else [row for row in like if not row.result]  # plans not yet told of
            series.append([*ahead, *(row for row in like if row.result and row.order <= newest.order)])
        if len(series) > MOST_PANELS:
            return []
    return series


def _table(comparison: Comparison) -> html.Element:
    context, words = comparison.context, comparison.context.words
    context.revisions([*comparison.alike, *(row for row, _ in comparison.unlike.values())])  # read at once
    rows = [_row(comparison, row) for row in comparison.alike]
    title = words("compare_measure", indicator=words.text(comparison.indicator))
    content: list[html.Element] = [html.Div(html.H2(title), className="row")]
    if rows:
        caption = f"{title} · {words('all_figures')}"  # the chart's own table may have the title alone
        content.append(tabulate(context, COLUMNS, rows, caption=caption))
    for why in ("few", "level"):
        if why in comparison.places.values():
            content.append(html.P(words(f"compare_unranked_{why}"), className="note"))
    if comparison.unlike:
        below = words("compare_unlike" if rows else "compare_others")
        unlike = [_unlike(comparison, row, why) for row, why in comparison.unlike.values()]
        columns = ("region", "printed", "period", "why_not", *COLUMNS[3:])
        content += [html.H3(below), tabulate(context, columns, unlike, caption=below)]
    if text := _unpublished(comparison):
        content.append(html.P(text, className="note"))
    return html.Section(content, className="card figures")


def _row(comparison: Comparison, row: Observation) -> list[Any]:
    context, places = comparison.context, comparison.places[row.region]
    place = say_place(context, places) if isinstance(places, Rank) else "—"
    return [*_figure(context, row), place, _compared(comparison, row), _cited(context, row)]


def _unlike(comparison: Comparison, row: Observation, why: str) -> list[Any]:
    context, words = comparison.context, comparison.context.words
    return [
        *_figure(context, row),
        whole(words.period(row.when)),
        words(f"unlike_{why}"),
        _compared(comparison, row),
        _cited(context, row),
    ]


def _figure(context: Context, row: Observation) -> list[Any]:
    there = context.address.to("overview", region=context.region_of(row.region), period="")
    revised = context.revised(row)
    figure = link(context.figure(row), figure_page(context, row))
    return [
        link(context.words.term("region", row.region), there),
        [figure, " ", html.Span(whole(revised), className="nature")] if revised else figure,
    ]


def _compared(comparison: Comparison, row: Observation) -> list[html.Element]:
    """What a figure is beside the period before, and beside the region above where that is compared, too."""
    context = comparison.context
    said = [against_before(context, row, comparison.rows[row.region])]
    if row.status in FIRM:
        above = against_above(context, row, [*comparison.newest.values()])
        said += (one for one in above if one.told == "compared")
    return told(said)


def _cited(context: Context, row: Observation) -> list[html.Element | str]:
    """Where a figure is from, and how it is defined where that is otherwise."""
    return [parted(context.cited(row)), *remark(context, row)]


def _groups(comparison: Comparison) -> html.Element:
    """The groups of like regions that may be compared at once, and how the one that is was made."""
    context, words = comparison.context, comparison.context.words
    catalog, here = context.reader.catalog, context.address
    parent = catalog.regions[context.region]["parent"]
    choices, notes = list[components.Choice](), list[html.Element]()
    if parent:
        name = words("compare_peers", parent=words.term("region", parent))
        choices.append(components.Choice(name, here.but(regions=""), not here.regions))
    for group in catalog.peers_of(context.region):
        members = group.texts("members")
        chosen = here.regions.split(",") == [*members]
        name = words.term("peer_group", group.id)
        if len(members) <= LISTED:
            choices.append(components.Choice(name, here.but(regions=",".join(members)), chosen))
        if chosen:
            facts = {"group": name, "method": group["method"], "source": group["source"]}
            notes.append(html.P(words("compare_method", **facts), className="note"))
    if not choices:
        return html.Div()
    return html.Div([components.choices(words, words("compare_group"), choices), *notes], className="groups")


def choose(comparison: Comparison) -> html.Element:
    """The form that asks for another comparison; it needs no script."""
    context, words = comparison.context, comparison.context.words
    catalog = context.reader.catalog
    published = context.reader.compared_indicators
    groups = [
        html.Optgroup(
            [
                html.Option(
                    words.text(i),
                    value=i.id,
                    **(dashed(selected="selected") if i.id == comparison.indicator.id else {}),
                )
                for i in catalog.indicators_of(theme.id)
                if i.id in published
            ],
            label=words.text(theme),
        )
        for theme in catalog.themes.values()
        if any(i.id in published for i in catalog.indicators_of(theme.id))
    ]
    hidden = [
        html.Input(type="hidden", name=name, value=value)
        for name in ("region", "period", "lang", "release", "type", "color")
        if (value := getattr(context.address, name))
    ]
    return html.Form(
        [
            html.Label([words("compare_indicator"), html.Select(groups, name="indicator")]),
            _regions(comparison),
            *hidden,
            html.Button(words("compare_show"), type="submit"),
        ],
        action="/compare",
        method="get",
        className="card choose",
        **dashed(aria_label=words("compare_choose")),
    )


def _regions(comparison: Comparison) -> html.Element:
    """Boxes to tick: the regions compared, those of the same level, and those above and below."""
    words, reader = comparison.context.words, comparison.context.reader
    near = iter(dict.fromkeys(chain(comparison.regions, _near(comparison))))
    held = {id for id, rows in comparison.rows.items() if rows}
    offered = [] if len(held) < LISTED else [id for id in comparison.regions if id in held]
    while len(offered) < LISTED and (asked := [*islice(near, 2 * LISTED)]):
        covered = held | reader.covered_among([id for id in asked if id not in held])
        offered += (id for id in asked if id in covered)
    boxes = [
        html.Label(
            [
                html.Input(
                    type="checkbox",
                    name="regions",
                    value=id,
                    **({"checked": True} if id in comparison.regions else {}),
                ),
                words.term("region", id),
            ]
        )
        for id in offered[:LISTED]
    ]
    return html.Fieldset([html.Legend(words("regions")), *boxes])


def _near(comparison: Comparison) -> Iterable[str]:
    catalog, region = comparison.context.reader.catalog, comparison.context.region
    return chain(peers_of(catalog, region), comparison.context.related_regions, catalog.regions)
