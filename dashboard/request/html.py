"""The elements of a page, named as dash.html names them, and how they are written as HTML text."""

from __future__ import annotations

from html import escape
from typing import Any

from dash import html

VOID = {"br", "hr", "img", "input", "link", "meta", "wbr"}
# What React calls differently from HTML; every other name is the same in lower case.
NAMES = {"className": "class", "htmlFor": "for"}


class Markup(str):
    """HTML text, which is written as it stands."""


class Element:
    """An element of the class's name, made as those of dash.html are, of its children and its attributes.

    Those check each attribute as they are made, which took a tenth of a page's time: it has a thousand.
    """

    tag: str

    def __init__(self, children: Any = None, **attributes: Any) -> None:
        self.children, self.attributes = children, attributes


class Written(Element):
    """A box that holds markup, such as a chart's picture."""

    tag = "div"

    def __init__(self, markup: str, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.markup = markup


def __getattr__(name: str) -> type[Element]:
    """The elements by the names that they have in dash.html, and the field of a form, which that lacks."""
    if name != "Input" and not hasattr(html, name):
        raise AttributeError(name)
    element = type(name, (Element,), {"tag": name.lower()})
    globals()[name] = element  # looked up once
    return element


def render(node: Any) -> str:
    """Return a tree of elements, strings and numbers as HTML text.

    Raises TypeError for anything else: nothing is dropped in silence.
    """
    parts: list[str] = []
    _render(node, parts)
    return "".join(parts)


def write(box: Element) -> Written:
    """Return a box with what it holds written out, once for every answer it is in."""
    return Written(render(box.children), **box.attributes)


def mountable(page: Written, **attributes: Any) -> html.Div:
    """Return a page as Dash is to mount it: one element, with what it holds as HTML text in `data-html`.

    Dash takes a millisecond or more for each component, and a page has a thousand; assets/page.js puts the
    text in place before the browser paints. It is the same text as in a first response.
    """
    return html.Div(**attributes, **(page.attributes | {"data-html": page.markup}))


def _render(node: Any, parts: list[str]) -> None:
    if isinstance(node, str):
        parts.append(node if isinstance(node, Markup) else escape(node, quote=False))
    elif isinstance(node, (list, tuple)):  # a union would take twice as long
        for child in node:
            _render(child, parts)
    elif isinstance(node, Element):
        _element(node, parts)
    elif isinstance(node, (int, float)):
        parts.append(str(node))
    elif node is not None:
        raise TypeError(type(node).__name__)


def _element(node: Element, parts: list[str]) -> None:
    tag = node.tag
    opening = f"<{tag}"
    for name, value in node.attributes.items():
        if value is not None and value is not False:
            written = NAMES.get(name, name.lower())
            bare = value is True or value == ""
            opening += f" {written}" if bare else f' {written}="{escape(str(value))}"'
    parts.append(f"{opening}>")
    if isinstance(node, Written):
        parts.append(node.markup)
    if tag not in VOID:
        _render(node.children, parts)
        parts.append(f"</{tag}>")
