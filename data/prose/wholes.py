"""Parts held against their wholes, shares against both, structures against a hundred."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from data.prose.bounds import ratio_of, wide
from data.prose.checks import Check, checked, falls, printed, rate_of, same_measure
from data.prose.statement import RATES, Statement
from data.prose.vocabulary import any_of, words_of

PER_HEAD = re.compile("人均|户均|每[百千万]?[人户]")
_REACH = 24  # statements behind a whole among which its parts are looked for


def shares(statements: Sequence[Statement]) -> Iterator[Check]:
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
            and re.fullmatch(r"[\s（(]*占比?(?:重)?(?:为|达|达到|约)?", share.clause)
            and not any(s.kind == "share" and s.of == part.of for s in statements[part.of : place - 1])
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
        if not same_measure(part, whole):
            continue
        ratio = ratio_of(wide(part.quantity), wide(whole.quantity))
        if ratio:
            formula = f"{printed(part)} ÷ {printed(whole)}"
            yield checked("share", (whole_place, place - 1, place), formula, ratio, rate_of(share), share)


def parts_of(statements: Sequence[Statement]) -> Iterator[Check]:
    """A share of something of which the document has the value, too: 142亿元，占GDP的56.9%."""
    called, groups = words_of("identities")["called"], words_of("identities")["groups"].split()
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
                and not any(word in level.subject and word not in part.subject for word in groups)
                and (level.moment.period, level.status) == (part.moment.period, part.status)
                and same_measure(level, part)
            ):
                if ratio := ratio_of(wide(part.quantity), wide(level.quantity)):
                    text = f"{printed(part)} ÷ {printed(level)}"
                    yield checked("share", (whole, share.of, place), text, ratio, rate_of(share), share)
                break


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


def structures(statements: Sequence[Statement]) -> Iterator[Check]:
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
    less = sum(float(number) - low for (low, _), number in zip(each, numbers, strict=True))
    more = sum(high - float(number) for (_, high), number in zip(each, numbers, strict=True))
    total = float(sum(numbers))
    told = len(run) > 2 and re.search("产业|结构|构成", statements[run[0]].subject)
    if told or 80 < total < 120:
        text = " + ".join(map(str, numbers))
        result = (total - less, total + more)
        yield checked("structure", run, text, result, (100.0, 100.0), statements[run[-1]])


def sums(statements: Sequence[Statement]) -> Iterator[Check]:
    """Parts that make up a whole completely, and what a structure says of them; a part above its whole."""
    runs, means = list(_runs(statements)), any_of(words_of("identities")["means"].split())
    for row in words_of("identities")["complete"]:
        for whole, level in enumerate(statements):
            if level.kind != "level" or not level.subject.endswith(row["whole"]) or level.member:
                continue
            if PER_HEAD.search(level.subject):
                continue
            parts = [_near(statements, whole, part) for part in row["parts"]]
            if None not in parts and len({*parts}) == len(parts):
                yield from _sum(statements, whole, [part for part in parts if part is not None], runs)
    for place, part in enumerate(statements):
        whole_place = part.of if part.relation == "part" and part.kind == "level" else None
        if whole_place is None:
            continue
        level = statements[whole_place]
        if not level.quantity.base_unit or re.search(means, level.subject):
            continue
        more = wide(part.quantity)[0] > wide(level.quantity)[1]
        if more and level.kind == "level" and same_measure(part, level):
            yield Check(
                "part", "contradicts", (whole_place, place), printed(part), printed(part), printed(level)
            )


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
            and same_measure(part, level)
        ):
            return place
    return None


def _sum(
    statements: Sequence[Statement], whole: int, parts: Sequence[int], runs: Sequence[Sequence[int]]
) -> Iterator[Check]:
    level, stated = statements[whole], wide(statements[whole].quantity)
    each = [wide(statements[n].quantity) for n in parts]
    formula = " + ".join(printed(statements[n]) for n in parts)
    result = (sum(low for low, _ in each), sum(high for _, high in each))
    yield checked("sum", (whole, *parts), formula, result, stated, level)
    for run in runs:
        structure = [statements[n] for n in run]
        same = structure[0].moment.period == level.moment.period and "结构" in structure[0].subject
        if same and len(run) == len(parts) and run[0] > whole:
            for n, part, place in zip(run, each, parts, strict=True):
                if ratio := ratio_of(part, stated):
                    percent = (100 * ratio[0], 100 * ratio[1])
                    text = f"{printed(statements[place])} ÷ {printed(level)}"
                    said_share = wide(statements[n].quantity)
                    yield checked("share", (whole, place, n), text, percent, said_share, statements[n])
            return


def said_twice(statements: Sequence[Statement]) -> Iterator[Check]:
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
            # 同比增长8.8%，环比增长1.2%; 名义增长6.1%，实际增长5.8%: not the same said twice.
            *(
                sorted(set(re.findall("环比|实际|年均|平均", statement.clause)))
                if statement.kind == "change"
                else ()
            ),
        )
        if key not in seen:
            seen[key] = place
            continue
        one = statements[seen[key]]
        if one.sentence is statement.sentence and "分别" in one.clause:
            continue  # of several groups, which its words don't tell apart
        yield checked(
            "twice",
            (seen[key], place),
            printed(one),
            wide(one.quantity),
            wide(statement.quantity),
            statement,
        )
