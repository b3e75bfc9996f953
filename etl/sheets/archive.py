"""The parts of an .xlsx package, each unpacked only as far as its declared size allows."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

from data.errors import ContentError
from etl.faults import Place, fault

LARGEST_FILE = 32 << 20  # bytes of the file itself
LARGEST_PART = 64 << 20  # bytes of one part, unpacked
MOST_PARTS = 10_000
CHUNK = 1 << 16
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
    try:
        packed = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise ContentError([fault("damaged_file", Place(file), why=error)]) from error
    with packed:
        archive = Archive(packed, file)
        if len(archive.names) > MOST_PARTS:
            archive.damaged(f"{len(archive.names)} > {MOST_PARTS}")
        yield archive


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
    parser.StartElementHandler = lambda name, attributes: start(local[name], attributes)
    parser.EndElementHandler = lambda name: end(local[name])
    parser.CharacterDataHandler = handler.characters
    return parser


class _LocalNames(dict[str, str]):
    def __missing__(self, name: str) -> str:
        self[name] = name.rpartition(" ")[2]
        return self[name]


def _refuse_doctype(*_: object) -> None:
    raise ValueError("<!DOCTYPE")
