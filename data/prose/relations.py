"""How the figures of a sentence relate: growth, share, part, from and to, each of several told apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from data.prose.patterns import PART
from data.prose.statement import Statement
from data.prose.subjects import cut_down
from data.prose.time_words import NOWHEN, Moment
from data.prose.vocabulary import words_of

_STATE = re.compile("(?:达到?|突破|超过|(?:到|至)|为|保持在|稳定在)\\s*\\Z")


def hold_at_end(statement: Statement) -> None:
    """Of several years, a state that is reached holds at their end: 五年来，覆盖率达到91%."""
    period = statement.moment.period
    if len(period) != 9 or period[4] != "/" or statement.joined:
        return
    if statement.kind == "change":
        reached = bool(statement.base_words)
    else:
        reached = bool(_STATE.search(statement.clause)) or statement.quantity.prefix in ("突破", "超过")
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
                if found[n].kind in ("level", "share") and found[n].relation != "from" and not found[n].part
            ),
            None,
        )
        if level is not None and found[level].subject == statement.subject:
            statement.of = first + level
            if statement.moment.end <= found[level].number.start:
                statement.moment = found[level].moment
            statement.relation = "change" if statement.kind == "change" else "multiple"
            if re.search("年均|递增|年平均", lead):
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
    levels = [n for n, level in enumerate(found) if level.kind == statement.kind]
    if not levels:
        return
    last = found[levels[-1]]
    near = seen[last.number.end : statement.number.start]
    if "其中" in near:
        alike = [n for n in levels if found[n].quantity.base_unit == statement.quantity.base_unit]
        whole = next((n for n in reversed(alike) if not found[n].member), (alike or levels)[-1])
        if re.search("其中[^，。；]{0,3}[，,]?[^。；]*\\Z", near) and found[levels[-1]].member:
            whole = (alike or levels)[-1]  # of a part, too: 第二产业增加值…，其中工业增加值
        statement.of, statement.relation, statement.member = first + whole, "part", True
    elif last.relation == "part" and last.of is not None:
        opened = seen[found[last.of - first].number.end : last.number.start] if last.of >= first else ""
        listed = re.search("其中\\s?[:：,，]", opened) is not None or not re.search("[；;]", near)
        same = last.quantity.base_unit == statement.quantity.base_unit
        if same and listed and "。" not in near:
            statement.of, statement.relation, statement.member = last.of, "part", True


def carry_parts(said: Sequence[Statement], before: Sequence[Statement], seen: str) -> None:
    """A sentence that begins with 其中 tells parts of the last whole of the sentence before."""
    sentence = said[0].sentence
    if sentence.opening or not re.match(r"\s*其中", seen[sentence.start : sentence.end]):
        return
    unit = next((s.quantity.base_unit for s in said if s.kind == "level"), "")
    for place in range(len(before) - 1, max(-1, len(before) - 12), -1):
        whole = before[place]
        if whole.sentence.paragraph != sentence.paragraph:
            return
        if whole.kind == "level" and whole.quantity.base_unit == unit and not whole.member:
            for part in said:
                if part.kind == "level" and not part.relation and part.quantity.base_unit == unit:
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


_AND = re.compile("、|和|与|及|以及")
_LISTED = re.compile(r"\s*(?:、|和|与|及|以及|，|,)\s*")


def distribute(found: list[Statement], seen: str, first: int) -> None:
    """Give figures that 分别 tells apart their own subjects: A、B分别为1、2."""
    ends = list(range(1, len(found) + 1))  # of the list that begins at each place
    for place in range(len(found) - 2, -1, -1):
        between = seen[found[place].number.end : found[place + 1].number.start]
        if _LISTED.fullmatch(between):
            ends[place] = ends[place + 1]
    for place, statement in enumerate(found):
        if statement.kind == "ratio":
            continue
        run = found[place : ends[place]]
        told = "分别" in statement.clause
        alike = len({s.quantity.unit for s in run}) == 1 and run[-1].subject == statement.subject
        if not told and not (alike and len(run) > 1):
            continue
        head = statement.clause[: statement.clause.rindex("分别")] if told else statement.subject
        before = found[max(0, place - len(run)) : place]
        listed = told and not cut_down(head) and len(before) == len(run) > 1
        if listed and all(level.kind == "level" for level in before):
            _pair(run, before, first + place - len(run))
            continue
        years = _years_told(head, len(run)) or _years_told(statement.moment.words, len(run)) if told else []
        if years and len(run) > 1:
            for member, year in zip(run, years, strict=True):
                member.subject, member.kind = statement.subject, statement.kind
                member.moment = replace(statement.moment, period=year)
            continue
        names = _members(cut_down(head) or statement.subject, len(run))
        if not told and not names:
            continue
        if not names and len(run) == 1 and place:
            continue
        for member, name in zip(run, names or [statement.subject] * len(run), strict=False):
            member.subject = name
            if member is not statement:
                member.kind = (
                    statement.kind
                    if member.quantity.base_unit == statement.quantity.base_unit
                    else member.kind
                )
                member.moment = statement.moment
                member.base_words = statement.base_words
                member.relation, member.of = statement.relation, None
        if len(names) == len(run) and statement.kind == "change":
            for member in run:
                member.relation, member.of = "", None


def _years_told(head: str, count: int) -> list[str]:
    """The years of a list of so many, or of a stretch of so many: 2021年和2022年分别, 2018—2022年分别."""
    years = re.findall(r"(?:19|20)\d\d(?=年|\s?[-—–~至到、和])", head)
    if len(years) == count:
        return years
    if len(years) == 2 and int(years[1]) - int(years[0]) + 1 == count:
        return [str(year) for year in range(int(years[0]), int(years[1]) + 1)]
    return []


def _pair(run: Sequence[Statement], levels: Sequence[Statement], first: int) -> None:
    """What 分别 gives for levels told before is theirs, one each: their growth, their share of a target."""
    part = PART.search(run[0].clause)
    for place, (member, level) in enumerate(zip(run, levels, strict=True)):
        member.subject = level.subject + (part[1] if part and run[0].kind == "share" else "")
        member.kind, member.moment, member.of = run[0].kind, level.moment, first + place
        member.relation = {"change": "change", "share": "share"}.get(member.kind, member.relation)
        member.inherited = True


def _members(words: str, count: int) -> list[str]:
    """The members of a list of so many, each with what the last one says for all: 城镇和农村居民收入."""
    if count < 2:
        return []
    pairs = words_of("contrasts")["joined"]
    for joined, parts in pairs.items():
        if joined in words and len(parts) == count and not _AND.search(words):
            return [words.replace(joined, part) for part in parts]
    names = [name for name in _AND.split(words) if name]
    if len(names) != count:
        for joined, parts in pairs.items():
            if joined in words and len(parts) == count:
                return [words.replace(joined, part) for part in parts]
        return []
    last = names[-1]
    if all(len(name.removeprefix("第")) == 1 for name in names[:-1]) and re.match("第?[一二三四]", last):
        common = last.removeprefix("第")[1:]  # 一、二、三产业增加值
        return [f"第{name[-1]}{common}" for name in (*names[:-1], last.removeprefix("第")[0])]
    told = [word for group in words_of("contrasts")["sets"] for word in group.split()]
    heads = [max((word for word in told if name.startswith(word)), key=len, default="") for name in names]
    common = last[len(heads[-1]) :]
    if (
        heads[-1]
        and all(heads)
        and all(common.startswith(name[len(h) :]) for name, h in zip(names, heads, strict=True))
    ):
        return [head + common for head in heads]  # 城镇和农村居民收入, 城镇居民、农村居民收入
    shared = max(
        (w for w in words_of("contrasts")["shared"].split() if last.endswith(w)), key=len, default=""
    )
    if shared and last != shared and not any(name.endswith(shared[-2:]) for name in names[:-1]):
        return [*(name + shared for name in names[:-1]), last]
    return names
