"""The parts of an .xlsx package, unpacked only as far as there is memory and time to read them."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from os import SEEK_END
from pathlib import Path
from struct import Struct
from typing import NoReturn
from xml.parsers import expat

from data.errors import ContentError
from etl.faults.catalogue import Place, fault

LARGEST_FILE = 32 << 20  # bytes of the file itself
LARGEST_PART = 64 << 20  # bytes of one part, unpacked
LARGEST_TOTAL = 192 << 20  # bytes of all that is read, a part read twice counted twice
MOST_TAGS = 8_000_000  # likewise: a hundred thousand rows of eight texts have seven million
DEEPEST = 100  # elements within each other; each that is open takes memory
LARGEST_DIRECTORY = 4 << 20  # bytes of the list of parts
MOST_PARTS = 10_000
CHUNK = 1 << 16
END, MOST_COMMENT = Struct("<12xL6x"), 0xFFFF  # the record at the end of a zip file, and what may follow it
OFFICE = "officeDocument"
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the ways of packing that Office knows
# What unpacking and reading raise; LookupError is an address, a text or a style that isn't there, and
# NotImplementedError a part that is patched or strongly encrypted.
BROKEN = (
    expat.ExpatError,
    ValueError,
    LookupError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
)

Attributes = Mapping[str, str]


class Handler:
    """Takes the elements of an XML part as they come; names are without their namespace."""

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def characters(self, text: str) -> None:
        """Text within the element that began last."""


class Archive:
    """An open package; faults bear the name `file`."""

    def __init__(self, packed: zipfile.ZipFile, file: str) -> None:
        self.packed = packed
        self.file = file
        self.names = {info.filename.lstrip("/"): info for info in packed.infolist()}
        self._bytes = self._tags = 0

    def parse(self, part: str, handler: Handler) -> None:
        """Read an XML part into a handler. Raises ContentError."""
        for _ in self.parsing(part, handler):
            pass

    def parsing(self, part: str, handler: Handler) -> Iterator[None]:
        """Read an XML part into a handler, chunk by chunk. Raises ContentError."""
        parser = _parser(handler)
        try:
            with self.packed.open(self._within_bounds(part)) as stream:
                while chunk := stream.read(CHUNK):
                    self._spend(chunk)
                    parser.Parse(chunk, False)
                    yield
                parser.Parse(b"", True)
        except BROKEN as error:
            self.damaged(f"{part}: {error}")

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """Return what a part refers to: id → (kind, part); nothing where it refers to nothing."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        found = _Relations(folder)
        if relations in self.names:
            self.parse(relations, found)
        return found.targets

    def damaged(self, why: str) -> NoReturn:
        """Raise the ContentError that says what is broken."""
        raise ContentError([fault("damaged_file", Place(self.file), why=why)])

    def _spend(self, chunk: bytes) -> None:
        """Count what is read; more than can be read in time is a fault."""
        self._bytes += len(chunk)
        self._tags += chunk.count(b"<")
        if self._bytes > LARGEST_TOTAL or self._tags > MOST_TAGS:
            most = {"bytes": LARGEST_TOTAL >> 20, "tags": f"{MOST_TAGS:,}"}
            raise ContentError([fault("too_much", Place(self.file), "", None, (), **most)])

    def _within_bounds(self, part: str) -> zipfile.ZipInfo:
        if part not in self.names:
            self.damaged(f"{part}: —")
        info = self.names[part]
        if info.flag_bits & 1:
            raise ContentError([fault("encrypted_file", Place(self.file), part)])
        if info.compress_type not in PACKED:
            raise ContentError([fault("unknown_packing", Place(self.file), part, method=info.compress_type)])
        if info.file_size > LARGEST_PART:
            raise too_large(Place(self.file), part, info.file_size, LARGEST_PART)
        return info


class _Relations(Handler):
    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.targets: dict[str, tuple[str, str]] = {}

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", self.folder, attributes.get("Target", "")))
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.targets[attributes.get("Id", "")] = (kind, target.lstrip("/"))


@contextmanager
def opened_archive(path: Path, file: str) -> Iterator[Archive]:
    """Open a package, to be called `file` in faults; nothing is unpacked yet. Raises ContentError."""
    if (size := path.stat().st_size) > LARGEST_FILE:
        raise too_large(Place(file), file, size, LARGEST_FILE)
    with opened_zip(path, file) as packed:
        archive = Archive(packed, file)
        if len(archive.names) < len(packed.infolist()):
            archive.damaged(_twice(packed))
        yield archive


@contextmanager
def opened_zip(path: Path, file: str) -> Iterator[zipfile.ZipFile]:
    """Open a zip file of not too many parts, to be called `file` in faults. Raises ContentError."""
    try:
        if (size := _size_of_directory(path)) > LARGEST_DIRECTORY:
            raise zipfile.BadZipFile(f"{size} > {LARGEST_DIRECTORY}")
        packed = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
        raise ContentError([fault("damaged_file", Place(file), path.name, why=error)]) from error
    with packed:
        if (count := len(packed.infolist())) > MOST_PARTS:
            why = f"{count} > {MOST_PARTS}"
            raise ContentError([fault("damaged_file", Place(file), path.name, why=why)])
        yield packed


def _size_of_directory(path: Path) -> int:
    """How many bytes the list of parts has, by the record at the end of a zip file; 0 where there is none."""
    with path.open("rb") as stream:
        stream.seek(-min(path.stat().st_size, END.size + MOST_COMMENT), SEEK_END)
        tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    return int(END.unpack_from(tail, at)[0]) if 0 <= at <= len(tail) - END.size else 0


def _twice(packed: zipfile.ZipFile) -> str:
    """The name of a part that is there twice."""
    names = Counter(info.filename.lstrip("/") for info in packed.infolist())
    return names.most_common(1)[0][0]


def too_large(place: Place, part: str, size: int, most: int) -> ContentError:
    """Return the fault of something of more bytes than are read."""
    return ContentError([fault("too_large", place, part=part, size=f"{size:,}", most=f"{most:,}")])


def _parser(handler: Handler) -> expat.XMLParserType:
    """A parser that knows no document types: what they could define has no place in a workbook."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    start, end = handler.start, handler.end
    local: dict[str, str] = _LocalNames()
    depth = 0

    def begin(name: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise ValueError(f"> {DEEPEST}")
        start(local[name], attributes)

    def finish(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(local[name])

    parser.StartElementHandler, parser.EndElementHandler = begin, finish
    parser.CharacterDataHandler = handler.characters
    return parser


class _LocalNames(dict[str, str]):
    def __missing__(self, name: str) -> str:
        self[name] = name.rpartition(" ")[2]
        return self[name]


def _refuse_doctype(*_: object) -> None:
    raise ValueError("<!DOCTYPE")
