"""What each document holds: its figures as the store will keep them, and what they are known by."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from data.store.digest import Group, digest_document, digest_groups
from etl.corrected import Corrected
from etl.curated.folder import Curated
from etl.curated.readings import Readings, Row, readings, rows_of
from etl.curated.source import Table
from etl.memos import Fingerprint, memo_of


@dataclass(frozen=True)
class Holding:
    """What a document holds: how many figures, their digest, and the memo of its file.

    `rows` are in the order of their keys, and `places` say where each stands in the document. There are none
    where the file needn't be read, and only those of some groups, with what was published of these `before`,
    where no others had to: all else is as it was when the memo was written whose digest `since` is. The
    `memo` is nothing where that one stays.
    """

    document: str
    figures: int
    digest: str
    memo: str | None = field(default="", compare=False)
    rows: Sequence[Row] | None = None
    places: Sequence[int] = ()
    before: Sequence[tuple[Row, int]] | None = None
    since: str = field(default="", compare=False)

    @cached_property
    def place(self) -> dict[tuple[str, ...], int]:
        """The place of each figure by its key."""
        return dict(zip((row.key for row in self.rows or ()), self.places, strict=True))


def hold(
    document: str, printed: Sequence[Row], write: Callable[[Mapping[Group, str]], str] = lambda groups: ""
) -> Holding:
    """Return the holding of a document that prints these figures in this order; `write` gives its memo."""
    places = sorted(range(len(printed)), key=printed.__getitem__)
    rows = [printed[place] for place in places]
    groups = digest_groups(rows)
    return Holding(document, len(rows), digest_document(groups), write(groups), rows, places)


def holdings_of(curated: Curated) -> dict[str, Holding]:
    """Return what each document of checked files without a fault holds, with a memo where that is any use.

    Of a file that needn't be read the holding is told by its memo alone.
    """
    said = readings(curated)
    found: dict[str, Holding] = {}
    for document, table in curated.figures.items():
        fingerprint = curated.fingerprints.get(document)
        if memo := curated.memos.get(document):
            kept = None if fingerprint else ""  # what was told of a file isn't passed over the next time
            found[document] = Holding(document, memo.figures, memo.digest, kept, since=memo.own)
        elif corrected := curated.corrected.get(document):
            found[document] = _hold_corrected(document, corrected, said, sound=fingerprint is not None)
        else:
            found[document] = _hold_read(document, table, said, fingerprint)
    return found


def _hold_read(document: str, table: Table, said: Readings, fingerprint: Fingerprint | None) -> Holding:
    def write(groups: Mapping[Group, str]) -> str:
        return memo_of(fingerprint, groups, table, said.sizes(table)).text() if fingerprint else ""

    return hold(document, rows_of(document, table, said.values(table)), write)


def _hold_corrected(document: str, corrected: Corrected, said: Readings, sound: bool) -> Holding:
    """What a document holds of which only some groups were read: the digests of these are made anew."""
    table = corrected.table
    printed = rows_of(document, table, said.values(table))
    placed = sorted(zip(printed, corrected.places, strict=True))
    rows = [row for row, _ in placed]
    memo = corrected.memo.renewed(corrected.fingerprint, digest_groups(rows), table, said.sizes(table))
    return Holding(
        document,
        memo.figures,
        digest_document(memo.groups),
        memo.text() if sound else "",
        rows,
        [place for _, place in placed],
        sorted((Row._make(cells), place) for cells, place in corrected.before),
        corrected.memo.own,
    )
