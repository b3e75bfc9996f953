"""What a person wrote into the column 采纳 of a proposal's workbook or CSV, and into the cells beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from data.errors import FileUnusable
from data.messages import INSTALLED, Message
from data.prose.decisions import CHOICES, EDITED, Decision, decide
from data.prose.proposal import Proposed
from etl.office_files.labels import id_in
from etl.office_files.xlsx.workbook import opened_book
from etl.reports.files import decoded
from etl.reports.sentences import Sentences
from etl.reports.tables import DECISION

STATUSES = ("actual", "plan", "target", "estimate")  # that a proposal knows
_NAMED = (DECISION, "id", *EDITED)


def read_decided(path: Path, proposed: Proposed, by: str, at: str) -> list[Decision]:
    """Return the decisions of a filled-in workbook or CSV on the rows of a proposal of the same text.

    What is accepted with other cells than proposed is accepted as edited. Raises FileUnusable for a table
    that is no proposal, a choice that is none, or a row that the text hasn't; ContentError; OSError.
    """
    rows = {row.id: row for row in proposed.rows}
    statuses = {Sentences(code)(f"status_{id}"): id for code in INSTALLED.codes for id in STATUSES}
    decisions = []
    for line, cells in _rows(path):
        written = cells.get(DECISION, "").strip()
        if not written:
            continue
        choice, row = _choices().get(written), rows.get(cells.get("id", ""))
        if choice is None or row is None:
            key = "not_a_choice" if choice is None else "not_a_row"
            raise FileUnusable(str(path), why=Message(f"phrase.{key}", {"line": line, "text": written}))
        edited = {name: id_in(cells.get(name, "").strip()) for name in EDITED}
        edited["status"] = statuses.get(edited["status"], edited["status"])
        changed = any(edited[name] != getattr(row, name) for name in EDITED)
        choice = "edit" if choice == "accept" and changed else choice
        decisions.append(decide(proposed, row, choice, by, at, **edited))
    return decisions


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The rows of a table with their lines, by what columns are called in the program."""
    lines = _csv(path) if path.suffix == ".csv" else _workbook(path)
    _, head = next(lines, (1, {}))
    heads = _heads()
    names = {column: heads[text.strip()] for column, text in head.items() if text.strip() in heads}
    if not {DECISION, "id"} <= set(names.values()):
        raise FileUnusable(str(path), why=Message("phrase.no_decisions", {"line": 1}))
    for line, cells in lines:
        yield line, {name: cells.get(column, "") for column, name in names.items()}


def _csv(path: Path) -> Iterator[tuple[int, Mapping[int, str]]]:
    reader = csv.reader(io.StringIO(decoded(path.read_bytes(), path), newline=""))
    try:
        for cells in reader:
            yield reader.line_num, dict(enumerate(cells))
    except csv.Error as error:
        line = {"line": reader.line_num + 1}
        raise FileUnusable(str(path), why=Message("phrase.no_decisions", line)) from error


def _workbook(path: Path) -> Iterator[tuple[int, Mapping[int, str]]]:
    with opened_book(path, path.name) as book:
        for row in book.read(book.sheets[0]).rows:
            yield row.number, {column: cell.text for column, cell in row.cells.items()}


def _heads() -> dict[str, str]:
    """What the columns are called in files, in every language."""
    named = {Sentences(code)(f"column_{name}"): name for code in INSTALLED.codes for name in _NAMED}
    return named | {name: name for name in _NAMED}


def _choices() -> dict[str, str]:
    named = {Sentences(code)(choice): choice for code in INSTALLED.codes for choice in CHOICES}
    return named | {choice: choice for choice in CHOICES}
