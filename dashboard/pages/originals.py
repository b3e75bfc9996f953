"""What a document's text adds where it is kept: the sentence of a figure, and the fate of its numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dashboard.request import html
from dashboard.request.context import Context
from dashboard.request.links import dashed, figure_page, link
from dashboard.serving.fingerprint import identity
from dashboard.serving.single_flight import SingleFlightCache
from data.messages import SOURCE_LANGUAGE, Message
from data.model.catalog import Document
from data.model.observation import Observation
from data.prose.places import Account, Place, account
from data.prose.proposal import Proposed
from data.prose.quotations import Passage, passage
from data.prose.report import propose
from data.store.texts import KeptText, read_text

_READ: SingleFlightCache[Proposed] = SingleFlightCache(8)  # texts, read by the catalogue of a release


def sentence_of(context: Context, document: Document, row: Observation) -> list[html.Element]:
    """The sentence in which a document prints a figure, or why there is none to show."""
    kept = read_text(document.text_digest)
    if kept.state == "unnamed":
        return []
    if kept.state != "kept":
        return [_note(context, kept.state)]
    figures = context.reader.observations(document=document.id)
    places = _read(context, document, kept.text, figures).places
    place = next((place for one, place in zip(figures, places, strict=True) if one.key == row.key), None)
    if place is None:
        return [_note(context, "no_place")]
    shown = passage(kept.text, place)
    if shown.withheld:
        return [_note(context, f"withheld_{shown.withheld}")]
    caption = html.Figcaption(f"{_say(context, 'sentence')} · {context.cited(row)}")
    quoted = html.Blockquote(html.P([*_marked(kept.text, shown, {place: None})]), lang=SOURCE_LANGUAGE)
    return [html.Figure([quoted, caption], className="original")]


def card_of_text(context: Context, document: Document, rows: Sequence[Observation]) -> list[html.Element]:
    """What became of the numbers of a document's text, and the sentences of some of its figures."""
    kept = read_text(document.text_digest)
    if kept.state == "unnamed":
        return []
    content = (
        [_note(context, kept.state)] if kept.state != "kept" else [*_account(context, document, kept, rows)]
    )
    return [html.Section([html.H2(_say(context, "heading")), *content], className="card figures texts")]


def _account(
    context: Context, document: Document, kept: KeptText, rows: Sequence[Observation]
) -> Iterator[html.Element]:
    figures = context.reader.observations(document=document.id)
    found = _read(context, document, kept.text, figures)
    counts = {
        "numbers": found.numbers,
        "published": found.published,
        "open": sum(found.open.values()),
        "rejected": sum(found.rejected.values()),
    }
    yield html.P(_say(context, "counts", **counts), className="note")
    yield html.Details([html.Summary(_say(context, "fates")), _fates(context, found)])
    yield from _sentences(context, kept.text, dict(zip(figures, found.places, strict=True)), rows)
    yield _note(context, "digest", digest=document.text_digest)


def _fates(context: Context, found: Account) -> html.Element:
    """The numbers of a text by fate and reason, the most of each first."""
    names = [_say(context, f"column_{name}") for name in ("fate", "reason", "count")]
    lines = [("published", _say(context, "reason_published"), found.published)]
    for fate, counts in (("open", found.open), ("rejected", found.rejected)):
        for reason, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
            key = f"proposal.reason_{reason}" if reason else "texts.reason_unpublished"
            lines.append((fate, Message(key).say(context.words.language), count))
    body = [
        html.Tr([html.Th(_say(context, f"fate_{fate}"), scope="row"), html.Td(reason), html.Td(str(count))])
        for fate, reason, count in lines
    ]
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in names]))
    return html.Table([head, html.Tbody(body)], className="fates")


def _sentences(
    context: Context, text: str, places: dict[Observation, Place | None], rows: Sequence[Observation]
) -> Iterator[html.Element]:
    """Each passage once, its figures marked and linked to their pages."""
    passages: dict[Passage, dict[Place, Observation | None]] = {}
    hidden = 0
    for row in rows:
        place = places.get(row)
        shown = passage(text, place) if place else None
        if place is None or shown is None or shown.withheld:
            hidden += 1
        else:
            passages.setdefault(shown, {}).setdefault(place, row)
    items = [
        html.Li([*_marked(text, shown, passages[shown], context)], lang=SOURCE_LANGUAGE)
        for shown in sorted(passages, key=lambda shown: shown.start)
    ]
    if items:
        listed = html.Ol(items, className="sentences")
        yield html.Details([html.Summary(_say(context, "sentences", count=len(items))), listed])
    if hidden:
        yield _note(context, "unplaced", count=hidden)


def _marked(
    text: str, shown: Passage, places: dict[Place, Observation | None], context: Context | None = None
) -> Iterator[html.Element | str]:
    """A passage, with figures marked; those with an observation lead to its page."""
    done = shown.start
    yield "…" if shown.cut[0] else ""
    for place, row in sorted(places.items(), key=lambda item: item[0].start):
        if place.start < done:  # within another figure
            continue
        yield text[done : place.start].replace("\n", " ")
        mark = html.Mark(text[place.start : place.end])
        yield link(mark, figure_page(context, row)) if context and row else mark
        done = place.end
    yield text[done : shown.end]
    yield "…" if shown.cut[1] else ""


def _read(context: Context, document: Document, text: str, figures: Sequence[Observation]) -> Account:
    catalog = context.reader.catalog
    key = f"{document.text_digest} {identity(context.reader.release)}"
    proposed = _READ.get(key, lambda: propose(text, catalog, document.published, document.region))
    return account(proposed, figures, catalog)


def _note(context: Context, key: str, **facts: object) -> html.Element:
    return html.P(_say(context, key, **facts), className="note", **dashed(data_text=key))


def _say(context: Context, key: str, **facts: object) -> str:
    return Message(f"texts.{key}", facts).say(context.words.language)
