"""What a document says of itself twice: sums, growth, differences, shares, held against its own digits.

Every check is done on intervals: of all amounts that the printed digits admit, cut off or rounded.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data.model.quantity import Quantity
from data.prose.statements import POINTS, RATES, Statement
from data.prose.vocabulary import any_of, words_of

Bounds = tuple[float, float]
_FALL = re.compile("下降|降低|减少|回落|下跌|下滑|收窄|缩小|负增长|压减|精简|削减|降幅|缩短|减|降|低于")
_RISE = re.compile("(?<!负)增长|增加|提高|提升|上升|上涨|扩大|递增|增速|增幅|涨幅|高于|净增|增|升|涨")
_COUNTED = frozenset("个项家所座处条件户场次名人栋辆套部间")  # what is counted one by one is exact
_REACH = 24  # statements behind a whole among which its parts are looked for


@dataclass(frozen=True, slots=True)
class Check:
    """One identity: the places of the statements in it, whether it holds, and the arithmetic.

    `verdict` is agrees, contradicts, or question where constant prices may explain what differs. `formula` is
    the arithmetic on printed numbers, `comes_to` what it gives, `printed` what the document says.
    """

    kind: str
    verdict: str
    places: tuple[int, ...]
    formula: str
    comes_to: str
    printed: str


def checks_of(statements: Sequence[Statement]) -> list[Check]:
    """Return every identity that can be tested among statements, contradictions first."""
    found = [
        *_changes(statements),
        *_averages(statements),
        *_points(statements),
        *_shares(statements),
        *_parts_of(statements),
        *_growths(statements),
        *_structures(statements),
        *_sums(statements),
        *_said_twice(statements),
    ]
    rank = {"contradicts": 0, "question": 1, "agrees": 2}
    return sorted(dict.fromkeys(found), key=lambda check: (rank[check.verdict], check.places))


def wide(quantity: Quantity) -> Bounds:
    """All amounts that a printed figure admits, as rounded or as cut off."""
    interval = quantity.interval
    low, high = float(interval.low), float(interval.high)
    if quantity.qualifier == "exact" and quantity.base_unit in _COUNTED and quantity.scale == 1:
        return float(quantity.number), float(quantity.number)
    if quantity.qualifier == "exact":
        step = high - low
        low, high = (low, high + step / 2) if low >= 0 else (low - step / 2, high)
    return low, high


def rates(quantity: Quantity, falls: bool) -> Bounds:
    """Return a percentage as numbers; a fall is below zero."""
    low, high = wide(quantity)
    size = {"‰": 1000, "成": 10}.get(quantity.base_unit, 100)
    low, high = low / size, high / size
    return (-high, -low) if falls else (low, high)


def _rate(statement: Statement) -> Bounds:
    return rates(statement.quantity, falls(statement))


def falls(statement: Statement) -> bool:
    """Whether a change is said to go down."""
    return statement.kind == "change" and falling(statement.clause)


def falling(words: str) -> bool:
    """Whether what is said last before a change is that it goes down."""
    falls = max((match.end() for match in _FALL.finditer(words)), default=-1)
    return falls > max((match.end() for match in _RISE.finditer(words)), default=-1)


def _over(one: Bounds, other: Bounds) -> Bounds | None:
    if other[0] <= 0 or one[0] < 0:
        return None
    return one[0] / other[1], one[1] / other[0]


def meets(one: Bounds, other: Bounds) -> bool:
    """Return whether two stretches have an amount in common, but for the last bit of a float."""
    slack = 1e-9 * max(1.0, abs(one[0]), abs(other[1]))
    return one[0] <= other[1] + slack and other[0] <= one[1] + slack


def _check(
    kind: str, places: Sequence[int], formula: str, result: Bounds, said: Bounds, statement: Statement
) -> Check:
    holds, quantity = meets(result, said), statement.quantity
    may_differ = kind in ("growth", "average") and _constant(statement)
    verdict = "agrees" if holds else "question" if may_differ else "contradicts"
    if kind in ("growth", "average", "share") and quantity.base_unit in RATES:
        text = say((100 * result[0], 100 * result[1]), "%")
    else:
        scale = float(quantity.scale)
        text = say((result[0] / scale, result[1] / scale), quantity.unit)
    return Check(kind, verdict, tuple(places), formula, text, str(quantity))


def say(result: Bounds, unit: str) -> str:
    """Return bounds with five digits that count, in a unit; one number where they are the same so far."""
    low, high = (f"{end:.5g}" if abs(end) < 1e5 else f"{end:.0f}" for end in result)
    return f"{low}{unit}" if low == high else f"{low}–{high}{unit}"


def _constant(statement: Statement) -> bool:
    words = any_of(words_of("identities")["constant_prices"].split())
    return re.search(words, statement.subject) is not None


def _same_measure(one: Statement, other: Statement) -> bool:
    return one.quantity.base_unit == other.quantity.base_unit


def _p(statement: Statement) -> str:
    return str(statement.quantity)


def _changes(statements: Sequence[Statement]) -> Iterator[Check]:
    """A level with its change as an amount and as a percentage; from and to with what lies between."""
    for place, level in enumerate(statements):
        if level.kind not in ("level", "share"):
            continue
        own = [n for n in range(place + 1, min(place + 4, len(statements))) if statements[n].of == place]
        amounts = [n for n in own if statements[n].kind == "change" and _same_measure(statements[n], level)]
        rates = [
            n for n in own if statements[n].relation == "change" and statements[n].quantity.base_unit in RATES
        ]
        if level.kind == "level":
            for amount in amounts:
                for rate in rates:
                    if statements[amount].moment == statements[rate].moment:
                        yield from _amount_and_rate(statements, place, amount, rate)
        if level.base is not None:
            start = statements[level.base]
            if level.kind == "level" and (ratio := _over(wide(level.quantity), wide(start.quantity))):
                for rate in rates:
                    growth = (ratio[0] - 1, ratio[1] - 1)
                    formula = f"{_p(level)} ÷ {_p(start)} − 1"
                    yield _check(
                        "growth",
                        (level.base, place, rate),
                        formula,
                        growth,
                        _rate(statements[rate]),
                        statements[rate],
                    )
                for amount in amounts:
                    yield _difference(statements, level.base, place, amount)


def _amount_and_rate(statements: Sequence[Statement], place: int, amount: int, rate: int) -> Iterator[Check]:
    level, change, growth = statements[place], statements[amount], statements[rate]
    low, high = wide(change.quantity)
    sign = -1 if falls(change) else 1
    base = sorted(
        wide(level.quantity)[end] - sign * (low, high)[1 - end if sign > 0 else end] for end in (0, 1)
    )
    if base[0] <= 0:
        yield Check("part", "contradicts", (place, amount), _p(change), str(change.quantity), _p(level))
        return
    result = tuple(sorted((sign * low / base[1], sign * high / base[0])))
    operator = "−" if sign > 0 else "+"
    formula = f"{_p(change)} ÷ ({_p(level)} {operator} {_p(change)})"
    yield _check("growth", (place, amount, rate), formula, (result[0], result[1]), _rate(growth), growth)


def _difference(statements: Sequence[Statement], start: int, end: int, amount: int) -> Check:
    one, other, said = (wide(statements[n].quantity) for n in (start, end, amount))
    result = (other[0] - one[1], other[1] - one[0])
    if falls(statements[amount]):
        said = (-said[1], -said[0])
    formula = f"{_p(statements[end])} − {_p(statements[start])}"
    return _check("difference", (start, end, amount), formula, result, said, statements[amount])


def _averages(statements: Sequence[Statement]) -> Iterator[Check]:
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
        formula = _p(level)
        if level.base is not None:
            start = wide(statements[level.base].quantity)
            places, formula = (level.base, *places), f"{formula} ÷ {_p(statements[level.base])}"
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
                        _p(gain),
                        str(gain.quantity),
                        _p(level),
                    )
                    continue
                places = (average.of, gained[0], place)
                formula = f"{formula} ÷ ({_p(level)} − {_p(statements[gained[0]])})"
        ratio = _over(wide(level.quantity), start) if start else None
        if ratio and all(map(math.isfinite, ratio)) and ratio[0] > 0:
            result = (ratio[0] ** (1 / years) - 1, ratio[1] ** (1 / years) - 1)
            yield _check("average", places, f"({formula})^(1/{years}) − 1", result, _rate(average), average)


def _gained(change: Statement, of: int, level: Statement) -> bool:
    return change.of == of and change.kind == "change" and _same_measure(change, level)


def _points(statements: Sequence[Statement]) -> Iterator[Check]:
    """A rate that went from one to another by so many points."""
    for place, level in enumerate(statements):
        if level.base is None or level.quantity.base_unit not in RATES:
            continue
        start = statements[level.base]
        for n in range(place + 1, min(place + 3, len(statements))):
            said = statements[n]
            if said.of == place and said.quantity.base_unit in POINTS and said.relation == "change":
                yield _difference(statements, level.base, place, n)
                break
        del start


def _shares(statements: Sequence[Statement]) -> Iterator[Check]:
    """A part, what it is a part of, and its share: 30项，其中新建12项，占40%; 15个已完成8个（53%）."""
    for place, share in enumerate(statements):
        if share.kind != "share" or share.quantity.base_unit not in RATES or place < 2:
            continue
        part, whole = statements[place - 1], statements[place - 2]
        if part.kind != "level" or part.number.end > share.number.start:
            continue
        if (
            part.relation == "part"
            and part.of is not None
            and re.search("占比?(?:重)?(?:为|达|达到|约)?\\Z", share.clause)
        ):
            whole_place = part.of
        elif (
            share.bracketed
            and whole.kind == "level"
            and whole.sentence is part.sentence
            and not share.clause.strip(" （(")
        ):
            whole_place = place - 2
            if "已" not in part.clause and "完成" not in part.clause:
                continue
        else:
            continue
        whole = statements[whole_place]
        if not _same_measure(part, whole):
            continue
        ratio = _over(wide(part.quantity), wide(whole.quantity))
        if ratio:
            formula = f"{_p(part)} ÷ {_p(whole)}"
            yield _check("share", (whole_place, place - 1, place), formula, ratio, _rate(share), share)


def _parts_of(statements: Sequence[Statement]) -> Iterator[Check]:
    """A share of something of which the document has the value, too: 142亿元，占GDP的56.9%."""
    called = words_of("identities")["called"]
    for place, share in enumerate(statements):
        match = re.search("占([^占]{2,14}?)(?:的?(?:比重|比例|份额)|的)?\\Z", share.subject)
        if (
            share.kind != "share"
            or share.of is None
            or match is None
            or share.quantity.base_unit not in RATES
        ):
            continue
        part, words = statements[share.of], str(called.get(match[1], match[1]))
        for whole in range(share.of - 1, max(-1, share.of - 3 * _REACH), -1):
            level = statements[whole]
            if (
                level.kind == "level"
                and level.subject.endswith(words)
                and (level.moment.period, level.status) == (part.moment.period, part.status)
                and _same_measure(level, part)
            ):
                if ratio := _over(wide(part.quantity), wide(level.quantity)):
                    text = f"{_p(part)} ÷ {_p(level)}"
                    yield _check("share", (whole, share.of, place), text, ratio, _rate(share), share)
                break


def _growths(statements: Sequence[Statement]) -> Iterator[Check]:
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
        if key in levels and (ratio := _over(wide(level.quantity), wide(statements[levels[key]].quantity))):
            text = f"{_p(level)} ÷ {_p(statements[levels[key]])} − 1"
            result = (ratio[0] - 1, ratio[1] - 1)
            places = (levels[key], growth.of, place)
            yield _check("growth", places, text, result, _rate(growth), growth)


def _runs(statements: Sequence[Statement]) -> Iterator[list[int]]:
    """The numbers of each structure, a:b:c."""
    run: list[int] = []
    for place, statement in enumerate(statements):
        if statement.kind == "ratio":
            if run and statement.number.start - statements[run[-1]].number.end > 2:
                yield run
                run = []
            run.append(place)
    if run:
        yield run


def _structures(statements: Sequence[Statement]) -> Iterator[Check]:
    """The parts of a structure, and all contributions to a growth, come to 100."""
    contributions: list[int] = []
    for place, statement in enumerate([*statements[1:], None][: len(statements)], start=1):
        before = statements[place - 1]
        if before.kind == "share" and "贡献率" in before.subject:
            contributions.append(place - 1)
        if statement is None or statement.sentence is not before.sentence:
            if len(contributions) > 2:
                yield from _hundred(statements, contributions)
            contributions = []
    for run in _runs(statements):
        if len(run) > 1:
            yield from _hundred(statements, run)


def _hundred(statements: Sequence[Statement], run: Sequence[int]) -> Iterator[Check]:
    each = [wide(statements[n].quantity) for n in run]
    numbers = [statements[n].quantity.number for n in run]
    slack = sum(high - float(number) for (_, high), number in zip(each, numbers, strict=True))
    total = float(sum(numbers))
    told = len(run) > 2 and re.search("产业|结构|构成", statements[run[0]].subject)
    if told or 80 < total < 120:
        text = " + ".join(map(str, numbers))
        result = (total - slack, total + slack)
        yield _check("structure", run, text, result, (100.0, 100.0), statements[run[-1]])


def _sums(statements: Sequence[Statement]) -> Iterator[Check]:
    """Parts that make up a whole completely, and what a structure says of them; a part above its whole."""
    for row in words_of("identities")["complete"]:
        for whole, level in enumerate(statements):
            if level.kind != "level" or not level.subject.endswith(row["whole"]) or level.member:
                continue
            parts = [_near(statements, whole, part) for part in row["parts"]]
            if None not in parts and len({*parts}) == len(parts):
                yield from _sum(statements, whole, [part for part in parts if part is not None])
    for place, part in enumerate(statements):
        whole_place = part.of if part.relation == "part" and part.kind == "level" else None
        if whole_place is None:
            continue
        level = statements[whole_place]
        more = wide(part.quantity)[0] > wide(level.quantity)[1]
        if more and level.kind == "level" and _same_measure(part, level):
            yield Check("part", "contradicts", (whole_place, place), _p(part), _p(part), _p(level))


def _near(statements: Sequence[Statement], whole: int, words: str) -> int | None:
    """The nearest level behind a whole, of its period and measure, whose subject ends in some words."""
    level = statements[whole]
    for place in range(whole + 1, min(whole + _REACH, len(statements))):
        part = statements[place]
        if (
            part.kind == "level"
            and part.subject.endswith(words)
            and not (words == "进口" and part.subject.endswith("出口"))
            and part.moment.period == level.moment.period
            and part.status == level.status
            and _same_measure(part, level)
        ):
            return place
    return None


def _sum(statements: Sequence[Statement], whole: int, parts: Sequence[int]) -> Iterator[Check]:
    level, said = statements[whole], wide(statements[whole].quantity)
    each = [wide(statements[n].quantity) for n in parts]
    formula = " + ".join(_p(statements[n]) for n in parts)
    result = (sum(low for low, _ in each), sum(high for _, high in each))
    yield _check("sum", (whole, *parts), formula, result, said, level)
    for run in _runs(statements):
        structure = [statements[n] for n in run]
        same = structure[0].moment.period == level.moment.period and "结构" in structure[0].subject
        if same and len(run) == len(parts) and run[0] > whole:
            for n, part, place in zip(run, each, parts, strict=True):
                if ratio := _over(part, said):
                    percent = (100 * ratio[0], 100 * ratio[1])
                    text = f"{_p(statements[place])} ÷ {_p(level)}"
                    said_share = wide(statements[n].quantity)
                    yield _check("share", (whole, place, n), text, percent, said_share, statements[n])
            return


def _said_twice(statements: Sequence[Statement]) -> Iterator[Check]:
    """The same thing of the same period, in two places."""
    single = any_of(words_of("identities")["single"].split())
    seen: dict[tuple[str, ...], int] = {}
    for place, statement in enumerate(statements):
        words = re.search(f"(?:[一-鿿]{{0,6}}{single})\\Z", statement.subject)
        usual = statement.kind in ("level", "share") or statement.relation == "change"
        if not words or not statement.moment.period or not usual or statement.relation == "from":
            continue
        if statement.base_words and statement.kind == "change":
            continue
        key = (
            *(statement.subject, statement.kind, statement.moment.period, statement.status),
            *(statement.quantity.base_unit, str(falls(statement))),
        )
        if key not in seen:
            seen[key] = place
            continue
        one = statements[seen[key]]
        yield _check(
            "twice", (seen[key], place), _p(one), wide(one.quantity), wide(statement.quantity), statement
        )
