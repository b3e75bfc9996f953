"""Everything that has a name in a release, with each form by which it may be asked for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

from dashboard.search.readings import read_aloud, sounds
from data.messages import SOURCE_LANGUAGE
from data.model.catalog import Catalog
from data.model.words import Words

# The kinds of things found, in the order in which they are shown.
KINDS = ("indicator", "theme", "region", "document", "breakdown")


_TOKEN = re.compile(r"[a-z]+|[0-9]+|[^\W_a-z0-9]+")


class Form(NamedTuple):
    """A text by which a thing may be asked for, folded; `why` tells a name from an alias or definition.

    `starts` has a bit for each place at which a word or number begins.
    """

    text: str
    thing: int
    why: str
    shown: str
    starts: int

    def has(self, word: str) -> bool:
        """Say whether it has a folded word: one of letters from where a word begins."""
        if not word.isascii():
            return word in self.text
        place = self.text.find(word)
        while place >= 0 and not self.starts >> place & 1:
            place = self.text.find(word, place + 1)
        return place >= 0


class Reading(NamedTuple):
    """How a name is read: in one, the places at which its syllables begin, and their initials."""

    text: str
    starts: frozenset[int]
    initials: str
    thing: int
    shown: str


class Thing(NamedTuple):
    """What may be found: its kind and its id."""

    kind: str
    id: str


class Heap:
    """Many texts as one, in which a piece of any of them is found at once."""

    def __init__(self, texts: Iterable[str]) -> None:
        pieces = [f"{text}\n" for text in texts]
        self._whole = "".join(pieces)
        self._starts = [*accumulate(map(len, pieces), initial=0)]

    def find(self, piece: str) -> Iterator[tuple[int, int]]:
        """Yield which text has a piece, and where in it; every place."""
        place = self._whole.find(piece)
        while place >= 0:
            number = bisect_right(self._starts, place) - 1
            yield number, place - self._starts[number]
            place = self._whole.find(piece, place + 1)

    def find_abridged(self, piece: str) -> Iterator[int]:
        """Yield which texts have all characters of a piece in their order, with others between; once each."""
        pattern = "[^\n]*?".join(map(re.escape, piece))
        found = (match.start() for match in re.finditer(pattern, self._whole))
        yield from dict.fromkeys(bisect_right(self._starts, place) - 1 for place in found)


@dataclass(frozen=True)
class Names:
    """The names of a catalogue; two of the same content are equal."""

    digest: str
    catalog: Catalog = field(compare=False, repr=False)

    @cached_property
    def things(self) -> list[Thing]:
        """Everything that has a name."""
        catalog = self.catalog
        listed: dict[str, Mapping[str, Any]] = {
            "indicator": catalog.indicators,
            "theme": catalog.themes,
            "region": catalog.regions,
            "document": catalog.documents,
            "breakdown": catalog.breakdowns,
        }
        return [Thing(kind, id) for kind in KINDS for id in listed[kind]]

    @cached_property
    def forms(self) -> list[Form]:
        """The forms in which things are written, those of one thing together."""
        return [
            Form(fold(text), number, why, text, _starts(text))
            for number, thing in enumerate(self.things)
            for why, text in dict.fromkeys(self._written(thing))
            if text
        ]

    @cached_property
    def comparable(self) -> dict[bool, tuple[list[Form], list[str]]]:
        """Names and aliases, and their texts, by whether they are in Latin letters."""
        named = [form for form in self.forms if form.why != "definition"]
        sides = {latin: [form for form in named if form.text.isascii() == latin] for latin in (True, False)}
        return {latin: (forms, [form.text for form in forms]) for latin, forms in sides.items()}

    @cached_property
    def chinese_texts(self) -> Heap:
        """The names and aliases in Chinese as one text, in the order of `comparable`."""
        return Heap(self.comparable[False][1])

    @cached_property
    def ids(self) -> dict[str, list[int]]:
        """The things that have an id, folded."""
        ids: dict[str, list[int]] = {}
        for number, thing in enumerate(self.things):
            ids.setdefault(fold(thing.id), []).append(number)
        return ids

    @cached_property
    def readings(self) -> list[Reading]:
        """The readings of names and aliases that are Chinese, at least in part; or the declared one."""
        named = [form for form in self.forms if form.why != "definition" and not form.shown.isascii()]
        declared = [self._declared(self.things[form.thing]) if form.why == "name" else "" for form in named]
        undeclared = [
            *dict.fromkeys(form.shown for form, own in zip(named, declared, strict=True) if not own)
        ]
        known = dict(zip(undeclared, read_aloud(undeclared), strict=True))
        return [
            _reading(syllables, form)
            for form, own in zip(named, declared, strict=True)
            for syllables in ([own.casefold().split()] if own else known[form.shown])
        ]

    @cached_property
    def read_texts(self) -> Heap:
        """The readings as one text."""
        return Heap(reading.text for reading in self.readings)

    @cached_property
    def initial_texts(self) -> Heap:
        """Their initials as one text."""
        return Heap(reading.initials for reading in self.readings)

    def _declared(self, thing: Thing) -> str:
        return self.catalog.regions[thing.id]["pinyin"] if thing.kind == "region" else ""

    def _written(self, thing: Thing) -> Iterator[tuple[str, str]]:
        catalog, (kind, id) = self.catalog, thing
        for language in dict.fromkeys((SOURCE_LANGUAGE, *catalog.languages)):
            words = Words(catalog, language)
            match kind:
                case "indicator":
                    yield "name", words.text(catalog.indicators[id])
                    yield "definition", words.text(catalog.indicators[id], "definition")
                case "theme":
                    yield "name", words.text(catalog.themes[id])
                case "document":
                    yield "name", words.text(catalog.documents[id], "title")
                    yield "alias", words.text(catalog.documents[id], "publisher")
                case _:
                    yield "name", words.term(kind, id)
                    yield "alias", words.full_term(kind, id)
        if kind in ("indicator", "theme"):
            named = catalog.indicators[id] if kind == "indicator" else catalog.themes[id]
            yield from (("alias", alias) for alias in named.aliases)
        if kind == "region":
            yield from (("alias", alias) for alias in catalog.regions[id]["aliases"].split("|"))


def _reading(syllables: Sequence[str], form: Form) -> Reading:
    starts = frozenset(accumulate(map(len, syllables[:-1]), initial=0))
    initials = "".join(syllable[:1] for syllable in syllables)
    return Reading("".join(syllables), starts, initials, form.thing, form.shown)


@lru_cache(maxsize=2)
def prepare(names: Names) -> Names:
    """Return the names of a catalogue with all that is looked through made ready, once for each release."""
    _ = names.things, names.forms, names.comparable, names.read_texts, names.initial_texts, names.ids
    _ = names.chinese_texts, sounds()
    return names


def fold(text: str) -> str:
    """Return a text as it is compared: by its letters and digits, whatever their case."""
    return "".join(filter(str.isalnum, text.casefold()))


def _starts(text: str) -> int:
    """A bit for each place of the folded text at which a word or number begins."""
    starts = place = 0
    for token in _TOKEN.findall(text.casefold()):
        starts |= 1 << place
        place += len(token)
    return starts
