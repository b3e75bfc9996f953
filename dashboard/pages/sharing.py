"""What a page's head tells others of it: its addresses, how it is shared, and what data it describes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from html import escape
from typing import Any
from urllib.parse import quote

from babel import Locale
from babel.core import get_global

from dashboard.charts.chart_view import ChartView
from dashboard.downloads.columns import number_of, page_of
from dashboard.downloads.files import MEDIA
from dashboard.downloads.selection import MOST, pinned_file
from dashboard.pages.chart_page import pinned, preview_of
from dashboard.pages.pictured import view_at
from dashboard.request.address import Address, feed_address, picture_address
from dashboard.request.context import Context
from dashboard.request.figures import Figure, find_figure
from dashboard.request.links import figure_id
from data.errors import NotFound
from data.messages import SOURCE_LANGUAGE
from data.model.catalog import Chart
from data.statements.amounts import interval_of
from data.store.ranking import has_more


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
        '<link rel="apple-touch-icon" href="/assets/touch-icon.png">',
    ]
    if here.page == "theme":
        name = escape(context.words.text(context.reader.catalog.themes[here.id]))
        feed = escape(feed_address(here.id, here.lang))
        tags.append(f'<link rel="alternate" type="application/atom+xml" title="{name}" href="{feed}">')
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
    size = preview_of(view) if view else None
    tags.append(f'<meta name="twitter:card" content="{"summary_large_image" if size else "summary"}">')
    if view and size:
        image = f"{site}{picture_address(pinned(view), 'png', size.name, form=view.form)}"
        tags += _properties("og:image", **{"": image}, width=size.width, height=size.height, alt=view.title)
    if view and context.address.page in ("chart", "theme", "indicator"):
        tags.append(_linked_data(_dataset(context, view, title, description)))
    if here.page == "figure":
        tags.append(_linked_data(_observation(find_figure(context), description)))
    if context.address.page == "chart":
        at = quote(f"{site}{here}", safe="")
        tags.append(f'<link rel="alternate" type="application/json+oembed" href="{site}/oembed?url={at}">')
    return tags


def shared_chart(context: Context) -> ChartView | None:
    """The chart whose picture stands for a page: its own, or the first that can be drawn there."""
    if context.address.page in ("figure", "compare"):
        with suppress(NotFound):
            return view_at(context)
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
    words, catalog, here = context.words, context.reader.catalog, context.address
    documents = [
        catalog.documents[id] for id in dict.fromkeys(row.document for row in view.rows if row.document)
    ]
    bodies = dict.fromkeys(words.text(document, "publisher") for document in documents)
    days = [day for row in view.rows for day in row.when.order]
    identified = context.address.plain().but(release=str(context.reader.release.id))
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": title,
        "description": description,
        "url": f"{context.site}{context.address.plain()}",
        "identifier": f"{context.site}{identified}",
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
                "contentUrl": f"{context.site}{pinned_file(context, here.page, here.id, kind)}",
            }
            for kind, media in MEDIA.items()
            if here.page != "indicator" or not has_more(context.reader, here.id, MOST)
        ],
    }


def _observation(figure: Figure, description: str) -> dict[str, Any]:
    """A figure as schema.org has it: its value and bounds, of what, where and when, and how exact it is."""
    context, row = figure.context, figure.row
    words, document, when = context.words, context.document(row), row.when
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Observation",
        "name": f"{context.full_label(row)} · {context.figure(row)}",
        "description": description,
        "url": page_of(context, row),
        "identifier": figure_id(*row.key),
        "variableMeasured": context.full_label(row),
        "observationAbout": {
            "@type": "AdministrativeArea",
            "name": words.term("region", row.region),
            "identifier": row.region,
        },
        "observationDate": when.end.isoformat(),
        "observationPeriod": f"{when.start.isoformat()}/{when.end.isoformat()}",
        "measurementQualifier": words("head_derived" if row.derived else f"qualifier_{row.qualifier}"),
        "value": row.printed if row.value is None else number_of(row.quantity.amount),
    }
    if row.value is not None:
        bounds = interval_of(row)
        ends = {"minValue": bounds.low, "maxValue": bounds.high}
        facts |= {name: number_of(end) for name, end in ends.items() if end.is_finite()}
        facts["unitText"] = words.unit(context.indicator(row), printed=row.quantity.base_unit)
    if row.derived:
        facts["measurementMethod"] = words.formula(row.locator)
    elif document:
        facts["subjectOf"] = {
            "@type": "CreativeWork",
            "name": words.text(document, "title"),
            "publisher": {"@type": "Organization", "name": words.text(document, "publisher")},
            **({"datePublished": document.published} if document.published else {}),
            **({"url": document.url} if document.url else {}),
        }
    return facts


def _linked_data(facts: dict[str, Any]) -> str:
    text = json.dumps(facts, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'


def _with_territory(locale: Locale) -> str:
    """The language as share tags name it: en_US, zh_CN."""
    likely = str(get_global("likely_subtags").get(locale.language, ""))
    territory = locale.territory or likely.rpartition("_")[2]
    return "_".join(filter(None, (locale.language, territory)))
