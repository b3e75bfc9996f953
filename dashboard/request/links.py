"""Links to our own pages and to places in documents and figures, and attributes whose names have dashes."""

from __future__ import annotations

from typing import Any

from dashboard.request import html
from dashboard.request.address import PART, Address
from dashboard.request.context import Context
from data.errors import NotFound
from data.model.observation import Observation


def dashed(**attributes: str) -> dict[str, Any]:
    """Return attributes whose names have dashes: aria_label → aria-label."""
    return {name.replace("_", "-"): value for name, value in attributes.items()}


def link(text: Any, address: Address | str, name: str = "", current: str = "", **more: Any) -> html.Element:
    """A link, `current` where it leads here; the browser answers links to our own pages without a reload."""
    ours = isinstance(address, Address) or address.startswith(("/documents/", "/themes/"))
    attributes: dict[str, Any] = {"href": str(address), "className": name or None, **more}
    if ours:
        attributes["data-page"] = ""
    if current:
        attributes["aria-current"] = current
    return html.A(text, **attributes)


def document_place(context: Context, row: Observation) -> str:
    """The address of a figure's row on its document's page."""
    part = str(row.position // PART + 1) if row.position >= PART else ""
    page = context.address.to("document", row.document, region="", period="", part=part)
    return f"{page}#{anchor(row)}"


def figure_page(context: Context, row: Observation) -> Address:
    """The address of a figure's own page."""
    return context.address.to("figure", figure_id(*row.key), period="")


def figure_id(region: str, indicator: str, period: str, breakdown: str, status: str, document: str) -> str:
    """Return a figure's key as addresses have it: 131002/indicator@breakdown/2023@target/document."""
    kind = "" if status == "actual" else status
    parts = (region, "@".join(filter(None, (indicator, breakdown))))
    return "/".join(
        filter(None, (*parts, "@".join(filter(None, (period.replace("/", "_"), kind))), document))
    )


def figure_key(id: str) -> tuple[str, ...]:
    """Return the key that a figure's id stands for; raises NotFound for one that has another id."""
    region, subject, time, document = (*id.split("/"), "")[:4]
    indicator, _, breakdown = subject.partition("@")
    period, _, status = time.partition("@")
    key = (region, indicator, period.replace("_", "/"), breakdown, status or "actual", document)
    if figure_id(*key) != id:
        raise NotFound(id)
    return key


def anchor(row: Observation) -> str:
    """The id of a figure's row in a table."""
    return "-".join(
        filter(None, (row.region, row.indicator, row.breakdown, row.status, row.period.replace("/", "_")))
    )
