"""What the command line says: in Chinese, or the language that LIVELIHOOD_LANG or --lang names."""

from __future__ import annotations

import os
from collections.abc import Sequence

from data.messages import INSTALLED, SOURCE_LANGUAGE, Message


class Messages:
    """Says messages in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, **facts: object) -> str:
        """Return a message; `facts` fill its placeholders."""
        return Message(f"command_line.{key}", facts).say(self.language)


def language_of(arguments: Sequence[str]) -> str:
    """Return the language asked for by --lang or LIVELIHOOD_LANG, before the command is understood."""
    asked = [os.environ.get("LIVELIHOOD_LANG", "")]
    for n, argument in enumerate(arguments):
        if argument == "--lang":
            asked += arguments[n + 1 : n + 2]
        elif argument.startswith("--lang="):
            asked.append(argument.removeprefix("--lang="))
    return next((language for language in reversed(asked) if language in INSTALLED.codes), SOURCE_LANGUAGE)
