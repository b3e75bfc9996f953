"""What became of what was meant: a result beside its target, a project beside its planned date."""

from __future__ import annotations

from collections.abc import Iterable
from operator import ge, gt
from typing import NamedTuple

from data.model.catalog import STAGE_FILLS, Catalog, Term
from data.model.interval import Interval
from data.model.observation import Observation
from data.model.unit import SHARES, measure
from data.statements.amounts import in_unit, interval, unit_of
from data.statements.comparison import FIRM, POINTS, Amount, amount_of, thing, why_unlike
from data.statements.derived_values import digits_of, show_printed
from data.statements.selection import in_order

BOUNDS = {  # the side on which a target is met, by the word that it is printed with
    "at_least": "above",
    "more_than": "above",
    "at_most": "below",
    "less_than": "below",
    "range": "inside",
}
STRICT = ("more_than", "less_than")
MEANT = {"more_is_better": "above", "less_is_better": "below"}  # the same by the indicator's polarity


class Outcome(NamedTuple):
    """A result beside what was meant for it.

    `verdict` is "met", "missed" or "unclear" where the target's words set a bound (以上, 控制在…以内) or the
    indicator says which way is better; else "above", "below", "even" or "unclear", which judges nothing.
    `amount` lies between the result and the bound, and `over` says that the result is the larger.
    """

    target: Observation
    result: Observation
    verdict: str
    amount: Amount | None = None
    over: bool = False


class Progress(NamedTuple):
    """The newest stage that a project is told to have reached, beside one planned for a time.

    `verdict` is "reached", "late" (told to be unfinished after that time) or "open" (neither is told).
    """

    plan: Observation
    newest: Observation
    verdict: str


def outcome(catalog: Catalog, result: Observation, rows: Iterable[Observation]) -> Outcome | None:
    """Return a result beside the target for the same thing and time; None where there is none to compare.

    A range as a target is met inside it, and beyond its better end.
    """
    for target in rows:
        if target.status == "target" and _is_target_of(catalog, target, result):
            return _outcome(catalog, target, result)
    return None


def outcome_of(catalog: Catalog, target: Observation, rows: Iterable[Observation]) -> Outcome | None:
    """Return what became of a target; None where no result of it is known."""
    for result in in_order(catalog, (row for row in rows if row.status in FIRM)):
        if _is_target_of(catalog, target, result):
            return _outcome(catalog, target, result)
    return None


def progress(catalog: Catalog, row: Observation, rows: Iterable[Observation]) -> Progress | None:
    """Return how far a project has come beside the newest plan for it, of which or of whose stage `row` is.

    None where either isn't known.
    """
    own = [one for one in in_order(catalog, rows) if thing(one) == thing(row) and one.value is None]
    plan = next((one for one in own if not one.result), None) if row.result else row
    newest = next((one for one in own if one.status == "actual"), None)
    if plan is None or newest is None:
        return None
    aim, reached = _stage(catalog, plan), _stage(catalog, newest)
    if aim is None or reached is None:
        return None
    if int(reached["rank"]) >= int(aim["rank"]):
        return Progress(plan, newest, "reached")
    late = newest.when.end > plan.when.end and reached["fill"] != STAGE_FILLS[0]
    return Progress(plan, newest, "late" if late else "open")


def _stage(catalog: Catalog, row: Observation) -> Term | None:
    return catalog.stages.get(catalog.stage_forms.get(row.printed, ""))


def _is_target_of(catalog: Catalog, target: Observation, result: Observation) -> bool:
    if thing(target) != thing(result) or target.value is None or result.value is None:
        return False
    same_time = target.when.shortest == result.when.shortest
    return same_time and not why_unlike(catalog, target, result, over_time=False, statuses=False)


def _outcome(catalog: Catalog, target: Observation, result: Observation) -> Outcome:
    meant, reached = _meant(catalog, target), interval(catalog, result)
    polarity = catalog.indicators[target.indicator].polarity
    side = BOUNDS.get(target.qualifier) or MEANT.get(polarity, "")
    bound = meant
    if side == "inside":
        inside = meant.low <= reached.low and reached.high <= meant.high
        return Outcome(target, result, "met" if inside else _verdict_outside(reached, meant, polarity))
    if target.qualifier in BOUNDS:
        end = meant.low if side == "above" else meant.high
        bound = Interval(end, end)
    beyond = ge if target.qualifier not in STRICT else gt  # 超过5000 isn't met by 5000
    if side == "above":
        verdict = _verdict(beyond(reached.low, bound.high), not beyond(reached.high, bound.low))
    elif side == "below":
        verdict = _verdict(beyond(bound.low, reached.high), not beyond(bound.high, reached.low))
    else:
        exact = meant == reached and meant.low == meant.high
        verdict = "even" if exact else _side(reached, meant)
    if not (reached.exceeds(bound) or bound.exceeds(reached)):
        return Outcome(target, result, verdict)
    over = reached.exceeds(bound)
    return Outcome(target, result, verdict, _gap(catalog, target, result, bound, reached), over)


def _meant(catalog: Catalog, target: Observation) -> Interval:
    """What a target admits: a number set without 约 or the like is not rounded, it is just that."""
    if target.qualifier != "exact":
        return interval(catalog, target)
    amount = target.quantity.amount * measure(unit_of(catalog, target)).size
    return Interval(amount, amount)


def _gap(
    catalog: Catalog, target: Observation, result: Observation, bound: Interval, reached: Interval
) -> Amount | None:
    over = reached.exceeds(bound)
    difference = reached - bound if over else bound - reached
    unit = POINTS if result.quantity.base_unit in SHARES else result.quantity.unit
    difference = in_unit(catalog, result, difference, unit)
    order = (result, target) if over else (target, result)
    formula = " − ".join(show_printed(row) for row in order)
    return amount_of(difference, unit, digits_of(difference), formula)


def _verdict(met: bool, missed: bool) -> str:
    return "met" if met else "missed" if missed else "unclear"


def _verdict_outside(reached: Interval, meant: Interval, polarity: str) -> str:
    """Of a result outside a range: beyond its better end is no failing, and without one nothing is judged."""
    side, better = _side(reached, meant), MEANT.get(polarity)
    return side if side == "unclear" or better is None else _verdict(side == better, side != better)


def _side(reached: Interval, meant: Interval) -> str:
    return "above" if reached.exceeds(meant) else "below" if meant.exceeds(reached) else "unclear"
