"""CSV as every surface writes it: a spreadsheet opens it as what it says, and no text of it as a formula.

Excel, WPS and Google Sheets work out a cell that starts with = + - or @, be it in full width; LibreOffice
one that starts with =. With an apostrophe before it, it is text for all of them (CWE-1236, OWASP "CSV
Injection"). A figure is no formula and stays as printed: −5, +3.2%, -5℃.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

MARK = "\ufeff"  # without it Excel takes the Chinese for something else

# What isn't seen may get lost on the way into a cell: what follows it is then the first character.
_UNSEEN = (
    r"\s\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
)
_MINUS = "-－﹣−"
_SIGN = f"[{_MINUS}+＋﹢]"
_NUMBER = "[0-9０-９]+(?:[.,．，][0-9０-９]+)*[%％‰]?"
# No formula goes on with a letter after a number: -5元 and -200元/人 can only be text.
_LETTER = r"(?:[^\W\d_]|[℃℉°㎀-㏟])"
_AMOUNT = f"{_NUMBER}(?:{_LETTER}(?:{_LETTER}|[·/%％‰])*)?"
_FIGURE = f"{_SIGN}{_AMOUNT}(?:(?:[~～–至到]|—{{1,2}}|[-－]){_SIGN}?{_AMOUNT})?"
_DIFFERENCE = f"{_SIGN}{_NUMBER}[-－]{_SIGN}?{_NUMBER}"  # -5-3 is a range here, and -8 for a spreadsheet
_DASHES = f"[{_MINUS}]+"  # nothing to say, in a table
_TEXT = rf"(?:{_DASHES}|(?!{_DIFFERENCE}\Z){_FIGURE})\Z"
_FORMULA = re.compile(f"'*(?:[\t\r\n\0]|[{_UNSEEN}]*(?:[=＝﹦@＠﹫]|(?={_SIGN})(?!{_TEXT})))")


def write_csv(columns: Iterable[object], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as CSV (RFC 4180) with a byte-order mark; texts escaped, numbers as they are."""
    out = io.StringIO(MARK, newline="")
    out.seek(len(MARK))
    lines = csv.writer(out)
    lines.writerow(columns)
    lines.writerows([escape(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return out.getvalue()


def escape(text: str) -> str:
    """Return a text with an apostrophe before what a spreadsheet would work out, or might."""
    if (
        "0" <= text < ":" or "A" <= text < "{" or "一" <= text < "\ua000"
    ):  # so most begin, and no formula does
        return text
    return f"'{text}" if _FORMULA.match(text) else text


def unescape(text: str) -> str:
    """Return the text that `escape` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text
