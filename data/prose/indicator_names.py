"""How indicators are called: names as they are compared, and what makes two names those of two measures."""

from __future__ import annotations

import re
from functools import lru_cache

from data.prose.vocabulary import any_of, words_of

NATURAL = "自然增长率"
_PER_HEAD = ("每千", "每万", "每百", "人均", "户均", "次均", "日均", "亩均")
_SHORTEST = 3  # characters that a name within other words must have


def plain_of(text: str) -> str:
    """Return words without spaces and punctuation, and without what may stand in a name or not."""
    return re.sub(r"实现|人员|达到|[\s“”\"'、，（）()《》·]|的", "", text)


def tidy_of(text: str) -> str:
    """Return the same in the words that names have: 家庭养老床位 as 家庭照护床位."""
    text = plain_of(text)
    for pattern, usual in _usual():
        text = pattern.sub(usual, text)
    return text


@lru_cache(maxsize=4096)
def core_of(text: str) -> str:
    """Return a name without what says that it is a growth or a share, and without brackets."""
    plain = tidy_of(re.sub("[（(][^）)]*[）)]", "", text))
    for ending in ("growth", "share"):
        plain = plain if plain.endswith(NATURAL) else ending_of(ending).sub("", plain)
    plain = re.sub("(?:同比|比上年|名义|实际|可比|同口径)+\\Z", "", plain)
    shorter = re.sub("(?:人数|总额|总量|数量|发放额|达到|控制)\\Z", "", plain)
    return shorter if len(shorter) > _SHORTEST else plain


@lru_cache(maxsize=1)
def _usual() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(row["words"]), row["usual"]) for row in words_of("matching")["usual"]]


def score_of(words: str, core: str) -> float:
    """Return how much of the words a name accounts for, 0 to 1; 0 where the rest makes it another's."""
    place = words.rindex(core)
    before, behind = words[:place], words[place + len(core) :]
    if tells_apart(before + "|" + behind, core):
        return 0.0
    behind = _neutral("behind").sub("", behind)
    before = _neutral("before").sub("", before)
    if behind and (len(behind) > 2 or _other().search(behind)):
        return 0.0
    if len(before) == 1:
        return 0.0  # 铁路网密度 has 路网密度 in it, but not as words
    if len(core) < _SHORTEST and (before or behind):
        return 0.0
    return len(core) / (len(core) + 0.5 * len(before) + len(behind))


@lru_cache(maxsize=4096)
def tells_apart(rest: str, core: str) -> bool:
    """Whether the rest has a word of a set of which the name has another, or none."""
    if not re.search("[均每]", core) and any(word in rest for word in _PER_HEAD):
        return True
    for group in _contrasts():
        for word in group:
            if word in rest and word not in core and not any(w in core and word in w for w in group):
                return True
    return False


@lru_cache(maxsize=1)
def _contrasts() -> list[list[str]]:
    neutral = set(words_of("matching")["before"].split()) | set(words_of("matching")["behind"].split())
    return [
        [word for word in group.split() if word not in neutral] for group in words_of("contrasts")["sets"]
    ]


def adjusted(lead: str) -> str:
    """Return the word by which a growth is said to be one at constant prices; nothing where it isn't."""
    return next((word for word in words_of("matching")["adjusted"].split() if word in lead), "")


@lru_cache(maxsize=4)
def ending_of(kind: str) -> re.Pattern[str]:
    """Return what finds, at the end of a name, the words for a "growth" or a "share"."""
    return re.compile(any_of(words_of("matching")[kind].split()) + "\\Z")


@lru_cache(maxsize=2)
def _neutral(side: str) -> re.Pattern[str]:
    words = any_of(words_of("matching")[side].split())
    return re.compile(f"{words}+\\Z" if side == "before" else f"\\A{words}+")


@lru_cache(maxsize=1)
def _other() -> re.Pattern[str]:
    return re.compile(any_of(words_of("matching")["other"].split()))
