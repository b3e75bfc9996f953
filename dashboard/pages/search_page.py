"""What is found under a name, by kind, each with why it was found and whether there are figures of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from dashboard.pages.phrases import dotted
from dashboard.request import html
from dashboard.request.address import Address
from dashboard.request.context import Context
from dashboard.request.links import dashed, link
from dashboard.search.names import KINDS, Names, prepare
from dashboard.search.search import LONGEST, NEAR, Match, part_region, search


def search_form(context: Context) -> html.Element:
    """The box: an address asks, so that it works without script."""
    words, here = context.words, context.address
    state = {name: getattr(here, name) for name in ("region", "lang", "release", "type", "color")}
    return html.Form(
        [
            html.Input(
                type="search",
                name="q",
                value=here.q or None,
                maxlength=str(LONGEST),
                placeholder=words("search_label"),
                **dashed(aria_label=words("search_label")),
            ),
            *(html.Input(type="hidden", name=name, value=value) for name, value in state.items() if value),
            html.Button(words("search_go"), type="submit"),
        ],
        action="/search",
        method="get",
        role="search",
        className="search",
    )


def results(context: Context) -> tuple[str, list[html.Element]]:
    """Return the line under the title and the lists of what was found."""
    words, asked = context.words, context.address.q
    if not asked.strip():
        return words("search_empty"), []
    reader = context.reader
    names, lead = prepare(Names(reader.release.catalog, reader.catalog)), "search_lead"
    matches = search(names, asked)
    if not any(match.rank[0] < NEAR for match in matches):
        region, rest = part_region(names, asked)
        there = [match for match in search(names, rest) if match.rank[0] < NEAR] if region else []
        if there:
            matches, lead, context = there, "search_lead_in", _in_region(context, region)
    if not matches:
        return words("search_nothing", asked=asked), []
    lists = [_list(context, kind, [match for match in matches if match.thing.kind == kind]) for kind in KINDS]
    region = words.term("region", context.region)
    return words(lead, asked=asked, found=len(matches), region=region), [each for each in lists if each]


def _in_region(context: Context, region: str) -> Context:
    return replace(context, address=context.address.but(region=context.region_of(region)))


def _list(context: Context, kind: str, matches: list[Match]) -> html.Element | None:
    if not matches:
        return None
    items = sorted((_FOUND[kind](context, match) for match in matches), key=lambda item: item[0])
    name = context.words(f"kind_{kind}")
    return html.Section(
        [html.H2(name, id=f"found-{kind}"), html.Ul([item for _, item in items], className="listing names")],
        className="card found",
        **dashed(aria_labelledby=f"found-{kind}"),
    )


def _indicator(context: Context, match: Match) -> tuple[int, html.Element]:
    reader, id = context.reader, match.thing.id
    indicator = reader.catalog.indicators[id]
    name = context.words.text(indicator)
    if id in reader.measured(context.region) or indicator.formula:
        return 0, _item(context, match, name, context.address.to("indicator", id, period=""))
    if reader.covered([id], "indicator"):
        return 1, _item(context, match, name, context.address.to("indicator", id, region="", period=""))
    return 2, _item(context, match, name)


def _theme(context: Context, match: Match) -> tuple[int, html.Element]:
    theme = context.reader.catalog.themes[match.thing.id]
    shown = theme in context.themes
    there = context.address.to("theme", theme.id, period="") if shown else None
    return int(not shown), _item(context, match, context.words.text(theme), there)


def _region(context: Context, match: Match) -> tuple[int, html.Element]:
    id = match.thing.id
    covered = bool(context.reader.covered([id]))
    there = context.address.to("region", id, region="", period="") if covered else None
    return int(not covered), _item(context, match, context.words.term("region", id), there)


def _document(context: Context, match: Match) -> tuple[int, html.Element]:
    document = context.reader.catalog.documents[match.thing.id]
    there = context.address.to("document", document.id, region="", period="")
    return 0, _item(context, match, context.words.text(document, "title"), there)


def _breakdown(context: Context, match: Match) -> tuple[int, html.Element]:
    """A project or group: found on the page of the indicator that is told of it."""
    reader, id = context.reader, match.thing.id
    indicators = reader.indicators_of_breakdown(id)
    there = context.address.to("indicator", indicators[0], region="", period="") if indicators else None
    return int(not indicators), _item(context, match, context.words.term("breakdown", id), there)


_FOUND: dict[str, Callable[[Context, Match], tuple[int, html.Element]]] = {
    "indicator": _indicator,
    "theme": _theme,
    "region": _region,
    "document": _document,
    "breakdown": _breakdown,
}


def _item(context: Context, match: Match, name: str, there: Address | None = None) -> html.Element:
    words = context.words
    why = "" if match.why == "name" else words(f"search_why_{match.why}", text=match.text)
    remarks = [why, "" if there else words("search_without")]
    return html.Li([link(name, there) if there else html.B(name), *_aside(remarks)])


def _aside(remarks: Iterable[str]) -> list[html.Element]:
    remark = " · ".join(filter(None, remarks))
    return [html.Small(dotted(remark), className="parts")] if remark else []
