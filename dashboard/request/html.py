"""A Dash component tree → HTML, so that the first response holds the whole page."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from dash import html
from dash.development.base_component import Component

ELEMENT = "dash_html_components", "Input"
VOID = {"br", "hr", "img", "input", "link", "meta", "wbr"}
# What React calls differently from HTML; every other name is the same in lower case.
NAMES = {"className": "class", "htmlFor": "for"}
TAGS = {"ObjectEl": "object", "MapEl": "map"}


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


def render(node: Any) -> str:
    """Return a tree of html components, strings and numbers as HTML text.

    Raises TypeError for any component that is not of dash.html: nothing is dropped in silence.
    """
    return "".join(_render(node))


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


def _render(node: Any) -> Iterator[str]:
    if node is None:
        return
    if isinstance(node, list | tuple):
        for child in node:
            yield from _render(child)
    elif isinstance(node, Component):
        yield from _element(node)
    else:
        yield escape(str(node), quote=False)


def _element(node: Component) -> Iterator[str]:
    props = node.to_plotly_json()  # type: ignore[no-untyped-call]
    if props["namespace"] != "dash_html_components":
        raise TypeError(f"{props['namespace']}.{props['type']}")
    tag = TAGS.get(props["type"], props["type"].lower())
    yield f"<{tag}{''.join(_attributes(props['props']))}>"
    if isinstance(node, Written):
        yield node.markup
    if tag not in VOID:
        yield from _render(getattr(node, "children", None))
        yield f"</{tag}>"


def _attributes(props: dict[str, Any]) -> Iterator[str]:
    for name, value in props.items():
        if name == "children" or value is None or value is False:
            continue
        written = NAMES.get(name, name.lower())
        yield f" {written}" if value is True or value == "" else f' {written}="{escape(str(value))}"'
