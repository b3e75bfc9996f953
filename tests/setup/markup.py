"""HTML as a tree that tests can search, strict as no browser is."""

from __future__ import annotations

import re
from html import unescape
from xml.etree.ElementTree import Element, SubElement

from flask.testing import FlaskClient

VOID = {"br", "hr", "img", "input", "link", "meta", "wbr"}
RAW = {"script", "style"}  # whose text ends with their end alone
_TOKEN = re.compile(
    r"([^<]+)|</([\w:-]+)\s*>"
    r"|<([\w:-]+)((?:\s+[^\s=>/\"]+(?:=\"[^\"]*\")?)*)\s*(/?)>"
    r"|<!--.*?-->|<[!?][^>]*>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([^\s=>/\"]+)(?:=\"([^\"]*)\")?")


def read_html(text: str) -> Element:
    """Return a document as a tree.

    Raises AssertionError where a tag is closed that isn't the open one, and for what isn't markup.
    """
    root = Element("root")
    opened, place = [root], 0
    while place < len(text):
        token = _TOKEN.match(text, place)
        assert token, f"no markup: {text[place : place + 80]}"
        said, closed, tag, attributes, ended = token.groups()
        place = token.end()
        if said:
            _say(opened[-1], unescape(said))
        elif closed:
            last = opened.pop().tag
            assert last == closed, f"</{closed}> closes <{last}>"
        elif tag:
            named = dict(_ATTRIBUTE.findall(attributes))
            if "&" in attributes:
                named = {name: unescape(value) for name, value in named.items()}
            element = SubElement(opened[-1], tag, named)
            if not ended and tag not in VOID:
                opened.append(element)
                if tag in RAW:
                    end = text.index(f"</{tag}>", place)
                    element.text, place = text[place:end], end
    assert opened == [root], f"<{opened[-1].tag}> is never closed"
    return root


def _say(parent: Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


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
