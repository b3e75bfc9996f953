"""A published document's file in which figures were corrected or added at its end: only those are read."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property

from data.model.catalog import DOCUMENT_COLUMNS
from data.store.digest import DIGESTED, GROUP, Group
from etl.curated.csv_and_toml import read_rows
from etl.curated.source import Table
from etl.memos import KEPT, Fingerprint, Memo, Placed


@dataclass(frozen=True)
class Corrected:
    """All that a document says of some groups that have changed, and what it said of them before.

    `fingerprint` is that of the file now; `places` are those of the table's rows in the document.
    """

    memo: Memo
    fingerprint: Fingerprint
    table: Table
    places: Sequence[int]
    before: Sequence[Placed]

    @cached_property
    def groups(self) -> Set[Group]:
        """The groups."""
        return groups_of(self.table)

    def whole(self, file: str, read: Callable[[], Table]) -> Table:
        """Return the table of the whole file, to be read if a rule asks for its cells."""
        table = replace(self.memo, figures=self.fingerprint.rows).whole(file, read)
        table.said.update({name: self.memo.said[name] | self.table.distinct(name) for name in KEPT})
        return table


def read_corrected(document: str, file: str, memo: Memo, now: Fingerprint, raw: bytes) -> Corrected | None:
    """Return the groups in which a file isn't the one its memo is of; None where it has to be read whole.

    That is so unless all rows stand where they stood, each among figures of its own group. What else the
    groups hold is as it is published. Raises StoreUnusable.
    """
    rows = memo.fingerprint.unlike(now)
    if not rows or not memo.regular:
        return None
    read = read_rows(raw, file, DOCUMENT_COLUMNS, rows)
    if read is None:
        return None
    before = memo.standing(document, groups_of(read))
    texts = dict(zip((place for _, place in before), table_of(file, before).rows(), strict=True))
    if not texts.keys() >= {row for row in rows if row < memo.figures}:
        return None
    texts |= dict(zip(rows, read.rows(), strict=True))
    places = sorted(texts)
    columns = {name: [texts[place][name] for place in places] for name in DOCUMENT_COLUMNS}
    return Corrected(memo, now, Table(file, columns, [place + 2 for place in places]), places, before)


def table_of(file: str, placed: Sequence[Placed]) -> Table:
    """Return published rows as the table of a file that has one on each line."""
    columns = {name: [cells[DIGESTED.index(name)] for cells, _ in placed] for name in DOCUMENT_COLUMNS}
    return Table(file, columns, [place + 2 for _, place in placed])


def groups_of(table: Table) -> set[Group]:
    """Return the groups of which a table has rows."""
    region, indicator = (table[column] for column in GROUP)
    return {*zip(region, indicator, strict=False)}
