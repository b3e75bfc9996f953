"""Which indicator a figure is of: by names and aliases, vetoed by what tells indicators apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from data.errors import QuantityError
from data.model.catalog import Catalog, Indicator, side_of
from data.model.quantity import split_unit
from data.prose.vocabulary import any_of, words_of

_LEAST = 0.6
_OF_PARTS = 0.6  # the score of a name that is found in two places
_PER_HEAD = ("每千", "每万", "每百", "人均", "户均", "次均", "日均", "亩均")
_NATURAL = "自然增长率"
_BETWEEN = 4  # characters between an action and its noun
_SHORTEST = 3  # characters that a name within other words must have


@dataclass(frozen=True, slots=True)
class Match:
    """An indicator, how well its name fits (0 to 1), and the name that decided; `indicator` "" is none."""

    indicator: str = ""
    score: float = 0.0
    words: str = ""


@dataclass(frozen=True, slots=True)
class _Name:
    indicator: Indicator
    text: str
    core: str
    tidy: str
    growth: bool
    sides: tuple[int, ...]  # of the catalogue's contrasts


class Matcher:
    """The names of a catalogue's indicators, found in the words that figures are about.

    It holds nothing of the texts that it was asked about.
    """

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._names: dict[str, list[_Name]] = {}
        self._own: dict[str, str] = {}
        declared = [indicator for indicator in catalog.indicators.values() if indicator.measure != "stage"]
        for indicator in declared:
            self._own[indicator.id] = indicator.name
            for text in dict.fromkeys((indicator.name, *indicator.aliases)):
                self._add(indicator, text)
                self._add(indicator, re.sub("[（()）]", "", text))
        for names in [names for names in self._names.values() if any(name.growth for name in names)]:
            for level in (name.indicator for name in names if not name.growth):
                for growth in (name.indicator for name in names if name.growth):
                    for alias in level.aliases:  # what a level is called grows, too
                        self._add(growth, alias)
        self._cores = sorted(self._names, key=len, reverse=True)
        self._by_start: dict[str, list[str]] = {}
        for core in self._cores:
            self._by_start.setdefault(core[:2], []).append(core)
        self._actions: dict[str, list[tuple[re.Pattern[str], str, _Name]]] = {}
        self._of_unit: dict[tuple[str, str], list[_Name]] = {}

    def _add(self, indicator: Indicator, text: str) -> None:
        natural = indicator.name.endswith(_NATURAL)  # a rate by its name, however it is reckoned
        growth = not natural and (indicator.change or bool(_ending("growth").search(indicator.name)))
        core = _core(text)
        if len(core) > 1:
            names = self._names.setdefault(core, [])
            if all(name.indicator.id != indicator.id for name in names):
                names.append(_Name(indicator, text, core, _tidy(text), growth, self._sides_of(text)))

    def match(
        self, subject: str, unit: str, kind: str, sentence: str = "", paragraph: str = "", lead: str = ""
    ) -> Match:
        """Return the indicator that a subject names, for a figure of a base unit and kind; else no match.

        `lead` is what stands right before the figure: a growth at constant prices is of another indicator
        than one at current ones. `sentence` and `paragraph` are what stands in them before the figure: they
        may hold the first part of a name of which the subject has the last, or whole the name of which it
        has the head.
        """
        match = self._match(subject, unit, kind)
        if kind == "change" and (how := adjusted(lead)) and how not in match.words:
            return Match()
        if not match.indicator and kind == "level":
            match = self._by_action(subject, unit)
        if match.indicator and (not sentence or match.words == self._own[match.indicator]):
            return match
        parts = self._in_parts(subject, unit, kind, sentence, paragraph, bool(match.indicator))
        return match if parts is None or parts.indicator == match.indicator else parts

    def _by_action(self, subject: str, unit: str) -> Match:
        """An indicator whose name and the subject begin with actions of one row, and end in one noun."""
        words, found = _tidy(subject), {}
        for row, noun, name in self._of_actions(unit):
            done = row.match(words) if words.endswith(noun) else None
            between = words[done.end() : len(words) - len(noun)] if done else ""
            if done and len(between) <= _BETWEEN and not _tells_apart(between, name.tidy):
                found[name.indicator.id] = name.text
        if len(found) != 1:
            return Match()
        [(id, text)] = found.items()
        return Match(id, _OF_PARTS, text)

    def _of_actions(self, unit: str) -> list[tuple[re.Pattern[str], str, _Name]]:
        """The names for a unit that begin with an action: its row, the noun behind it, and the name."""
        if unit not in self._actions:
            pairs = (
                (row, name, row.match(name.tidy))
                for name in self._fitting(unit, "level")
                for row in _actions()
            )
            self._actions[unit] = [
                (row, name.tidy[begun.end() :], name)
                for row, name, begun in pairs
                if begun and begun.end() + 1 < len(name.tidy)
            ]
        return self._actions[unit]

    def _in_parts(
        self, subject: str, unit: str, kind: str, sentence: str, paragraph: str, matched: bool
    ) -> Match | None:
        words = _tidy(subject)
        names = self._fitting(unit, kind)
        if any(words[-1:] == name.tidy[-1:] for name in names):
            sentence, paragraph = _plain(sentence), _plain(paragraph)
        found: dict[str, tuple[int, str]] = {}
        for name in names:
            text = name.tidy
            if len(words) == len(text) > 6 and sorted(words) == sorted(text):
                found[name.indicator.id] = (len(text), name.text)
            if words[-1:] != text[-1:] or len(text) <= 4:
                continue
            whole = not matched and words.endswith(text[-2:]) and text in paragraph
            whole = whole and not re.search(rf"{re.escape(text)}[^，。；]{{0,4}}\d", paragraph)
            for cut in range(4 if matched else 3, len(text) - 1):
                first, last = text[:cut], text[cut:]
                if len(last) < 3 and words != last:
                    continue
                split = first in sentence and words.endswith((last, f"{last[:2]}就业{last[2:]}"))
                if (split or whole) and not _tells_apart(words, text):
                    found[name.indicator.id] = max(found.get(name.indicator.id, (0, "")), (cut, name.text))
        if len(found) != 1:
            return None
        [(id, (_, text))] = found.items()
        return Match(id, _OF_PARTS, text)

    def _fitting(self, unit: str, kind: str) -> list[_Name]:
        key = (unit, kind)
        if key not in self._of_unit:
            names = (name for names in self._names.values() for name in names)
            self._of_unit[key] = [name for name in names if _fits(name, unit, kind)]
        return self._of_unit[key]

    def _match(self, subject: str, unit: str, kind: str) -> Match:
        words = _tidy(subject)
        if kind == "share":
            words = _ending("share").sub("", words)
        ranked: dict[str, tuple[float, int, str]] = {}
        sides: tuple[int, ...] = ()
        for core in self._within(words):
            score = _score(words, core)
            if score < _LEAST:
                continue
            for name in self._names[core]:
                if not _fits(name, unit, kind):
                    continue
                sides = sides or self._sides_of(words)
                if not any(
                    -1 not in pair and pair[0] != pair[1] for pair in zip(sides, name.sides, strict=True)
                ):
                    best = ranked.get(name.indicator.id, (0.0, 0, ""))
                    ranked[name.indicator.id] = max(best, (score, len(core), name.text))
        if not ranked:
            return Match()
        order = sorted(ranked.items(), key=lambda item: (-item[1][0], -item[1][1], item[0]))
        (id, (score, length, text)), *others = order
        if others and others[0][1][:2] == (score, length):
            return Match()
        return Match(id, round(score, 2), text)

    def _sides_of(self, text: str) -> tuple[int, ...]:
        """The side of each contrast that a text is on; -1 for none."""
        return tuple(side_of(contrast, text) for contrast in self.catalog.contrasts.values())

    def _within(self, words: str) -> Iterable[str]:
        for place in range(len(words) - 1):
            for core in self._by_start.get(words[place : place + 2], ()):
                if words.startswith(core, place):
                    yield core


_latest: list[Matcher] = []


def matcher_of(catalog: Catalog) -> Matcher:
    """Return the matcher of a catalogue; the last one stays: its names take longer to read than a text."""
    if not _latest or _latest[0].catalog is not catalog:
        _latest[:] = [Matcher(catalog)]
    return _latest[0]


def _score(words: str, core: str) -> float:
    """How much of the words a name accounts for; none where what is left makes it another indicator."""
    place = words.rindex(core)
    before, behind = words[:place], words[place + len(core) :]
    if _tells_apart(before + "|" + behind, core):
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


def _fits(name: _Name, unit: str, kind: str) -> bool:
    indicator = name.indicator
    if indicator.measure == "stage" or kind in ("multiple",):
        return False
    if (kind == "change") != name.growth:
        return False
    try:
        base = split_unit(indicator.unit.split("/")[0])[1]
    except QuantityError:
        return False
    if "/" in unit:
        return unit == indicator.unit
    units = {base, indicator.printed_as or base}
    if unit in units:
        return True
    return any(units & group and unit in group for group in _alike())


@lru_cache(maxsize=1)
def _actions() -> list[re.Pattern[str]]:
    return [re.compile(any_of(row.split())) for row in words_of("matching")["actions"]]


@lru_cache(maxsize=1)
def _alike() -> list[set[str]]:
    return [set(group.split(" ")) for group in words_of("matching")["alike"]]


@lru_cache(maxsize=4096)
def _tells_apart(rest: str, core: str) -> bool:
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


def _plain(text: str) -> str:
    """Words without spaces and punctuation, and without what may stand in a name or not."""
    return re.sub(r"实现|人员|达到|[\s“”\"'、，（）()《》·]|的", "", text)


def _tidy(text: str) -> str:
    """Words without spaces and punctuation or what may stand in a name or not, as names have them."""
    text = _plain(text)
    for pattern, usual in _usual():
        text = pattern.sub(usual, text)
    return text


@lru_cache(maxsize=4096)
def _core(text: str) -> str:
    """A name without what says that it is a growth or a share, and without brackets."""
    plain = re.sub("[（(][^）)]*[）)]", "", text)
    plain = _tidy(plain)
    for ending in ("growth", "share"):
        plain = plain if plain.endswith(_NATURAL) else _ending(ending).sub("", plain)
    plain = re.sub("(?:同比|比上年|名义|实际|可比|同口径)+\\Z", "", plain)
    shorter = re.sub("(?:人数|总额|总量|数量|发放额|达到|控制)\\Z", "", plain)
    return shorter if len(shorter) > _SHORTEST else plain


@lru_cache(maxsize=1)
def _usual() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(row["words"]), row["usual"]) for row in words_of("matching")["usual"]]


def adjusted(lead: str) -> str:
    """Return the word by which a growth is said to be one at constant prices; nothing where it isn't."""
    return next((word for word in words_of("matching")["adjusted"].split() if word in lead), "")


@lru_cache(maxsize=4)
def _ending(name: str) -> re.Pattern[str]:
    return re.compile(any_of(words_of("matching")[name].split()) + "\\Z")


@lru_cache(maxsize=2)
def _neutral(side: str) -> re.Pattern[str]:
    words = any_of(words_of("matching")[side].split())
    return re.compile(f"{words}+\\Z" if side == "before" else f"\\A{words}+")


@lru_cache(maxsize=1)
def _other() -> re.Pattern[str]:
    return re.compile(any_of(words_of("matching")["other"].split()))
