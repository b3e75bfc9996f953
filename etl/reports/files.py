"""A report's text out of the file it comes in, and how many digits of the file are not in that text.

The libraries that read HTML, Word and PDF are loaded when a file needs them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.errors import FileUnusable, reason_of_system
from data.messages import Message
from etl.reports.shown_text import raised

LARGEST = 64 << 20  # bytes
LONGEST = 2_000_000  # characters of text: some hundred times those of a long report
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
# A line that isn't full ends its paragraph: of the widest, so much where it ends a
# sentence, a clause, or neither.
# One in three full lines that end a sentence ends a paragraph, too: it is taken to go on.
_ENDED = re.compile("[。！？!?][”」』）)]?\\s*\\Z")
_OF_SENTENCE, _OF_CLAUSE, _OF_NEITHER = 0.93, 0.9, 0.75
_CLOSED = re.compile("[。！？!?；;：:”」』）)]\\s*\\Z")
_AFTER_DIGIT, _SMALL = re.compile(r"(?<=\d)\d"), 0.8  # of the size of the digit before it
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
# Print sets off digits from characters; what is read back has spaces there that nobody wrote.
_SET_OFF = re.compile(r"(?<=[一-鿿，。；：、（])[ \u00a0]+(?=[\d一-鿿])|(?<=[\d%％])[ \u00a0]+(?=[一-鿿])")


@dataclass(frozen=True, slots=True)
class Report:
    """The text of a report, the kind of its file, and the runs of digits that were left outside."""

    text: str
    kind: str
    left_out: tuple[str, ...] = ()


def read_report(path: Path) -> Report:
    """Return the text of a report in a TXT, HTML, DOCX or PDF file. Raises FileUnusable."""
    try:
        if path.stat().st_size > LARGEST:
            raise FileUnusable(str(path), why=Message("phrase.report_too_large", {"most": LARGEST >> 20}))
        raw = path.read_bytes()
    except OSError as error:
        raise FileUnusable(str(path), why=reason_of_system(error)) from error
    kind, read = _kind(raw, path)
    report = read(raw, path)
    if not report.text.strip():
        raise FileUnusable(str(path), why=Message(f"phrase.report_without_text_{kind}"))
    if len(report.text) > LONGEST:
        length = {"length": len(report.text), "most": LONGEST}
        raise FileUnusable(str(path), why=Message("phrase.report_too_long", length))
    return report


def _kind(raw: bytes, path: Path) -> tuple[str, Callable[[bytes, Path], Report]]:
    head = raw[:1024].lstrip(b"\xef\xbb\xbf \r\n\t")
    if head.startswith(b"%PDF"):
        return "pdf", _pdf
    if head.startswith(b"PK"):
        return "docx", _docx
    if head[:1] == b"<" and re.search(
        rb"<(?:!doctype|html|head|body|meta|div|p|article|\?xml)", head, re.IGNORECASE
    ):
        return "html", _html
    if b"\0" in head:
        raise FileUnusable(str(path), why=Message("phrase.report_of_no_kind"))
    return "txt", _txt


def decoded(raw: bytes, path: Path) -> str:
    """Return text that is UTF-8, or else GB18030, in full. Raises FileUnusable, which names the byte."""
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        wrong = error.start
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError as error:
        place = {"byte": max(wrong, error.start) + 1}
        raise FileUnusable(str(path), why=Message("phrase.report_encoding", place)) from None


def _txt(raw: bytes, path: Path) -> Report:
    return Report(decoded(raw, path).replace("\r\n", "\n").replace("\r", "\n"), "txt")


def _html(raw: bytes, path: Path) -> Report:
    from etl.reports.web_page import texts_of

    declared = _DECLARED.search(raw[:4096])
    text = decoded(raw, path)
    if declared and text.startswith("<?xml"):
        text = text.split("?>", 1)[-1]
    article, whole = texts_of(text, str(path))
    return Report(article, "html", _missing(whole, article))


def _docx(raw: bytes, path: Path) -> Report:
    import zipfile

    from docx import Document

    from etl.reports.word_file import all_text_of, text_of

    try:
        document = Document(io.BytesIO(raw))
        text, whole = text_of(document, str(path)), all_text_of(document)
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise FileUnusable(str(path), why=Message("phrase.report_of_no_kind")) from error
    return Report(text, "docx", _missing(whole, text))


def _pdf(raw: bytes, path: Path) -> Report:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        raise FileUnusable(str(path), why=Message("phrase.report_of_no_kind")) from error
    try:
        pages = []
        for page in document:
            text_page = page.get_textpage()
            pages.append(_page_text(text_page))
            text_page.close()
            page.close()
    finally:
        document.close()
    return Report(_joined("\n".join(pages)), "pdf")


def _page_text(page: Any) -> str:
    """The text of a page; a digit behind another, smaller and higher, as raised: 48.3¹."""
    from pypdfium2 import raw

    text = page.get_text_bounded()
    if len(text) != page.count_chars() or text != page.get_text_range():
        return str(text)  # characters that can't be told by their place
    shown = [*text]
    for after in _AFTER_DIGIT.finditer(text):
        n = after.start()
        small = raw.FPDFText_GetFontSize(page, n) < _SMALL * raw.FPDFText_GetFontSize(page, n - 1)
        (_, low, _, _), (_, bottom, _, top) = page.get_charbox(n), page.get_charbox(n - 1)
        above = low > bottom + (top - bottom) / 4
        if (small and above) or (not shown[n - 1].isdecimal() and abs(low - bottom) < (top - bottom) / 4):
            shown[n] = raised(text[n])
    return "".join(shown)


def _joined(text: str) -> str:
    """The lines of a page put together again to paragraphs: one that doesn't end a sentence goes on."""
    paragraphs: list[str] = []
    open_line = ""
    lines = [line.strip() for line in re.split(r"\r\n|\r|\n", text.replace("\ufffe", "").replace("\x02", ""))]
    longest = max(map(_width, lines), default=0)
    for line in lines:
        if not line or re.fullmatch(r"[-—\s]*\d{1,3}[-—\s]*", line):
            continue  # between paragraphs, or the number of a page
        open_line += line
        share = _width(line) / longest
        closed = _OF_CLAUSE if _CLOSED.search(line) else _OF_NEITHER
        if share < (_OF_SENTENCE if _ENDED.search(line) else closed):
            paragraphs.append(open_line)
            open_line = ""
    return _SET_OFF.sub("", "\n".join([*paragraphs, open_line] if open_line else paragraphs))


def _width(line: str) -> int:
    """How wide a line is, in halves of a Chinese character."""
    return sum(1 + (character > "\u2e7f") for character in line)


def _missing(whole: str, main: str) -> tuple[str, ...]:
    """The runs of digits of a whole file that its main text lacks, in order."""
    left = _DIGITS.findall(main)
    counts: dict[str, int] = {}
    for digits in left:
        counts[digits] = counts.get(digits, 0) + 1
    missing = []
    for digits in _DIGITS.findall(whole):
        if counts.get(digits, 0):
            counts[digits] -= 1
        else:
            missing.append(digits)
    return tuple(missing)
