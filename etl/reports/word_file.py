"""A Word document as it is read on paper: put together from its parts, without what nobody sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from data.errors import FileUnusable
from data.messages import Message
from etl.reports.shown_text import raised, refuse_struck

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What isn't accepted yet, and so may or may not be what was published.
REVISIONS = tuple(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
# What may stand around runs, or around paragraphs, and says nothing itself: smart tags (Word puts 52.85公里
# into one), content controls, fields, links.
AROUND = {
    f"{W}{name}"
    for name in ("smartTag", "sdt", "sdtContent", "customXml", "fldSimple", "hyperlink", "dir", "bdo")
}
NOTES = re.compile(r"/(?:footnotes|endnotes)$")
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
OFF = ("0", "false", "off")


def text_of(document: Any, file: str) -> str:
    """Return the paragraphs of a document, a row of a table on one line. Raises FileUnusable."""
    body = document.element.body
    _refuse_revisions(body, file)
    for run in body.iter(f"{W}r"):
        if _has(run, "strike") or _has(run, "dstrike"):
            refuse_struck(run.text, file)
    return "\n".join(_lines(body, document))


def all_text_of(document: Any) -> str:
    """Return all that a document holds, its notes, text boxes and hidden words included."""
    from docx.oxml.parser import parse_xml

    relations = document.part.rels.values()
    notes = [relation.target_part.blob for relation in relations if NOTES.search(relation.reltype)]
    roots = [document.element, *map(parse_xml, notes)]
    paragraphs = (paragraph for root in roots for paragraph in root.iter(f"{W}p"))
    return "\n".join(
        _text(paragraph, hidden=True)
        for paragraph in paragraphs
        if next(paragraph.iterancestors(FALLBACK), None) is None
    )


def _lines(container: Any, document: Any) -> Iterator[str]:
    """The paragraphs of a body, a cell or what stands around them; a row of a table as one line."""
    from docx.table import Table

    for item in container:
        if item.tag == f"{W}p":
            yield _text(item)
        elif item.tag == f"{W}tbl":
            for row in Table(item, document).rows:
                cells = dict.fromkeys(cell._tc for cell in row.cells)
                yield " | ".join("\n".join(_lines(cell, document)).strip() for cell in cells)
        elif item.tag in AROUND and not _is_contents(item):
            yield from _lines(item, document)


def _text(paragraph: Any, hidden: bool = False) -> str:
    """The text of a paragraph, raised digits as such: 48.3¹; with `hidden`, what is out of sight, too."""
    text = ""
    for run in _runs(paragraph):
        content = run.text
        if _has(run, "vanish"):
            text += f" {content} " if hidden else ""
        else:
            text += raised(content) if _property(run, "vertAlign") == "superscript" else content
    return text


def _runs(container: Any) -> Iterator[Any]:
    """The runs of a paragraph, in order."""
    for item in container:
        if item.tag == f"{W}r":
            yield item
        elif item.tag in AROUND:
            yield from _runs(item)


def _refuse_revisions(body: Any, file: str) -> None:
    for revision in body.iter(*REVISIONS):
        text = "".join(part.text or "" for part in revision.iter(f"{W}t", f"{W}delText"))
        if text.strip():
            raise FileUnusable(file, why=Message("phrase.report_revised", {"text": text[:20]}))


def _is_contents(around: Any) -> bool:
    """Whether it is the table of contents, whose lines say everything once more."""
    return any(each.get(f"{W}val") == "Table of Contents" for each in around.iter(f"{W}docPartGallery"))


def _property(run: Any, name: str) -> str | None:
    """What a property of a run says; nothing where it isn't set."""
    found = run.find(f"{W}rPr/{W}{name}")
    return None if found is None else found.get(f"{W}val", "")


def _has(run: Any, name: str) -> bool:
    return _property(run, name) not in (None, *OFF)
