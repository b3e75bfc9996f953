"""What sort of file a file is, by its content; its suffix may say something else."""

from __future__ import annotations

import re
from enum import Enum
from pathlib import Path

from data.errors import ContentError, reason_of_system
from data.messages import Message
from etl.faults.catalogue import Place, fault
from etl.office_files.findings import Findings
from etl.office_files.xlsx.archive import opened_zip

HEAD = 4096  # bytes that are looked at
OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK"
ENCRYPTED, OLD_EXCEL = "EncryptedPackage".encode("utf-16-le"), "Workbook".encode("utf-16-le")
OLDER_EXCEL = re.compile(rb"B\0o\0o\0k\0\0\0|\x09[\x00\x02\x04\x08]..", re.DOTALL)
SOUGHT = 16 << 20  # bytes of an OLE file in which its directory is looked for
WEB = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|table|\?xml|mime)", re.IGNORECASE)
# Files that begin so are no tables: (their first bytes, what they are called in [phrase]).
OTHERS = (
    (b"%PDF", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf", "seven_zip"),
)
# Packages by a part that only they have.
PACKAGES = (
    ("xl/workbook.bin", "xlsb"),
    ("word/document.xml", "word"),
    ("ppt/presentation.xml", "powerpoint"),
    ("content.xml", "opendocument"),
)


class Content(Enum):
    """The two sorts that can be read, as they are called in [phrase]."""

    BOOK = "workbook"
    TEXT = "csv"


SUFFIXES = {
    **dict.fromkeys((".xlsx", ".xlsm", ".xltx", ".xltm"), Content.BOOK),
    **dict.fromkeys((".csv", ".tsv", ".txt"), Content.TEXT),
}
# Files that hold tables for all we know: read or refused wherever they are met.
TABLES = (*SUFFIXES, ".xls", ".xlsb", ".et", ".ett", ".ods", ".xlt")


def sort_of(path: Path, file: str, findings: Findings) -> Content:
    """Return what a file holds; a suffix that says something else is noted. Raises ContentError."""
    try:
        if path.exists() and not path.is_file():  # a pipe would never come to an end
            raise _unreadable(file, path, Message("phrase.no_regular_file"))
        with path.open("rb") as stream:
            head = stream.read(HEAD)
        content = _content(path, file, head)
    except FileNotFoundError:
        raise ContentError([fault("missing_file", Place(file), path.name)]) from None
    except OSError as error:
        raise _unreadable(file, path, reason_of_system(error)) from error
    if SUFFIXES.get(path.suffix.lower()) is not content:
        findings.add("suffix_unlike_content", Place(file), path.suffix, kind=_called(content.value))
    return content


def _content(path: Path, file: str, head: bytes) -> Content:
    if not head.strip():
        raise ContentError([fault("empty_file", Place(file))])
    if head.startswith(OLE) or (path.suffix.lower() == ".xls" and OLDER_EXCEL.match(head)):
        raise ContentError([fault(_compound(path, head), Place(file), path.suffix, kind="OLE")])
    if head.startswith(ZIP):
        return _package(path, file)
    for start, kind in OTHERS:
        if head.startswith(start):
            raise _unsupported(file, path, kind)
    if WEB.match(head):
        raise _unsupported(file, path, "web_page")
    return Content.TEXT


def _compound(path: Path, head: bytes) -> str:
    """What an OLE compound file holds, by the names in its directory, which are UTF-16."""
    with path.open("rb") as stream:
        content = stream.read(SOUGHT)
    if ENCRYPTED in content:
        return "encrypted_file"
    return "old_excel" if OLD_EXCEL in content or OLDER_EXCEL.search(content) else "unsupported_file"


def _package(path: Path, file: str) -> Content:
    with opened_zip(path, file) as packed:
        names = {*packed.namelist()}
    for part, kind in PACKAGES:
        if part in names:
            raise _unsupported(file, path, kind)
    if not any(name.lstrip("/") == "[Content_Types].xml" for name in names):
        raise _unsupported(file, path, "archive")
    return Content.BOOK


def _unsupported(file: str, path: Path, kind: str) -> ContentError:
    return ContentError([fault("unsupported_file", Place(file), path.suffix, kind=_called(kind))])


def _unreadable(file: str, path: Path, why: object) -> ContentError:
    return ContentError([fault("unreadable_file", Place(file), path.name, why=why)])


def _called(kind: str) -> Message:
    return Message(f"phrase.{kind}")
