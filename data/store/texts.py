"""The texts of documents: each a file named by its digest, in no repository, release, export or answer.

They are other people's words. A page shows one sentence of one at a time, where an office keeps it.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Literal, NamedTuple

FOLDER = Path(__file__).resolve().parents[2] / "instance" / "texts"


class KeptText(NamedTuple):
    """What is kept of a text; `text` is "" unless it is there, and as it was when its digest was taken."""

    state: Literal["unnamed", "absent", "altered", "kept"]
    text: str = ""


def texts_folder() -> Path:
    """Return where texts are kept: TEXTS_FOLDER, or a folder in `instance/`."""
    return Path(os.environ.get("TEXTS_FOLDER") or FOLDER)


def digest_of(text: str) -> str:
    """Return the SHA-256 of a text, as it is written in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def keep_text(text: str) -> Path:
    """Keep a text under its digest, whole or not at all; return its file. Raises OSError."""
    folder, digest = texts_folder(), digest_of(text)
    folder.mkdir(parents=True, exist_ok=True)
    file, part = folder / f"{digest}.txt", folder / f".{digest}.{os.getpid()}.part"
    try:
        part.write_bytes(text.encode("utf-8", "surrogatepass"))
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return file


def read_text(digest: str) -> KeptText:
    """Return the text of a digest, "" for none; one that is not of that digest is not returned."""
    if not digest:
        return KeptText("unnamed")
    try:
        text = (texts_folder() / f"{digest}.txt").read_bytes().decode("utf-8", "surrogatepass")
    except OSError:
        return KeptText("absent")
    except UnicodeDecodeError:
        return KeptText("altered")
    return KeptText("kept", text) if digest_of(text) == digest else KeptText("altered")
