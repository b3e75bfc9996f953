"""Where a formula takes its values from: out of this workbook, or out of others that nobody can check."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

# A text, or (in the group) a sheet or a book and sheet whose name has other characters.
_QUOTED = re.compile(r"""\"[^"]*"|'((?:[^']|'')*)'""")
_NAME = re.compile(r"[^\W\d][\w.\\?]*|\\[\w.]+")
# [1]Sheet1!A1 and [1]!name, but not the column of a table, 表1[2021].
_OTHER_BOOK = re.compile(r"(?<![\w\])])\[[^\[\]]+\][\w.:]*!")
_PROGRAM = "|"  # DDE: cmd|'/c calc'!A0
_SERVICE = re.compile(
    r"\b(?:WEBSERVICE|RTD|CALL|REGISTER\.ID|SQL\.REQUEST|STOCKHISTORY|CUBE[A-Z]+)\(", re.IGNORECASE
)

_VOLATILE = re.compile(r"\b(?:RAND|RANDBETWEEN|RANDARRAY|NOW|TODAY)\(", re.IGNORECASE)
_PICTURE = re.compile(r"\b(?:DISPIMG|IMAGE)\(", re.IGNORECASE)  # how WPS and Excel keep a picture in a cell


def is_volatile(formula: str) -> bool:
    """Whether a formula gives something else each time it is worked out: a random number, the time."""
    return _VOLATILE.search(_QUOTED.sub("", formula)) is not None


def is_picture(formula: str) -> bool:
    """Whether a formula, with or without its =, shows a picture."""
    return _PICTURE.match(formula.lstrip("=").removeprefix("_xlfn.")) is not None


def is_external(formula: str, names: Collection[str] = ()) -> bool:
    """Whether a formula takes from outside its workbook; `names` are those that stand for what is outside."""
    if any({*"[\\"} & {*(quoted[1] or "")} for quoted in _QUOTED.finditer(formula)):
        return True
    plain = _QUOTED.sub("", formula)
    if _PROGRAM in plain or _OTHER_BOOK.search(plain) or _SERVICE.search(plain):
        return True
    return any(name.casefold() in names for name in _NAME.findall(plain)) if names else False


def external_names(formulas: Mapping[str, str]) -> frozenset[str]:
    """Return the defined names, by their formulas, that stand for something outside, directly or not."""
    users: dict[str, set[str]] = {}
    for name, formula in formulas.items():
        for used in _NAME.findall(_QUOTED.sub("", formula)):
            users.setdefault(used.casefold(), set()).add(name.casefold())
    found: set[str] = set()
    left = [name.casefold() for name, formula in formulas.items() if is_external(formula)]
    while left:
        if (name := left.pop()) not in found:
            found.add(name)
            left += users.get(name, ())
    return frozenset(found)
