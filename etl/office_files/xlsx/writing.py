"""How workbooks are written: a text stays the text that it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

# What looks like a formula, an address or a number stays text.
PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
MADE = datetime(2000, 1, 1)  # what a workbook says that is made anew whenever somebody asks


@contextmanager
def new_book(path: Path, made: datetime = MADE) -> Iterator[Workbook]:
    """Give a workbook to be filled; it is written at the end. Raises OSError for what can't be written.

    The same content, `made` at the same time, gives the same bytes.
    """
    try:
        with Workbook(path, PLAIN) as book:
            book.set_properties({"created": made})
            yield book
    except FileCreateError as error:  # which is no OSError, but holds the one that it was
        raise error.args[0] from error
