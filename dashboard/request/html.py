"""A Dash component tree → HTML, so that the first response holds the whole page."""

from __future__ import annotations

from html import escape
from typing import Any

from dash import html
from dash.development.base_component import Component

ELEMENT = "dash_html_components", "Input"
VOID = {"br", "hr", "img", "input", "link", "meta", "wbr"}
# What React calls differently from HTML; every other name is the same in lower case.
NAMES = {"className": "class", "htmlFor": "for"}
DASHED = ("data-", "aria-")
TAGS = {"ObjectEl": "object", "MapEl": "map"}


class Markup(str):
    """HTML text, which is written as it stands."""


class Written(html.Div):
    """A box that holds markup, such as a chart's picture. Only `render` knows how to write it."""

    def __init__(self, markup: str, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.markup = markup


class Input(Component):
    """A field of a form, which dash.html lacks: its values are asked for by an address, without script."""

    def __init__(self, **attributes: Any) -> None:
        self._namespace, self._type, self._base_nodes, self._children_props = *ELEMENT, [], []
        self._prop_names = self.available_properties = [*attributes]
        self._valid_wildcard_attributes = self.available_wildcard_properties = ["data-", "aria-"]
        super().__init__(**attributes)  # type: ignore[no-untyped-call]


class Element(Component):
    """An element as dash.html has it, whose attributes nobody checks as it is made: a page has a thousand."""

    _namespace, _prop_names = ELEMENT[0], ["children"]

    def __init__(self, type: str, children: Any = None, **attributes: Any) -> None:
        self._type, self.children, self.attributes = type, children, attributes


def render(node: Any) -> str:
    """Return a tree of html components, strings and numbers as HTML text.

    Raises TypeError for any component that is not of dash.html: nothing is dropped in silence.
    """
    parts: list[str] = []
    _render(node, parts)
    return "".join(parts)


def write(box: Component) -> Written:
    """Return a box with what it holds written out, once for every answer it is in."""
    props = box.to_plotly_json()["props"]  # type: ignore[no-untyped-call]
    return Written(render(props.pop("children")), **props)


def mountable(page: Written, **attributes: Any) -> html.Div:
    """Return a page as Dash is to mount it: one element, with what it holds as HTML text in `data-html`.

    Dash takes a millisecond or more for each component, and a page has a thousand; assets/page.js puts the
    text in place before the browser paints. It is the same text as in a first response.
    """
    props = page.to_plotly_json()["props"]  # type: ignore[no-untyped-call]
    return html.Div(**attributes, **(props | {"data-html": page.markup}))


def _render(node: Any, parts: list[str]) -> None:
    if isinstance(node, str):
        parts.append(node if isinstance(node, Markup) else escape(node, quote=False))
    elif isinstance(node, (list, tuple)):  # a union would take twice as long
        for child in node:
            _render(child, parts)
    elif isinstance(node, Component):
        _element(node, parts)
    elif node is not None:
        parts.append(escape(str(node), quote=False))


def _element(node: Component, parts: list[str]) -> None:
    """Write an element out; a page has ten thousand, so that its properties are read as they stand."""
    properties, namespace, type = vars(node), node._namespace, node._type
    if namespace != "dash_html_components":
        raise TypeError(f"{namespace}.{type}")
    tag = TAGS.get(type) or type.lower()
    if isinstance(node, Element):
        attributes = node.attributes
    else:
        named = [name for name in node._prop_names if name in properties]
        # Dash keeps them in a set: each process would write, and tag, the same page in another order.
        dashed = sorted(name for name in properties if name.startswith(DASHED))
        attributes = {name: properties[name] for name in (*named, *dashed)}
    parts.append(f"<{tag}")
    for name, value in attributes.items():
        if name != "children" and value is not None and value is not False:
            written = NAMES.get(name, name.lower())
            bare = value is True or value == ""
            parts.append(f" {written}" if bare else f' {written}="{escape(str(value))}"')
    parts.append(">")
    if isinstance(node, Written):
        parts.append(node.markup)
    if tag not in VOID:
        _render(properties.get("children"), parts)
        parts.append(f"</{tag}>")
