"""How packages are made and spoilt, part by part and byte by byte."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

Make = Callable[[Path], Path]  # writes into a folder and returns what is handed to the ETL


def parts_of(path: Path) -> dict[str, bytes]:
    """The parts of a package by name."""
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def pack(path: Path, parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """Write a package of those parts."""
    with zipfile.ZipFile(path, "w", method) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return path


def changed(make: Make, change: Callable[[bytes], bytes], name: str | None = None) -> Make:
    """A file with its bytes changed, under another name if one is given."""

    def alter(folder: Path) -> Path:
        path = make(folder)
        content = change(path.read_bytes())
        path.unlink()
        path = folder / name if name else path
        path.write_bytes(content)
        return path

    return alter


def swollen(make: Make, part: str, piece: str, times: int) -> Make:
    """A workbook with `piece` so many times in the middle of a part, written without unfolding it here."""

    def swell(folder: Path) -> Path:
        path = make(folder)
        parts = parts_of(path)
        text = parts.pop(part).decode()
        at = next(text.index(end) for end in ("</sheetData>", "</sst>") if end in text)
        if piece.startswith("<mergeCell "):
            text, at = text.replace("</sheetData>", "</sheetData><mergeCells></mergeCells>"), at + 24
        chunk, chunks = piece.encode() * 1000, times // 1000
        pack(path, parts)
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed, packed.open(part, "w") as stream:
            stream.write(text[:at].encode())
            for _ in range(chunks):
                stream.write(chunk)
            stream.write(piece.encode() * (times % 1000) + text[at:].encode())
        return path

    return swell


def repacked(make: Make, method: int) -> Make:
    """A workbook whose parts are packed in another way."""

    def again(folder: Path) -> Path:
        path = make(folder)
        return pack(path, parts_of(path), method)

    return again


def with_twin(make: Make, part: str) -> Make:
    """A workbook with a part that is there twice."""

    def add(folder: Path) -> Path:
        path = make(folder)
        with zipfile.ZipFile(path, "a") as packed, warnings.catch_warnings(action="ignore"):
            packed.writestr(part, packed.read(part))
        return path

    return add


def with_parts(make: Make, count: int) -> Make:
    """A workbook with that many parts more, all of them empty."""
    return changed(make, lambda content: _with_empty_parts(content, count))


def _with_empty_parts(content: bytes, count: int) -> bytes:
    with zipfile.ZipFile(out := io.BytesIO(content), "a") as packed:
        for n in range(count):
            packed.writestr(f"x{n}", b"")
    return out.getvalue()


def ole(*names: str) -> bytes:
    """The beginning of a compound file with those streams in its directory."""
    directory = b"".join(name.encode("utf-16-le").ljust(64, b"\0") + b"\0" * 64 for name in names)
    return (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + directory).ljust(4096, b"\0")


def lying_about_its_size(make: Make, part: str, size: int) -> Make:
    """A workbook with far more in a part than the `size` that the package declares."""

    def lie(content: bytes) -> bytes:
        out = bytearray(content)
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            local = packed.getinfo(part).header_offset
        central = content.index(part.encode(), content.index(b"PK\x01\x02")) - 46
        for at in (local + 22, central + 24):
            out[at : at + 4] = size.to_bytes(4, "little")
        return bytes(out)

    return changed(swollen(make, part, "<row></row>", 100_000), lie)
