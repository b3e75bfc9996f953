"""The decisions on a report's figures, in a CSV file beside it: added to, and never changed."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from data.errors import FileUnusable, reason_of_system
from data.messages import Message
from data.prose.decisions import CHOICES, COLUMNS, NEEDED, Decision


def beside(report: Path) -> Path:
    """Return where the decisions on a report are kept."""
    return report.with_name(f"{report.name}.decisions.csv")


def read_decisions(path: Path) -> list[Decision]:
    """Return decisions in the order in which they were made; none where there is no file yet.

    Raises FileUnusable for a file that holds something else, which names its line and what is wrong there.
    """
    if not path.exists() or not path.stat().st_size:
        return []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        try:
            if tuple(reader.fieldnames or ()) not in (COLUMNS, NEEDED):
                raise _unusable(path, 1, "columns", ", ".join(COLUMNS))
            return [_decision(row, path, reader.line_num) for row in reader]
        except (UnicodeDecodeError, csv.Error) as error:
            raise _unusable(path, reader.line_num + 1, "text", "") from error


def add_decisions(path: Path, decisions: Iterable[Decision]) -> None:
    """Add decisions to the end of a file, which is made where there is none. Raises FileUnusable."""
    try:
        new, columns = not path.exists() or not path.stat().st_size, COLUMNS
        if not new:
            with path.open(encoding="utf-8-sig", newline="") as stream:
                columns = tuple(next(csv.reader(stream), COLUMNS))
        with path.open("a", encoding="utf-8-sig" if new else "utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns, extrasaction="ignore")
            if new:
                writer.writeheader()
            writer.writerows(map(asdict, decisions))
    except OSError as error:
        raise FileUnusable(str(path), why=reason_of_system(error)) from error


def _decision(row: dict[str, str], path: Path, line: int) -> Decision:
    if None in row or None in row.values():
        raise _unusable(path, line, "cells", str(len(COLUMNS)))
    for name in ("start", "end"):
        if not row[name].isascii() or not row[name].isdigit():
            raise _unusable(path, line, "number", f"{name} = {row[name]}")
    if row["decision"] not in CHOICES:
        raise _unusable(path, line, "choice", row["decision"])
    numbers = {name: int(row[name]) for name in ("start", "end")}
    return Decision(**{**row, **numbers})  # type: ignore[arg-type]


def _unusable(path: Path, line: int, what: str, text: str) -> FileUnusable:
    return FileUnusable(str(path), why=Message(f"phrase.decision_{what}", {"line": line, "text": text}))
