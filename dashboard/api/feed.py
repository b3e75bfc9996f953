"""The Atom feed of releases (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree

from data.model.words import Words
from data.store.queries import Release

ATOM = "http://www.w3.org/2005/Atom"
MOST = 50


def write_feed(releases: Iterable[Release], words: Words, root: str) -> bytes:
    """Return the newest releases as a feed; `root` is the site's address, with a slash at its end."""
    ElementTree.register_namespace("", ATOM)
    newest = list(releases)[:MOST]
    feed = ElementTree.Element(f"{{{ATOM}}}feed")
    site = words("site", region=words.term("region", words.catalog.home_region))
    _add(feed, "title", f"{site} · {words('releases')}")
    _add(feed, "id", f"{root}releases.atom")
    _add(feed, "updated", newest[0].created_at)
    _add(feed, "link", rel="self", href=f"{root}releases.atom")
    author = _add(feed, "author")
    _add(author, "name", site)
    for release in newest:
        _write_entry(feed, release, words, root)
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True))


def _write_entry(feed: ElementTree.Element, release: Release, words: Words, root: str) -> None:
    entry = _add(feed, "entry")
    _add(entry, "title", words("edition", number=release.id))
    _add(entry, "id", f"{root}?release={release.id}")
    _add(entry, "updated", release.created_at)
    _add(entry, "link", rel="alternate", href=f"{root}?release={release.id}")
    counts = {"added": release.added, "changed": release.changed, "withdrawn": release.withdrawn}
    said = " · ".join(f"{words(f'column_{name}')} {count}" for name, count in counts.items())
    _add(entry, "summary", " · ".join(filter(None, (said, release.reason))))


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    child.text = text or None
    return child
