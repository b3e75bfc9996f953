"""What is said of a figure in the reader's language: what it is called, and where it was published."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.model.catalog import Document, Indicator
from data.model.observation import Observation
from data.model.words import Words
from data.statements.selection import CHARTED_TIER, OWN_TIER, tier
from data.store.queries import ReleaseReader
from data.store.revisions import Revision

CITED = 20  # places in sources, or else documents, that a line names


@dataclass(frozen=True)
class Wording:
    """One release in one language."""

    reader: ReleaseReader
    words: Words

    def document(self, row: Observation) -> Document | None:
        """The document a figure was published in; None for a derived one."""
        return self.reader.catalog.documents.get(row.document)

    def indicator(self, row: Observation) -> Indicator:
        """The indicator a figure is of."""
        return self.reader.catalog.indicators[row.indicator]

    def label(self, row: Observation) -> str:
        """What a figure is called: its project or group, or else its indicator."""
        return (
            self.words.term("breakdown", row.breakdown)
            if row.breakdown
            else self.words.text(self.indicator(row))
        )

    def full_name(self, row: Observation) -> str:
        """What a figure's project or group is called in a sentence: as its source names it."""
        return self.words.full_term("breakdown", row.breakdown) if row.breakdown else self.label(row)

    def full_label(self, row: Observation) -> str:
        """The indicator, and the project or group where there is one."""
        name = self.words.text(self.indicator(row))
        return f"{name} · {self.words.term('breakdown', row.breakdown)}" if row.breakdown else name

    def figure(self, row: Observation) -> str:
        """A figure as published, with what it is where it tells of no result: a plan, a target."""
        shown = self.words.figure(row)
        if row.status in ("actual", "derived"):
            return shown
        return self.words("figure_of_status", figure=shown, status=self.words.term("status", row.status))

    def cited(self, row: Observation) -> str:
        """Issuing body, date and place in the source; for a derived figure, its formula."""
        document = self.document(row)
        if document is None:
            return f"{self.words('derived')} = {self.words.place(row)}"
        return " · ".join(filter(None, (self.issued(document), self.words.place(row))))

    def derivation(self, row: Observation) -> str:
        """How a derived figure is worked out, and between which bounds it lies."""
        bounds = self.words("bounds", bounds=self.words.bounds(row))
        return f"{self.cited(row)}{self.words('list_semicolon')}{bounds}"

    def cited_together(self, rows: Iterable[Observation]) -> str:
        """The places of several figures in their sources; of too many to be read, the documents."""
        places, comma = self.places_by_document(rows), self.words("list_semicolon")
        if sum(map(len, places.values())) <= CITED:
            return comma.join(self.cited_at(id, found) for id, found in places.items())
        documents = self.reader.catalog.documents
        issued = [*dict.fromkeys(self.issued(documents[id]) for id in places)]
        if len(issued) <= CITED:
            return comma.join(issued)
        return self.words("sources_among", sources=comma.join(issued[:CITED]), among=len(issued))

    def places_by_document(self, rows: Iterable[Observation]) -> dict[str, list[str]]:
        """The places of the figures of each document, by its id; none of what is derived."""
        found: dict[str, dict[str, None]] = {}
        for row in rows:
            if not row.derived:
                found.setdefault(row.document, {})[self.words.place(row)] = None
        return {id: [*filter(None, places)] for id, places in found.items()}

    def cited_at(self, document: str, places: Sequence[str], most: int = CITED) -> str:
        """Issuing body, date and places in a document: the first, and how many there are of more."""
        named = self.words("list_comma").join(places[:most])
        if len(places) > most:
            named = self.words("and_more_places", places=named, count=len(places))
        return " · ".join(filter(None, (self.issued(self.reader.catalog.documents[document]), named)))

    def issued(self, document: Document) -> str:
        """Issuing body and date."""
        return f"{self.body(document)} · {document.published or self.words('undated')}"

    def body(self, document: Document) -> str:
        """Issuing body, and what kind of copy it is where it isn't the body's own."""
        body, name = self.words.text(document, "publisher"), self.copy_of(document)
        return self.words("copy", body=body, kind=name) if name else body

    def copy_of(self, document: Document | None) -> str:
        """What kind of copy a figure is from, where that isn't the body's own or a known publisher's."""
        kind = self.reader.catalog.source_kinds[document.kind] if document else None
        return self.words.term("source_kind", kind.id) if kind and int(kind["tier"]) > OWN_TIER else ""

    def is_trusted(self, row: Observation) -> bool:
        """Whether a figure may stand for a theme, or be charted: no anonymous mirror's may."""
        return tier(self.reader.catalog, row) <= CHARTED_TIER

    def release_name(self) -> str:
        """The release as pictures name it."""
        return self.words("edition", number=self.reader.release.id)

    def say_revision(self, revision: Revision) -> str:
        """Say what a figure was printed as before, or what became of it since."""
        if not revision.since:
            return self.words("revised_from", before=revision.before)
        release = self.words("edition", number=revision.since)
        if revision.after:
            return self.words("now_printed", release=release, after=revision.after)
        return self.words("now_withdrawn", release=release)
