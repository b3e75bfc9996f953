"""Lists of figures: what each of several in a row is of, as 分别 and semicolons tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from data.prose.patterns import PART, patterns
from data.prose.relations import AVERAGE
from data.prose.statement import RATES, Statement
from data.prose.subjects import cut_down
from data.prose.vocabulary import words_of

_AND = re.compile("、|和|与|及|以及")
_ONE_MORE = re.compile("[^；;。]*[；;][^；;。，,]*")
_BRACKETS = re.compile("[（(][^（()）]*[）)]")
_FROM = re.compile("(?:分别)?[由从](?=[^由从]*\\Z)")
_TO = re.compile(r"(?:分别)?[^，。；、\d]{0,8}?(?:到|至|为)了?(?:\s?\d{4}\s?年的?)?\s?")
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
        if _are_paired(found, place, run, seen):
            _pair(run, found[place - len(run) : place], first + place - len(run))
            continue
        later = found[ends[place] : ends[ends[place]]] if ends[place] < len(found) else []
        if _lead_to(run, later, seen):
            for n, name in enumerate(_members(cut_down(_FROM.split(statement.clause)[0]), len(run))):
                run[n].subject = later[n].subject = name
                run[n].relation, run[n].status, run[n].moment = "from", "actual", statement.moment
                later[n].relation, later[n].base = "to", first + place + n
                later[n].kind, later[n].moment, later[n].status = (
                    run[n].kind,
                    later[0].moment,
                    later[0].status,
                )
            continue
        told = "分别" in statement.clause
        alike = len({s.quantity.unit for s in run}) == 1 and run[-1].subject == statement.subject
        if not told and not (alike and len(run) > 1):
            continue
        head = statement.clause[: statement.clause.rindex("分别")] if told else statement.subject
        before = found[max(0, place - len(run)) : place]
        bare = cut_down(head)
        listed = told and (not bare or patterns()["generic"].fullmatch(bare)) and len(before) == len(run) > 1
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
                member.relation = "average" if statement.relation == "average" else ""
                member.of = None


def _are_paired(found: Sequence[Statement], place: int, run: Sequence[Statement], seen: str) -> bool:
    """Whether growths are those of as many levels before them: 客运量1万人，货运量2万吨，增长3%、4%."""
    count = len(run)
    levels = found[max(0, place - count) : place]
    if count < 2 or len(levels) != count or not run[0].inherited or "分别" in run[0].clause:
        return False
    if any(s.kind != "change" or s.quantity.base_unit not in RATES for s in run):
        return False
    opened = place == count or re.search(
        "[；;]", seen[found[place - count - 1].number.end : levels[0].number.start]
    )
    own = len({level.subject for level in levels}) == count and all(s.kind == "level" for s in levels)
    return bool(opened) and own


def _lead_to(run: Sequence[Statement], later: Sequence[Statement], seen: str) -> bool:
    """Whether a list of figures is where as many others begin: 甲、乙从1、2提高到3、4."""
    if len(run) < 2 or len(run) != len(later) or not _FROM.search(run[0].clause):
        return False
    return _TO.fullmatch(seen[run[-1].number.end : later[0].number.start]) is not None


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
        average = run[0].relation == "average" or AVERAGE.search(run[0].clause)
        member.kind, member.of = run[0].kind, first + place
        member.moment = run[0].moment if average else level.moment
        member.relation = {"change": "change", "share": "share"}.get(member.kind, member.relation)
        member.relation = "average" if average else member.relation
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
    of_place = re.fullmatch("(.{1,8}?[省市县区旗州盟镇乡])(.{2,})", last)
    if of_place and all(re.fullmatch(".{1,8}[省市县区旗州盟镇乡]", name) for name in names[:-1]):
        return [*(name + of_place[2] for name in names[:-1]), last]  # 甲县、乙县开工率
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


def list_parts(found: Sequence[Statement], first: int, seen: str) -> None:
    """Make what a list with semicolons goes on with part of its whole: 86所，其中甲52所；乙21所；丙13所."""
    for place, member in enumerate(found):
        if member.relation != "part" or member.kind != "level" or member.of is None or member.of < first:
            continue
        whole, listed, last = found[member.of - first], [member], member
        for other in found[place + 1 :]:
            between = seen[last.number.end : other.number.start]
            if other.bracketed or (other.kind != "level" and not re.search("[；;]", between)):
                continue
            same = other.quantity.base_unit == member.quantity.base_unit and other.kind == "level"
            if not same or other.relation or not _ONE_MORE.fullmatch(_BRACKETS.sub("", between)):
                break
            listed.append(other)
            last = other
        total = sum(one.quantity.amount for one in listed)
        if len(listed) > 2 and total <= whole.quantity.amount:
            for one in listed:
                one.of, one.relation, one.member = member.of, "part", True
