"""Sentences and documents with every figure marked, and how far proposals agree with the marks."""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from data.model.catalog import Catalog
from data.prose.proposal import Proposal, Proposed
from data.prose.report import propose

CASES = Path(__file__).parent / "cases.txt"
DOCUMENTS = Path(__file__).parent / "documents"
_MARK = re.compile("【([^】]*)】")
FIELDS = ("quantity", "kind", "status", "period", "subject", "indicator", "relation")


@dataclass(frozen=True)
class Mark:
    """What a figure is, by hand; None for what isn't marked; a|b where either is right."""

    start: int
    end: int
    printed: str
    quantity: str | None = None
    kind: str | None = None
    status: str | None = None
    period: str | None = None
    subject: str | None = None
    indicator: str | None = None
    relation: str | None = None


@dataclass(frozen=True)
class Case:
    """A text with its marks, the phenomenon it is about, and what is known of the document."""

    phenomenon: str
    text: str
    marks: tuple[Mark, ...]
    published: str
    region: str = ""
    begins: int = 0  # numbers before it aren't looked at


@dataclass
class Score:
    """Hits and misses by phenomenon and field, with each miss in words."""

    hits: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    misses: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    lines: list[str] = field(default_factory=list)

    def add(self, phenomenon: str, name: str, right: bool, line: str) -> None:
        """Count one comparison."""
        (self.hits if right else self.misses)[phenomenon][name] += 1
        if not right:
            self.lines.append(f"{phenomenon} · {name}: {line}")

    def rate(self, name: str, phenomenon: str = "") -> float:
        """The share of hits of a field, over one phenomenon or all."""
        names = [phenomenon] if phenomenon else [*{*self.hits, *self.misses}]
        right = sum(self.hits[each][name] for each in names)
        wrong = sum(self.misses[each][name] for each in names)
        return right / (right + wrong) if right + wrong else 1.0


def cases() -> Iterator[Case]:
    """Give the sentences of `cases.txt`."""
    phenomenon, published, before = "", "", ""
    for line in CASES.read_text("utf-8").replace("\\\n", "\f").split("\n"):
        if line.startswith("## "):
            phenomenon, published = line[3:].split()
        elif line.startswith(">"):
            before += line[1:] + "\n"
        elif line and not line.startswith("#"):
            yield _case(phenomenon, published, before, line.replace("\f", "\n"))
            before = ""


def _case(phenomenon: str, published: str, before: str, line: str) -> Case:
    text, marks, done = before, [], 0
    for match in _MARK.finditer(line):
        text += line[done : match.start()]
        printed, kind, status, period, subject, quantity, *_ = [*match[1].split("|"), "", "", "", "", "", ""]
        said = match[1].count("|") >= 3
        marks.append(
            Mark(
                len(text), len(text) + len(printed), printed, quantity or None, kind or None, status or None,
                period if said and (period or (status and kind)) else None, subject or None,
            )
        )  # fmt: skip
        text += printed
        done = match.end()
    return Case(phenomenon, text + line[done:], tuple(marks), published, begins=len(before))


def documents(texts: Path) -> Iterator[tuple[Path, Case | None]]:
    """Give the marked documents; nothing for one whose text isn't in the folder of texts, by its digest."""
    for path in sorted(DOCUMENTS.glob("*.csv")):
        name, published, region, digest = path.stem.split("_")
        found = [file for file in texts.glob("*.txt") if file.stem.startswith(digest)]
        if not found:
            yield path, None
            continue
        text = found[0].read_text("utf-8")
        assert hashlib.sha256(text.encode()).hexdigest() == found[0].stem
        with path.open(encoding="utf-8", newline="") as stream:
            marks = tuple(
                Mark(
                    int(row["start"]), int(row["end"]), row["printed"], row["quantity"], row["kind"],
                    row["status"], row["period"],
                    text[int(row["subject_start"]) : int(row["subject_end"])] or None,
                    row["indicator"], row["relation"],
                )
                for row in csv.DictReader(stream)
            )  # fmt: skip
        yield path, Case(name, text, marks, published, region)


def score(case: Case, proposed: Proposed, total: Score) -> None:
    """Add how far what was proposed agrees with the marks."""
    rows = {
        (row.start, row.end): row
        for row in proposed.rows
        if row.verdict == "used" and row.start >= case.begins
    }
    marks = {(mark.start, mark.end): mark for mark in case.marks}
    name = case.phenomenon
    for place, row in rows.items():
        total.add(name, "precision", place in marks, f"【{row.printed}】 in {_around(case.text, *place)}")
    for place, mark in marks.items():
        found = rows.get(place)
        total.add(name, "recall", found is not None, f"【{mark.printed}】 in {_around(case.text, *place)}")
        if found:
            _fields(case, mark, found, total)


def _fields(case: Case, mark: Mark, row: Proposal, total: Score) -> None:
    said = {
        "quantity": f"{row.number} {row.unit} {row.qualifier}",
        **{name: getattr(row, name) for name in FIELDS[1:]},
    }
    for name in FIELDS:
        wanted = getattr(mark, name)
        if wanted is None:
            continue
        right = _agree(wanted, said[name]) if name == "subject" else said[name] in wanted.split("|")
        if name == "indicator":
            name = "indicator precision" if said["indicator"] else "indicator recall"
            if right and not said["indicator"]:
                continue
            if wanted.strip("|") and said["indicator"]:
                total.add(case.phenomenon, "indicator recall", right, f"{row.printed}")
        line = f"【{row.printed}】 {said.get(name, said['indicator'])!r}, not {wanted!r}: "
        total.add(case.phenomenon, name, right, line + _around(case.text, row.start, row.end))
        if name == "status":
            fact = (wanted == "actual") == (said["status"] == "actual")
            total.add(case.phenomenon, "plan or fact", fact, line + _around(case.text, row.start, row.end))


def _agree(wanted: str, said: str) -> bool:
    """Whether words are the same but for what stands around them."""
    return bool(said) and (wanted in said or (said in wanted and 2 * len(said) > len(wanted)))


def _around(text: str, start: int, end: int) -> str:
    return text[max(0, start - 22) : end + 12].replace("\n", "/")


def proposed_for(case: Case, catalog: Catalog) -> Proposed:
    """Return what a case proposes."""
    return propose(case.text, catalog, case.published, case.region)
