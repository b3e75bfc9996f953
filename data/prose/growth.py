"""Changes held against the levels that they lead from and to."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from data.prose.bounds import Bounds, ratio_of, wide
from data.prose.checks import Check, checked, falls, printed, rate_of, same_measure
from data.prose.statement import POINTS, RATES, Statement


def changes(statements: Sequence[Statement]) -> Iterator[Check]:
    """A level with its change as an amount and as a percentage; from and to with what lies between."""
    for place, level in enumerate(statements):
        if level.kind not in ("level", "share"):
            continue
        own = [n for n in range(place + 1, min(place + 4, len(statements))) if statements[n].of == place]
        amounts = [n for n in own if statements[n].kind == "change" and same_measure(statements[n], level)]
        rates = [
            n for n in own if statements[n].relation == "change" and statements[n].quantity.base_unit in RATES
        ]
        if level.kind == "level":
            for amount in amounts:
                for rate in rates:
                    alike = _since(statements[amount]) == _since(statements[rate])
                    if alike and statements[amount].moment == statements[rate].moment:
                        yield from _amount_and_rate(statements, place, amount, rate)
        if level.base is not None:
            start = statements[level.base]
            if level.kind == "level" and (ratio := ratio_of(wide(level.quantity), wide(start.quantity))):
                for rate in rates:
                    growth = (ratio[0] - 1, ratio[1] - 1)
                    formula = f"{printed(level)} ÷ {printed(start)} − 1"
                    yield checked(
                        "growth",
                        (level.base, place, rate),
                        formula,
                        growth,
                        rate_of(statements[rate]),
                        statements[rate],
                    )
                for amount in amounts:
                    yield _difference(statements, level.base, place, amount)


def _since(change: Statement) -> str:
    """What a change is over: the month before, the end of the year before, or the same time in it."""
    words = f"{change.base_words}{change.clause}"
    found = re.search("环比|上月|上季|[年月]初|上?年[末底]", words)
    return {"初": "end", "末": "end", "底": "end"}.get(found[0][-1], "before") if found else ""


def _amount_and_rate(statements: Sequence[Statement], place: int, amount: int, rate: int) -> Iterator[Check]:
    level, change, growth = statements[place], statements[amount], statements[rate]
    low, high = wide(change.quantity)
    sign = -1 if falls(change) else 1
    base = sorted(
        wide(level.quantity)[end] - sign * (low, high)[1 - end if sign > 0 else end] for end in (0, 1)
    )
    if base[0] <= 0:
        yield Check(
            "part", "contradicts", (place, amount), printed(change), str(change.quantity), printed(level)
        )
        return
    result = tuple(sorted((sign * low / base[1], sign * high / base[0])))
    operator = "−" if sign > 0 else "+"
    formula = f"{printed(change)} ÷ ({printed(level)} {operator} {printed(change)})"
    yield checked("growth", (place, amount, rate), formula, (result[0], result[1]), rate_of(growth), growth)


def _difference(statements: Sequence[Statement], start: int, end: int, amount: int) -> Check:
    one, other, stated = (wide(statements[n].quantity) for n in (start, end, amount))
    result = (other[0] - one[1], other[1] - one[0])
    if falls(statements[amount]):
        stated = (-stated[1], -stated[0])
    formula = f"{printed(statements[end])} − {printed(statements[start])}"
    return checked("difference", (start, end, amount), formula, result, stated, statements[amount])


def averages(statements: Sequence[Statement]) -> Iterator[Check]:
    """The average growth of so many years, from the value before them and the value at their end."""
    for place, average in enumerate(statements):
        if average.relation != "average" or average.of is None:
            continue
        level, span = statements[average.of], average.moment.period
        match = re.fullmatch(r"(\d{4})/(\d{4})", span)
        if match is None:
            continue
        years = int(match[2]) - int(match[1]) + 1
        start: Bounds | None = None
        places: tuple[int, ...] = (average.of, place)
        formula = printed(level)
        if level.base is not None:
            start = wide(statements[level.base].quantity)
            places, formula = (level.base, *places), f"{formula} ÷ {printed(statements[level.base])}"
        else:
            between = range(average.of + 1, place)
            gained = [n for n in between if _gained(statements[n], average.of, level)]
            if gained:
                low, high = wide(statements[gained[0]].quantity)
                ends = wide(level.quantity)
                start = (ends[0] - high, ends[1] - low)
                if start[1] <= 0:
                    gain = statements[gained[0]]
                    yield Check(
                        "part",
                        "contradicts",
                        (average.of, gained[0]),
                        printed(gain),
                        str(gain.quantity),
                        printed(level),
                    )
                    continue
                places = (average.of, gained[0], place)
                formula = f"{formula} ÷ ({printed(level)} − {printed(statements[gained[0]])})"
        ratio = ratio_of(wide(level.quantity), start) if start else None
        if ratio and all(map(math.isfinite, ratio)) and ratio[0] > 0:
            result = (ratio[0] ** (1 / years) - 1, ratio[1] ** (1 / years) - 1)
            yield checked(
                "average", places, f"({formula})^(1/{years}) − 1", result, rate_of(average), average
            )


def _gained(change: Statement, of: int, level: Statement) -> bool:
    return change.of == of and change.kind == "change" and same_measure(change, level)


def points(statements: Sequence[Statement]) -> Iterator[Check]:
    """A rate that went from one to another by so many points."""
    for place, level in enumerate(statements):
        if level.base is None or level.quantity.base_unit not in RATES:
            continue
        for n in range(place + 1, min(place + 3, len(statements))):
            change = statements[n]
            if change.of == place and change.quantity.base_unit in POINTS and change.relation == "change":
                yield _difference(statements, level.base, place, n)
                break


def growths(statements: Sequence[Statement]) -> Iterator[Check]:
    """A growth over the year before, of which the document has the value, too."""
    levels: dict[tuple[str, str, str], int] = {}
    for place, level in enumerate(statements):
        if level.kind == "level" and re.fullmatch(r"\d{4}", level.moment.period):
            levels.setdefault((level.subject, level.quantity.base_unit, level.moment.period), place)
    for place, growth in enumerate(statements):
        if growth.relation != "change" or growth.of is None or growth.quantity.base_unit not in RATES:
            continue
        level = statements[growth.of]
        if (growth.base_words and not re.search("上年|去年", growth.base_words)) or level.kind != "level":
            continue
        if not re.fullmatch(r"\d{4}", level.moment.period):
            continue
        key = (level.subject, level.quantity.base_unit, str(int(level.moment.period) - 1))
        if key in levels and (
            ratio := ratio_of(wide(level.quantity), wide(statements[levels[key]].quantity))
        ):
            text = f"{printed(level)} ÷ {printed(statements[levels[key]])} − 1"
            result = (ratio[0] - 1, ratio[1] - 1)
            places = (levels[key], growth.of, place)
            yield checked("growth", places, text, result, rate_of(growth), growth)
