"""The commands and options that `python -m etl` understands, explained in the reader's language."""

from __future__ import annotations

import argparse
import re
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from data.messages import INSTALLED, Joined
from data.model.catalog import CURATED
from etl.command_line.exit_codes import WRONG
from etl.command_line.messages import Messages

# What may be said of a table that is turned: by option, how it is written, and the text that explains it.
ANSWERS = {
    "sheet": ("NAME", "sheet_help"),
    "region": ("[HEADING=]REGION", "region_help"),
    "period": ("[HEADING=]PERIOD", "period_help"),
    "unit": ("[HEADING=]UNIT", "unit_help"),
    "indicator": ("[HEADING=]INDICATOR", "indicator_help"),
    "status": ("HEADING=STATUS", "status_help"),
    "sign": ("SIGN=+|-", "sign_help"),
    "ignore": ("TEXT", "ignore_help"),
}
# What each command takes, in the order in which its help shows it.
COMMANDS: dict[str, tuple[str, ...]] = {
    "check": ("files", "--curated"),
    "diff": ("files", "--curated", "--database", "--all", "--html"),
    "refresh": ("files", "--curated", "--database", "--all", "--html", "--yes", "--reason", "--withdraw"),
    "history": ("--database",),
    "show": ("release", "--database", "--all"),
    "rollback": ("release", "--database", "--all", "--html", "--yes", "--reason"),
    "verify": ("--database",),
    "backup": ("file", "--database"),
    "restore": ("file", "--database", "--yes"),
    "template": ("target", "--document", "--curated", "--replace"),
    "unpivot": ("source", "--output", "--curated", "--replace", *(f"--{answer}" for answer in ANSWERS)),
    "propose": (
        *("report", "--output", "--published", "--region:report", "--publisher", "--earlier"),
        *("--curated", "--replace"),
    ),
    "review": (
        *("report", "--published", "--region:report", "--publisher", "--earlier", "--decided"),
        *("--by", "--approved"),
        *("--curated", "--replace"),
    ),
    "attach": ("report", "document", "--curated"),
    "proofread": ("text", "--published", "--region:report", "--database"),
    "import": ("source", "--curated", "--replace", "--yes"),
    "export": ("target", "--database", "--release", "--replace"),
}
SHORT = {"--output": ("-o",)}

# What argparse says, and the message for it.
ARGPARSE_SENTENCES = (
    (re.compile("the following arguments are required: (?P<names>.+)"), "usage_missing"),
    (re.compile("unrecognized arguments: (?P<names>.+)"), "usage_unknown"),
    (
        re.compile(
            r"argument (?P<name>.+?): invalid choice: '?(?P<value>.*?)'? \(choose from (?P<choices>.+)\)"
        ),
        "usage_choice",
    ),
    (re.compile("argument (?P<name>.+?): expected (?:one|at least one) argument"), "usage_lacks_value"),
    (re.compile("argument (?P<name>.+?): ignored explicit argument .+"), "usage_no_value"),
    (re.compile("argument (?P<name>.+?): (?P<why>.+)"), "usage_of"),
)


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks the reader's language and exits with 2."""

    def __init__(self, *, say: Messages, **options: Any) -> None:
        super().__init__(**options, epilog=say("codes"), add_help=False, allow_abbrev=False)
        self.say = say
        self._positionals.title = say("arguments")
        self._optionals.title = say("options")
        self.add_argument("-h", "--help", action="help", help=say("help"))
        names = Joined("command_line.lang_or", INSTALLED.codes)
        self.add_argument("--lang", choices=INSTALLED.codes, help=say("lang", languages=names))

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command."""
        self.print_usage()
        self.exit(WRONG, self.say("usage", why=self._in_words(message)) + "\n")

    def _in_words(self, message: str) -> str:
        """What argparse says, which is English, in the reader's language."""
        for pattern, key in ARGPARSE_SENTENCES:
            if match := pattern.fullmatch(message):
                return self.say(key, **match.groupdict())
        return message


def build_parser(say: Messages) -> Parser:
    """Return the parser of the whole command line."""
    parser = Parser(say=say, prog="python -m etl", description=say("about"))
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", title=say("commands"))
    options = _options(say)
    for name, taken in COMMANDS.items():
        command = commands.add_parser(name, say=say, help=say(name), description=say(name))
        for option in taken:
            flag = option.partition(":")[0]
            command.add_argument(*SHORT.get(flag, ()), flag, **options[option])
    return parser


def _options(say: Messages) -> dict[str, dict[str, Any]]:
    """Every option and argument, as argparse takes it."""
    curated, release = say("curated", default=f"data/{CURATED.name}"), partial(_release, say)
    return {
        "files": {"nargs": "*", "type": Path, "metavar": "FILE", "help": say("files")},
        "source": {"type": Path, "metavar": "FILE", "help": say("source")},
        "report": {"type": Path, "metavar": "REPORT", "help": say("report_help")},
        "--earlier": {
            **{"action": "append", "type": Path, "default": [], "metavar": "FILE"},
            "help": say("earlier_help"),
        },
        "--decided": {"type": Path, "metavar": "FILE", "help": say("decided_help")},
        "--by": {"default": "", "metavar": "NAME", "help": say("by_help")},
        "--approved": {"type": Path, "metavar": "FILE", "help": say("approved_help")},
        "text": {"type": Path, "metavar": "FILE|-", "help": say("text_help")},
        "--published": {"default": "", "metavar": "DAY", "help": say("published_help")},
        "--region:report": {"default": "", "metavar": "CODE", "help": say("region_of_report_help")},
        "--publisher": {"default": "", "metavar": "NAME", "help": say("publisher_help")},
        "target": {"type": Path, "metavar": "TARGET", "help": say("target")},
        "--document": {"metavar": "DOCUMENT", "help": say("document_help")},
        "document": {"metavar": "DOCUMENT", "help": say("document_of_text_help")},
        "--release": {"type": release, "metavar": "N", "help": say("release_help")},
        "--replace": {"action": "store_true", "help": say("replace")},
        "release": {"type": release, "metavar": "N", "help": say("release_help")},
        "file": {"metavar": "FILE", "help": say("file_help")},
        "--curated": {"type": Path, "default": CURATED, "metavar": "DIR", "help": curated},
        "--database": {"metavar": "URL", "help": say("database")},
        "--all": {"action": "store_true", "help": say("all")},
        "--html": {"type": Path, "metavar": "FILE", "help": say("html")},
        "--yes": {"action": "store_true", "help": say("yes")},
        "--reason": {"default": "", "metavar": "TEXT", "help": say("reason_help")},
        "--output": {"type": Path, "required": True, "metavar": "FILE", "help": say("output_help")},
        **{
            f"--{answer}": {"action": "append", "default": [], "metavar": written, "help": say(key)}
            for answer, (written, key) in ANSWERS.items()
        },
        "--withdraw": {
            **{
                "action": "append",
                "type": partial(_withdrawal, say),
                "default": [],
                "metavar": "DOCUMENT=COUNT",
            },
            "help": say("withdraw"),
        },
    }


def _release(say: Messages, text: str) -> int:
    """Read the number of a release."""
    if not re.fullmatch("[0-9]{1,9}", text):
        raise argparse.ArgumentTypeError(say("not_a_number", text=text[:40]))
    return int(text)


def _withdrawal(say: Messages, text: str) -> tuple[str, int]:
    """Read DOCUMENT=COUNT: how many published figures of a document are to vanish."""
    document, _, count = text.partition("=")
    if not document or not count.isascii() or not count.isdigit():
        raise argparse.ArgumentTypeError(say("not_a_withdrawal", text=text[:80]))
    return document, int(count)
