"""What an id, a figure, a period or a place in a source is called in a language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from babel import Locale
from babel.numbers import format_decimal

from data.errors import NotFound, QuantityError
from data.messages import INSTALLED, SOURCE_LANGUAGE, fill
from data.model.catalog import LISTS, Catalog, Chart, Document, Indicator, Theme
from data.model.observation import Observation
from data.model.period import Period, say_period
from data.model.quantity import Quantity, parse_quantity, split_unit, usual_unit
from data.model.unit import SHARES

BEIJING = timezone(timedelta(hours=8))  # all of China keeps it, summer and winter
LISTED = {name[:-1]: name for name in LISTS} | {"status": "statuses"}
_SIGNS = re.compile(r"( [−+×÷] |[()])")  # of a formula that is shown
TABLES: dict[type, str] = {Theme: "theme", Indicator: "indicator", Chart: "chart", Document: "document"}


def today() -> date:
    """Return the day it is all over China."""
    return datetime.now(BEIJING).date()


def beijing_time(iso: str) -> str:
    """Return a moment, given with its offset, to the minute as clocks all over China show it."""
    return f"{datetime.fromisoformat(iso).astimezone(BEIJING):%Y-%m-%d %H:%M}"


@dataclass(frozen=True)
class Words:
    """The words of one language over the catalogue's own, which are Chinese.

    What a language file lacks falls back to the catalogue; `python -m etl check` lists it.
    """

    catalog: Catalog
    language: str

    @cached_property
    def file(self) -> Mapping[str, Any]:
        """The language file. Raises NotFound for a language there is no file of."""
        try:
            return self.catalog.languages[self.language]
        except KeyError:
            raise NotFound(f"lang={self.language}") from None

    @cached_property
    def locale(self) -> Locale:
        """How numbers and dates are written."""
        return Locale.parse(self.file.get("locale", self.language))

    def language_name(self, code: str) -> str:
        """Return what a language of the catalogue is called in this one, or else in itself."""
        file = self.catalog.languages[code]
        return Locale.parse(file.get("locale", code)).get_language_name(self.locale) or str(file["name"])

    def __call__(self, key: str, **facts: object) -> str:
        """Return an interface word, its placeholders filled. Raises KeyError for one that nobody has.

        One that asks for what isn't given is of another version of the software: then this one's speaks.
        """
        for word in self._known(key):
            with suppress(LookupError):
                return fill(word, facts)
        raise KeyError(key)

    def known(self, key: str) -> str | None:
        """Return an interface word as it stands, if there is one."""
        return next(self._known(key), None)

    def _known(self, key: str) -> Iterator[str]:
        return (str(words[key]) for words in self._interfaces if key in words)

    @cached_property
    def _interfaces(self) -> list[Mapping[str, Any]]:
        """What is said in the release, and what comes with the software: a release may be older than that."""
        files = (
            file
            for language in (self.language, SOURCE_LANGUAGE)
            for file in (self.catalog.languages.get(language, {}), INSTALLED.file(language))
        )
        return [file.get("interface", {}) for file in files]

    def text(self, thing: Theme | Indicator | Chart | Document, fact: str = "name") -> str:
        """Return a text of a theme, indicator, chart or document."""
        table = self.file.get(TABLES[type(thing)], {})
        return str(table.get(thing.id, {}).get(fact) or getattr(thing, fact))

    def term(self, kind: str, id: str) -> str:
        """Return the name of an entry of a closed list, such as term("region", "131002")."""
        listed = getattr(self.catalog, LISTED[kind])
        name = self.file.get(kind, {}).get(id)
        return str(name or (listed[id].name if id in listed else id))

    def full_term(self, kind: str, id: str) -> str:
        """Return the name of an entry as sources give it in full, in the source language."""
        listed = getattr(self.catalog, LISTED[kind])
        full = listed[id]["full_name"] if id in listed and self.language == SOURCE_LANGUAGE else ""
        return full or self.term(kind, id)

    def period(self, period: Period) -> str:
        """Return how a period is said."""
        if period.text not in self._periods:
            self._periods[period.text] = say_period(period, self.file["period"])
        return self._periods[period.text]

    @cached_property
    def _periods(self) -> dict[str, str]:
        """The periods said so far: a page says the same few of them hundreds of times."""
        return {}

    def date(self, iso: str) -> str:
        """Return a date as such reports write it: 2023-02-01, whatever the language."""
        return iso[:10]

    def moment(self, iso: str) -> str:
        """Return a moment to the minute, as clocks all over China show it."""
        return self("moment", time=beijing_time(iso))

    def locator(self, locator: str) -> str:
        """Return a place in a source, by the language's patterns; as it stands where none fits."""
        for pattern, replacement in self.file.get("locator", {}).items():
            locator = re.sub(pattern, replacement, locator)
        return locator

    def place(self, row: Observation) -> str:
        """Return where a figure stands in its source; of a derived one, what it is worked out from."""
        return self.formula(row.locator) if row.derived else self.locator(row.locator)

    def formula(self, formula: str) -> str:
        """Return arithmetic on printed figures, each in the reader's language: 26.68亿元 ÷ 81.94%."""
        if self.language == SOURCE_LANGUAGE:
            return formula
        return "".join(map(self._term, _SIGNS.split(formula)))

    def note(self, note: str) -> tuple[str, str]:
        """Return what is noted of a figure, and in which language: Chinese where this one lacks the words."""
        translated = say_note(note, self.file.get("note", {}))
        return (note, SOURCE_LANGUAGE) if translated is None else (translated, self.language)

    def unit(self, indicator: Indicator, *, printed: str = "") -> str:
        """Return the name of a unit; an indicator's own noun (jobs, fairs) goes before the unit's."""
        if printed == indicator.printed_as:
            printed = ""
        if self.language == SOURCE_LANGUAGE:
            return usual_unit(printed) if printed else indicator.unit
        own = self.file.get("indicator", {}).get(indicator.id, {}).get("unit")
        return str(own or self.term("unit", split_unit(printed or indicator.unit)[1]))

    def figure(self, row: Observation) -> str:
        """Return the figure as published: qualifier, number and unit, in the reader's language."""
        indicator = self.catalog.indicators[row.indicator]
        if indicator.measure == "stage":
            return self.stage(row.printed)
        if self.language == SOURCE_LANGUAGE or row.qualifier == "range":
            return row.printed
        return self._say(row.quantity, indicator)

    def bounds(self, row: Observation) -> str:
        """Return the bounds of a derived figure, which its note gives, in the reader's language."""
        return self.span(row.bounds, self.catalog.indicators[row.indicator])

    def span(self, bounds: str, indicator: Indicator) -> str:
        """Return bounds, as 1.41–1.43亿元, in the reader's language."""
        low, _, high = bounds.partition("–")
        if self.language == SOURCE_LANGUAGE or not high:
            return bounds
        top = parse_quantity(high)
        least, most = self._scaled(parse_quantity(low + top.unit)), self._scaled(top)
        number, _, magnitude = least.partition(" ")  # said once where both have the same
        highest = self._say(top, indicator, alone=False)
        return f"{number if most.endswith(f' {magnitude}') else least}–{highest}"

    def amount(self, printed: str, indicator: Indicator) -> str:
        """Return what lies between two figures of an indicator, or its share of one: 约1.4亿元, 5.3%."""
        return printed if self.language == SOURCE_LANGUAGE else self._say(parse_quantity(printed), indicator)

    def stage(self, printed: str) -> str:
        """Return the stage of a project as printed, or its name in another language."""
        if self.language == SOURCE_LANGUAGE:
            return printed
        return self.term("stage", self.catalog.stage_forms.get(printed, printed))

    def number(self, number: Decimal) -> str:
        """Return an exact number with the language's separators and every digit it has."""
        return _separated(f"{number:f}", self.locale)

    def _term(self, text: str) -> str:
        """A sign, which stays, or a figure in arithmetic, where no indicator gives its unit another name."""
        try:
            quantity = parse_quantity(text)
        except QuantityError:
            return text
        return (
            text
            if quantity.qualifier == "range"
            else self._with_unit(quantity, self.term("unit", quantity.base_unit))
        )

    def _say(self, q: Quantity, indicator: Indicator, *, alone: bool = True) -> str:
        share = q.base_unit in SHARES and q.base_unit != indicator.unit
        noun = self.term("unit", q.base_unit) if share else self.unit(indicator, printed=q.base_unit)
        return self._with_unit(q, noun, alone=alone)

    def _with_unit(self, q: Quantity, noun: str, *, alone: bool = True) -> str:
        number = self._scaled(q)
        if alone and number.lstrip("+-") == "1":
            noun = str(self.file.get("singular", {}).get(noun, noun))
        amount = f"{number}{noun}" if noun in ("%", "‰") else f"{number} {noun}".strip()
        template = self.file.get("qualifier", {}).get(q.qualifier, "{n}")
        return str(template).format(n=amount)

    def _scaled(self, q: Quantity) -> str:
        """The number in the language's own magnitudes (万, 亿 → million, billion), digit for digit."""
        shift = q.scale.adjusted()
        plus = "+" if q.digits.startswith(("+", "＋")) else ""
        steps = self.file.get("magnitude", {}).get("steps", ()) if shift else ()
        for name, power in steps:
            if abs(q.amount) >= Decimal(10) ** power:
                return f"{plus}{self.number(_plain(q.number, shift - power))} {name}"
        return f"{plus}{self.number(_plain(q.number, shift))}"


def say_note(note: str, patterns: Mapping[str, str]) -> str | None:
    """Return a note by a language's patterns, as a whole or in its parts; None where a part fits none."""
    whole = _say_part(note, patterns)
    if whole is not None:
        return whole
    parts = [_say_part(part, patterns) for part in note.split("；")]
    return None if None in parts else "; ".join(filter(None, parts))


def _say_part(part: str, patterns: Mapping[str, str]) -> str | None:
    matches = ((re.fullmatch(pattern, part), template) for pattern, template in patterns.items())
    return next((match.expand(template) for match, template in matches if match), None)


@lru_cache(maxsize=16_384)
def _separated(number: str, locale: Locale) -> str:
    places = len(number.partition(".")[2])
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return format_decimal(Decimal(number), format=pattern, locale=locale)


def _plain(number: Decimal, shift: int) -> Decimal:
    """A number times 10^shift, with every digit that was printed and no exponent."""
    return Decimal(f"{number.scaleb(shift):f}")
