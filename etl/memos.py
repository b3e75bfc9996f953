"""What checking a document's file has shown, kept with what it holds: the same bytes say the same again.

A file of the same bytes, under the same themes and lists, by the same rules, needn't be read to be known
sound; what other documents are held against is in its memo.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from data.errors import NoRelease, StoreUnusable
from data.reading import read
from data.store import holding_table
from etl.places import Table, Unread

KEPT = ("indicator", "region", "period")  # the columns whose distinct texts a memo holds
Sizes = Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Memo:
    """A document's file that had no fault: its key, how many figures, their texts, and how large they are.

    `sizes` are the smallest and the largest decimal logarithm of each indicator's figures.
    """

    key: str
    figures: int
    digest: str
    said: Mapping[str, frozenset[str]]
    sizes: Sizes

    def table(self, file: str, read: Callable[[], Table]) -> Table:
        """Return the table of the file, to be read if a rule asks for its cells."""
        columns = Unread(read, self.figures)
        return Table(file, columns, columns.lines, said={**self.said})


def write_memo(key: str, table: Table, sizes: Sizes) -> str:
    """Return the memo of a table without a fault, as text."""
    said = {name: sorted(table.distinct(name)) for name in KEPT}
    facts = {"key": key, "figures": len(table.lines), "said": said, "sizes": sizes}
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))


def read_memos(engine: Engine) -> dict[str, Memo]:
    """Return the memos of what documents hold now, by document; none where the store can't tell."""
    t = holding_table
    query = sa.select(t.c.document, t.c.digest, t.c.memo, t.c.memo_digest).where(t.c.last_release.is_(None))
    try:
        found = read(engine, lambda store: store.execute(query).all())
    except (NoRelease, StoreUnusable):
        return {}  # then every file is read; whoever opens the store to write says what is wrong with it
    return {id: _memo(text, digest) for id, digest, text, own in found if text and digest_of(text) == own}


def digest_of(text: str) -> str:
    """Return a memo's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()


def key_of(context: str, particulars: Mapping[str, Any], file: Path) -> str:
    """Return what a file's memo must be of: its bytes, its document's particulars, and what rules go by."""
    digest = hashlib.sha256(context.encode())
    digest.update(json.dumps(particulars, sort_keys=True, default=str).encode())
    digest.update(file.read_bytes())
    return digest.hexdigest()


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


def _memo(text: str, digest: str) -> Memo:
    facts = json.loads(text)
    said = {name: frozenset(texts) for name, texts in facts["said"].items()}
    sizes = {id: (low, high) for id, (low, high) in facts["sizes"].items()}
    return Memo(facts["key"], facts["figures"], digest, said, sizes)
