"""Rules for the particulars of a document: what kind of source it is, where and when it was published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from data.errors import Fault
from data.model.words import BEIJING
from data.statements.supersession import superseders
from etl.curated.contents import Curated
from etl.curated.embargo import publication_time
from etl.curated.source import Entry
from etl.faults.catalogue import fault
from etl.rules.known import unknown

CONFIDENCE = ("high", "medium", "low")
DIGEST = re.compile("[0-9a-f]{64}")
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
        digest = document.text("text_digest")
        if digest and not DIGEST.fullmatch(digest):
            yield fault("bad_digest", document.at("text_digest"), digest)
        yield from _date_and_address(document, curated.now)


def repeated(curated: Curated) -> Iterator[Fault]:
    """No text is two documents; two of one title, body and day may be one that was entered twice."""
    texts: dict[str, Entry] = {}
    titles: dict[tuple[str, ...], Entry] = {}
    for document in curated.entries["document"]:
        digest = document.text("text_digest")
        title = tuple(map(document.text, ("title", "publisher", "published")))
        if digest and texts.setdefault(digest, document) is not document:
            yield fault("text_twice", document.at("text_digest"), digest, other=texts[digest].id)
        elif all(title) and titles.setdefault(title, document) is not document:
            yield fault("title_twice", document.at("title"), title[0], other=titles[title].id)


def publication_times(curated: Curated) -> Iterator[Fault]:
    """The time before which a document isn't published is a moment, wherever it is read."""
    for document in curated.entries["document"]:
        text = document.text("publish_at")
        if text and not _is_moment(text):
            yield fault("bad_time", document.at("publish_at"), text)


def supersession(curated: Curated) -> Iterator[Fault]:
    """A document supersedes documents that there are: not itself, nor a newer one unless it says why."""
    documents = curated.entries["document"]
    known = {document.id: document.text("published") for document in documents}
    above = superseders({document.id: document.texts("supersedes") for document in documents})
    for document in documents:
        day, explained = document.text("published"), document.text("note")
        for older in document.texts("supersedes"):
            yield from unknown(curated, "document", older, document.at("supersedes"))
            if older == document.id or older in above.get(document.id, ()):
                yield fault("superseding_circle", document.at("supersedes"), older)
            elif day and known.get(older, "") > day and not explained:
                facts: dict[str, Any] = {"published": day, "later": known[older]}
                yield fault("superseding_newer", document.at("supersedes"), older, **facts)


def _date_and_address(document: Entry, now: datetime) -> Iterator[Fault]:
    published, url = document.text("published"), document.text("url")
    if published and not _is_date(published):
        yield fault("bad_date", document.at("published"), published)
    elif published > _due(document, now).astimezone(BEIJING).date().isoformat():
        yield fault("published_in_future", document.at("published"), published)
    if url and not WEB_ADDRESS.fullmatch(url):
        yield fault("bad_address", document.at("url"), url)


def _due(document: Entry, now: datetime) -> datetime:
    """When a document may be published: now, or later where it says so."""
    text = document.text("publish_at")
    return max(now, publication_time(text)) if text and _is_moment(text) else now


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
