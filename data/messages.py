"""What the program itself says, in every installed language: errors, faults, failures, the command line.

The sentences stand in `languages/*.toml` after the words of pages, in the tables MESSAGES. They come with the
software: no release holds them, and they can be said where no store and no curated folder can be read.
"""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

LANGUAGES = Path(__file__).parent / "languages"
SOURCE_LANGUAGE = "zh"
FALLBACKS = ("en", SOURCE_LANGUAGE)  # what is said where a language lacks a sentence
MESSAGES = (
    "error",
    "failure",
    "refusal",
    "fault",
    "phrase",
    "command_line",
    "proposal",
    "proofread",
    "texts",
)

log = logging.getLogger(__name__)


@runtime_checkable
class Sayable(Protocol):
    """What can be said in a language."""

    def say(self, language: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence by its table and key, fault.bad_csv, and the facts that fill it, messages among them."""

    key: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def say(self, language: str) -> str:
        """Return the sentence in `language`; in English, then Chinese, where it can't be said in that."""
        return INSTALLED.say(language, self)


@dataclass(frozen=True, slots=True)
class Joined:
    """Texts with a message between them: “a or b”."""

    between: str
    texts: Sequence[str | Sayable]

    def say(self, language: str) -> str:
        """Return the texts as a language joins them."""
        texts = (text.say(language) if isinstance(text, Sayable) else text for text in self.texts)
        return Message(self.between).say(language).join(texts)


class Count(int):
    """A number with the noun that agrees with it: {n:figure|figures} is “1 figure”, “2 figures”."""

    def __format__(self, spec: str) -> str:
        one, between, more = spec.partition("|")
        return f"{int(self)} {one if self == 1 else more}" if between else super().__format__(spec)


def fill(sentence: str, facts: Mapping[str, object]) -> str:
    """Return a sentence filled with facts. Raises LookupError, ValueError where it can't be."""
    return sentence.format_map(
        {name: Count(fact) if isinstance(fact, int) else fact for name, fact in facts.items()}
    )


class Languages:
    """The language files of a folder, each read when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files: dict[str, Mapping[str, Any]] = {}
        self._sentences: dict[str, Mapping[str, str]] = {}

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes of the languages there are, the source language first."""
        others = {path.stem for path in self.folder.glob("*.toml")} - {SOURCE_LANGUAGE}
        return SOURCE_LANGUAGE, *sorted(others)

    def file(self, language: str) -> Mapping[str, Any]:
        """Return what a language file says; nothing where there is none that can be read."""
        if language not in self.codes:
            return {}
        if language not in self._files:
            self._files[language] = self._read(self.folder / f"{language}.toml")
        return self._files[language]

    def sentences(self, language: str) -> Mapping[str, str]:
        """Return a language's messages by table and key."""
        if language not in self._sentences and language in self.codes:
            self._sentences[language] = dict(_messages(self.file(language)))
        return self._sentences.get(language, {})

    def say(self, language: str, message: Message) -> str:
        """Return a message in a language, or in the first fallback that it can be said in."""
        facts = {
            name: fact.say(language) if isinstance(fact, Sayable) else fact
            for name, fact in message.facts.items()
        }
        for code in dict.fromkeys((language, *FALLBACKS)):
            try:
                return fill(self.sentences(code)[message.key], facts)
            except (LookupError, ValueError, AttributeError, TypeError):  # not there, or not to be filled so
                continue
        return " ".join((message.key, *(f"{name}={fact}" for name, fact in facts.items())))

    def _read(self, path: Path) -> Mapping[str, Any]:
        try:
            return tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError) as error:  # what is wrong with it can still be said in another language
            log.error("%s: %s", path, error)
            return {}


INSTALLED = Languages(LANGUAGES)


def published(file: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a release keeps of a language file: all but the messages."""
    return {table: words for table, words in file.items() if table not in MESSAGES}


def _messages(file: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for table in MESSAGES:
        texts = file.get(table)
        for key, text in texts.items() if isinstance(texts, dict) else ():
            if isinstance(text, str):
                yield f"{table}.{key}", text
