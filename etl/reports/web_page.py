"""The text of a web page: its article, and all that it shows."""

from __future__ import annotations

import re
from typing import Any

from etl.reports.shown_text import raised, refuse_struck

UNSEEN = "//script|//style|//noscript|//head"
STRUCK = "//del|//s|//strike"
INLINE = ("a", "b", "em", "font", "i", "span", "strong", "sub", "sup", "u")
HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def texts_of(page: str, file: str) -> tuple[str, str]:
    """Return the article of a page, and all its text. Raises FileUnusable."""
    from lxml import html as markup
    from trafilatura import extract

    tree = markup.fromstring(page)
    changed = _show(tree, file)
    source = markup.tostring(tree, encoding="unicode") if changed else page
    article = extract(
        source, include_tables=True, include_comments=False, favor_recall=True, deduplicate=False
    )
    for element in tree.xpath(UNSEEN):
        element.drop_tree()
    return article or "", tree.text_content()


def _show(tree: Any, file: str) -> bool:
    """Raise the digits that a page raises, take out words that it hides; say whether there were any.

    Only words within a line: whole blocks are hidden until a script shows them.
    """
    for element in tree.xpath(STRUCK):
        refuse_struck(element.text_content(), file)
    over = tree.xpath("//sup")
    for element in over:
        element.text = raised(element.text or "")
        for part in element.iterdescendants():
            part.text, part.tail = raised(part.text or ""), raised(part.tail or "")
        element.drop_tag()
    hidden = [element for element in tree.iter(*INLINE) if HIDDEN.search(element.get("style", ""))]
    for element in hidden:
        element.drop_tree()
    return bool(over or hidden)
