"""What every page has: a title, a sentence, its heading, and what it says where there is nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.pages.phrases import dotted, whole
from dashboard.request import html
from dashboard.request.context import Context
from dashboard.request.links import dashed, link


@dataclass(frozen=True)
class Page:
    """A page: its title, what it holds in a sentence, and its component tree."""

    title: str
    description: str
    body: html.Element


MakePage = Callable[[Context], Page]


def head(
    title: str,
    lead: str,
    controls: html.Element | None,
    name: str = "",
    *,
    skip: str = "",
    place: str = "charts",
    way: html.Element | None = None,
    id: str = "",
) -> html.Element:
    """Return the heading, what there is, a way on, and the choices; `skip` names the way past these."""
    says = [
        html.H1(whole(title), **(dashed(id=id) if id else {})),
        *([_lead(lead)] if lead else []),
    ]
    says += [html.P(way)] if way else []
    past = [html.A(skip, href=f"#{place}", className="skip")] if skip else []
    return html.Div([*past, html.Div(says), controls], className=f"head {name}".strip())


def _lead(text: str) -> html.Element:
    parts = " · " in text
    return html.P(dotted(text) if parts else whole(text), className="lead parts" if parts else "lead")


def way_to_briefing(context: Context, themes: str) -> html.Element:
    """Return the way to a briefing on some themes, or to choose them."""
    return link(context.words("report_link"), context.address.to("report", themes=themes), "more")


def nothing_here(context: Context) -> html.Element:
    """Return what stands in place of figures where there are none, with the way to those of other years."""
    year = context.words("in_year", year=context.year) if context.year else ""
    region = context.words.term("region", context.region)
    says = context.words("nothing", region=region, year=year)
    way = link(context.words("region_site", region=region), context.address.to("overview", period=""), "way")
    return html.P([says, " ", way], className="nothing card")
