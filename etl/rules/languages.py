"""Rules for language files: what they name exists, templates can be filled, what they lack is listed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from string import Formatter
from typing import NamedTuple

from babel import Locale, UnknownLocaleError

from data.errors import Fault
from data.messages import FALLBACKS, MESSAGES, SOURCE_LANGUAGE, Message
from data.model.period import Period, parse_period, say_period
from data.model.words import say_note
from data.statements.claims import KINDS as claim_kinds
from etl.curated.contents import Curated
from etl.curated.source import Entry, Toml
from etl.faults.catalogue import Place, fault
from etl.rules.fields import KINDS, TYPES, text_fields
from etl.rules.known import unknown

# Periods of each kind that a language says in its own way, and others that differ from them in one thing.
PERIODS = (
    *("2022", "2021", "2016/2020", "2015/2020", "2016/2019", "2019-Q1", "2018-Q1", "2019-Q2"),
    *("2019-Q1/2019-Q3", "2018-Q1/2018-Q3", "2019-Q2/2019-Q3", "2018-Q2/2018-Q3", "2019-Q2/2019-Q4"),
    *("2009-H1", "2008-H1", "2009-H2", "2008-H2", "2020-10", "2019-10", "2020-09"),
    *("2019-01/2019-11", "2018-01/2018-11", "2019-01/2019-10"),
    *("2019-02/2019-11", "2018-02/2018-11", "2019-03/2019-11", "2019-02/2019-10"),
    *("2020-11-01", "2019-11-01", "2020-10-01", "2020-11-02"),
    *("2022-01-01/2023-02-01", "2021-01-01/2023-02-01", "2022-01-01/2023-02-02"),
    *("2022-03-01/2023-02-01", "2021-03-01/2023-02-01", "2022-03-02/2023-02-01", "2022-03-01/2023-02-02"),
)
CODE = re.compile("[a-z]{2,3}(-[A-Za-z]{2,4})?")  # how a file of a language is called
# What a language may say of a thing where it needs to: the noun that its indicator counts.
OWN_NOUNS = {"indicator": ("unit",)}
COUNTING = ("period", "magnitude")
LISTS = (*COUNTING, "claims")  # tables that may hold lists
PATTERNS = ("locator", "note")  # tables whose keys are patterns of what figures have with them
OWN_TABLES = (
    "name",
    "locale",
    "period",
    "qualifier",
    "magnitude",
    "singular",
    "locator",
    "note",
    "claims",
    "interface",
    *MESSAGES,
)


def settings(curated: Curated) -> Iterator[Fault]:
    """The source language is there; each language has a name, a known locale and patterns that compile."""
    if not _source(curated) and curated.whole("languages"):
        file = f"languages/{SOURCE_LANGUAGE}.toml"
        yield fault("missing_file", Place(file), file)
    for language in curated.languages:
        if not CODE.fullmatch(language.stem):
            yield fault("bad_language", Place(language.file), language.stem)
        for key in ("name", "locale"):
            if not isinstance(language.facts.get(key), str):
                yield fault("missing_field", Place(language.file, 1, key))
        locale = language.facts.get("locale")
        if isinstance(locale, str) and not _is_locale(locale):
            yield fault("bad_locale", language.at("", "locale"), locale)
        for table in PATTERNS:
            for pattern, template in language.texts(table).items():
                if why := _why_no_pattern(pattern, template):
                    yield fault("bad_pattern", language.at(table, pattern), pattern, why=why)


def claims(curated: Curated) -> Iterator[Fault]:
    """The words by which a title claims something are lists, by the kind of the claim."""
    for language in curated.languages:
        for kind, words in language.tables("claims").items():
            if kind not in claim_kinds:
                near, kinds = dict.fromkeys(claim_kinds, ""), ", ".join(claim_kinds)
                yield fault("unknown_choice", language.at("claims", kind), kind, near, choices=kinds)
            elif not isinstance(words, list) or not all(words):
                yield fault("wrong_type", language.at("claims", kind), words, type=TYPES[tuple[str, ...]])


class Wording(NamedTuple):
    """A text of a thing in one language, with the words by which that claims something, and its place."""

    text: str
    words: Mapping[str, Sequence[str]]
    place: Place
    language: str


def wordings_of(curated: Curated, things: Iterable[tuple[Entry, str]]) -> Iterator[Wording]:
    """Return a text of each of some things in every language that says it; the Chinese one stands with it."""
    for entry, field in things:
        for language in curated.languages:
            own = language.texts(entry.kind, entry.id).get(field, "")
            text = own or (entry.text(field) if language.stem == SOURCE_LANGUAGE else "")
            place = language.at(f"{entry.kind}.{entry.id}", field) if own else entry.at(field)
            if text:
                yield Wording(text, _words(language), place, language.stem)


def _words(language: Toml) -> dict[str, list[str]]:
    listed = {kind: words for kind, words in language.tables("claims").items() if isinstance(words, list)}
    return {kind: [word for word in words if isinstance(word, str)] for kind, words in listed.items()}


def texts(curated: Curated) -> Iterator[Fault]:
    """What a language says is text, except where it counts periods and magnitudes."""
    for language in curated.languages:
        for table in (*OWN_TABLES, *curated.names):
            for path, value in _leaves(language.facts.get(table), table):
                if not isinstance(value, str if table not in COUNTING else str | int | float):
                    section, _, key = path.rpartition(".")
                    yield fault("wrong_type", language.at(section, key), value, type=TYPES[str])


def overlays(curated: Curated) -> Iterator[Fault]:
    """What a language names is declared, and each text it gives is one that the thing has."""
    for language in curated.languages:
        for table, facts in language.facts.items():
            if table not in (*OWN_TABLES, *curated.names):
                near, tables = dict.fromkeys(curated.names, ""), ", ".join((*OWN_TABLES, *curated.names))
                yield fault("unknown_field", language.at(table, ""), table, near, fields=tables)
            elif table in curated.names and table != "unit" and isinstance(facts, dict):
                for id in facts:
                    place = language.at(*_where(table, id))
                    if table == "document":
                        yield from _unused(curated, language, id, place)
                    else:
                        yield from unknown(curated, table, id, place)
        yield from _unknown_texts(language)


def interface_placeholders(curated: Curated) -> Iterator[Fault]:
    """An interface word is filled with all that the Chinese one is filled with; a qualifier with {n}."""
    words = _chinese(curated, "interface")
    for language in curated.languages:
        for key, text in language.texts("interface").items():
            yield from _placeholders(language.at("interface", key), text, words.get(key, text), whole=True)
        for key, text in language.texts("qualifier").items():
            yield from _placeholders(language.at("qualifier", key), text, "{n}", whole=True)


def message_placeholders(curated: Curated) -> Iterator[Fault]:
    """A message is filled with what the Chinese one is filled with, and with all of it."""
    for table in MESSAGES:
        messages = _chinese(curated, table)
        for language in curated.languages:
            for key, text in language.texts(table).items():
                yield from _placeholders(language.at(table, key), text, messages.get(key, text), whole=True)


def periods(curated: Curated) -> Iterator[Fault]:
    """A language can say every kind of period, and says no two of them alike."""
    for language in curated.languages:
        words = language.facts.get("period", {})
        first: dict[str, Period] = {}
        told: set[str] = set()
        for period in map(parse_period, PERIODS):
            template = next((name for name in period.templates() if name in words), "")
            place = language.at("period", template)
            try:
                text = say_period(period, words)
            except (KeyError, ValueError, IndexError, AttributeError, TypeError) as error:
                known = ", ".join(f"{{{fact}}}" for fact in period.facts())
                yield fault("unlike_placeholders", place, f"{period}: {error}", known=known)
                continue
            other = first.setdefault(text, period)
            if other != period and template not in told:
                told.add(template)
                yield fault("periods_alike", place, text, one=other, other=period)


def missing_words(curated: Curated) -> Iterator[Fault]:
    """Warn of what a language doesn't say yet: there the Chinese is shown, or the English of a message."""
    for language in curated.languages:
        if language.stem == SOURCE_LANGUAGE:
            continue
        name = language.facts.get("name", language.stem)
        missing: dict[tuple[str, ...], list[str]] = {}
        wanted = [*_said_in_chinese(curated)]
        texts = {table: language.texts(*table) for table in {table for table, _ in wanted}}
        for table, key in wanted:
            if not texts[table].get(key):
                missing.setdefault(table, []).append(key)
        if notes := [*_notes_without_words(curated, language)]:
            missing["note",] = notes
        for table, keys in missing.items():
            there = language.at(".".join(table))
            line = there.line if there.file == language.file else None  # else it comes from a workbook
            place = Place(language.file, line, ".".join(table))
            english = table[0] in MESSAGES and language.stem not in FALLBACKS
            shown = Message("phrase.english" if english else "phrase.chinese")
            yield fault("missing_words", place, ", ".join(keys), language=name, shown=shown)


def _notes_without_words(curated: Curated, language: Toml) -> Iterator[str]:
    """The notes of figures that a language doesn't say."""
    patterns = {p: text for p, text in language.texts("note").items() if not _why_no_pattern(p, text)}
    notes = {note for table in curated.figures.values() for note in table.distinct("note")} - {""}
    yield from (note for note in sorted(notes) if say_note(note, patterns) is None)


def _unused(curated: Curated, language: Toml, id: str, place: Place) -> Iterator[Fault]:
    """Note the words of a document that isn't there any more, or is called otherwise and has none."""
    known = curated.names["document"]
    if id not in known and curated.whole("document"):
        silent = {other: name for other, name in known.items() if not language.texts("document", other)}
        yield fault("unused_words", place, id, silent)


def _source(curated: Curated) -> Toml | None:
    return next((language for language in curated.languages if language.stem == SOURCE_LANGUAGE), None)


def _chinese(curated: Curated, table: str) -> Mapping[str, str]:
    source = _source(curated)
    return source.texts(table) if source else {}


def _said_in_chinese(curated: Curated) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text that a language should have, as (table, key)."""
    for kind, entries in curated.entries.items():
        for entry in entries:
            yield from (((kind, entry.id), field) for field in text_fields(kind) if entry.text(field))
    for kind, names in curated.names.items():
        if kind not in KINDS:
            yield from (((kind,), id) for id in names)
    for table in ("interface", *MESSAGES):
        yield from (((table,), key) for key in _chinese(curated, table))


def _leaves(value: object, path: str) -> Iterator[tuple[str, object]]:
    """Every value within tables and, where they are allowed, lists, with the path of its key."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, f"{path}.{key}")
    elif isinstance(value, list) and path.split(".")[0] in LISTS:
        for inner in value:
            yield from _leaves(inner, path)
    elif value is not None:
        yield path, value


def _unknown_texts(language: Toml) -> Iterator[Fault]:
    for kind in KINDS:
        fields = [*text_fields(kind), *OWN_NOUNS.get(kind, ())]
        for id in language.tables(kind):
            for field in language.texts(kind, id).keys() - fields:
                near, listed = dict.fromkeys(fields, ""), ", ".join(fields)
                yield fault("unknown_field", language.at(f"{kind}.{id}", field), field, near, fields=listed)


def _placeholders(place: Place, text: str, known: str, whole: bool = False) -> Iterator[Fault]:
    """What a text has beyond the placeholders of the Chinese; if `whole`, also what it lacks of them."""
    allowed = _names(known)
    try:
        names = _names(text)
    except ValueError as error:
        yield fault("bad_template", place, text, why=error)
        return
    for name in sorted(names - allowed):
        yield fault("unlike_placeholders", place, _listed({name}), known=_listed(allowed) or "—")
    if whole and names < allowed:
        yield fault("unlike_placeholders", place, _listed(names), known=_listed(allowed))


def _listed(names: Set[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))


def _names(template: str) -> set[str]:
    """The names in braces. Raises ValueError where a colon is followed by other than two forms."""
    parts = [(name, spec or "") for _, name, spec, _ in Formatter().parse(template) if name is not None]
    if unlike := [spec for _, spec in parts if spec and spec.count("|") != 1]:
        raise ValueError(unlike[0])
    return {name for name, _ in parts}


def _where(table: str, id: str) -> tuple[str, str]:
    return (f"{table}.{id}", "") if table in KINDS else (table, id)


def _is_locale(text: str) -> bool:
    try:
        return bool(Locale.parse(text))
    except (UnknownLocaleError, ValueError):
        return False


def _why_no_pattern(pattern: str, template: str) -> str:
    """Why nothing can be said by a pattern: it is none, or its text takes a group that it lacks."""
    try:
        re.compile(pattern)
        re.sub(f"(?:{pattern})?", template, "")
    except (re.error, IndexError) as error:
        return str(error)
    return ""
