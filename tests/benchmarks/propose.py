"""Precision and recall of proposals, by field and phenomenon, with every miss; and how much text a second.

Then each digit in the leading half of every figure that takes part in an identity is changed: how many of the
changes are found, and how many identities don't hold in the documents as they are.

Documents are scored where their text is in `instance/texts`, by digest: others' words stay out of here.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from data.model.catalog import CURATED, Catalog, build_catalog
from data.prose.proposal import Proposed
from data.prose.report import propose
from etl.curated.folder import languages_beside, read_curated
from tests.data.prose.marked import Case, Score, cases, documents, proposed_for, score
from tests.setup.serving import ROOT

NAMES = ("precision", "recall", "quantity", "kind", "status", "plan or fact", "period", "subject")
OF_DOCUMENTS = ("relation", "indicator precision", "indicator recall")


def main(texts: Path) -> None:
    """Print the tables."""
    catalog = build_catalog(read_curated(CURATED, languages_beside(CURATED)).content())
    total = Score()
    for case in cases():
        score(case, proposed_for(case, catalog), total)
    print_table("sentences", total, NAMES)
    of_documents, read, seconds = Score(), 0, 0.0
    identities, astray, changes = 0, 0, []
    for path, document in documents(texts):
        if document is None:
            print(f"{path.stem}: its text is not in {texts}")
            continue
        begun = time.process_time()
        proposed = propose(document.text, catalog, document.published, document.region)
        seconds += time.process_time() - begun
        read += len(document.text.encode())
        score(document, proposed, of_documents)
        identities += len(proposed.checks)
        astray += _not_holding(proposed)
        changes += _changes(document, proposed, catalog)
    if read:
        print_table("documents", of_documents, (*NAMES, *OF_DOCUMENTS))
        print(f"\n{read / seconds / 1e6:.2f} MB of text a second")
        missed = [line for found, line in changes if not found]
        print(f"{len(changes) - len(missed)} of {len(changes)} changed digits found", *missed, sep="\n")
        print(f"{astray} of {identities} identities don't hold in the documents as they are")


def _not_holding(proposed: Proposed) -> int:
    return sum(check.verdict != "agrees" for check in proposed.checks)


def _changes(document: Case, proposed: Proposed, catalog: Catalog) -> Iterator[tuple[bool, str]]:
    """Whether each change of a leading digit of a figure in an identity is found, and what it is."""
    inside = {row for check in proposed.checks if check.verdict == "agrees" for row in check.rows}
    for row in proposed.rows:
        digits = [match.start() for match in re.finditer(r"\d", row.printed)] if row.id in inside else []
        for place in digits[: max(1, len(digits) // 2)]:
            digit = "1" if row.printed[place] != "1" else "7"
            printed = f"{row.printed[:place]}{digit}{row.printed[place + 1 :]}"
            text = document.text[: row.start] + printed + document.text[row.end :]
            wrong = propose(text, catalog, document.published, document.region)
            yield _not_holding(wrong) > _not_holding(proposed), f"{row.printed} → {printed}"


def print_table(title: str, total: Score, names: tuple[str, ...]) -> None:
    """Print the rates by phenomenon and over all, then every miss."""
    print(f"\n{title:<24}" + "".join(f"{name:>14}" for name in names))
    for phenomenon in [*dict.fromkeys([*total.hits, *total.misses]), ""]:
        rates = "".join(f"{total.rate(name, phenomenon):14.3f}" for name in names)
        print(f"{phenomenon or 'all':<24}{rates}")
    print(*total.lines, sep="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "instance" / "texts")
