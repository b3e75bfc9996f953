"""The words that a figure is about: those before it, behind it, or of the figure before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from data.prose.patterns import PART, patterns
from data.prose.statement import Statement
from data.prose.vocabulary import any_of, words_of

_STOP = '，。；：、,;:！？!?（）()\n“”"'


_CLAUSE = re.compile(r"[，。；：,;:！？!?\n]|……|(?<!\d)—+|—+(?!\d)")
_LONGEST_SUBJECT = 40
_FOOTNOTE = re.compile(r"[\[［]\d{1,3}[\]］]")
_LONGEST_NAME = 8  # of a member of a list of what is counted: 8所中小学、幼儿园


def set_subject(statement: Statement, found: Sequence[Statement], seen: str, end_before: int) -> None:
    """Set the words that a figure is about: those before it, else those behind, else of the figure before."""
    lead, start = statement.clause, end_before
    near = seen[start : statement.number.start] if found else " "
    glued = start > statement.sentence.start and seen[start : start + len(lead)] == lead
    if glued and (listed := re.match("[^、]*?(?:、|和(?!谐|美|平)|与|及)", lead)):
        lead = lead[listed.end() :]  # what stands before it is what the figure before counts
    words, noun = cut_down(lead), _noun(statement.after)
    if statement.kind == "change" and patterns()["grown"].fullmatch(words):
        words = ""  # 增长率为20.2%: of the figure before
    if noun and statement.kind == "level" and lead.endswith(("稳增长", "促增长", "保增长")):
        words = ""
    inside = re.search("[（(][^）)]*\\Z", lead) is not None
    statement.bracketed = inside
    part = PART.search(lead) if statement.kind == "share" else None
    statement.part = part is not None
    if statement.compared and found:
        statement.subject, statement.inherited = found[-1].subject, True
        return
    named = (s for s in reversed(found) if s.subject and (inside or not s.bracketed))
    before = next((s for s in named if inside or part or not s.part), None)
    if noun and (patterns()["grows"].match(noun) or re.search("[由从][^，。；]{0,14}\\Z", lead)):
        noun = ""
    money = statement.quantity.base_unit == "元"  # 投资11亿元的公路: still what is invested
    if (
        glued
        and noun
        and words
        and statement.after.startswith("的")
        and statement.kind == "level"
        and not money
    ):
        words = ""
    if glued and re.search("(?:、|和|与|及)\\s*\\Z", lead) and noun:
        words = ""  # the end of a list of what the figure before counts
    counted = _counted(lead, noun, statement) if noun else ""
    if part and before and not cut_down(lead[: part.start()]):
        statement.subject, statement.inherited = f"{before.subject}{part[1]}", True
    elif counted:
        statement.subject = counted
    elif not words and before and statement.kind != "level":
        statement.subject, statement.inherited = before.subject, True
    elif not words and near in ("、", "和", "") and before and before.subject in before.clause:
        statement.subject, statement.inherited = before.subject, True  # 96户、183人
    elif not words:
        # …增长5%；农民人均纯收入翻了一番，达到1.3万元: behind a semicolon another subject has begun.
        anew = re.search("[；;]", seen[start : statement.number.start - len(statement.clause)])
        clause = "" if before and not anew else _clause_before(seen, statement)
        statement.subject = noun or clause or (before.subject if before else "")
        statement.inherited = not noun and not clause
    elif before and patterns()["generic"].fullmatch(words):
        statement.subject, statement.joined = f"{before.subject}{words}", True
    else:
        statement.subject = words
    statement.subject = statement.subject[-_LONGEST_SUBJECT:]


def cut_down(text: str) -> str:
    """The words that are left of a lead without adverbs before and verbs behind."""
    known = patterns()
    text = known["trail"].sub("", _FOOTNOTE.sub("", text[-2 * _LONGEST_SUBJECT :]))
    text = text[text.rfind("（") + 1 :] if text.rfind("（") > text.rfind("）") else text
    text = re.sub("[（(][^）)]*[）)]\\Z|\\A[（(]?[一二三四五六七八九十\\d]+[）)]", "", text)
    text = known["trail"].sub("", text)
    for part in (text, *re.split("等(?!级|额|次|待|于)", text)[1:][-1:]):
        match = known["lead"].match(part)
        cut = part[match.end() :] if match else part
        if len(cut) > 1 or part is text:
            text = cut
    text = text.strip(" “”\"'、《》（）()-—·")
    if text.count("”") > text.count("“"):
        return f"“{text}"
    return text if "”" in text else text.replace("“", "")


def _counted(lead: str, noun: str, statement: Statement) -> str:
    """The noun behind a figure with the verb before it, where that is all there is: 建成6座公厕."""
    if statement.kind != "level" or not re.match("[一-鿿]", noun):
        return ""
    lead = patterns()["time_behind"].sub("", lead)
    if re.match("[由从]", lead[-1:]) or patterns()["grows"].match(noun):
        return ""
    verb = patterns()["objects"].search(lead.rstrip(" 了"))
    if (
        verb
        and statement.after.startswith("的")
        and re.match("完成|实现|有|达|为", verb[0])
        and cut_down(lead)
    ):
        return ""
    if verb and not re.match("[、和与及左以]", statement.after):
        done = "" if re.match("完成|实现|有|共有|达|为", verb[0]) else verb[0]
        return done + noun
    if re.search("[等内中上下里的]\\Z", lead.strip()) or len(cut_down(lead)) == 1:
        return noun
    return ""


def _noun(after: str) -> str:
    """What a figure counts, where it stands behind: 完成40户…改造."""
    after = after.strip().lstrip("的")
    text = re.split('[（(“”"]', after)[0] if not after.startswith("“") else after
    names = text.split("、")
    if not names[-1] or any(len(name) > _LONGEST_NAME or _begun().match(name) for name in names[1:]):
        text = names[0]  # up to the next figure, or to what else was done: not a list of what is counted
    return "" if re.match("台阶|大关|关口|门槛", text) else text.strip(' “”"')


@lru_cache(maxsize=1)
def _begun() -> re.Pattern[str]:
    return re.compile(any_of(words_of("statements")["objects"].split()))


def _clause_before(seen: str, statement: Statement) -> str:
    """The last words of the clause before, in the same sentence: 地区生产总值，达到309亿元."""
    start = statement.number.start - len(statement.clause)
    text = seen[statement.sentence.start : start].rstrip(_STOP)
    return cut_down(_CLAUSE.split(text)[-1]) if text else ""
