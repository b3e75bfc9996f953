"""The decisions on a report's figures, in a CSV file beside it: added to, and never changed."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import astuple
from pathlib import Path

from data.errors import FileUnusable
from data.messages import Message
from data.prose.decisions import CHOICES, COLUMNS, Decision


def beside(report: Path) -> Path:
    """Return where the decisions on a report are kept."""
    return report.with_name(f"{report.name}.decisions.csv")


def read_decisions(path: Path) -> list[Decision]:
    """Return decisions in the order in which they were made; none where there is no file yet.

    Raises FileUnusable for a file that holds something else, and names its line; and OSError.
    """
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise FileUnusable(str(path), why=Message("phrase.no_decisions", {"line": 1}))
        return [_decision(row, path, reader.line_num) for row in reader]


def add_decisions(path: Path, decisions: Iterable[Decision]) -> None:
    """Add decisions to the end of a file, which is made where there is none. Raises OSError."""
    new = not path.exists()
    with path.open("a", encoding="utf-8-sig" if new else "utf-8", newline="") as stream:
        writer = csv.writer(stream)
        if new:
            writer.writerow(COLUMNS)
        writer.writerows(map(astuple, decisions))


def _decision(row: dict[str, str], path: Path, line: int) -> Decision:
    try:
        numbers = {name: int(row[name]) for name in ("start", "end")}
        decision = Decision(**{**row, **numbers})  # type: ignore[arg-type]
    except (ValueError, TypeError) as error:
        raise FileUnusable(str(path), why=Message("phrase.no_decisions", {"line": line})) from error
    if decision.decision not in CHOICES:
        raise FileUnusable(str(path), why=Message("phrase.no_decisions", {"line": line}))
    return decision
