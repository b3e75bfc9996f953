"""Precision and recall of proposals, by field and phenomenon, with every miss; and how much text a second.

Documents are scored where their text is in `instance/texts`, by digest: others' words stay out of here.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from data.model.catalog import CURATED, build_catalog
from data.prose.proposal import propose
from etl.curated.folder import languages_beside, read_curated
from tests.data.prose.marked import Score, cases, documents, proposed_for, score
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
    for path, document in documents(texts):
        if document is None:
            print(f"{path.stem}: its text is not in {texts}")
            continue
        begun = time.process_time()
        proposed = propose(document.text, catalog, document.published, document.region)
        seconds += time.process_time() - begun
        read += len(document.text.encode())
        score(document, proposed, of_documents)
    if read:
        print_table("documents", of_documents, (*NAMES, *OF_DOCUMENTS))
        print(f"\n{read / seconds / 1e6:.2f} MB of text a second")


def print_table(title: str, total: Score, names: tuple[str, ...]) -> None:
    """Print the rates by phenomenon and over all, then every miss."""
    print(f"\n{title:<24}" + "".join(f"{name:>14}" for name in names))
    for phenomenon in [*dict.fromkeys([*total.hits, *total.misses]), ""]:
        rates = "".join(f"{total.rate(name, phenomenon):14.3f}" for name in names)
        print(f"{phenomenon or 'all':<24}{rates}")
    print(*total.lines, sep="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "instance" / "texts")
