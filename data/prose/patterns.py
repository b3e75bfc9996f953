"""The words around figures as patterns: verbs, plans, what is cut from before and behind a subject."""

from __future__ import annotations

import re
from functools import lru_cache

from data.prose.vocabulary import any_of, words_of

# What says of a share what it is a share of.
PART = re.compile(
    "((?:占(?!比|地(?!区|方)|用)|相当于|完成|为(?=[^，。；、]{0,6}(?:预算|计划|目标|任务)))[^，。；、]*?)"
    "(?:的|比重|比例)?(?:约?为|达到?|是|约)?\\Z"
)


STATUSES = ("intended", "aimed", "estimated", "perhaps", "done")


def intends(text: str) -> bool:
    """Whether words say of what follows that it is meant or expected to be."""
    return any(patterns()[name].search(text) for name in ("intended", "aimed", "estimated", "perhaps"))


@lru_cache(maxsize=1)
def patterns() -> dict[str, re.Pattern[str]]:
    """Return the patterns by name, compiled once."""
    words = words_of("statements")
    verbs, nouns = any_of(words["change"].split()), any_of(words["change_nouns"].split())
    change = f"(?:{verbs}|{nouns})"
    between = any_of(words["between"].split())
    time = (
        r"(?:19|20)\d\d年?\s?[-—–~至到]+\s?(?:19|20)\d\d年(?:间|期间)?|(?:到|至)?(?:19|20)\d\d年(?:度|末|底)?(?:前|同期|以来)?|上年同期|去年同期|上年末|(?:上年|去年|今年|明年)(?:以来|年?[底末初])?|年初|上月|上季度|[一二三四]季度"
        r"|(?:过去|近|这|今后)?[一二两三四五六七八九十]{1,2}年(?:来|间|中)?|[“\"]?十?[一二三四五六七八九]五[”\"]?\s?(?:时期|期间|期末|末)?"
        r"|(?:截至|截止到?)?\d{1,2}(?:\s?[-—–~至]\s?\d{1,2})?月(?:份|底|末)?前?|年底前|前[两三]季度|[上下]半年|同期"
    )
    base = rf"(?:相比|比|较|与)(?:{time})[^，。；\d]{{0,6}}?(?:相比)?"
    return {
        "lead": re.compile(
            rf"(?:\s|{any_of(words['lead'].split())}|{'|'.join(words['lead_patterns'])}|[“”\"、·—①-⑳▶●■◆★▲◇○\-]|{time})+"
        ),
        "time_behind": re.compile(rf"(?:今年|全年|年内|当年|{time})的?\Z"),
        "grows": re.compile(rf"(?:{verbs})(?:到|至|为)"),
        "objects": re.compile(rf"{any_of(words['objects'].split())}\Z"),
        "trail": re.compile(
            rf"(?:{any_of(words['trail'].split())}|{base}|(?:由|从|是)(?:{time})的?|(?:到|至)(?:{time})的?|{time}的?|(?<!惠)及|连续[\d一二三四五六七八九十]+(?:年|个月|次)|(?:分别)?(?<![占同环对之百])比(?![重例率值由从为是达])[^，。；\d比]{{1,14}}|(?:高于|低于|快于|慢于|高出)[^，。；\d]{{2,10}}|[塌超欠低高快慢]于?(?:全[国省市区县]|目标|预期|计划|平均|上年|年初|规模|[上下]半年)[^，。；\d]{{0,8}}|[\s“”\"、（(]|相当于|等)+\Z"
        ),
        "change": re.compile(rf"({change})(?:{between}|\s)*\Z"),
        "compared": re.compile(rf"[比较](?:{time})新增(?:{between})*\Z"),
        "no_change": re.compile(rf"{any_of(words['no_change'].split())}(?:{between})*\Z"),
        "to": re.compile(rf"{verbs}(?:到|至|为)(?:了|约|近|超过|{time}的?|\s)*\Z"),
        "grown": re.compile(rf"{nouns}\Z"),
        "of_plan": re.compile(rf"(?:{'|'.join(words['of_plan'])})(?:数|值|总额)?(?:为|是|约)?\s*\Z"),
        "generic": re.compile(rf"{any_of(words['generic'].split())}\Z"),
        "intended": re.compile("|".join(words["intended"])),
        "aimed": re.compile("|".join(words["aimed"])),
        "estimated": re.compile("|".join(words["estimated"])),
        "changing": re.compile(
            rf"{any_of(words['changing'].split())}(?!到|至|为)[^，。；]{{2,16}}?(?<![率重比例到至为])(?:约|近)?\Z"
        ),
        "any_status": re.compile("|".join(pattern for name in STATUSES for pattern in words[name])),
        "perhaps": re.compile("|".join(words["perhaps"])),
        "done": re.compile("|".join(words["done"])),
    }
