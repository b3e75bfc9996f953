"""A Dash component tree → HTML, so that the first response holds the whole page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from typing import Any

from dash import html
from dash.development.base_component import Component

VOID = {"br", "hr", "img", "input", "link", "meta"}
# What React calls differently from HTML; every other name is the same in lower case.
NAMES = {"className": "class", "htmlFor": "for"}
TAGS = {"ObjectEl": "object", "MapEl": "map"}


class Drawing(html.Img):
    """A chart's picture: an <img> to Dash; drawn in place in the first response."""

    def __init__(self, svg: Callable[[], str], **attributes: Any) -> None:
        super().__init__(**attributes)
        self._svg = svg
        self._size = str(attributes["className"])
        self._figure = str(attributes["data-figure"])

    def inline(self) -> str:
        """Return the picture as SVG text in a box of the same class."""
        return f'<div class="{self._size}" data-figure="{escape(self._figure)}">{self._svg()}</div>'


def render(node: Any) -> str:
    """Return a tree of html components, strings and numbers as HTML text.

    Raises TypeError for any component that is not of dash.html: nothing is dropped in silence.
    """
    return "".join(_render(node))


def _render(node: Any) -> Iterator[str]:
    if node is None:
        return
    if isinstance(node, list | tuple):
        for child in node:
            yield from _render(child)
    elif isinstance(node, Drawing):
        yield node.inline()
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
    if tag not in VOID:
        yield from _render(getattr(node, "children", None))
        yield f"</{tag}>"


def _attributes(props: dict[str, Any]) -> Iterator[str]:
    for name, value in props.items():
        if name == "children" or value is None or value is False:
            continue
        written = NAMES.get(name, name.lower())
        yield f" {written}" if value is True or value == "" else f' {written}="{escape(str(value))}"'
