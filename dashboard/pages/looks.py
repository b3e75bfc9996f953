"""The looks of a page (large type, dark, high contrast) and its languages, as links to the same page."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.request import html
from dashboard.request.address import COLORS, LOOK, TYPES
from dashboard.request.context import Context
from dashboard.request.links import dashed, link
from data.messages import SOURCE_LANGUAGE


def switches(context: Context) -> html.Element:
    """The looks asked for most, the way back from any of them, and the other languages."""
    here = context.address
    links = [
        look_link(context, "large", "pill", type=here.type or TYPES[0]),
        look_link(context, "dark", "pill dark", color="dark"),
    ]
    if here != here.plain():
        links.insert(0, look_link(context, "standard", "pill", **dict.fromkeys(LOOK, "")))
    find = link(context.words("search"), here.to("search"), "pill find")
    return html.Div([find, *links, *language_links(context)], className="switches")


def looks(context: Context) -> html.Element:
    """Every size of type and every colouring."""
    return html.Div(
        [_choices(context, "type", ("", *TYPES)), _choices(context, "color", ("", *COLORS))],
        className="looks",
    )


def _choices(context: Context, key: str, values: Iterable[str]) -> html.Element:
    name = context.words(f"look_{key}")
    links = [look_link(context, value or f"no_{key}", **{key: value}) for value in values]
    return html.Nav(
        [html.Span(name, className="name"), *links], className="choices", **dashed(aria_label=name)
    )


def look_link(context: Context, word: str, name: str = "", **look: str) -> html.Element:
    """A link to this page in another look; another size of type, which brings a script, is loaded anew."""
    address = context.address.but(**look)
    text = context.words(word)
    if address.type != context.address.type:
        return html.A(text, href=str(address), className=name or None)
    return link(text, address, name, current="true" if address == context.address else "")


def language_links(context: Context) -> list[html.Element]:
    """Links to the same page in the other languages."""
    languages = context.reader.catalog.languages
    return [
        link(
            languages[code]["name"],
            context.address.but(lang="" if code == SOURCE_LANGUAGE else code),
            "pill",
            lang=code,
        )
        for code in languages
        if code != context.words.language
    ]


def reading_words(context: Context) -> dict[str, str]:
    """What assets/reading.js says on its buttons, in large type."""
    words = context.words
    if not context.address.type:
        return {}
    return {f"data_{key}": words(f"{key}_aloud") for key in ("read", "stop", "mute")} | {
        "data_pause": words("list_comma")
    }
