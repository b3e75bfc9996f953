"""Everything that is published, as files and lists: all of it at once, by theme, and for programs."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.downloads.selection import MOST, fits
from dashboard.pages.file_links import card_of_files, file_links
from dashboard.request import html
from dashboard.request.context import Context
from dashboard.request.links import dashed, link

# The lists that programs read, each with what words call it.
LISTS = {
    "observations": "all_figures",
    "indicators": "field_indicators",
    "themes": "themes",
    "documents": "documents",
    "releases": "releases",
}


def _archive(context: Context) -> html.Element:
    """The whole release in one file."""
    words, release = context.words, context.reader.release
    link_to = html.A("ZIP", href=f"/all.zip?release={release.id}", download="")
    note = html.P(words("archive_note"), className="note")
    digest = html.P(words("archive_digest", digest=release.digest), className="note")
    heading = html.H2(f"{words('archive')} · {context.release_name()}")
    return html.Section([heading, html.P(link_to, className="sizes"), note, digest], className="card filed")


def _row(name: html.Element | str, links: list[html.Element]) -> html.Element:
    return html.Div([html.Dt(name), html.Dd(links)])


def _lists(context: Context) -> html.Element:
    """How programs read what is published: each list as JSON and CSV, and what describes them all."""
    words, asked = context.words, f"release={context.reader.release.id}&lang={context.address.lang}"
    rows = [
        _row(
            words(called),
            [html.A(kind.upper(), href=f"/api/v1/{name}.{kind}?{asked}") for kind in ("json", "csv")],
        )
        for name, called in LISTS.items()
    ]
    described = html.P(html.A(words("api_described"), href="/api/v1/openapi.json"), className="note")
    heading, note = html.H2(words("api"), id="api"), html.P(words("api_note"), className="note")
    body = [heading, html.Dl(rows, className="sizes"), note, described]
    return html.Section(body, className="card filed", **dashed(aria_labelledby="api"))


def cards_of_files(context: Context) -> Iterator[html.Element]:
    """All figures where a file can hold them, those of each theme, and the lists for programs."""
    words = context.words
    yield _archive(context)
    if fits(context, {}):
        yield card_of_files(context)
    else:
        yield html.P(words("all_too_many", most=MOST), className="note card")
    rows = [
        _row(
            link(words.text(theme), context.address.to("theme", theme.id)),
            file_links(context, "theme", theme.id),
        )
        for theme in context.themes
    ]
    if rows:
        title = f"{words('all_by_theme')} · {words.term('region', context.region)}"
        note = html.P(words("file_kinds"), className="note")
        yield html.Section([html.H2(title), html.Dl(rows, className="sizes"), note], className="card filed")
    yield _lists(context)
