"""HTML as a tree that tests can search, by the standard library."""

from __future__ import annotations

from html.parser import HTMLParser
from xml.etree.ElementTree import Element, SubElement

from flask.testing import FlaskClient

VOID = {"br", "hr", "img", "input", "link", "meta", "wbr"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("root")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        element = SubElement(self.open[-1], tag, {name: value or "" for name, value in attributes})
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        SubElement(self.open[-1], tag, {name: value or "" for name, value in attributes})

    def handle_endtag(self, tag: str) -> None:
        closed = self.open.pop()
        assert closed.tag == tag, f"</{tag}> closes <{closed.tag}>"

    def handle_data(self, data: str) -> None:
        parent = self.open[-1]
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + data
        else:
            parent.text = (parent.text or "") + data


def read_html(text: str) -> Element:
    """Return a document as a tree; raise where a tag is closed that isn't the open one."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == [reader.root], f"<{reader.open[-1].tag}> is never closed"
    return reader.root


def text_of(element: Element) -> str:
    """Return all text of an element, each run of white space as one space."""
    return " ".join("".join(element.itertext()).split())


def having(root: Element, name: str) -> list[Element]:
    """Return the elements of a class."""
    return [element for element in root.iter() if name in element.get("class", "").split()]


def the(root: Element, tag: str) -> Element:
    """Return the one element of a tag."""
    (found,) = root.iter(tag)
    return found


def by_id(root: Element, id: str) -> Element:
    """Return the one element with an id."""
    (found,) = (element for element in root.iter() if element.get("id") == id)
    return found


def page(client: FlaskClient, path: str) -> Element:
    """Return the page at an address, as a tree."""
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.text[:200])
    return read_html(answer.text)


def links(root: Element) -> list[str]:
    """Return where the links of a page lead to."""
    return [a.get("href", "") for a in root.iter("a")]


def figure_rows(root: Element) -> list[Element]:
    """The rows of the tables of figures, charts' own tables included."""
    return [row for table in having(root, "table") for row in the(table, "tbody")]
