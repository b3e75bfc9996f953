"""Rules for the particulars of a document: what kind of source it is, where and when it was published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from data.errors import Fault
from data.statements.supersession import superseders
from etl.curated.contents import Curated
from etl.curated.embargo import publication_time
from etl.curated.source import Entry
from etl.faults.catalogue import fault
from etl.rules.known import unknown

CONFIDENCE = ("high", "medium", "low")
# A host and what follows it. No user and password: an address is published, and what is in it with it.
WEB_ADDRESS = re.compile(r"https?://[\w-]+(?:\.[\w-]+)*(?::\d{1,5})?(?:[/?#]\S*)?", re.IGNORECASE)


def particulars(curated: Curated) -> Iterator[Fault]:
    """A document's source kind and region are listed; its date and address can be understood."""
    for document in curated.entries["document"]:
        for field, kind in (("kind", "source_kind"), ("region", "region")):
            if id := document.text(field):
                yield from unknown(curated, kind, id, document.at(field))
        confidence = document.text("confidence")
        if confidence and confidence not in CONFIDENCE:
            near, choices = dict.fromkeys(CONFIDENCE, ""), ", ".join(CONFIDENCE)
            yield fault("unknown_choice", document.at("confidence"), confidence, near, choices=choices)
        yield from _date_and_address(document)


def publication_times(curated: Curated) -> Iterator[Fault]:
    """The time before which a document isn't published is a moment, wherever it is read."""
    for document in curated.entries["document"]:
        text = document.text("publish_at")
        if text and not _is_moment(text):
            yield fault("bad_time", document.at("publish_at"), text)


def supersession(curated: Curated) -> Iterator[Fault]:
    """A document supersedes documents that there are, and not itself, be it through others."""
    documents = curated.entries["document"]
    above = superseders({document.id: document.texts("supersedes") for document in documents})
    for document in documents:
        for older in document.texts("supersedes"):
            yield from unknown(curated, "document", older, document.at("supersedes"))
            if older == document.id or older in above.get(document.id, ()):
                yield fault("superseding_circle", document.at("supersedes"), older)


def _date_and_address(document: Entry) -> Iterator[Fault]:
    published, url = document.text("published"), document.text("url")
    if published and not _is_date(published):
        yield fault("bad_date", document.at("published"), published)
    if url and not WEB_ADDRESS.fullmatch(url):
        yield fault("bad_address", document.at("url"), url)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_moment(text: str) -> bool:
    try:
        return bool(publication_time(text))
    except ValueError:
        return False
