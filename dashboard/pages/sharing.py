"""What a page's head tells others of it: its addresses, how it is shared, and what data it describes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any
from urllib.parse import quote

from babel import Locale
from babel.core import get_global

from dashboard.charts.chart_view import ChartView
from dashboard.pages.chart_page import data_address
from dashboard.pictures.sizes import SIZES
from dashboard.request.address import Address, picture_address
from dashboard.request.context import Context
from data.messages import SOURCE_LANGUAGE
from data.model.catalog import Chart

SHARED = SIZES["wide"]


def head_tags(context: Context, title: str, description: str) -> list[str]:
    """Return the links and metadata of a page.

    Addresses must be whole: where the site's own isn't known, there are none.
    """
    site, here = context.site, context.address.plain()
    tags = [
        f'<meta name="description" content="{escape(description)}">',
        *_properties("og", title=title, description=description, type="website"),
        *_properties("og", locale=_with_territory(context.words.locale)),
        '<link rel="alternate" type="application/atom+xml" href="/releases.atom">',
        '<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">',
    ]
    if context.address.page == "proof":  # for whoever has the picture with this code: nobody searches for it
        tags.append('<meta name="robots" content="noindex">')
    if not site:
        return [*tags, '<meta name="twitter:card" content="summary">']
    view = shared_chart(context)
    tags.append(f'<link rel="canonical" href="{escape(f"{site}{here}")}">')
    tags += _properties("og", url=f"{site}{here}")
    tags += [
        f'<link rel="alternate" hreflang="{code}" href="{escape(f"{site}{address}")}">'
        for code, address in _languages(context, here)
    ]
    tags.append(f'<meta name="twitter:card" content="{"summary_large_image" if view else "summary"}">')
    if view:
        pinned = here.but(release=str(context.reader.release.id))
        image = f"{site}{picture_address(view.chart.id, 'png', pinned, SHARED.name)}"
        tags += _properties(
            "og:image", **{"": image}, width=SHARED.width, height=SHARED.height, alt=view.title
        )
        if context.address.page in ("chart", "theme", "indicator"):
            tags.append(_linked_data(_dataset(context, view, title, description)))
    if context.address.page == "chart":
        at = quote(f"{site}{here}", safe="")
        tags.append(f'<link rel="alternate" type="application/json+oembed" href="{site}/oembed?url={at}">')
    return tags


def shared_chart(context: Context) -> ChartView | None:
    """The chart whose picture stands for a page: its own, or the first that can be drawn there."""
    for chart in _charts(context):
        view = ChartView(chart, context)
        if view.rows and not view.refused:
            return view
    return None


def _charts(context: Context) -> Iterable[Chart]:
    catalog, here = context.reader.catalog, context.address
    match here.page:
        case "chart":
            return [catalog.charts[here.id]]
        case "theme":
            return catalog.charts_of(here.id)
        case "indicator":
            return catalog.charts_with(here.id)
    return (chart for theme in catalog.themes for chart in catalog.charts_of(theme) if chart.overview)


def _languages(context: Context, here: Address) -> Iterator[tuple[str, Address]]:
    for code in context.reader.catalog.languages:
        yield code, here.but(lang="" if code == SOURCE_LANGUAGE else code)
    yield "x-default", here.but(lang="")


def _properties(prefix: str, **facts: object) -> list[str]:
    return [
        f'<meta property="{prefix}{name and f":{name}"}" content="{escape(str(fact))}">'
        for name, fact in facts.items()
    ]


def _dataset(context: Context, view: ChartView, title: str, description: str) -> dict[str, Any]:
    """A page's figures as schema.org has them: who issued them, of where and when, and where they are."""
    words, catalog = context.words, context.reader.catalog
    documents = [
        catalog.documents[id] for id in dict.fromkeys(row.document for row in view.rows if row.document)
    ]
    bodies = dict.fromkeys(words.text(document, "publisher") for document in documents)
    days = [day for row in view.rows for day in row.when.order]
    pinned = view.context.address.plain().but(release=str(context.reader.release.id))
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": title,
        "description": description,
        "url": f"{context.site}{context.address.plain()}",
        "identifier": f"{context.site}{pinned}",
        "version": str(context.reader.release.id),
        "dateModified": context.reader.release.created_at,
        "inLanguage": words.locale.language,
        "isAccessibleForFree": True,
        "creator": [{"@type": "Organization", "name": body} for body in bodies],
        "isBasedOn": [document.url for document in documents if document.url],
        "spatialCoverage": words.term("region", context.region),
        "temporalCoverage": f"{min(days).isoformat()}/{max(days).isoformat()}",
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": media,
                "contentUrl": f"{context.site}{data_address(view, kind)}",
            }
            for kind, media in (("csv", "text/csv"), ("json", "application/json"))
        ],
    }


def _linked_data(facts: dict[str, Any]) -> str:
    text = json.dumps(facts, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'


def _with_territory(locale: Locale) -> str:
    """The language as share tags name it: en_US, zh_CN."""
    likely = str(get_global("likely_subtags").get(locale.language, ""))
    territory = locale.territory or likely.rpartition("_")[2]
    return "_".join(filter(None, (locale.language, territory)))
