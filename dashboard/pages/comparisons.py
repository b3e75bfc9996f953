"""What is said of a figure beside others: the period before, its target or plan, the regions of its level."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from dashboard.charts.chart_view import ChartView
from dashboard.charts.region_view import RegionView
from dashboard.request.context import Context
from data.model.observation import Observation
from data.model.unit import SHARES
from data.statements.amounts import is_amount
from data.statements.comparison import (
    FIRM,
    POINTS,
    Amount,
    Difference,
    Share,
    Unlike,
    beside_whole,
    judged,
    previous,
)
from data.statements.outcomes import Outcome, outcome, outcome_of, progress
from data.statements.ranks import Rank, groups_of, rank
from data.statements.selection import charted, in_order
from data.store.queries import Filters

MOST_LINES = 4  # that a card has of the figures it draws
MOST_OF_CHART = 8  # that are looked at of those, the newest
Histories = Callable[[Observation], list[Observation]]
Peers = Mapping[tuple[str, str], Sequence[Observation]]  # figures of like regions by indicator and period


class Compared(NamedTuple):
    """What is said of a figure beside another, and how what is derived in it was worked out.

    `beside` is "before", "target", "plan", "above" or "regions": what the figure is held against.
    `told` is "compared", "unlike" (why two figures, both named, don't compare) or "none".
    """

    beside: str
    text: str
    told: str
    worked_out: tuple[str, ...] = ()


def comparisons(
    context: Context,
    row: Observation,
    history: Sequence[Observation],
    peers: Peers | None = None,
    *,
    copies: bool = True,
) -> list[Compared]:
    """Return all that can be said of a figure beside others, or why nothing can.

    `history` are the figures of its thing of any time; without `peers` nothing is said of other regions.
    Without `copies` nothing is compared that is known from an anonymous copy alone, and that is said.
    """
    every, history = history, history if copies else charted(context.reader.catalog, history)
    if row.value is None:
        return [_plan(context, row, history)]
    if row.status == "target":
        return [_result(context, row, history)]
    if row.status not in FIRM:
        status = context.words.term("status", row.status)
        return [Compared("before", context.words("not_compared_status", status=status), "none")]
    said = [against_before(context, row, history), _target(context, row, history)]
    if len(history) < len(every):
        known = (against_before(context, row, every), _target(context, row, every))
        said = [
            Compared(one.beside, context.words(f"{one.beside}_copies"), "none")
            if one.told == "none" != other.told
            else one
            for one, other in zip(said, known, strict=True)
        ]
    if peers is not None and not row.breakdown:
        others = peers.get((row.indicator, row.period), ())
        said += [*against_above(context, row, others), *_regions(context, row, others)]
    return said


def say_change(context: Context, comparison: Difference | Unlike) -> str:
    """Return how a figure differs from that of an earlier period, or why that can't be said."""
    words, before = context.words, comparison.before
    facts = {"period": words.period(before.when), "before": words.figure(before)}
    if isinstance(comparison, Unlike):
        if comparison.why == "replaced":
            return words("change_replaced", measure=words.text(context.indicator(before)), **facts)
        return words("change_unlike", why=words(f"unlike_{comparison.why}"), **facts)
    way, amount, growth = comparison.way, comparison.amount, comparison.growth
    if way in ("level", "unclear"):
        return words(f"change_{way}", **facts)
    key = f"change_{way}"
    if amount is None:
        is_share = comparison.after.quantity.base_unit in SHARES
        text = words(f"{key}_bare_points" if is_share else f"{key}_bare", **facts)
    else:
        indicator = context.indicator(before)
        facts["amount"] = words.amount(amount.printed, indicator)
        if amount.printed.endswith(POINTS):
            key += "_points"
        elif growth:
            key += "_growth"
            facts["growth"] = words.amount(growth.printed, indicator)
        text = words(key, **facts)
    if verdict := judged(context.reader.catalog, comparison):
        text = words(f"change_{verdict}", change=text)
    return text if amount is None else words("derived_figure", figure=text)


def say_outcome(context: Context, beside: Outcome, *, of_target: bool = False) -> str:
    """Return what became of a target: said of the result, or `of_target` of the target itself."""
    words = context.words
    other = beside.result if of_target else beside.target
    key = "result" if of_target else "outcome"
    facts = {"result" if of_target else "target": words.figure(other)}
    facts["verdict"] = words(f"verdict_{beside.verdict}")
    if beside.amount is None:
        return words(f"{key}_plain", **facts)
    amount = words.amount(beside.amount.printed, context.indicator(beside.result))
    key += "_over" if beside.over else "_under"
    return words("derived_figure", figure=words(key, amount=amount, **facts))


def say_place(context: Context, places: Rank) -> str:
    """Return 第3—5位, or 第3位 where the digits leave one."""
    key = "rank_place" if places.first == places.last else "rank_places"
    return context.words(key, first=places.first, last=places.last)


def say_headline(context: Context, row: Observation) -> str:
    """Return in a line what a headline is beside the period before and its target, or why it isn't.

    Where nothing of its own compares, what it is beside the figure of the region in which its own lies.
    """
    said = comparisons(context, row, read_histories(context, [row])(row), copies=False)
    for told in ("compared", "unlike"):
        texts = [one.text for one in said if one.told == told]
        if told == "compared" and not texts:
            texts = [one.text for one in _beside_above(context, row) if one.told == told]
        if texts:
            return context.words("list_semicolon").join(texts)
    return say_nothing(context, said)


def _beside_above(context: Context, row: Observation) -> Iterator[Compared]:
    """What a figure of a whole is beside that of the region above, where there may be one of that time."""
    reader = context.reader
    if row.breakdown or row.value is None or row.status not in FIRM:
        return
    above = [
        id for id in _above(context, row) if row.period in reader.outline(id).cells.get(row.indicator, ())
    ]
    if above:
        asked: Filters = {"indicators": [row.indicator], "regions": above, "period": row.period}
        wholes = [one for one in reader.observations(**asked) if not one.breakdown]
        yield from against_above(context, row, charted(reader.catalog, wholes))


def say_nothing(context: Context, said: Iterable[Compared]) -> str:
    """Return why nothing compares, in few words."""
    words, texts = context.words, dict.fromkeys(one.text for one in said)
    usual = [words("change_none"), words("target_none")]
    if all(text in texts for text in usual):
        texts = {words("nothing_compares"): None} | {text: None for text in texts if text not in usual}
    return words("list_semicolon").join(texts)


def read_histories(context: Context, rows: Iterable[Observation]) -> Histories:
    """Return what gives, of each of some figures here, those of its thing and of what that replaces."""
    groups: dict[str, set[str]] = {}
    for row in rows:
        for id in filter(None, (row.indicator, context.indicator(row).replaces)):
            groups.setdefault(id, set()).add(row.breakdown)
    found: dict[tuple[str, str], list[Observation]] = {}
    for id, breakdowns in groups.items():
        for one in context.series(id, breakdowns):
            found.setdefault((id, one.breakdown), []).append(one)

    def history(row: Observation) -> list[Observation]:
        ids = (row.indicator, context.indicator(row).replaces)
        return [one for id in ids for one in found.get((id, row.breakdown), ())]

    return history


def peers_of_figures(context: Context, rows: Iterable[Observation]) -> Peers:
    """Return what regions like theirs have for the indicators and periods of one region's figures."""
    catalog, wanted = context.reader.catalog, dict[str, set[str]]()
    region = context.region
    for row in rows:
        region = row.region
        if not row.breakdown and row.value is not None and row.status in FIRM:
            wanted.setdefault(row.period, set()).add(row.indicator)
    regions = {id for group in groups_of(catalog, region) for id in group.members}
    regions |= {*catalog.regions_above(region)}
    peers = dict[tuple[str, str], list[Observation]]()
    for period, ids in wanted.items() if regions else ():
        asked: Filters = {"indicators": ids, "regions": regions, "period": period, "breakdowns": [""]}
        for row in context.reader.observations(**asked):
            if not row.breakdown:
                peers.setdefault((row.indicator, row.period), []).append(row)
    return peers


# ---- on pages ---------------------------------------------------------------------------------


def lines_of_chart(chart: ChartView) -> list[Compared]:
    """Return what the newest figures that a chart draws are beside others, each figure and period named.

    Where nothing compares, why. Nothing for a chart of plans beside outcomes, or of regions: it shows that
    itself.
    """
    context, words = chart.context, chart.context.words
    if chart.chart.kind == "plan_outcome" or isinstance(chart, RegionView):
        return []
    newest: dict[tuple[str, str], Observation] = {}
    for row in sorted(chart.rows, key=lambda row: (row.result, row.order), reverse=True):
        newest.setdefault((row.indicator, row.breakdown), row)
    if chart.is_series:  # of what goes on to the newest time alone
        last = max((row.order for row in newest.values() if row.result), default=())
        newest = {key: row for key, row in newest.items() if row.order == last}
    lines, silent, things = list[Compared](), list[Compared](), [*newest.values()][:MOST_OF_CHART]
    histories = read_histories(context, things)
    for row in things:
        said = comparisons(context, row, histories(row), copies=False)
        texts = [one.text for one in said if one.told != "none"]
        if texts:
            facts = {"measure": context.full_label(row), "figure": words.figure(row)}
            text = words("list_semicolon").join(texts)
            line = words("compared_line", period=words.period(row.when), compared=text, **facts)
            lines.append(Compared("", line, "compared"))
        silent += [] if texts else said
    if len(lines) > MOST_LINES or len(newest) > MOST_OF_CHART:
        lines[MOST_LINES:] = [Compared("", words("compared_more"), "compared")] if lines else []
    return lines or [Compared("", say_nothing(context, silent), "none")]


# ---- beside each thing ------------------------------------------------------------------------


def against_before(context: Context, row: Observation, history: Iterable[Observation]) -> Compared:
    """Return what a figure is beside that of an earlier period, and of what copy that is."""
    comparison = previous(context.reader.catalog, row, history)
    if comparison is None:
        return Compared("before", context.words("change_none"), "none")
    text = _marked(context, row, say_change(context, comparison), comparison.before)
    if isinstance(comparison, Unlike):
        return Compared("before", text, "unlike", _defined(context, comparison))
    worked_out = _worked_out(context, row, (comparison.amount, comparison.growth))
    return Compared("before", text, "compared", worked_out)


def _target(context: Context, row: Observation, history: Iterable[Observation]) -> Compared:
    beside = outcome(context.reader.catalog, row, history)
    if beside is None:
        return Compared("target", context.words("target_none"), "none")
    text = _marked(context, row, say_outcome(context, beside), beside.target)
    return Compared("target", text, "compared", _worked_out(context, row, (beside.amount,)))


def _result(context: Context, row: Observation, history: Iterable[Observation]) -> Compared:
    beside = outcome_of(context.reader.catalog, row, history)
    if beside is None:
        return Compared("target", context.words("result_none"), "unlike")
    text = _marked(context, row, say_outcome(context, beside, of_target=True), beside.result)
    return Compared("target", text, "compared", _worked_out(context, row, (beside.amount,)))


def _plan(context: Context, row: Observation, history: Iterable[Observation]) -> Compared:
    words, found = context.words, progress(context.reader.catalog, row, history)
    if found is None:
        return Compared("plan", words("plan_none" if row.result else "stage_none"), "none")
    facts = {"period": words.period(found.newest.when), "stage": words.figure(found.newest)}
    facts |= {"planned": words.period(found.plan.when), "aim": words.figure(found.plan)}
    text = _marked(context, row, words(f"progress_{found.verdict}", **facts), found.plan, found.newest)
    return Compared("plan", text, "compared")


def against_above(context: Context, row: Observation, others: Sequence[Observation]) -> Iterator[Compared]:
    """Return what a figure is beside that of the region in which its own lies, where there is one.

    A rate stands beside the nearest of the regions above that has one, an amount beside the first alone.
    """
    catalog, words = context.reader.catalog, context.words
    above = _above(context, row)
    if not above:
        return
    firm = in_order(catalog, (other for other in others if other.region in above and other.status in FIRM))
    whole = min(firm, key=lambda one: above.index(one.region), default=None)
    name = words.term("region", whole.region if whole else above[0])
    if whole is None:
        yield Compared("above", words("above_none", region=name), "none")
        return
    beside = beside_whole(catalog, row, whole)
    if beside is None:
        return
    facts = {"region": name, "above": words.figure(whole)}
    if isinstance(beside, Unlike):
        text = words("above_unlike", why=words(f"unlike_{beside.why}"), **facts)
        yield Compared("above", _marked(context, row, text, whole), "unlike", _defined(context, beside))
        return
    key = "above_share" if isinstance(beside, Share) else f"above_{beside.way}"
    if amount := beside.amount:
        facts["amount"] = words.amount(amount.printed, context.indicator(row))
        text = words("derived_figure", figure=words(key, **facts))
    else:
        bare = key if key in ("above_level", "above_unclear") else f"{key}_bare"
        text = words(bare, **facts)
    text = _marked(context, row, text, whole)
    yield Compared("above", text, "compared", _worked_out(context, row, (amount,)))


def _above(context: Context, row: Observation) -> list[str]:
    """The regions in which a figure's own lies that it may stand beside, the nearest first."""
    catalog = context.reader.catalog
    above = catalog.regions_above(row.region)
    return above[:1] if row.value is None or is_amount(catalog, row) else above


def _defined(context: Context, unlike: Unlike) -> tuple[str, ...]:
    """How either of two figures is defined, where that keeps them from being compared."""
    rows = (unlike.before, unlike.after) if unlike.why == "definition" else ()
    words = context.words
    return tuple(
        words(
            "gap_side",
            period=f"{words.term('region', row.region)}{words.period(row.when)}",
            note=words.note(row.remark)[0],
        )
        for row in rows
        if row.definition
    )


def _regions(context: Context, row: Observation, others: Sequence[Observation]) -> Iterator[Compared]:
    """Its places among the regions of each group of like ones, of those that were there then."""
    catalog, words = context.reader.catalog, context.words
    groups = groups_of(catalog, row.region, row.when)
    if not groups:
        yield Compared("regions", words("peers_none"), "none")
    for group in groups:
        places = rank(catalog, row, [other for other in others if other.region in group.members])
        parent = words.term("region", catalog.regions[row.region]["parent"])
        name = words.term("peer_group", group.id) if group.id else words("peers_in", parent=parent)
        facts = {"group": name, "total": len(group.members)}
        if isinstance(places, Rank):
            facts |= {"among": places.among, "silent": len(group.members) - places.among}
            key = "ranked" if facts["silent"] else "ranked_all"
            yield Compared("regions", words(key, place=say_place(context, places), **facts), "compared")
        elif places == "few":
            yield Compared("regions", words("unranked_few", **facts), "none")
        else:  # what keeps it from a place keeps it from any
            yield Compared("regions", words("unranked", why=words(f"unlike_{places}")), "none")
            return


def _marked(context: Context, row: Observation, text: str, *others: Observation) -> str:
    """A comparison of a figure, and of what copies the others are, where it is of another kind."""
    own = context.copy_of(context.document(row))
    kinds = dict.fromkeys(context.copy_of(context.document(one)) for one in others)
    kinds = {kind: None for kind in kinds if kind not in ("", own)}
    if not kinds:
        return text
    return context.words("compared_copy", compared=text, kind=context.words("list_comma").join(kinds))


def _worked_out(context: Context, row: Observation, amounts: Iterable[Amount | None]) -> tuple[str, ...]:
    """The formula of each amount, and its bounds where it has any."""
    words, indicator = context.words, context.indicator(row)
    return tuple(
        words.formula(amount.formula)
        if amount.exact
        else words(
            "worked_out", formula=words.formula(amount.formula), bounds=words.span(amount.bounds, indicator)
        )
        for amount in amounts
        if amount
    )
