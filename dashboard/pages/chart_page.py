"""One chart: its picture in every size, ways to link to it, to embed it, to cite it and to have its data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import escape
from typing import Any

from dashboard.charts.chart_view import ChartView
from dashboard.charts.region_view import RegionView
from dashboard.citations.citations import FORMS, Reference, cite
from dashboard.downloads.selection import file_name, of_chart, pinned_file
from dashboard.pages.embed import frame_code
from dashboard.pages.file_links import copyable, file_links, query
from dashboard.pages.phrases import closed_up, unseen
from dashboard.pictures.composition import NAMED, Facts, facts_of, has_room
from dashboard.pictures.sizes import KINDS, SCALES, SIZES, Size
from dashboard.request import html
from dashboard.request.address import Address, picture_address
from dashboard.request.context import Context
from dashboard.request.links import dashed, link
from data.errors import NotFound
from data.model.words import today

WIDE = SIZES["wide"]
LAST = 2  # periods that a frame is offered of, where a chart has more


def sizes_of(view: ChartView, facts: Facts) -> Iterator[Size]:
    """Yield the sizes that there is a picture of; of regions, which may be many, those with room for them."""
    for size in SIZES.values():
        if not isinstance(view, RegionView) or has_room(facts, size):
            yield size


def preview_of(view: ChartView) -> Size | None:
    """Return the size of the picture that is offered first; None where there is room in none."""
    if isinstance(view, RegionView):
        return next(sizes_of(view, facts_of(view, view.context.site)), None)
    return next(iter(SIZES.values()))


def view_of(context: Context) -> ChartView:
    """Return the chart that an address names; raises NotFound where it has nothing to draw there."""
    last = int(context.address.last or 0)
    view = ChartView(context.reader.catalog.charts[context.address.id], context, last=last)
    if not view.rows:
        raise NotFound(context.address.id)
    return view


def cards_of_chart(view: ChartView, card: html.Element) -> html.Element:
    """All ways to take a chart along, on cards beside and under its own."""
    facts = facts_of(view, view.context.site)
    columns = (card, _links(view, facts)), (_pictures(view, facts), _data(view))
    return _abreast(view, columns, _citations(view, facts), _embed(view))


def kit_of(view: ChartView) -> tuple[html.Element, html.Element, html.Element]:
    """The ways to take along what a page of another kind draws: as a picture, a link and a citation."""
    facts = facts_of(view, view.context.site)
    return _pictures(view, facts), _links(view, facts), _citations(view, facts)


def kit_abreast(view: ChartView) -> html.Element:
    """The same on cards in two columns."""
    picture, *rest = kit_of(view)
    return _abreast(view, ((picture,), rest))


def _abreast(
    view: ChartView, columns: Iterable[Iterable[html.Element]], *below: html.Element
) -> html.Element:
    beside = html.Div([html.Div([*column]) for column in columns], className="abreast")
    return html.Div([beside, *below], className=f"kit theme-{view.chart.theme}")


def pinned(view: ChartView) -> Address:
    """The address of what is drawn that stays with its release."""
    return view.page.plain().but(release=str(view.context.reader.release.id))


def _card(id: str, title: str, *content: Any) -> html.Element:
    heading = html.H2(title, id=f"{id}-title")
    return html.Section([heading, *content], id=id, className="card", **dashed(aria_labelledby=f"{id}-title"))


# ---- pictures ---------------------------------------------------------------------------------


def _pictures(view: ChartView, facts: Facts) -> html.Element:
    words, sizes = view.context.words, [*sizes_of(view, facts)]
    if not sizes:
        return _card("picture", words("save_picture"), html.P(words("picture_none"), className="note"))
    first = sizes[0]
    shown = html.Img(
        src=_picture(view, "svg", first.name),
        alt=facts.description,
        width=str(first.width),
        height=str(first.height),
        className="preview",
    )
    rows = [_row_of_size(view, size) for size in sizes]
    copy = _copy_picture(view, first)
    return _card("picture", words("save_picture"), shown, html.Dl(rows, className="sizes"), copy)


def _copy_picture(view: ChartView, size: Size) -> html.Element:
    words = view.context.words
    address = _picture(view, "png", size.name, 2)
    copying = dashed(data_copy_picture=address, data_copied=words("copied"))
    return html.Button(words("copy_picture"), type="button", className="copy", **copying)


def _row_of_size(view: ChartView, size: Size) -> html.Element:
    words = view.context.words
    name = f"{words(f'size_{size.name}')} {size.width}×{size.height}"
    links = [
        _download(view, kind, size, scale, kind.upper() if scale == 1 else f"{kind.upper()} ×{scale}")
        for kind in KINDS
        for scale in (SCALES if kind == "png" else SCALES[:1])
    ]
    return html.Div([html.Dt(name), html.Dd(links)])


def _download(view: ChartView, kind: str, size: Size, scale: int, text: str) -> html.Element:
    name = _name_of_picture(view, f"{size.name}{f'-{scale}x' if scale > 1 else ''}.{kind}")
    hint = unseen(view.context.words(f"size_{size.name}"))
    return html.A([text, " ", hint], href=_picture(view, kind, size.name, scale), download=name)


def _name_of_picture(view: ChartView, end: str) -> str:
    return file_name(of_chart(view).facts, view.context, f"-{end}")


def _picture(view: ChartView, kind: str, size: str, scale: int = 1) -> str:
    return picture_address(pinned(view), kind, size, scale, view.form)


# ---- links ------------------------------------------------------------------------------------


def _links(view: ChartView, facts: Facts) -> html.Element:
    words, here = view.context.words, view.page.plain()
    ways = {"link_fixed": pinned(view), "link_following": here.but(release="")}
    if latest := _latest(view):
        ways["link_latest"] = here.but(release="", period="", last=str(latest.last or ""))
    addresses = {name: str(address) for name, address in ways.items()} | {"link_proof": f"/v/{facts.code}"}
    rows = [
        html.Div(
            [
                html.Dt([words(name), html.Small(words(f"{name}_note"))]),
                html.Dd(copyable(view.context, f"{view.context.site}{address}", address)),
            ]
        )
        for name, address in addresses.items()
    ]
    return _card("link", words("link"), html.Dl(rows, className="ways"))


def _latest(view: ChartView) -> ChartView | None:
    """The chart of the newest release and the latest periods, where that is another than what is shown."""
    here = view.context.address
    if view.page.page != "chart":
        return None
    few = here.last or (str(LAST) if len(view.periods) > LAST else "")
    if not few and not here.period:
        return None
    newest = replace(view.context, address=here.but(release="", period="", last=few))
    latest = ChartView(view.chart, newest, last=int(few or 0))
    return latest if latest.rows and not latest.refused else None  # plans may all be of earlier periods


# ---- citations --------------------------------------------------------------------------------


def reference_of(view: ChartView, facts: Facts) -> Reference:
    """What a chart is cited by."""
    context = view.context
    documents = context.reader.catalog.documents
    published = [row for row in view.rows if not row.derived]  # what is derived no body has issued
    issued = dict.fromkeys(row.document for row in published)
    bodies = dict.fromkeys(context.words.text(documents[id], "publisher") for id in issued)
    return Reference(
        id=f"{view.chart.id}-{context.region}-{context.reader.release.id}",
        title=view.cited,
        bodies=tuple(bodies),
        sources=tuple(map(closed_up, facts.sources(*NAMED[0]))),
        site=facts.site,
        release=context.reader.release.id,
        published=facts.published,
        address=f"{context.site}{pinned(view)}",
        accessed=today(),
        derived=view.derivation,
    )


def _citations(view: ChartView, facts: Facts) -> html.Element:
    context = view.context
    reference = reference_of(view, facts)
    rows = [
        html.Div(
            [
                html.Dt(context.words(f"cite_{form}") if form == "sentence" else FORM_NAMES[form]),
                html.Dd(copyable(context, cite(reference, form, context.words))),
            ]
        )
        for form in FORMS
    ]
    return _card("citation", context.words("citation"), html.Dl(rows, className="ways"))


FORM_NAMES = {"gbt7714": "GB/T 7714", "apa": "APA", "bibtex": "BibTeX", "ris": "RIS"}


# ---- data -------------------------------------------------------------------------------------


def _data(view: ChartView) -> html.Element:
    context, words = view.context, view.context.words
    links = file_links(context, "chart", view.chart.id)
    note = html.P(words("chart_data_note"), className="note")
    json = pinned_file(context, "chart", view.chart.id, "json")
    return _card("data", words("chart_data"), html.P(links, className="sizes"), note, query(context, json))


# ---- embedding --------------------------------------------------------------------------------


def _embed(view: ChartView) -> html.Element:
    words = view.context.words
    rows = [
        html.Div(
            [
                html.Dt([words(name), html.Small(words(f"{name}_note"))]),
                html.Dd(copyable(view.context, code)),
            ]
        )
        for name, code in _codes(view)
    ]
    return _card("embed", words("embed"), html.Dl(rows, className="ways"))


def _codes(view: ChartView) -> Iterator[tuple[str, str]]:
    """What is pasted into another page, by what it is for."""
    site, page = view.context.site, f"{view.context.site}{pinned(view)}"
    image = [f"{site}{_picture(view, 'png', WIDE.name, scale)}" for scale in (1, 2)]
    alt, title = escape(view.title), escape(view.title, quote=False)
    yield (
        "embed_picture",
        f'<figure><a href="{escape(page)}"><img src="{escape(image[0])}"'
        f' srcset="{escape(image[0])} 1x, {escape(image[1])} 2x" width="{WIDE.width}" height="{WIDE.height}"'
        f' alt="{alt}" style="max-width:100%;height:auto"></a>'
        f"<figcaption>{title} · {escape(view.source, quote=False)}</figcaption></figure>",
    )
    yield "embed_frame", frame_code(view, site)
    if (latest := _latest(view)) and latest.last:
        yield "embed_last", frame_code(latest, site)
    yield "embed_markdown", f"[![{view.title}]({image[0]})]({page})"


def actions(view: ChartView) -> html.Element:
    """What can be done with a chart, at the foot of its card: its picture at once, the rest on its page."""
    words, here, size = view.context.words, view.page, preview_of(view)
    data = (("chart_data", "data"),) if here.page == "chart" else ()  # others have it beside the drawing
    picture = (
        [
            html.A(
                words("save_picture"),
                href=_picture(view, "png", size.name, 2),
                download=_name_of_picture(view, f"{size.name}-2x.png"),
            ),
            _copy_picture(view, size),
        ]
        if size
        else []
    )
    ways = [
        link([words(name), unseen(f" {view.title}")], f"{here}#{part}")
        for name, part in (("link", "link"), ("citation", "citation"), *data)
    ]
    return html.Div([*picture, *ways], className="actions")
