"""Atom feeds (RFC 4287), newest first: of the releases, and of what they changed of a theme."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from uuid import NAMESPACE_OID, uuid5
from xml.etree import ElementTree

from dashboard.request.address import Address, feed_address
from dashboard.request.context import Context
from dashboard.serving.fingerprint import identity
from data.model.catalog import Theme
from data.model.observation import Observation
from data.model.words import Words
from data.store.changes import ChangeCounts, count_changes, read_corrections, read_new
from data.store.queries import Release, read_releases

ATOM = "http://www.w3.org/2005/Atom"
MOST = 50
MOST_OF_THEME, LISTED = 20, 10  # releases, and figures that each names


def write_feed(releases: Sequence[Release], words: Words, public_url: str) -> bytes:
    """Return the newest of all releases as a feed; where no `public_url` is set, its links are relative."""
    feed = _begin(words("releases"), "feed", releases, words, f"{public_url}/releases.atom")
    for release in releases[:MOST]:
        names = ("added", "changed", "withdrawn", "reworded")
        counts = " · ".join(f"{words(f'column_{name}')} {getattr(release, name)}" for name in names)
        entry = _write_entry(feed, words("edition", number=release.id), "release", release)
        _add(entry, "link", rel="alternate", href=f"{public_url}/?release={release.id}")
        _add(entry, "summary", " · ".join(filter(None, (counts, release.reason))))
    return _written(feed)


def write_theme_feed(context: Context, theme: Theme) -> bytes:
    """Return what each release changed of a theme's figures as a feed: some of them, as they were and are."""
    words, reader, lang = context.words, context.reader, context.address.lang
    name = words.text(theme)
    indicators = [indicator.id for indicator in reader.catalog.indicators_of(theme.id)]
    releases = {release.id: release for release in read_releases(reader.engine, reader.release.id)}
    changes = count_changes(reader, indicators, MOST_OF_THEME)
    shown = [releases[one.release] for one in changes] or [*releases.values()][-1:]
    feed = _begin(
        name,
        f"theme {theme.id}",
        [*shown, [*releases.values()][-1]],
        words,
        f"{context.site}{feed_address(theme.id, lang)}",
    )
    for one, release in zip(changes, shown, strict=False):
        title = f"{name} · {words('edition', number=release.id)}"
        entry = _write_entry(feed, title, f"theme {theme.id}", release)
        page = Address("release", str(release.id), lang=lang)
        _add(entry, "link", rel="alternate", href=f"{context.site}{page}")
        _add(entry, "summary", _summary(context, one, release.reason))
        _add(entry, "content", "\n".join(_changes(context, indicators, release.id)), type="text")
    return _written(feed)


def _changes(context: Context, indicators: Collection[str], release: int) -> Iterator[str]:
    """A line a figure: those corrected and withdrawn as they were and are, and those added; some of each."""
    reader, words = context.reader, context.words
    ended = read_corrections(reader, 0, LISTED, release=release, indicators=indicators)
    for one in ended:
        after = context.figure(one.after) if one.after else words("withdrawn")
        yield f"{_named(context, one.before)} → {after}"
    corrected = {one.before.key for one in ended}
    for row in read_new(reader, indicators, release, LISTED):
        if row.key not in corrected:
            yield _named(context, row)


def _named(context: Context, row: Observation) -> str:
    words = context.words
    where, when = words.term("region", row.region), words.period(row.when)
    return " · ".join((context.full_label(row), where, when, context.figure(row)))


def _summary(context: Context, changes: ChangeCounts, reason: str) -> str:
    counts = (
        f"{context.words(f'column_{name}')} {getattr(changes, name)}"
        for name in ("added", "changed", "withdrawn")
    )
    return " · ".join(filter(None, (*counts, reason)))


def _begin(
    name: str, kind: str, releases: Sequence[Release], words: Words, address: str
) -> ElementTree.Element:
    """A feed without its entries; of `releases` the first is the newest told, the last the first of all."""
    ElementTree.register_namespace("", ATOM)
    feed = ElementTree.Element(f"{{{ATOM}}}feed")
    site = words("site", region=words.term("region", words.catalog.home_region))
    _add(feed, "title", f"{site} · {name}")
    _add(feed, "id", _id(kind, releases[-1]))
    _add(feed, "updated", releases[0].created_at)
    _add(feed, "link", rel="self", href=address)
    author = _add(feed, "author")
    _add(author, "name", site)
    return feed


def _write_entry(feed: ElementTree.Element, title: str, kind: str, release: Release) -> ElementTree.Element:
    entry = _add(feed, "entry")
    _add(entry, "title", title)
    _add(entry, "id", _id(kind if kind == "release" else f"{kind} release", release))
    _add(entry, "updated", release.created_at)
    return entry


def _written(feed: ElementTree.Element) -> bytes:
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True))


def _id(kind: str, release: Release) -> str:
    """What feed readers know it by, whichever address it is found at: made of what was published."""
    return uuid5(NAMESPACE_OID, f"{kind} {identity(release)}").urn


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    child.text = text or None
    return child
