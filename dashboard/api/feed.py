"""The Atom feed of releases (RFC 4287), in the order of `read_releases`: newest first."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import NAMESPACE_OID, uuid5
from xml.etree import ElementTree

from dashboard.serving.fingerprint import identity
from data.model.words import Words
from data.store.queries import Release

ATOM = "http://www.w3.org/2005/Atom"
MOST = 50


def write_feed(releases: Sequence[Release], words: Words, public_url: str) -> bytes:
    """Return the newest of all releases as a feed; where no `public_url` is set, its links are relative."""
    ElementTree.register_namespace("", ATOM)
    feed = ElementTree.Element(f"{{{ATOM}}}feed")
    site = words("site", region=words.term("region", words.catalog.home_region))
    _add(feed, "title", f"{site} · {words('releases')}")
    _add(feed, "id", _id("feed", releases[-1]))
    _add(feed, "updated", releases[0].created_at)
    _add(feed, "link", rel="self", href=f"{public_url}/releases.atom")
    author = _add(feed, "author")
    _add(author, "name", site)
    for release in releases[:MOST]:
        _write_entry(feed, release, words, public_url)
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True))


def _write_entry(feed: ElementTree.Element, release: Release, words: Words, public_url: str) -> None:
    entry = _add(feed, "entry")
    _add(entry, "title", words("edition", number=release.id))
    _add(entry, "id", _id("release", release))
    _add(entry, "updated", release.created_at)
    _add(entry, "link", rel="alternate", href=f"{public_url}/?release={release.id}")
    names = ("added", "changed", "withdrawn", "reworded")
    counts = " · ".join(f"{words(f'column_{name}')} {getattr(release, name)}" for name in names)
    _add(entry, "summary", " · ".join(filter(None, (counts, release.reason))))


def _id(kind: str, release: Release) -> str:
    """What feed readers know it by, whichever address it is found at: made of what was published."""
    return uuid5(NAMESPACE_OID, f"{kind} {identity(release)}").urn


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    child.text = text or None
    return child
