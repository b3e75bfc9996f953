"""The one tree of errors; each message is fit to show to the person who can act on it.

LivelihoodError
├── InputError             what an admin wrote can't be used
│   ├── QuantityError      a printed figure that can't be read
│   ├── PeriodError        a period that can't be read
│   ├── FormulaError       a formula that can't be worked out
│   ├── FileUnusable       a file that can't be read or written where the admin said
│   ├── SettingUnusable    an environment variable that says what can't be
│   └── ContentError       curated files with faults; carries every one of them
├── HonestyError           drawing or adding it would tell what no source says
│   └── ChartRefused       a chart whose figures don't suit its kind
├── StoreError             the store can't answer
│   ├── NoRelease          nothing has been published yet
│   ├── StoreUnusable      no database, not ours, damaged, or of another version
│   │   ├── StoreNowhere   an address that names no file
│   │   ├── StoreForeign   another program's
│   │   ├── StoreOutdated  written by an older version of this software
│   │   ├── StoreTooOld    written before the first version that anybody has installed
│   │   ├── StoreTooNew    written by a newer version of this software
│   │   ├── StoreDamaged   what is stored is not what was published
│   │   ├── StoreSlow      too many read at once, or a query takes too long
│   │   └── StoreBehind    a copy that hasn't received a release yet
│   └── StoreBusy          another refresh holds the store
├── NotFound               an address that names nothing we publish
│   └── SettingMissing     an address that there is only once a setting says what it needs
└── RequestRefused         a request that our own pages never send
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from string import Formatter
from typing import ClassVar


class LivelihoodError(Exception):
    """An error with a sentence in each language.

    Subclasses declare `messages`, one template a language; keyword arguments fill it.
    """

    messages: ClassVar[dict[str, str]] = {"zh": "{text}", "en": "{text}"}

    def __init__(self, text: str = "", **facts: object) -> None:
        self.facts = {"text": text, **facts}
        super().__init__(self.say("en"))

    def say(self, language: str) -> str:
        """Return the message in `language`, in English where that language has none."""
        template = self.messages.get(language, self.messages["en"])
        facts = {
            name: fact.say(language) if isinstance(fact, LivelihoodError) else fact
            for name, fact in self.facts.items()
        }
        return Formatter().vformat(template, (), facts)


class InputError(LivelihoodError):
    """What an admin wrote can't be used as it stands."""


class QuantityError(InputError):
    """A printed figure that can't be read."""

    messages: ClassVar[dict[str, str]] = {
        "zh": "读不懂的数字“{text}”：应写成原文的样子，如 约52.85公里、8000余个、81.94%",
        "en": "can't read the figure “{text}”: write it as printed, such as 约52.85公里, 8000余个, 81.94%",
    }


class PeriodError(InputError):
    """A period that can't be read."""

    messages: ClassVar[dict[str, str]] = {
        "zh": "读不懂的时期“{text}”：应写成 2022、2022-01-01/2023-02-01、2019-Q1/2019-Q3、2020-10 等",
        "en": "can't read the period “{text}”: write 2022, 2022-01-01/2023-02-01, 2019-Q1/2019-Q3 or like",
    }


class FormulaError(InputError):
    """A formula that can't be worked out."""

    messages: ClassVar[dict[str, str]] = {
        "zh": "公式“{text}”无法计算：{why}",
        "en": "the formula “{text}” can't be worked out: {why}",
    }


class FileUnusable(InputError):
    """A file that can't be read or written where the admin said."""

    messages: ClassVar[dict[str, str]] = {
        "zh": "文件“{text}”不能用：{why}",
        "en": "the file “{text}” can't be used: {why}",
    }


class SettingUnusable(InputError):
    """An environment variable that says what can't be."""

    messages: ClassVar[dict[str, str]] = {
        "zh": "环境变量 {name} 不能是“{text}”：应写成 {example} 的样子",
        "en": "the environment variable {name} can't be “{text}”: write it like {example}",
    }


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a file: where it is, what was found, what was expected, and its stable code.

    `severity` is error (nothing is loaded), warning, or note (read right, but worth seeing).
    """

    code: str
    file: str
    found: str
    expected: dict[str, str]
    line: int | None = None
    column: str | None = None
    sheet: str | None = None
    severity: str = "error"

    def say(self, language: str) -> str:
        """Return `file › line › column: what was found; what was expected`, in `language`."""
        line = {"zh": "第{}行", "en": "line {}"}.get(language, "line {}")
        row = None if self.sheet and self.column else self.line  # the cell of a sheet, E7, has its row in it
        place = [self.file, self.sheet, line.format(row) if row else None, self.column]
        expected = self.expected.get(language, self.expected["en"])
        colon, stop = ("：", "；") if language == "zh" else (": ", "; ")
        found = f"“{self.found}”" if self.found else {"zh": "空"}.get(language, "nothing")
        return f"[{self.code}] {' › '.join(p for p in place if p)}{colon}{found}{stop}{expected}"


class ContentError(InputError):
    """Curated files with faults; `faults` holds every one of them, and notes, which count for nothing."""

    messages: ClassVar[dict[str, str]] = {
        "zh": "整理的文件有 {count} 处问题，什么都没有载入",
        "en": "the curated files have {count} faults; nothing was loaded",
    }

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(count=sum(fault.severity != "note" for fault in self.faults))


class HonestyError(LivelihoodError):
    """Drawing or adding it would tell what no source says."""


class ChartRefused(HonestyError):
    """A chart whose figures don't suit its kind."""

    messages: ClassVar[dict[str, str]] = {
        "zh": "图表“{text}”不能这样画：{zh}",
        "en": "the chart “{text}” can't be drawn so: {why}",
    }

    def __init__(self, text: str, why: str, zh: str = "") -> None:
        super().__init__(text, why=why, zh=zh or why)


class StoreError(LivelihoodError):
    """The store can't answer."""


class NoRelease(StoreError):
    """Nothing has been published yet."""

    messages: ClassVar[dict[str, str]] = {
        "zh": "还没有发布任何数据。请运行：python -m etl refresh",
        "en": "nothing has been published yet. Run: python -m etl refresh",
    }


class StoreUnusable(StoreError):
    """No database, not ours, damaged, or of another version."""

    messages: ClassVar[dict[str, str]] = {
        "zh": "数据库不能使用：{text}",
        "en": "the database can't be used: {text}",
    }


class StoreNowhere(StoreUnusable):
    """An address that names no file: what is published would be gone in the end."""

    messages: ClassVar[dict[str, str]] = {
        "zh": "数据库地址“{text}”没有写明文件，什么都留不下；应写成 sqlite:////srv/livelihood.db 的样子",
        "en": "the database address “{text}” names no file, so nothing would be kept: write it like "
        "sqlite:////srv/livelihood.db",
    }


class StoreForeign(StoreUnusable):
    """Another program's: the text names its tables."""

    messages: ClassVar[dict[str, str]] = {
        "zh": "这是别的程序的数据库，里面有这些表：{text}。请核对地址",
        "en": "this is another program's database, with the tables {text}: check the address",
    }


class StoreOutdated(StoreUnusable):
    """Written by an older version of this software."""

    messages: ClassVar[dict[str, str]] = {
        "zh": "数据库还是旧版程序的结构（{text}）。请运行：python -m etl refresh",
        "en": "an older version of this software wrote the database ({text}). Run: python -m etl refresh",
    }


class StoreTooOld(StoreUnusable):
    """Written before the first version that anybody has installed: it has to be made anew."""

    messages: ClassVar[dict[str, str]] = {
        "zh": "数据库是首个正式版本之前建立的（结构 {text}），不能沿用。请把它移到别处保存，"
        "或换一个空的数据库，再运行：python -m etl refresh",
        "en": "the database was made before the first version of this software (schema {text}) and can't be "
        "brought on. Move it elsewhere, or take an empty database, and run: python -m etl refresh",
    }


class StoreTooNew(StoreUnusable):
    """Written by a newer version of this software."""

    messages: ClassVar[dict[str, str]] = {
        "zh": "数据库已由更新版本的程序使用（结构 {text}），请升级本程序",
        "en": "the database is in use by a newer version of this software (schema {text}): update this one",
    }


class StoreDamaged(StoreUnusable):
    """What is stored is not what was published."""

    messages: ClassVar[dict[str, str]] = {
        "zh": "{text}：与发布时不符，已损坏",
        "en": "{text}: damaged, not as it was published",
    }


class StoreSlow(StoreUnusable):
    """Too many read at once, or a query takes too long."""

    messages: ClassVar[dict[str, str]] = {
        "zh": "数据库一时忙不过来（{text}），请稍后再试",
        "en": "the database can't keep up ({text}); try again later",
    }


class StoreBehind(StoreUnusable):
    """A copy that hasn't received a release yet."""

    messages: ClassVar[dict[str, str]] = {
        "zh": "这台数据库服务器还没有收到第 {text} 版，请稍后再试",
        "en": "this database server hasn't received release {text} yet; try again later",
    }


class StoreBusy(StoreError):
    """Another refresh holds the store; the text says which, in brackets."""

    messages: ClassVar[dict[str, str]] = {
        "zh": "另一次更新正在进行{text}，请稍后再试",
        "en": "another refresh is under way{text}; try again later",
    }


class NotFound(LivelihoodError):
    """An address that names nothing we publish."""

    messages: ClassVar[dict[str, str]] = {
        "zh": "没有“{text}”这一内容",
        "en": "there is no “{text}” here",
    }


class SettingMissing(NotFound):
    """An address that there is only once a setting says what it needs."""

    messages: ClassVar[dict[str, str]] = {
        "zh": "设置了环境变量 {name}，才有这个网址",
        "en": "this address is there once the environment variable {name} is set",
    }


class RequestRefused(LivelihoodError):
    """A request that our own pages never send."""

    messages: ClassVar[dict[str, str]] = {
        "zh": "请求无效：{text}",
        "en": "the request is not one our pages send: {text}",
    }
