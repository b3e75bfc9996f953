"""Whether what is stored is what was published, in pieces, so that whoever serves it goes on serving."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from data.errors import StoreUnusable
from data.store.access import code_of, read
from data.store.digest import digest_document, digest_record, digest_release, select_release
from data.store.queries import Release, read_releases
from data.store.tables import catalog_table, document_table, observation_table, seal_table

# What SQLite calls a file that it can't make sense of.
UNREADABLE = ("SQLITE_CORRUPT", "SQLITE_NOTADB")


class Damage(NamedTuple):
    """What is not as it was published: a document's figures, or the record, in which releases it is seen."""

    what: str
    first: int
    last: int | None  # None: in all that follow

    def concerns(self, release: int) -> bool:
        """Whether a release shows it."""
        return self.first <= release and (self.last is None or release <= self.last)


class Span(NamedTuple):
    """What a document holds, by its record, from one release to another; to the newest for None."""

    document: str
    first: int
    last: int | None
    digest: str

    def covers(self, release: int) -> bool:
        """Whether it is what the document holds in a release."""
        return self.first <= release and (self.last is None or release <= self.last)


def verify(engine: Engine) -> Iterator[Damage | None]:
    """Check a piece of the store at each step: the newest release's first, each as large as a document.

    Yield what is wrong with it, None for nothing. Raises NoRelease, and StoreUnusable for what can't be read,
    unless it is the file itself that is broken: then all of it is.
    """
    try:
        releases = read_releases(engine)
        spans = read(engine, _spans)
        seals = {release: seal for release, seal in read(engine, _seals)}
        newest = releases[0].id
        yield _record(engine, releases, 0, spans, seals)
        for span in spans:
            if span.last is None:
                yield _document(engine, span, newest)
        for place in range(1, len(releases)):
            yield _record(engine, releases, place, spans, seals)
        for span in spans:
            if span.last is not None:
                yield _document(engine, span, span.first)
    except StoreUnusable as error:
        cause = error.__cause__
        if not isinstance(cause, Exception) or not code_of(cause).startswith(UNREADABLE):
            raise
        yield Damage(str(error), 1, None)


def _spans(connection: sa.Connection) -> list[Span]:
    t = document_table
    query = sa.select(t.c.document, t.c.first_release, t.c.last_release, t.c.digest)
    return [Span(*row) for row in connection.execute(query.order_by(t.c.first_release.desc(), t.c.document))]


def _seals(connection: sa.Connection) -> list[tuple[int, str]]:
    return [(release, seal) for release, seal in connection.execute(sa.select(seal_table))]


def _record(
    engine: Engine, releases: list[Release], place: int, spans: list[Span], seals: dict[int, str]
) -> Damage | None:
    """Check what a release says of itself: its catalogue, the digests of its documents, its seal."""
    release = releases[place]
    before = seals.get(releases[place + 1].id, "") if place + 1 < len(releases) else ""
    named = sa.select(catalog_table.c.content).where(catalog_table.c.digest == release.catalog)
    content = read(engine, lambda connection: connection.scalar(named), release.id)
    documents = {span.document: span.digest for span in spans if span.covers(release.id)}
    sound = (
        hashlib.sha256(str(content).encode()).hexdigest() == release.catalog
        and digest_release(release.catalog, documents) == release.digest
        and digest_record(before, dataclasses.astuple(release)) == seals.get(release.id)
    )
    return None if sound else Damage("release", release.id, release.id)


def _document(engine: Engine, span: Span, release: int) -> Damage | None:
    """Check the figures of a document in one of the releases in which they are the same."""
    query = select_release(release).where(observation_table.c.document == span.document)
    rows = read(engine, lambda connection: connection.execute(query).all(), release)
    return None if digest_document(rows) == span.digest else Damage(span.document, span.first, span.last)
