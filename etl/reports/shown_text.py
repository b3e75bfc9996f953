"""What a file shows and its text alone doesn't: raised digits, words that are struck out."""

from __future__ import annotations

import re

from data.errors import FileUnusable
from data.messages import Message

_NUMERAL = re.compile(r"[\d零一二两三四五六七八九十百千万亿]")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def raised(text: str) -> str:
    """Return a text with its digits raised: the 1 of 48.3¹ is a note's, and no digit of the figure."""
    return text.translate(_RAISED)


def refuse_struck(text: str, file: str) -> None:
    """Raise FileUnusable for words struck out with a number in them: it may count, or not."""
    if _NUMERAL.search(text):
        raise FileUnusable(file, why=Message("phrase.report_struck", {"text": text.strip()[:20]}))
