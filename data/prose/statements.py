"""What a figure is about: kind, status, subject words, period, and the figures that it relates to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from data.model.quantity import Quantity
from data.prose.clauses import Sentence
from data.prose.clock import NOWHEN, Clock, Moment, governing
from data.prose.numbers import Number
from data.prose.vocabulary import any_of, words_of

POINTS = ("个百分点", "个千分点", "个基点", "个点")
RATES = ("%", "‰", "成")
_STOP = '，。；：、,;:！？!?（）()\n“”"'
_CLAUSE = re.compile("[，。；：,;:！？!?\n]|……|——|—")
_LONGEST_SUBJECT = 40
# What says of a share what it is a share of.
_PART = re.compile(
    "((?:占(?!地(?!区|方)|用)|相当于|完成|为(?=[^，。；、]{0,6}(?:预算|计划|目标|任务)))[^，。；、]*?)"
    "(?:的|比重|比例)?(?:约?为|达到?|是|约)?\\Z"
)


@dataclass(slots=True)
class Statement:
    """A figure with what its sentence says of it; `of` and `base` are positions of other statements."""

    number: Number
    quantity: Quantity
    kind: str
    status: str
    subject: str
    moment: Moment
    sentence: Sentence
    clause: str
    after: str
    base_words: str = ""
    of: int | None = None
    base: int | None = None
    from_: int | None = None
    relation: str = ""
    inherited: bool = False
    joined: bool = False
    bracketed: bool = False
    part: bool = False
    member: bool = False
    notes: list[str] = field(default_factory=list)


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    words = words_of("statements")
    verbs, nouns = any_of(words["change"].split()), any_of(words["change_nouns"].split())
    change = f"(?:{verbs}|{nouns})"
    between = any_of(words["between"].split())
    time = (
        r"(?:到|至)?(?:19|20)\d\d年(?:度|末|底)?(?:前|同期|以来)?|上年同期|去年同期|上年末|(?:上年|去年|今年)(?:以来)?|年初|上月|上季度|[一二三四]季度"
        r"|(?:过去|近|这|今后)?[一二两三四五六七八九十]{1,2}年(?:来|间|中)?|[“\"]?十?[一二三四五六七八九]五[”\"]?(?:时期|期间|末)?"
        r"|(?:截至|截止到?)?\d{1,2}(?:\s?[-—–~至]\s?\d{1,2})?月(?:份|底|末)?|前[两三]季度|[上下]半年|同期"
    )
    base = rf"(?:比|较|与)(?:{time})[^，。；\d]{{0,6}}?(?:相比)?"
    return {
        "lead": re.compile(
            rf"(?:\s|{any_of(words['lead'].split())}|{'|'.join(words['lead_patterns'])}|[“”\"、·—\-]|{time})+"
        ),
        "time_behind": re.compile(rf"(?:今年|全年|年内|当年|{time})的?\Z"),
        "grows": re.compile(rf"(?:{verbs})(?:到|至|为)"),
        "objects": re.compile(rf"{any_of(words['objects'].split())}\Z"),
        "trail": re.compile(
            rf"(?:{any_of(words['trail'].split())}|{base}|(?:由|从|是)(?:{time})的?|(?:到|至)(?:{time})的?|{time}的?|(?<!惠)及|(?:分别)?比(?![重例率值])[^，。；\d比]{{1,14}}|(?:高于|低于|快于|慢于|高出)[^，。；\d]{{2,10}}|[塌超欠低高快慢]于?(?:全[国省市区县]|目标|预期|计划|平均|上年|年初|规模|[上下]半年)[^，。；\d]{{0,8}}|[\s“”\"、（(]|相当于|等)+\Z"
        ),
        "change": re.compile(rf"({change})(?:{between}|\s)*\Z"),
        "no_change": re.compile(rf"{any_of(words['no_change'].split())}(?:{between})*\Z"),
        "to": re.compile(rf"{verbs}(?:到|至|为)(?:了|约|近|超过|{time}的?|\s)*\Z"),
        "generic": re.compile(rf"{any_of(words['generic'].split())}\Z"),
        "intended": re.compile("|".join(words["intended"])),
        "aimed": re.compile("|".join(words["aimed"])),
        "estimated": re.compile("|".join(words["estimated"])),
        "perhaps": re.compile("|".join(words["perhaps"])),
        "done": re.compile("|".join(words["done"])),
    }


def statements_of(
    seen: str,
    sentence: Sentence,
    numbers: Sequence[Number],
    moments: Sequence[Moment],
    clock: Clock,
    carried: str,
    first: int,
) -> list[Statement]:
    """Return what a sentence states, one statement a figure, in order.

    `carried` is the status that the sentence before leaves in force; `first` the position that the first of
    them will have among all statements.
    """
    found: list[Statement] = []
    end_before = sentence.start
    for place, number in enumerate(numbers):
        if number.quantity is None:
            continue
        until = numbers[place + 1].start if place + 1 < len(numbers) else sentence.end
        lead = _lead(seen, sentence, end_before, number.start)
        after = _after(seen, number.end, until)
        if (
            after in ("", "、", "和")
            and place + 1 < len(numbers)
            and numbers[place + 1].start <= number.end + 1
        ):
            beyond = numbers[place + 2].start if place + 2 < len(numbers) else sentence.end
            after = _after(seen, numbers[place + 1].end, beyond)
        kind = kind_of(number.quantity, lead, after, seen, number)
        moment = governing(moments, clock, seen, number.start)
        status = _status(seen, sentence, number, moment, clock, carried)
        moment = _still_to_come(moment, status, sentence, clock)
        if found and seen[end_before : number.start] in ("、", "和", "及", "与"):
            alike = found[-1].quantity.base_unit == number.quantity.base_unit and found[-1].kind == "change"
            kind = "change" if alike else kind
        statement = Statement(number, number.quantity, kind, status, "", moment, sentence, lead, after)
        statement.base_words = next(
            (
                m.words
                for m in reversed(moments)
                if m.use == "base" and end_before <= m.start and m.end <= number.start
            ),
            "",
        )
        _subject(statement, found, seen, end_before)
        _hold(statement)
        _relate(statement, found, first, seen, end_before, moments)
        found.append(statement)
        end_before = number.end
    _distribute(found, seen, first)
    return found


def _lead(seen: str, sentence: Sentence, end_before: int, start: int) -> str:
    """The text of the clause before a figure, from the figure before it on."""
    text = seen[max(end_before, sentence.start) : start]
    cut = 0
    for match in _CLAUSE.finditer(text):
        cut = match.end()
    return text[cut:]


def _after(seen: str, end: int, until: int) -> str:
    """The words behind a figure, up to the next one or the end of the clause."""
    text = seen[end:until]
    match = re.search("[，。；：,;:！？!?\n]|……", text)
    return text[: match.start()] if match else text


def kind_of(quantity: Quantity, lead: str, after: str, seen: str, number: Number) -> str:
    """Return level, change, share, multiple or ratio."""
    patterns, unit = _patterns(), quantity.base_unit
    if unit in POINTS:
        return "change"
    if re.search("自然增长率(?:控制在|保持在|稳定在|为|达到?|是|约)*\\Z", lead):
        return "share"
    verb = patterns["change"].search(lead)
    if verb and (patterns["no_change"].search(lead) or patterns["to"].search(lead)):
        verb = None
    if unit in RATES:
        follows = re.match("(?:以上|左右)?的?(?:增长|增速|递增|降幅|增幅|下降|速度)", after)
        return "change" if verb or follows else "share"
    if unit == "倍":
        return "change" if verb else "multiple"
    if re.match(r"\s?[:：]\s?\d", seen[number.end : number.end + 3]) or re.search(
        r"\d[:：]\s?\Z", seen[max(0, number.start - 3) : number.start]
    ):
        return "ratio"
    if not verb or verb[1] in ("增速", "增长率", "增幅"):
        return "level" if not verb else "change"
    noun = re.match("[一-鿿]", after) and not re.match("[、和与及左以的]", after)
    subject = _cut(lead[: verb.start()])
    if noun and (not subject or patterns["objects"].fullmatch(subject)) and not re.search("[比较]", lead):
        return "level"
    return "change"


def _status(seen: str, sentence: Sentence, number: Number, moment: Moment, clock: Clock, carried: str) -> str:
    patterns = _patterns()
    text = seen[sentence.start : number.start]
    clause = max(text.rfind(mark) for mark in "，,；;")
    last = {
        name: _last(patterns[name], text) for name in ("intended", "aimed", "estimated", "perhaps", "done")
    }
    behind = seen[number.end : number.end + 12]
    if re.search("(?:计划|目标|任务)\\s*\\Z", text) and re.match("的\\s?\\d", behind):
        return "plan"
    if last["aimed"] >= 0 and last["aimed"] >= last["done"]:
        return "target"
    within = last["estimated"] > clause or "其中" in text[clause:]
    if within and last["estimated"] >= 0 and last["estimated"] > last["done"]:
        return "estimate" if sentence.tells != "plan" else "plan"
    if last["intended"] >= 0 and last["intended"] > last["done"]:
        return "plan"
    if moment.use == "future":
        return "plan"
    if re.match("的?(?:目标|预期目标)", behind):
        return "target"
    if carried == "target" and sentence.opening and sentence.tells == "plan":
        return "target"
    if sentence.tells == "plan" or _under_way(moment, clock):
        return "actual" if last["done"] >= 0 else "plan"
    if last["done"] >= 0:
        return "actual"
    if (
        sentence.tells != "review"
        and carried in ("plan", "target")
        and not _new_time(moment, clock, sentence)
    ):
        return carried
    return "actual"


def _still_to_come(moment: Moment, status: str, sentence: Sentence, clock: Clock) -> Moment:
    """What is aimed at isn't of a year that is over: where no more is said, of that of publication."""
    over = clock.issued and moment.period and moment.start < sentence.start and status in ("plan", "target")
    if (
        over
        and clock.issued
        and int(moment.period[-4:] if moment.period[-4:].isdigit() else 9999) < clock.issued.year
    ):
        return replace(moment, period=str(clock.issued.year + (clock.issued.month >= 11)), words="")
    return moment


def aims(sentence: str) -> bool:
    """Whether a sentence says that the list behind it is of what is aimed at: 主要预期目标是："""
    return sentence.rstrip().endswith(("：", ":", "是")) and _patterns()["aimed"].search(sentence) is not None


def _under_way(moment: Moment, clock: Clock) -> bool:
    """Whether it is of a year that has hardly begun: then what is said of it is still meant to be."""
    early = clock.issued is not None and clock.issued.month <= 3
    return early and clock.issued is not None and moment.period == str(clock.issued.year)


def _new_time(moment: Moment, clock: Clock, sentence: Sentence) -> bool:
    return moment.start >= sentence.start and moment.use == "when"


def _last(pattern: re.Pattern[str], text: str) -> int:
    place = -1
    for match in pattern.finditer(text):
        place = match.start()
    return place


def _cut(text: str) -> str:
    """The words that are left of a lead without adverbs before and verbs behind."""
    patterns = _patterns()
    text = patterns["trail"].sub("", text)
    text = text[text.rfind("（") + 1 :] if text.rfind("（") > text.rfind("）") else text
    text = re.sub("[（(][^）)]*[）)]\\Z|\\A[一二三四五六七八九十]+[）)]", "", text)
    text = patterns["trail"].sub("", text)
    for part in (text, *re.split("等(?!级|额|次|待|于)", text)[1:][-1:]):
        match = patterns["lead"].match(part)
        cut = part[match.end() :] if match else part
        if len(cut) > 1 or part is text:
            text = cut
    return text.strip(" “”\"'、《》（）()-—·")


def _subject(statement: Statement, found: Sequence[Statement], seen: str, end_before: int) -> None:
    """Set the words that a figure is about: those before it, else those behind, else of the figure before."""
    lead, start = statement.clause, end_before
    near = seen[start : statement.number.start] if found else " "
    glued = start > statement.sentence.start and seen[start : start + len(lead)] == lead
    if glued and (listed := re.match("[^、]*?(?:、|和(?!谐|美|平)|与|及)", lead)):
        lead = lead[listed.end() :]  # what stands before it is what the figure before counts
    words, noun = _cut(lead), _noun(statement.after)
    if noun and statement.kind == "level" and lead.endswith(("稳增长", "促增长", "保增长")):
        words = ""
    inside = re.search("[（(][^）)]*\\Z", lead) is not None
    statement.bracketed = inside
    part = _PART.search(lead) if statement.kind == "share" else None
    statement.part = part is not None
    named = (s for s in reversed(found) if s.subject and (inside or not s.bracketed))
    before = next((s for s in named if inside or part or not s.part), None)
    if noun and (_patterns()["grows"].match(noun) or re.search("[由从][^，。；]{0,14}\\Z", lead)):
        noun = ""
    if glued and noun and words and statement.after.startswith("的") and statement.kind == "level":
        words = ""
    if glued and re.search("(?:、|和|与|及)\\s*\\Z", lead) and noun:
        words = ""  # the end of a list of what the figure before counts
    counted = _counted(lead, noun, statement) if noun else ""
    if part and before and not _cut(lead[: part.start()]):
        statement.subject, statement.inherited = f"{before.subject}{part[1]}", True
    elif counted:
        statement.subject = counted
    elif not words and before and statement.kind != "level":
        statement.subject, statement.inherited = before.subject, True
    elif not words and near in ("、", "和", "") and before and before.subject in before.clause:
        statement.subject, statement.inherited = before.subject, True  # 96户、183人
    elif not words:
        clause = "" if before else _clause_before(seen, statement)
        statement.subject = noun or clause or (before.subject if before else "")
        statement.inherited = not noun and not clause
    elif before and _patterns()["generic"].fullmatch(words):
        statement.subject, statement.joined = f"{before.subject}{words}", True
    else:
        statement.subject = words
    statement.subject = statement.subject[-_LONGEST_SUBJECT:]


def _counted(lead: str, noun: str, statement: Statement) -> str:
    """The noun behind a figure with the verb before it, where that is all there is: 建成6座公厕."""
    if statement.kind != "level" or not re.match("[一-鿿]", noun):
        return ""
    lead = _patterns()["time_behind"].sub("", lead)
    if re.match("[由从]", lead[-1:]) or _patterns()["grows"].match(noun):
        return ""
    verb = _patterns()["objects"].search(lead.rstrip(" 了"))
    if verb and statement.after.startswith("的") and re.match("完成|实现|有|达|为", verb[0]) and _cut(lead):
        return ""
    if verb and not re.match("[、和与及左以]", statement.after):
        done = "" if re.match("完成|实现|有|共有|达|为", verb[0]) else verb[0]
        return done + noun
    if re.search("[等内中上下里的]\\Z", lead.strip()) or len(_cut(lead)) == 1:
        return noun
    return ""


_STATE = re.compile("(?:达到?|突破|超过|(?:到|至)|为|保持在|稳定在)\\s*\\Z")


def _hold(statement: Statement) -> None:
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


def _noun(after: str) -> str:
    """What a figure counts, where it stands behind: 完成40户…改造."""
    text = re.split('[、（(“”"]', after.strip().lstrip("的"))[0] if not after.startswith("“") else after
    return text.strip(' “”"')


def _clause_before(seen: str, statement: Statement) -> str:
    """The last words of the clause before, in the same sentence: 地区生产总值，达到309亿元."""
    start = statement.number.start - len(statement.clause)
    text = seen[statement.sentence.start : start].rstrip(_STOP)
    return _cut(_CLAUSE.split(text)[-1]) if text else ""


def _relate(
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
    elif "其中" in near:
        statement.of, statement.relation, statement.member = first + len(found) - 1, "part", True
    elif before.relation == "part" and statement.kind == before.kind and not re.search("[。；;]", near):
        statement.of, statement.relation, statement.member = before.of, "part", True


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


def _distribute(found: list[Statement], seen: str, first: int) -> None:
    """Give figures that 分别 tells apart their own subjects: A、B分别为1、2."""
    for place, statement in enumerate(found):
        if statement.kind == "ratio":
            continue
        run = [statement]
        for other in found[place + 1 :]:
            between = seen[run[-1].number.end : other.number.start]
            if re.fullmatch(r"\s*(?:、|和|与|及|以及|，|,)\s*", between):
                run.append(other)
            else:
                break
        told = "分别" in statement.clause
        alike = len({s.quantity.unit for s in run}) == 1 and run[-1].subject == statement.subject
        if not told and not (alike and len(run) > 1):
            continue
        head = statement.clause[: statement.clause.rindex("分别")] if told else statement.subject
        before = found[max(0, place - len(run)) : place]
        listed = told and not _cut(head) and len(before) == len(run) > 1
        if listed and all(level.kind == "level" for level in before):
            _pair(run, before, first + place - len(run))
            continue
        names = _members(_cut(head) or statement.subject, len(run))
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


def _pair(run: Sequence[Statement], levels: Sequence[Statement], first: int) -> None:
    """What 分别 gives for levels told before is theirs, one each: their growth, their share of a target."""
    part = _PART.search(run[0].clause)
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
    heads = [
        head for group in words_of("contrasts")["sets"] for head in group.split() if last.startswith(head)
    ]
    head = max(heads, key=len, default="")
    told = {word for group in words_of("contrasts")["sets"] for word in group.split()}
    shared = max(
        (w for w in words_of("contrasts")["shared"].split() if last.endswith(w)), key=len, default=""
    )
    if (
        not (head and told.issuperset(names[:-1]))
        and shared
        and last != shared
        and not any(name.endswith(shared[-2:]) for name in names[:-1])
    ):
        return [*(name + shared for name in names[:-1]), last]
    common = last[len(head) :] if head else ""
    same = [
        name if not common or name.endswith(common[-2:]) or len(name) > 6 else name + common for name in names
    ]
    return same
