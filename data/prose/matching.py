"""Which indicator a figure is of: by names and aliases, vetoed by what tells indicators apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from data.errors import QuantityError
from data.model.catalog import Catalog, Indicator, are_opposed
from data.model.quantity import split_unit
from data.prose.indicator_names import (
    NATURAL,
    adjusted,
    core_of,
    ending_of,
    plain_of,
    score_of,
    tells_apart,
    tidy_of,
)
from data.prose.vocabulary import any_of, words_of

_LEAST = 0.6
_OF_PARTS = 0.6  # the score of a name that is found in two places
_BETWEEN = 4  # characters between an action and its noun


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
        natural = indicator.name.endswith(NATURAL)  # a rate by its name, however it is reckoned
        growth = not natural and (indicator.change or bool(ending_of("growth").search(indicator.name)))
        core = core_of(text)
        if len(core) > 1:
            names = self._names.setdefault(core, [])
            if all(name.indicator.id != indicator.id for name in names):
                names.append(_Name(indicator, text, core, tidy_of(text), growth, self.catalog.sides_of(text)))

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
        words, found = tidy_of(subject), {}
        for row, noun, name in self._of_actions(unit):
            done = row.match(words) if words.endswith(noun) else None
            between = words[done.end() : len(words) - len(noun)] if done else ""
            if done and len(between) <= _BETWEEN and not tells_apart(between, name.tidy):
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
        words = tidy_of(subject)
        names = self._fitting(unit, kind)
        if any(words[-1:] == name.tidy[-1:] for name in names):
            sentence, paragraph = plain_of(sentence), plain_of(paragraph)
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
                if (split or whole) and not tells_apart(words, text):
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
        words = tidy_of(subject)
        if kind == "share":
            words = ending_of("share").sub("", words)
        ranked: dict[str, tuple[float, int, str]] = {}
        sides: tuple[int, ...] = ()
        for core in self._within(words):
            score = score_of(words, core)
            if score < _LEAST:
                continue
            for name in self._names[core]:
                if not _fits(name, unit, kind):
                    continue
                sides = sides or self.catalog.sides_of(words)
                if not are_opposed(sides, name.sides):
                    best = ranked.get(name.indicator.id, (0.0, 0, ""))
                    ranked[name.indicator.id] = max(best, (score, len(core), name.text))
        if not ranked:
            return Match()
        order = sorted(ranked.items(), key=lambda item: (-item[1][0], -item[1][1], item[0]))
        (id, (score, length, text)), *others = order
        if others and others[0][1][:2] == (score, length):
            return Match()
        return Match(id, round(score, 2), text)

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
