"""What checking a document's file has shown, kept with what it holds: the same bytes say the same again.

A file of the same bytes, under the same themes and lists, by the same rules, needn't be read to be known
sound; what other documents are held against is in its memo.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from data.errors import NoRelease, StoreUnusable
from data.store.access import read
from data.store.digest import DIGESTED, GROUP, Group
from data.store.tables import holding_table, observation_table
from etl.curated.source import Table, Unread

KEYS = {"terms", "rows", "blocks", "figures", "regular", "groups", "said", "sizes"}  # of a memo's text
KEPT = ("indicator", "region", "period")  # the columns whose distinct texts a memo holds
BLOCK = 20  # lines of a file that are digested together
FEW = 4  # of so many blocks one may differ, or the whole file is read: it takes no longer
HEX = 32  # digits of the digest of a block
AT_ONCE = 200  # groups that are asked for together
Sizes = Mapping[str, tuple[float, float]]
Placed = tuple[Sequence[Any], int]  # the cells of a row, and its place in its document
Standing = Callable[[str, Collection[Group]], list[Placed]]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What tells a file from another: a digest of all that it is read by, and those of its lines, by blocks.

    `rows` are the lines after the first one, which is among what the file is read by.
    """

    terms: str
    rows: int
    blocks: Sequence[str]

    def unlike(self, other: Fingerprint) -> list[int] | None:
        """Return the rows of the blocks in which another file is unlike this one, counted from 0.

        None where it is another file altogether: by its terms, by rows that it lacks, or for the most part.
        """
        if self.terms != other.terms or self.rows > other.rows:
            return None
        pairs = zip_longest(self.blocks, other.blocks)
        changed = [n for n, (one, another) in enumerate(pairs) if one != another]
        if len(changed) * FEW > len(other.blocks):
            return None
        return [row for n in changed for row in range(n * BLOCK, min((n + 1) * BLOCK, other.rows))]


@dataclass(frozen=True, slots=True)
class Memo:
    """A document's file that had no fault: its fingerprint, how many figures, their texts, their sizes.

    It is `regular` if each line after the first is a row. `groups` are the digests of which that of the
    document is made; `sizes` the smallest and the largest decimal logarithm of each indicator's figures. Of
    one that was kept, `digest` is that of the document and `own` its own; `standing` gives the published rows
    of groups.
    """

    fingerprint: Fingerprint
    figures: int
    regular: bool
    groups: Mapping[Group, str]
    said: Mapping[str, Set[str]]
    sizes: Sizes
    digest: str = ""
    own: str = ""
    standing: Standing = field(default=lambda document, groups: [], repr=False)

    def whole(self, file: str, read: Callable[[], Table]) -> Table:
        """Return the table of the file, to be read if a rule asks for its cells."""
        columns = Unread(read, self.figures)
        return Table(file, columns, columns.lines, said={**self.said})

    def text(self) -> str:
        """Return what is kept of it in the store."""
        groups: dict[str, dict[str, str]] = {}
        for (region, indicator), digest in self.groups.items():
            groups.setdefault(region, {})[indicator] = digest
        facts = {
            "terms": self.fingerprint.terms,
            "rows": self.fingerprint.rows,
            "blocks": "".join(self.fingerprint.blocks),
            "figures": self.figures,
            "regular": self.regular,
            "groups": groups,
            "said": {name: sorted(texts) for name, texts in self.said.items()},
            "sizes": self.sizes,
        }
        return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))

    def renewed(
        self, fingerprint: Fingerprint, groups: Mapping[Group, str], table: Table, sizes: Sizes
    ) -> Memo:
        """Return the memo of the file as it is now: of the groups that changed are the table and the sizes.

        What it said before it may still say elsewhere.
        """
        ends = {
            id: (min(one[0] for one in found), max(one[1] for one in found))
            for id in self.sizes.keys() | sizes.keys()
            if (found := [size[id] for size in (self.sizes, sizes) if id in size])
        }
        said = {name: self.said[name] | table.distinct(name) for name in KEPT}
        merged = dict(sorted({**self.groups, **groups}.items()))
        return Memo(fingerprint, fingerprint.rows, self.regular, merged, said, ends)


def memo_of(fingerprint: Fingerprint, groups: Mapping[Group, str], table: Table, sizes: Sizes) -> Memo:
    """Return the memo of a table without a fault."""
    said = {name: table.distinct(name) for name in KEPT}
    regular = [*table.lines] == [*range(2, fingerprint.rows + 2)]
    return Memo(fingerprint, len(table.lines), regular, groups, said, sizes)


def read_memos(engine: Engine) -> dict[str, Memo]:
    """Return the memos of what documents hold now, by document; none where the store can't tell.

    Beside them the others have memos that are of no file, and tell only their groups.
    """
    t = holding_table
    query = sa.select(t.c.document, t.c.digest, t.c.memo, t.c.memo_digest).where(t.c.last_release.is_(None))

    def standing(document: str, groups: Collection[Group]) -> list[Placed]:
        return read(engine, lambda store: _standing(store, document, sorted(groups)))

    try:
        found = read(engine, lambda store: store.execute(query).all())
        memos = {
            id: memo
            for id, digest, text, own in found
            if text and digest_of(text) == own and (memo := _memo(json.loads(text), digest, own, standing))
        }
        others = [row.document for row in found if row.document not in memos] if memos else []
        return memos | read(engine, lambda store: {id: _of_no_file(store, id) for id in others})
    except (NoRelease, StoreUnusable):
        return {}  # then every file is read; whoever opens the store to write says what is wrong with it


def digest_of(text: str) -> str:
    """Return a memo's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprint_of(context: str, particulars: Mapping[str, Any], raw: bytes) -> Fingerprint:
    """Return the fingerprint of a file: of its bytes, its document's particulars, and what rules go by."""
    header, *lines = raw.removesuffix(b"\n").split(b"\n")
    terms = hashlib.sha256(context.encode())
    terms.update(json.dumps(particulars, sort_keys=True, default=str).encode())
    terms.update(header)
    blocks = (b"\n".join(lines[n : n + BLOCK]) for n in range(0, len(lines), BLOCK))
    return Fingerprint(terms.hexdigest(), len(lines), [hashlib.sha256(b).hexdigest()[:HEX] for b in blocks])


def context_of(content: Mapping[str, Any]) -> str:
    """Return a digest of what the rows of any document are checked by: the catalogue, and the rules."""
    told = {name: part for name, part in content.items() if name not in ("documents", "languages", "waivers")}
    text = json.dumps(told, sort_keys=True, default=str)
    return hashlib.sha256(f"{_program()}{text}".encode()).hexdigest()


@cache
def _program() -> str:
    """A digest of the program that reads and checks."""
    top = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for path in sorted(path for name in ("data", "etl") for path in (top / name).rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _memo(facts: Mapping[str, Any], digest: str, own: str, standing: Standing) -> Memo | None:
    """A memo that was kept; nothing where another version of this program wrote it."""
    if facts.keys() != KEYS:
        return None
    blocks = [facts["blocks"][n : n + HEX] for n in range(0, len(facts["blocks"]), HEX)]
    return Memo(
        Fingerprint(facts["terms"], facts["rows"], blocks),
        facts["figures"],
        facts["regular"],
        {(region, id): digest for region, ids in facts["groups"].items() for id, digest in ids.items()},
        {name: frozenset(texts) for name, texts in facts["said"].items()},
        {id: (low, high) for id, (low, high) in facts["sizes"].items()},
        digest,
        own,
        standing,
    )


def _of_no_file(store: sa.Connection, document: str) -> Memo:
    t = observation_table
    query = sa.select(*(t.c[name] for name in GROUP)).where(
        t.c.document == document, t.c.last_release.is_(None)
    )
    groups = {(region, indicator): "" for region, indicator in store.execute(query.distinct())}
    return Memo(Fingerprint("", 0, ()), 0, False, groups, {}, {})


def _standing(store: sa.Connection, document: str, groups: Sequence[Group]) -> list[Placed]:
    """The rows of DIGESTED that stand now, by their groups, each with its place in the document."""
    t = observation_table
    columns = [t.c[name] for name in (*DIGESTED, "position")]
    key = sa.tuple_(*(t.c[name] for name in GROUP))
    found: list[Placed] = []
    for n in range(0, len(groups), AT_ONCE):
        asked = key.in_(groups[n : n + AT_ONCE])
        query = sa.select(*columns).where(asked, t.c.document == document, t.c.last_release.is_(None))
        query = query.order_by(t.c.position)
        found += ((cells, place) for *cells, place in store.execute(query).all())
    return found
