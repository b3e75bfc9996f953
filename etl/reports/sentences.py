"""What the files of a proposal say, in a language: the table [proposal] of its file."""

from __future__ import annotations

from data.messages import Message


class Sentences:
    """Says the words and sentences of a proposal in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, **facts: object) -> str:
        """Return a sentence; `facts` fill its placeholders."""
        return Message(f"proposal.{key}", facts).say(self.language)
