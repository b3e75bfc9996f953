"""Links to the figures of a page as files, and texts to be copied: addresses, citations, queries."""

from __future__ import annotations

from dashboard.downloads.files import MEDIA
from dashboard.downloads.selection import pinned_file, query_of
from dashboard.pages.phrases import stepped
from dashboard.request import html
from dashboard.request.context import Context
from dashboard.request.links import dashed

NAMES = {"jsonstat": "JSON-stat"}


def file_links(context: Context, page: str, id: str = "") -> list[html.Element]:
    """Links to the figures of a page as a file of each kind, of the release shown."""
    return [
        html.A(NAMES.get(kind, kind.upper()), href=pinned_file(context, page, id, kind), download="")
        for kind in MEDIA
    ]


def copyable(context: Context, text: str, href: str = "") -> list[html.Element]:
    """A text that is easily selected, with a button that copies it, where there is a script for that."""
    shown = html.Code(html.A(stepped(text), href=href) if href else stepped(text))
    words = context.words
    button = html.Button(
        words("copy_text"),
        type="button",
        className="copy",
        **dashed(data_copy=text, data_copied=words("copied")),
    )
    return [shown, button]


def card_of_files(context: Context, **filters: str) -> html.Element:
    """The figures of a page that has no table of them: as files, and what the API is asked for them."""
    here = context.address
    links = html.P(file_links(context, here.page, here.id), className="sizes")
    heading = html.H2(context.words("chart_data"), id="data")
    asked = query(context, query_of(context, filters))
    return html.Section([heading, links, asked], className="card filed", **dashed(aria_labelledby="data"))


def query(context: Context, address: str) -> html.Element:
    """How a program asks for the figures of a table."""
    name = html.Span(context.words("api"))
    return html.Div([name, *copyable(context, f"{context.site}{address}", address)], className="query")
