"""The one tree of errors; each message is fit to show to the person who can act on it.

What they say stands in languages/*.toml, in the table [error].

LivelihoodError
├── InputError             what an admin wrote can't be used
│   ├── QuantityError      a printed figure that can't be read
│   ├── PeriodError        a period that can't be read
│   ├── FormulaError       a formula that can't be worked out
│   ├── FileUnusable       a file that can't be read or written where the admin said
│   ├── SettingUnusable    an environment variable that says what can't be
│   ├── ProfileIncomplete  settings that a government's site can't do without
│   ├── AddressUnusable    an address that can't be served at
│   └── ContentError       curated files with faults; carries every one of them
├── HonestyError           drawing or adding it would tell what no source says
│   └── ChartRefused       a chart whose figures don't suit its kind
│       └── PictureRefused  a chart with more in it than fits a picture of some size
├── StoreError             the store can't answer
│   ├── NoRelease          nothing has been published yet
│   ├── StoreUnusable      no database, not ours, damaged, or of another version
│   │   ├── StoreNowhere   an address that names no file
│   │   ├── StoreForeign   another program's
│   │   ├── StoreOutdated  written by an older version of this software
│   │   ├── StoreTooOld    written before the first version that anybody has installed
│   │   ├── StoreTooNew    written by a newer version of this software
│   │   ├── StoreDamaged   what is stored is not what was published
│   │   │   └── ReleaseAltered  a release that therefore isn't shown
│   │   ├── ReleaseUnverified  a release that is being checked
│   │   ├── StoreSlow      too many read at once, or a query takes too long
│   │   └── StoreBehind    a copy that hasn't received a release yet
│   └── StoreBusy          another refresh holds the store
├── NotFound               an address that names nothing we publish
│   ├── NoSuchRelease      the number of a release that was never made
│   ├── CodeUnknown        a code that no picture of ours bears
│   └── SettingMissing     an address that there is only once a setting says what it needs
├── RequestRefused         a request that our own pages never send
│   ├── UploadRefused      a file that can't be one of our pictures
│   ├── TextRefused        a text that is too long to be proofread, or none at all
│   ├── TooManyFigures     more figures than one file holds
│   └── RequestUnfinished  a body that didn't come in time
├── ServerBusy             too many requests at once
└── CharacterMissing       a picture of a text with characters that our fonts don't have
"""

from __future__ import annotations

import errno
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.messages import INSTALLED, SOURCE_LANGUAGE, Joined, Message, Sayable


class LivelihoodError(Exception):
    """An error with a sentence in each language: that of its class in the table [error] of languages/*.toml.

    What it is raised with fills the sentence; a fact may be a message itself.
    """

    def __init__(self, text: str | Sayable = "", **facts: object) -> None:
        self.facts = {"text": text, **facts}
        super().__init__(text)

    def __str__(self) -> str:
        return self.say("en")

    def say(self, language: str) -> str:
        """Return the sentence in `language`, or in English where that language has none."""
        return Message(f"error.{type(self).__name__}", self.facts).say(language)


class InputError(LivelihoodError):
    """What an admin wrote can't be used as it stands."""


class QuantityError(InputError):
    """A printed figure that can't be read."""


class PeriodError(InputError):
    """A period that can't be read."""


class FormulaError(InputError):
    """A formula that can't be worked out."""


class FileUnusable(InputError):
    """A file that can't be read or written where the admin said."""


class SettingUnusable(InputError):
    """An environment variable that says what can't be."""


class ProfileIncomplete(InputError):
    """Settings are empty that a government's site can't do without."""


class AddressUnusable(InputError):
    """An address that can't be served at."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a file: where it is, what was found, what was expected, and its stable code.

    `severity` is error (nothing is loaded), warning, or note (read right, but worth seeing).
    """

    code: str
    file: str
    found: str
    expected: tuple[Message, ...]
    line: int | None = None
    column: str | None = None
    sheet: str | None = None
    severity: str = "error"

    def say(self, language: str) -> str:
        """Return `severity [code] file › line › column: what was found; what was expected`, in `language`."""
        row = None if self.sheet and self.column else self.line  # the cell of a sheet, E7, has its row in it
        line = Message("phrase.line", {"line": row}).say(language) if row else None
        place = " › ".join(part for part in (self.file, self.sheet, line, self.column) if part)
        expected = "".join(message.say(language) for message in self.expected)
        severity = Message(f"phrase.{self.severity}")
        facts = {
            **{"severity": severity, "code": self.code, "place": place},
            **{"found": self.found, "expected": expected},
        }
        return Message("phrase.fault" if self.found else "phrase.fault_of_nothing", facts).say(language)


class ContentError(InputError):
    """Files with faults; `faults` holds every one of them, and warnings and notes."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(counts=counted(self.faults))


def counted(faults: Iterable[Fault]) -> Joined:
    """Return how many errors, warnings and notes there are, as a message; of a kind without any nothing."""
    counts = Counter(fault.severity for fault in faults)
    kinds = [kind for kind in ("error", "warning", "note") if counts[kind]]
    return Joined("phrase.and", [Message(f"phrase.count_{kind}", {"count": counts[kind]}) for kind in kinds])


class HonestyError(LivelihoodError):
    """Drawing or adding it would tell what no source says."""


class ChartRefused(HonestyError):
    """A chart whose figures don't suit its kind."""


class PictureRefused(ChartRefused):
    """A chart with more in it than fits a picture of some size."""


class StoreError(LivelihoodError):
    """The store can't answer."""


class NoRelease(StoreError):
    """Nothing has been published yet."""


class StoreUnusable(StoreError):
    """No database, not ours, damaged, or of another version."""


class StoreNowhere(StoreUnusable):
    """An address that names no file: what is published would be gone in the end."""


class StoreForeign(StoreUnusable):
    """Another program's: the text names its tables."""


class StoreOutdated(StoreUnusable):
    """Written by an older version of this software."""


class StoreTooOld(StoreUnusable):
    """Written before the first version that anybody has installed: it has to be made anew."""


class StoreTooNew(StoreUnusable):
    """Written by a newer version of this software."""


class StoreDamaged(StoreUnusable):
    """What is stored is not what was published."""


class ReleaseAltered(StoreDamaged):
    """A release that isn't shown, as what is stored of it is not what was published."""


class ReleaseUnverified(StoreUnusable):
    """A release of which it isn't known yet whether it is as it was published."""


class StoreSlow(StoreUnusable):
    """Too many read at once, or a query takes too long."""


class StoreBehind(StoreUnusable):
    """A copy that hasn't received a release yet."""


class StoreBusy(StoreError):
    """Another refresh holds the store; the text says which, in brackets."""


class NotFound(LivelihoodError):
    """An address that names nothing we publish."""


class NoSuchRelease(NotFound):
    """The number of a release that was never made."""


class CodeUnknown(NotFound):
    """A code that no picture of ours bears."""


class SettingMissing(NotFound):
    """An address that there is only once a setting says what it needs."""


class RequestRefused(LivelihoodError):
    """A request that our own pages never send."""


class UploadRefused(RequestRefused):
    """A file that can't be one of our pictures."""


class TextRefused(RequestRefused):
    """A text that is too long to be proofread, or none at all."""


class TooManyFigures(RequestRefused):
    """More figures than one file holds."""


class RequestUnfinished(RequestRefused):
    """A body that didn't come in time."""


class ServerBusy(LivelihoodError):
    """Too many requests at once."""


class CharacterMissing(LivelihoodError):
    """A picture of a text with characters that our fonts don't have: it would lack them."""


def reason_of(code: str, otherwise: str) -> str | Message:
    """Return what a code of the system or of SQLite (ENOENT, SQLITE_FULL) means, else what they said."""
    key = f"phrase.{code}"
    return Message(key) if key in INSTALLED.sentences(SOURCE_LANGUAGE) else otherwise


def reason_of_system(error: OSError) -> str | Message:
    """Return what the system says of a file, in words where it is one of the usual things."""
    return reason_of(errno.errorcode.get(error.errno or 0, ""), error.strerror or str(error))
