"""How many answers a report of an office needs, by itself and with what was decided of the one before.

Whoever answers decides as is curated. A question whose yes is right takes one answer, and each figure that it
isn't right of one more; so does each that the proposal lacks. Reports are read where their text is kept.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from data.model.catalog import CURATED, Catalog, Document, build_catalog
from data.model.observation import Observation
from data.prose.decisions import EDITED, Decision, decide, lay_over
from data.prose.places import account
from data.prose.report import propose
from etl.curated.folder import languages_beside, read_curated
from etl.curated.readings import observations
from etl.reports.questions import questions
from tests.data.prose.marked import DOCUMENTS
from tests.setup.serving import ROOT

# The reports of one office, the earlier one first; then the other way round.
REPORTS = {"hailar-2016": "hailar-work-report-2016-02-19", "hailar-2018": "hailar-work-report-2018-03-07"}
PAIRS = (("hailar-2016", "hailar-2018"), ("hailar-2018", "hailar-2016"))
COLUMNS = ("figures", "accepted", "foreseen", "answers", "a figure", "an accepted")
WHEN = "2024-01-01T09:00:00+08:00"


@dataclass(frozen=True, slots=True)
class Answers:
    """How many answers were given for how many figures, of which some were accepted, some foreseen."""

    figures: int
    accepted: int
    foreseen: int
    answers: int

    @property
    def rate(self) -> float:
        """Answers a figure."""
        return self.answers / self.figures


def answered(
    text: str,
    document: Document,
    figures: list[Observation],
    catalog: Catalog,
    earlier: Iterable[Decision] = (),
) -> tuple[Answers, list[Decision]]:
    """Return how many answers a document's text needs, and the decisions that come of them."""
    proposed = propose(text, catalog, document.published, document.region)
    places = account(proposed, figures, catalog).places
    published: dict[tuple[int, int], list[Observation]] = {}
    for figure, place in zip(figures, places, strict=True):
        if place:
            published.setdefault((place.start, place.end), []).append(figure)
    laid = lay_over(proposed, (), earlier)
    rows = proposed.of_verdict("used")
    count = sum(place is None for place in places)
    decisions = []
    for question in questions(proposed, laid, "", WHEN):
        count += 1
        for row in question.rows:
            known, answer = published.get((row.start, row.end), []), question.answers.get(row.id)
            if answer is None or not _is_right(answer, known):
                count += 1
                said = {name: getattr(known[0], name) for name in EDITED} if known else {}
                answer = decide(proposed, row, "edit" if known else "reject", "", WHEN, **said)
            decisions.append(answer)
    accepted = sum(one.decision != "reject" for one in decisions)
    return Answers(len(rows), accepted, len(laid.foreseen), count), decisions


def _is_right(answer: Decision, known: list[Observation]) -> bool:
    if answer.decision == "reject":
        return not known
    return any(all(getattr(answer, name) == getattr(one, name) for name in EDITED) for one in known)


def kept(texts: Path) -> dict[str, str]:
    """Return the texts of reports that are kept, by the names under which their marks stand."""
    found = {}
    for path in DOCUMENTS.glob("*.csv"):
        name, _, _, digest = path.stem.split("_")
        for file in texts.glob(f"{digest}*.txt"):
            found[name] = file.read_text("utf-8")
    return found


def main(texts: Path) -> None:
    """Print the answers that pairs of reports need."""
    curated = read_curated(CURATED, languages_beside(CURATED))
    catalog, figures, reports = build_catalog(curated.content()), observations(curated), kept(texts)
    print(f"\n{'answers':<24}" + "".join(f"{name:>14}" for name in COLUMNS))
    for pair in PAIRS:
        if not reports.keys() >= {*pair}:
            print(f"{', '.join(pair)}: their texts are not in {texts}")
            continue
        first, second = (
            (reports[name], catalog.documents[REPORTS[name]], figures[REPORTS[name]], catalog)
            for name in pair
        )
        before, decisions = answered(*first)
        print_line(f"{pair[0]}, the first", before)
        print_line(f"{pair[1]}, by itself", answered(*second)[0])
        print_line(f"{pair[1]}, the second", answered(*second, decisions)[0])


def print_line(name: str, one: Answers) -> None:
    """Print the counts of a report, and their rates."""
    numbers = "".join(f"{number:14d}" for number in (one.figures, one.accepted, one.foreseen, one.answers))
    print(f"{name:<24}{numbers}{one.rate:14.3f}{one.answers / max(1, one.accepted):14.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "instance" / "texts")
