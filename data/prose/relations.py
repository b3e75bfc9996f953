"""How the figures of a sentence relate: growth, share, part, from and to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from data.prose.statement import Statement
from data.prose.time_words import NOWHEN, Moment

AVERAGE = re.compile("年均|递增|年平均")
_STATE = re.compile("(?:达到?|突破|超过|(?:到|至)|为|保持在|稳定在)\\s*\\Z")


def hold_at_end(statement: Statement) -> None:
    """Of several years, a state that is reached holds at their end: 五年来，覆盖率达到91%."""
    period = statement.moment.period
    if len(period) != 9 or period[4] != "/" or statement.joined:
        return
    if statement.kind == "change":
        reached = bool(statement.base_words)
    else:
        reached = bool(_STATE.search(statement.clause)) or statement.quantity.prefix.rstrip() in (
            "突破",
            "超过",
        )
    if reached and not re.search("累计|(?<!公)共|年度", statement.clause):
        statement.moment = replace(statement.moment, period=period[5:])


def relate(
    statement: Statement,
    found: Sequence[Statement],
    first: int,
    seen: str,
    end_before: int,
    moments: Sequence[Moment],
) -> None:
    """Set the relation of a figure to one before it: its own growth, its share, the end of a change."""
    lead = statement.clause
    before = found[-1] if found else None
    if re.search("[由从][^，。；]{0,14}\\Z", lead) and re.match(
        "[^，。；]{0,8}?(?:到|至|为|增|提|升|扩|降|减|下|上|缩|压)",
        seen[statement.number.end : statement.number.end + 14],
    ):
        statement.relation, statement.status = "from", "actual"
        if statement.moment.use != "from":
            earlier = [m for m in moments if m.use == "from" and m.end <= statement.number.start]
            statement.moment = earlier[-1] if earlier else NOWHEN
    if statement.kind == "change" and AVERAGE.search(lead):
        statement.relation = "average"
    if before is None:
        return
    near = seen[before.number.end : statement.number.start]
    if before.relation == "from" and re.search("[到至为]", near) and not re.search("[。；;]", near):
        statement.relation, statement.base = "to", first + len(found) - 1
        statement.subject, statement.inherited = before.subject, True
        statement.kind = before.kind if before.kind != "change" else statement.kind
        return
    if statement.inherited and statement.kind in ("change", "multiple"):
        level = next(
            (
                n
                for n in range(len(found) - 1, -1, -1)
                if found[n].kind in ("level", "share")
                and found[n].relation != "from"
                and not (found[n].part or found[n].compared)
            ),
            None,
        )
        if level is not None and found[level].subject == statement.subject:
            statement.of = first + level
            if statement.moment.end <= found[level].number.start:
                statement.moment = found[level].moment
            statement.relation = "change" if statement.kind == "change" else "multiple"
            if AVERAGE.search(lead):
                statement.relation = "average"
                _span(statement, found, found[level], first, moments)
    elif statement.kind == "share" and "占" in lead:
        level = next((n for n in range(len(found) - 1, -1, -1) if found[n].kind == "level"), None)
        if level is not None and statement.inherited:
            statement.of, statement.relation = first + level, "share"
    elif statement.kind in ("level", "change") and not statement.inherited:
        _set_part(statement, found, first, seen)


def _set_part(statement: Statement, found: Sequence[Statement], first: int, seen: str) -> None:
    """What 其中 introduces is part of the level before it; so is what is listed behind, in the same unit."""
    levels = [
        n
        for n, level in enumerate(found)
        if level.kind == statement.kind and not (level.bracketed or level.compared)
    ]
    if not levels or (statement.bracketed and "其中" not in statement.clause):
        return
    last = found[levels[-1]]
    near = seen[last.number.end : statement.number.start]
    if "其中" in near and not re.search("其中[^。；]*[；;。]", near):
        alike = [n for n in levels if found[n].quantity.base_unit == statement.quantity.base_unit]
        whole = next((n for n in reversed(alike) if not found[n].member), (alike or levels)[-1])
        if re.search("其中[^，。；]{0,3}[，,]?[^。；]*\\Z", near) and found[levels[-1]].member:
            whole = (alike or levels)[-1]  # of a part, too: 第二产业增加值…，其中工业增加值
        statement.of, statement.relation, statement.member = first + whole, "part", True
    elif last.relation == "part" and last.of is not None:
        opened = seen[found[last.of - first].number.end : last.number.start] if last.of >= first else ""
        listed = re.search("其中\\s?[:：,，]", opened) is not None or not re.search("[；;]", near)
        same = last.quantity.base_unit == statement.quantity.base_unit
        if re.search("[；;]", near) and statement.quantity.amount > _whole(found, last.of - first):
            return  # another thing has begun: 其中：油菜籽11万吨；蔬菜49万吨
        if same and listed and "。" not in near:
            statement.of, statement.relation, statement.member = last.of, "part", True


def _whole(found: Sequence[Statement], place: int) -> Decimal:
    return found[place].quantity.amount if place >= 0 else Decimal("Infinity")


def carry_parts(statements: Sequence[Statement], before: Sequence[Statement], seen: str) -> None:
    """A sentence that begins with 其中 tells parts of the last whole of the sentence before."""
    sentence = statements[0].sentence
    if sentence.opening or not re.match(r"\s*其中", seen[sentence.start : sentence.end]):
        return
    unit = next((s.quantity.base_unit for s in statements if s.kind == "level"), "")
    for place in range(len(before) - 1, max(-1, len(before) - 12), -1):
        whole = before[place]
        if whole.sentence.paragraph != sentence.paragraph:
            return
        fits = whole.kind == "level" and whole.quantity.base_unit == unit
        if fits and not (whole.member or whole.bracketed):
            for part in statements:
                alike = part.kind == "level" and part.quantity.base_unit == unit
                if alike and not (part.relation or part.bracketed):
                    part.of, part.relation, part.member = place, "part", True
            return


def _span(
    statement: Statement, found: Sequence[Statement], level: Statement, first: int, moments: Sequence[Moment]
) -> None:
    """An average growth is of the years from the one after its base on to that of its level."""
    base = found[level.base - first].moment.period if level.base is not None and level.base >= first else ""
    compared = [m.period for m in moments if m.use == "base" and m.end <= statement.number.start]
    since, until = base or (compared[-1] if compared else ""), level.moment.period
    if len(since) == len(until) == 4 and int(since) + 1 < int(until):
        statement.moment = replace(statement.moment, period=f"{int(since) + 1}/{until}")
